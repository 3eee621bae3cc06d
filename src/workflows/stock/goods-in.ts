import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { defined } from '../../contract/defined.ts';
import { FailureType } from '../../contract/failures.ts';
import { workflowId } from '../../contract/ids.ts';
import { goodsInMessages, integrationMessages, merchantGoodsMessages } from '../../contract/messages.ts';
import type { GoodsFound } from '../../contract/goods.ts';
import type { GoodsInInput } from '../../contract/products.ts';
import { awaitGoods, goodsInInput } from '../../contract/schemas/products.ts';
import { codes as codeList, partReport } from '../../contract/schemas/stock.ts';
import { parseDuration } from '../../domain/shared/duration.ts';
import type { createGoodsInActivities } from '../../activities/stock/goods-in.ts';
import { GoodsInState } from '../../domain/stock/goods-in-state.ts';
import type { GoodsInSnapshot } from '../../domain/stock/goods-in-snapshot.ts';
import { Patch } from '../../contract/registered-names.ts';
import { stageKey } from '../../contract/runs/search-attributes.ts';
import { onSignal, startedWith } from '../shared/checked.ts';
import { handToSibling, partsAreHandedOn } from './hand-to-sibling.ts';
import { TakingOver } from './taking-over.ts';
import { tellRun } from '../shared/tell-run.ts';
import { describedSignal } from '../shared/report-descriptions.ts';

const { lookForGoods } = proxyActivities<Pick<ReturnType<typeof createGoodsInActivities>, 'lookForGoods'>>({
  startToCloseTimeout: '10m',
  scheduleToCloseTimeout: '1 day',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '5m' },
  summary: 'Look for first goods',
});

const { keepAwaited } = proxyActivities<Pick<ReturnType<typeof createGoodsInActivities>, 'keepAwaited'>>({
  startToCloseTimeout: '2m',
  scheduleToCloseTimeout: '1h',
  retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '5m' },
  summary: 'Spread awaited SKUs over parts',
});

const LOST =
  ' **A run that kept them was deleted in Temporal**: until both sides were asked for them, no zero is written.';
const DEFAULT_EVERY_MS = 15 * 60_000;

/**
 * Waits for the first receipt of each product that was created, at almost no cost: one activity a look. The very first
 * receipt opens the integration's gate. It ends when nothing is awaited and the gate was opened, or the store is gone.
 */
export async function goodsIn(given: GoodsInInput, carried?: GoodsInSnapshot): Promise<{ received: number }> {
  const { storeHash, after, lost } = startedWith(goodsInInput, given, carried);
  const input = { storeHash };
  const state = new GoodsInState(carried, carried === undefined && lost === true);
  const before = new TakingOver(after, () => state.snapshot());
  let mustLook = carried === undefined || carried.looksFirst === true;
  let isGone = false;

  onSignal(goodsInMessages.awaitGoods, awaitGoods, (goods) => {
    before.take(() => {
      if (state.isAnothers(goods.merchantId) && patched(Patch.anotherMerchant)) state.turnTo(goods.merchantId);
      state.await(goods);
      mustLook ||= goods.anew === true || goods.lost === true;
    });
  });
  setHandler(
    goodsInMessages.lookNow,
    () => {
      mustLook = true;
    },
    describedSignal('lookNow'),
  );
  setHandler(goodsInMessages.awaited, (asked) => before.answer(() => state.answer(asked)));
  setHandler(goodsInMessages.awaitedVariants, (asked) => before.answer(() => state.variants(asked)));
  onSignal(goodsInMessages.goodsCame, codeList, (codes) => before.take(() => state.came(codes)));
  onSignal(goodsInMessages.partReport, partReport, (told) => before.take(() => state.partTold(told)));
  if (carried === undefined) upsertSearchAttributes([{ key: stageKey, value: 'awaiting-goods' }]);
  await before.run(workflowId.goodsIn(storeHash), (kept) => state.takeOver(kept));

  while (true) {
    if (mustLook && state.next === undefined) {
      mustLook = false;
      const wasLost = state.lost.isLost;
      isGone = (await look(input, state)) === 'gone';
      // What is awaited again may have come meanwhile.
      if (wasLost && !state.lost.isLost) mustLook = true;
    }
    if (state.next !== undefined) return turn(input, state);
    let couldNotSpread = false;
    while (state.isFull && !couldNotSpread) couldNotSpread = !(await spread(input, state));
    for (const [shard, skus] of state.dropped.take()) {
      await tellRun(workflowId.awaited(input.storeHash, shard), goodsInMessages.drop, skus);
    }
    if (state.gateIsDue) await openGate(input, state);
    show(state);
    if (isGone || state.isDone) {
      if (isGone) await handToSibling(input.storeHash, state);
      await leaveMerchant(input, state);
      await condition(allHandlersFinished);
      // A message that came meanwhile has more to await.
      if (isGone || state.isDone) break;
      if (state.awaitsByName) await joinMerchant(input, state);
    }
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof goodsIn>(input, state.snapshot());
    }
    const every = parseDuration(state.every) ?? DEFAULT_EVERY_MS;
    const gateWasDue = state.gateIsDue;
    const woken = await condition(
      // What could not be given to parts is tried again after the next look, not at once.
      () =>
        mustLook ||
        state.next !== undefined ||
        state.isDone ||
        (state.isFull && !couldNotSpread) ||
        state.dropped.all.size > 0 ||
        (state.gateIsDue && !gateWasDue),
      every,
      { summary: 'Until the next look for goods' },
    );
    if (!woken) mustLook = true;
  }
  upsertSearchAttributes([{ key: stageKey, value: 'done' }]);
  return { received: state.received };
}

/**
 * The store is connected with another merchant now. A code belongs to its merchant: another store of the one before awaits
 * from now on what was awaited, or it is kept until this store comes back; and the gate waits for goods of the new one.
 */
async function turn(input: GoodsInInput, state: GoodsInState): Promise<{ received: number }> {
  const hadParts = state.parts.length > 0;
  const isHanded = await handToSibling(input.storeHash, state);
  // A part goes by the store: it is empty before it keeps what the new merchant's goods are.
  if (!isHanded || !patched(Patch.lostWithParts)) await partsAreHandedOn(input.storeHash, state);
  await leaveMerchant(input, state);
  await condition(allHandlersFinished);
  const { next } = state;
  if (next !== undefined && !isHanded) state.leaveTo(next.state, hadParts);
  if (next?.state.comesBack === true) await joinMerchant(input, next.state);
  if (next !== undefined && (next.wasTold || next.state.awaitsByName)) {
    await continueAsNew<typeof goodsIn>(input, { ...next.state.snapshot(), looksFirst: true });
  }
  upsertSearchAttributes([{ key: stageKey, value: 'done' }]);
  return { received: state.received };
}

async function look({ storeHash }: GoodsInInput, state: GoodsInState): Promise<'looked' | 'gone' | 'not now'> {
  const since = state.looks.since(Date.now());
  try {
    let cursor: string | undefined;
    for (let page: number | undefined = 1; page !== undefined;) {
      const { awaitsByName, parts } = state;
      const { isLost } = state.lost;
      const request = { storeHash, page, awaitsByName, parts, ...defined({ since }) };
      const found: GoodsFound = await lookForGoods(isLost ? { ...request, lost: true } : request);
      state.every = found.every;
      if (state.isAnothers(found.merchantId) && patched(Patch.anotherMerchant)) {
        state.turnTo(found.merchantId);
        return 'looked';
      }
      // Told of another merchant meanwhile, it was asked for that one's goods perhaps.
      if (state.next !== undefined && found.merchantId !== state.merchantId) return 'looked';
      state.merchantId = found.merchantId ?? state.merchantId;
      if (isLost) {
        state.wasFoundAgain(found.foundAgain ?? { skus: 0, partsGone: [] });
        return 'looked';
      }
      state.found(found);
      cursor ??= found.cursor;
      page = found.nextPage;
    }
    if (cursor !== undefined) state.looks.looked(cursor, since === undefined, Date.now());
    return 'looked';
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    const cause = error.cause;
    if (cause instanceof ApplicationFailure && cause.type === FailureType.integrationGone) return 'gone';
    // Paused, refused or away for a day: the next look finds everything that this one did not.
    log.warn('no look for goods was possible', { storeHash, why: cause?.message });
    return 'not now';
  }
}

/** Gives some of the awaited SKUs to parts. @returns false where that cannot be done now */
async function spread({ storeHash }: GoodsInInput, state: GoodsInState): Promise<boolean> {
  const parts = state.toParts();
  try {
    await keepAwaited({ storeHash, parts });
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    log.warn('awaited SKUs could not be spread over parts', { storeHash, why: error.cause?.message });
    return false;
  }
  for (const { shard, skus } of parts) {
    const came = state.wereTaken(skus);
    if (came.length === 0) continue;
    await tellRun(workflowId.awaited(storeHash, shard), goodsInMessages.goodsCame, came);
  }
  return true;
}

/** Other stores of the merchant need not ask here any more. */
async function leaveMerchant({ storeHash }: GoodsInInput, { merchantId }: GoodsInState): Promise<void> {
  if (merchantId === undefined) return;
  await tellRun(workflowId.merchantGoods(merchantId), merchantGoodsMessages.awaitsNoMore, storeHash);
}

async function joinMerchant({ storeHash }: GoodsInInput, { merchantId, parts }: GoodsInState): Promise<void> {
  if (merchantId === undefined) return;
  const inParts = parts.length > 0;
  await tellRun(workflowId.merchantGoods(merchantId), merchantGoodsMessages.awaits, { storeHash, inParts });
}

/** Tells the entity. Where it cannot be told, the gate stays due and the next look tries again. */
async function openGate({ storeHash }: GoodsInInput, state: GoodsInState): Promise<void> {
  try {
    const entity = getExternalWorkflowHandle(workflowId.integration(storeHash));
    const goods = { skus: state.received, ...defined({ merchantId: state.merchantId }) };
    await entity.signal(integrationMessages.goodsArrived, goods);
    state.gateOpened = true;
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('the integration could not be notified of its first goods', { storeHash });
  }
}

function show(state: GoodsInState): void {
  const awaited = state.count;
  const gate = state.gateOpened ? 'The first goods have come.' : 'No goods have come yet.';
  const rest =
    awaited === 0
      ? 'No created product awaits its first goods.'
      : `**${awaited}** created products await their first goods; until then no zero is written for them.`;
  const again =
    state.lost.found === undefined
      ? ''
      : ` A run that kept them was deleted in Temporal: **${state.lost.found}** that the warehouse never received were found again on both sides.`;
  setCurrentDetails(`${gate} ${rest}${state.lost.isLost ? LOST : again} It looks every ${state.every}.`);
}
