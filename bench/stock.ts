import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Client, Connection } from '@temporalio/client';
import { noopMetricMeter } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { startDevServer } from '../dev/temporal-server/dev-server.ts';
import { ChangeMemory } from '../src/activities/runtime/change-memory.ts';
import { createChangesActivities } from '../src/activities/changes/changes.ts';
import type { OpenConnection } from '../src/activities/runtime/connections.ts';
import type { Dependencies } from '../src/activities/runtime/dependencies.ts';
import { createBigCommerce } from '../src/bigcommerce/client.ts';
import type { StoreHash } from '../src/contract/ids.ts';
import { defaultSettings } from '../src/contract/settings.ts';
import { createQuotaBudget } from '../src/http/budget.ts';
import { createMetrics } from '../src/observability/own-metrics.ts';
import { createTransport } from '../src/http/transport.ts';
import { createMyogo, type MerchantApi } from '../src/myogo/client.ts';
import { summarise, type BenchResult } from './result.ts';
import { usualRetries } from '../src/client/calls/closed-channel.ts';

const CHANGED = 10_000;
const RUNS = 7;
const SCOPES = ['store_v2_orders', 'store_v2_products', 'store_inventory', 'store_locations', 'store_v2_information'];

/** 10,000 changed levels by the Inventory API, in a catalogue of 10,000 and of 100,000; and what an idle run asks. */
export async function benchStock(): Promise<BenchResult[]> {
  const temporal = await startDevServer({ memory: true, headless: true });
  const connection = await Connection.connect({ address: temporal.address, interceptors: usualRetries() });
  try {
    const client = new Client({ connection });
    const small = await measure(client, CHANGED + 200);
    const large = await measure(client, 100_000);
    return [...results(small, ''), ...results(large, 'catalogue of 100,000')];
  } finally {
    await connection.close();
    await temporal.close();
  }
}

interface Measured {
  readonly seconds: readonly number[];
  readonly myogoReads: number;
  readonly storeReads: number;
  readonly storeWrites: number;
  readonly openOrderReads: number;
  readonly growthMiB: readonly number[];
  readonly idleRequests: number;
}

function results(measured: Measured, counterpart: string): BenchResult[] {
  const beside = counterpart === '' ? {} : { counterpart };
  const one = (metric: string, value: number, unit: string): BenchResult => ({
    bench: 'stock',
    metric,
    value,
    unit,
    ...beside,
  });
  return [
    { ...one('seconds10k', 0, 's'), ...summarise(measured.seconds) },
    one('myogoReads10k', measured.myogoReads, 'requests'),
    one('storeReads10k', measured.storeReads, 'requests'),
    one('openOrderReads10k', measured.openOrderReads, 'requests'),
    one('storeWrites10k', measured.storeWrites, 'requests'),
    { ...one('growthMiB', 0, 'MiB'), ...summarise(measured.growthMiB) },
    one('idleRequests', measured.idleRequests, 'requests'),
  ];
}

async function measure(client: Client, variants: number): Promise<Measured> {
  const sandbox = await startSandboxProcess(variants);
  const transport = createTransport({ userAgent: 'ogoship-bigcommerce/bench' });
  try {
    const { storeHash, apiToken, merchantId, secretToken } = sandbox.account;
    const store = createBigCommerce({ apiUrl: sandbox.storeUrl, transport, budget: createQuotaBudget() }).store({
      storeHash,
      apiToken,
      priority: 'stock',
    });
    const { warehouseUrl: apiUrl, tokenUrl, oauth } = sandbox;
    const merchant = createMyogo({ apiUrl, tokenUrl, ...oauth, transport }).merchant({ merchantId, secretToken });
    const open = {
      connection: {
        storeHash,
        settings: { ...defaultSettings('2020-01-01T00:00:00Z'), brakeShare: 1 },
        store: { inventoryScope: true },
      },
      versions: { credentials: 1, links: 1, settings: 1 },
      store,
      merchant,
    } as unknown as OpenConnection; // what the legs read of it
    const changes = new ChangeMemory();
    const deps = {
      temporal: client,
      changes,
      metrics: createMetrics(noopMetricMeter),
      connections: { open: () => Promise.resolve(open), drop: () => undefined },
    } as unknown as Dependencies; // what the legs use of them
    const activities = createChangesActivities(deps);
    const run = <A, R>(activity: (argument: A) => Promise<R>, argument: A): Promise<R> =>
      new MockActivityEnvironment().run(activity, argument);

    const skus = await stockWarehouse(merchant, store);
    const seconds: number[] = [];
    const growthMiB: number[] = [];
    let counts = { myogoReads: 0, storeReads: 0, storeWrites: 0, openOrderReads: 0 };
    // The first is the warm-up: connections, compiled code, the heap's size.
    for (let round = 0; round <= RUNS; round += 1) {
      const since = new Date(Date.now() - 60_000).toISOString();
      await sandbox.control('goods-in', { ...Object.fromEntries(skus.map((sku) => [sku, 1])), merchantId });
      const before = await sandbox.requests();
      const memory = watchMemory();
      const startedAt = performance.now();
      const outcome = await run(activities.stockLeg.bind(activities), { storeHash, since });
      const took = (performance.now() - startedAt) / 1_000;
      const grown = memory.stop();
      if (outcome.kind !== 'done' || outcome.result.written !== skus.length) {
        throw new Error(`expected ${skus.length} levels written: ${JSON.stringify(outcome)}`);
      }
      if (round === 0) continue;
      seconds.push(took);
      growthMiB.push(grown);
      counts = countsOf(before, await sandbox.requests());
    }
    // Everything is known now: the same question finds no news.
    const before = await sandbox.requests();
    const cursor = new Date().toISOString();
    const cursors = { myogoStock: cursor, myogoOrders: cursor, storeOrders: cursor, storeProducts: cursor };
    await run(activities.peek.bind(activities), { storeHash, cursors, stockOrdersSince: cursor, products: true });
    const idle = countsOf(before, await sandbox.requests());
    return {
      seconds,
      growthMiB,
      ...counts,
      idleRequests: idle.myogoReads + idle.storeReads + idle.openOrderReads + idle.storeWrites,
    };
  } finally {
    await transport.close();
    await sandbox.close();
  }
}

/** Puts the first 10,000 SKUs of the store into the warehouse. */
async function stockWarehouse(merchant: MerchantApi, store: OpenConnection['store']): Promise<readonly string[]> {
  const skus = new Set<string>();
  // Generated rows only: the hand-made ones have doubled and untracked SKUs on purpose.
  for await (const page of store.inventory.pages({})) {
    for (const { sku } of page.rows) if (/\d{4,}/.test(sku) && skus.size < CHANGED) skus.add(sku);
    if (skus.size >= CHANGED) break;
  }
  const left = skus.values();
  const worker = async (): Promise<void> => {
    for (const code of left) await merchant.products.create({ code, languageCode: 'en', name: code });
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return [...skus];
}

interface Requests {
  readonly store: Readonly<Record<string, number>>;
  readonly warehouse: Readonly<Record<string, number>>;
}

function countsOf(before: Requests, after: Requests) {
  const counts = { myogoReads: 0, storeReads: 0, storeWrites: 0, openOrderReads: 0 };
  for (const side of ['store', 'warehouse'] as const) {
    for (const [route, count] of Object.entries(after[side])) {
      const more = count - (before[side][route] ?? 0);
      if (side === 'warehouse') counts.myogoReads += more;
      else if (!route.startsWith('GET')) counts.storeWrites += more;
      else if (route.includes('/v2/orders')) counts.openOrderReads += more;
      else counts.storeReads += more;
    }
  }
  return counts;
}

/** The highest resident size over the one at the start. */
function watchMemory(): { stop(): number } {
  const start = process.memoryUsage().rss;
  let highest = start;
  const timer = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss);
  }, 20);
  return {
    stop: () => {
      clearInterval(timer);
      return (Math.max(highest, process.memoryUsage().rss) - start) / 2 ** 20;
    },
  };
}

interface Account {
  readonly storeHash: StoreHash;
  readonly apiToken: string;
  readonly merchantId: string;
  readonly secretToken: string;
}

/** A process of its own, so that its memory and its share of a core are not the worker's. */
async function startSandboxProcess(variants: number) {
  const entry = new URL('../dev/stand-ins/main.ts', import.meta.url).pathname;
  const guard = new URL('../dev/demo/end-with-parent.js', import.meta.url).href;
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', 'tsx', '--import', guard, entry, '--seed', '1', '--products', String(variants)],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  if (child.stdout === null) throw new Error('the sandbox has no output');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  // The sandbox's own first line.
  const ready = JSON.parse(line) as {
    storeUrl: string;
    warehouseUrl: string;
    tokenUrl: string;
    stores: [Account];
    oauth: { clientId: string; clientSecret: string };
  };
  const control = async (name: string, body: object): Promise<void> => {
    const answer = await fetch(`${ready.storeUrl}/_sandbox/${name}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`the sandbox answered ${answer.status}: ${await answer.text()}`);
  };
  await control('access', { quota: 'unlimited', scopes: SCOPES });
  return {
    ...ready,
    account: ready.stores[0],
    control,
    async requests(): Promise<Requests> {
      const answer = await fetch(`${ready.storeUrl}/_sandbox/ledger`);
      return ((await answer.json()) as { requests: Requests }).requests;
    },
    async close(): Promise<void> {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
