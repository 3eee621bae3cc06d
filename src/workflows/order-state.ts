import { holdRemedies, type Hold, type HoldReason } from '../contract/hold-reasons.ts';
import { orderReference, parseReference, type Reference, type StoreHash } from '../contract/ids.ts';
import type {
  AddressStage,
  AddressStatus,
  FulfilOrderInput,
  MyOgoOrderChanged,
  OrderDecision,
  OrderEffect,
  OrderStage,
  OrderStory,
  PlannedAddress,
  ReleaseDecision,
  Shipment,
  StoreOrderChanged,
  StoreOrderPlan,
} from '../contract/orders.ts';
import { changedFields } from '../domain/order-plan.ts';
import { isFinal, orderStage } from '../domain/order-status.ts';

/** One address of the order, from plan to shipment. */
export interface AddressRun {
  plan: PlannedAddress;
  readonly reference: Reference;
  stage: AddressStage;
  /** There is something to do now. */
  todo: boolean;
  /** The warehouse was asked whether it holds the reference already. */
  looked: boolean;
  handedOver: boolean;
  shippingCode?: string;
  /** A person's decision which code to use, in place of the links. */
  codeByHand?: string;
  /** A person decided to send it again although the warehouse cancelled it. */
  again: boolean;
  /** The store or a person cancelled it after hand-over. */
  cancelWanted: boolean;
  /** Hand-overs that found the store's order changed, in a row. */
  changedInARow: number;
  /** What the warehouse said last, by reference: the order's own, and its split-off parts. */
  warehouse: Record<string, MyOgoOrderChanged>;
  /** By reference: the tracking that the store was told. */
  told: Record<string, string>;
  shipments: readonly Shipment[];
  hold?: Hold;
  /** What the store's order became after hand-over, until a person settled it. */
  changedPlan?: PlannedAddress;
}

/** What continues as new. Free of secrets and of people. */
export interface OrderSnapshot {
  readonly plan: Omit<StoreOrderPlan, 'addresses'> | undefined;
  readonly addresses: readonly AddressRun[];
  readonly hold: Hold | undefined;
  readonly ended: string | undefined;
  readonly byHand: boolean;
  readonly movedOn: boolean;
  readonly own: readonly string[];
  readonly decisions: readonly OrderDecision[];
  readonly effects: readonly OrderEffect[];
}

/** The longest story that is kept: an order rarely needs ten lines. */
const MAX_STORY = 50;
const MAX_OWN = 20;

/** The rules of one order's run; knows nothing of Temporal. */
export class OrderState {
  readonly storeHash: StoreHash;
  readonly orderId: number;
  plan: Omit<StoreOrderPlan, 'addresses'> | undefined;
  readonly addresses: AddressRun[] = [];
  hold: Hold | undefined;
  /** Why the run ends although no address is final. */
  ended: string | undefined;
  byHand: boolean;
  /** The store's status was moved on after hand-over. */
  movedOn = false;
  mustRead = true;
  /** The order was read before: the next reading judges by the newest links and settings. */
  get wasRead(): boolean {
    return this.plan !== undefined || this.hold !== undefined;
  }
  readonly #own: string[] = [];
  readonly #decisions: OrderDecision[] = [];
  readonly #effects: OrderEffect[] = [];
  readonly #now: () => string;

  constructor(input: FulfilOrderInput, now: () => string, carried?: OrderSnapshot) {
    this.storeHash = input.storeHash;
    this.orderId = input.orderId;
    this.byHand = carried?.byHand ?? input.byHand === true;
    this.#now = now;
    if (carried === undefined) return;
    this.plan = carried.plan;
    this.addresses.push(...carried.addresses);
    this.hold = carried.hold;
    this.ended = carried.ended;
    this.movedOn = carried.movedOn;
    this.mustRead = false;
    this.#own.push(...carried.own);
    this.#decisions.push(...carried.decisions);
    this.#effects.push(...carried.effects);
  }

  snapshot(): OrderSnapshot {
    const { plan, addresses, hold, ended, byHand, movedOn } = this;
    return {
      plan,
      addresses,
      hold,
      ended,
      byHand,
      movedOn,
      own: this.#own,
      decisions: this.#decisions,
      effects: this.#effects,
    };
  }

  /** Takes a fresh reading of the store's order. */
  apply(plan: StoreOrderPlan): void {
    const { addresses, ...head } = plan;
    this.plan = head;
    this.hold = undefined;
    this.ended = plan.meaning === 'ignore' ? 'The store’s order is not placed yet: nothing to do.' : undefined;
    if (this.ended !== undefined) return;
    for (const address of addresses) {
      const run = this.addresses.find((other) => other.plan.addressId === address.addressId);
      if (run === undefined) this.addresses.push(this.#newAddress(address));
      else this.#update(run, address);
    }
    for (const run of this.addresses) {
      const gone = !addresses.some((address) => address.addressId === run.plan.addressId);
      if (gone) this.#update(run, { ...run.plan, lines: [] });
    }
    if (this.addresses.length === 0) this.ended = 'Nothing of this order has to be shipped.';
  }

  /** True where a change of the store's order is news, and not what this run did itself. */
  isNews(change: StoreOrderChanged): boolean {
    return !this.#own.includes(`${change.statusId}@${change.dateModified}`) && !this.#isKnown(change);
  }

  rememberOwn(change: StoreOrderChanged): void {
    this.#own.push(`${change.statusId}@${change.dateModified}`);
    this.#own.splice(0, Math.max(0, this.#own.length - MAX_OWN));
  }

  /** Takes what the warehouse says. News of an order that it split off count for the address that it came from. */
  take(news: MyOgoOrderChanged): void {
    const named = parseReference(this.storeHash, news.reference);
    if (named === undefined || named.orderId !== this.orderId) return;
    const run =
      this.addresses.find(({ reference }) => reference === news.reference) ??
      this.addresses.find(({ reference }) => news.reference.startsWith(`${reference}-`));
    if (run === undefined) return;
    const before = run.warehouse[news.reference];
    if (before !== undefined && before.editTime > news.editTime) return;
    if (before !== undefined && sameNews(before, news)) return;
    run.warehouse[news.reference] = news;
    run.handedOver = true;
    run.todo = true;
    // The warehouse moved: what was held for its sake is judged anew. What the store changed stays a person's to settle.
    if (run.stage === 'held' && run.hold?.reason !== 'changed-after-hand-over') {
      delete run.hold;
      run.stage = 'handed-over';
    }
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

  holdOf(reason: HoldReason, message: string): Hold {
    return { reason, message, remedy: holdRemedies[reason], since: this.#now() };
  }

  /** A person's decision about one address. */
  release(run: AddressRun, decision: ReleaseDecision): void {
    const reason = run.hold?.reason;
    delete run.hold;
    run.todo = true;
    run.stage = run.handedOver ? 'handed-over' : 'ready';
    switch (decision.kind) {
      case 'use-code':
        run.codeByHand = decision.code;
        break;
      case 'hand-over-again':
        run.again = true;
        run.handedOver = false;
        run.looked = true;
        run.warehouse = {};
        run.stage = 'ready';
        break;
      case 'treat-as-done':
        run.todo = false;
        if (reason === 'changed-after-hand-over' && run.changedPlan !== undefined) run.plan = run.changedPlan;
        else run.stage = run.handedOver ? 'shipped' : 'ignored';
        delete run.changedPlan;
        break;
      case 'cancel':
        if (run.handedOver) run.cancelWanted = true;
        else {
          run.stage = 'cancelled';
          run.todo = false;
        }
        break;
    }
    this.decide(
      `A person decided: ${decision.kind}${decision.kind === 'use-code' ? ` ${decision.code}` : ''}.`,
      run.plan.addressId,
    );
  }

  holdAddress(run: AddressRun, reason: HoldReason, message: string): void {
    const same = run.hold?.reason === reason && run.hold.message === message;
    if (!same) run.hold = this.holdOf(reason, message);
    run.stage = 'held';
    run.todo = false;
  }

  get holds(): readonly Hold[] {
    const held = this.addresses.flatMap((run) => run.hold ?? []);
    return this.hold === undefined ? held : [this.hold, ...held];
  }

  get stage(): OrderStage {
    if (this.hold !== undefined) return 'held';
    return orderStage(this.addresses.map(({ stage }) => stage));
  }

  get finished(): boolean {
    if (this.hold !== undefined || this.mustRead) return false;
    return this.ended !== undefined || (this.plan !== undefined && this.addresses.every(isDone));
  }

  /** All that is to be handed over was, and the store was not told yet. */
  get mustMoveOn(): boolean {
    if (this.movedOn || this.plan?.meaning !== 'import') return false;
    return (
      this.addresses.some((run) => run.handedOver) &&
      this.addresses.every((run) => run.handedOver || isFinal(run.stage))
    );
  }

  /** True where this address is the only one that is not handed over or final. */
  isLast(run: AddressRun): boolean {
    return this.addresses.every((other) => other === run || other.handedOver || isFinal(other.stage));
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

  #isKnown(change: StoreOrderChanged): boolean {
    return (
      this.plan !== undefined &&
      this.plan.statusId === change.statusId &&
      this.plan.dateModified === change.dateModified
    );
  }

  #newAddress(plan: PlannedAddress): AddressRun {
    const several = (this.plan?.addressCount ?? 1) > 1;
    return {
      plan,
      reference: orderReference(this.storeHash, this.orderId, several ? plan.addressId : undefined),
      stage: this.plan?.meaning === 'awaiting-payment' ? 'awaiting-payment' : 'ready',
      todo: true,
      looked: false,
      handedOver: false,
      again: false,
      cancelWanted: false,
      changedInARow: 0,
      warehouse: {},
      told: {},
      shipments: [],
    };
  }

  #update(run: AddressRun, plan: PlannedAddress): void {
    const changed = changedFields(run.plan, plan);
    const before = run.plan;
    run.plan = plan;
    if (isDone(run)) return;
    const stopped = this.plan?.meaning === 'stopped' || plan.lines.length === 0;
    if (!run.handedOver) {
      delete run.hold;
      run.stage = 'ready';
      run.todo = true;
      return;
    }
    if (stopped) {
      run.cancelWanted = true;
      run.todo = true;
      return;
    }
    if (changed.length > 0) {
      run.plan = before;
      run.changedPlan = plan;
      this.holdAddress(run, 'changed-after-hand-over', `Changed in the store after hand-over: ${changed.join(', ')}.`);
      return;
    }
    if (run.hold !== undefined) {
      delete run.hold;
      run.stage = 'handed-over';
      run.looked = false;
      run.todo = true;
    }
  }

  #summary(): string {
    if (this.hold !== undefined) return `Held: ${this.hold.message}`;
    if (this.ended !== undefined) return this.ended;
    const held = this.addresses.find(({ stage }) => stage === 'held');
    if (held?.hold !== undefined) return `Held: ${held.hold.message}`;
    switch (this.stage) {
      case 'awaiting-payment':
        return 'Waits until the store’s order is paid.';
      case 'ready':
        return 'Is being handed over.';
      case 'handed-over': {
        const words = this.addresses.flatMap(({ warehouse }) => Object.values(warehouse).map(({ status }) => status));
        return `Handed over; waits for the warehouse (${[...new Set(words)].join(', ') || 'NEW'}).`;
      }
      case 'shipped':
        return 'Shipped, and the store knows its tracking.';
      case 'ignored':
        return 'Not ours to ship.';
      case 'cancelled':
        return 'Cancelled.';
      case 'held':
        return 'Held.';
      case 'nothing-to-ship':
        return 'Nothing of this order has to be shipped.';
    }
  }
}

function isDone(run: AddressRun): boolean {
  return isFinal(run.stage) && !run.todo;
}

/** The newest edit time alone is no news: a comment of the warehouse's people changes it too. */
function sameNews(a: MyOgoOrderChanged, b: MyOgoOrderChanged): boolean {
  return a.status === b.status && a.trackingNumber === b.trackingNumber && a.trackingUrl === b.trackingUrl;
}

function addressStatus(run: AddressRun): AddressStatus {
  const warehouse = run.warehouse[run.reference];
  return {
    addressId: run.plan.addressId,
    stage: run.stage,
    method: run.plan.method,
    reference: run.reference,
    ...(run.shippingCode === undefined ? {} : { shippingCode: run.shippingCode }),
    ...(warehouse === undefined ? {} : { myOgoStatus: warehouse.status }),
    ...(run.hold === undefined ? {} : { hold: run.hold }),
    shipments: run.shipments,
  };
}
