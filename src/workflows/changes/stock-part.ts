import { patched } from '@temporalio/workflow';
import { defined } from '../../contract/defined.ts';
import type {
  CatchUp,
  LatestChangesReport,
  LegOutcome,
  Peek,
  ReconcileInput,
  StockLegResult,
} from '../../contract/changes.ts';
import type { StoreHash } from '../../contract/ids.ts';
import { Patch } from '../../contract/registered-names.ts';
import type { StockCarry } from '../../contract/stock.ts';
import { cursorIn } from '../../domain/changes/cursors.ts';
import {
  afterComparison,
  dueNow,
  looked,
  runsSince,
  ticked,
  unsettled,
  waitAfter,
  waitsLonger,
} from '../../domain/stock/carry.ts';
import { expectsRows } from '../../domain/stock/catalogue-rows.ts';
import { leftAfter } from '../../domain/stock/stock-settings.ts';
import { resultOf } from '../../domain/stock/tally.ts';
import type { createChangesActivities } from '../../activities/changes/changes.ts';
import type { PeekAnswer, PeekRequest } from '../../activities/changes/peek.ts';
import type { createLocationActivities } from '../../activities/stock/leave-location.ts';
import { failureOf, mayHaveWritten } from '../shared/part-failure.ts';

type Activities = Pick<ReturnType<typeof createChangesActivities>, 'stockLeg'> &
  Pick<ReturnType<typeof createLocationActivities>, 'leaveLocation'>;

/** Why everything is read once more. */
export const WENT_BACK = 'the clock of the other side went back: what changed since then was not shown';
/** Pages of 250 that a run reads; more is left to the full comparison. */
const MOST_PAGES = 20;
/** SKUs with open orders up to which the run after an active one looks whether an order has left the list in silence. */
const OPEN_LOOKED_AT = 250;

type Kept = Pick<
  LatestChangesReport,
  | 'stock'
  | 'due'
  | 'stockOrdersSince'
  | 'stockProductsSince'
  | 'stockSettings'
  | 'stockCarry'
  | 'leftLocations'
  | 'leftPause'
>;

/** What a run does about stock, and what it leaves to the next one. */
export class StockPart {
  readonly #storeHash: StoreHash;
  readonly #previous: LatestChangesReport;
  readonly #activities: Activities;
  readonly #now: string;
  /** What was due before, one run later. */
  readonly #carried: StockCarry | undefined;
  #carry: StockCarry | undefined;
  #result: StockLegResult | undefined;
  #left: readonly number[];
  #leftPause: LatestChangesReport['leftPause'];
  /** What this run has read of each source that levels follow from: its cursor moves on. */
  readonly #read = new Set<'orders' | 'products'>();
  #isLeftToComparison = false;
  /** What a setting changed is seen to: by this run, or by the comparison that it begins. */
  #heedsSettings = false;

  constructor(storeHash: StoreHash, previous: LatestChangesReport, activities: Activities, now: string) {
    this.#storeHash = storeHash;
    this.#previous = previous;
    this.#activities = activities;
    this.#now = now;
    this.#carried = previous.stockCarry && nearer(previous.stockCarry, previous.startedAt, now);
    this.#carry = this.#carried;
    this.#left = previous.leftLocations ?? [];
    this.#leftPause = previous.leftPause;
  }

  /**
   * What the sources are asked for, beside their cursors.
   * @param isTime true at every sixth run
   */
  inMind(isTime: boolean): Pick<PeekRequest, 'stockOrdersSince' | 'stockProductsSince' | 'due'> {
    const { stockOrdersSince, stockProductsSince } = this.#previous;
    const carried = this.#carried;
    const open = Number(carried?.estimate.split('-', 1)[0] ?? 0);
    // An order may leave the list in silence. Idle runs cost no more for it: once after something was done, and now and then.
    const wasActive = this.#previous.legs.myogoStock?.kind === 'done';
    const looksAtOrders = open > 0 && (isTime || (wasActive && open <= OPEN_LOOKED_AT));
    const awaited = carried?.due.filter(({ reason }) => reason === 'awaited').map(({ sku }) => sku) ?? [];
    const asked =
      carried?.due.flatMap(({ sku, reason }) =>
        reason === 'asked' || reason === 'refused-by-person' ? [{ sku, reason }] : [],
      ) ?? [];
    const anything = looksAtOrders || awaited.length > 0 || asked.length > 0;
    return {
      ...defined({ stockOrdersSince, stockProductsSince }),
      ...(anything && carried !== undefined
        ? { due: { awaited, asked, ...(looksAtOrders ? { estimate: carried.estimate } : {}) } }
        : {}),
    };
  }

  /** A row of the catalogue that somebody is likely to mend now: products are asked for at each run. */
  get expectsProducts(): boolean {
    const { stockProductsSince, cursors } = this.#previous;
    if (stockProductsSince !== undefined && stockProductsSince !== cursors.storeProducts) return true;
    return this.#carried !== undefined && expectsRows(this.#carried, this.#now);
  }

  /** Stock moves by what myOGO changed, and by every other fact that a level follows from. */
  async run(answer: PeekAnswer): Promise<LegOutcome | 'not asked' | { readonly compare: string }> {
    const { sources, stockSettings, due } = answer;
    const { myogoStock: peek, storeOrders, storeProducts } = sources;
    const { cursors, stockOrdersSince, stockSettings: before } = this.#previous;
    if (peek === undefined) return 'not asked';
    if (peek.kind === 'failed') return peek;
    this.#heedsSettings = true;
    const since = cursors.myogoStock;
    if (since === undefined) return this.#compare('nothing was read yet');
    if (peek.kind === 'no-cursor' && peek.wentBack === true) return this.#compare(WENT_BACK);
    if (before !== undefined && before !== stockSettings) {
      this.#left = leftAfter(this.#left, before, stockSettings);
      this.#leftPause = undefined;
      return this.#compare('a setting touches every level');
    }
    await this.#leaveLocations();
    const carried = this.#carried;
    if (carried?.compareIn === 0) return this.#compare('more levels are due than a run keeps by name');
    const again = carried === undefined ? [] : dueNow(carried);
    const news = [peek, storeOrders, storeProducts].some((each) => each?.kind === 'changed');
    if (!news && again.length === 0 && (due?.skus.length ?? 0) === 0 && due?.ordersMoved !== true) {
      this.#readAll(storeOrders, storeProducts);
      return { kind: 'nothing' };
    }
    const productsSince = this.#productsSince(storeProducts);
    try {
      const outcome = await this.#activities.stockLeg({
        storeHash: this.#storeHash,
        since,
        maxPages: MOST_PAGES,
        many: peek.kind === 'changed' && peek.many,
        ...defined({ ordersSince: stockOrdersSince, productsSince, carried }),
        ...(due === undefined || due.skus.length === 0 ? {} : { skus: due.skus }),
      });
      if (outcome.kind === 'too-many') return { compare: 'more changes than one run should read' };
      this.#result = outcome.result;
      this.#carry = outcome.carry;
      this.#readAll(storeOrders, storeProducts);
      return { kind: 'done', changes: outcome.result.written };
    } catch (error) {
      if (carried !== undefined && mayHaveWritten(error)) this.#carry = unsettled(carried, Date.now());
      return { kind: 'failed', ...failureOf(error) };
    }
  }

  /** Everything is compared: what was due is found again, or is not due any more. */
  #compare(compare: string): { readonly compare: string } {
    this.#isLeftToComparison = true;
    if (this.#carried !== undefined) this.#carry = afterComparison(this.#carried);
    return { compare };
  }

  /** What a comparison must know that this run begins. */
  forComparison(catchUp: CatchUp): Pick<ReconcileInput, 'leftLocations'> {
    return catchUp.myogoStock === null && this.#left.length > 0 ? { leftLocations: this.#left } : {};
  }

  /** @param stays true where the levels were left to a comparison that could not begin */
  report({ sources, stockSettings }: PeekAnswer, stays: boolean): Kept {
    const { stockOrdersSince, stockProductsSince, stockSettings: before } = this.#previous;
    const orders = this.#read.has('orders') && !stays ? cursorIn(sources.storeOrders) : undefined;
    const products = this.#read.has('products') && !stays ? cursorIn(sources.storeProducts) : undefined;
    const compared = this.#isLeftToComparison && !stays;
    if (stays) this.#carry = this.#carried;
    return this.#kept({
      // A comparison reads all orders and all rows: what is from before it needs no reading.
      stockOrdersSince: orders ?? (compared ? cursorIn(sources.storeOrders) : undefined) ?? stockOrdersSince,
      stockProductsSince: products ?? (compared ? cursorIn(sources.storeProducts) : undefined) ?? stockProductsSince,
      // Levels that could not be asked for, or were left to a comparison which could not begin, are still those of the old settings.
      stockSettings: stays || !this.#heedsSettings ? before : stockSettings,
    });
  }

  /** Nothing was read: all stays where it is. */
  untouched(): Kept {
    const { stockOrdersSince, stockProductsSince, stockSettings } = this.#previous;
    return this.#kept({ stockOrdersSince, stockProductsSince, stockSettings });
  }

  #kept(more: {
    stockOrdersSince: string | undefined;
    stockProductsSince: string | undefined;
    stockSettings: string | undefined;
  }): Kept {
    const carry = this.#carry && (this.#read.has('products') ? looked(this.#carry, this.#now) : this.#carry);
    const standing = carry === undefined ? undefined : resultOf(carry.due, { written: [], unchanged: 0 });
    const stock = this.#result ?? (carry === undefined || carry.due.length === 0 ? undefined : standing);
    const { stockOrdersSince, stockProductsSince, stockSettings } = more;
    return {
      ...defined({ stock }),
      ...(standing === undefined
        ? {}
        : { due: { count: standing.due.count + (carry?.dueMore ?? 0), rows: standing.due.rows } }),
      ...defined({ stockOrdersSince, stockProductsSince, stockSettings, stockCarry: carry }),
      ...(this.#left.length === 0 ? {} : { leftLocations: this.#left, ...defined({ leftPause: this.#leftPause }) }),
    };
  }

  #readAll(orders: Peek | undefined, products: Peek | undefined): void {
    if (cursorIn(orders) !== undefined) this.#read.add('orders');
    // So many that only a comparison reads them: they are left to it.
    if (cursorIn(products) !== undefined) this.#read.add('products');
  }

  #productsSince(products: Peek | undefined): string | undefined {
    if (products?.kind !== 'changed' || products.many) return undefined;
    return this.#previous.stockProductsSince ?? this.#previous.cursors.storeProducts;
  }

  async #leaveLocations(): Promise<void> {
    if (this.#left.length === 0) return;
    const { tries, wait } = this.#leftPause ?? { tries: 0, wait: 0 };
    // It reads all levels of both sides: what stands in the way is not asked about at each run.
    if (wait > 1) {
      this.#leftPause = { tries, wait: wait - 1 };
      return;
    }
    this.#leftPause = { tries: tries + 1, wait: waitAfter(tries + 1) };
    for (const locationId of this.#left) {
      try {
        const left = await this.#activities.leaveLocation({ storeHash: this.#storeHash, locationId, written: false });
        if (left !== 'not-yet') this.#left = this.#left.filter((id) => id !== locationId);
      } catch (error) {
        failureOf(error); // what is no failure of the step is thrown on; the next run tries again
      }
    }
  }
}

/** What waits is nearer by the time that has passed; in a run that began with earlier code by one run, however rare they are. */
function nearer(carry: StockCarry, since: string, now: string): StockCarry {
  const runs = runsSince(since, now);
  return ticked(carry, runs > 1 && waitsLonger(carry) && patched(Patch.triesAgain) ? runs : 1);
}
