import Table from 'cli-table3';
import type { BenchResult } from './result.ts';
import { writeResults } from './results-file.ts';

/** Every benchmark, loaded only when it runs. */
const benches: Readonly<Record<string, () => Promise<readonly BenchResult[]>>> = {
  http: async () => (await import('./http.ts')).benchHttp(),
  matcher: async () => (await import('./matcher.ts')).benchMatcher(),
  observability: async () => (await import('./observability.ts')).benchObservability(),
  orders: async () => [
    ...(await (await import('./orders.ts')).benchOrders()),
    ...(await (await import('./orders-waiting.ts')).benchOrdersWaiting()),
  ],
  products: async () => [
    ...(await (await import('./products.ts')).benchProducts({ count: 500, pairs: 7 })),
    ...(await (await import('./products.ts')).benchProductsMemory()),
  ],
  webhooks: async () => (await import('./webhooks.ts')).benchWebhooks(),
  window: async () => (await import('./hand-over-window.ts')).benchHandOverWindow(),
  stock: async () => [
    ...(await (await import('./stock.ts')).benchStock()),
    ...(await (await import('./stock-scale.ts')).benchStockScale()),
    ...(await (await import('./stock-reconcile.ts')).benchStockReconcile(false)),
  ],
};

/** Parts of them by themselves, and what takes too long to be run with the others; run only where named. */
const parts: typeof benches = {
  'orders-path': async () => (await import('./orders.ts')).benchOrders(),
  'orders-waiting': async () => (await import('./orders-waiting.ts')).benchOrdersWaiting(),
  'products-quick': async () => (await import('./products.ts')).benchProducts({ count: 200, pairs: 3 }),
  'products-2000': async () => (await import('./products.ts')).benchProducts({ count: 2_000, pairs: 7 }),
  'products-memory': async () => (await import('./products.ts')).benchProductsMemory(),
  fleet: async () => (await import('./fleet.ts')).benchFleet(),
  worker: async () => (await import('./worker.ts')).benchWorker(),
  awaited: async () => (await import('./awaited.ts')).benchAwaited(),
  'stock-levels': async () => (await import('./stock.ts')).benchStock(),
  'stock-scale': async () => (await import('./stock-scale.ts')).benchStockScale(),
  'stock-reconcile': async () => (await import('./stock-reconcile.ts')).benchStockReconcile(true),
};

async function main(names: readonly string[]): Promise<number> {
  const all = { ...benches, ...parts };
  const unknown = names.filter((name) => !(name in all));
  if (unknown.length > 0) {
    console.error(`There is no benchmark ${unknown.join(', ')}; there are: ${Object.keys(all).join(', ')}`);
    return 2;
  }
  const chosen = names.length > 0 ? names : Object.keys(benches);
  const results: BenchResult[] = [];
  for (const name of chosen) {
    console.error(`${name} …`);
    results.push(...((await all[name]?.()) ?? []));
  }
  console.log(tableOf(results));
  writeResults(results, chosen);
  return 0;
}

function tableOf(results: readonly BenchResult[]): string {
  const table = new Table({ head: ['bench', 'metric', 'value', 'unit', 'spread', 'beside'], style: { head: [] } });
  for (const { bench, metric, value, unit, spread, counterpart } of results) {
    const range = spread === undefined ? '' : spread.map(rounded).join(' – ');
    table.push([bench, metric, rounded(value), unit, range, counterpart ?? '']);
  }
  return table.toString();
}

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

const [first, ...rest] = process.argv.slice(2);
if (first === 'compare') {
  const { compare } = await import('./compare/compare.ts');
  // What a stopped comparison has begun must not keep the process.
  process.exit(await compare(rest, Object.keys({ ...benches, ...parts })));
}
if (first === 'profile') process.exit(await (await import('./profile.ts')).profile(rest));
process.exitCode = await main(process.argv.slice(2));
