import type { Command } from 'commander';
import { many } from '../../contract/runs/many.ts';
import { defined } from '../../contract/defined.ts';
import type {
  ComparisonReport,
  Integration,
  LatestChangesReport,
  LegOutcome,
  ReportRow,
  StockLegResult,
} from '../../client/index.ts';
import { oneOf, wholeNumber } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { writeCsv } from '../files/csv.ts';
import { reportRows, rowOf } from '../show/drift-csv.ts';
import { goOn } from '../show/go-on.ts';
import { documentText } from '../document.ts';
import type { Output } from '../output.ts';
import { showDrift } from '../show/drift.ts';
import { showStatus } from '../show/integration.ts';
import { showOddRows } from '../show/odd-rows.ts';
import { writeTextFile } from '../files/text-file.ts';
import { UsageError } from '../usage-error.ts';

const formats = ['csv', 'json'] as const;

interface ReportOptions {
  readonly format?: (typeof formats)[number];
  readonly file?: string | undefined;
  readonly rows?: boolean;
  readonly limit?: number | undefined;
  readonly after?: string | undefined;
}

/** Commands about the recurring run, and the full comparison. */
export function changesCommands(program: Command, context: CliContext): void {
  const { out } = context;
  const changes = program.command('changes').description('the recurring run that moves what changed, both ways');

  changes
    .command('enable')
    .description('switch latest changes on')
    .option('--every <cadence>', 'for example 5m')
    .option('--force', 'also while myOGO has nothing in stock: the store’s levels then become zero')
    .action(async (options: { every?: string; force?: true }) => {
      const status = await context.withStore((store) => store.latestChanges.enable(options));
      await out.result(status, (each) => showStatus(out, each));
    });

  changes
    .command('disable')
    .description('switch latest changes off, in 20 s at the latest; orders that are under way go on')
    .action(async () => {
      const status = await context.withStore((store) => store.latestChanges.disable());
      await out.result(status, (each) => {
        showStatus(out, each);
        out.line();
        out.line('A run that is under way writes nothing more after 20 s. Orders that are under way go on.');
      });
    });

  changes
    .command('run')
    .description('run once now, and wait for the report')
    .action(async () => {
      out.progress('Waiting for the run …');
      const report = await context.withStore((store) => store.latestChanges.runNow());
      context.failed = Object.values(report.legs).some(({ kind }) => kind === 'failed');
      await out.result(report, (each) => showChanges(out, each));
    });

  program
    .command('reconcile')
    .description('compare everything on both sides, repair what is safe, report the rest; takes minutes')
    .action(async () => {
      out.progress('Comparing both sides …');
      const report = await context.withStore((store) => store.reconcile.runNow());
      await out.result(report, (each) => showDrift(out, context.storeHash, each));
    });

  program
    .command('report')
    .description(
      'what the last full comparison found, row by row, and whether drift comes back daily; compares nothing',
    )
    .option(
      '--format <format>',
      `${formats.join(' or ')}: the whole report, to keep; default: for reading`,
      oneOf(formats),
    )
    .option('--file <file>', 'write it there; csv unless --format says json')
    .option('--rows', 'every row and nothing else, page by page')
    .option('--limit <rows>', 'with --rows: about so many rows; default: 1000', wholeNumber)
    .option('--after <next>', 'with --rows: go on where an earlier answer ended')
    .action(async ({ rows = false, limit, after, file, ...given }: ReportOptions) => {
      const { format = file === undefined ? undefined : 'csv' } = given;
      checkTogether({ rows, limit, after, file, ...given }, out);
      if (rows) {
        await context.withStore((store) => listRows(context, store, { limit: limit ?? 1_000, after }));
        return;
      }
      if (format === undefined && !out.json) {
        const report = await context.withStore((store) => store.reconcile.report());
        await out.result(report, (each) => showDrift(out, context.storeHash, each));
        return;
      }
      const { report, all } = await context.withStore(wholeReport);
      const text = format === 'csv' ? writeCsv(reportRows(report, all)) : documentText({ ...report, rows: all });
      if (file === undefined) {
        out.file(text);
        return;
      }
      await writeTextFile(file, text);
      await out.result({ file, format }, () => out.line(`The report is in ${file}.`));
    });
}

/** @throws UsageError for options that do not go together */
function checkTogether({ rows, limit, after, format, file }: ReportOptions, out: Output): void {
  if (out.json && format === 'csv' && file === undefined) {
    throw new UsageError('CSV is not JSON.', { field: 'format', expected: 'either --json or --format csv' });
  }
  const whole = format === undefined ? defined({ file }) : { format };
  const [field] = Object.keys(rows === true ? whole : defined({ limit, after }));
  if (field === undefined) return;
  const expected = rows === true ? 'either --rows or a file of the whole' : `--${field} with --rows`;
  throw new UsageError(`--${field} says nothing ${rows === true ? 'beside' : 'without'} --rows.`, { field, expected });
}

/** The newest report, and its rows: where a newer one comes between, both are of that one. */
async function wholeReport({
  reconcile,
}: Integration): Promise<{ report: ComparisonReport; all: readonly ReportRow[] }> {
  const all: ReportRow[] = [];
  const report = await reconcile.report();
  for await (const { rows } of reconcile.rows({ of: report })) all.push(...rows);
  return { report, all };
}

async function listRows(
  { out, storeHash }: CliContext,
  { reconcile }: Integration,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<void> {
  await out.rows(
    { pages: reconcile.rows(defined({ after })), limit },
    ['part', ['what', 18], ['key', 20], 'was', 'should be', 'why'],
    (row) => {
      const { part, what, key, was, shouldBe, words } = rowOf(row);
      const shown = (level: typeof was) => (level === null ? '–' : level);
      return [part, what, key, shown(was), shown(shouldBe), words];
    },
    {
      none: 'The last comparison found nothing to name.',
      more: goOn([storeHash, 'report', '--rows'], { limit }),
    },
  );
}

function showChanges(out: Output, report: LatestChangesReport): void {
  const { startedAt, legs, stock, oddProducts, note } = report;
  out.line(`Run of ${startedAt}${note === undefined ? '' : `: ${note}`}`);
  out.table(
    ['source', 'outcome'],
    Object.entries(legs).map(([source, leg]) => [source, legText(leg)]),
  );
  if (stock !== undefined) showStock(out, stock);
  showOddRows(out, stock?.odd);
  showOddRows(out, oddProducts);
}

function showStock(out: Output, stock: StockLegResult): void {
  out.line();
  out.facts([
    ['levels written', stock.written],
    ['right already', stock.unchanged],
    ['zeros kept back: goods awaited', stock.awaited],
    ['zeros kept back: see questions', stock.braked],
    ['unknown to the store', stock.unknown.count],
    ['refused by the store', stock.refused.length],
    ['cannot be read', stock.odd?.count],
    ['due: see status', stock.due.count],
  ]);
}

function legText(leg: LegOutcome): string {
  switch (leg.kind) {
    case 'nothing':
      return 'nothing new';
    case 'done':
      return many(leg.changes, 'change');
    case 'catching-up':
      return `left to the full comparison: ${leg.why}`;
    case 'failed':
      return `failed: ${leg.message}`;
  }
}
