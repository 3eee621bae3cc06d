import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setTimeout as pause } from 'node:timers/promises';
import { orderMessages } from '../src/contract/messages.ts';
import { eachOf, openBench, place, start, until, type Bench } from './orders-world.ts';
import { summarise, type BenchResult } from './result.ts';

/** In place of the 30 s of the product: all lateness is a share of it. */
const SETTLE_MS = 3_000;
const ORDERS = 40;
const ORDERS_PATH = '/api/v1/Orders';

/** How late an order takes effect after its connection was cut, as shares of the settle time. */
const lateness = [
  { within: true, shares: [0.1, 0.5, 0.9, 0.98] },
  { within: false, shares: [1.5, 2, 3] },
] as const;

/**
 * The window in which an order could be in the warehouse twice, where the warehouse takes a reference twice: sends whose
 * connection is cut and that take effect all the same, earlier and later than the settle time.
 */
export async function benchHandOverWindow(): Promise<BenchResult[]> {
  const bench = await openBench({ settleMs: SETTLE_MS });
  try {
    await bench.sandbox.control('settings', { duplicateReference: 'reserve' });
    const results: BenchResult[] = [];
    for (const { within, shares } of lateness) {
      let doubles = 0;
      for (const share of shares) doubles += await doublesOf(bench, share * SETTLE_MS);
      results.push({
        bench: 'window',
        metric: within ? 'doublesWithinSettleTime' : 'doublesAfterSettleTime',
        value: doubles,
        unit: `of ${ORDERS * shares.length} orders`,
        counterpart: `effects ${shares.join(', ')} × the settle time after the cut`,
      });
    }
    const gap = { bench: 'window', metric: 'lookToSendMs', unit: 'ms', ...summarise(await gapsOf(bench)) };
    return [...results, gap];
  } finally {
    await bench.close();
  }
}

async function doublesOf(bench: Bench, lateMs: number): Promise<number> {
  const { sandbox, storeHash } = bench;
  const ids = await place(bench, ORDERS, 11);
  const fault = { rate: 1, kinds: ['late-effect'], paths: ['POST */Orders'], count: ORDERS, lateMs };
  await sandbox.control('faults', fault);
  const runs = await eachOf(ids, (orderId) => start(bench, orderId));
  await eachOf(runs, (run) => until(async () => (await run.query(orderMessages.status)).stage === 'handed-over'));
  // Every first send was cut before that: what it does has happened by then.
  await pause(lateMs + 1_000);
  const created = await sandbox.created();
  return ids.filter((orderId) => (created[`${storeHash}-${orderId}`] ?? 0) > 1).length;
}

/** Milliseconds from the answer of a look to the send that follows it: the look that another process might do meanwhile. */
async function gapsOf(bench: Bench): Promise<readonly number[]> {
  const gaps: number[] = [];
  let lookedAt = 0;
  const looked = (message: unknown): void => {
    const { request } = message as Heard; // what undici publishes
    if (request.method === 'GET' && request.path.startsWith(ORDERS_PATH)) lookedAt = performance.now();
  };
  const sent = (message: unknown): void => {
    const { request } = message as Heard; // the same
    if (request.method === 'POST' && request.path === ORDERS_PATH) gaps.push(performance.now() - lookedAt);
  };
  subscribe('undici:request:trailers', looked);
  subscribe('undici:client:sendHeaders', sent);
  try {
    await bench.sandbox.control('faults', {});
    // One at a time, so that each look has its own send.
    for (const orderId of await place(bench, ORDERS, 11)) {
      const before = bench.created();
      await start(bench, orderId);
      await until(() => bench.created() > before);
    }
  } finally {
    unsubscribe('undici:request:trailers', looked);
    unsubscribe('undici:client:sendHeaders', sent);
  }
  return gaps;
}

interface Heard {
  readonly request: { readonly method: string; readonly path: string };
}
