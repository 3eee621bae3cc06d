import type { Command } from 'commander';
import type { DriftReport, LatestChangesReport, LegOutcome, StockLegResult } from '../../client/index.ts';
import type { CliContext } from '../context.ts';
import type { Output } from '../output.ts';
import { showStatus } from '../show/integration.ts';
import { showOddRows } from '../show/odd-rows.ts';

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
    .description('switch latest changes off; orders that are under way go on')
    .action(async () => {
      const status = await context.withStore((store) => store.latestChanges.disable());
      await out.result(status, (each) => showStatus(out, each));
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
      await out.result(report, (each) => showDrift(out, each));
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
      return `${leg.changes} changes`;
    case 'catching-up':
      return `left to the full comparison: ${leg.why}`;
    case 'failed':
      return `failed: ${leg.message}`;
  }
}

function showDrift(out: Output, report: DriftReport): void {
  const { stock, orders, products, notes, levels, oddProducts, finishedAt } = report;
  out.table(
    ['what', 'compared', 'repaired', 'left'],
    [
      ['stock levels', stock.compared, stock.repaired, stock.left],
      ['orders', orders.compared, orders.started, orders.left],
      ['products', products.compared, '', products.differing + products.missingInStore],
    ],
  );
  const rows = [
    ...(levels?.changed.rows ?? []).map(({ sku, from, to }) => [sku, from ?? '–', to, 'written']),
    ...(levels?.due.rows ?? []).map(({ sku, level, wanted, reason }) => [sku, level ?? '–', wanted ?? '–', reason]),
  ];
  if (rows.length > 0) out.table(['level', 'was', 'should be', 'what was done, or why not'], rows);
  const all = (levels?.changed.count ?? 0) + (levels?.due.count ?? 0);
  if (all > rows.length) out.line(`${rows.length} of ${all} levels are listed.`);
  showOddRows(out, levels?.odd);
  showOddRows(out, oddProducts);
  for (const note of notes) out.line(`• ${note}`);
  out.line(`Finished ${finishedAt}.`);
}
