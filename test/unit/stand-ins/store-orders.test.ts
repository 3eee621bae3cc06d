import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../dev/stand-ins/start.ts';
import { startWatchedSandbox } from '../../support/contract/watched-sandbox.ts';
import { list, object, storeCaller } from './parties.ts';

let sandbox: Sandbox;
let call: ReturnType<typeof storeCaller>;
beforeAll(async () => {
  sandbox = await startWatchedSandbox({}, 'by hand');
  call = storeCaller(sandbox);
});
beforeEach(() => {
  sandbox.control.reset();
});
afterAll(() => sandbox.close());

describe('lists of orders', () => {
  test('an empty page is 204 without a body', async () => {
    const answer = await call('GET', '/v2/orders');
    expect([answer.status, answer.text]).toEqual([204, '']);
    sandbox.control.placeOrder();
    expect((await call('GET', '/v2/orders?page=2')).status).toBe(204);
  });

  test('a page has 50 orders by default and 250 at most, by id', async () => {
    for (let n = 0; n < 260; n++) sandbox.control.placeOrder({ lines: [{ sku: 'STICKERS' }] });
    const ids = list((await call('GET', '/v2/orders')).json).map((o) => o['id']);
    expect([ids.length, ids[0], ids[49]]).toEqual([50, 100, 149]);
    expect(list((await call('GET', '/v2/orders?limit=1000')).json)).toHaveLength(250);
    expect(list((await call('GET', '/v2/orders?limit=250&page=2')).json)).toHaveLength(10);
  });

  test('an unknown filter is refused', async () => {
    const answer = await call('GET', '/v2/orders?status=11');
    expect(answer).toMatchObject({
      status: 400,
      json: [{ status: 400, message: "The field 'status' is not supported by this resource." }],
    });
  });

  test.each([
    { query: 'status_id=7', ids: [101] },
    { query: 'min_id=101', ids: [101, 102] },
    { query: 'max_id=100', ids: [100] },
    { query: 'min_id=101&max_id=101', ids: [101] },
    { query: 'sort=id:desc', ids: [102, 101, 100] },
    { query: 'external_order_id=ref-1', ids: [102] },
    { query: 'max_date_created=2020-12-31T00:00:00Z', ids: [100] },
    { query: 'sort=date_created:asc&limit=1', ids: [100] },
  ])('$query finds $ids', async ({ query, ids }) => {
    sandbox.control.placeOrder({ createdAt: '2020-01-01T00:00:00Z' });
    sandbox.control.placeOrder({ statusId: 7 });
    const { orderId } = sandbox.control.placeOrder();
    await call('PUT', `/v2/orders/${orderId}`, { external_order_id: 'ref-1' });
    expect(list((await call('GET', `/v2/orders?${query}`)).json).map((o) => o['id'])).toEqual(ids);
  });

  test('changed orders are found by whole seconds, in either date form, oldest change first', async () => {
    const a = sandbox.control.placeOrder().orderId;
    const b = sandbox.control.placeOrder().orderId;
    sandbox.control.advance('1h');
    const since = new Date(Date.now() + 3_600_000 - 1000);
    await call('PUT', `/v2/orders/${a}`, { staff_notes: 'seen' });
    sandbox.control.advance('1m');
    await call('PUT', `/v2/orders/${b}`, { staff_notes: 'seen' });
    sandbox.control.placeOrder({ createdAt: '2020-01-01T00:00:00Z', modifiedAt: '2020-01-01T00:00:00Z' });
    for (const form of [since.toISOString(), since.toUTCString()]) {
      const found = await call(
        'GET',
        `/v2/orders?sort=date_modified:asc&min_date_modified=${encodeURIComponent(form)}`,
      );
      expect(list(found.json).map((o) => o['id'])).toEqual([a, b]);
    }
  });

  test('the count is by status', async () => {
    sandbox.control.placeOrder();
    sandbox.control.placeOrder({ statusId: 7 });
    const body = object((await call('GET', '/v2/orders/count')).json);
    expect(body['count']).toBe(2);
    expect(
      list(body['statuses'])
        .filter((s) => s['count'] === 1)
        .map((s) => s['id']),
    ).toEqual([7, 11]);
  });
});

describe('one order', () => {
  test('has RFC 2822 dates, money as strings with four decimals, and "" for what is not set', async () => {
    const { orderId } = sandbox.control.placeOrder({ lines: [{ sku: 'MUG-ENAMEL', quantity: 2 }] });
    const order = object((await call('GET', `/v2/orders/${orderId}`)).json);
    expect(order['date_created']).toMatch(/^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$/);
    expect(order['subtotal_ex_tax']).toBe('25.8000');
    expect(order['date_shipped']).toBe('');
  });

  test('an unknown one is a 404 list', async () => {
    const answer = await call('GET', '/v2/orders/999');
    expect([answer.status, answer.json]).toEqual([
      404,
      [{ status: 404, message: 'The requested resource was not found.' }],
    ]);
  });

  test('comes with its consignments as an object only when asked for that form', async () => {
    const { orderId, addressIds } = sandbox.control.placeOrder({
      addresses: 2,
      lines: [{ sku: 'MUG-ENAMEL' }, { sku: 'ROPE' }, { sku: 'MAP-DIGITAL' }],
    });
    const query = `/v2/orders/${orderId}?include=consignments.line_items`;
    const whole = object(object((await call('GET', `${query}&consignment_structure=object`)).json)['consignments']);
    expect(list(whole['shipping']).map((c) => [c['id'], list(c['line_items']).map((l) => l['sku'])])).toEqual([
      [addressIds[0], ['MUG-ENAMEL']],
      [addressIds[1], ['ROPE']],
    ]);
    expect(list(list(whole['downloads'])[0]?.['line_items']).map((l) => l['sku'])).toEqual(['MAP-DIGITAL']);
    expect(Array.isArray(object((await call('GET', query)).json)['consignments'])).toBe(true);
    expect(object(object((await call('GET', `/v2/orders/${orderId}`)).json)['consignments'])).toHaveProperty('url');
  });

  test('a consignment brings 50 lines at most, with a warning; all lines come by page', async () => {
    const lines = Array.from({ length: 60 }, () => ({ sku: 'STICKERS' }));
    const { orderId } = sandbox.control.placeOrder({ lines });
    const order = object(
      (await call('GET', `/v2/orders/${orderId}?include=consignments.line_items&consignment_structure=object`)).json,
    );
    const consignment = list(object(order['consignments'])['shipping'])[0];
    expect(list(consignment?.['line_items'])).toHaveLength(50);
    expect(consignment).toHaveProperty('__warning__.message');
    expect(list((await call('GET', `/v2/orders/${orderId}/products`)).json)).toHaveLength(50);
    expect(list((await call('GET', `/v2/orders/${orderId}/products?page=2`)).json)).toHaveLength(10);
  });

  test('a quote with the stable method id exists for shop orders, not for manual ones', async () => {
    const shop = sandbox.control.placeOrder({ shippingMethod: 'DHL Express' });
    const manual = sandbox.control.placeOrder({ source: 'manual' });
    const quote = (o: typeof shop) =>
      call('GET', `/v2/orders/${o.orderId}/shipping_addresses/${o.addressIds[0] ?? 0}/shipping_quotes`);
    expect(object((await quote(shop)).json)['method_id']).toBe(1);
    expect((await quote(manual)).status).toBe(204);
    const [address] = list((await call('GET', `/v2/orders/${manual.orderId}/shipping_addresses`)).json);
    expect([address?.['shipping_method'], address?.['shipping_zone_id']]).toEqual(['None', 0]);
  });

  test('pickup orders and digital orders have no shipping address', async () => {
    for (const order of [
      sandbox.control.placeOrder({ pickup: true }),
      sandbox.control.placeOrder({ lines: [{ sku: 'MAP-DIGITAL' }] }),
    ]) {
      expect((await call('GET', `/v2/orders/${order.orderId}/shipping_addresses`)).status).toBe(204);
      const lines = list((await call('GET', `/v2/orders/${order.orderId}/products`)).json);
      expect(lines.every((line) => line['order_address_id'] === 0)).toBe(true);
    }
  });
});

describe('changing an order', () => {
  test.each([
    { body: { id: 5 }, says: 'cannot be written to' },
    { body: { items_shipped: 1 }, says: 'cannot be written to' },
    { body: { date_shipped: '' }, says: 'cannot be written to' },
    { body: { products: [] }, says: 'cannot be written to' },
    { body: { nonsense: 1 }, says: 'not supported' },
    { body: { status_id: 99 }, says: "'status_id' is invalid" },
    { body: { status_id: '2' }, says: "'status_id' is invalid" },
    { body: { staff_notes: null }, says: 'does not allow null' },
  ])('$body is refused', async ({ body, says }) => {
    const { orderId } = sandbox.control.placeOrder();
    const before = (await call('GET', `/v2/orders/${orderId}`)).json;
    const answer = await call('PUT', `/v2/orders/${orderId}`, body);
    expect([answer.status, list(answer.json)[0]?.['message']]).toEqual([400, expect.stringContaining(says)]);
    expect((await call('GET', `/v2/orders/${orderId}`)).json).toEqual(before);
  });

  test('a status set to 2 before a shipment mails the customer without tracking, and ships nothing', async () => {
    const { orderId } = sandbox.control.placeOrder();
    const answer = await call('PUT', `/v2/orders/${orderId}`, { status_id: 2 });
    expect(answer.json).toMatchObject({ status_id: 2, items_shipped: 0 });
    expect(object(answer.json)['date_shipped']).not.toBe('');
    const [order] = sandbox.control.state().stores[0]?.orders ?? [];
    expect(order?.mails).toMatchObject([{ orderId, kind: 'shipped' }]);
    expect(order?.mails[0]).not.toHaveProperty('tracking');
    expect(order?.statusHistory.map((s) => s.to)).toEqual([11, 2]);
  });

  test('a write is remembered with the status that its sender had been told, however late its effect comes', async () => {
    const { orderId } = sandbox.control.placeOrder();
    await call('GET', `/v2/orders/${orderId}`);
    sandbox.control.faults({ rate: 1, kinds: ['latency'], paths: ['PUT *'], count: 1, latencyMs: 100 });
    const written = call('PUT', `/v2/orders/${orderId}`, { status_id: 9 });
    await expect.poll(() => sandbox.ledger.requestCount('store', 'PUT'), { interval: 5 }).toBe(1);
    // What was told before the write was sent, and what after it, is known by the millisecond.
    const sent = Date.now();
    await expect.poll(() => Date.now(), { interval: 1 }).toBeGreaterThan(sent);
    sandbox.control.changeOrder(orderId, { status: 5 });
    await call('GET', `/v2/orders/${orderId}`);
    await written;
    await call('PUT', `/v2/orders/${orderId}`, { status_id: 11 });
    const [order] = sandbox.control.state().stores[0]?.orders ?? [];
    expect(order?.statusHistory).toMatchObject([
      { to: 11, by: 'shopper' },
      { from: 11, to: 5, by: 'merchant' },
      { from: 5, to: 9, by: 'api', shown: 11 },
      { from: 9, to: 11, by: 'api', shown: 5 },
    ]);
  });
});
