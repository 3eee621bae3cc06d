import { describe, expect, it } from 'vitest';
import { answering } from '../http/fixed-transport.ts';
import { storeAnswering } from './store.ts';

const levels = [
  { id: 11, inventoryLevel: 3 },
  { id: 12, inventoryLevel: 0 },
];

describe('catalogue batches come back item by item', () => {
  it('all written', async () => {
    const { store, sent } = storeAnswering(() => answering(200, { data: [], meta: {} }));
    expect(await store.catalogue.variants.updateLevels(levels)).toEqual([
      { id: 11, outcome: 'written' },
      { id: 12, outcome: 'written' },
    ]);
    expect(sent[0]?.body).toBe('[{"id":11,"inventory_level":3},{"id":12,"inventory_level":0}]');
  });

  it('207: written are those that have the level that was asked for', async () => {
    const body = {
      data: [
        { id: 11, inventory_level: 3 },
        { id: 12, inventory_level: 9 },
      ],
      errors: { status: 422, title: 'product 12 could not be updated', errors: {} },
      meta: {},
    };
    const { store } = storeAnswering(() => answering(207, body));
    expect(await store.catalogue.products.updateLevels(levels)).toEqual([
      { id: 11, outcome: 'written' },
      { id: 12, outcome: 'refused', named: true, message: 'product 12 could not be updated' },
    ]);
  });

  it.each<[string, unknown]>([
    ['no row', null],
    ['a row whose id is a text', { id: '12', inventory_level: 0 }],
    ['a row whose level is a word', { id: 12, inventory_level: 'many' }],
    ['a row without an id', { inventory_level: 0 }],
  ])('207: %s costs no other row', async (_, odd) => {
    for (const data of [[{ id: 11, inventory_level: 3 }, odd], { 0: odd, 2: { id: 11, inventory_level: '3' } }]) {
      const { store } = storeAnswering(() => answering(207, { data, errors: {}, meta: {} }));
      const [first, second] = await store.catalogue.variants.updateLevels(levels);
      expect(first).toEqual({ id: 11, outcome: 'written' });
      const isThere = typeof odd === 'object' && odd !== null && 'id' in odd && odd.id === '12';
      expect(second).toMatchObject({ id: 12, outcome: isThere ? 'written' : 'refused' });
    }
  });

  it.each<[string, unknown]>([
    ['that PHP writes as an object', { 1: { title: 'variant 12 not found' } }],
    ['with a row that is none', [null, { title: 'variant 12 not found' }]],
    ['of mere words', ['variant 12 not found']],
  ])('422: errors %s name the one at fault', async (_, batch_errors) => {
    const { store } = storeAnswering(() => answering(422, { batch_errors }));
    const asked = [{ id: 1, inventoryLevel: 3 }, ...levels];
    expect(await store.catalogue.variants.updateLevels(asked)).toMatchObject([
      { id: 1, named: false },
      { id: 11, named: false },
      { id: 12, named: true, message: 'variant 12 not found' },
    ]);
  });

  it('422: all refused, the named one is at fault', async () => {
    const body = { batch_errors: [{ status: 422, title: 'variant 12 not found', errors: {} }] };
    const { store } = storeAnswering(() => answering(422, body));
    expect(await store.catalogue.variants.updateLevels(levels)).toMatchObject([
      { id: 11, outcome: 'refused', named: false },
      { id: 12, outcome: 'refused', named: true },
    ]);
  });

  it('anything else is a failure of its class', async () => {
    for (const [answer, type] of [
      [answering(413, { title: 'too large' }), 'Rejected'],
      [answering(429), 'Throttled'],
      [answering(500), 'Unavailable'],
      [{ status: 200, headers: {}, text: '' }, 'UnexpectedResponse'],
    ] as const) {
      const { store } = storeAnswering(() => answer);
      await expect(store.catalogue.products.updateLevels(levels)).rejects.toMatchObject({ type });
    }
  });

  it('too many at once are a mistake of the caller, and nothing is sent', async () => {
    const { store, sent } = storeAnswering(() => answering(200, { data: [] }));
    const eleven = Array.from({ length: 11 }, (_, id) => ({ id, inventoryLevel: 1 }));
    await expect(store.catalogue.products.updateLevels(eleven)).rejects.toThrow(RangeError);
    expect(await store.catalogue.products.updateLevels([])).toEqual([]);
    expect(sent).toHaveLength(0);
  });
});

describe('inventory', () => {
  const items = [
    { locationId: 1, variantId: 106, quantity: 1 },
    { locationId: 1, productId: 106, quantity: 2 },
    { locationId: 1, sku: 'A-1', quantity: 3 },
    { locationId: 1, sku: 'A-10', quantity: 4 },
  ];

  it.each([200, 202, 204])(
    'is accepted by the status %i without a body, and never by a proxy’s page',
    async (status) => {
      const empty = storeAnswering(() => answering(status));
      expect(await empty.store.inventory.setAbsolute({ reason: 'myOGO', items })).toMatchObject({
        outcome: 'accepted',
      });
      const page = storeAnswering(() => ({ ...answering(status), text: '<html>Welcome</html>' }));
      await expect(page.store.inventory.setAbsolute({ reason: 'myOGO', items })).rejects.toMatchObject({
        type: 'UnexpectedResponse',
      });
    },
  );

  it('is set at once, and accepted', async () => {
    const { store, sent } = storeAnswering(() => answering(200, { transaction_id: '8ab' }));
    expect(await store.inventory.setAbsolute({ reason: 'myOGO', items })).toEqual({
      outcome: 'accepted',
      transactionId: '8ab',
    });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      reason: 'myOGO',
      items: [
        { location_id: 1, variant_id: 106, quantity: 1 },
        { location_id: 1, product_id: 106, quantity: 2 },
        { location_id: 1, sku: 'A-1', quantity: 3 },
        { location_id: 1, sku: 'A-10', quantity: 4 },
      ],
    });
  });

  it.each([
    ['[Item with variant_id 106 is tracked by product, please update stock by product id]', [0]],
    ['Items with identity: [product_id 106] requires absolute adjustment before relative', [1]],
    ['[Item with sku A-10 is not there]', [3]],
    ['[Item with sku A-1 is not there]', [2]],
    ['something is wrong', []],
  ])('names the items that are at fault: %s', async (title, places) => {
    const { store } = storeAnswering(() =>
      answering(422, { status: 422, title, errors: {} }, { 'content-type': 'application/problem+json' }),
    );
    expect(await store.inventory.setAbsolute({ reason: 'myOGO', items })).toMatchObject({
      outcome: 'refused',
      named: places.map((place) => items[place]),
    });
  });

  it('is read with filters, to the last page that the store names', async () => {
    const row = {
      identity: { sku: 'A', product_id: 1, variant_id: 2, sku_id: null },
      locations: [
        {
          location_id: 1,
          available_to_sell: 4,
          total_inventory_onhand: 5,
          location_enabled: true,
          settings: { safety_stock: 1 },
        },
      ],
    };
    const { store, sent } = storeAnswering(() =>
      answering(200, { data: [row], meta: { pagination: { total_pages: 2 } } }),
    );
    const rows = [];
    for await (const page of store.inventory.pages({ skus: ['A', 'B,C'] })) rows.push(...page.rows);
    expect(sent).toHaveLength(2);
    expect(sent[0]?.url.searchParams.get('limit')).toBe('1000');
    expect(rows[0]).toEqual({
      sku: 'A',
      productId: 1,
      variantId: 2,
      locations: [{ locationId: 1, availableToSell: 4, onHand: 5, safetyStock: 1 }],
    });
  });

  it('tells when the store deducts by itself', async () => {
    const { store } = storeAnswering(() =>
      answering(200, { data: { update_stock_behavior: 'order_placed', edit_order_stock_adjustment: true } }),
    );
    expect(await store.inventory.settings()).toEqual({
      updateStockBehavior: 'order_placed',
      editOrderStockAdjustment: true,
      refundOrderStockAdjustment: false,
    });
  });
});

it('half a character in a SKU costs no other SKU that is asked for with it', async () => {
  const { store, sent } = storeAnswering(() => answering(200, { data: [], meta: {} }));
  await store.catalogue.products.list({ skus: ['A\ud83d', 'B'] });
  expect(sent[0]?.path).toContain(encodeURIComponent('A\ufffd,B'));
});
