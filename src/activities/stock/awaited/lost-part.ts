import { awaitingRunOf } from '../../../contract/goods.ts';
import { workflowId, type StoreHash } from '../../../contract/ids.ts';
import { goodsInMessages } from '../../../contract/messages.ts';
import type { GoodsInSnapshot } from '../../../domain/stock/goods-in-snapshot.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { ifOpen } from '../../runtime/if-open.ts';
import { noAnswer } from '../../runtime/query-open-run.ts';
import { alertOfLoss, askAwaiting, staysNowhere } from './awaiting-runs.ts';

type Temporal = Pick<Dependencies, 'temporal'>;

/**
 * Whether a run that is not there was deleted. A store's own run was where the merchant's run lists it: it is listed before it
 * begins, and taken off before it ends. A part was where the store's own run has begun it and nothing has emptied it; then
 * the store's own run is told, which finds again what it kept.
 * @param listed the own runs that the merchant's run lists
 * @throws Unavailable where a part was deleted
 */
export async function isLost(deps: Temporal, id: string, listed: ReadonlySet<string>): Promise<boolean> {
  const run = awaitingRunOf(id);
  const { shard } = run?.input ?? {};
  if (run?.storeHash === undefined || typeof shard !== 'number') return listed.has(id);
  const own = workflowId.goodsIn(run.storeHash);
  const known = await askAwaiting(deps, own, (open) => open.query(goodsInMessages.kept), {
    isLost: () => listed.has(own),
  });
  const { parts = [] } = (known?.kept ?? {}) as Partial<GoodsInSnapshot>; // a store's own run answered
  if (!parts.some((part) => part.shard === shard && part.begun === true && part.left > 0)) return false;
  // It may have begun since it was asked.
  if (await staysNowhere(deps, id)) {
    alertOfLoss(id, run.storeHash);
    await tellOfLoss(deps, run.storeHash);
  }
  throw noAnswer('awaits goods', undefined);
}

/** A store's own run finds again what one of its parts kept. */
export async function tellOfLoss({ temporal }: Temporal, storeHash: StoreHash): Promise<void> {
  const own = temporal.workflow.getHandle(workflowId.goodsIn(storeHash));
  const lost = { awaited: [], received: false, lost: true } as const;
  await ifOpen(() => own.signal(goodsInMessages.awaitGoods, lost));
}
