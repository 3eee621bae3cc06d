import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../dev/stand-ins/start.ts';
import { startWatchedSandbox } from '../../support/contract/watched-sandbox.ts';
import { controlCaller, first, list, object, orderRequest, storeCaller, warehouseCaller } from './parties.ts';

let sandbox: Sandbox;
let control: ReturnType<typeof controlCaller>;
beforeAll(async () => {
  sandbox = await startWatchedSandbox({}, 'by hand');
  control = controlCaller(sandbox.storeUrl);
});
beforeEach(() => {
  sandbox.control.reset();
});
afterAll(() => sandbox.close());

describe('the control over HTTP', () => {
  test('is the same on both servers', async () => {
    const { json } = await control('orders', {});
    const state = await controlCaller(sandbox.warehouseUrl)('state');
    const [store] = list(object(state.json)['stores']);
    expect(list(store?.['orders']).map((o) => o['orderId'])).toEqual([object(json)['orderId']]);
  });

  test.each([
    ['orders', { shipingMethod: 'DHL' }, 400, 'shipingMethod'],
    ['orders', { lines: [{ sku: 'NOPE' }] }, 404, 'NOPE'],
    ['orders/999', { status: 5 }, 404, '999'],
    ['settings', { statusCase: 'Shipped' }, 400, 'statusCase'],
    ['settings', { nonsense: true }, 400, 'nonsense'],
    ['faults', { rate: 1, kinds: ['flood'] }, 400, 'flood'],
    ['faults', { rate: 2, kinds: ['500'] }, 400, 'rate'],
    ['clock', { advance: 'soon' }, 400, 'advance'],
    ['warehouse/nope', { status: 'SHIPPED' }, 404, 'nope'],
    ['goods-in', { A: 'ten' }, 400, 'A'],
    ['nothing', {}, 404, 'nothing'],
  ])('%s with %j is %i and names %s', async (path, body, status, word) => {
    const answer = await control(path, body);
    expect([answer.status, object(answer.json)['error']]).toEqual([status, expect.stringContaining(word)]);
  });

  test('is never faulted, limited or counted', async () => {
    await control('faults', { rate: 1, kinds: ['500'] });
    await control('access', { quota: 1 });
    for (let n = 0; n < 3; n++) expect((await control('ledger')).status).toBe(200);
    expect(sandbox.control.ledger().requests).toEqual({ store: {}, warehouse: {} });
    expect((await control('faults', {})).json).toEqual({ rules: [] });
  });

  test('walks an order through both sides', async () => {
    const call = await warehouseCaller(sandbox);
    await call('POST', '/Products', { code: 'MUG-ENAMEL', languageCode: 'en' });
    await control('goods-in', { 'MUG-ENAMEL': 5 });
    const placed = object((await control('orders', { lines: [{ sku: 'MUG-ENAMEL', quantity: 2 }] })).json);
    await call('POST', '/Orders', orderRequest('ref-1', [{ code: 'MUG-ENAMEL', quantity: 2 }]));
    expect((await control('warehouse/ref-1', { status: 'SHIPPED', tracking: 'T1' })).json).toEqual({
      reference: 'ref-1',
      status: 'Shipped',
    });
    expect((await control(`orders/${String(placed['orderId'])}`, { status: 5 })).json).toMatchObject({ statusId: 5 });
    const ledger = object((await control('ledger?since=0')).json);
    expect(object(ledger['effects'])['myogo order created']).toEqual({ 'ref-1': 1 });
    expect(object(object(ledger['requests'])['warehouse'])['POST /api/v1/Orders']).toBe(1);
    expect(list(ledger['since']).map((e) => e['name'])).toEqual(
      expect.arrayContaining(['myogo goods in', 'store order placed', 'myogo order status']),
    );
  });
});

describe('effects as they happen', () => {
  test('a long poll answers with the next effect', async () => {
    const since = sandbox.ledger.seq;
    const waiting = control(`events?since=${since}&wait=30000`);
    sandbox.control.placeOrder();
    expect(list(object((await waiting).json)['effects']).map((e) => e['name'])).toContain('store order placed');
  });

  test('a stream writes each effect as a line', async () => {
    const response = await fetch(`${sandbox.storeUrl}/_sandbox/events?stream=1&since=${sandbox.ledger.seq}`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    sandbox.control.placeOrder();
    const chunk = await reader?.read();
    expect(JSON.parse(String(chunk?.value).split('\n')[0] ?? '')).toMatchObject({ name: 'store order placed' });
    await reader?.cancel();
  });

  test('waitFor finds past effects, later ones, and tells what it saw when none comes', async () => {
    const { orderId } = sandbox.control.placeOrder();
    const since = sandbox.ledger.seq;
    expect((await sandbox.waitFor((e) => e.name === 'store order placed')).key).toBe(
      `${first(sandbox).storeHash}/${orderId}`,
    );
    const next = sandbox.waitFor((e) => e.name === 'store order placed', { since });
    const second = sandbox.control.placeOrder();
    expect((await next).key).toBe(`${first(sandbox).storeHash}/${second.orderId}`);
    await expect(sandbox.waitFor((e) => e.name === 'shipment created', { timeoutMs: 1 })).rejects.toThrow(
      'store order placed 2',
    );
  });
});

test('the clock that is moved on is told by both sides’ answers, as their own time', async () => {
  const later = await startWatchedSandbox({}, 'by hand');
  later.control.advance('10d');
  for (const url of [later.storeUrl, later.warehouseUrl]) {
    const { headers } = await fetch(`${url}/nowhere`);
    const ahead = Date.parse(headers.get('date') ?? '') - Date.now();
    expect(Math.round(ahead / 86_400_000)).toBe(10);
  }
  await later.close();
});

describe('the seed', () => {
  test('gives the same credentials, people and orders again', () => {
    const seeded = (seed: number) => {
      const credentials = sandbox.control.reset({ seed, orders: 20 });
      const { people, stores } = sandbox.control.state();
      return JSON.stringify([credentials, people, stores[0]?.orders.map((o) => [o.lines, o.addresses])]);
    };
    const one = seeded(3);
    expect(seeded(4)).not.toBe(one);
    expect(seeded(3)).toBe(one);
  });

  test('has no effects in the ledger, and takes nothing from the seeded stock', () => {
    sandbox.control.reset({ seed: 3 });
    const levels = () => sandbox.control.state().stores[0]?.products.map((p) => p.variants.map((v) => v.level));
    const bare = levels();
    sandbox.control.reset({ seed: 3, orders: 50 });
    expect(levels()).toEqual(bare);
    expect(sandbox.control.ledger().effects).toEqual({});
    expect(sandbox.control.store().book.orders.size).toBe(50);
  });

  test('names every person and every secret, to search for elsewhere', async () => {
    sandbox.control.reset({ orders: 3 });
    const { orderId } = sandbox.control.placeOrder({
      addresses: [{ first_name: 'Own', last_name: 'Name', street_1: 'Own street 1' }],
    });
    const orders = list((await storeCaller(sandbox)('GET', '/v2/orders')).json);
    const { people, tokens } = sandbox.control.state();
    for (const order of orders) expect(people.map((p) => p.email)).toContain(object(order['billing_address'])['email']);
    expect(people).toContainEqual(expect.objectContaining({ name: 'Own Name', street: 'Own street 1' }));
    expect(orders.at(-1)?.['id']).toBe(orderId);
    const { apiToken, secretToken } = first(sandbox);
    expect(tokens).toEqual(expect.arrayContaining([apiToken, secretToken, sandbox.credentials.oauth.clientSecret]));
  });
});

describe('several stores', () => {
  test('may share one merchant, or have their own', () => {
    const { merchantId } = first(sandbox);
    expect(sandbox.control.addStore({ storeHash: 'second', merchantId, products: 2 })).toMatchObject({
      storeHash: 'second',
      merchantId,
    });
    expect(sandbox.control.addStore({ products: 2 }).merchantId).not.toBe(merchantId);
    expect(() => sandbox.control.addStore({ storeHash: 'second' })).toThrow(/already/);
  });

  test('have switches of their own', async () => {
    const { storeHash, apiToken } = sandbox.control.addStore({ products: 1 });
    sandbox.control.settings({ storeStatus: 'down' }, storeHash);
    expect((await storeCaller(sandbox)('GET', '/v2/orders')).status).toBe(204);
    const other = await fetch(`${sandbox.storeUrl}/stores/${storeHash}/v2/orders`, {
      headers: { 'x-auth-token': apiToken },
    });
    expect(other.status).toBe(503);
  });
});

describe('the merchant at work in the store', () => {
  test('a refund of a line is partial, of everything is full, and is there to read', async () => {
    const { orderId } = sandbox.control.placeOrder({ lines: [{ sku: 'MUG-ENAMEL', quantity: 3 }] });
    expect(sandbox.control.changeOrder(orderId, { refund: [{ sku: 'MUG-ENAMEL', quantity: 1 }] }).statusId).toBe(14);
    expect(sandbox.control.changeOrder(orderId, { refund: true }).statusId).toBe(4);
    const call = storeCaller(sandbox);
    const refunds = object((await call('GET', `/v3/orders/payment_actions/refunds?order_id:in=${orderId}`)).json);
    expect(list(refunds['data']).map((r) => list(r['items'])[0]?.['quantity'])).toEqual([1, 2]);
    expect(list((await call('GET', `/v2/orders/${orderId}/products`)).json)[0]).toMatchObject({
      quantity_refunded: 3,
      is_refunded: true,
    });
    const events = list(object((await call('GET', `/v3/orders/${orderId}/transactions`)).json)['data']).map(
      (t) => t['event'],
    );
    expect(events).toEqual(['purchase', 'refund', 'refund']);
  });

  test('an edit may give the lines new ids', async () => {
    const { orderId } = sandbox.control.placeOrder({ lines: [{ sku: 'MUG-ENAMEL' }] });
    const ids = async () =>
      list((await storeCaller(sandbox)('GET', `/v2/orders/${orderId}/products`)).json).map((l) => l['id']);
    const before = await ids();
    sandbox.control.changeOrder(orderId, { lines: [{ sku: 'MUG-ENAMEL' }, { sku: 'ROPE' }] });
    const after = await ids();
    expect(after).toHaveLength(2);
    expect(after).not.toContain(before[0]);
  });

  test('pick-list parents, custom lines and gift certificates are as awkward as on the real side', async () => {
    const { orderId } = sandbox.control.placeOrder({
      lines: [
        { sku: 'PACK-40' },
        { sku: 'MUG-ENAMEL', parent: 0 },
        { name: 'Engraving' },
        { name: 'Gift', giftCertificate: true },
      ],
    });
    const lines = list((await storeCaller(sandbox)('GET', `/v2/orders/${orderId}/products`)).json);
    expect(
      lines.map((l) => [
        l['type'],
        l['product_id'] === 0,
        l['parent_order_product_id'] === lines[0]?.['id'],
        l['is_bundled_product'],
      ]),
    ).toEqual([
      ['physical', false, false, false],
      ['physical', false, true, true],
      ['physical', true, false, false],
      ['giftcertificate', true, false, false],
    ]);
  });

  test('a second metafield of one key is 409', async () => {
    const { orderId } = sandbox.control.placeOrder();
    const field = { permission_set: 'app_only', namespace: 'n', key: 'k', value: 'v' };
    const post = () => storeCaller(sandbox)('POST', `/v3/orders/${orderId}/metafields`, field);
    expect([(await post()).status, (await post()).status]).toEqual([200, 409]);
  });
});
