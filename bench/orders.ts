import { setTimeout as pause } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { workflowId } from '../src/contract/ids.ts';
import {
  BARE_QUEUE,
  eachOf,
  openBench,
  place,
  shipAll,
  start,
  until,
  untilShipped,
  type Bench,
} from './orders-world.ts';
import { summarise, type BenchResult } from './result.ts';

const PAIRS = 9;
const ORDERS = 100;
const OPEN = 2_000;
const STEP = 200;
const WARM = 600;
const IDLE_MS = 15_000;

/**
 * Orders a second from found to tracking in the store, beside a bare workflow with the same steps and nothing in them, in
 * interleaved pairs; what one order costs; and what orders that wait cost.
 */
export async function benchOrders(): Promise<BenchResult[]> {
  const bench = await openBench();
  try {
    const pairs: { ours: number; bare: number }[] = [];
    let cost: Cost | undefined;
    // The first pair warms both up.
    for (let pair = 0; pair <= PAIRS; pair += 1) {
      const before = await bench.sandbox.requests();
      const { seconds, sample } = await ours(bench, ORDERS);
      const after = await bench.sandbox.requests();
      const bareSeconds = await bare(bench, ORDERS, pair);
      if (pair === 0) continue;
      pairs.push({ ours: seconds, bare: bareSeconds });

      cost = await costOf(sample, before, after);
    }
    if (cost === undefined) throw new Error('nothing was measured');
    const { events, actions, transitions, store, warehouse } = cost;
    const one = (metric: string, value: number, unit: string): BenchResult => ({
      bench: 'orders',
      metric,
      value,
      unit,
    });
    const rates = pairs.map((pair) => ORDERS / pair.ours);
    return [
      {
        ...one('ratioToBare', 0, '×'),
        ...summarise(pairs.map((pair) => pair.bare / pair.ours)),
        counterpart: 'a bare workflow',
      },
      { ...one('ordersPerSecond', 0, 'orders/s'), ...summarise(rates) },
      { ...one('stateTransitionsPerSecond', 0, '1/s'), ...summarise(rates.map((rate) => rate * transitions)) },
      one('actionsPerOrder', actions, 'actions'),
      one('eventsPerOrder', events, 'events'),
      one('bigcommerceRequestsPerOrder', store, 'requests'),
      one('myogoRequestsPerOrder', warehouse, 'requests'),
      ...(await waiting(bench)),
    ];
  } finally {
    await bench.close();
  }
}

async function ours(bench: Bench, count: number): Promise<{ seconds: number; sample: WorkflowHandle }> {
  const { sandbox, storeHash } = bench;
  const ids = await place(bench, count, 11);
  const before = bench.created();
  const firstAt = performance.now();
  const handles = await eachOf(ids, (orderId) => start(bench, orderId, 11));
  await until(() => bench.created() >= before + count);
  const handedOver = performance.now() - firstAt;

  const references = ids.map((orderId) => `${storeHash}-${orderId}`);
  await shipAll(sandbox, references);
  const secondAt = performance.now();
  await untilShipped(handles, references);
  const [sample] = handles;
  if (sample === undefined) throw new Error('nothing was started');
  return { seconds: (handedOver + performance.now() - secondAt) / 1_000, sample };
}

async function bare({ client, bareDone }: Bench, count: number, round: number): Promise<number> {
  const before = bareDone();
  const ids = [...Array(count).keys()].map((index) => `bare:${round}:${index}`);
  const firstAt = performance.now();
  const handles = await eachOf(ids, (id) =>
    client.workflow.signalWithStart('bareOrder', {
      workflowId: id,
      taskQueue: BARE_QUEUE,
      args: [],
      signal: 'found',
      signalArgs: [],
    }),
  );
  await until(() => bareDone() >= before + 3 * count);
  const waited = performance.now() - firstAt;
  const secondAt = performance.now();
  await eachOf(handles, async (handle) => {
    await handle.signal('shipped');
    await handle.result();
  });
  return (waited + performance.now() - secondAt) / 1_000;
}

interface Cost {
  readonly events: number;
  readonly actions: number;
  readonly transitions: number;
  readonly store: number;
  readonly warehouse: number;
}

/** What one order cost; its discovery counts by its share of a page of 250. */
async function costOf(
  sample: WorkflowHandle,
  before: { store: number; warehouse: number },
  after: { store: number; warehouse: number },
): Promise<Cost> {
  const { events } = await sample.fetchHistory();
  const all = events ?? [];
  // Billable: starts, signals, activities (each attempt), timers, upserts.
  const actions = all.filter(
    (event) =>
      event.workflowExecutionStartedEventAttributes ??
      event.workflowExecutionSignaledEventAttributes ??
      event.activityTaskScheduledEventAttributes ??
      event.timerStartedEventAttributes ??
      event.upsertWorkflowSearchAttributesEventAttributes,
  ).length;
  const share = 1 / 250;
  return {
    events: all.length,
    actions,
    transitions: await transitionsOf(sample),
    store: (after.store - before.store) / ORDERS + share,
    warehouse: (after.warehouse - before.warehouse) / ORDERS + share,
  };
}

/**
 * Orders that wait for their payment: what they ask for, and what the worker holds of them. Four times as many as runs
 * are kept in its cache, so that what the rest would cost shows.
 */
async function waiting(bench: Bench): Promise<BenchResult[]> {
  const ids = await place(bench, OPEN, 7);
  // Resident memory goes up and down by the collector's whim: so the middle of several looks, early and late.
  const resident: number[] = [];
  for (let from = 0; from < OPEN; from += STEP) {
    await wait(bench, ids.slice(from, from + STEP), from + STEP);
    // The worker is warm when its cache is full.
    if (from >= WARM) resident.push(residentMiB());
  }
  const half = Math.floor(resident.length / 2);
  const growth = summarise(resident.slice(-half)).value - summarise(resident.slice(0, half)).value;
  const last = bench.client.workflow.getHandle(workflowId.fulfilOrder(bench.storeHash, ids.at(-1) ?? 0));
  const before = { requests: await bench.sandbox.requests(), transitions: await transitionsOf(last) };
  await pause(IDLE_MS);
  const after = { requests: await bench.sandbox.requests(), transitions: await transitionsOf(last) };
  const timers = (await last.fetchHistory()).events?.filter((event) => event.timerStartedEventAttributes).length ?? 0;
  const one = (metric: string, value: number, unit: string): BenchResult => ({
    bench: 'orders',
    metric,
    value,
    unit,
    counterpart: `${OPEN} orders that wait for ${IDLE_MS / 1_000} s`,
  });
  const asked = (side: 'store' | 'warehouse') => after.requests[side] - before.requests[side];
  return [
    one('waitingRequests', asked('store') + asked('warehouse'), 'requests'),
    one('waitingTransitions', after.transitions - before.transitions, 'transitions'),
    one('waitingTimers', timers, 'timers'),
    one('waitingGrowthMiB', growth, 'MiB'),
  ];
}

async function wait(bench: Bench, ids: readonly number[], inAll: number): Promise<void> {
  await eachOf(ids, (orderId) => start(bench, orderId, 7));
  const here = `OgoIntegration = '${bench.storeHash}' AND OgoStage = 'awaiting-payment'`;
  await until(async () => (await bench.client.workflow.count(here)).count >= inAll);
}

async function transitionsOf(handle: WorkflowHandle): Promise<number> {
  const { raw } = await handle.describe();
  return Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0);
}

function residentMiB(): number {
  return process.memoryUsage.rss() / 2 ** 20;
}
