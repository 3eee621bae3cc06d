import type { DueLevel, DueReason, StockCarry } from '../../contract/stock.ts';

const ofCatalogue: ReadonlySet<DueReason> = new Set<DueReason>([
  'not-in-store',
  'untracked',
  'tracking-mismatch',
  'several-rows',
]);
const YOUNG_MS = 3_600_000;

/** A level that only a change of the store's catalogue can mend, and that was found within the hour: it may come soon. */
export function isYoungCatalogueRow({ reason, since }: Pick<DueLevel, 'reason' | 'since'>, now: string): boolean {
  return ofCatalogue.has(reason) && Date.parse(now) - Date.parse(since) < YOUNG_MS;
}

/** True where a row of the catalogue may show something else soon: the catalogue is asked for at each run. */
export function expectsRows({ due, unsettledUntil }: StockCarry, now: string): boolean {
  return unsettledUntil !== undefined || due.some((row) => isYoungCatalogueRow(row, now));
}
