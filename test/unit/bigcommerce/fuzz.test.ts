import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { StoreApi } from '../../../src/bigcommerce/client.ts';
import { anyAnswer, expectTyped, times } from '../http/arbitrary-answers.ts';
import { consignmentRow, consignments, lineRow, orderRow, storeAnswering } from './store.ts';

async function drained(pages: AsyncIterable<{ readonly more: boolean }>): Promise<void> {
  for await (const page of pages) if (!page.more) return;
}

const paged = (row: object): object => ({ data: [row], meta: { pagination: { total_pages: 1, current_page: 1 } } });
const fullOrder = orderRow(1, {
  consignments: consignments([consignmentRow(5, [lineRow(1), lineRow(2)])], {
    pickups: [{ line_items: [lineRow(3)] }],
  }),
});

const operations: [string, unknown, (store: StoreApi) => Promise<unknown>][] = [
  ['orders', [orderRow(1), orderRow(2)], (store) => drained(store.orders.pages({}))],
  ['orders with lines', [fullOrder], (store) => store.orders.list({ withLines: true })],
  ['an order', fullOrder, (store) => store.orders.get(1, { withLines: true })],
  ['an order’s update', orderRow(1), (store) => store.orders.update(1, { statusId: 9, staffNotes: 'n' })],
  [
    'shipments',
    [
      {
        id: 1,
        order_id: 1,
        order_address_id: 1,
        date_created: 'Thu, 18 Jun 2026 14:34:50 +0000',
        items: [{ order_product_id: 1, quantity: 1 }],
      },
    ],
    (store) => store.shipments.list(1),
  ],
  [
    'a shipment',
    {
      id: 1,
      order_id: 1,
      date_created: 'Thu, 18 Jun 2026 14:34:50 +0000',
      items: [{ order_product_id: 1, quantity: 1 }],
    },
    (store) => store.shipments.create(1, { addressId: 1, lines: [] }),
  ],
  [
    'an address',
    { id: 1, order_id: 1, first_name: 'Jane' },
    (store) => store.addresses.update(1, 1, { firstName: 'Jane' }),
  ],
  ['quotes', { method_id: 1, provider_code: 'x' }, (store) => store.quotes.list(1, 1)],
  [
    'products',
    paged({ id: 1, name: 'x', price: 1.5, primary_image: { url_zoom: 'x' } }),
    (store) => drained(store.catalogue.products.pages({})),
  ],
  [
    'variants',
    paged({ id: 1, sku: 'x', option_values: [{ label: 'x' }] }),
    (store) => drained(store.catalogue.variants.pages({})),
  ],
  ['customs', paged({ product_id: 1, hs_codes: { ALL: '1' } }), (store) => store.catalogue.customs([1])],
  [
    'levels',
    { data: [{ id: 1, inventory_level: 1 }], errors: { status: 422, title: 'x' } },
    (store) => store.catalogue.variants.updateLevels([{ id: 1, inventoryLevel: 1 }]),
  ],
  [
    'inventory',
    paged({ identity: { sku: 'x' }, locations: [{ location_id: 1, available_to_sell: 1, total_inventory_onhand: 1 }] }),
    (store) => drained(store.inventory.pages({})),
  ],
  [
    'an adjustment',
    { transaction_id: 'x', title: 'variant_id 1' },
    (store) => store.inventory.setAbsolute({ reason: 'r', items: [{ locationId: 1, variantId: 1, quantity: 1 }] }),
  ],
  [
    'zones',
    [{ id: 1, name: 'x', locations: [{ country_iso2: 'FI' }], free_shipping: { enabled: true } }],
    (store) => store.shipping.zones(),
  ],
  ['transactions', paged({ id: 1, amount: 1 }), (store) => store.transactions.list(1)],
  ['hooks', paged({ id: 1, scope: 'x' }), (store) => store.hooks.list()],
  ['the store', { id: 'x', name: 'x' }, (store) => store.store.get()],
];

describe('whatever BigCommerce answers, the outcome is a value or a typed, discreet failure', () => {
  it.each(operations)('%s', { timeout: 120_000 * times }, async (_name, document, run) => {
    await fc.assert(
      // Pages are answered one after the other; the last answer stays, so that a list that never ends is met, too.
      fc.asyncProperty(fc.array(anyAnswer(document), { minLength: 1, maxLength: 3 }), async (answers) => {
        let next = 0;
        const { store } = storeAnswering(() => {
          const answer = answers[Math.min(next, answers.length - 1)];
          next += 1;
          return answer ?? { status: 500, headers: {}, text: '' };
        });
        await expectTyped(() => run(store), ['secret-token']);
      }),
      { numRuns: 350 * times },
    );
  });
});
