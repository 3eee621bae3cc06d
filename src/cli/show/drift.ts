import { many } from '../../contract/runs/many.ts';
import { returningWords } from '../../contract/integration/returning-drift.ts';
import { isWrong } from '../../contract/stock.ts';
import type { ComparisonReport } from '../../client/index.ts';
import type { Output } from '../output.ts';
import { dueReason, showDueWords } from './due-words.ts';
import { showOddRows } from './odd-rows.ts';

/** A comparison's report for a person. */
export function showDrift(out: Output, storeHash: string, report: ComparisonReport): void {
  const { stock, orders, products, notes, levels, oddProducts, trend = [], returning, finishedAt } = report;
  out.table(
    ['what', 'compared', 'repaired', 'left'],
    [
      ['stock levels', stock.compared, stock.repaired, stock.left],
      ['orders', orders.compared, orders.started, orders.left],
      ['products', products.compared, '', products.differing + products.missingInStore],
    ],
  );
  const rows = [
    ...(levels?.changed.rows ?? []).map(({ sku, from, to, why }) => [
      sku,
      from ?? '–',
      to,
      why === undefined ? 'written' : `written: ${why}`,
    ]),
    ...(levels?.due.rows ?? []).map((row) => [row.sku, row.level ?? '–', row.wanted ?? '–', dueReason(row)]),
  ];
  if (rows.length > 0) out.line();
  if (rows.length > 0) out.table(['level', 'was', 'should be', 'what was done, or why not'], rows);
  const all = (levels?.changed.count ?? 0) + (levels?.due.count ?? 0);
  if (all > rows.length)
    out.line(
      `${rows.length} of ${many(all, 'level is', 'levels are')} listed. All of them: ogoship ${storeHash} report --rows`,
    );
  showDueWords(out, levels?.due.rows ?? []);
  const right = new Set((levels?.due.rows ?? []).filter((row) => !isWrong(row)).map(({ reason }) => reason));
  if (right.size > 0) out.line(`Listed, and not counted as left: ${[...right].join(', ')}.`);
  showOddRows(out, levels?.odd);
  showOddRows(out, oddProducts);
  for (const note of notes) out.line(`• ${note}`);
  if (trend.length > 0) {
    out.line();
    out.table(
      ['daily comparison', 'found', 'repaired', 'left'],
      [...trend].reverse().map(({ at, found, repaired, left }) => [at, found, repaired, left]),
    );
  }
  if (returning !== undefined) out.line(out.style('yellow', returningWords(storeHash, returning)));
  out.line(`Finished ${finishedAt}.`);
}
