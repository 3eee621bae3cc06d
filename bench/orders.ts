import type { WorkflowHandle } from '@temporalio/client';
import {
  BARE_QUEUE,
  eachOf,
  openBench,
  place,
  shipAll,
  start,
  until,
  transitionsOf,
  untilShipped,
  type Bench,
} from './orders-world.ts';
import { summarise, type BenchResult } from './result.ts';

const PAIRS = 9;
const ORDERS = 100;

/**
 * Orders a second from found to tracking in the store, beside a bare workflow with the same steps and nothing in them, in
 * interleaved pairs; and what one order costs.
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
  const handles = await eachOf(ids, (orderId) => start(bench, orderId));
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
    client.workflow.start('bareOrder', { workflowId: id, taskQueue: BARE_QUEUE, args: [] }),
  );
  await until(() => bareDone() >= before + 2 * count);
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
