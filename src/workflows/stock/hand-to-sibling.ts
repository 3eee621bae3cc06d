import {
  ActivityFailure,
  condition,
  isCancellation,
  log,
  patched,
  proxyActivities,
  setCurrentDetails,
} from '@temporalio/workflow';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import { goodsInMessages } from '../../contract/messages.ts';
import { Patch } from '../../contract/registered-names.ts';
import type { createGoodsInActivities } from '../../activities/stock/goods-in.ts';
import type { AwaitedSkus } from '../../domain/stock/awaited/awaited-skus.ts';
import type { GoodsInState } from '../../domain/stock/goods-in-state.ts';
import { tellRun } from '../shared/tell-run.ts';

type Activities = Pick<ReturnType<typeof createGoodsInActivities>, 'siblingOf' | 'awaitGoods'>;

const { siblingOf, awaitGoods } = proxyActivities<Activities>({
  startToCloseTimeout: '5m',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '5m' },
  summary: 'Hand awaited SKUs to another store of the merchant',
});

/** SKUs of one message: some 20 KB. */
const AT_ONCE = 1_000;
/** How long parts may take to hand on what is in them: seconds, unless a person paused or deleted one. No goods are looked for meanwhile. */
const PARTS_WITHIN = '1h';

/**
 * A store that is gone awaits nothing any more, but a code belongs to the merchant: for the merchant's other stores a
 * zero of it is no news still. One of them awaits from now on what this one did.
 * @returns false where nobody took it, or not all of it
 */
export async function handToSibling(storeHash: StoreHash, state: GoodsInState): Promise<boolean> {
  const { merchantId } = state;
  if (merchantId === undefined || !state.awaitsByName) return false;
  try {
    show(state, `to another store of merchant ${merchantId}, if there is one`);
    const to = await siblingOf({ storeHash, merchantId });
    const { parts } = state;
    for (const shard of parts) await tellRun(workflowId.awaited(storeHash, shard), goodsInMessages.handOn, { to });
    if (to === null) return false;
    for (let skus = state.own(AT_ONCE); skus.length > 0; skus = state.own(AT_ONCE)) {
      await awaitAt(to, skus);
      const came = state.wereTaken(skus);
      if (came.length > 0) await tellRun(workflowId.goodsIn(to), goodsInMessages.goodsCame, came);
    }
    show(state, `to store ${to}`);
    if (!(await partsAreHandedOn(storeHash, state)) && patched(Patch.lostWithParts)) {
      // Nobody asks these parts any more: the other store finds again on both sides what is in them.
      await awaitGoods({ storeHash: to, awaited: [], received: false, lost: true });
    }
    return true;
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    log.warn('awaited SKUs could not be handed to another store', { storeHash, why: error.cause?.message });
    return false;
  }
}

/**
 * Waits for the parts to hand on what is in them: until then they are asked about here.
 * @returns false where one did not in time
 */
export async function partsAreHandedOn(storeHash: StoreHash, state: GoodsInState): Promise<boolean> {
  const areEmpty = () => state.parts.length === 0;
  if (await condition(areEmpty, PARTS_WITHIN, { summary: 'Until the parts are handed on' })) return true;
  const what = `Parts of the SKUs that store ${storeHash} awaits did not hand on in time: ${state.parts.join(', ')}.`;
  log.error('alert', { alert: 'awaited-lost', storeHash, what });
  return false;
}

function show(state: GoodsInState, where: string): void {
  setCurrentDetails(
    `**${state.count}** created products that await their first goods are handed on ${where}. Until they are, no goods are looked for.`,
  );
}

/** Hands on what is in a part. What could not be handed on stays in it, and is awaited still. */
export async function handPartOn(to: StoreHash | null, part: AwaitedSkus, storeHash: StoreHash): Promise<void> {
  try {
    for (let skus = part.take(AT_ONCE); skus.length > 0; skus = part.take(AT_ONCE)) {
      if (to !== null) await awaitAt(to, skus);
      const came = skus.filter((sku) => !part.has(sku));
      part.remove(skus);
      if (to !== null && came.length > 0) await tellRun(workflowId.goodsIn(to), goodsInMessages.goodsCame, came);
    }
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    log.warn('a part of the awaited SKUs could not be handed on', { storeHash, why: error.cause?.message });
  }
}

async function awaitAt(to: StoreHash, awaited: readonly string[]): Promise<void> {
  await awaitGoods({ storeHash: to, awaited, received: false });
}
