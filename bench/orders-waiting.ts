import { setTimeout as pause } from 'node:timers/promises';
import { workflowId } from '../src/contract/ids.ts';
import { eachOf, openBench, place, start, transitionsOf, until, type Bench } from './orders-world.ts';
import { summarise, type BenchResult } from './result.ts';

const STEP = 500;
/** Steps at either end whose memory is compared: the worker is warm when its cache is full. */
const WINDOW = 4;
const WARM = 4;
const IDLE_MS = 15_000;

/**
 * Orders that wait for their payment: what they ask for, and what the worker holds of them.
 * @param open many times as many as runs are kept in the worker's cache (500), so that what the rest would cost shows
 */
export async function benchOrdersWaiting(open: number): Promise<BenchResult[]> {
  const bench = await openBench();
  try {
    const ids = await place(bench, open, 7);
    const resident: number[] = [];
    for (let from = 0; from < open; from += STEP) {
      await wait(bench, ids.slice(from, from + STEP), from + STEP);
      resident.push(process.memoryUsage.rss() / 2 ** 20);
      console.error(`${from + STEP} orders wait: ${resident.at(-1)?.toFixed(0)} MiB resident`);
    }
    // Resident memory goes up and down by the collector's whim: so the middle of several looks, early and late.
    const early = summarise(resident.slice(WARM, WARM + WINDOW)).value;
    const late = summarise(resident.slice(-WINDOW)).value;

    const last = bench.client.workflow.getHandle(workflowId.fulfilOrder(bench.storeHash, ids.at(-1) ?? 0));
    const before = { requests: await bench.sandbox.requests(), transitions: await transitionsOf(last) };
    await pause(IDLE_MS);
    const after = { requests: await bench.sandbox.requests(), transitions: await transitionsOf(last) };
    const { events } = await last.fetchHistory();
    const timers = events?.filter((event) => event.timerStartedEventAttributes).length ?? 0;
    const asked = (side: 'store' | 'warehouse') => after.requests[side] - before.requests[side];
    const one = (metric: string, value: number, unit: string): BenchResult => ({
      bench: 'orders',
      metric,
      value,
      unit,
      counterpart: `${open} orders that wait for ${IDLE_MS / 1_000} s`,
    });
    return [
      one('waitingRequests', asked('store') + asked('warehouse'), 'requests'),
      one('waitingTransitions', after.transitions - before.transitions, 'transitions'),
      one('waitingTimers', timers, 'timers'),
      one('waitingGrowthMiB', late - early, 'MiB'),
    ];
  } finally {
    await bench.close();
  }
}

async function wait(bench: Bench, ids: readonly number[], inAll: number): Promise<void> {
  await eachOf(ids, (orderId) => start(bench, orderId));
  const here = `OgoIntegration = '${bench.storeHash}' AND OgoStage = 'awaiting-payment'`;
  await until(async () => (await bench.client.workflow.count(here)).count >= inAll);
}
