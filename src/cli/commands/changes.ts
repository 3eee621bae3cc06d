import type { Command } from 'commander';
import { many } from '../../contract/runs/many.ts';
import type { LatestChangesReport, LegOutcome, StockLegResult } from '../../client/index.ts';
import { oneOf } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { writeCsv } from '../files/csv.ts';
import { reportRows } from '../show/drift-csv.ts';
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
  readonly file?: string;
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
    .action(async ({ file, format = file === undefined ? undefined : 'csv' }: ReportOptions) => {
      if (out.json && format === 'csv' && file === undefined) {
        throw new UsageError('CSV is not JSON.', { field: 'format', expected: 'either --json or --format csv' });
      }
      const report = await context.withStore((store) => store.reconcile.report());
      if (format === undefined) {
        await out.result(report, (each) => showDrift(out, context.storeHash, each));
        return;
      }
      const text = format === 'csv' ? writeCsv(reportRows(report)) : documentText(report);
      if (file === undefined) {
        out.file(text);
        return;
      }
      await writeTextFile(file, text);
      await out.result({ file, format }, () => out.line(`The report is in ${file}.`));
    });
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
