import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import Fastify from 'fastify';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { Pool } from 'undici';
import { startDevServer } from '../dev/temporal-server/dev-server.ts';
import type { StoreCredentials } from '../dev/stand-ins/world.ts';
import { OgoshipClient } from '../src/client/index.ts';
import { HOOK_HEADER } from '../src/contract/integration/hooks.ts';
import { scheduleId, type StoreHash } from '../src/contract/ids.ts';
import { hintMessages } from '../src/contract/messages.ts';
import { TaskQueue, WorkflowType } from '../src/contract/temporal.ts';
import { dueAfterMs, stretchOf } from '../src/domain/changes/cadence.ts';
import { createLog } from '../src/observability/log.ts';
import { createHookKeys } from '../src/security/hook-keys.ts';
import { parseKeyRing } from '../src/security/seal.ts';
import { Counters } from '../src/webhooks/counters.ts';
import { Hints, hintSender } from '../src/webhooks/sender.ts';
import { createReceiver } from '../src/webhooks/server.ts';
import { bundleWorkflows } from '../src/worker/bundle.ts';
import { startWorker } from '../src/worker/start-worker.ts';
import { actionsOf } from './compare/billed.ts';
import { eachOf } from './each-of.ts';
import { startSandboxProcess, type SandboxProcess } from './orders-sandbox.ts';
import { median, summarise, type BenchResult } from './result.ts';

/** `WEBHOOK_STORES` sets another number, for a first look. */
const STORES = Number(process.env['WEBHOOK_STORES'] ?? 100);
const DELIVERIES = 2_000;
const AT_ONCE = 32;
const PAIRS = 5;
const SKU = 'BENCH-1';
/** Of deliveries. */
const LOST = 0.02;
const DOUBLED = 0.05;
const GIVE_UP_MS = 60_000;
const HOUR_MS = 3_600_000;
const MONTH_H = 720;
/** Of one integration, as `fleet` counts them: what the hourly maintenance asks, and a worker's own questions. */
const MAINTENANCE_A_MONTH = 1_280;
const QUESTIONS_A_MONTH = 120;

/** How soon things arrive by webhook, what the receiver does, and what a trusted store costs on which nothing happens. */
export async function benchWebhooks(): Promise<BenchResult[]> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
    shutdownSignals: [],
  });
  const keyRing = parseKeyRing(`w:${randomBytes(32).toString('base64')}`);
  const receiving = await benchReceiver(keyRing);
  return [...receiving, ...(await benchArrivals(keyRing))];
}

type Ring = ReturnType<typeof parseKeyRing>;

/** The receiver beside a bare handler that does one signal-with-start, in turns, in one process with their sender. */
async function benchReceiver(keyRing: Ring): Promise<BenchResult[]> {
  const temporal = await startDevServer({ memory: true, headless: true });
  const connection = await Connection.connect({ address: temporal.address });
  const client = new Client({ connection });
  const keys = createHookKeys(keyRing);
  const ours = createReceiver({
    keys,
    hints: new Hints(hintSender(client)),
    accepted: { accepts: () => true },
    counters: new Counters(),
  });
  const bare = Fastify();
  bare.post<{ Params: { hash: string }; Body: { data: { id: number } } }>('/:hash', async (request, reply) => {
    await client.workflow.signalWithStart('bare', {
      workflowId: `bare:${request.params.hash}`,
      taskQueue: TaskQueue.main,
      signal: hintMessages.hint,
      signalArgs: [{ source: 'storeOrders', ids: [request.body.data.id] }],
    });
    return reply.code(200).send();
  });
  const urls = await Promise.all([ours, bare].map((app) => app.listen({ host: '127.0.0.1', port: 0 })));
  let order = 0;
  const round = async (url: string, pathOf: (hash: StoreHash) => string, isOurs: boolean) => {
    const pool = new Pool(url, { connections: AT_ONCE });
    const ms: number[] = [];
    const began = performance.now();
    await eachOf([...Array(DELIVERIES).keys()], AT_ONCE, async (n) => {
      const hash = `store${n % 200}` as StoreHash; // as parseStoreHash would give it
      order += 1;
      const sent = performance.now();
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: pathOf(hash),
        headers: {
          'content-type': 'application/json',
          ...(isOurs ? { [HOOK_HEADER]: keys.secretOf('bigcommerce', hash, 1) } : {}),
        },
        body: JSON.stringify({ scope: 'store/order/updated', data: { type: 'order', id: order } }),
      });
      await body.dump();
      if (statusCode !== 200) throw new Error(`a delivery was answered with ${statusCode}`);
      ms.push(performance.now() - sent);
    });
    const perSecond = (DELIVERIES / (performance.now() - began)) * 1_000;
    await pool.close();
    return { perSecond, p99: percentile(ms, 0.99) };
  };
  const runs = { ours: [] as number[], p99: [] as number[], ratio: [] as number[] };
  const [ourUrl = '', bareUrl = ''] = urls;
  for (let pair = 0; pair <= PAIRS; pair += 1) {
    const own = () => round(ourUrl, (hash) => `/bigcommerce/${keys.pathOf('bigcommerce', hash)}/orders/1`, true);
    const other = () => round(bareUrl, (hash) => `/${hash}`, false);
    const first = pair % 2 === 0 ? await own() : await other();
    const second = pair % 2 === 0 ? await other() : await own();
    // The first pair warms both up.
    if (pair === 0) continue;
    const [mine, theirs] = pair % 2 === 0 ? [first, second] : [second, first];
    runs.ours.push(mine.perSecond);
    runs.p99.push(mine.p99);
    runs.ratio.push(mine.perSecond / theirs.perSecond);
  }
  await Promise.all([ours.close(), bare.close()]);
  await connection.close();
  await temporal.close();
  const bench = 'webhooks';
  return [
    { bench, metric: 'deliveriesPerSecond', unit: '1/s', ...summarise(runs.ours) },
    { bench, metric: 'answerP99Ms', unit: 'ms', ...summarise(runs.p99) },
    {
      bench,
      metric: 'ratioToBare',
      unit: 'share',
      ...summarise(runs.ratio),
      counterpart: 'a Fastify handler that does one signal-with-start',
    },
  ];
}

/** Real stores, polled every five minutes, whose deliveries are lost and doubled. */
async function benchArrivals(keys: Ring): Promise<BenchResult[]> {
  const [temporal, sandbox] = await Promise.all([
    startDevServer({ memory: true, headless: true }),
    startSandboxProcess(),
  ]);
  const connection = await NativeConnection.connect({ address: temporal.address });
  const client = new Client({ connection });
  const receiver = createReceiver({
    keys: createHookKeys(keys),
    hints: new Hints(hintSender(client)),
    accepted: { accepts: () => true },
    counters: new Counters(),
  });
  const publicUrl = await receiver.listen({ host: '127.0.0.1', port: 0 });
  const credentialKeys = `bench:${randomBytes(32).toString('base64')}`;
  const log = createLog({ level: 'error', write: (line) => process.stderr.write(line) });
  const worker = await startWorker({
    config: {
      temporal: { address: temporal.address, namespace: 'default', connectionOptions: { address: temporal.address } },
      keyRing: parseKeyRing(credentialKeys),
      bigcommerce: { apiUrl: sandbox.storeUrl },
      myogo: { apiUrl: sandbox.warehouseUrl, tokenUrl: sandbox.tokenUrl, ...sandbox.credentials.oauth },
      metricsAddress: undefined,
      censusEveryMs: 60_000,
      healthAddress: undefined,
      logLevel: 'error',
      latestChangesEvery: '5m',
      webhooks: { publicUrl, keys },
      settleMs: 30_000,
      shutdownGraceMs: 1_000,
      activitySlots: { main: 100, scan: 4 },
      cachedWorkflows: 1_000,
      deployment: undefined,
    },
    log,
    connection,
    workflowBundle: await bundleWorkflows(log),
  });
  const ogoship = await OgoshipClient.connect({ temporal: { connection, namespace: 'default' }, credentialKeys });
  try {
    await sandbox.control('settings', { hookDestinations: 'any', noWebHooks: 'empty' });
    const stores: StoreCredentials[] = [];
    for (let n = 0; n < STORES; n += 1) {
      const options = { products: 1, plan: 'unlimited' };
      stores.push((await sandbox.control('stores', options)) as StoreCredentials); // the stand-in's own answer
    }
    await eachOf(stores, 10, (store) => ready(ogoship, sandbox, store));
    await eachOf(stores, 10, async ({ storeHash }) => {
      while ((await ogoship.integration(storeHash).status()).webhooks.active === 0) await pause(500);
    });
    // What was begun by connecting must not be among what is measured.
    await pause(10_000);
    console.error(`${stores.length} stores are connected, each with its webhooks`);
    await sandbox.control('settings', { hookLoss: LOST, hookDoubling: DOUBLED });
    const arrivals = await arrivalsOf(sandbox, stores);
    const idle = await idleActions(client, stores);
    return [...arrivals, { bench: 'webhooks', metric: 'idleActionsPerMonth', unit: 'actions', value: idle }];
  } finally {
    await receiver.close();
    await worker.shutdown();
    await ogoship.close();
    await connection.close();
    await Promise.all([temporal.close(), sandbox.close()]);
  }
}

async function ready(ogoship: OgoshipClient, { control }: SandboxProcess, store: StoreCredentials): Promise<void> {
  const { storeHash, merchantId, apiToken, secretToken } = store;
  await control('products', { storeHash, name: 'Bench', sku: SKU, level: 10 });
  await control('warehouse-products', { merchantId, code: SKU, name: 'Bench' });
  await control('goods-in', { merchantId, [SKU]: 1_000 });
  const shop = ogoship.integration(storeHash);
  const settings = { enableLatestChanges: 'by-hand', waitForTrackingMinutes: 0 } as const;
  await shop.connect({ bigcommerce: { apiToken }, myogo: { merchantId, secretToken }, settings });
  await shop.shipping.link({ method: '*', code: 'DHL-EXPRESS' });
  await shop.latestChanges.enable({ force: true });
}

interface Effect {
  readonly name: string;
  readonly key: string;
}

/** Seconds from an order to its hand-over, from the parcel to the shipment, and from a level to the store's. */
async function arrivalsOf(sandbox: SandboxProcess, stores: readonly StoreCredentials[]): Promise<BenchResult[]> {
  const seconds = { order: [] as number[], tracking: [] as number[], level: [] as number[] };
  const effects = new Map<string, number>();
  const watching = new AbortController();
  const watch = (async () => {
    for (let since = 0; !watching.signal.aborted;) {
      const answer = await fetch(`${sandbox.storeUrl}/_sandbox/events?since=${since}&wait=1000`);
      const found = (await answer.json()) as { seq: number; effects: Effect[] }; // the sandbox's own report
      since = found.seq;
      for (const { name, key } of found.effects) effects.set(`${name} ${key}`, performance.now());
    }
  })();
  const waitFor = async (fits: (key: string) => boolean, since: number): Promise<number> => {
    while (performance.now() < since + GIVE_UP_MS) {
      for (const [key, at] of effects) if (at >= since && fits(key)) return (at - since) / 1_000;
      await pause(20);
    }
    return Infinity;
  };
  await eachOf([...stores.entries()], stores.length, async ([index, { storeHash, merchantId }]) => {
    // A store's order each fifth of a second: a busy hour of a fleet, not a burst.
    await pause(index * 200);
    const order = { storeHash, lines: [{ name: 'Bench', sku: SKU }], shippingMethod: 'DHL', country: 'FI' };
    let began = performance.now();
    const { orderId } = (await sandbox.control('orders', order)) as { orderId: number }; // the sandbox's own answer
    const reference = `${storeHash}-${orderId}`;
    seconds.order.push(await waitFor((key) => key.startsWith('myogo order created') && key.endsWith(reference), began));
    if (seconds.order.at(-1) === Infinity) return;
    began = performance.now();
    await sandbox.control(`warehouse/${reference}`, { merchantId, status: 'SHIPPED', tracking: `T${orderId}` });
    const isShipment = (key: string) => key.startsWith('shipment created') && key.includes(`${storeHash}/`);
    seconds.tracking.push(await waitFor(isShipment, began));
    began = performance.now();
    await sandbox.control('goods-in', { merchantId, [SKU]: 5 });
    const isLevel = (key: string) => key.startsWith('store stock written') && key.includes(`${storeHash}/`);
    seconds.level.push(await waitFor(isLevel, began));
  });
  watching.abort();
  await watch;
  return Object.entries(seconds).map(([what, values]) => ({
    bench: 'webhooks',
    metric: `${what}P95Seconds`,
    unit: 's',
    value: percentile(values, 0.95),
    spread: [percentile(values, 0), percentile(values, 0.9)],
  }));
}

/**
 * A month of a trusted store on which nothing happens: each of its recurring runs as the server's history counts it, times how
 * often the cadence has it run. A watch's look is shared by the stores of its group, of 75 at most.
 */
async function idleActions(client: Client, stores: readonly StoreCredentials[]): Promise<number> {
  const costs: number[] = [];
  const daily: number[] = [];
  for (const { storeHash } of stores.slice(0, 5)) {
    costs.push(await costOf(client, scheduleId.latestChanges(storeHash as StoreHash), WorkflowType.latestChanges));
    daily.push(await costOf(client, scheduleId.reconcile(storeHash as StoreHash), WorkflowType.reconcile));
  }
  const start = 0;
  const trust = {
    announced: 15,
    since: new Date(start - 10 * HOUR_MS).toISOString(),
    lastDelivery: new Date(start).toISOString(),
    told: [],
    longestQuietMs: 0,
    lags: [],
  };
  let looks = 0;
  let paces = 0;
  let own = 0;
  let before = 0;
  for (let now = start; now < start + MONTH_H * HOUR_MS;) {
    const { stretch } = stretchOf(trust, now);
    const after = dueAfterMs(300_000, stretch);
    if (stretch !== before) paces += 1;
    before = stretch;
    looks += 1;
    own += after / (3 * HOUR_MS * Math.min(4, stretch));
    now += after;
  }
  // A look: a timer and an activity, of one group. A pace: the entity's timer and its update of the schedule. Daily: a timer
  // and an activity for the hooks.
  const parts = {
    looks: (looks * 2) / 25,
    runs: own * median(costs),
    comparison: 30 * median(daily),
    hooks: 30 * 3,
    paces: paces * 3,
    maintenance: MAINTENANCE_A_MONTH,
    questions: QUESTIONS_A_MONTH,
  };
  console.error('a trusted store in a month', parts);
  return Object.values(parts).reduce((sum, part) => sum + part, 0);
}

/** Actions of one run of a schedule that finds nothing to do. */
async function costOf(client: Client, id: string, type: string): Promise<number> {
  const schedule = client.schedule.getHandle(id);
  await schedule.trigger();
  for (let tries = 0; tries < 120; tries += 1) {
    await pause(500);
    const last = (await schedule.describe()).info.recentActions.at(-1)?.action.workflow;
    if (last === undefined) continue;
    const handle = client.workflow.getHandle(last.workflowId, last.firstExecutionRunId);
    if ((await handle.describe()).status.name !== 'COMPLETED') continue;
    const own = actionsOf((await handle.fetchHistory()).events ?? []);
    if (type !== WorkflowType.reconcile) return own;
    const child = client.workflow.getHandle(id);
    return own + actionsOf((await child.fetchHistory()).events ?? []);
  }
  throw new Error(`the run of ${id} did not end`);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
