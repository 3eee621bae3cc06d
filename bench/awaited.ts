import { setTimeout as pause } from 'node:timers/promises';
import proto from '@temporalio/proto';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { awaitedRuns } from '../src/contract/goods.ts';
import { workflowId, type StoreHash } from '../src/contract/ids.ts';
import { goodsInMessages } from '../src/contract/messages.ts';
import { TaskQueue, WorkflowType } from '../src/contract/temporal.ts';
import { recommendedScopes } from '../dev/stand-ins/store/store-state.ts';
import type { StoreCredentials } from '../dev/stand-ins/world.ts';
import { percentile, summarise, type BenchResult } from './result.ts';
import { openStockBench, type StockBench } from './stock-world.ts';

const COUNTS = [1_000, 100_000];
/** SKUs of one message, as products are created. */
const AT_ONCE = 1_000;
const MESSAGES = 100;
const ASKED = 200;
/** Until memory that is not used any more is given back. */
const REST_MS = 10_000;

/** What awaiting the first goods of many SKUs costs: the largest payload, the worker's memory, and how soon runs answer. */
export async function benchAwaited(counts: readonly number[] = COUNTS): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const count of counts) {
    // A worker of its own each time: what one count leaves in memory is not measured with the other.
    const bench = await openStockBench(10);
    try {
      const options = { products: 10, plan: 'unlimited', scopes: recommendedScopes };
      const store = (await bench.control('stores', options)) as StoreCredentials; // the sandbox's own answer
      await bench.connect(store);
      results.push(...(await measure(bench, store.storeHash as StoreHash, count))); // the sandbox makes hashes that fit
    } finally {
      await bench.close();
    }
  }
  return results;
}

async function measure(bench: StockBench, storeHash: StoreHash, count: number): Promise<BenchResult[]> {
  const { workflow } = bench.client;
  const skus = Array.from({ length: count }, (_, n) => `BENCH-ARTICLE-${String(n).padStart(6, '0')}`);
  let goodsIn: WorkflowHandle | undefined;
  // As many messages whatever the count, so that the same work was done before memory is read.
  for (let sent = 0; sent < MESSAGES; sent += 1) {
    const at = (sent * AT_ONCE) % count;
    const awaited = skus.slice(at, at + AT_ONCE);
    const variants = Object.fromEntries(awaited.map((sku, n) => [sku, [at + n + 1, at + n + 1] as const]));
    goodsIn = await workflow.signalWithStart(WorkflowType.goodsIn, {
      workflowId: workflowId.goodsIn(storeHash),
      taskQueue: TaskQueue.main,
      args: [{ storeHash }],
      signal: goodsInMessages.awaitGoods,
      signalArgs: [{ awaited, variants, received: false }],
    });
  }
  if (goodsIn === undefined) throw new Error('nothing is awaited');
  const runs = awaitedRuns(storeHash).map((id) => workflow.getHandle(id));
  await untilAll(runs, skus);
  await pause(REST_MS);
  const answers: number[] = [];
  for (let n = 0; n < ASKED; n += 1) {
    const from = (n * AT_ONCE) % count;
    const startedAt = performance.now();
    await goodsIn.query(goodsInMessages.awaited, skus.slice(from, from + AT_ONCE));
    answers.push(performance.now() - startedAt);
  }
  const { residentMiB } = await bench.used();
  const counterpart = `${count} awaited SKUs`;
  const one = (metric: string, value: number, unit: string): BenchResult => ({
    bench: 'awaited',
    metric,
    value,
    unit,
    counterpart,
  });
  return [
    one('largestPayloadKiB', (await largestPayload(bench.client, awaitedRuns(storeHash))) / 1_024, 'KiB'),
    one('residentMiB', residentMiB, 'MiB'),
    { ...one('answerMs', 0, 'ms'), ...summarise(answers) },
    one('answerMs95', percentile(answers, 0.95), 'ms'),
  ];
}

/** Every SKU is in a run that answers for it. */
async function untilAll(runs: readonly WorkflowHandle[], skus: readonly string[]): Promise<void> {
  for (;;) {
    const found = new Set<string>();
    for (let at = 0; at < skus.length; at += AT_ONCE) {
      const some = skus.slice(at, at + AT_ONCE);
      const answers = await Promise.all(
        runs.map((run) => run.query(goodsInMessages.awaited, some).catch(() => [] as string[])),
      );
      for (const sku of answers.flat()) found.add(sku);
    }
    if (found.size === skus.length) return;
    await pause(1_000);
  }
}

/** Batches of events of one answer. */
const AT_A_TIME = 50;

/** Bytes of the largest event of all these runs, also of those that have ended. */
async function largestPayload(client: Client, ids: readonly string[]): Promise<number> {
  const { HistoryEvent } = proto.temporal.api.history.v1;
  const { namespace } = client.options;
  let largest = 0;
  for (const workflowId of ids) {
    // A part that was never needed has no run.
    for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
      let nextPageToken: Uint8Array | undefined;
      do {
        const execution = { workflowId, runId };
        const page = { namespace, execution, maximumPageSize: AT_A_TIME };
        const answer = await client.workflowService.getWorkflowExecutionHistory({
          ...page,
          ...(nextPageToken === undefined ? {} : { nextPageToken }),
        });
        for (const event of answer.history?.events ?? []) {
          largest = Math.max(largest, HistoryEvent.encode(event).finish().length);
        }
        nextPageToken = answer.nextPageToken;
      } while (nextPageToken.length > 0);
    }
  }
  if (largest === 0) throw new Error('no run that awaits goods is found');
  return largest;
}
