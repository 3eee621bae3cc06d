import { orderReference, workflowId, type StoreHash } from '../../src/contract/ids.ts';
import { verifyHandedOver, verifyShipped, type Order } from './verify-order.ts';
import type { Step } from './step.ts';
import { walkSettings } from './walk-environment.ts';

/** Polls are so far apart while the order comes that none of them can have found it. */
const POLLED_EVERY = '1h';
const TRACKING = 'JJFI-BY-WEBHOOK';

/** One more order, of which a webhook tells: it arrives in seconds although nobody polls for an hour. */
export async function orderByWebhook(step: Step, hash: StoreHash): Promise<Order> {
  await step.ask('polls are an hour apart', () => step.shop.changeSettings({ every: POLLED_EVERY }));
  step.show('the store is polled once an hour now: what still arrives in seconds is told by webhooks');
  const began = performance.now();
  const orderId = await step.sides.placeOrder({
    lines: [{ sku: 'MUG-ENAMEL', quantity: 1 }],
    shippingMethod: 'DHL Express',
    country: 'FI',
  });
  const order = { orderId, reference: orderReference(hash, orderId) };
  step.run(workflowId.fulfilOrder(hash, orderId));
  await verifyHandedOver(step, order, 'DHL-EXPRESS');
  step.show(`order ${orderId} came by webhook: ${seconds(began)} from the checkout to the warehouse`);
  const shipped = performance.now();
  await step.sides.ship(order.reference, TRACKING);
  await verifyShipped(step, order, TRACKING);
  step.show(`its tracking came by webhook: ${seconds(shipped)} from the parcel to the store`);
  await step.until('status tells that webhooks announced it', async () => {
    const { webhooks } = await step.patiently('the status', () => step.shop.status());
    const announced = webhooks.sources.find(({ source }) => source === 'storeOrders')?.announced ?? 0;
    return announced > 0 ? { found: announced } : { seen: [webhooks.summary] };
  });
  await step.ask('polls are as close as before', () => step.shop.changeSettings({ every: walkSettings.every }));
  return order;
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1_000).toFixed(1)} s`;
}
