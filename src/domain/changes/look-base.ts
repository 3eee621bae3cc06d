import { changeSources, type LatestChangesReport, type Peeks } from '../../contract/changes.ts';
import { defined } from '../../contract/defined.ts';
import type { LookBase } from '../../contract/runs/changes-watch.ts';
import { hasToTryAgain, SOON_TRIES, waitsForNothing } from '../stock/carry.ts';
import { failingLegs } from './leg-health.ts';
import { expectsRows } from '../stock/catalogue-rows.ts';

/** The products are asked for at every sixth run: what a merchant edits is in no hurry. */
export const PRODUCTS_EVERY = 6;

/** But no less often than this, where the interval itself is long. */
const PRODUCTS_EVERY_MS = 30 * 60_000;

/** True where six intervals have passed since products were asked for; a run is not always on the second. */
export function isTimeForProducts(productsAt: string | undefined, now: string, everyMs = 300_000): boolean {
  if (productsAt === undefined) return false;
  const afterMs = Math.max(everyMs, Math.min(PRODUCTS_EVERY * everyMs, PRODUCTS_EVERY_MS));
  return Date.parse(now) - Date.parse(productsAt) >= afterMs - everyMs / 2;
}

/**
 * What a look needs of a run's report. `undefined` where the next run has something to do even if nothing moves: a part
 * failed or is being caught up with, a level is tried again or waits for an answer, a place has to be left. Then the
 * store has its run at every interval, as if nobody looked.
 */
export function lookBase(report: LatestChangesReport, run: string): LookBase | undefined {
  const { cursors, legs, stockCarry, stockOrdersSince, stockProductsSince, stockSettings, productsAt } = report;
  if (report.note !== undefined || stockSettings === undefined || productsAt === undefined) return undefined;
  if (changeSources.some((source) => cursors[source] === undefined)) return undefined;
  if (Object.values(legs).some(({ kind }) => kind === 'failed' || kind === 'catching-up')) return undefined;
  // A leg that failed and was not tried since: only a run shows that it is well again.
  if (failingLegs(report.health ?? {}).length > 0) return undefined;
  if (report.leftLocations !== undefined) return undefined;
  // The stock leg has not come as far as the others, or somebody is likely to mend a row of the catalogue now.
  if (stockProductsSince !== undefined && stockProductsSince !== cursors.storeProducts) return undefined;
  if (stockCarry !== undefined && expectsRows(stockCarry, report.startedAt)) return undefined;
  if (stockCarry !== undefined && !waitsForNothing(stockCarry)) return undefined;
  const open = Number(stockCarry?.estimate.split('-', 1)[0] ?? 0);
  // An order may have left the list in silence while the run was busy: one more run looks.
  if (open > 0 && legs.myogoStock?.kind === 'done') return undefined;
  const estimate = open > 0 ? stockCarry?.estimate : undefined;
  return { run, cursors, stockSettings, productsAt, ...defined({ stockOrdersSince, stockProductsSince, estimate }) };
}

/**
 * True where the next run tries again what this one could not do, although nothing moves: it must not be rare. A leg that
 * failed says so by its health; what waits for a person's answer waits for that.
 */
export function triesAgain({ legs, leftLocations, leftPause, stockCarry }: LatestChangesReport): boolean {
  const leaves = leftLocations !== undefined && (leftPause?.tries ?? 0) <= SOON_TRIES;
  if (leaves || Object.values(legs).some(({ kind }) => kind === 'catching-up')) return true;
  return stockCarry !== undefined && hasToTryAgain(stockCarry);
}

/** What a look found. */
export interface LookAnswer {
  readonly sources: Peeks;
  readonly stockSettings: string;
  readonly due?: { readonly skus: readonly string[]; readonly ordersMoved: boolean };
}

/** True where a run would find something to do, or a source did not answer: the run says so to people. */
export function hasMoved(base: LookBase, { sources, stockSettings, due }: LookAnswer): boolean {
  if (Object.values(sources).some(({ kind }) => kind !== 'unchanged')) return true;
  if (stockSettings !== base.stockSettings) return true;
  return due !== undefined && (due.skus.length > 0 || due.ordersMoved);
}

/** The same after a look that found nothing moved: what was seen unchanged need not be asked about again. */
export function afterLook(base: LookBase, { sources }: LookAnswer, at: string): LookBase {
  const seen = (peek: Peeks[keyof Peeks]) => (peek?.kind === 'unchanged' ? peek.cursor : undefined);
  const { storeOrders, storeProducts } = sources;
  return {
    ...base,
    cursors: {
      ...base.cursors,
      ...defined({
        myogoStock: seen(sources.myogoStock),
        myogoOrders: seen(sources.myogoOrders),
        storeOrders: seen(storeOrders),
        storeProducts: seen(storeProducts),
      }),
    },
    ...defined({ stockOrdersSince: seen(storeOrders), stockProductsSince: seen(storeProducts) }),
    productsAt: storeProducts === undefined ? base.productsAt : at,
  };
}
