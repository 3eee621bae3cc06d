import type { Hold, HoldReason } from '../contract/hold-reasons.ts';
import type { Reference } from '../contract/ids.ts';
import type {
  AddressStage,
  AddressStatus,
  MyOgoOrderChanged,
  OrderDecision,
  OrderEffect,
  Pieces,
  PlannedAddress,
  Shipment,
  StoreOrderPlan,
} from '../contract/orders.ts';
import { isFinal } from '../domain/order-status.ts';

/** One address of the order, from plan to shipment. */
export interface AddressRun {
  plan: PlannedAddress;
  readonly reference: Reference;
  stage: AddressStage;
  /** There is something to do now. */
  todo: boolean;
  /** The warehouse was asked whether it holds the reference, and nothing was sent since. */
  looked: boolean;
  handedOver: boolean;
  /** What the warehouse's order held when it was handed over. */
  sent?: readonly Pieces[];
  shippingCode?: string;
  /** A person's decision which code to use, in place of the links. */
  codeByHand?: string;
  /** A person decided to send it again although the warehouse cancelled it. */
  again: boolean;
  /** Who wants it cancelled. */
  cancelBy?: 'store' | 'person';
  /** Hand-overs that found the store's order changed, in a row. */
  changedInARow: number;
  /** What the warehouse said last, by reference: the order's own, and its split-off parts. */
  warehouse: Record<string, MyOgoOrderChanged>;
  /** By reference: what the store was told of it. */
  told: Record<string, string>;
  /** By reference: ISO time since when a shipped order has no number. */
  numberless: Record<string, string>;
  shipments: readonly Shipment[];
  /** Every planned piece is shipped in the store. */
  complete: boolean;
  hold?: Hold;
  /** The hold that is judged anew: where nothing has changed, it goes on, with its age. */
  heldBefore?: Hold;
  /** What the store's order became after hand-over, until it is sent or a person settled it. */
  changedPlan?: PlannedAddress;
}

/** The plan without its addresses: each run keeps its own. */
export type OrderHead = Omit<StoreOrderPlan, 'addresses'>;

/** What continues as new. Free of secrets and of people. */
export interface OrderSnapshot {
  readonly head: OrderHead | undefined;
  readonly addresses: readonly AddressRun[];
  readonly hold: Hold | undefined;
  readonly ended: string | undefined;
  readonly byHand: boolean;
  readonly accepted: boolean;
  readonly cancelled: boolean;
  readonly movedOn: boolean;
  readonly graceEnds: number;
  readonly own: readonly string[];
  readonly early: readonly MyOgoOrderChanged[];
  readonly decisions: readonly OrderDecision[];
  readonly effects: readonly OrderEffect[];
}

export function newAddressRun(plan: PlannedAddress, reference: Reference): AddressRun {
  return {
    plan,
    reference,
    stage: 'ready',
    todo: true,
    looked: false,
    handedOver: false,
    again: false,
    changedInARow: 0,
    warehouse: {},
    told: {},
    numberless: {},
    shipments: [],
    complete: false,
  };
}

/** Holds of a reference that is not ours to count as handed over. */
const doubtful: readonly (HoldReason | undefined)[] = [
  'cancelled-in-warehouse',
  'reference-conflict',
  'duplicate-in-warehouse',
];

/** In the warehouse's hands, as far as is known. */
export function isHandedOver(run: AddressRun): boolean {
  return run.handedOver && !(run.stage === 'held' && doubtful.includes(run.hold?.reason));
}

/** Handed over, or nothing is left to hand over. */
export function isSettled(run: AddressRun): boolean {
  return isHandedOver(run) || isFinal(run.stage);
}

/** Nothing more happens to it by itself. */
export function isDone(run: AddressRun): boolean {
  return isFinal(run.stage) && !run.todo;
}

/** An address as people see it. */
export function addressStatus(run: AddressRun): AddressStatus {
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

/** Something came while a step was awaited, which the compiler does not know of. */
export function isTodo(run: AddressRun): boolean {
  return run.todo;
}
