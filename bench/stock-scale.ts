import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Effect } from '../dev/stand-ins/ledger.ts';
import type { StoreCredentials } from '../dev/stand-ins/world.ts';
import type { LatestChangesReport } from '../src/contract/changes.ts';
import { scheduleId, type StoreHash } from '../src/contract/ids.ts';
import { eachOf } from './each-of.ts';
import { summarise, type BenchResult } from './result.ts';
import { recommendedScopes } from '../dev/stand-ins/store/store-state.ts';
import { openStockBench, type StockBench } from './stock-world.ts';

/**
 * As many runs a second as 1,000 integrations at five minutes have. The interval is longer than an activity keeps the
 * entity's answer (15 s): each run asks anew, as it does at five minutes.
 */
const INTEGRATIONS = 60;
const INTERVAL_S = 18;
const IDLE_S = 36;
const WINDOW_S = 54;
const SKU = 'MUG-ENAMEL';
/** Stores whose warehouse gets goods during the window, spread over it. */
const CHANGES = 18;
/** Calls of a worker that are billed, beside what histories show: of those that an idle run may make. */
const BILLED_CALLS = ['QueryWorkflow', 'RecordActivityTaskHeartbeat', 'SignalWorkflowExecution', 'UpdateWorkflow'];

/**
 * What idle integrations cost: requests, actions, and the share of a core that 1,000 of them take of one worker; whether
 * every run begins in time; and how long a change in myOGO takes to the store meanwhile.
 */
export async function benchStockScale(): Promise<BenchResult[]> {
  const bench = await openStockBench(10);
  try {
    const stores = await manyStores(bench);
    console.error(`${INTEGRATIONS} stores are connected`);
    await settled(bench, stores);
    console.error('all of them are idle');
    return await measure(bench, stores);
  } finally {
    await bench.close();
  }
}

async function manyStores(bench: StockBench): Promise<StoreCredentials[]> {
  const stores: StoreCredentials[] = [];
  for (let n = 0; n < INTEGRATIONS; n += 1) {
    const options = { products: 10, plan: 'unlimited', scopes: recommendedScopes };
    stores.push((await bench.control('stores', options)) as StoreCredentials); // the sandbox's own answer
  }
  await eachOf(stores, 8, async (store) => {
    await bench.connect(store);
    await bench.ogoship.integration(store.storeHash).latestChanges.enable({ every: `${INTERVAL_S}s`, force: true });
  });
  return stores;
}

/** Every store has compared everything once, and its last run found nothing to do. */
async function settled({ client }: StockBench, stores: readonly StoreCredentials[]): Promise<void> {
  await eachOf(stores, 4, async ({ storeHash }) => {
    for (;;) {
      const last = (await scheduleOf(client, storeHash).describe()).info.recentActions.at(-1)?.action.workflow;
      if (last !== undefined) {
        const run = client.workflow.getHandle(last.workflowId, last.firstExecutionRunId);
        const { legs } = (await run.result()) as LatestChangesReport; // what the schedule starts
        if (Object.values(legs).every(({ kind }) => kind === 'nothing') && legs.myogoStock !== undefined) return;
      }
      await pause(1_000);
    }
  });
}

function scheduleOf(client: Client, storeHash: string) {
  return client.schedule.getHandle(scheduleId.latestChanges(storeHash as StoreHash)); // the sandbox makes hashes that fit
}

async function measure(bench: StockBench, stores: readonly StoreCredentials[]): Promise<BenchResult[]> {
  const idleStore = stores.at(-1);
  if (idleStore === undefined) throw new Error('there are no stores');
  const idle = await watch(bench, stores, () => pause(IDLE_S * 1_000));
  // The schedule's own action, what a run's history shows, and what no history shows.
  const actions = 1 + (await actionsOfLastRun(bench, idleStore)) + idle.billedCalls / idle.runs;

  const { seq } = await bench.ledger();
  const changed: { at: number; store: StoreCredentials }[] = [];
  const busy = await watch(bench, stores, async () => {
    for (const store of stores.slice(0, CHANGES)) {
      await bench.control('warehouse-products', { merchantId: store.merchantId, code: SKU });
      await bench.control('goods-in', { merchantId: store.merchantId, [SKU]: 1 });
      changed.push({ at: Date.now(), store });
      await pause((WINDOW_S * 1_000) / CHANGES);
    }
  });
  const latencies = await latenciesOf(bench, seq, changed);
  const seconds = idle.seconds + busy.seconds;
  const beside = { counterpart: `${INTEGRATIONS} stores every ${INTERVAL_S} s` };
  const one = (metric: string, value: number, unit: string): BenchResult => ({ bench: 'stock', metric, value, unit });
  return [
    one('idleActions', actions, 'actions'),
    one('idleRequestsMean', idle.requests / idle.runs, 'requests'),
    { ...one('coresOf1000Idle', idle.cpuSeconds / idle.seconds, 'cores'), ...beside },
    { ...one('coresOf1000', busy.cpuSeconds / busy.seconds, 'cores'), ...beside },
    { ...one('residentMiB', (await bench.used()).residentMiB, 'MiB'), ...beside },
    {
      ...one('runsBegun', (idle.runs + busy.runs) / ((INTEGRATIONS * seconds) / INTERVAL_S), 'of those due'),
      ...beside,
    },
    { ...one('runsSkippedOrMissed', idle.skipped + busy.skipped, 'runs'), ...beside },
    { ...one('runLateness', 0, 's'), ...summarise([...idle.latenesses, ...busy.latenesses]), ...beside },
    { ...one('changeToStore', 0, 's'), ...summarise(latencies), ...beside },
  ];
}

interface Watched {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly requests: number;
  /** Calls to the server that are billed and stand in no run's history. */
  readonly billedCalls: number;
  readonly runs: number;
  readonly skipped: number;
  /** Seconds from the time that a run was due until it began. */
  readonly latenesses: readonly number[];
}

/** What the worker used and did during a stretch of time. */
async function watch(
  bench: StockBench,
  stores: readonly StoreCredentials[],
  during: () => Promise<unknown>,
): Promise<Watched> {
  const before = await standing(bench, stores);
  const startedAt = Date.now();
  await during();
  const endedAt = Date.now();
  const after = await standing(bench, stores);
  const begun = after.begun.filter(({ due }) => due >= startedAt && due < endedAt);
  return {
    seconds: (endedAt - startedAt) / 1_000,
    cpuSeconds: after.cpuSeconds - before.cpuSeconds,
    requests: after.requests - before.requests,
    billedCalls: after.billedCalls - before.billedCalls,
    runs: begun.length,
    skipped: after.skipped - before.skipped,
    latenesses: begun.map(({ due, at }) => (at - due) / 1_000),
  };
}

async function standing(bench: StockBench, stores: readonly StoreCredentials[]) {
  const { cpuSeconds } = await bench.used();
  const calls = await bench.calls();
  const requests = requestsOf(await bench.ledger());
  let skipped = 0;
  const begun: { due: number; at: number }[] = [];
  await eachOf(stores, 8, async ({ storeHash }) => {
    const { info } = await scheduleOf(bench.client, storeHash).describe();
    skipped += info.numActionsSkippedOverlap + info.numActionsMissedCatchupWindow;
    for (const { scheduledAt, takenAt } of info.recentActions) {
      begun.push({ due: scheduledAt.getTime(), at: takenAt.getTime() });
    }
  });
  const billedCalls = BILLED_CALLS.reduce((sum, name) => sum + (calls.get(name) ?? 0), 0);
  return { cpuSeconds, requests, skipped, begun, billedCalls };
}

const requestsOf = ({ requests }: Awaited<ReturnType<StockBench['ledger']>>): number =>
  Object.values(requests)
    .flatMap((side) => Object.entries(side))
    .reduce((sum, [route, count]) => (route.includes('Token') ? sum : sum + count), 0);

/** Billed: the start, each activity, timers, signals and upserts. */
async function actionsOfLastRun({ client }: StockBench, { storeHash }: StoreCredentials): Promise<number> {
  const { info } = await scheduleOf(client, storeHash).describe();
  const last = info.recentActions.at(-1)?.action.workflow;
  if (last === undefined) throw new Error('nothing ran');
  const run = client.workflow.getHandle(last.workflowId, last.firstExecutionRunId);
  await run.result();
  const { events } = await run.fetchHistory();
  return (events ?? []).filter(
    (event) =>
      event.workflowExecutionStartedEventAttributes ??
      event.activityTaskScheduledEventAttributes ??
      event.timerStartedEventAttributes ??
      event.workflowExecutionSignaledEventAttributes ??
      event.upsertWorkflowSearchAttributesEventAttributes,
  ).length;
}

/** Seconds from each receipt of goods until the store was told. */
async function latenciesOf(
  bench: StockBench,
  since: number,
  changed: readonly { readonly at: number; readonly store: StoreCredentials }[],
): Promise<number[]> {
  const open = new Map(changed.map(({ at, store }) => [`${store.storeHash}/${SKU}`, at]));
  const latencies: number[] = [];
  for (let seq = since; open.size > 0;) {
    const found: { seq: number; effects: readonly Effect[] } = await bench.effects(seq);
    seq = found.seq;
    for (const { name, key, at } of found.effects) {
      const from = open.get(key);
      if (name !== 'store stock written' || from === undefined || Date.parse(at) < from) continue;
      latencies.push((Date.parse(at) - from) / 1_000);
      open.delete(key);
    }
  }
  return latencies;
}
