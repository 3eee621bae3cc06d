import { NativeConnection, Worker } from '@temporalio/worker';
import type { StoreCredentials } from '../dev/stand-ins/world.ts';
import type { StoreHash } from '../src/contract/ids.ts';
import { BARE_QUEUE, quietRuntime } from './orders-world.ts';
import { percentile, summarise, type BenchResult } from './result.ts';
import { orderSeconds } from './stock-reconcile.ts';
import { recommendedScopes } from '../dev/stand-ins/store/store-state.ts';
import { openStockBench, type StockBench } from './stock-world.ts';

/** Children in flight: what a run has where nobody says otherwise. */
const WINDOW = 20;
const LARGE = 100_000;
const WARM = 10_000;
const OF_PRODUCTS = /\/catalog\/|\/products\/|\/Products/;
const SKU = 'MUG-ENAMEL';
/** Orders of another store, before and while one imports. */
const ORDERS = 40;

export interface ProductsSize {
  /** Products of a run. */
  readonly count: number;
  /** Runs beside bare ones. */
  readonly pairs: number;
}

/**
 * Creating products beside a bare fan-out of as many children, in interleaved pairs; what it asks of both sides, for new
 * products and for unchanged ones; and how long another store's order takes meanwhile.
 */
export async function benchProducts({ count, pairs }: ProductsSize): Promise<BenchResult[]> {
  const bench = await openStockBench(10);
  const bareWorker = await startBare(bench);
  try {
    const ratios: number[] = [];
    const rates: number[] = [];
    let asked: Asked | undefined;
    // The first pair warms both up.
    for (let pair = 0; pair <= pairs; pair += 1) {
      const ours = await create(bench, await newStore(bench, count));
      const bare = await fanOut(bench, ours.created, pair);
      if (pair === 0) continue;
      asked = ours;
      ratios.push(bare / ours.seconds);
      rates.push(ours.created / ours.seconds);
      console.error(`${ours.created} products: ${ours.seconds.toFixed(1)} s beside ${bare.toFixed(1)} s`);
    }
    if (asked === undefined) throw new Error('nothing was measured');
    const again = await create(bench, asked.account);
    if (again.created + again.updated > 0) throw new Error('the second run found something to do');
    const one = (metric: string, value: number, unit: string, counterpart?: string): BenchResult => ({
      bench: 'products',
      metric,
      value,
      unit,
      ...(counterpart === undefined ? {} : { counterpart }),
    });
    const pages = Math.ceil(count / 250);
    const fresh = `${asked.created} new products, ${pages} page(s)`;
    const unchanged = `${again.unchanged} unchanged products, ${pages} page(s)`;
    return [
      { ...one('ratioToBare', 0, '×', `a bare fan-out of ${asked.created} children`), ...summarise(ratios) },
      { ...one('productsPerSecond', 0, '1/s'), ...summarise(rates) },
      one('bigcommerceRequests', asked.store, 'requests', fresh),
      one('myogoRequests', asked.warehouse, 'requests', fresh),
      one('bigcommerceRequests', again.store, 'requests', unchanged),
      one('myogoRequests', again.warehouse, 'requests', unchanged),
      ...(await delay(bench, count)),
    ];
  } finally {
    await bareWorker.close();
    await bench.close();
  }
}

/** A store with a catalogue of its own and a merchant with an empty warehouse, connected. */
async function newStore(bench: StockBench, products: number): Promise<StoreCredentials> {
  // The sandbox's own answer.
  const store = (await bench.control('stores', {
    products,
    plan: 'unlimited',
    scopes: recommendedScopes,
  })) as StoreCredentials;
  await bench.connect(store);
  return store;
}

interface Asked {
  readonly account: StoreCredentials;
  readonly seconds: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Requests for products: tokens, orders, and the looks of all stores for their first goods are something else. */
  readonly store: number;
  readonly warehouse: number;
}

async function create(bench: StockBench, account: StoreCredentials): Promise<Asked> {
  const shop = bench.ogoship.integration(account.storeHash);
  const before = (await bench.ledger()).requests;
  const startedAt = performance.now();
  const { created, updated, unchanged } = await (await shop.products.create({ all: true })).result();
  const seconds = (performance.now() - startedAt) / 1_000;
  const after = (await bench.ledger()).requests;
  const asked = (side: 'store' | 'warehouse') =>
    Object.entries(after[side])
      .filter(([route]) => OF_PRODUCTS.test(route))
      .reduce((all, [route, times]) => all + times - (before[side][route] ?? 0), 0);
  return { account, seconds, created, updated, unchanged, store: asked('store'), warehouse: asked('warehouse') };
}

async function startBare({ address }: StockBench): Promise<{ close(): Promise<void> }> {
  quietRuntime();
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue: BARE_QUEUE,
    workflowsPath: new URL('bare/workflows.ts', import.meta.url).pathname,
    activities: { nothing: () => Promise.resolve() },
  });
  const run = worker.run();
  return {
    close: async () => {
      worker.shutdown();
      await run;
      await connection.close();
    },
  };
}

async function fanOut({ client }: StockBench, count: number, round: number): Promise<number> {
  const startedAt = performance.now();
  await client.workflow.execute('bareFanOut', {
    workflowId: `bare:${round}`,
    taskQueue: BARE_QUEUE,
    args: [count, WINDOW],
  });
  return (performance.now() - startedAt) / 1_000;
}

/** Seconds from an order's start to the warehouse, in one store: before another imports its products, and meanwhile. */
async function delay(bench: StockBench, count: number): Promise<BenchResult[]> {
  const storeHash = bench.first.storeHash as StoreHash; // the sandbox makes hashes that fit
  await bench.control('access', { quota: 'unlimited', scopes: recommendedScopes });
  await bench.connect(bench.first);
  await bench.ogoship.integration(storeHash).shipping.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
  await bench.control('goods-in', { [SKU]: 1_000_000 });
  const alone: number[] = [];
  for (let n = 0; n < ORDERS; n += 1) alone.push(await orderSeconds(bench, storeHash));

  const other = await newStore(bench, Math.max(count, 1_000));
  const run = await bench.ogoship.integration(other.storeHash).products.create({ all: true });
  const meanwhile: number[] = [];
  const importing = { ended: false };
  const ended = run.result().finally(() => (importing.ended = true));
  while (!importing.ended && meanwhile.length < 10 * ORDERS) meanwhile.push(await orderSeconds(bench, storeHash));
  await ended;
  const later = 1_000 * (percentile(meanwhile, 0.95) - percentile(alone, 0.95));
  const counterpart = `${meanwhile.length} orders while another store imports, beside ${ORDERS} alone`;
  return [{ bench: 'products', metric: 'orderDelayP95Ms', value: later, unit: 'ms', counterpart }];
}

/** A catalogue of 100,000 variants is listed and compared: growth of the worker's process over its warm, idle state. */
export async function benchProductsMemory(variants = LARGE): Promise<BenchResult[]> {
  const bench = await openStockBench(variants);
  try {
    // Warm is a worker that has compared a catalogue before: its code is compiled, and its heap as large as work makes it.
    const smaller = await newStore(bench, WARM);
    const warm = bench.ogoship.integration(smaller.storeHash).products;
    for (let round = 0; round < 3; round += 1) await warm.list({ state: 'not-created', limit: 250 });
    await bench.control('access', { quota: 'unlimited', scopes: recommendedScopes });
    await bench.connect(bench.first);
    const idle = (await bench.used()).residentMiB;
    const before = (await bench.ledger()).requests;
    let highest = idle;
    let watching = true;
    const watch = async (): Promise<void> => {
      while (watching) highest = Math.max(highest, (await bench.used()).residentMiB);
    };
    const watched = watch();
    const startedAt = performance.now();
    const { products } = bench.ogoship.integration(bench.first.storeHash);
    const listed = await products.list({ state: 'differs', limit: 250 });
    for (let page = 2; page <= 10; page += 1) await products.list({ state: 'differs', limit: 250, page });
    const seconds = (performance.now() - startedAt) / 1_000;
    watching = false;
    await watched;
    if (listed.rows.length === 0) throw new Error('nothing was listed');
    const after = (await bench.ledger()).requests;
    const asked = Object.entries(after.store).reduce((all, [route, n]) => all + n - (before.store[route] ?? 0), 0);
    const counterpart = `${variants} variants listed and compared`;
    const one = (metric: string, value: number, unit: string): BenchResult => ({
      bench: 'products',
      metric,
      value,
      unit,
      counterpart,
    });
    return [
      one('growthMiB', highest - idle, 'MiB'),
      one('listSeconds', seconds, 's'),
      one('bigcommerceRequests', asked, 'requests'),
    ];
  } finally {
    await bench.close();
  }
}
