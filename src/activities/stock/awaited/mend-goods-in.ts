import { workflowId } from '../../../contract/ids.ts';
import type { IntegrationStatus } from '../../../contract/integration.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { beginAnew, isNowhere } from './awaiting-runs.ts';
import { isListed } from './merchant-directory.ts';

/**
 * Begins a store's run of first goods anew where a person has ended or deleted it. While goods are awaited nobody else asks it:
 * no goods would ever be seen. Later on it matters where the merchant's run lists it: what it kept was deleted with it.
 * @returns true where it was deleted
 */
export async function mendGoodsIn(
  deps: Pick<Dependencies, 'temporal'>,
  { storeHash, merchantId, stage }: Pick<IntegrationStatus, 'storeHash' | 'merchantId' | 'stage'>,
): Promise<true | undefined> {
  const own = workflowId.goodsIn(storeHash);
  if (await isNowhere(deps, own)) {
    if (stage !== 'awaiting-goods' && !(await isListed(deps, { storeHash, merchantId }))) return undefined;
    await beginAnew(deps, own, { lost: true });
    return true;
  }
  if (stage === 'awaiting-goods') await beginAnew(deps, own);
  return undefined;
}
