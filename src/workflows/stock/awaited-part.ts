import {
  allHandlersFinished,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { AwaitedPartInput, AwaitedPartSnapshot, PartReport } from '../../contract/goods.ts';
import { workflowId } from '../../contract/ids.ts';
import { goodsInMessages } from '../../contract/messages.ts';
import { awaitedPartInput, codes as codeList, handOn, keepAwaited } from '../../contract/schemas/stock.ts';
import { AwaitedSkus } from '../../domain/stock/awaited/awaited-skus.ts';
import { onSignal, startedWith } from '../shared/checked.ts';
import { handPartOn } from './hand-to-sibling.ts';
import { TakingOver } from './taking-over.ts';

/**
 * A part of the SKUs that a store awaits, where they are too many for its own run: no message and no answer grows with
 * the catalogue. It tells the store's run when goods have come, and ends when nothing is left in it.
 */
export async function awaitedPart(
  given: AwaitedPartInput,
  carried?: AwaitedPartSnapshot,
): Promise<{ received: number }> {
  const { storeHash, shard, after } = startedWith(awaitedPartInput, given, carried);
  const skus = new AwaitedSkus(carried?.awaited);
  let received = carried?.received ?? 0;
  let message = carried?.message ?? 0;
  let told = received;
  const handsOn = [...(carried?.handsOn ?? [])];
  const snapshot = (): AwaitedPartSnapshot => ({ awaited: skus.packed(), received, message, handsOn: [...handsOn] });
  const before = new TakingOver(after, snapshot);
  // Asked where something is recorded, and not by what waits: that is asked beside an update that is refused, too.
  const isSuggested = (): boolean => workflowInfo().continueAsNewSuggested;
  let renews = isSuggested();
  const take = (said: () => void): void => {
    before.take(said);
    renews = isSuggested();
  };

  onSignal(goodsInMessages.keepAwaited, keepAwaited, (kept) => {
    take(() => {
      skus.add(kept.skus, kept.variants);
      message = Math.max(message, kept.message);
    });
  });
  onSignal(goodsInMessages.goodsCame, codeList, (codes) => take(() => void (received += skus.remove(codes))));
  onSignal(goodsInMessages.drop, codeList, (codes) => take(() => void skus.remove(codes)));
  onSignal(goodsInMessages.handOn, handOn, (said) => take(() => void handsOn.push(said)));
  setHandler(goodsInMessages.awaited, (asked) => before.answer(() => skus.answer(asked)));
  setHandler(goodsInMessages.awaitedVariants, (asked) => before.answer(() => skus.variants(asked)));
  const isEmpty = (): boolean => message > 0 && skus.size === 0;
  await before.run(workflowId.awaited(storeHash, shard), (kept) => {
    skus.addPacked(kept.awaited);
    received += kept.received;
    message = Math.max(message, kept.message);
    handsOn.push(...(kept.handsOn ?? []));
  });

  while (true) {
    renews = isSuggested();
    await condition(() => received !== told || isEmpty() || handsOn.length > 0 || renews, '30 days', {
      summary: 'Until goods come',
    });
    for (let next = handsOn.shift(); next !== undefined; next = handsOn.shift()) {
      await handPartOn(next.to, skus, storeHash);
    }
    if (received !== told || isEmpty()) {
      told = received;
      await report({ shard, left: skus.size, received, message });
    }
    if (isEmpty()) {
      await condition(allHandlersFinished);
      if (isEmpty() && received === told) return { received };
    }
    if (isSuggested()) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof awaitedPart>({ storeHash, shard }, snapshot());
    }
  }

  async function report(of: PartReport): Promise<void> {
    try {
      await getExternalWorkflowHandle(workflowId.goodsIn(storeHash)).signal(goodsInMessages.partReport, of);
    } catch (error) {
      if (isCancellation(error)) throw error;
      log.warn('the run that awaits goods is gone', { storeHash });
    }
  }
}
