import {
  condition,
  patched,
  setCurrentDetails,
  upsertMemo,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { Memo, Patch } from '../../contract/registered-names.ts';
import type { OrderStory } from '../../contract/orders.ts';
import { possibleDecisions } from '../../domain/orders/decisions/decisions.ts';
import type { OrderFacts } from '../../domain/orders/facts/facts.ts';
import { takeFailure } from '../../domain/orders/learn/learn-acts.ts';
import { isDone, nextSteps } from '../../domain/orders/next-steps.ts';
import { listedByStage, listedReferences } from '../../domain/orders/views/listed.ts';
import { isFinal } from '../../domain/orders/views/stage.ts';
import { searchAttributesOf, seeFindings, storyOf } from '../../domain/orders/views/story.ts';
import { searchBeforeSending } from '../../domain/orders/steps/search-before-sending.ts';
import { sideChanged, type Act, type Step } from '../../domain/orders/steps/steps.ts';
import { holdKey, stageKey } from '../../contract/runs/search-attributes.ts';
import type { Knowledge } from './knowledge.ts';
import { orderDetails } from './order-details.ts';
import { OwedReports } from './owed-reports.ts';
import { perform } from './perform.ts';
import { RepeatedActs } from './repeated-acts.ts';
import { asksForReading, stepFailure } from './step-failure.ts';

/** The facts with what is derived from them. */
interface View {
  readonly facts: OrderFacts;
  readonly revision: number;
  readonly now: number;
  readonly steps: readonly Step[];
  /** Told when somebody looks, and then once. */
  story?: OrderStory;
}

/** What is under way, and what is shown of it. Every promise of an act is owned here. */
export class OrderRun {
  readonly #known: Knowledge;
  readonly owed: OwedReports;
  /** By place, 0 for the order as a whole: what is being done there. */
  readonly #working = new Map<number, Act>();
  readonly #repeated = new RepeatedActs();
  #broken: Error | undefined;
  #last: View | undefined;
  /** Since the last view was derived, the time moved on. */
  #isOld = false;
  #shown: { stage: string; reason: string | undefined } | undefined;

  constructor(known: Knowledge) {
    this.#known = known;
    this.owed = new OwedReports(known);
  }

  /** A defect of ours ended an act: it must not be swallowed. */
  get broken(): Error | undefined {
    return this.#broken ?? this.owed.broken;
  }

  /** A message came: what follows is not of our own making. */
  heard(): void {
    this.anew();
    this.#repeated.heard();
  }

  /**
   * The time moved on, and history shows it: a timer, a message, what was done. What only waits must not ask the clock, since
   * it is asked beside an update that is refused, too, of which no replay knows.
   */
  anew(): void {
    this.#isOld = true;
  }

  throwIfBroken(): void {
    if (this.broken !== undefined) throw this.broken;
  }

  get busy(): boolean {
    return this.#working.size > 0;
  }

  /** What is next. It is asked often and changes with the facts and the time alone: so it is derived once for what is recorded. */
  steps(): readonly Step[] {
    return this.#view().steps;
  }

  #view(): View {
    const { facts, revision } = this.#known;
    const last = this.#last;
    if (last?.revision === revision && !this.#isOld) return last;
    const now = Date.now();
    this.#isOld = false;
    const isSame = last?.facts === facts && last.now === now;
    this.#last = isSame ? { ...last, revision } : { facts, revision, now, steps: nextSteps(facts, now) };
    return this.#last;
  }

  /** Nothing is under way, and nothing is to be done now. */
  get atRest(): boolean {
    return this.broken !== undefined || (!this.busy && this.steps().every(({ kind }) => kind !== 'act'));
  }

  get done(): boolean {
    return !this.busy && isDone(this.steps()) && this.owed.isTold;
  }

  /** Starts what is to be done now, where nothing else of the same place is under way. */
  start(steps: readonly Step[]): void {
    for (const step of steps) {
      if (step.kind !== 'act' || !this.#mayStart(step.act, step.place ?? 0)) continue;
      const { act, place = 0 } = step;
      const first = searchBeforeSending(this.#known.facts, act);
      if (first !== undefined && patched(Patch.searchedBeforeSending)) {
        this.#known.learnNow(() => first);
        continue;
      }
      const judged = this.#repeated.judge(this.#known.facts, act, new Date().toISOString());
      if (judged === 'begin') this.#start(act, place);
      else this.#known.learnNow(() => judged);
    }
  }

  #mayStart(act: Act, place: number): boolean {
    if (this.#working.has(place)) return false;
    const working = [...this.#working.values()];
    if (working.some(({ key }) => key === act.key)) return false;
    // Writes of the store's order go one at a time, so that two places do not undo each other's status.
    const writes = (one: Act) => sideChanged(one.kind) === 'store' || ('moveStatus' in one && one.moveStatus);
    return !writes(act) || !working.some(writes);
  }

  #start(act: Act, place: number): void {
    this.#working.set(place, act);
    void this.#work(act, place); // it cannot reject: a failure is a fact, and a defect is kept in `broken`
  }

  async #work(act: Act, place: number): Promise<void> {
    try {
      await perform(this.#known, act);
    } catch (error) {
      this.#failed(act, error);
    }
    this.#working.delete(place);
    this.#known.wake();
  }

  #failed(act: Act, error: unknown): void {
    const failure = stepFailure(error);
    if (failure === undefined) {
      this.#broken ??= error instanceof Error ? error : new TypeError(String(error));
      return;
    }
    const { status, side, resetFrom } = failure.detail ?? {};
    if (resetFrom !== undefined) this.#known.beginAgain();
    this.#known.learnNow((facts, now) => asksForReading(takeFailure(facts, act, failure, now), act, status, side));
  }

  /** The earliest time that a wait names, but of places where something is under way: its end wakes anyhow. Epoch ms. */
  wakeAt(): number | undefined {
    const idle = this.steps().filter(({ place }) => !this.#working.has(place ?? 0));
    const times = idle.flatMap((step) => {
      const until = step.kind === 'wait' ? step.wait.until : step.kind === 'hold' ? step.until : undefined;
      return until === undefined ? [] : [Date.parse(until)];
    });
    return times.length === 0 ? undefined : Math.min(...times);
  }

  story(): OrderStory {
    const view = this.#view();
    view.story ??= storyOf(view.facts, view.now, view.steps);
    return view.story;
  }

  /** Whoever looks must see what it waits for, also while a side that is away keeps an act busy for hours. */
  showDetails(): void {
    const held = this.steps().some(({ kind }) => kind === 'hold');
    setCurrentDetails(orderDetails(this.story(), held ? possibleDecisions(this.#known.facts, Date.now()) : []));
  }

  /** Shows where the run stands, to saved queries and in the UI. */
  show(): void {
    const steps = this.steps();
    this.#known.learnNow((facts, now) => seeFindings(facts, steps, now));
    this.showDetails();
    this.#showReferences();
    const { stage, reason } = searchAttributesOf(this.#known.facts, this.steps());
    if (this.#shown?.stage === stage && this.#shown.reason === reason) return;
    // What the run before this one showed is not known: it may be a hold that ended since.
    const unknown = this.#shown === undefined && this.#known.isContinued;
    upsertSearchAttributes([
      { key: stageKey, value: stage },
      ...(unknown || reason !== undefined || this.#shown?.reason !== undefined
        ? [{ key: holdKey, value: reason ?? null }]
        : []),
    ]);
    this.#shown = { stage, reason };
  }

  /** Whoever compares the warehouse's list with the runs must know what it has to show; an undisturbed order need not say it. */
  #showReferences(): void {
    const { facts } = this.#known;
    const { stage } = this.story();
    const each = listedReferences(facts, stage);
    const once = [...new Set(each)];
    // Histories of before name a reference once, however many orders stand under it.
    const wanted = each.length > once.length && patched(Patch.countedReferences) ? each : once;
    const shown: unknown = workflowInfo().memo?.[Memo.references];
    const before = Array.isArray(shown) ? shown : listedByStage(facts.storeHash, facts.orderId, stage);
    if (isFinal(stage) || String(wanted) === String(before)) return;
    upsertMemo({ [Memo.references]: wanted });
  }

  /** Bounded: a side that is away keeps an act busy for hours, and a person gets an answer all the same. */
  async rest(summary: string): Promise<void> {
    this.anew();
    // An order that this build cannot read never begins: what holds it is all that will be known.
    const isKnown = () => this.#known.begun || this.steps().some(({ kind }) => kind === 'hold');
    await condition(() => isKnown() && this.atRest, '20s', { summary });
  }
}
