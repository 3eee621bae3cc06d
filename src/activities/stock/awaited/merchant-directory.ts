import { ApplicationFailure } from '@temporalio/common';
import { defined } from '../../../contract/defined.ts';
import { FailureType } from '../../../contract/failures.ts';
import type { HoldsAwaited, LookForGoodsInput } from '../../../contract/goods.ts';
import { workflowId, type StoreHash } from '../../../contract/ids.ts';
import { goodsInMessages, merchantGoodsMessages } from '../../../contract/messages.ts';
import type { AwaitGoods } from '../../../contract/products.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { alertOfLoss, askAwaiting, isNowhere, staysNowhere, tellAwaiting } from './awaiting-runs.ts';
import { leavesAnyTrace } from './traces.ts';

type Asking = Pick<Dependencies, 'temporal' | 'connections'>;

interface OfMerchant {
  readonly storeHash: StoreHash;
  readonly merchantId: string;
}

/** Whether the merchant's run lists a store: it awaits goods then. */
export async function isListed(
  deps: Pick<Dependencies, 'temporal'>,
  { storeHash, merchantId }: { readonly storeHash: StoreHash; readonly merchantId: string },
): Promise<boolean> {
  const id = workflowId.merchantGoods(merchantId);
  const stores = await askAwaiting(deps, id, (open) => open.query(merchantGoodsMessages.who));
  return stores?.some((store) => store.storeHash === storeHash) === true;
}

/**
 * Whether a store's own run that the server knows nothing of was deleted: the merchant's run lists it, or was deleted with it, and
 * other traces are left.
 */
export async function wasDeleted(
  deps: Pick<Dependencies, 'temporal'>,
  merchant: { readonly storeHash: StoreHash; readonly merchantId: string },
): Promise<boolean> {
  if (await isListed(deps, merchant)) return true;
  const directory = workflowId.merchantGoods(merchant.merchantId);
  return (await isNowhere(deps, directory)) && leavesAnyTrace(deps, merchant.storeHash);
}

/** The same for one that is about to be started: it may have been listed to begin it. */
export async function lostBefore(deps: Pick<Dependencies, 'temporal'>, merchant: OfMerchant): Promise<boolean> {
  const { storeHash } = merchant;
  if (!(await wasDeleted(deps, merchant))) return false;
  if (!(await staysNowhere(deps, workflowId.goodsIn(storeHash)))) return false;
  alertOfLoss(workflowId.goodsIn(storeHash), storeHash);
  return true;
}

/**
 * The run that says which stores of the merchant await goods may have been deleted, or this store was gone and is connected
 * again: its own run is in it again.
 */
export async function keepListed(
  deps: Asking,
  { storeHash, awaitsByName, page, parts = [] }: LookForGoodsInput,
  merchantId: string,
): Promise<void> {
  if (awaitsByName !== true || page !== 1) return;
  if (!(await isListed(deps, { storeHash, merchantId }))) {
    await tellMerchant(deps, { storeHash, inParts: parts.length > 0 });
  }
}

/** The merchant that a store is connected with; `undefined` where it is gone. */
export async function merchantNow({ connections }: Asking, storeHash: StoreHash): Promise<string | undefined> {
  try {
    return (await connections.ask(storeHash)).merchantId;
  } catch (error) {
    if (error instanceof ApplicationFailure && error.type === FailureType.integrationGone) return undefined;
    throw error;
  }
}

/** A code belongs to the merchant: its other stores must know that somebody awaits goods. @returns the merchant's id */
export async function tellMerchant({ temporal, connections }: Asking, holds: HoldsAwaited): Promise<string> {
  const { merchantId } = await connections.ask(holds.storeHash);
  await list({ temporal }, merchantId, holds);
  return merchantId;
}

/** Tells a store's own run what it awaits, and begins it where none is open. Whose goods they are is said with them. */
export async function tellAwaited(
  deps: Pick<Dependencies, 'temporal'>,
  { storeHash, merchantId }: Partial<OfMerchant> & Pick<OfMerchant, 'storeHash'>,
  goods: AwaitGoods,
): Promise<void> {
  const id = workflowId.goodsIn(storeHash);
  // Before it is listed: a run that is listed and not there was deleted.
  const isNew = merchantId !== undefined && (await isNowhere(deps, id));
  const lost = isNew && (await lostBefore(deps, { storeHash, merchantId }));
  if (merchantId !== undefined && goods.awaited.length > 0) await list(deps, merchantId, { storeHash, inParts: false });
  await tellAwaiting(deps, id, {
    signal: goodsInMessages.awaitGoods,
    arg: { ...goods, ...defined({ merchantId }) },
    summary: `First goods of store ${storeHash}`,
    lost,
  });
}

async function list(deps: Pick<Dependencies, 'temporal'>, merchantId: string, holds: HoldsAwaited): Promise<void> {
  const id = workflowId.merchantGoods(merchantId);
  await tellAwaiting(deps, id, {
    signal: merchantGoodsMessages.awaits,
    arg: holds,
    summary: `Stores of merchant ${merchantId} that await first goods`,
  });
}
