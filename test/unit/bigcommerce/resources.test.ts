import { describe, expect, it } from 'vitest';
import { answering } from '../http/fixed-transport.ts';
import { storeAnswering } from './store.ts';

const paged = (data: unknown, total_pages = 1) => answering(200, { data, meta: { pagination: { total_pages } } });

describe('the catalogue', () => {
  it('reads products and variants with their habits', async () => {
    const product = {
      id: 7,
      name: 'Shirt',
      type: 'physical',
      sku: '',
      description: '<p>x</p>',
      weight: 1.5,
      price: 24.9,
      cost_price: 0,
      inventory_level: 3,
      inventory_tracking: 'product',
      is_visible: true,
      date_modified: '2026-04-28T12:48:38+00:00',
      base_variant_id: null,
      custom_url: { url: '/shirt/', is_customized: false },
      primary_image: { url_zoom: 'https://cdn.example.test/z.jpg', url_standard: 'https://cdn.example.test/s.jpg' },
      upc: '',
    };
    const variant = {
      purchasing_disabled: true,
      id: 8,
      product_id: 7,
      sku: 'S-XS',
      price: null,
      inventory_level: 0,
      image_url: '',
      option_values: [{ option_display_name: 'Size', label: 'XS' }],
    };
    const { store, sent } = storeAnswering((_method, path) => paged(path.endsWith('products') ? [product] : [variant]));
    const products = await store.catalogue.products.list({
      ids: [7, 9],
      includeFields: ['name', 'sku'],
      include: ['primary_image'],
    });
    expect(products.rows[0]).toMatchObject({
      price: '24.9',
      upc: undefined,
      inventoryLevel: 3,
      baseVariantId: undefined,
      customUrl: '/shirt/',
      dateModified: '2026-04-28T12:48:38.000Z',
      pictureUrl: 'https://cdn.example.test/z.jpg',
    });
    expect(sent[0]?.url.searchParams.get('id:in')).toBe('7,9');
    expect(sent[0]?.url.searchParams.get('include_fields')).toBe('name,sku');
    const variants = await store.catalogue.variants.list({ sku: 'S&X+1' });
    expect(variants.rows[0]).toMatchObject({
      purchasingDisabled: true,
      sku: 'S-XS',
      price: undefined,
      inventoryLevel: 0,
      pictureUrl: undefined,
      options: [{ name: 'Size', value: 'XS' }],
    });
    expect(sent[1]?.url.searchParams.get('sku')).toBe('S&X+1');
  });

  it('takes a missing level for unknown, never for zero', async () => {
    const { store } = storeAnswering(() => paged([{ id: 1 }]));
    expect((await store.catalogue.products.list({})).rows[0]?.inventoryLevel).toBeUndefined();
    expect((await store.catalogue.variants.list({})).rows[0]?.inventoryLevel).toBeUndefined();
  });

  it('stops paging at an empty page, whatever the store says there is', async () => {
    const { store, sent } = storeAnswering((_method, _path, query) =>
      paged(query.get('page') === '1' ? [{ id: 1 }] : [], 9),
    );
    const pages = [];
    for await (const page of store.catalogue.variants.pages({})) pages.push(page);
    expect(sent).toHaveLength(2);
    expect(pages).toHaveLength(2);
  });

  it('pages by short pages where the store tells no number', async () => {
    for (const meta of [undefined, {}, [], { pagination: [] }]) {
      const { store, sent } = storeAnswering((_method, _path, query) =>
        answering(200, { data: query.get('page') === '1' ? [{ id: 1 }, { id: 2 }] : [{ id: 3 }], meta }),
      );
      const ids: number[] = [];
      for await (const page of store.catalogue.variants.pages({ limit: 2 }))
        ids.push(...page.rows.map((row) => row.id));
      expect(ids).toEqual([1, 2, 3]);
      expect(sent).toHaveLength(2);
    }
  });

  it('reads customs information', async () => {
    const rows = [
      { product_id: 7, country_of_origin: 'FI', commodity_description: 'Shirt', hs_codes: { ALL: '610910' } },
      { product_id: 8, country_of_origin: null, hs_codes: [] },
    ];
    const { store } = storeAnswering(() => paged(rows));
    expect((await store.catalogue.customs([7, 8])).rows).toEqual([
      { productId: 7, countryOfOrigin: 'FI', description: 'Shirt', hsCodes: { ALL: '610910' } },
      { productId: 8, countryOfOrigin: undefined, description: undefined, hsCodes: {} },
    ]);
  });
});

describe('what is around an order', () => {
  const address = {
    id: 5,
    order_id: 100,
    first_name: 'Jane',
    last_name: 'Doe',
    street_1: 'Street 1',
    city: 'Helsinki',
    country_iso2: 'FI',
    shipping_method: 'None',
    shipping_zone_id: 0,
    items_total: 1,
    items_shipped: 0,
  };

  it('addresses are listed, read and corrected', async () => {
    const { store, sent } = storeAnswering((_method, path) =>
      answering(200, path.endsWith('addresses') ? [address] : address),
    );
    expect(await store.addresses.list(100)).toMatchObject([
      { addressId: 5, method: 'None', zoneId: undefined, person: { firstName: 'Jane' } },
    ]);
    expect((await store.addresses.get(100, 5)).itemsTotal).toBe(1);
    await store.addresses.update(100, 5, { zip: '00100' });
    expect(sent[2]).toMatchObject({ method: 'PUT', body: '{"zip":"00100"}' });
  });

  it('a refusal of an address repeats nothing of the person', async () => {
    const { store } = storeAnswering(() =>
      answering(400, [{ status: 400, message: 'Meikäläinen of Testikatu 5 is not valid' }]),
    );
    const updating = store.addresses.update(100, 5, { lastName: 'Meikäläinen', street1: 'Testikatu 5' });
    await expect(updating).rejects.toMatchObject({
      type: 'Rejected',
      message: expect.stringContaining('[value] of [value] is not valid') as string,
    });
  });

  it.each([
    ['one object', { id: '16', method_id: 3, shipping_provider_id: 'bcstatic', provider_code: 'peritem' }],
    ['a list', [{ id: '16', method_id: '3', shipping_provider_id: 'bcstatic', provider_code: 'peritem' }]],
  ])('quotes come as %s', async (_name, body) => {
    const { store } = storeAnswering(() => answering(200, body));
    expect(await store.quotes.list(100, 5)).toMatchObject([{ methodId: '3', providerId: 'bcstatic' }]);
  });

  it('quotes, lines and transactions may be none', async () => {
    const { store } = storeAnswering(() => answering(204));
    expect(await store.quotes.list(100, 5)).toEqual([]);
    expect((await store.transactions.list(100)).rows).toEqual([]);
    for await (const page of store.orderProducts.pages(100)) expect(page.rows).toEqual([]);
  });

  it('transactions and metafields are read and written', async () => {
    const { store, sent } = storeAnswering((method, path) => {
      if (path.endsWith('transactions'))
        return paged([{ id: 1, event: 'capture', amount: 10.5, currency: 'EUR', status: 'ok', order_id: '100' }]);
      const row = { id: 2, namespace: 'n', key: 'k', value: 'v' };
      return method === 'POST' ? answering(200, { data: row, meta: {} }) : paged([row]);
    });
    expect((await store.transactions.list(100)).rows).toMatchObject([{ event: 'capture', amount: '10.5' }]);
    expect(await store.metafields.list(100, { namespace: 'n' })).toEqual([
      { id: 2, namespace: 'n', key: 'k', value: 'v' },
    ]);
    await store.metafields.create(100, { namespace: 'n', key: 'k', value: 'v' });
    expect(JSON.parse(sent[2]?.body ?? '')).toMatchObject({ permission_set: 'read' });
  });
});

describe('the store itself', () => {
  it('tells its time, its information, its statuses', async () => {
    const { store } = storeAnswering((_method, path) => {
      if (path === '/v2/time') return answering(200, { time: 1_529_512_970 });
      if (path === '/v2/store')
        return answering(200, {
          id: 'abc123',
          name: 'Shop',
          status: 'live',
          currency: 'EUR',
          weight_units: 'KGS',
          timezone: { name: 'Europe/Helsinki', raw_offset: 7200 },
        });
      return answering(200, [
        { id: 11, name: 'Awaiting Fulfillment', system_label: 'Awaiting Fulfillment', custom_label: 'To do' },
      ]);
    });
    expect(await store.time.get()).toBe(1_529_512_970_000);
    expect(await store.store.get()).toMatchObject({
      id: 'abc123',
      status: 'live',
      weightUnits: 'KGS',
      language: '',
      timeZone: 'Europe/Helsinki',
    });
    expect((await store.statuses.list()).rows).toMatchObject([{ id: 11, customLabel: 'To do' }]);
  });

  it('lists its zones and methods, which have no pages', async () => {
    const { store, sent } = storeAnswering((_method, path) =>
      path.endsWith('methods')
        ? answering(200, [{ id: 3, name: 'Flat Rate', type: 'perorder', enabled: true, settings: [] }])
        : answering(200, [
            {
              id: 1,
              name: 'Finland',
              type: 'country',
              enabled: true,
              locations: [{ country_iso2: 'FI' }, { country_iso2: 'FI' }],
              free_shipping: { enabled: true },
            },
            { id: 2, name: 'World', type: 'global', enabled: false, locations: [], free_shipping: [] },
          ]),
    );
    expect((await store.shipping.zones()).rows).toEqual([
      { id: 1, name: 'Finland', type: 'country', enabled: true, countries: ['FI'], freeShipping: true },
      { id: 2, name: 'World', type: 'global', enabled: false, countries: [], freeShipping: false },
    ]);
    expect((await store.shipping.methods(1)).rows).toEqual([
      { id: 3, name: 'Flat Rate', type: 'perorder', enabled: true },
    ]);
    expect(sent[0]?.url.search).toBe('');
  });

  it('keeps its webhooks', async () => {
    const row = { id: 4, scope: 'store/order/*', destination: 'https://x.example.test/h', is_active: true };
    const { store, sent } = storeAnswering((method) =>
      method === 'GET' ? paged([row]) : answering(200, { data: row, meta: {} }),
    );
    expect((await store.hooks.list()).rows).toEqual([
      { id: 4, scope: row.scope, destination: row.destination, isActive: true },
    ]);
    await store.hooks.create({ scope: row.scope, destination: row.destination, headers: { 'x-key': 's' } });
    expect(JSON.parse(sent[1]?.body ?? '')).toMatchObject({ is_active: true, headers: { 'x-key': 's' } });
    await store.hooks.update(4, { isActive: true });
    expect(sent[2]?.body).toBe('{"is_active":true}');
    await store.hooks.remove(4);
    expect(sent[3]?.method).toBe('DELETE');
  });

  it.each([
    [{ blocked_domains: null }, []],
    [{ emails: [] }, []],
    [{ blocked_domains: [{ destination: 'x.test' }] }, [{ destination: 'x.test', secondsLeft: 0, reasons: [] }]],
    [
      {
        blocked_domains: [
          { destination: 'https://x.test', time_left: 90, reasons: [{ failure_description: 'HTTP 503', count: 12 }] },
        ],
      },
      [{ destination: 'https://x.test', secondsLeft: 90, reasons: ['HTTP 503: 12'] }],
    ],
    // One odd entry hides no other.
    [
      { blocked_domains: { 1: null, 2: { destination: 'x.test', time_left: '90', reasons: 'many' } } },
      [{ destination: 'x.test', secondsLeft: 90, reasons: [] }],
    ],
    [
      {
        blocked_domains: [
          5,
          { destination: 'x.test', reasons: [null, { failure_description: 'HTTP 503', count: '12' }] },
        ],
      },
      [{ destination: 'x.test', secondsLeft: 0, reasons: ['HTTP 503: 12'] }],
    ],
    [{ blocked_domains: 'none' }, []],
  ])('knows the domains that get no webhooks: %j', async (data, blocked) => {
    const { store, sent } = storeAnswering(() => answering(200, { data, meta: {} }));
    expect(await store.hooks.blocked()).toEqual(blocked);
    expect(sent[0]?.url.pathname).toMatch(/\/v3\/hooks\/admin$/);
  });
});
