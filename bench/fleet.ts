import { setTimeout as pause } from 'node:timers/promises';
import { ScheduleOverlapPolicy, type Client, type WorkflowHandle } from '@temporalio/client';
import type { StoreCredentials } from '../dev/stand-ins/world.ts';
import { scheduleId, workflowId, type StoreHash } from '../src/contract/ids.ts';
import { TaskQueue, WorkflowType } from '../src/contract/temporal.ts';
import { nextLook, watchPhase } from '../src/domain/changes/watch-groups.ts';
import { TURNS } from '../src/domain/changes/maintain-turns.ts';
import { actionsOf, timeOf } from './compare/billed.ts';
import { eachOf } from './each-of.ts';
import { median, type BenchResult } from './result.ts';
import { recommendedScopes } from '../dev/stand-ins/store/store-state.ts';
import { openStockBench, type StockBench } from './stock-world.ts';

/** Integrations: all of them real, and idle. `FLEET` sets another number, for a first look. */
const STORES = 1_000;
/** The shortest cadence that is watched: five times as many looks as at five minutes. */
const EVERY_S = 60;
const FIVE_MINUTES_A_MONTH = 30 * 24 * 12;
const WINDOW_S = 120;
const HOURS_A_MONTH = 30 * 24;
/** A store's own run, whatever was seen: every three hours. */
const OWN_EVERY_S = 3 * 3_600;
const RUNS_A_MONTH = (HOURS_A_MONTH * 3_600) / OWN_EVERY_S;
/** A worker's own question about an integration is repeated after six hours. */
const QUESTIONS_A_MONTH = HOURS_A_MONTH / 6;
/** A look that begins so late is not on time: a twentieth of five minutes. */
const LATE_MS = 15_000;
const MIB_AT = 10_000;

/**
 * What a fleet of idle integrations costs by itself: actions a month of one of them, and the worker's share of the machine,
 * both from what was counted and measured; 10,000 of them by the slope.
 */
export async function benchFleet({
  stores: wanted = Number(process.env['FLEET'] ?? STORES),
}: { readonly stores?: number } = {}): Promise<BenchResult[]> {
  const bench = await openStockBench(10);
  try {
    await bench.ogoship.setUp();
    const small = await connected(bench, Math.round(wanted / 5));
    const before = await bench.used();
    const large = await connected(bench, wanted - small.length);
    const stores = [...small, ...large];
    await quiet(bench, stores);
    const after = await bench.used();
    console.error(`${stores.length} stores are connected and quiet`);
    const idle = await watched(bench);
    const run = await actionsOfRun(bench, stores);
    // The first one moves stores to as many watches as there should be.
    await maintained(bench, () => byHand(bench, 'first'));
    const asked = await maintained(bench, () => byHand(bench, 'second'));
    // The run that made the schedule handed nothing on: this one asks everybody once more, the next one goes by lists.
    await maintained(bench, () => bySchedule(bench));
    const maintain = {
      asked,
      hourly: await maintained(bench, () => bySchedule(bench)),
    };
    const daily = await actionsOfComparison(bench, stores);
    return figures({ stores: stores.length, idle, run, maintain, daily, memory: [small.length, before, after] });
  } finally {
    await bench.close();
  }
}

async function connected(bench: StockBench, count: number): Promise<readonly StoreCredentials[]> {
  const stores: StoreCredentials[] = [];
  for (let n = 0; n < count; n += 1) {
    const options = { products: 3, plan: 'unlimited', scopes: recommendedScopes };
    stores.push((await bench.control('stores', options)) as StoreCredentials); // the stand-in's own answer
  }
  await eachOf(stores, 12, async (store) => {
    await bench.connect(store);
    await bench.ogoship.integration(store.storeHash).latestChanges.enable({ every: `${EVERY_S}s`, force: true });
  });
  return stores;
}

/** For an interval no run has begun because something moved. */
async function quiet({ client }: StockBench, stores: readonly StoreCredentials[]): Promise<void> {
  const taken = async () => {
    const all = await eachOf(stores, 8, async ({ storeHash }) => (await scheduleOf(client, storeHash)).numActionsTaken);
    return all.reduce((sum, count) => sum + count, 0);
  };
  for (let before = await taken(); ;) {
    await pause(EVERY_S * 1_000);
    const now = await taken();
    console.error(`${now - before} runs in an interval`);
    // By their own schedules some run at any time.
    if (now - before <= 2 + (3 * stores.length * EVERY_S) / OWN_EVERY_S) return;
    before = now;
  }
}

async function scheduleOf(client: Client, storeHash: string) {
  return (await client.schedule.getHandle(scheduleId.latestChanges(storeHash as StoreHash)).describe()).info; // hashes that fit
}

async function watched(bench: StockBench) {
  const from = Date.now();
  const before = [await bench.used(), await bench.calls()] as const;
  await pause(WINDOW_S * 1_000);
  const after = [await bench.used(), await bench.calls()] as const;
  const billed = (calls: ReadonlyMap<string, number>) =>
    (calls.get('QueryWorkflow') ?? 0) + (calls.get('RecordActivityTaskHeartbeat') ?? 0);
  const lateness: number[] = [];
  let actions = billed(after[1]) - billed(before[1]);
  let groups = 0;
  for await (const { workflowId: id } of bench.client.workflow.list({
    query: `WorkflowType="${WorkflowType.changesWatch}" AND ExecutionStatus="Running"`,
  })) {
    const { events = [] } = await bench.client.workflow.getHandle(id).fetchHistory();
    actions += actionsOf(events ?? [], from);
    groups += 1;
    const phase = watchPhase(id.replace(workflowId.changesWatch(''), ''));
    for (const event of events ?? []) {
      const at = timeOf(event);
      if (!event.activityTaskStartedEventAttributes || at < from) continue;
      lateness.push(at - (nextLook(at, EVERY_S * 1_000, phase) - EVERY_S * 1_000));
    }
  }
  const cores = (after[0].cpuSeconds - before[0].cpuSeconds) / WINDOW_S;
  return { actions, groups, cores, lateness };
}

type Asked = Pick<StockBench, 'client' | 'ogoship'>;

/** Of a quiet store's own run: what its history shows, and its question about the integration. */
export async function actionsOfRun({ client, ogoship }: Asked, stores: readonly StoreCredentials[]): Promise<number> {
  const counts = await eachOf(stores.slice(0, 20), 4, async ({ storeHash }) => {
    await ogoship.integration(storeHash).latestChanges.runNow();
    const last = (await scheduleOf(client, storeHash)).recentActions.at(-1)?.action.workflow;
    const run = client.workflow.getHandle(last?.workflowId ?? '', last?.firstExecutionRunId);
    return 1 + actionsOf((await run.fetchHistory()).events ?? []);
  });
  return median(counts);
}

/** A maintenance that knows nothing of the one before: it asks every integration. */
export function byHand({ client }: Pick<StockBench, 'client'>, which: string): Promise<WorkflowHandle> {
  return client.workflow.start(WorkflowType.maintain, {
    ...{ workflowId: `maintain-${which}`, taskQueue: TaskQueue.main, args: [] },
  });
}

/** As each hour brings it. The turn of a store is left out: it was asked a moment ago. */
export async function bySchedule({ client }: Pick<StockBench, 'client'>): Promise<WorkflowHandle> {
  const handle = client.schedule.getHandle(scheduleId.maintain());
  const { numActionsTaken: before } = (await handle.describe()).info;
  await pause(1_000); // two runs of one second would be one
  await handle.trigger(ScheduleOverlapPolicy.BUFFER_ONE); // the default would hand nothing on
  for (;;) {
    const { numActionsTaken, recentActions } = (await handle.describe()).info;
    const last = recentActions.at(-1)?.action.workflow;
    if (numActionsTaken > before && last !== undefined)
      return client.workflow.getHandle(last.workflowId, last.firstExecutionRunId);
    await pause(20);
  }
}

interface Maintained {
  readonly actions: number;
  readonly seconds: number;
}

/** One maintenance: what it is billed for, and how long it takes. */
export async function maintained(
  bench: Pick<StockBench, 'client' | 'calls'>,
  begin: () => Promise<WorkflowHandle>,
): Promise<Maintained> {
  const asked = async () => (await bench.calls()).get('QueryWorkflow') ?? 0;
  const before = await asked();
  const handle = await begin();
  const startedAt = Date.now();
  await handle.result();
  const seconds = (Date.now() - startedAt) / 1_000;
  return { actions: (await asked()) - before + actionsOf((await handle.fetchHistory()).events ?? []), seconds };
}

/** Of the daily comparison of a quiet store, the same. */
export async function actionsOfComparison(
  { client, ogoship }: Asked,
  stores: readonly StoreCredentials[],
): Promise<number> {
  const counts = await eachOf(stores.slice(0, 5), 2, async ({ storeHash }) => {
    await ogoship.integration(storeHash).reconcile.runNow();
    const run = client.workflow.getHandle(workflowId.reconcile(storeHash as StoreHash)); // hashes that fit
    // The schedule starts a run that starts this one: two starts more, and the schedule's own action.
    return 3 + 1 + actionsOf((await run.fetchHistory()).events ?? []);
  });
  return median(counts);
}

interface Found {
  readonly stores: number;
  readonly idle: Awaited<ReturnType<typeof watched>>;
  readonly run: number;
  readonly maintain: { readonly asked: Maintained; readonly hourly: Maintained };
  readonly daily: number;
  readonly memory: readonly [number, { readonly residentMiB: number }, { readonly residentMiB: number }];
}

function figures({ stores, idle, run, maintain, daily, memory }: Found): BenchResult[] {
  const beside = { counterpart: `${stores} idle stores every ${EVERY_S} s, ${idle.groups} watches` };
  const one = (metric: string, value: number, unit: string): BenchResult => ({
    bench: 'fleet',
    metric,
    value,
    unit,
    ...beside,
  });
  const aLook = idle.actions / stores / (WINDOW_S / EVERY_S);
  const parts = {
    looks: aLook * FIVE_MINUTES_A_MONTH,
    runs: run * RUNS_A_MONTH + QUESTIONS_A_MONTH,
    // Every hour by lists, and once a day each store is asked in its turn.
    maintenance: (maintain.hourly.actions / stores) * HOURS_A_MONTH + (maintain.asked.actions / stores) * 30,
    comparisons: daily * 30,
  };
  const idleActions = Object.values(parts).reduce((sum, part) => sum + part, 0);
  const [few, before, after] = memory;
  const slope = (after.residentMiB - before.residentMiB) / (stores - few);
  const aStore = (value: number) => (value / stores) * MIB_AT;
  const at10k = MIB_AT / stores / (300 / EVERY_S);
  return [
    one('actionsIdlePerMonth', idleActions, 'actions of a store'),
    ...Object.entries(parts).map(([part, actions]) => one(`actionsIdle.${part}`, actions, 'actions of a store')),
    // Each order is found by one run and its parcel by another, each of them with its trigger, its question and two legs.
    one('actionsTenOrdersADayPerMonth', idleActions + 300 * (7 + 2 * (run + 2)), 'actions of a store'),
    one('coresAt10k', idle.cores * at10k, 'cores, by slope'),
    // What a worker loads and lets go of meanwhile outweighs few stores: then there is no slope.
    ...(slope > 0 ? [one('memoryMiBAt10k', after.residentMiB + slope * (MIB_AT - stores), 'MiB, by slope')] : []),
    one('onTimeShare', idle.lateness.filter((ms) => ms <= LATE_MS).length / idle.lateness.length, 'of looks'),
    one('maintainSecondsAt10k', aStore(maintain.hourly.seconds + maintain.asked.seconds / TURNS), 's, by slope'),
    one('maintainAllAskedSecondsAt10k', aStore(maintain.asked.seconds), 's, by slope'),
  ];
}
