import type { HoldReason } from '../contract/hold-reasons.ts';
import type { MyOgoOrderChanged, Pieces } from '../contract/orders.ts';
import { underReference } from '../domain/reference-orders.ts';
import type { Order as MyogoOrder } from '../myogo/orders.ts';
import type { OpenConnection } from './connections.ts';

/** An outcome that a person must settle. Thrown inside an activity, answered as a hold. */
export class Held extends Error {
  readonly reason: HoldReason;
  /** What the warehouse holds, where that is the reason. */
  readonly order: MyogoOrder | undefined;
  constructor(reason: HoldReason, message: string, order?: MyogoOrder) {
    super(message);
    this.reason = reason;
    this.order = order;
  }
}

/**
 * What the warehouse holds under a reference of ours, as one order. One request.
 * @param ours all goods that our order may hold
 * @throws Held where another order, or more than one, carries the reference
 */
export async function lookUnder(
  open: OpenConnection,
  reference: string,
  ours: readonly Pieces[],
): Promise<MyogoOrder | undefined> {
  const found = underReference(await open.merchant.orders.byReference(reference), ours);
  switch (found.kind) {
    case 'none':
      return undefined;
    case 'one':
      return found.order;
    case 'duplicate':
      throw new Held('duplicate-in-warehouse', `myOGO holds ${found.count} orders under the reference ${reference}.`);
    case 'conflict':
      throw new Held('reference-conflict', `myOGO holds other goods under the reference ${reference}.`);
  }
}

/** What a workflow may know of a warehouse's order. */
export function warehouseNews(order: MyogoOrder): MyOgoOrderChanged {
  return {
    reference: order.reference,
    status: order.status,
    editTime: order.editTime ?? '',
    ...(order.trackingNumber === undefined ? {} : { trackingNumber: order.trackingNumber }),
    ...(order.trackingUrl === undefined ? {} : { trackingUrl: order.trackingUrl }),
    lines: order.lines.map(({ code, quantity }) => ({ code, quantity })),
  };
}
