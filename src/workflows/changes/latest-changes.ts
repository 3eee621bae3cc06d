import { workflowInfo } from '@temporalio/workflow';
import { changeSources } from '../../contract/changes.ts';
import { defined } from '../../contract/defined.ts';
import type {
  CatchUp,
  ChangeSource,
  Cursors,
  LatestChangesInput,
  LatestChangesReport,
  LegOutcome,
  Peek,
} from '../../contract/changes.ts';
import { latestChangesInput } from '../../contract/schemas/changes.ts';
import { nextCursor } from '../../domain/changes/cursors.ts';
import { isTimeForProducts, PRODUCTS_EVERY, triesAgain } from '../../domain/changes/look-base.ts';
import type { OrdersOutcome } from '../../activities/changes/changes.ts';
import type { PeekAnswer } from '../../activities/changes/peek.ts';
import { boundedActivities } from './bounded-activities.ts';
import { StockPart, WENT_BACK } from './stock-part.ts';
import { legsAfter } from '../../domain/changes/leg-health.ts';
import { failureOf } from '../shared/part-failure.ts';
import { tellFound, tellLegs } from './tell-legs.ts';
import { startedWith } from '../shared/checked.ts';

/** Pages of 250 that a run reads of one source; more is left to the full comparison. */
const MOST_PAGES = 20;
const TOO_MANY = 'more changes than one run should read';

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
  const found = await run.run();
  const report: LatestChangesReport = triesAgain(found) ? { ...found, triesAgain: true } : found;
  await tellLegs(input.storeHash, 'latest-changes', previous ?? {}, report);
  return report;
}

class LatestChangesRun {
  readonly #input: LatestChangesInput;
  readonly #previous: LatestChangesReport;
  readonly #startedAt: string;
  readonly #activities: ReturnType<typeof boundedActivities>;
  readonly #legs: { [S in ChangeSource]?: LegOutcome } = {};
  #catchUp: CatchUp = {};
  /** Legs that must be repeated from where they are, although they did not fail. */
  readonly #stay = new Set<ChangeSource>();
  readonly #stock: StockPart;
  #orders: LatestChangesReport['orders'];
  #oddProducts: LatestChangesReport['oddProducts'];

  constructor(input: LatestChangesInput, previous: LatestChangesReport | undefined, startedAt: string) {
    this.#input = input;
    this.#previous = previous ?? { startedAt, cursors: {}, sinceProducts: 0, legs: {} };
    this.#startedAt = startedAt;
    this.#oddProducts = this.#previous.oddProducts;
    this.#activities = boundedActivities(input.everyMs ?? 300_000);
    this.#stock = new StockPart(input.storeHash, this.#previous, this.#activities, startedAt);
  }

  async run(): Promise<LatestChangesReport> {
    const { storeHash } = this.#input;
    const { cursors, sinceProducts, productsAt } = this.#previous;
    // A watched store has a run only where something moved: the time counts as well as the runs.
    const isTime =
      sinceProducts + 1 >= PRODUCTS_EVERY ||
      cursors.storeProducts === undefined ||
      isTimeForProducts(productsAt, this.#startedAt, this.#input.everyMs);
    const products = isTime || this.#stock.expectsProducts;
    let answer: PeekAnswer;
    try {
      answer = await this.#activities.peek({ storeHash, cursors, ...this.#stock.inMind(isTime), products });
    } catch (error) {
      // Paused, disconnected, or nobody answers: nothing was read, so every cursor stays where it is.
      return this.#nothingDone(failureOf(error));
    }
    await Promise.all([
      this.#storeOrders(answer),
      this.#myogoOrders(answer),
      this.#stockLeg(answer),
      this.#products(answer),
    ]);
    await this.#beginCatchUp();
    await tellFound(storeHash, answer.found);
    return this.#report(answer);
  }

  #nothingDone(failure: ReturnType<typeof failureOf>): LatestChangesReport {
    const { cursors, sinceProducts, productsAt, health = {} } = this.#previous;
    return {
      startedAt: this.#startedAt,
      cursors,
      sinceProducts,
      ...defined({ productsAt }),
      legs: {},
      ...this.#stock.untouched(),
      ...defined({ oddProducts: this.#oddProducts }),
      health: legsAfter(health, {}, this.#startedAt, failure),
      note: failure.message,
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
      this.#leaveToCatchUp('storeProducts', since, TOO_MANY);
    } else {
      await this.#leg('storeProducts', peek, since, async (from) => {
        const { started, odd } = await this.#activities.productsLeg({ storeHash: this.#input.storeHash, since: from });
        this.#oddProducts = odd;
        return { kind: 'done', changes: started };
      });
    }
  }

  async #stockLeg(answer: PeekAnswer): Promise<void> {
    const outcome = await this.#stock.run(answer);
    if (outcome === 'not asked') return;
    if ('compare' in outcome) {
      const isMany = outcome.compare === TOO_MANY;
      this.#leaveToCatchUp('myogoStock', isMany ? (this.#previous.cursors.myogoStock ?? null) : null, outcome.compare);
    } else this.#legs.myogoStock = outcome;
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
    } else if (peek.kind === 'no-cursor' && peek.wentBack === true) {
      this.#leaveToCatchUp(source, null, WENT_BACK);
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
    if (outcome.kind === 'too-many') return this.#leaveToCatchUp(source, since, TOO_MANY);
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
      const begun = await this.#activities.beginCatchUp({
        storeHash: this.#input.storeHash,
        catchUp: this.#catchUp,
        ...this.#stock.forComparison(this.#catchUp),
      });
      if (begun === 'started') return;
      for (const source of sources) {
        this.#legs[source] = { kind: 'catching-up', why: 'a full comparison is under way; the next run looks again' };
      }
    } catch (error) {
      for (const source of sources) this.#legs[source] = { kind: 'failed', ...failureOf(error) };
    }
    for (const source of sources) this.#stay.add(source);
  }

  #report(answer: PeekAnswer): LatestChangesReport {
    const { sources } = answer;
    const cursors: { -readonly [S in keyof Cursors]: Cursors[S] } = { ...this.#previous.cursors };
    for (const source of changeSources) {
      const next = this.#stay.has(source)
        ? cursors[source]
        : nextCursor(cursors[source], sources[source], this.#legs[source]);
      if (next !== undefined) cursors[source] = next;
    }
    const wereAsked = sources.storeProducts !== undefined;
    return {
      startedAt: this.#startedAt,
      cursors,
      sinceProducts: wereAsked ? 0 : this.#previous.sinceProducts + 1,
      ...defined({ productsAt: wereAsked ? this.#startedAt : this.#previous.productsAt }),
      legs: this.#legs,
      health: legsAfter(this.#previous.health ?? {}, this.#legs, this.#startedAt),
      ...this.#stock.report(answer, this.#stay.has('myogoStock')),
      ...defined({ orders: this.#orders, oddProducts: this.#oddProducts }),
    };
  }
}
