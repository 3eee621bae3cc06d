import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import type {
  ProductSelection,
  ProductsProgress,
  ProductsReport,
  ProductsRun,
  ProductState,
} from '../../client/index.ts';
import { many } from '../../contract/runs/many.ts';
import { productStates } from '../../contract/products.ts';
import { oneOf, several, wholeNumber } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { readCsv } from '../files/csv.ts';
import type { Output } from '../output.ts';
import { readTextFile } from '../files/text-file.ts';
import { UsageError } from '../usage-error.ts';

interface ListOptions {
  readonly state?: ProductState;
  readonly search?: string;
  readonly page?: number;
  readonly limit?: number;
}

interface CreateOptions {
  readonly all?: true;
  readonly sku?: readonly string[];
  readonly file?: string;
}

/** Commands about the store's products beside myOGO's. */
export function productCommands(program: Command, context: CliContext): void {
  const { out } = context;
  const products = program.command('products').description('the store’s products beside myOGO’s');

  products
    .command('list')
    .description('one page of the catalogue, each row with how it stands')
    .option('--state <state>', productStates.join(', '), oneOf(productStates))
    .option('--search <text>', 'part of the SKU or name')
    .option('--page <number>', 'from 1', wholeNumber)
    .option('--limit <rows>', '1 to 250', wholeNumber)
    .action(async (options: ListOptions) => {
      out.progress('Reading both catalogues …');
      const page = await context.withStore((store) => store.products.list(options));
      await out.result(page, ({ rows, page: number, more }) => {
        out.table(
          ['SKU', 'name', 'state', 'store stock', 'myOGO stock'],
          rows.map(({ sku, name, state, storeStock, myogoStock }) => [sku, name, state, storeStock, myogoStock]),
        );
        out.line();
        out.line(
          `Page ${number}, ${many(rows.length, 'row')}${more ? `; more with --page ${number + 1}` : ', the last'}.`,
        );
      });
    });

  products
    .command('create')
    .description('bring products to myOGO; a run that goes on whether or not anybody watches')
    .option('--all', 'the whole catalogue')
    .option('--sku <sku>', 'may be repeated', several)
    .option('--file <skus.csv>', 'a CSV file with a column sku; - reads standard input')
    .action(async (options: CreateOptions) => {
      const selection = await selectionOf(options);
      const report = await context.withStore(async (store) => {
        const run = await store.products.create(selection);
        const keeps = await store.orders.standing();
        if (keeps !== undefined)
          out.waiting(`${keeps.words} ${run.workflowId} waits for that, and then goes on by itself.`);
        return watch(out, run);
      });
      context.failed = report.cancelled;
      await out.result(report, (each) => showReport(out, each));
    });
}

async function selectionOf({ all, sku = [], file }: CreateOptions): Promise<ProductSelection> {
  const expected = '--all, or --sku (may be repeated), or --file';
  if ((all === true ? 1 : 0) + (sku.length > 0 ? 1 : 0) + (file === undefined ? 0 : 1) !== 1) {
    throw new UsageError('Specify which products.', { field: 'skus', expected });
  }
  if (all === true) return { all: true };
  if (file === undefined) return { skus: sku };
  const skus = readCsv(await readTextFile(file), ['sku']).map(({ values }) => values['sku'] ?? '');
  const given = skus.filter((each) => each !== '');
  if (given.length === 0)
    throw new UsageError('The file names no products.', { field: 'file', expected: 'one SKU a line' });
  return { skus: given };
}

/** Between two looks at a run: a line of a terminal is written over, a log is told only what the run waits for. */
const LOOK_EVERY_MS = { shown: 500, told: 3_000 } as const;

/** Shows how far the run is until it ends, and what it waits for. */
async function watch(out: Output, run: ProductsRun): Promise<ProductsReport> {
  out.progress(`${run.joined ? 'Joined the run' : 'Started'} ${run.workflowId}`);
  const ended = new AbortController();
  const result = run.result().finally(() => ended.abort());
  result.catch(() => undefined); // awaited below
  const isOver = () => ended.signal.aborted;
  const isShown = process.stderr.isTTY;
  const everyMs = isShown ? LOOK_EVERY_MS.shown : LOOK_EVERY_MS.told;
  const next = () => pause(everyMs, undefined, { signal: ended.signal }).catch(() => undefined); // woken by the end
  while (!out.json && !isOver()) {
    // A glance that fails is no failure of the run.
    const progress = await run.progress().catch(() => undefined);
    if (progress !== undefined && !isOver()) {
      if (isShown) out.progress(bar(progress));
      else if (progress.waiting !== undefined) out.waiting(`The run waits: ${progress.waiting}`);
    }
    await next();
  }
  return result;
}

function bar({ total, done, created, updated, refused, secondsLeft, waiting }: ProductsProgress): string {
  const width = 24;
  const filled = total === null || total === 0 ? 0 : Math.round((width * done) / total);
  const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
  const counts = `${done}/${total ?? '?'} products: ${created} created, ${updated} updated, ${refused} refused`;
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${counts}${waiting === undefined ? left : `, waits: ${waiting}`}`;
}

function showReport(out: Output, report: ProductsReport): void {
  const { created, updated, unchanged, refused, refusedCount, cancelled } = report;
  out.line(
    `${cancelled ? 'Cancelled. ' : ''}Created ${created}, updated ${updated}, unchanged ${unchanged}, refused ${refusedCount}.`,
  );
  if (refused.length === 0) return;
  out.line();
  out.table(
    // Some have no SKU, and some share one: the name tells which row is meant.
    ['SKU', 'name', 'reason', 'why'],
    refused.map(({ sku, name, productId, reason, message }) => [sku, name ?? rowOf(productId), reason, message]),
  );
  if (refused.length < refusedCount) out.line(`… and ${refusedCount - refused.length} more.`);
}

function rowOf(productId: number | undefined): string {
  return productId === undefined ? '–' : `product ${productId}`;
}
