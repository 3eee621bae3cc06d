import { createBigCommerce, type StoreApi } from '../../../src/bigcommerce/client.ts';
import { createQuotaBudget } from '../../../src/http/budget.ts';
import type { Answer } from '../../../src/http/headers.ts';
import { fixedTransport, type SentRequest } from '../http/fixed-transport.ts';

/** A store's API whose answers come from a function of method, path below the store and query. */
export function storeAnswering(
  respond: (method: string, path: string, query: URLSearchParams, body: unknown) => Answer,
): {
  store: StoreApi;
  sent: SentRequest[];
} {
  const transport = fixedTransport(({ method, url, body }) =>
    respond(
      method,
      url.pathname.replace('/stores/abc123', ''),
      url.searchParams,
      body === undefined ? undefined : JSON.parse(body),
    ),
  );
  const bigcommerce = createBigCommerce({
    apiUrl: 'https://api.example.test/',
    transport,
    // Room for 10,000 stores is made at once, which thousands of clients of one store would feel.
    budget: createQuotaBudget({ maxStores: 1 }),
  });
  return {
    store: bigcommerce.store({
      storeHash: 'abc123',
      apiToken: 'secret-token',
      credentialsVersion: 3,
      priority: 'orders',
    }),
    sent: transport.sent,
  };
}

/** A line as V2 writes it. */
export function lineRow(id: number, over: object = {}): object {
  return {
    id,
    order_id: 100,
    product_id: 7,
    variant_id: 8,
    order_address_id: 5,
    name: 'Shirt',
    sku: `SKU-${id}`,
    upc: '',
    type: 'physical',
    price_inc_tax: '24.9000',
    quantity: 1,
    quantity_shipped: 0,
    quantity_refunded: 0,
    is_refunded: false,
    parent_order_product_id: null,
    is_bundled_product: false,
    ...over,
  };
}

/** An order as V2 writes it. */
export function orderRow(id: number, over: object = {}): object {
  return {
    id,
    status_id: 11,
    status: 'Awaiting Fulfillment',
    date_created: 'Thu, 18 Jun 2026 14:34:50 +0000',
    date_modified: 'Thu, 18 Jun 2026 14:35:00 +0000',
    date_shipped: '',
    currency_code: 'EUR',
    is_deleted: false,
    order_is_digital: false,
    customer_message: null,
    staff_notes: '',
    payment_method: 'Manual',
    external_order_id: '',
    items_total: 2,
    items_shipped: 0,
    total_inc_tax: '49.8000',
    billing_address: { first_name: 'Jane', email: 'jane@example.test', phone: '040123' },
    consignments: { url: 'https://api.example.test/x', resource: '/orders/1/consignments' },
    ...over,
  };
}

/** A shipping consignment as V2 writes it. */
export function consignmentRow(id: number, lines: readonly unknown[], over: object = {}): object {
  return {
    id,
    first_name: 'Jane',
    last_name: 'Doe',
    company: '',
    street_1: 'Street 1',
    street_2: null,
    city: 'Helsinki',
    state: '',
    zip: '00100',
    country: 'Finland',
    country_iso2: 'FI',
    phone: '040123',
    email: '',
    shipping_method: 'Flat Rate',
    shipping_zone_id: 1,
    items_total: lines.length,
    items_shipped: 0,
    line_items: lines,
    ...over,
  };
}

/** The consignments of an order as V2 writes them. */
export function consignments(shipping: readonly object[], over: object = {}): object {
  return { pickups: [], shipping, downloads: [], email: { gift_certificates: [] }, ...over };
}
