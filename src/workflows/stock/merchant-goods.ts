import { allHandlersFinished, condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import type { HoldsAwaited, MerchantGoodsInput } from '../../contract/goods.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import { goodsInMessages, merchantGoodsMessages } from '../../contract/messages.ts';
import { codes as codeList, holdsAwaited, merchantGoodsInput, storeOfMerchant } from '../../contract/schemas/stock.ts';
import { onSignal, startedWith } from '../shared/checked.ts';
import { TakingOver } from './taking-over.ts';
import { tellRun } from '../shared/tell-run.ts';

/**
 * Which stores of a merchant await first goods: a code belongs to the merchant, and no store may write a zero for what
 * another one has coming. It ends when no store awaits anything.
 */
export async function merchantGoods(
  given: MerchantGoodsInput,
  carried?: readonly HoldsAwaited[],
): Promise<{ stores: number }> {
  const { merchantId, after } = startedWith(merchantGoodsInput, given, carried);
  const input = { merchantId };
  const stores = new Map<StoreHash, HoldsAwaited>((carried ?? []).map((each) => [each.storeHash, each]));
  const came: (readonly string[])[] = [];
  const before = new TakingOver(after, () => [...stores.values()]);
  // The message that it was started with comes in its first task.
  let heard = carried !== undefined;

  const awaits = ({ storeHash, inParts }: HoldsAwaited): void => {
    heard = true;
    stores.set(storeHash, { storeHash, inParts: inParts || stores.get(storeHash)?.inParts === true });
  };
  onSignal(merchantGoodsMessages.awaits, holdsAwaited, (holds) => before.take(() => awaits(holds)));
  onSignal(merchantGoodsMessages.awaitsNoMore, storeOfMerchant, (storeHash) =>
    before.take(() => {
      heard = true;
      stores.delete(storeHash);
    }),
  );
  onSignal(merchantGoodsMessages.goodsCame, codeList, (codes) => void came.push(codes));
  setHandler(merchantGoodsMessages.who, () => before.answer(() => [...stores.values()]));
  const isOver = (): boolean => heard && stores.size === 0 && came.length === 0;
  await before.run(workflowId.merchantGoods(merchantId), (kept) => kept.forEach(awaits));
  heard ||= after !== undefined;

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
