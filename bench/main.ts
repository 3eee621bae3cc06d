import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import Table from 'cli-table3';
import type { BenchResult } from './result.ts';

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
  'stock-levels': async () => (await import('./stock.ts')).benchStock(),
  'stock-scale': async () => (await import('./stock-scale.ts')).benchStockScale(),
  'stock-reconcile': async () => (await import('./stock-reconcile.ts')).benchStockReconcile(true),
};

interface Report {
  /** No host name: figures are compared by what the machine is. */
  readonly machine: {
    readonly cores: number;
    readonly memoryGiB: number;
    readonly node: string;
    readonly platform: string;
  };
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly BenchResult[];
}

const file = new URL('results.json', import.meta.url);

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
  const here = { machine: machine(), versions: versions() };
  const isNew = (old: BenchResult): boolean => results.some((result) => nameOf(result) === nameOf(old));
  const kept = earlier(here).filter((old) => !chosen.includes(old.bench) && !isNew(old));
  const report: Report = { ...here, results: [...kept, ...results] };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return 0;
}

const nameOf = ({ bench, metric, counterpart }: BenchResult): string => `${bench} ${metric} ${counterpart ?? ''}`;

function tableOf(results: readonly BenchResult[]): string {
  const table = new Table({ head: ['bench', 'metric', 'value', 'unit', 'spread', 'beside'], style: { head: [] } });
  for (const { bench, metric, value, unit, spread, counterpart } of results) {
    const range = spread === undefined ? '' : spread.map(rounded).join(' – ');
    table.push([bench, metric, rounded(value), unit, range, counterpart ?? '']);
  }
  return table.toString();
}

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

/** Results of other benchmarks from the same machine and versions: a run of one keeps them. */
function earlier(here: Omit<Report, 'results'>): readonly BenchResult[] {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report; // written below
    const same = JSON.stringify([report.machine, report.versions]) === JSON.stringify([here.machine, here.versions]);
    return same ? report.results : [];
  } catch {
    return [];
  }
}

function machine(): Report['machine'] {
  return {
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
  };
}

function versions(): Report['versions'] {
  const ours = packageAt('../package.json');
  const sdk = packageAt('../node_modules/@temporalio/worker/package.json');
  const undici = packageAt('../node_modules/undici/package.json');
  return { [ours.name]: ours.version, [sdk.name]: sdk.version, [undici.name]: undici.version };
}

function packageAt(path: string): { readonly name: string; readonly version: string } {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { name: string; version: string };
}

process.exitCode = await main(process.argv.slice(2));
