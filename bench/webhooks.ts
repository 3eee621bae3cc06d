import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import Fastify from 'fastify';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { Pool } from 'undici';
import { startDevServer } from '../dev/temporal-server/dev-server.ts';
import type { StoreCredentials } from '../dev/stand-ins/world.ts';
import { freePorts } from '../dev/temporal-server/ports.ts';
import { SINCE_MS } from '../src/activities/runtime/connections.ts';
import { OgoshipClient } from '../src/client/index.ts';
import { HOOK_HEADER } from '../src/contract/integration/hooks.ts';
import { workflowId, type StoreHash } from '../src/contract/ids.ts';
import { hintMessages, integrationMessages } from '../src/contract/messages.ts';
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
import { callsOf } from './calls.ts';
import { eachOf } from './each-of.ts';
import { actionsOfComparison, actionsOfRun, byHand, bySchedule, maintained } from './fleet.ts';
import { startSandboxProcess, type SandboxProcess } from './orders-sandbox.ts';
import { benchConfig, quietRuntime } from './orders-world.ts';
import type { StockBench } from './stock-world.ts';
import { percentile, summarise, type BenchResult } from './result.ts';
import { usualRetries } from '../src/client/calls/closed-channel.ts';
import { everySecret } from '../test/support/every-secret.ts';

/** `WEBHOOK_STORES` sets another number, for a first look. */
const STORES = Number(process.env['WEBHOOK_STORES'] ?? 100);
const DELIVERIES = 2_000;
const AT_ONCE = 32;
const PAIRS = 5;
/** Deliveries of one store, four times as many at once as otherwise. */
const FLOOD = 5_000;
const SKU = 'BENCH-1';
/** Of deliveries. */
const LOST = 0.02;
const DOUBLED = 0.05;
const GIVE_UP_MS = 60_000;
/** One store's order after the other: 7,200 in an hour. `WEBHOOK_ORDER_EVERY_MS` sets another pace. */
const ORDER_EVERY_MS = Number(process.env['WEBHOOK_ORDER_EVERY_MS'] ?? 500);
const HOUR_MS = 3_600_000;
const MONTH_H = 720;
/** Stores that share the looks of one watch: few, since a group has 15 to 75. */
const STORES_A_GROUP = 25;
/** Of one worker about one integration. */
const QUESTIONS_A_MONTH = (MONTH_H * HOUR_MS) / SINCE_MS;

/** How soon things arrive by webhook, what the receiver does, and what a trusted store costs on which nothing happens. */
export async function benchWebhooks(): Promise<BenchResult[]> {
  const arriving = await benchArriving();
  return [...(await benchReceiving()), ...arriving];
}

/** What the receiver does, without stores. */
export function benchReceiving(): Promise<BenchResult[]> {
  return benchReceiver(parseKeyRing(`w:${randomBytes(32).toString('base64')}`));
}

/** How soon things arrive, and what an idle store costs. */
export async function benchArriving(): Promise<BenchResult[]> {
  const metrics = `127.0.0.1:${(await freePorts(1))[0] ?? 0}`;
  quietRuntime(metrics);
  return benchArrivals(parseKeyRing(`w:${randomBytes(32).toString('base64')}`), metrics);
}

type Ring = ReturnType<typeof parseKeyRing>;

/** The receiver beside a bare handler that does one signal-with-start, in turns, in one process with their sender. */
async function benchReceiver(keyRing: Ring): Promise<BenchResult[]> {
  const temporal = await startDevServer({ memory: true, headless: true });
  const connection = await Connection.connect({ address: temporal.address, interceptors: usualRetries() });
  const client = new Client({ connection });
  const keys = createHookKeys(keyRing);
  const send = hintSender(client);
  const sent = new Map<string, number>();
  const ours = createReceiver({
    keys,
    hints: new Hints(async (storeHash, hint) => {
      sent.set(storeHash, (sent.get(storeHash) ?? 0) + 1);
      await send(storeHash, hint);
    }),
    accepted: everySecret,
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
  /** @returns the milliseconds until one delivery was answered */
  const deliver = async (pool: Pool, path: string, hash: StoreHash, isOurs: boolean): Promise<number> => {
    order += 1;
    const began = performance.now();
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path,
      headers: {
        'content-type': 'application/json',
        ...(isOurs ? { [HOOK_HEADER]: keys.secretOf('bigcommerce', hash, 1) } : {}),
      },
      body: JSON.stringify({ scope: 'store/order/updated', data: { type: 'order', id: order } }),
    });
    await body.dump();
    if (statusCode !== 200) throw new Error(`a delivery was answered with ${statusCode}`);
    return performance.now() - began;
  };
  const ourPath = (hash: StoreHash) => `/bigcommerce/${keys.pathOf('bigcommerce', hash)}/orders/1`;
  const round = async (url: string, pathOf: (hash: StoreHash) => string, isOurs: boolean) => {
    const pool = new Pool(url, { connections: AT_ONCE });
    const ms: number[] = [];
    const began = performance.now();
    await eachOf([...Array(DELIVERIES).keys()], AT_ONCE, async (n) => {
      const hash = `store${n % 200}` as StoreHash; // as parseStoreHash would give it
      ms.push(await deliver(pool, pathOf(hash), hash, isOurs));
    });
    const perSecond = (DELIVERIES / (performance.now() - began)) * 1_000;
    await pool.close();
    return { perSecond, p99: percentile(ms, 0.99) };
  };
  const runs = { ours: [] as number[], p99: [] as number[], ratio: [] as number[] };
  const [ourUrl = '', bareUrl = ''] = urls;
  for (let pair = 0; pair <= PAIRS; pair += 1) {
    const own = () => round(ourUrl, ourPath, true);
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
  const beside = await besideFlood();
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
    { bench, metric: 'besideFloodP99Ms', unit: 'ms', value: beside.p99 },
    { bench, metric: 'floodHints', unit: `of ${FLOOD} deliveries`, value: beside.hints },
  ];

  /** One store floods; others' deliveries come one by one. */
  async function besideFlood(): Promise<{ p99: number; hints: number }> {
    const flooding = 'flood1' as StoreHash; // as parseStoreHash would give it
    const [flood, others] = [4 * AT_ONCE, 4].map((connections) => new Pool(ourUrl, { connections }));
    if (flood === undefined || others === undefined) throw new Error('two pools were made');
    const ms: number[] = [];
    const state = { isOver: false };
    const quiet = (async () => {
      for (let n = 0; !state.isOver; n += 1) {
        const hash = `quiet${n % 50}` as StoreHash; // as parseStoreHash would give it
        ms.push(await deliver(others, ourPath(hash), hash, true));
        await pause(10);
      }
    })();
    await eachOf([...Array(FLOOD).keys()], 4 * AT_ONCE, () => deliver(flood, ourPath(flooding), flooding, true));
    state.isOver = true;
    await quiet;
    await Promise.all([flood.close(), others.close()]);
    return { p99: percentile(ms, 0.99), hints: sent.get(flooding) ?? 0 };
  }
}

/** Real stores, polled every five minutes, whose deliveries are lost and doubled. */
async function benchArrivals(keys: Ring, metrics: string): Promise<BenchResult[]> {
  const [temporal, sandbox] = await Promise.all([
    startDevServer({ memory: true, headless: true }),
    startSandboxProcess(),
  ]);
  const connection = await NativeConnection.connect({ address: temporal.address });
  const client = new Client({ connection });
  const receiver = createReceiver({
    keys: createHookKeys(keys),
    hints: new Hints(hintSender(client)),
    accepted: everySecret,
    counters: new Counters(),
  });
  const publicUrl = await receiver.listen({ host: '127.0.0.1', port: 0 });
  const credentialKeys = `bench:${randomBytes(32).toString('base64')}`;
  const log = createLog({ level: 'error', write: (line) => process.stderr.write(line) });
  const worker = await startWorker({
    config: benchConfig(temporal, sandbox, credentialKeys, {
      settleMs: 30_000,
      cachedWorkflows: 1_000,
      webhooks: { publicUrl, keys },
    }),
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
      const entity = client.workflow.getHandle(workflowId.integration(storeHash as StoreHash)); // hashes that fit
      while ((await entity.query(integrationMessages.status)).webhooks.active === 0) await pause(1_000);
    });
    // What was begun by connecting must not be among what is measured.
    await atRest(client);
    console.error(`${stores.length} stores are connected, each with its webhooks`);
    await sandbox.control('settings', { hookLoss: LOST, hookDoubling: DOUBLED });
    const arrivals = await arrivalsOf(sandbox, stores);
    return [...arrivals, ...(await idleActions({ client, ogoship, calls: () => callsOf(metrics) }, stores))];
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

/** Nothing runs but what always does. */
async function atRest(client: Client): Promise<void> {
  const lasting = [WorkflowType.integration, WorkflowType.changesWatch, WorkflowType.goodsIn];
  const others = lasting.map((type) => `WorkflowType != "${type}"`).join(' AND ');
  // A list shows what ended or began a moment later.
  for (let times = 0; times < 3;) {
    const { count } = await client.workflow.count(`ExecutionStatus="Running" AND ${others}`);
    times = count === 0 ? times + 1 : 0;
    await pause(1_000);
  }
}

interface Effect {
  readonly name: string;
  readonly key: string;
}

/** Seconds from an order to its hand-over, from the parcel to the shipment, and from a level to the store's. */
async function arrivalsOf(sandbox: SandboxProcess, stores: readonly StoreCredentials[]): Promise<BenchResult[]> {
  const seconds = { order: [] as number[], tracking: [] as number[], level: [] as number[] };
  const waiting = new Map<(key: string) => boolean, () => void>();
  const watching = new AbortController();
  const watch = (async () => {
    for (let since = 0; !watching.signal.aborted;) {
      const answer = await fetch(`${sandbox.storeUrl}/_sandbox/events?since=${since}&wait=1000`);
      const found = (await answer.json()) as { seq: number; effects: Effect[] }; // the sandbox's own report
      since = found.seq;
      for (const { name, key } of found.effects)
        for (const [fits, resolve] of [...waiting]) if (fits(`${name} ${key}`)) resolve();
    }
  })();
  const waitFor = (fits: (key: string) => boolean, since: number): Promise<number> =>
    new Promise((resolve) => {
      const end = (seconds: number) => {
        clearTimeout(late);
        waiting.delete(fits);
        resolve(seconds);
      };
      const late = setTimeout(end, GIVE_UP_MS, Infinity);
      waiting.set(fits, () => end((performance.now() - since) / 1_000));
    });
  await eachOf([...stores.entries()], stores.length, async ([index, { storeHash, merchantId }]) => {
    await pause(index * ORDER_EVERY_MS);
    const order = { storeHash, lines: [{ name: 'Bench', sku: SKU }], shippingMethod: 'DHL', country: 'FI' };
    let began = performance.now();
    const isOrder = (key: string) => key.startsWith('myogo order created') && key.includes(`${storeHash}-`);
    const arrives = waitFor(isOrder, began);
    const { orderId } = (await sandbox.control('orders', order)) as { orderId: number }; // the sandbox's own answer
    const reference = `${storeHash}-${orderId}`;
    seconds.order.push(await arrives);
    if (seconds.order.at(-1) === Infinity) return;
    began = performance.now();
    const isShipment = (key: string) => key.startsWith('shipment created') && key.includes(`${storeHash}/`);
    const ships = waitFor(isShipment, began);
    await sandbox.control(`warehouse/${reference}`, { merchantId, status: 'SHIPPED', tracking: `T${orderId}` });
    seconds.tracking.push(await ships);
    began = performance.now();
    const isLevel = (key: string) => key.startsWith('store stock written') && key.includes(`${storeHash}/`);
    const isRight = waitFor(isLevel, began);
    await sandbox.control('goods-in', { merchantId, [SKU]: 5 });
    seconds.level.push(await isRight);
  });
  watching.abort();
  await watch;
  for (const [what, values] of Object.entries(seconds)) {
    const late = values.filter((value) => value > 20).map((value) => value.toFixed(0));
    console.error(`${what}: ${values.length} arrived, later than 20 s: ${late.join(' ') || 'none'}`);
  }
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
 * often the cadence has it run. A watch's look is shared by the stores of its group.
 */
async function idleActions(
  bench: Pick<StockBench, 'client' | 'ogoship' | 'calls'>,
  stores: readonly StoreCredentials[],
): Promise<BenchResult[]> {
  const run = await actionsOfRun(bench, stores);
  const daily = await actionsOfComparison(bench, stores);
  // As in `fleet`: the first one moves stores between watches, and the run that made the schedule handed nothing on.
  await bench.ogoship.setUp();
  await maintained(bench, () => byHand(bench, 'first'));
  const asked = await maintained(bench, () => byHand(bench, 'second'));
  await maintained(bench, () => bySchedule(bench));
  const hourly = await maintained(bench, () => bySchedule(bench));
  const trust = {
    announced: 15,
    since: new Date(-10 * HOUR_MS).toISOString(),
    lastDelivery: new Date(0).toISOString(),
    told: [],
    longestQuietMs: 0,
    lags: [],
  };
  let looks = 0;
  let paces = 0;
  let own = 0;
  let before = 0;
  for (let now = 0; now < MONTH_H * HOUR_MS;) {
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
    looks: (looks * 2) / STORES_A_GROUP,
    runs: own * run,
    comparison: 30 * daily,
    hooks: 30 * 3,
    paces: paces * 3,
    // Every hour by lists, and once a day each store is asked in its turn.
    maintenance: (hourly.actions * MONTH_H + asked.actions * 30) / stores.length,
    questions: QUESTIONS_A_MONTH,
  };
  const one = (metric: string, value: number): BenchResult => ({ bench: 'webhooks', metric, value, unit: 'actions' });
  return [
    one(
      'idleActionsPerMonth',
      Object.values(parts).reduce((sum, part) => sum + part, 0),
    ),
    ...Object.entries(parts).map(([part, actions]) => one(`idleActions.${part}`, actions)),
  ];
}
