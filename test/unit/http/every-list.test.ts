import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoreApi } from '../../../src/bigcommerce/client.ts';
import { HttpFailure } from '../../../src/http/failure.ts';
import type { Rows } from '../../../src/http/rows.ts';
import type { MerchantApi } from '../../../src/myogo/client.ts';
import { consignmentRow, consignments, lineRow, orderRow, storeAnswering } from '../bigcommerce/store.ts';
import { merchantAnswering, orderRow as warehouseOrder } from '../myogo/merchant.ts';
import { anyRow, times } from './arbitrary-answers.ts';
import { answering } from './fixed-transport.ts';

type Listed = readonly unknown[] | Rows<unknown>;
/** A list: how one good row looks, by its number, and how it is asked for. */
type Lists<Api> = readonly (readonly [
  name: string,
  row: (id: number) => object,
  list: (api: Api) => Promise<Listed>,
])[];

const withLines = (id: number): object =>
  orderRow(id, { consignments: consignments([consignmentRow(5, [lineRow(1), lineRow(2)])]) });
const shipment = (id: number): object => ({
  ...{ id, order_id: 1, order_address_id: 1, date_created: 'Thu, 18 Jun 2026 14:34:50 +0000' },
  items: [{ order_product_id: 1, quantity: 1 }],
});
const item = (id: number): object => ({
  identity: { sku: `S-${id}`, sku_id: id, variant_id: id, product_id: id },
  locations: [{ location_id: 1, available_to_sell: 1, total_inventory_onhand: 1, settings: {} }],
});
async function first<T>(pages: AsyncGenerator<T>): Promise<T> {
  const { value, done } = await pages.next();
  if (done === true) throw new Error('a list has a first page');
  return value;
}

const ofStore: Lists<StoreApi> = [
  ['orders', (id) => orderRow(id), (store) => store.orders.list({})],
  ['orders with their lines', withLines, (store) => store.orders.list({ withLines: true })],
  ['orders as stock reads them', withLines, (store) => store.orders.listForStock({})],
  ['the lines of an order', (id) => lineRow(id), (store) => first(store.orderProducts.pages(1))],
  ['quotes', (id) => ({ method_id: id, provider_code: 'x' }), (store) => store.quotes.list(1, 1)],
  ['transactions', (id) => ({ id, amount: 1, status: 'ok', gateway: 'x' }), (store) => store.transactions.list(1)],
  ['zones', (id) => ({ id, name: 'x', type: 'country', locations: [] }), (store) => store.shipping.zones()],
  ['methods', (id) => ({ id, name: 'x', type: 'perorder', enabled: true }), (store) => store.shipping.methods(1)],
  ['statuses', (id) => ({ id, name: 'x', system_label: 'x' }), (store) => store.statuses.list()],
  ['products', (id) => ({ id, name: 'x', type: 'physical' }), (store) => store.catalogue.products.list({})],
  ['variants', (id) => ({ id, product_id: 1, sku: `S-${id}` }), (store) => store.catalogue.variants.list({})],
  ['customs', (id) => ({ product_id: id, hs_codes: { ALL: '1' } }), (store) => store.catalogue.customs([1])],
  ['inventory', item, (store) => store.inventory.items({})],
  ['locations', (id) => ({ id, code: 'x', label: 'x', enabled: true }), (store) => store.inventory.locations()],
  [
    'hooks',
    (id) => ({ id, scope: 'x', destination: 'https://x.test', is_active: true }),
    (store) => store.hooks.list(),
  ],
];
/** They mean something only as a whole: a row that cannot be read fails them, by a name. */
const wholes: Lists<StoreApi> = [
  ['addresses', (id) => ({ ...consignmentRow(id, []), order_id: 1 }), (store) => store.addresses.list(1)],
  ['shipments', shipment, (store) => store.shipments.list(1)],
  ['metafields', (id) => ({ id, namespace: 'n', key: 'k', value: 'v' }), (store) => store.metafields.list(1)],
];
const ofWarehouse: Lists<MerchantApi> = [
  ['orders', (id) => warehouseOrder(`r-${id}`), (merchant) => first(merchant.orders.pages({}))],
  ['products', (id) => ({ code: `S-${id}`, languageCode: 'en' }), (merchant) => merchant.products.list({})],
  ['stock', (id) => ({ productCode: `S-${id}`, stock: 1, stockAvailable: 1 }), (merchant) => merchant.stock.list({})],
  [
    'goods in',
    (id) => ({ reference: `P-${id}`, products: [{ code: 'A' }] }),
    (merchant) => merchant.stockUpdates.list({}),
  ],
  ['webhooks', (id) => ({ id: `w-${id}`, url: 'https://x.test', type: 'x' }), (merchant) => merchant.webhooks.list()],
];

const ofSide = {
  store: async (rows: readonly unknown[], list: (store: StoreApi) => Promise<Listed>): Promise<Listed> => {
    const pagination = { total: rows.length, total_pages: 1, current_page: 1, per_page: 250 };
    const body = (path: string) => (path.startsWith('/v3') ? { data: rows, meta: { pagination } } : rows);
    return list(storeAnswering((_, path) => answering(200, body(path))).store);
  },
  warehouse: async (rows: readonly unknown[], list: (merchant: MerchantApi) => Promise<Listed>): Promise<Listed> =>
    list(merchantAnswering(() => answering(200, rows)).merchant),
};
const rowsOf = (listed: Listed): readonly unknown[] => ('rows' in listed ? listed.rows : listed);

/** However odd the row between them is, the two others are what they are without it; and where it is not among the rows it is told of. */
async function keepsTheOthers(
  row: (id: number) => object,
  list: (rows: readonly unknown[]) => Promise<Listed>,
  isWhole = false,
): Promise<void> {
  const [before, after] = [row(1), row(3)];
  const alone = rowsOf(await list([before, after]));
  expect(alone).toHaveLength(2);
  await fc.assert(
    fc.asyncProperty(anyRow(row(2)), async (odd) => {
      try {
        const listed = await list([before, odd, after]);
        const rows = rowsOf(listed);
        expect([rows[0], rows.at(-1)]).toEqual(alone);
        if ('rows' in listed) expect(rows.length + listed.unreadable.length).toBe(3);
        else expect(rows.length).toBeGreaterThanOrEqual(2);
      } catch (error) {
        if (!isWhole || !(error instanceof HttpFailure)) throw error;
        expect(error.type).toBe('UnexpectedResponse');
        expect(error.detail.field).toMatch(/./);
      }
    }),
    { numRuns: 150 * times },
  );
}

describe('no list loses a row by another one', () => {
  it.each(ofStore)('the store’s %s', { timeout: 60_000 * times }, (_, row, list) =>
    keepsTheOthers(row, (rows) => ofSide.store(rows, list)),
  );
  it.each(wholes)('the store’s %s', { timeout: 60_000 * times }, (_, row, list) =>
    keepsTheOthers(row, (rows) => ofSide.store(rows, list), true),
  );
  it.each(ofWarehouse)('the warehouse’s %s', { timeout: 60_000 * times }, (_, row, list) =>
    keepsTheOthers(row, (rows) => ofSide.warehouse(rows, list)),
  );
});
