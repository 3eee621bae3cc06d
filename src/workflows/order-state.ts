import { holdRemedies, type Hold, type HoldReason } from '../contract/hold-reasons.ts';
import { orderReference, type StoreHash } from '../contract/ids.ts';
import {
  StoreStatus,
  type AddressDigests,
  type FulfilOrderInput,
  type MyOgoOrderChanged,
  type OrderDecision,
  type OrderEffect,
  type OrderStage,
  type OrderStory,
  type OwnWrite,
  type PlannedAddress,
  type ReleaseDecision,
  type StatusMeaning,
  type StoreOrderChanged,
  type StoreOrderPlan,
} from '../contract/orders.ts';
import { leftOutWords } from '../domain/left-out.ts';
import { isFinal, isStopped, orderStage } from '../domain/order-status.ts';
import { takePlan } from './order-change.ts';
import { addressOf, takeNews } from './order-news.ts';
import { applyDecision } from './order-release.ts';
import {
  addressStatus,
  isDone,
  isHandedOver,
  isSettled,
  newAddressRun,
  type AddressRun,
  type OrderHead,
  type OrderSnapshot,
} from './order-run.ts';
import { stageSummary } from './order-summary.ts';

/** The longest story that is kept: an order rarely needs ten lines. */
const MAX_STORY = 50;
const MAX_OWN = 20;
/** Statuses of an order of which a part is done: the rest goes on. */
const partlyDone: readonly number[] = [StoreStatus.partiallyShipped, StoreStatus.partiallyRefunded];
/** The rules of one order's run; knows nothing of Temporal. */
export class OrderState {
  readonly storeHash: StoreHash;
  readonly orderId: number;
  head: OrderHead | undefined;
  readonly addresses: AddressRun[] = [];
  hold: Hold | undefined;
  /** Why the run ends although no address is final. */
  ended: string | undefined;
  byHand: boolean;
  /** It had a status that is handed over. */
  accepted = false;
  /** A person cancelled the whole order. */
  cancelled = false;
  /** The store's status was moved on after hand-over. */
  movedOn = false;
  mustRead = true;
  /** Epoch ms. */
  graceEnds = 0;
  readonly #own: string[] = [];
  readonly #early: MyOgoOrderChanged[] = [];
  readonly #decisions: OrderDecision[] = [];
  readonly #effects: OrderEffect[] = [];
  readonly #now: () => string;

  constructor(input: FulfilOrderInput, now: () => string, carried?: OrderSnapshot) {
    this.storeHash = input.storeHash;
    this.orderId = input.orderId;
    this.byHand = carried?.byHand ?? input.byHand === true;
    this.#now = now;
    if (carried === undefined) return;
    this.head = carried.head;
    this.addresses.push(...carried.addresses);
    this.hold = carried.hold;
    this.ended = carried.ended;
    this.accepted = carried.accepted;
    this.cancelled = carried.cancelled;
    this.movedOn = carried.movedOn;
    this.graceEnds = carried.graceEnds;
    this.mustRead = false;
    this.#own.push(...carried.own);
    this.#early.push(...carried.early);
    this.#decisions.push(...carried.decisions);
    this.#effects.push(...carried.effects);
  }

  snapshot(): OrderSnapshot {
    const { head, addresses, hold, ended, byHand, accepted, cancelled, movedOn, graceEnds } = this;
    const story = { own: this.#own, early: this.#early, decisions: this.#decisions, effects: this.#effects };
    return { head, addresses, hold, ended, byHand, accepted, cancelled, movedOn, graceEnds, ...story };
  }

  /** The order was read before: the next reading judges by the newest links and settings. */
  get wasRead(): boolean {
    return this.head !== undefined || this.hold !== undefined;
  }

  /** What the store's status asks of this run: a part that is done does not stop the rest of an accepted order. */
  get meaning(): StatusMeaning | undefined {
    const { head } = this;
    if (head?.meaning === 'other' && this.accepted && partlyDone.includes(head.statusId)) return 'import';
    return head?.meaning;
  }

  /** Takes a fresh reading of the store's order. */
  apply(plan: StoreOrderPlan): void {
    const { addresses, ...head } = plan;
    // Digests of another key cannot be compared.
    const comparable = this.head === undefined || this.head.digestKey === head.digestKey;
    const leftOut = leftOutWords(head.leftOut);
    const told = this.head === undefined ? undefined : leftOutWords(this.head.leftOut);
    if (leftOut !== undefined && leftOut !== told) this.decide(leftOut);
    this.head = head;
    this.hold = undefined;
    this.accepted ||= plan.meaning === 'import';
    this.graceEnds = Date.parse(this.#now()) + plan.graceMs;
    this.ended = plan.meaning === 'ignore' ? 'The store’s order is not placed yet: nothing to do.' : undefined;
    if (this.ended !== undefined) return;
    for (const address of addresses) {
      const run = this.addresses.find((other) => other.plan.addressId === address.addressId);
      if (run === undefined) this.addresses.push(this.#newAddress(address));
      else this.#update(run, address, comparable);
    }
    for (const run of this.addresses) {
      const gone = !addresses.some((address) => address.addressId === run.plan.addressId);
      if (gone) this.#update(run, { ...run.plan, lines: [] }, true);
    }
    if (this.addresses.length === 0) this.ended = 'Nothing of this order has to be shipped.';
    for (const news of this.#early.splice(0)) this.take(news);
  }

  /** True where a change of the store's order is news, and not what this run did itself. */
  isNews(change: StoreOrderChanged): boolean {
    const { head } = this;
    const known = head?.statusId === change.statusId && head.dateModified === change.dateModified;
    return !known && !this.#own.includes(`${change.statusId}@${change.dateModified}`);
  }

  /**
   * Remembers what the store's order was after a write of ours, so that a poll that tells of it is no news. What somebody
   * else did shortly before it would be hidden by that: then the order is read again.
   */
  rememberOwn({ before, ...after }: OwnWrite): void {
    const known = this.head?.meaning === 'stopped';
    if (before !== undefined && this.isNews(before)) this.mustRead = true;
    // None of our writes moves an order there but a person's decision, which is known before.
    if (isStopped(after.statusId) && !known) this.mustRead = true;
    this.#own.push(`${after.statusId}@${after.dateModified}`);
    this.#own.splice(0, Math.max(0, this.#own.length - MAX_OWN));
  }

  /** Takes what a poll says of the warehouse. News of an order that it split off count for the address it came from. */
  take(news: MyOgoOrderChanged): void {
    if (this.head === undefined) {
      if (this.#early.length < MAX_STORY) this.#early.push(news);
      return;
    }
    const run = addressOf(this.addresses, this.storeHash, this.orderId, news.reference);
    if (run !== undefined) takeNews(run, news, 'poll');
  }

  decide(what: string, addressId?: number, candidates?: readonly string[]): void {
    const decision = { at: this.#now(), what, ...(addressId === undefined ? {} : { addressId }) };
    this.#decisions.push(candidates === undefined ? decision : { ...decision, candidates: candidates.slice(0, 20) });
    this.#decisions.splice(0, Math.max(0, this.#decisions.length - MAX_STORY));
  }

  effect(what: string, addressId?: number): void {
    this.#effects.push({ at: this.#now(), what, ...(addressId === undefined ? {} : { addressId }) });
    this.#effects.splice(0, Math.max(0, this.#effects.length - MAX_STORY));
  }

  /** The order as a whole cannot go on: it could not even be read, or not be written to. */
  holdOrder(reason: HoldReason, message: string): void {
    this.hold = this.#holdOf(this.hold, reason, message);
  }

  holdAddress(run: AddressRun, reason: HoldReason, message: string): void {
    run.hold = this.#holdOf(run.hold ?? run.heldBefore, reason, message, run.plan.addressId);
    delete run.heldBefore;
    run.stage = 'held';
    run.todo = false;
  }

  /** A hold that is judged anew and stays keeps its age, and is told once. */
  #holdOf(before: Hold | undefined, reason: HoldReason, message: string, addressId?: number): Hold {
    if (before?.reason === reason && before.message === message) return before;
    this.decide(`Held as ${reason}: ${message}`, addressId);
    return { reason, message, remedy: holdRemedies[reason], since: this.#now() };
  }

  /** A person's decision about one address. */
  release(run: AddressRun, decision: ReleaseDecision): void {
    applyDecision(run, decision);
    const code = decision.kind === 'use-code' ? ` ${decision.code}` : '';
    this.decide(`A person decided: ${decision.kind}${code}.`, run.plan.addressId);
  }

  /** A person cancels whatever of the order is not final yet. */
  cancelAll(): void {
    this.cancelled = true;
    this.decide('A person cancelled the order.');
    for (const run of this.addresses) if (!isFinal(run.stage)) applyDecision(run, { kind: 'cancel' });
    if (this.hold !== undefined) this.mustRead = true;
  }

  /**
   * What was handed over is the plan as it was sent: whatever the store's order became meanwhile is a change.
   * @param digests the address as it was sent, where that is known better than by the plan
   */
  handedOver(run: AddressRun, planned: PlannedAddress, digests: AddressDigests | undefined, news: MyOgoOrderChanged) {
    run.handedOver = true;
    run.looked = true;
    run.again = false;
    run.stage = 'handed-over';
    run.sent = news.lines ?? [];
    takeNews(run, news, 'look');
    const latest = run.plan;
    run.plan = digests === undefined ? planned : { ...planned, digests };
    if (latest !== planned) this.#update(run, latest, true);
  }

  /** The store's order is cancelled: nothing more is to be told to it. */
  cancelledInStore(change: StoreOrderChanged): void {
    if (this.head !== undefined) this.head = { ...this.head, ...change, meaning: 'stopped' };
    this.rememberOwn(change);
    this.effect('cancelled in the store');
  }

  get holds(): readonly Hold[] {
    const held = this.addresses.flatMap((run) => run.hold ?? []);
    return this.hold === undefined ? held : [this.hold, ...held];
  }

  get stage(): OrderStage {
    if (this.hold !== undefined) return 'held';
    // Whoever asks before the order was read must not hear that nothing is to be shipped.
    if (this.head === undefined && this.ended === undefined) return 'ready';
    return orderStage(this.addresses.map(({ stage }) => stage));
  }

  get finished(): boolean {
    if (this.hold !== undefined || this.mustRead || this.mustCancelInStore) return false;
    return this.ended !== undefined || (this.head !== undefined && this.addresses.every(isDone));
  }

  /** All that is to be handed over was, and the store was not told yet. */
  get mustMoveOn(): boolean {
    if (this.movedOn || this.hold !== undefined || this.mustRead || this.head?.meaning !== 'import') return false;
    return (
      this.addresses.some((run) => isHandedOver(run) && run.stage !== 'cancelled') && this.addresses.every(isSettled)
    );
  }

  /** A person cancelled everything: the store must not go on to believe that it will be shipped. */
  get mustCancelInStore(): boolean {
    if (this.hold !== undefined || this.mustRead || this.addresses.length === 0) return false;
    if (this.head === undefined || this.head.meaning === 'stopped' || this.head.meaning === 'shipped') return false;
    return this.addresses.every((run) => run.stage === 'cancelled' && run.cancelBy === 'person');
  }

  /** True where this address is the only one that is not handed over or final. */
  isLast(run: AddressRun): boolean {
    return this.addresses.every((other) => other === run || isSettled(other));
  }

  story(): OrderStory {
    return {
      orderId: this.orderId,
      stage: this.stage,
      summary: this.#summary(),
      ...(this.hold === undefined ? {} : { hold: this.hold }),
      addresses: this.addresses.map(addressStatus),
      decisions: this.#decisions,
      effects: this.#effects,
    };
  }

  #newAddress(plan: PlannedAddress): AddressRun {
    const several = (this.head?.addressCount ?? 1) > 1;
    const run = newAddressRun(plan, orderReference(this.storeHash, this.orderId, several ? plan.addressId : undefined));
    if (this.cancelled) run.cancelBy = 'person';
    return run;
  }

  #update(run: AddressRun, plan: PlannedAddress, comparable: boolean): void {
    const changed = takePlan(run, plan, this.head, comparable);
    if (changed.length === 0) return;
    this.holdAddress(run, 'changed-after-hand-over', `Changed in the store after hand-over: ${changed.join(', ')}.`);
  }

  #summary(): string {
    if (this.hold !== undefined) return `Held: ${this.hold.message}`;
    if (this.ended !== undefined) return this.ended;
    const held = this.addresses.find(({ stage }) => stage === 'held');
    if (held?.hold !== undefined) return `Held: ${held.hold.message}`;
    const graceEnds = this.byHand || this.graceEnds <= Date.parse(this.#now()) ? undefined : this.graceEnds;
    const until = graceEnds === undefined ? undefined : new Date(graceEnds).toISOString();
    return stageSummary(this.stage, this.addresses, this.meaning, until);
  }
}
