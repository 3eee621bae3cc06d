import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultKind } from '../../dev/stand-ins/faults.ts';
import type { Shop } from '../support/shop.ts';
import { sample } from '../support/sample.ts';
import { openOrderDesk, type OrderDesk } from './order-desk.ts';

const POST = 'POST */Orders';

describe('the hand-over of an order', () => {
  let shop: Shop;
  let desk: OrderDesk;
  const twice: string[] = [];
  beforeAll(async () => {
    ({ shop, desk } = await openOrderDesk());
  });
  afterAll(async () => {
    desk.prove({ twice });
    await shop.close();
  });

  const created = (reference: string) => shop.effects('myogo order created')[reference] ?? 0;

  it('costs two requests to the warehouse, and the whole path six to the store', async () => {
    await desk.handedOver(); // warms the credentials and the tokens
    const before = [desk.asked('warehouse', 'GET /api/v1/Orders'), desk.asked('warehouse', 'POST /api/v1/Orders')];
    const store = desk.asked('store');
    const { orderId } = await desk.handedOver();
    const after = [desk.asked('warehouse', 'GET /api/v1/Orders'), desk.asked('warehouse', 'POST /api/v1/Orders')];
    expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1]);
    await desk.warehouse(orderId, desk.reference(orderId), { status: 'SHIPPED', tracking: 'SIX' });
    await desk.staged(orderId, 'shipped');
    expect(desk.asked('store') - store).toBeLessThanOrEqual(6);
  });

  it.each(
    sample<[FaultKind, number]>(
      [
        ['late-effect', 1],
        ['500-after', 1],
        ['reset-before', 1],
        ['malformed', 1],
        ['reset-after', 1],
        ['empty-200', 1],
        ['429', 2],
        ['503', 2],
      ],
      3,
    ),
  )('makes exactly one order when the send ends in %s', async (kind, count) => {
    shop.sandbox.control.faults({ rate: 1, kinds: [kind], paths: [POST], count, lateMs: 200 });
    try {
      const { orderId } = await desk.handedOver();
      const reference = desk.reference(orderId);
      expect(created(reference)).toBe(1);
      expect(desk.warehouseOrders(reference)).toHaveLength(1);
    } finally {
      shop.sandbox.control.faults();
    }
  });

  it('makes one order in a warehouse that would take a reference twice, after an effect that lands late', async () => {
    shop.sandbox.control.settings({ duplicateReference: 'reserve' });
    shop.sandbox.control.faults({ rate: 1, kinds: ['late-effect'], paths: [POST], count: 1, lateMs: 200 });
    try {
      const { orderId } = await desk.handedOver();
      expect(created(desk.reference(orderId))).toBe(1);
    } finally {
      shop.sandbox.control.faults();
      shop.sandbox.control.settings({ duplicateReference: 'refuse' });
    }
  });

  it('goes by the link of now where that was changed while the warehouse did not answer', async () => {
    await shop.link({ method: 'Drone', code: 'POSTI' });
    shop.sandbox.control.faults({ rate: 1, kinds: ['503'], paths: [POST] });
    try {
      const before = desk.asked('warehouse', 'POST /api/v1/Orders');
      const { orderId } = await desk.order({ shippingMethod: 'Drone' });
      await expect
        .poll(() => desk.asked('warehouse', 'POST /api/v1/Orders'), { timeout: 20_000 })
        .toBeGreaterThan(before);
      await desk.unlink('Drone');
      await shop.link({ method: 'Drone', code: 'OMNIVA' });
      shop.sandbox.control.faults();
      const story = await desk.staged(orderId, 'handed-over');
      expect(story.addresses).toMatchObject([{ shippingCode: 'OMNIVA' }]);
    } finally {
      shop.sandbox.control.faults();
    }
  });

  it('holds with both ids where two orders carry its reference and neither is cancelled, and goes on when one is', async () => {
    shop.sandbox.control.settings({ duplicateReference: 'reserve' });
    try {
      const { orderId } = await desk.handedOver();
      const reference = desk.reference(orderId);
      twice.push(reference);
      // As a send does that lands after the settle time: the one thing that no look can see.
      const [line] = shop.storeOrder(orderId).lines;
      await sendTo(shop, reference, [{ code: line?.sku ?? '', quantity: line?.quantity ?? 0 }]);
      expect(created(reference)).toBe(2);
      // A change of the reference meets this one, which is begun: so neither can be cancelled.
      await desk.warehouse(orderId, reference, { occurrence: 1, status: 'COLLECTING' });
      const { hold } = (await desk.staged(orderId, 'held')).addresses[0] ?? {};
      expect(hold).toMatchObject({ reason: 'duplicate-in-warehouse' });
      for (const { id } of desk.warehouseOrders(reference)) expect(hold?.message).toContain(id);
      await desk.warehouse(orderId, reference, { occurrence: 1, status: 'CANCELLED' });
      await desk.staged(orderId, 'handed-over');
      await desk.warehouse(orderId, reference, { occurrence: 0, status: 'SHIPPED', tracking: 'ONE' });
      await shop.until(orderId, ({ stage }) => stage === 'shipped');
      expect(created(reference)).toBe(2);
    } finally {
      shop.sandbox.control.faults();
      shop.sandbox.control.settings({ duplicateReference: 'refuse' });
    }
  });

  it('never takes another’s goods under its reference for its own', async () => {
    const placed = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    const reference = desk.reference(placed.orderId);
    shop.stock({ 'NOT-ORDERED': 10 });
    await sendTo(shop, reference, [{ code: 'NOT-ORDERED', quantity: 3 }]);
    await shop.startOrder(placed.orderId);
    const held = await desk.staged(placed.orderId, 'held');
    expect(held.addresses[0]?.hold).toMatchObject({ reason: 'reference-conflict' });
    expect(created(reference)).toBe(1);
    expect(shop.storeOrder(placed.orderId).statusId).toBe(11);
  });

  it('is adopted by a run that is started again, after its end and after its history is gone', async () => {
    const { orderId } = await desk.handedOver();
    const reference = desk.reference(orderId);
    const handle = shop.worker.client.workflow.getHandle(`order:${shop.storeHash}:${orderId}`);
    await handle.terminate('a test');
    await shop.startOrder(orderId);
    const adopted = await desk.staged(orderId, 'handed-over');
    expect(adopted.decisions.map(({ what }) => what).join()).toContain('adopted');
    await desk.warehouse(orderId, reference, { status: 'SHIPPED', tracking: 'AGAIN' });
    await desk.staged(orderId, 'shipped');

    const { workflowService } = shop.worker.client;
    const { namespace } = shop.worker;
    await workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId: handle.workflowId } });
    const writes = desk.asked('store', 'POST') + desk.asked('store', 'PUT') + desk.asked('warehouse', 'POST /api');
    await shop.startOrder(orderId);
    await desk.staged(orderId, 'shipped');
    expect(desk.asked('store', 'POST') + desk.asked('store', 'PUT') + desk.asked('warehouse', 'POST /api')).toBe(
      writes,
    );
    expect(created(reference)).toBe(1);
    expect(shop.storeOrder(orderId).shipments).toHaveLength(1);
  });

  it('keeps what the warehouse told while the hand-over’s own answer was on its way', async () => {
    const { orderId } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    const reference = desk.reference(orderId);
    const sent = shop.sandbox.waitFor(({ name, key }) => name === 'myogo order created' && key === reference);
    shop.sandbox.control.faults({ rate: 1, kinds: ['latency'], paths: [POST], count: 1, latencyMs: 500 });
    const shipped = sent.then(() => desk.warehouse(orderId, reference, { status: 'SHIPPED', tracking: 'EARLY' }));
    await shop.startOrder(orderId);
    await shipped;
    await desk.staged(orderId, 'shipped');
    expect(shop.storeOrder(orderId).shipments.map(({ trackingNumber }) => trackingNumber)).toEqual(['EARLY']);
  });

  it('leaves the merchant’s cancellation alone that comes while it runs, and takes the order back', async () => {
    const { orderId } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    const reference = desk.reference(orderId);
    const sent = shop.sandbox.waitFor(({ name, key }) => name === 'myogo order created' && key === reference);
    shop.sandbox.control.faults({ rate: 1, kinds: ['latency'], paths: [POST], count: 1, latencyMs: 300 });
    const cancelled = sent.then(() => desk.change(orderId, { status: 5 }));
    await shop.startOrder(orderId);
    await cancelled;
    await desk.staged(orderId, 'cancelled');
    expect(shop.storeOrder(orderId).statusId).toBe(5);
    expect(desk.warehouseOrders(reference)).toMatchObject([{ status: 'Cancelled' }]);
    shop.sandbox.control.faults();
  });

  it('sends the merchant’s missing products first where the merchant wants that', async () => {
    const sku = 'BORN-BY-ORDER';
    shop.sandbox.control.addProduct({ name: 'Born by an order', sku });
    const { orderId } = await desk.order({ lines: [{ sku }] }, { inWarehouse: false });
    await desk.staged(orderId, 'held');
    await desk.settings({ createMissingProducts: true });
    await desk.retry(orderId);
    await desk.staged(orderId, 'handed-over');
    expect(shop.sandbox.control.merchant().products.filter(({ code }) => code === sku)).toHaveLength(1);
    expect(created(desk.reference(orderId))).toBe(1);
    await desk.settings({ createMissingProducts: false });
  });
});

/** Another order under a reference of ours, made through the warehouse’s own API. */
async function sendTo(
  { sandbox }: Shop,
  reference: string,
  orderLines: readonly { code: string; quantity: number }[],
): Promise<void> {
  const [credentials] = sandbox.credentials.stores;
  const { oauth } = sandbox.credentials;
  const form = new URLSearchParams({
    grant_type: 'password',
    client_id: oauth.clientId,
    client_secret: oauth.clientSecret,
    username: credentials?.merchantId ?? '',
    password: credentials?.secretToken ?? '',
  });
  const token = (await (await fetch(sandbox.tokenUrl, { method: 'POST', body: form })).json()) as {
    access_token: string;
  };
  const answer = await fetch(`${sandbox.warehouseUrl}/api/v1/Orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token.access_token}` },
    body: JSON.stringify({
      reference,
      shippingCode: 'POSTI',
      status: 'New',
      customer: { name: 'Another', address1: 'Elsewhere 1', city: 'Turku', countryCode: 'FI' },
      orderLines,
    }),
  });
  expect(answer.status).toBe(200);
}
