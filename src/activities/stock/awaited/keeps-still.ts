import { WorkflowNotFoundError } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import { goodsInMessages } from '../../../contract/messages.ts';
import { merchantsAwaitedBy, type GoodsInSnapshot } from '../../../domain/stock/goods-in-snapshot.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { noAnswer } from '../../runtime/query-open-run.ts';

/** What a run kept that has ended changes no more: it is asked once a process. */
const merchantsOf = new LRUCache<string, readonly string[]>({ max: 10_000 });

/**
 * Whether a store's run, which has ended by itself, kept what is awaited of a merchant: it ends where its store is gone,
 * and its store may have come back.
 * @throws Unavailable where it does not answer
 */
export async function keepsStill(
  { temporal }: Pick<Dependencies, 'temporal'>,
  { id, runId, merchantId }: { readonly id: string; readonly runId: string; readonly merchantId: string },
): Promise<boolean> {
  const known = merchantsOf.get(runId);
  if (known !== undefined) return known.includes(merchantId);
  try {
    const run = temporal.workflow.getHandle(id, runId);
    const { kept } = await run.query(goodsInMessages.kept);
    const merchants = merchantsAwaitedBy(kept as GoodsInSnapshot); // a store's own run answered
    merchantsOf.set(runId, merchants);
    return merchants.includes(merchantId);
  } catch (error) {
    // Older than Temporal keeps runs.
    if (error instanceof WorkflowNotFoundError) return false;
    throw noAnswer('awaits goods', error);
  }
}
