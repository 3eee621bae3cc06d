import { orderReference } from '../contract/ids.ts';
import type { AddressStatus, AddressStage, OrderStory } from '../contract/orders.ts';
import { leftOutWords } from '../domain/left-out.ts';
import { fullyShipped, planAddresses } from '../domain/order-plan.ts';
import { orderStage, statusMeaning } from '../domain/order-status.ts';
import type { OpenConnection } from './connections.ts';

/**
 * What both sides hold of an order, where no run of it is known any more: after Temporal's retention, or before any.
 * @throws NotFound where the store has no such order
 */
export async function orderStory(open: OpenConnection, orderId: number): Promise<OrderStory> {
  const order = await open.store.orders.get(orderId, { withLines: true });
  const { storeHash, settings } = open.connection;
  const meaning = statusMeaning(order.statusId, settings);
  const shipments = await open.store.shipments.list(orderId);
  const several = order.shipping.length > 1;
  const addresses: AddressStatus[] = [];
  const plan = planAddresses(order);
  for (const address of plan.addresses) {
    const reference = orderReference(storeHash, orderId, several ? address.addressId : undefined);
    const [warehouse] = await open.merchant.orders.byReference(reference);
    const stage: AddressStage = fullyShipped(address)
      ? 'shipped'
      : warehouse !== undefined && warehouse.status !== 'CANCELLED'
        ? 'handed-over'
        : meaning === 'stopped'
          ? 'cancelled'
          : meaning === 'import'
            ? 'ready'
            : 'awaiting-payment';
    addresses.push({
      addressId: address.addressId,
      stage,
      method: address.method,
      reference,
      ...(warehouse === undefined ? {} : { myOgoStatus: warehouse.status }),
      ...(warehouse?.shippingCode === undefined ? {} : { shippingCode: warehouse.shippingCode }),
      shipments: shipments
        .filter((shipment) => shipment.addressId === address.addressId)
        .map(({ id, trackingNumber }) => ({ shipmentId: id, ...(trackingNumber === '' ? {} : { trackingNumber }) })),
    });
  }
  const leftOut = leftOutWords(plan.leftOut);
  return {
    orderId,
    stage: orderStage(addresses.map(({ stage }) => stage)),
    summary: `No run of this order is open: this is what both sides hold now (store status ${order.statusId}).`,
    addresses,
    decisions: leftOut === undefined ? [] : [{ at: new Date().toISOString(), what: leftOut }],
    effects: [],
  };
}
