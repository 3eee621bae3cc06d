import { workflowId } from '../../../contract/ids.ts';
import type { IntegrationStatus } from '../../../contract/integration.ts';
import { goodsInMessages } from '../../../contract/messages.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { beginAnew, isNowhere, staysNowhere, tellAwaiting } from './awaiting-runs.ts';
import { isListed, wasDeleted } from './merchant-directory.ts';

/**
 * Begins a store's run of first goods anew where a person has ended or deleted it. While goods are awaited nobody else asks it:
 * no goods would ever be seen. Later on it matters where the merchant's run lists it: what it kept was deleted with it.
 * @returns true where what it kept was deleted
 */
export async function mendGoodsIn(
  deps: Pick<Dependencies, 'temporal'>,
  { storeHash, merchantId, stage }: Pick<IntegrationStatus, 'storeHash' | 'merchantId' | 'stage'>,
): Promise<true | undefined> {
  const own = workflowId.goodsIn(storeHash);
  const waits = stage === 'awaiting-goods';
  if (!(await isNowhere(deps, own))) {
    if (waits) await beginAnew(deps, own);
    return undefined;
  }
  const merchant = { storeHash, merchantId };
  if (await (waits ? wasDeleted(deps, merchant) : isListed(deps, merchant))) {
    // It is listed before it begins.
    if (!(await staysNowhere(deps, own))) return undefined;
    await beginAnew(deps, own, { lost: true });
    return true;
  }
  // One that has just been connected has none until its products are looked through.
  if (!waits || (await isNowhere(deps, workflowId.createProducts(storeHash)))) return undefined;
  // Nothing was awaited by name: the gate waits again.
  await tellAwaiting(deps, own, {
    signal: goodsInMessages.awaitGoods,
    arg: { awaited: [], received: false, merchantId },
    summary: `First goods of store ${storeHash}`,
  });
  return undefined;
}
