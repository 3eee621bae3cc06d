import { FailureType } from '../contract/failures.ts';
import type { Reference, StoreHash } from '../contract/ids.ts';
import type { CancelResult, EditResult, MyOgoOrderChanged, Pieces, PlannedAddress } from '../contract/orders.ts';
import { compareGoods } from '../domain/goods.ts';
import { planAddresses } from '../domain/order-plan.ts';
import type { Order } from '../bigcommerce/order-schema.ts';
import { HttpFailure } from '../http/failure.ts';
import type { NewOrder, Order as MyogoOrder } from '../myogo/orders.ts';
import type { OpenConnection } from './connections.ts';
import type { Dependencies } from './dependencies.ts';
import { orderBody } from './hand-over-body.ts';
import { Held, lookUnder } from './warehouse-look.ts';

export interface EditRequest {
  readonly storeHash: StoreHash;
  readonly orderId: number;
  readonly reference: Reference;
  readonly address: PlannedAddress;
  readonly code: string;
  /** The warehouse's own. */
  readonly status: 'NEW' | 'DRAFT';
  readonly digestKey?: string;
}

interface CancelRequest {
  readonly reference: Reference;
  readonly goods: readonly Pieces[];
}

type Told = (order: MyogoOrder) => MyOgoOrderChanged;

/**
 * Cancels: the whole order is sent again, since a PUT replaces it, and read back, since a PUT may be answered with 200
 * and change nothing. It is sent as the warehouse has it: what its people corrected stays, and an order whose lines the
 * store has refunded meanwhile is still whole.
 */
export async function cancelUnder(
  open: OpenConnection,
  { reference, goods }: CancelRequest,
  told: Told,
): Promise<CancelResult> {
  const { orders } = open.merchant;
  try {
    const before = await lookUnder(open, reference, goods);
    if (before === undefined || before.status === 'CANCELLED') return { kind: 'cancelled' };
    if (before.status === 'SHIPPED' || before.status === 'RETURNED') {
      return { kind: 'refused', status: before.status, message: `The warehouse’s order is ${before.status} already.` };
    }
    let words = 'The warehouse took the cancellation and kept the order.';
    try {
      const whole = await orders.full(reference);
      if (whole !== undefined) await orders.update(reference, { ...whole, status: 'Cancelled' });
    } catch (error) {
      if (!(error instanceof HttpFailure) || error.type !== FailureType.rejected) throw error;
      words = error.message;
    }
    const after = await lookUnder(open, reference, goods);
    if (after === undefined) return { kind: 'cancelled' };
    told(after);
    if (after.status === 'CANCELLED') return { kind: 'cancelled' };
    return { kind: 'refused', status: after.status, message: words };
  } catch (error) {
    // Another's order carries the reference: it is not ours to cancel.
    if (error instanceof Held) return { kind: 'refused', status: 'UNKNOWN', message: error.message };
    throw error;
  }
}

/** Sends the address and the lines as the store has them now, and compares what the warehouse then holds. */
export async function editUnder(
  deps: Dependencies,
  open: OpenConnection,
  order: Order,
  request: EditRequest,
  told: Told,
): Promise<EditResult> {
  const { reference, address } = request;
  const fresh = planAddresses(order).addresses.find(({ addressId }) => addressId === address.addressId);
  if (fresh === undefined) return { kind: 'refused', message: 'The address is no longer on the store’s order.' };
  try {
    // What was shipped is still part of the warehouse's order.
    const whole = { ...fresh, lines: fresh.lines.map((line) => ({ ...line, shipped: 0 })) };
    const made = await orderBody(deps, open, order, { ...request, address: whole });
    if (made.kind === 'products-missing') return { kind: 'refused', message: 'myOGO does not know the new product.' };
    // A PUT replaces the order: it goes with the status that the warehouse gave it.
    const body: NewOrder = { ...made.body, status: request.status === 'NEW' ? 'New' : 'Draft' };
    await open.merchant.orders.update(reference, body);
    const [after] = await open.merchant.orders.byReference(reference);
    const held = await open.merchant.orders.full(reference);
    if (after === undefined || held === undefined || !taken(body, held)) {
      return { kind: 'refused', message: 'The warehouse answered and kept the order as it was.' };
    }
    return { kind: 'edited', order: told(after) };
  } catch (error) {
    if (error instanceof Held) return { kind: 'refused', message: error.message };
    if (error instanceof HttpFailure && error.type === FailureType.rejected) {
      return { kind: 'refused', message: error.message };
    }
    throw error;
  }
}

function taken(sent: NewOrder, held: NewOrder): boolean {
  // Each field of what was sent, not of what is held: the warehouse may add its own.
  const customer = Object.entries(sent.customer).every(
    ([field, value]) => held.customer[field as keyof NewOrder['customer']] === value,
  );
  return customer && compareGoods(sent.orderLines, held.orderLines) === 'same';
}
