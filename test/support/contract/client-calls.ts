import type { StoreApi } from '../../../src/bigcommerce/client.ts';
import type { MerchantApi } from '../../../src/myogo/client.ts';
import type { Page } from '../../../src/http/paging.ts';

/** A call of each method of an API; the compiler misses none, also of resources within resources. */
type CallsOf<Root, Part, Scene> = {
  readonly [Name in keyof Part]: Part[Name] extends (...args: never[]) => unknown
    ? (api: Root, scene: Scene) => Promise<unknown>
    : CallsOf<Root, Part[Name], Scene>;
};

/** What the calls to the store are about. */
export interface StoreScene {
  readonly orderId: number;
  readonly addressId: number;
  readonly lineId: number;
  readonly productId: number;
  readonly variantId: number;
  readonly sku: string;
}

/** What the calls to the warehouse are about. */
export interface WarehouseScene {
  readonly sku: string;
  readonly reference: string;
}

const since = '2020-01-01T00:00:00Z';
const person = { firstName: 'Ada', lastName: 'Lähde', street1: 'Testikatu 5', city: 'Helsinki', phone: '040 123' };

async function drained<Row>(pages: AsyncGenerator<Page<Row>, void, undefined>): Promise<void> {
  while ((await pages.next()).done !== true);
}

/** Every method of the store's client, with all that it can send. */
export const storeCalls: CallsOf<StoreApi, StoreApi, StoreScene> = {
  access: {
    information: { read: (store) => store.access.information.read() },
    orders: { read: (store) => store.access.orders.read(), modify: (store) => store.access.orders.modify() },
    transactions: { read: (store) => store.access.transactions.read() },
    products: { read: (store) => store.access.products.read(), modify: (store) => store.access.products.modify() },
    inventory: { read: (store) => store.access.inventory.read(), modify: (store) => store.access.inventory.modify() },
    locations: { read: (store) => store.access.locations.read() },
  },
  store: { get: (store) => store.store.get() },
  time: { get: (store) => store.time.get() },
  statuses: { list: (store) => store.statuses.list() },
  orders: {
    listForStock: async (store) => {
      await store.orders.listForStock({ statusId: 11, sort: 'id:asc' });
    },
    list: async (store, { orderId }) => {
      await store.orders.list({
        minDateModified: since,
        maxDateModified: '2099-01-01T00:00:00Z',
        minDateCreated: since,
        maxDateCreated: '2099-01-01T00:00:00Z',
        statusId: 11,
        minId: orderId,
        maxId: orderId,
        sort: 'date_modified:asc',
        page: 1,
        limit: 50,
      });
      await store.orders.list({ withLines: true });
      await store.orders.list({ minId: orderId + 1_000_000 });
    },
    pages: (store) => drained(store.orders.pages({ withLines: true, sort: 'id:asc' })),
    get: async (store, { orderId }) => {
      await store.orders.get(orderId);
      await store.orders.get(orderId, { withLines: true });
    },
    update: (store, { orderId }) => store.orders.update(orderId, { statusId: 9, staffNotes: 'taken by the warehouse' }),
  },
  orderProducts: {
    all: (store, { orderId }) => store.orderProducts.all(orderId),
    pages: (store, { orderId }) => drained(store.orderProducts.pages(orderId)),
  },
  addresses: {
    list: (store, { orderId }) => store.addresses.list(orderId),
    get: (store, { orderId, addressId }) => store.addresses.get(orderId, addressId),
    update: (store, { orderId, addressId }) => store.addresses.update(orderId, addressId, person),
  },
  quotes: { list: (store, { orderId, addressId }) => store.quotes.list(orderId, addressId) },
  shipments: {
    list: (store, { orderId }) => store.shipments.list(orderId),
    create: (store, { orderId, addressId, lineId }) =>
      store.shipments.create(orderId, {
        addressId,
        lines: [{ orderProductId: lineId, quantity: 1 }],
        trackingNumber: 'JJFI1',
        trackingLink: 'https://track.example.test/JJFI1',
        trackingCarrier: '',
        comments: 'ogoship',
        shippingMethod: 'DHL Express',
      }),
    update: async (store, { orderId }) => {
      const [shipment] = await store.shipments.list(orderId);
      await store.shipments.update(orderId, shipment?.id ?? 0, { trackingNumber: 'JJFI2', comments: 'ogoship' });
    },
  },
  transactions: { list: (store, { orderId }) => store.transactions.list(orderId) },
  metafields: {
    list: (store, { orderId }) => store.metafields.list(orderId, { namespace: 'ogoship', key: 'reference' }),
    ordersWith: (store) => store.metafields.ordersWith({ namespace: 'ogoship', key: 'decisions' }),
    create: (store, { orderId }) =>
      store.metafields.create(orderId, { namespace: 'ogoship', key: 'reference', value: `abc-${orderId}` }),
    update: async (store, { orderId }) => {
      const { id } = await store.metafields.create(orderId, { namespace: 'ogoship', key: 'decisions', value: '{}' });
      await store.metafields.update(orderId, id, { namespace: 'ogoship', key: 'decisions', value: '{"format":1}' });
    },
  },
  shipping: {
    zones: (store) => store.shipping.zones(),
    methods: async (store) => {
      for (const zone of (await store.shipping.zones()).rows) await store.shipping.methods(zone.id);
    },
  },
  catalogue: {
    products: {
      list: async (store, { productId, sku }) => {
        await store.catalogue.products.list({
          ids: [productId, productId + 1],
          minDateModified: since,
          isVisible: true,
          sort: 'date_modified',
          include: ['primary_image'],
        });
        await store.catalogue.products.list({ skus: [sku], includeFields: ['id', 'name', 'sku', 'inventory_level'] });
        await store.catalogue.products.list({ includeFields: ['id'], limit: 1 });
      },
      pages: (store) => drained(store.catalogue.products.pages({ limit: 250 })),
      updateLevels: (store, { productId }) =>
        store.catalogue.products.updateLevels([{ id: productId, inventoryLevel: 7 }]),
    },
    variants: {
      list: async (store, { productId, sku }) => {
        await store.catalogue.variants.list({ sku });
        await store.catalogue.variants.list({
          productIds: [productId, productId + 1],
          includeFields: ['sku', 'product_id'],
        });
      },
      pages: (store) => drained(store.catalogue.variants.pages({ limit: 250 })),
      updateLevels: (store, { variantId }) =>
        store.catalogue.variants.updateLevels([{ id: variantId, inventoryLevel: 8 }]),
    },
    customs: (store, { productId }) => store.catalogue.customs([productId, productId + 1]),
  },
  inventory: {
    items: async (store, { sku, productId, variantId }) => {
      await store.inventory.items({ skus: [sku], locationId: 1 });
      await store.inventory.items({ variantIds: [variantId, variantId + 1], productIds: [productId] });
    },
    pages: (store) => drained(store.inventory.pages({ locationId: 1 })),
    locations: (store) => store.inventory.locations(),
    setAbsolute: async (store, { sku, variantId, productId }) => {
      const adjust = (level: { sku: string } | { variantId: number } | { productId: number }) =>
        store.inventory.setAbsolute({ reason: 'stock at myOGO', items: [{ locationId: 1, quantity: 5, ...level }] });
      await adjust({ sku });
      await adjust({ variantId });
      await adjust({ productId });
    },
    settings: (store) => store.inventory.settings(),
  },
  hooks: {
    list: (store) => store.hooks.list(),
    blocked: (store) => store.hooks.blocked(),
    create: (store) =>
      store.hooks.create({
        scope: 'store/order/*',
        destination: 'https://hooks.example.test/orders',
        headers: { 'x-shared': 'word' },
      }),
    update: async (store) => {
      for (const { id } of (await store.hooks.list()).rows) await store.hooks.update(id, { isActive: false });
    },
    remove: async (store) => {
      for (const { id } of (await store.hooks.list()).rows) await store.hooks.remove(id);
    },
  },
};

const customer = {
  name: 'Ada Lähde',
  company: 'Test Oy',
  address1: 'Testikatu 5',
  address2: 'B 3',
  city: 'Helsinki',
  countryCode: 'FI',
  zip: '00100',
  phone: '+358401234567',
  email: 'ada@example.test',
};

/** Every method of the warehouse's client, with all that it can send. */
export const warehouseCalls: CallsOf<MerchantApi, MerchantApi, WarehouseScene> = {
  orders: {
    byReference: async (merchant, { reference }) => {
      await merchant.orders.byReference(reference);
      await merchant.orders.byReference('never-seen');
    },
    found: (merchant, { reference }) => merchant.orders.found(reference),
    changedSince: (merchant) => merchant.orders.changedSince(since, { page: 1, limit: 50 }),
    pages: (merchant) => drained(merchant.orders.pages({ modifiedAfter: since })),
    full: (merchant, { reference }) => merchant.orders.full(reference),
    create: (merchant, { sku, reference }) =>
      merchant.orders.create({
        reference,
        shippingCode: 'DHL-EXPRESS',
        customer,
        orderLines: [
          {
            code: sku,
            quantity: 2,
            unitPrice: 24.9,
            vatPercentage: 25.5,
            productInfoUrl: 'https://shop.example.test/a',
            productPictureUrl: 'https://shop.example.test/a.jpg',
          },
        ],
        comments: 'Ring the bell',
        priceTotal: 49.8,
        priceCurrency: 'EUR',
        test: true,
      }),
    update: async (merchant, { reference }) => {
      const order = await merchant.orders.full(reference);
      if (order) await merchant.orders.update(reference, { ...order, status: 'Cancelled' });
    },
  },
  products: {
    byCode: (merchant, { sku }) => merchant.products.byCode(sku),
    list: (merchant) => merchant.products.list({ modifiedAfter: since, page: 1, limit: 50 }),
    pages: (merchant) => drained(merchant.products.pages({})),
    create: (merchant) =>
      merchant.products.create({
        code: 'NEW-1',
        languageCode: 'en',
        name: 'A new thing',
        description: 'Blue',
        supplier: 'Maker',
        supplierCode: 'M-1',
        group: 'Things',
        eanCode: '6400000000000',
        supplyPrice: 3.5,
        salesPrice: 9.9,
        currencyCode: 'EUR',
        infoUrl: 'https://shop.example.test/new',
        pictureUrl: 'https://shop.example.test/new.jpg',
        countryOfOrigin: 'FI',
        customsDescription: 'Thing',
        hsCode: '61091000',
      }),
    update: (merchant, { sku }) => merchant.products.update(sku, { code: sku, languageCode: 'en', name: 'Renamed' }),
  },
  stock: {
    byCode: async (merchant, { sku }) => {
      await merchant.stock.byCode(sku);
      await merchant.stock.byCode('never-seen');
    },
    list: (merchant) => merchant.stock.list({ modifiedAfter: since }),
    pages: (merchant) => drained(merchant.stock.pages({})),
  },
  stockUpdates: {
    list: (merchant) => merchant.stockUpdates.list({ modifiedAfter: since, reference: 'PO-1' }),
    pages: (merchant) => drained(merchant.stockUpdates.pages({})),
    create: (merchant, { sku }) =>
      merchant.stockUpdates.create({
        reference: 'PO-1',
        supplier: 'Maker',
        receiveDate: '2026-12-01T00:00:00Z',
        merchantComments: 'Two boxes',
        trackingCodes: ['BOX-1'],
        products: [{ code: sku, name: 'A thing', expectedQuantity: 10, countryOfOrigin: 'FI', hsCode: '61091000' }],
      }),
  },
  webhooks: {
    list: (merchant) => merchant.webhooks.list(),
    create: (merchant) =>
      merchant.webhooks.create({ url: 'https://hooks.example.test/o', key: 'k', type: 'OrderShipped' }),
    update: async (merchant) => {
      for (const { id, url } of (await merchant.webhooks.list()).rows)
        await merchant.webhooks.update(id, { url, key: 'k2', type: 'OrderShipped', customHeaders: { 'x-a': 'b' } });
    },
    remove: async (merchant) => {
      for (const { id } of (await merchant.webhooks.list()).rows) await merchant.webhooks.remove(id);
    },
  },
};

/** Calls every function of a table in its order, with its path as a name. */
export async function callAll(
  calls: object,
  api: unknown,
  scene: unknown,
  failed: (call: string, error: unknown) => void,
  path = '',
): Promise<void> {
  for (const [name, call] of Object.entries(calls)) {
    const at = path === '' ? name : `${path}.${name}`;
    if (typeof call === 'function') {
      // The tables above hold functions of this kind and nested tables, nothing else.
      const run = call as (api: unknown, scene: unknown) => Promise<unknown>;
      await run(api, scene).catch((error: unknown) => failed(at, error));
    } else await callAll(call as object, api, scene, failed, at);
  }
}
