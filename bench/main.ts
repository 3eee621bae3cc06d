import Table from 'cli-table3';
import { isBuilt } from '../scripts/built.ts';
import { projectRoot } from './compare/older-build.ts';
import { runCommand } from './compare/run-command.ts';
import type { BenchResult } from './result.ts';
import { writeResults } from './results-file.ts';

/**
 * @param named asked for by its name: with the counts of its own, not the small ones that all of them together have time for
 * @param size what stands behind the name, as in `held-scope=10000`
 */
type Bench = (named: boolean, size?: number) => Promise<readonly BenchResult[]>;

/** Every benchmark, loaded only when it runs. */
const benches: Readonly<Record<string, Bench>> = {
  http: async () => (await import('./http.ts')).benchHttp(),
  matcher: async () => (await import('./matcher.ts')).benchMatcher(),
  observability: async () => (await import('./observability.ts')).benchObservability(),
  orders: async (named) => [
    ...(await (await import('./orders.ts')).benchOrders()),
    ...(await (await import('./orders-waiting.ts')).benchOrdersWaiting(named ? 10_000 : 5_000)),
  ],
  products: async () => [
    ...(await (await import('./products.ts')).benchProducts({ count: 500, pairs: 7 })),
    ...(await (await import('./products.ts')).benchProductsMemory()),
  ],
  webhooks: async () => (await import('./webhooks.ts')).benchWebhooks(),
  fleet: async (named) => (await import('./fleet.ts')).benchFleet(named ? {} : { stores: 100 }),
  worker: async () => (await import('./worker.ts')).benchWorker(),
  workers: async (named) => (await import('./workers.ts')).benchWorkers(named ? {} : { pairs: 3 }),
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
  'orders-waiting': async (_, size = 10_000) => (await import('./orders-waiting.ts')).benchOrdersWaiting(size),
  'products-quick': async () => (await import('./products.ts')).benchProducts({ count: 200, pairs: 3 }),
  'products-2000': async () => (await import('./products.ts')).benchProducts({ count: 2_000, pairs: 7 }),
  'products-memory': async () => (await import('./products.ts')).benchProductsMemory(),
  'webhooks-receiver': async () => (await import('./webhooks.ts')).benchReceiving(),
  'webhooks-arrivals': async () => (await import('./webhooks.ts')).benchArriving(),
  awaited: async (_, size) => (await import('./awaited.ts')).benchAwaited(size === undefined ? undefined : [size]),
  ...Object.fromEntries(
    (['token', 'scope', 'link'] as const).map((cause): [string, Bench] => [
      `held-${cause}`,
      async (_, size = 1_000) => (await import('./held.ts')).benchHeld(cause, size),
    ]),
  ),
  'stock-levels': async () => (await import('./stock.ts')).benchStock(),
  'stock-scale': async () => (await import('./stock-scale.ts')).benchStockScale(),
  'stock-reconcile': async () => (await import('./stock-reconcile.ts')).benchStockReconcile(true),
};

/** Those that run `dist/`. */
const OF_THE_BUILD = ['worker', 'workers'];

async function main(given: readonly string[]): Promise<number> {
  const sized = new Map(given.map((one) => [one.replace(/=[1-9]\d*$/, ''), /=(\d+)$/.exec(one)?.[1]] as const));
  const names = [...sized.keys()];
  const all = { ...benches, ...parts };
  const unknown = names.filter((name) => !(name in all));
  if (unknown.length > 0) {
    console.error(`There is no benchmark ${unknown.join(', ')}; there are: ${Object.keys(all).join(', ')}`);
    return 2;
  }
  const chosen = names.length > 0 ? names : Object.keys(benches);
  if (chosen.some((name) => OF_THE_BUILD.includes(name)) && !isBuilt()) {
    console.error('this build is built');
    const { signal } = new AbortController();
    await runCommand('npm', ['run', 'build'], { cwd: projectRoot, signal });
  }
  const results: BenchResult[] = [];
  const failed: string[] = [];
  // Each is told and kept as soon as it has ended: all of them take long, and one that fails must not cost the others' figures.
  for (const name of chosen) {
    console.error(`${name} …`);
    const size = sized.get(name);
    const began = performance.now();
    try {
      const found = (await all[name]?.(names.length > 0, size === undefined ? undefined : Number(size))) ?? [];
      writeResults(found, [name]);
      results.push(...found);
      if (chosen.length > 1) console.error(tableOf(found));
    } catch (error) {
      failed.push(name);
      console.error(`${name} failed:`, error);
    }
    console.error(`${name} took ${Math.round((performance.now() - began) / 1_000)} s`);
  }
  console.log(tableOf(results));
  if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`);
  return failed.length > 0 ? 1 : 0;
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
if (first === 'profile' && rest[0] === 'built') {
  const { profileBuilt } = await import('./profile-built.ts');
  process.exit(await profileBuilt(rest[1] ?? ''));
}
if (first === 'profile') process.exit(await (await import('./profile.ts')).profile(rest));
process.exitCode = await main(process.argv.slice(2));
