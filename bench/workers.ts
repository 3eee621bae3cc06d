import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { upstreamEnvironment } from '../dev/stand-ins/upstream-environment.ts';
import { startDevServer } from '../dev/temporal-server/dev-server.ts';
import { createNamespace } from '../test/support/namespace.ts';
import { connectClient } from './compare/build-client.ts';
import { enable } from './compare/loads.ts';
import { startStandIns, type StandIns } from './compare/stand-ins.ts';
import { startBuiltWorker } from './compare/worker-process.ts';
import { eachOf } from './each-of.ts';
import { median, summarise, type BenchResult } from './result.ts';
import { usualRetries } from '../src/client/calls/closed-channel.ts';

const SIZES = [1, 2, 4, 8] as const;
/** Every process has these few: its work is to wait, so that two cores carry eight of them. */
const SLOTS = '1';
const LATENCY_MS = 100;
/** Orders of a round for each process. */
const ORDERS_EACH = 12;
const AT_ONCE = 20;
const SKU = 'MUG-ENAMEL';
const ROOT = fileURLToPath(new URL('../', import.meta.url));

interface Crew {
  readonly processes: number;
  /** @returns orders handed over in a second */
  round(): Promise<number>;
  close(): Promise<void>;
}

/**
 * One store's orders handed over by 1, 2, 4 and 8 processes of the built worker, while each request
 * is answered after 100 ms. Linux only.
 * @param pairs rounds of each
 */
export async function benchWorkers({ pairs = 7 }: { readonly pairs?: number } = {}): Promise<BenchResult[]> {
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const server = await startDevServer({ memory: true, headless: true });
    closers.push(() => server.close());
    const connection = await Connection.connect({ address: server.address, interceptors: usualRetries() });
    closers.push(() => connection.close());
    const standIns = await startStandIns();
    closers.push(() => standIns.stop());
    const crews: Crew[] = [];
    for (const processes of SIZES) {
      const crew = await openCrew(processes, server.address, connection, standIns);
      closers.push(() => crew.close());
      crews.push(crew);
      console.error(`${processes} of them are ready`);
    }
    await standIns.control('faults', { rate: 1, kinds: ['latency'], latencyMs: LATENCY_MS });
    for (const crew of crews) await crew.round(); // warms all of them up
    const rates: number[][] = crews.map(() => []);
    const busy: number[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const order = pair % 2 === 0 ? crews : crews.toReversed();
      for (const crew of order) {
        const before = await cpuTimes();
        rates[crews.indexOf(crew)]?.push(await crew.round());
        if (crew.processes === SIZES.at(-1)) busy.push(busyShare(before, await cpuTimes()));
      }
    }
    return figures(rates, busy);
  } finally {
    for (const closer of closers.reverse()) await closer();
  }
}

function figures(rates: readonly (readonly number[])[], busy: readonly number[]): BenchResult[] {
  const [alone = []] = rates;
  const counterpart = `one process; ${SLOTS} activity at once in each, answers after ${LATENCY_MS} ms`;
  const speedups = SIZES.slice(1).map((size, place): BenchResult => {
    const ratios = (rates[place + 1] ?? []).map((rate, pair) => rate / (alone[pair] ?? Number.NaN));
    return { bench: 'workers', metric: `speedupOf${size}`, ...summarise(ratios), unit: '×', counterpart };
  });
  return [
    ...speedups.toReversed(),
    { bench: 'workers', metric: 'ordersPerSecondOf1', value: median([...alone]), unit: 'orders/s' },
    { bench: 'workers', metric: 'machineBusyOf8', ...summarise(busy), unit: 'of all cores, everything included' },
  ];
}

/** So many processes of the worker in a namespace of their own, with one store. */
async function openCrew(processes: number, address: string, connection: Connection, standIns: StandIns): Promise<Crew> {
  const namespace = await createNamespace(connection);
  const credentialKeys = `bench:${randomBytes(32).toString('base64')}`;
  const client = await connectClient(ROOT, { temporal: { address, namespace }, credentialKeys });
  await client.setUp();
  const workers = await eachOf([...Array(processes).keys()], 2, () =>
    startBuiltWorker(ROOT, {
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      CREDENTIAL_KEYS: credentialKeys,
      ...upstreamEnvironment(standIns.urls, standIns.oauth),
      LATEST_CHANGES_EVERY: '24h',
      ACTIVITY_SLOTS: SLOTS,
      SCAN_ACTIVITY_SLOTS: SLOTS,
      SHUTDOWN_GRACE: '1s',
    }),
  );
  const store = await standIns.newStore(10);
  const { storeHash, merchantId } = store;
  const shop = client.integration(storeHash);
  await shop.connect({
    bigcommerce: { apiToken: store.apiToken },
    myogo: { merchantId, secretToken: store.secretToken },
    settings: { enableLatestChanges: 'by-hand' },
  });
  await shop.shipping.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
  await standIns.control('warehouse-products', { merchantId, code: SKU });
  await standIns.control('goods-in', { merchantId, [SKU]: 1_000_000 });
  await enable({ temporal: new Client({ connection, namespace }) }, shop);
  return {
    processes,
    round: async () => {
      const count = ORDERS_EACH * processes;
      const order = { storeHash, lines: [{ sku: SKU }], shippingMethod: 'DHL Express', country: 'FI' };
      await eachOf([...Array(count).keys()], AT_ONCE, () => standIns.control('orders', order));
      const since = await standIns.seq();
      const found = shop.latestChanges.runNow();
      const wanted = { name: 'myogo order created', of: `${storeHash}-`, count } as const;
      const rate = steadyRate(await standIns.effectTimes(wanted, since));
      await found;
      return rate;
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
      await client.close();
    },
  };
}

/** Between the first and the last tenth: beginning and end, where not everybody has work, belong to no number of processes. */
function steadyRate(times: readonly number[]): number {
  const edge = Math.ceil(times.length / 10);
  const [from, to] = [times[edge - 1], times[times.length - edge]];
  if (from === undefined || to === undefined) throw new Error('too few orders were handed over');
  return ((times.length - 2 * edge + 1) * 1_000) / (to - from);
}

interface CpuTimes {
  readonly idle: number;
  readonly all: number;
}

async function cpuTimes(): Promise<CpuTimes> {
  const [first = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  const times = first.trim().split(/\s+/).slice(1, 9).map(Number);
  // The fourth is idle, the fifth waits for a disk.
  return { idle: (times[3] ?? 0) + (times[4] ?? 0), all: times.reduce((sum, time) => sum + time, 0) };
}

function busyShare(before: CpuTimes, after: CpuTimes): number {
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}
