import { patched, workflowInfo } from '@temporalio/workflow';
import type { AskingRun } from '../../activities/orders/reset-run.ts';
import type { FulfilOrderInput } from '../../contract/orders.ts';
import { Patch } from '../../contract/registered-names.ts';
import { continued, passedOn } from '../../domain/orders/facts/begin.ts';
import { newFacts, type OrderFacts } from '../../domain/orders/facts/facts.ts';
import type { Earlier } from '../../domain/orders/learn/answers.ts';
import { askForAddresses } from '../../domain/orders/learn/adopt-references.ts';
import { withoutOldMatches } from '../../domain/orders/learn/learn-match.ts';
import { withoutComparing } from '../../domain/orders/learn/readings/compare-readings.ts';
import { heedFall } from '../../domain/orders/learn/second-reading.ts';

type Learning = (facts: OrderFacts, now: string) => OrderFacts;

/** What a run knows: facts alone, changed in one way only. What comes before an earlier run's account waits for it. */
export class Knowledge {
  /** The closed run whose account is gone on with. */
  #follows: FulfilOrderInput['follows'];
  #facts: OrderFacts;
  #begun: boolean;
  #isReading = false;
  #revision = 0;
  readonly #early: Learning[] = [];
  /** It goes on from a run that continued as new. */
  readonly isContinued: boolean;

  constructor(input: FulfilOrderInput, carried: OrderFacts | undefined) {
    this.#follows = input.follows;
    this.#begun = carried !== undefined;
    this.isContinued = carried !== undefined;
    const fresh = newFacts(input.storeHash, input.orderId, input.byHand === true);
    this.#facts = carried === undefined ? fresh : continued(carried, fresh);
  }

  get facts(): OrderFacts {
    return this.#facts;
  }

  /** The facts as they leave the run: to the run that goes on, to whoever asks, and as its result. */
  get account(): OrderFacts {
    return passedOn(this.#facts);
  }

  /** The first reading was taken, and what an earlier run left with it. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Grows with each thing that was learnt; what changes nothing is not learnt. */
  get revision(): number {
    return this.#revision;
  }

  /** The key of the digests so far, as activities take it. */
  get digestKey(): { readonly digestKey?: string } {
    const key = this.#facts.order?.digestKey;
    return key === undefined ? {} : { digestKey: key };
  }

  /** Who asks, as activities that change something take it: so a reset is found out. */
  get run(): AskingRun {
    const original = workflowInfo().originalExecutionRunId;
    return { original, ...(this.#follows === undefined ? {} : { knows: this.#follows.runId }) };
  }

  /**
   * What the first reading is to find out beside the order; `undefined` after it. What people decided stands on the store's order:
   * it is asked for until the store has shown that.
   */
  get begins(): { readonly follows?: { readonly runId: string }; readonly byHand?: true } | undefined {
    if (this.#begun && (this.#facts.order !== undefined || this.#facts.unfound === undefined)) return undefined;
    return {
      ...(this.#begun || this.#follows === undefined ? {} : { follows: this.#follows }),
      ...(this.#facts.byHand ? { byHand: true } : {}),
    };
  }

  /**
   * This run was reset from another: that one's account is read, and gone on with. What comes meanwhile waits for it.
   */
  beginAgain(): void {
    if (!this.#begun) return;
    this.#begun = false;
    this.#isReading = false;
    this.#facts = { ...this.#facts, readDue: 'fresh' };
    this.wake();
  }

  /** The first reading is under way: what changed before it began is in it. */
  reading(): void {
    this.#isReading = true;
  }

  /** A change of the store's order. One that came before the first reading began is what it reads. */
  learnOfStore(learning: Learning): void {
    if (this.#begun || this.#isReading) this.learn(learning);
  }

  learn(learning: Learning): void {
    if (this.#begun) this.#take(learning);
    else this.#early.push(learning);
  }

  /** Takes the first reading; then what came before it, in its order. */
  begin(learning: Learning, of: Earlier | undefined): void {
    if (of?.runId !== undefined) this.#follows = { runId: of.runId };
    this.#take(learning);
    this.#begun = true;
    for (const early of this.#early.splice(0)) this.#take(early);
  }

  /** What a failing first reading leaves is known at once: there is nothing that it could be mistaken for. */
  learnNow(learning: Learning): void {
    this.#take(learning);
  }

  /** Something else than the facts moved on: what is next is asked anew. */
  wake(): void {
    this.#revision += 1;
  }

  #take(learning: Learning): void {
    const learnt = learning(this.#facts, new Date().toISOString());
    if (learnt === this.#facts) return;
    // Histories of before take each reading by itself, and go on with what was settled, however few pieces were wanted since, with
    // parts by their names, and with the code that a link once gave.
    const compared = withoutComparing(this.#facts, learnt);
    const told = compared === learnt || patched(Patch.comparedReadings) ? learnt : compared;
    const heeded = heedFall(this.#facts, told);
    const next = heeded !== told && patched(Patch.heededFall) ? heeded : told;
    const asked = askForAddresses(next);
    const known = asked !== next && patched(Patch.askedAddresses) ? asked : next;
    const rematched = withoutOldMatches(this.#facts, known);
    this.#facts = rematched !== known && patched(Patch.linksOfNow) ? rematched : known;
    this.#revision += 1;
  }
}
