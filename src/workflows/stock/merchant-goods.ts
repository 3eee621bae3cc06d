import { allHandlersFinished, condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import type { HoldsAwaited, MerchantGoodsInput } from '../../contract/goods.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import { goodsInMessages, merchantGoodsMessages } from '../../contract/messages.ts';
import { codes as codeList, holdsAwaited, merchantGoodsInput, storeOfMerchant } from '../../contract/schemas/stock.ts';
import { onSignal, startedWith } from '../shared/checked.ts';
import { tellRun } from '../shared/tell-run.ts';

/**
 * Which stores of a merchant await first goods: a code belongs to the merchant, and no store may write a zero for what
 * another one has coming. It ends when no store awaits anything.
 */
export async function merchantGoods(
  given: MerchantGoodsInput,
  carried?: readonly HoldsAwaited[],
): Promise<{ stores: number }> {
  const input = startedWith(merchantGoodsInput, given, carried);
  const stores = new Map<StoreHash, HoldsAwaited>((carried ?? []).map((each) => [each.storeHash, each]));
  const came: (readonly string[])[] = [];
  // The message that it was started with comes in its first task.
  let heard = carried !== undefined;

  onSignal(merchantGoodsMessages.awaits, holdsAwaited, ({ storeHash, inParts }) => {
    heard = true;
    stores.set(storeHash, { storeHash, inParts: inParts || stores.get(storeHash)?.inParts === true });
  });
  onSignal(merchantGoodsMessages.awaitsNoMore, storeOfMerchant, (storeHash) => {
    heard = true;
    stores.delete(storeHash);
  });
  onSignal(merchantGoodsMessages.goodsCame, codeList, (codes) => void came.push(codes));
  setHandler(merchantGoodsMessages.who, () => [...stores.values()]);
  const isOver = (): boolean => heard && stores.size === 0 && came.length === 0;

  while (true) {
    for (let codes = came.shift(); codes !== undefined; codes = came.shift()) {
      for (const { storeHash } of stores.values())
        await tellRun(workflowId.goodsIn(storeHash), goodsInMessages.goodsCame, codes);
    }
    if (isOver()) {
      await condition(allHandlersFinished);
      if (isOver()) return { stores: 0 };
    }
    if (workflowInfo().continueAsNewSuggested) await condition(allHandlersFinished);
    if (workflowInfo().continueAsNewSuggested && came.length === 0) {
      await continueAsNew<typeof merchantGoods>(input, [...stores.values()]);
    }
    await condition(() => came.length > 0 || isOver(), '1 day', {
      summary: 'Until goods come, or no store awaits any',
    });
  }
}
