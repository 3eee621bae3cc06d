import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import { changeSources } from '../contract/changes.ts';
import type {
  CatchUp,
  ChangeSource,
  Cursors,
  LatestChangesInput,
  LatestChangesReport,
  LegOutcome,
  Peek,
  StockLegResult,
} from '../contract/changes.ts';
import { latestChangesInput } from '../contract/schemas/changes.ts';
import { nextCursor } from '../domain/cursors.ts';
import type { createChangesActivities, OrdersOutcome, PeekAnswer } from '../activities/changes.ts';
import { failureOf } from './leg-failure.ts';
import { startedWith } from './shared/checked.ts';

type Changes = ReturnType<typeof createChangesActivities>;

/** Pages of 250 that a run reads of one source; more is left to the full comparison. */
const MOST_PAGES = 20;
/** The products are asked for at every sixth run: what a merchant edits is in no hurry. */
const PRODUCTS_EVERY = 6;

/**
 * The recurring run: asks every source whether it has news, and moves what has. A leg that fails keeps its cursor and
 * stops no other; the run completes and says so. The report carries the cursors to the next run.
 */
export async function latestChanges(input: LatestChangesInput): Promise<LatestChangesReport> {
  // Our own report of the run before: the schedule passes it on.
  const previous = workflowInfo().lastResult as LatestChangesReport | undefined;
  const run = new LatestChangesRun(
    startedWith(latestChangesInput, input),
    previous,
    workflowInfo().startTime.toISOString(),
  );
  return run.run();
}

class LatestChangesRun {
  readonly #input: LatestChangesInput;
  readonly #previous: LatestChangesReport;
  readonly #startedAt: string;
  readonly #activities: ReturnType<typeof boundedActivities>;
  readonly #legs: { [S in ChangeSource]?: LegOutcome } = {};
  #catchUp: CatchUp = {};
  /** Legs that must be repeated from where they are, although they did not fail. */
  readonly #stay = new Set<ChangeSource | 'stockOrders'>();
  #stock: StockLegResult | undefined;
  #orders: LatestChangesReport['orders'];

  constructor(input: LatestChangesInput, previous: LatestChangesReport | undefined, startedAt: string) {
    this.#input = input;
    this.#previous = previous ?? { startedAt, cursors: {}, sinceProducts: 0, legs: {} };
    this.#startedAt = startedAt;
    this.#activities = boundedActivities(input.everyMs ?? 300_000);
  }

  async run(): Promise<LatestChangesReport> {
    const { storeHash } = this.#input;
    const { cursors, stockOrdersSince } = this.#previous;
    let answer: PeekAnswer;
    try {
      answer = await this.#activities.peek({
        storeHash,
        cursors,
        ...(stockOrdersSince === undefined ? {} : { stockOrdersSince }),
        products: this.#previous.sinceProducts + 1 >= PRODUCTS_EVERY || cursors.storeProducts === undefined,
      });
    } catch (error) {
      // Paused, disconnected, or nobody answers: nothing was read, so every cursor stays where it is.
      return this.#nothingDone(failureOf(error).message);
    }
    await Promise.all([
      this.#storeOrders(answer),
      this.#myogoOrders(answer),
      this.#stockLeg(answer),
      this.#products(answer),
    ]);
    await this.#beginCatchUp();
    return this.#report(answer);
  }

  #nothingDone(note: string): LatestChangesReport {
    const { cursors, sinceProducts, stockOrdersSince, stockSettings } = this.#previous;
    return {
      startedAt: this.#startedAt,
      cursors,
      sinceProducts,
      legs: {},
      ...(stockOrdersSince === undefined ? {} : { stockOrdersSince }),
      ...(stockSettings === undefined ? {} : { stockSettings }),
      note,
    };
  }

  async #storeOrders({ sources: { storeOrders: peek } }: PeekAnswer): Promise<void> {
    const since = this.#previous.cursors.storeOrders;
    await this.#leg('storeOrders', peek, since, async (from) =>
      this.#count('storeOrders', from, await this.#activities.storeOrdersLeg(this.#request(from))),
    );
  }

  async #myogoOrders({ sources: { myogoOrders: peek } }: PeekAnswer): Promise<void> {
    const since = this.#previous.cursors.myogoOrders;
    await this.#leg('myogoOrders', peek, since, async (from) =>
      this.#count('myogoOrders', from, await this.#activities.myogoOrdersLeg(this.#request(from))),
    );
  }

  async #products({ sources: { storeProducts: peek } }: PeekAnswer): Promise<void> {
    const since = this.#previous.cursors.storeProducts;
    if (peek?.kind === 'no-cursor') {
      // What myOGO has already may have been changed in the store before the first poll. Nothing new is created.
      this.#leaveToCatchUp('storeProducts', null, 'nothing was read yet');
    } else if (peek?.kind === 'changed' && peek.many && since !== undefined) {
      this.#leaveToCatchUp('storeProducts', since, 'more changes than one run should read');
    } else {
      await this.#leg('storeProducts', peek, since, async (from) => {
        const { started } = await this.#activities.productsLeg({ storeHash: this.#input.storeHash, since: from });
        return { kind: 'done', changes: started };
      });
    }
  }

  /** Stock moves by what myOGO changed and by what the store's orders ask for. */
  async #stockLeg({ sources, stockSettings }: PeekAnswer): Promise<void> {
    const { myogoStock: peek, storeOrders } = sources;
    const { cursors, stockOrdersSince } = this.#previous;
    const since = cursors.myogoStock;
    if (peek === undefined || peek.kind === 'failed') {
      if (peek !== undefined) this.#legs.myogoStock = peek;
      this.#stay.add('stockOrders');
      return;
    }
    const settingsMoved = this.#previous.stockSettings !== undefined && this.#previous.stockSettings !== stockSettings;
    if (since === undefined || settingsMoved) {
      this.#leaveToCatchUp(
        'myogoStock',
        null,
        settingsMoved ? 'a setting touches every level' : 'nothing was read yet',
      );
      return;
    }
    if (storeOrders === undefined || storeOrders.kind === 'failed') this.#stay.add('stockOrders');
    if (peek.kind === 'unchanged' && storeOrders?.kind !== 'changed') {
      this.#legs.myogoStock = { kind: 'nothing' };
      return;
    }
    try {
      const outcome = await this.#activities.stockLeg({
        storeHash: this.#input.storeHash,
        since,
        maxPages: MOST_PAGES,
        many: peek.kind === 'changed' && peek.many,
        ...(stockOrdersSince === undefined ? {} : { ordersSince: stockOrdersSince }),
      });
      if (outcome.kind === 'too-many') {
        this.#leaveToCatchUp('myogoStock', since, 'more changes than one run should read');
        this.#stay.add('stockOrders');
        return;
      }
      this.#stock = outcome.result;
      this.#legs.myogoStock = { kind: 'done', changes: outcome.result.written };
      if (outcome.keepCursor) {
        this.#stay.add('myogoStock');
        this.#stay.add('stockOrders');
      }
    } catch (error) {
      this.#legs.myogoStock = { kind: 'failed', ...failureOf(error) };
      this.#stay.add('stockOrders');
    }
  }

  /** Runs one leg if its source has news, and keeps its failure to itself. */
  async #leg(
    source: ChangeSource,
    peek: Peek | undefined,
    since: string | undefined,
    work: (since: string) => Promise<LegOutcome>,
  ): Promise<void> {
    if (peek === undefined) return;
    if (peek.kind === 'failed') {
      this.#legs[source] = peek;
    } else if (since === undefined) {
      this.#leaveToCatchUp(source, null, 'nothing was read yet');
    } else if (peek.kind === 'unchanged') {
      this.#legs[source] = { kind: 'nothing' };
    } else {
      try {
        this.#legs[source] = await work(since);
      } catch (error) {
        this.#legs[source] = { kind: 'failed', ...failureOf(error) };
      }
    }
  }

  #request(since: string) {
    return { storeHash: this.#input.storeHash, since, maxPages: MOST_PAGES };
  }

  #count(source: ChangeSource, since: string, outcome: OrdersOutcome): LegOutcome {
    if (outcome.kind === 'too-many')
      return this.#leaveToCatchUp(source, since, 'more changes than one run should read');
    const { started, signalled, unknownReferences } = outcome;
    const before = this.#orders ?? { started: 0, signalled: 0, unknownReferences: 0 };
    this.#orders = {
      started: before.started + started,
      signalled: before.signalled + signalled,
      unknownReferences: before.unknownReferences + unknownReferences,
    };
    return { kind: 'done', changes: started + signalled };
  }

  #leaveToCatchUp(source: ChangeSource, from: string | null, why: string): LegOutcome {
    this.#catchUp = { ...this.#catchUp, [source]: from };
    return (this.#legs[source] = { kind: 'catching-up', why });
  }

  /** One full comparison for all that this run must not read itself. Where one is under way, the next run asks again. */
  async #beginCatchUp(): Promise<void> {
    // The keys are those that `#leaveToCatchUp` set.
    const sources = Object.keys(this.#catchUp) as ChangeSource[];
    if (sources.length === 0) return;
    try {
      const begun = await this.#activities.beginCatchUp({ storeHash: this.#input.storeHash, catchUp: this.#catchUp });
      if (begun === 'started') return;
      for (const source of sources) {
        this.#legs[source] = { kind: 'catching-up', why: 'a full comparison is under way; the next run looks again' };
      }
    } catch (error) {
      for (const source of sources) this.#legs[source] = { kind: 'failed', ...failureOf(error) };
    }
    for (const source of sources) this.#stay.add(source);
  }

  #report({ sources, stockSettings }: PeekAnswer): LatestChangesReport {
    const cursors: { -readonly [S in keyof Cursors]: Cursors[S] } = { ...this.#previous.cursors };
    for (const source of changeSources) {
      const next = this.#stay.has(source)
        ? cursors[source]
        : nextCursor(cursors[source], sources[source], this.#legs[source]);
      if (next !== undefined) cursors[source] = next;
    }
    const read = sources.storeOrders;
    const stockOrdersSince =
      this.#stay.has('stockOrders') || this.#stay.has('myogoStock') || read === undefined || read.kind === 'failed'
        ? this.#previous.stockOrdersSince
        : read.cursor;
    // Levels that were left to a comparison which could not begin are still computed by the old settings.
    const settings = this.#stay.has('myogoStock') ? this.#previous.stockSettings : stockSettings;
    return {
      startedAt: this.#startedAt,
      cursors,
      sinceProducts: sources.storeProducts === undefined ? this.#previous.sinceProducts + 1 : 0,
      legs: this.#legs,
      ...(this.#stock === undefined ? {} : { stock: this.#stock }),
      ...(this.#orders === undefined ? {} : { orders: this.#orders }),
      ...(stockOrdersSince === undefined ? {} : { stockOrdersSince }),
      ...(settings === undefined ? {} : { stockSettings: settings }),
    };
  }
}

/** A run ends itself after half an interval, so that no run is skipped because of the one before. */
function boundedActivities(everyMs: number) {
  const total = Math.min(15 * 60_000, Math.max(10_000, everyMs / 2));
  const retry = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' } as const;
  const short = { startToCloseTimeout: Math.min(45_000, total), scheduleToCloseTimeout: total, retry };
  const long = { startToCloseTimeout: total, scheduleToCloseTimeout: total, heartbeatTimeout: '30s', retry } as const;
  // A proxy makes its functions when they are asked for: it cannot be spread.
  const { peek } = proxyActivities<Pick<Changes, 'peek'>>({ ...short, summary: 'Ask both sides what is new' });
  const { beginCatchUp } = proxyActivities<Pick<Changes, 'beginCatchUp'>>({
    ...short,
    summary: 'Start the full comparison',
  });
  const { stockLeg } = proxyActivities<Pick<Changes, 'stockLeg'>>({
    ...long,
    summary: 'Bring stock levels up to date',
  });
  const { storeOrdersLeg } = proxyActivities<Pick<Changes, 'storeOrdersLeg'>>({
    ...long,
    summary: 'Pass on the store’s orders',
  });
  const { myogoOrdersLeg } = proxyActivities<Pick<Changes, 'myogoOrdersLeg'>>({
    ...long,
    summary: 'Pass on the warehouse’s orders',
  });
  const { productsLeg } = proxyActivities<Pick<Changes, 'productsLeg'>>({
    ...long,
    summary: 'Pass on changed products',
  });
  return { peek, beginCatchUp, stockLeg, storeOrdersLeg, myogoOrdersLeg, productsLeg };
}
