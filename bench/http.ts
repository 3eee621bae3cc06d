import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { createBigCommerce, type StoreApi } from '../src/bigcommerce/client.ts';
import { createQuotaBudget } from '../src/http/budget.ts';
import { createTransport } from '../src/http/transport.ts';
import { median, summarise, type BenchResult } from './result.ts';

/** Pairs of a measurement: the client beside bare undici, on the same server. */
const PAIRS = 9;
/** Within a pair both take turns this often, so that whatever else the machine does falls on both alike. */
const TURNS = 40;
const REQUESTS_A_TURN = 5;

/**
 * Pages of a list of orders, as the recurring run reads them, one row, and the largest page; and how often both take turns before
 * anything counts: V8 compiles the client, which is more code than the bare one, for some ten thousand requests.
 */
const pageSizes = [
  { rows: 1, warmUps: 60 },
  { rows: 250, warmUps: 15 },
] as const;

/**
 * Our speed over the bare one's: 1 is as fast, 0.5 half as fast. Of the turns the middle ones count: a turn in which the
 * machine did something else says nothing of either. Who goes first changes from turn to turn.
 */
async function ratioOf(ours: () => Promise<void>, bare: () => Promise<void>): Promise<number> {
  const oursMs: number[] = [];
  const bareMs: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    if (turn % 2 === 0) oursMs.push(await millisecondsOf(ours));
    bareMs.push(await millisecondsOf(bare));
    if (turn % 2 === 1) oursMs.push(await millisecondsOf(ours));
  }
  return median(bareMs) / median(oursMs);
}

async function millisecondsOf(request: () => Promise<void>): Promise<number> {
  const started = performance.now();
  for (let count = 0; count < REQUESTS_A_TURN; count += 1) await request();
  return performance.now() - started;
}

/** The whole client (quota, headers, time-outs, classes of failure, checked rows) beside `undici.request` and `JSON.parse`. */
export async function benchHttp(): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const { rows, warmUps } of pageSizes) results.push(await benchPage(rows, warmUps));
  return results;
}

async function benchPage(rows: number, warmUps: number): Promise<BenchResult> {
  const body = JSON.stringify(Array.from({ length: rows }, (_, index) => orderRow(index + 100)));
  // No quota headers: the budget has nothing to stop, as on an unlimited plan.
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has a port
  const url = `http://127.0.0.1:${port}`;
  const transport = createTransport({ userAgent: 'bench' });
  const agent = new Agent();
  try {
    const store = createBigCommerce({ apiUrl: url, transport, budget: createQuotaBudget() }).store({
      storeHash: 'bench',
      apiToken: 'bench',
      priority: 'orders',
    });
    const ours = () => page(store, rows);
    const bare = () => barePage(agent, url, rows);
    // Both are compiled and connected before anything counts.
    for (let warm = 0; warm < warmUps; warm += 1) await ratioOf(ours, bare);
    const ratios: number[] = [];
    for (let pair = 0; pair < PAIRS; pair += 1) ratios.push(await ratioOf(ours, bare));
    return {
      bench: 'http',
      metric: rows === 1 ? 'ratioToUndici' : `ratioToUndici${rows}`,
      ...summarise(ratios),
      unit: rows === 1 ? 'ratio, pages of 1 row' : `ratio, pages of ${rows} rows`,
      counterpart: 'undici request and JSON.parse',
    };
  } finally {
    await transport.close();
    await agent.close();
    server.close();
  }
}

async function page(store: StoreApi, limit: number): Promise<void> {
  const found = await store.orders.list({ limit, sort: 'date_modified:asc' });
  if (found.rows.length !== limit) throw new Error('the page is not whole');
}

async function barePage(agent: Agent, origin: string, limit: number): Promise<void> {
  const response = await agent.request({
    origin,
    path: `/stores/bench/v2/orders?sort=date_modified:asc&page=1&limit=${limit}`,
    method: 'GET',
    headers: { 'x-auth-token': 'bench', accept: 'application/json' },
  });
  const rows: unknown = JSON.parse(await response.body.text());
  if (!Array.isArray(rows) || rows.length !== limit) throw new Error('the page is not whole');
}

/** An order with as many fields as a real one has (about 3 KB). */
function orderRow(id: number): object {
  const money = ['subtotal', 'shipping_cost', 'handling_cost', 'wrapping_cost', 'total'].flatMap((name) =>
    ['ex_tax', 'inc_tax', 'tax'].map((kind): [string, string] => [`${name}_${kind}`, '49.8000']),
  );
  const links = ['products', 'shipping_addresses', 'coupons', 'consignments', 'fees'].map((name): [string, object] => [
    name,
    { url: `https://store.example.test/stores/bench/v2/orders/${id}/${name}`, resource: `/orders/${id}/${name}` },
  ]);
  return {
    id,
    customer_id: 0,
    date_created: 'Thu, 18 Jun 2026 14:34:50 +0000',
    date_modified: 'Thu, 18 Jun 2026 14:35:00 +0000',
    date_shipped: '',
    cart_id: 'b5a7c9e1-0000-4000-8000-000000000000',
    status_id: 11,
    status: 'Awaiting Fulfillment',
    custom_status: 'Awaiting Fulfillment',
    ...Object.fromEntries(money),
    items_total: 2,
    items_shipped: 0,
    payment_method: 'Manual',
    payment_provider_id: null,
    payment_status: '',
    refunded_amount: '0.0000',
    store_credit_amount: '0.0000',
    gift_certificate_amount: '0.0000',
    order_is_digital: false,
    ip_address: '127.0.0.1',
    currency_id: 1,
    currency_code: 'EUR',
    currency_exchange_rate: '1.0000000000',
    default_currency_code: 'EUR',
    staff_notes: '',
    customer_message: null,
    discount_amount: '0.0000',
    coupon_discount: '0.0000',
    is_deleted: false,
    billing_address: {
      first_name: 'Test',
      last_name: 'Person',
      company: '',
      street_1: 'Testikatu 5',
      street_2: '',
      city: 'Helsinki',
      state: '',
      zip: '00100',
      country: 'Finland',
      country_iso2: 'FI',
      phone: '0401234567',
      email: 'test@example.test',
      form_fields: [],
    },
    order_source: 'www',
    channel_id: 1,
    external_order_id: '',
    tax_provider_id: 'BasicTaxProvider',
    customer_locale: 'en',
    is_tax_inclusive_pricing: true,
    ...Object.fromEntries(links),
  };
}
