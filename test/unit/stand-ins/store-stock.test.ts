import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../dev/stand-ins/start.ts';
import { startWatchedSandbox } from '../../support/contract/watched-sandbox.ts';
import { data, list, object, storeCaller } from './parties.ts';

let sandbox: Sandbox;
let call: ReturnType<typeof storeCaller>;
beforeAll(async () => {
  sandbox = await startWatchedSandbox({}, 'by hand');
  call = storeCaller(sandbox);
});
beforeEach(() => {
  sandbox.control.reset({
    scopes: ['store_v2_products', 'store_v2_orders', 'store_inventory', 'store_locations', 'store_v2_information'],
  });
});
afterAll(() => sandbox.close());

const levelOf = async (sku: string) =>
  data(await call('GET', `/v3/catalog/variants?sku=${encodeURIComponent(sku)}`))[0]?.['inventory_level'];
const variantOf = async (sku: string) =>
  Number(data(await call('GET', `/v3/catalog/variants?sku=${encodeURIComponent(sku)}`))[0]?.['id']);
const productOf = async (name: string) =>
  Number(data(await call('GET', `/v3/catalog/products?name=${encodeURIComponent(name)}`))[0]?.['id']);

describe('the catalogue', () => {
  test('lists one row for each SKU, base variants of simple products included, 250 a page', async () => {
    const answer = await call('GET', '/v3/catalog/variants?limit=1000');
    expect(object(object(answer.json)['meta'])['pagination']).toMatchObject({
      total: 52,
      per_page: 250,
      current_page: 1,
      total_pages: 1,
    });
    const mug = data(answer).find((v) => v['sku'] === 'MUG-ENAMEL');
    expect(mug).toMatchObject({ product_id: 77, sku_id: null, option_values: [], price: null });
  });

  test('an empty list is 200 with no data', async () => {
    const answer = await call('GET', '/v3/catalog/products?id:in=1,2');
    expect([answer.status, data(answer)]).toEqual([200, []]);
  });

  test('an unknown filter is 422', async () => {
    expect(await call('GET', '/v3/catalog/products?foo=1')).toMatchObject({
      status: 422,
      json: { title: 'The filter(s): foo are not valid filter parameter(s).' },
    });
    expect((await call('GET', '/v3/catalog/variants?foo:in=1')).status).toBe(422);
  });

  test('the sku filter of products finds their own SKU alone, that of variants finds variants', async () => {
    expect(data(await call('GET', '/v3/catalog/products?sku=SHIRT-TRAIL-S-MOSS'))).toEqual([]);
    expect(data(await call('GET', '/v3/catalog/variants?sku=SHIRT-TRAIL-S-MOSS'))).toHaveLength(1);
    expect(data(await call('GET', '/v3/catalog/variants?sku:in=MUG-ENAMEL,ROPE')).map((v) => v['sku'])).toEqual([
      'MUG-ENAMEL',
      'ROPE',
      'ROPE',
    ]);
  });

  test('include=options pages by ten; include_fields keeps the id', async () => {
    expect(data(await call('GET', '/v3/catalog/products?limit=250&include=variants,options'))).toHaveLength(10);
    expect(data(await call('GET', '/v3/catalog/products?limit=1&include_fields=sku'))).toEqual([
      { id: 77, sku: 'MUG-ENAMEL' },
    ]);
  });

  test('changed products are found by time, with ISO dates', async () => {
    sandbox.control.advance('1h');
    const since = new Date(Date.now() + 3_600_000 - 1000).toISOString();
    await call('PUT', '/v3/catalog/products/78', { name: 'Renamed blanket' });
    const found = data(await call('GET', `/v3/catalog/products?date_modified:min=${encodeURIComponent(since)}`));
    expect(found).toMatchObject([
      {
        id: 78,
        name: 'Renamed blanket',
        date_modified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/) as unknown,
      },
    ]);
  });

  test('customs information is there for the products that have it', async () => {
    expect(data(await call('GET', '/v3/shipping/products/customs-information?product_id:in=77,79'))).toMatchObject([
      { product_id: 77, country_of_origin: 'EE', hs_codes: { ALL: '69120025' } },
    ]);
  });

  test('the same seed gives the same catalogue, another seed other levels', () => {
    const levels = () =>
      JSON.stringify(sandbox.control.state().stores[0]?.products.map((p) => p.variants.map((v) => [v.sku, v.level])));
    sandbox.control.reset({ seed: 5, products: 200 });
    const first = levels();
    sandbox.control.reset({ seed: 6, products: 200 });
    expect(levels()).not.toBe(first);
    sandbox.control.reset({ seed: 5, products: 200 });
    expect(levels()).toBe(first);
    expect(sandbox.control.store().catalogue.variantIds).toHaveLength(200);
  });
});

describe('stock by catalogue batches', () => {
  test('50 variants are written, 51 are 413', async () => {
    const ids = data(await call('GET', '/v3/catalog/variants?limit=51')).map((v) => v['id']);
    const batch = ids.map((id) => ({ id, inventory_level: 7 }));
    expect(await call('PUT', '/v3/catalog/variants', batch)).toMatchObject({ status: 413 });
    expect(sandbox.ledger.count('store stock written')).toBe(0);
    expect((await call('PUT', '/v3/catalog/variants', batch.slice(0, 50))).status).toBe(200);
    expect(await levelOf('MUG-ENAMEL')).toBe(7);
  });

  test('one wrong variant refuses the batch, named in batch_errors', async () => {
    const id = await variantOf('MUG-ENAMEL');
    const before = await levelOf('MUG-ENAMEL');
    const answer = await call('PUT', '/v3/catalog/variants', [
      { id, inventory_level: 1 },
      { id: 99_999, inventory_level: 1 },
      { id, inventory_level: -1 },
    ]);
    expect([answer.status, list(object(answer.json)['batch_errors']).map((e) => e['status'])]).toEqual([
      422,
      [404, 422],
    ]);
    expect(await levelOf('MUG-ENAMEL')).toBe(before);
  });

  test('10 products are written, 11 are 413, an unknown one is 404, a half-wrong batch is 207', async () => {
    const write = (...items: unknown[]) => call('PUT', '/v3/catalog/products', items);
    expect(await write(...Array.from({ length: 11 }, () => ({ id: 77, inventory_level: 1 })))).toMatchObject({
      status: 413,
      json: { title: 'The request payload is too large. The maximum items allowed in the array is 10.' },
    });
    expect((await write({ id: 77, inventory_level: 4 }, { id: 5, inventory_level: 4 })).status).toBe(404);
    expect((await write({ id: 77, inventory_level: 4 })).status).toBe(200);
    expect((await write({ id: 77, inventory_level: 5 }, { id: 78, inventory_level: -4 })).status).toBe(207);
    expect(await levelOf('MUG-ENAMEL')).toBe(5);
    expect((await write({ id: 77, sku: 'ROPE' })).status).toBe(409);
  });

  test('a level that the tracking does not listen to is accepted and changes nothing', async () => {
    const beanie = await productOf('Beanie');
    const one = await variantOf('BEANIE-MOSS');
    const total = () =>
      call('GET', `/v3/catalog/products/${beanie}`).then((a) => object(object(a.json)['data'])['inventory_level']);
    const before = await total();
    expect((await call('PUT', '/v3/catalog/variants', [{ id: one, inventory_level: 3 }])).status).toBe(200);
    expect(await total()).toBe(before);
    await call('PUT', '/v3/catalog/products', [{ id: beanie, inventory_level: 3 }]);
    expect(await total()).toBe(3);
  });

  test('a write bumps date_modified', async () => {
    sandbox.control.advance('2h');
    const since = new Date(Date.now() + 7_200_000 - 1000).toISOString();
    await call('PUT', '/v3/catalog/variants', [{ id: await variantOf('MUG-ENAMEL'), inventory_level: 1 }]);
    expect(
      data(await call('GET', `/v3/catalog/products?date_modified:min=${encodeURIComponent(since)}`)).map(
        (p) => p['id'],
      ),
    ).toEqual([77]);
  });
});

describe('stock by Inventory adjustments', () => {
  const adjust = (...items: unknown[]) => call('PUT', '/v3/inventory/adjustments/absolute', { reason: 'test', items });

  test('land a moment after the answer', async () => {
    sandbox.control.settings({ inventoryDelayMs: 60_000 });
    const before = await levelOf('MUG-ENAMEL');
    expect((await adjust({ location_id: 1, sku: 'MUG-ENAMEL', quantity: 500 })).json).toHaveProperty('transaction_id');
    expect(await levelOf('MUG-ENAMEL')).toBe(before);
    sandbox.control.settle();
    expect(await levelOf('MUG-ENAMEL')).toBe(500);
  });

  test('land by themselves', async () => {
    await adjust({ location_id: 1, sku: 'MUG-ENAMEL', quantity: 501 });
    await sandbox.waitFor((effect) => effect.name === 'store stock written' && effect.detail?.['level'] === 501);
    expect(await levelOf('MUG-ENAMEL')).toBe(501);
  });

  test.each([
    ['two identities', { location_id: 1, sku: 'MUG-ENAMEL', product_id: 77, quantity: 1 }, /Exactly one/],
    ['no identity', { location_id: 1, quantity: 1 }, /Exactly one/],
    ['an unknown SKU', { location_id: 1, sku: 'NOPE', quantity: 1 }, /not found/],
    ['an unknown location', { location_id: 9, sku: 'MUG-ENAMEL', quantity: 1 }, /Location/],
    ['a negative level', { location_id: 1, sku: 'MUG-ENAMEL', quantity: -1 }, /quantity/],
    ['a broken level', { location_id: 1, sku: 'MUG-ENAMEL', quantity: 1.5 }, /quantity/],
    [
      'a variant of a product that keeps the stock',
      { location_id: 1, sku: 'BEANIE-MOSS', quantity: 1 },
      /is tracked by product, please update stock by product id/,
    ],
    [
      'a product whose variants keep the stock',
      { location_id: 1, product_id: 83, quantity: 1 },
      /is tracked by variant/,
    ],
  ])('%s refuses all items with 422', async (_name, wrong, says) => {
    sandbox.control.settings({ inventoryDelayMs: 0 });
    const before = await levelOf('FIRESTEEL');
    const answer = await adjust({ location_id: 1, sku: 'FIRESTEEL', quantity: 499 }, wrong);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
    expect(object(answer.json)['title']).toMatch(says);
    expect(await levelOf('FIRESTEEL')).toBe(before);
  });

  test('2000 items are taken, 2001 are not', async () => {
    const item = { location_id: 1, sku: 'MUG-ENAMEL', quantity: 1 };
    expect((await adjust(...Array.from({ length: 2000 }, () => item))).status).toBe(200);
    expect((await adjust(...Array.from({ length: 2001 }, () => item))).status).toBe(422);
  });

  test('what is over the largest level is silently not saved', async () => {
    sandbox.control.settings({ inventoryDelayMs: 0 });
    const before = await levelOf('MUG-ENAMEL');
    expect((await adjust({ location_id: 1, sku: 'MUG-ENAMEL', quantity: 2_147_483_648 })).status).toBe(200);
    expect(await levelOf('MUG-ENAMEL')).toBe(before);
  });

  test('a relative one needs a level on record', async () => {
    sandbox.control.settings({ inventoryDelayMs: 0 });
    const { id } = sandbox.control.addLocation({ label: 'Second' });
    const relative = () =>
      call('POST', '/v3/inventory/adjustments/relative', {
        items: [{ location_id: id, sku: 'MUG-ENAMEL', quantity: 2 }],
      });
    expect(await relative()).toMatchObject({
      status: 422,
      json: { title: 'Items with identity: [sku MUG-ENAMEL] requires absolute adjustment before relative' },
    });
    await adjust({ location_id: id, sku: 'MUG-ENAMEL', quantity: 5 });
    expect((await relative()).status).toBe(200);
    const [item] = data(await call('GET', `/v3/inventory/locations/${id}/items?sku:in=MUG-ENAMEL`));
    expect(item).toMatchObject({
      identity: { sku: 'MUG-ENAMEL', product_id: 77 },
      available_to_sell: 7,
      total_inventory_onhand: 7,
    });
  });

  test('safety stock is taken off what can be sold', async () => {
    sandbox.control.settings({ inventoryDelayMs: 0 });
    await adjust({ location_id: 1, sku: 'MUG-ENAMEL', quantity: 10 });
    await call('PUT', '/v3/inventory/locations/1/items', {
      settings: [{ identity: { sku: 'MUG-ENAMEL' }, safety_stock: 4 }],
    });
    const [item] = data(await call('GET', '/v3/inventory/items?sku:in=MUG-ENAMEL'));
    expect(list(item?.['locations'])[0]).toMatchObject({
      location_id: 1,
      available_to_sell: 6,
      total_inventory_onhand: 10,
    });
  });
});

describe('orders and stock', () => {
  const order = (statusId = 11) =>
    sandbox.control.placeOrder({ statusId, lines: [{ sku: 'MUG-ENAMEL', quantity: 3 }] }).orderId;
  beforeEach(() => {
    sandbox.control.changeProduct('MUG-ENAMEL', { level: 10 });
  });

  test.each([
    { behaviour: 'order_placed' as const, statuses: [11], level: 7 },
    { behaviour: 'order_placed' as const, statuses: [7], level: 7 },
    { behaviour: 'order_placed' as const, statuses: [0], level: 10 },
    { behaviour: 'order_placed' as const, statuses: [0, 11], level: 7 },
    { behaviour: 'order_placed' as const, statuses: [11, 5], level: 10 },
    { behaviour: 'order_placed' as const, statuses: [11, 6], level: 10 },
    { behaviour: 'order_placed' as const, statuses: [11, 2], level: 7 },
    { behaviour: 'order_completed_or_shipped' as const, statuses: [11], level: 10 },
    { behaviour: 'order_completed_or_shipped' as const, statuses: [11, 9], level: 10 },
    { behaviour: 'order_completed_or_shipped' as const, statuses: [11, 2], level: 7 },
    { behaviour: 'order_completed_or_shipped' as const, statuses: [11, 10], level: 7 },
    { behaviour: 'order_completed_or_shipped' as const, statuses: [11, 2, 5], level: 10 },
  ])('$behaviour: through statuses $statuses 10 become $level', async ({ behaviour, statuses, level }) => {
    sandbox.control.settings({ updateStockBehavior: behaviour });
    const [start, ...then] = statuses;
    const id = order(start);
    for (const status of then) sandbox.control.changeOrder(id, { status });
    expect(await levelOf('MUG-ENAMEL')).toBe(level);
    expect(object(object((await call('GET', '/v3/settings/inventory')).json)['data'])['update_stock_behavior']).toBe(
      behaviour,
    );
  });

  test('an order for more than there is counts as oversold, and gives back what it took', async () => {
    const { orderId } = sandbox.control.placeOrder({ lines: [{ sku: 'MUG-ENAMEL', quantity: 12 }] });
    expect(await levelOf('MUG-ENAMEL')).toBe(0);
    expect(sandbox.ledger.count('store oversold')).toBe(1);
    sandbox.control.changeOrder(orderId, { status: 5 });
    expect(await levelOf('MUG-ENAMEL')).toBe(10);
  });

  test('a storefront that minds its stock refuses it', () => {
    expect(() =>
      sandbox.control.placeOrder({ onlyInStock: true, lines: [{ sku: 'MUG-ENAMEL', quantity: 12 }] }),
    ).toThrow(/out of stock/);
  });
});
