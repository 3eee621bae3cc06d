import { defineSearchAttributeKey } from '@temporalio/common';
import { workflowId, type StoreHash } from '../contract/ids.ts';
import { goodsInMessages } from '../contract/messages.ts';
import type { AwaitGoods, GoodsFound, GoodsInInput, LookForGoodsInput } from '../contract/products.ts';
import { runPriority, SearchAttribute, TaskQueue, WorkflowType } from '../contract/temporal.ts';
import type { Dependencies } from './dependencies.ts';
import { heartbeating } from './heartbeats.ts';

const integrationKey = defineSearchAttributeKey(SearchAttribute.integration, 'KEYWORD');

/** Codes told at once: some 500 KB. */
const MAX_CODES = 20_000;
/** Reaches back before the last look: clocks differ, and whether `modifiedAfter` is inclusive is UNCONFIRMED. */
const OVERLAP_MS = 2 * 60_000;

/** Activities around the first receipt of goods. */
export function createGoodsInActivities(deps: Dependencies) {
  return {
    /** Tells the store's `goodsIn` run which SKUs are awaited now, and starts it where none is open. */
    async awaitGoods({ storeHash, ...goods }: AwaitGoods & { readonly storeHash: StoreHash }): Promise<void> {
      await deps.temporal.workflow.signalWithStart<(input: GoodsInInput) => Promise<unknown>, [AwaitGoods]>(
        WorkflowType.goodsIn,
        {
          workflowId: workflowId.goodsIn(storeHash),
          taskQueue: TaskQueue.main,
          args: [{ storeHash }],
          signal: goodsInMessages.awaitGoods,
          signalArgs: [goods],
          priority: runPriority(storeHash, 'stock'),
          typedSearchAttributes: [{ key: integrationKey, value: storeHash }],
          staticSummary: `First goods of store ${storeHash}`,
        },
      );
    },

    /** The codes that have stock in myOGO, of those that changed since the last look. */
    lookForGoods({ storeHash, since, page }: LookForGoodsInput): Promise<GoodsFound> {
      return heartbeating(async () => {
        const open = await deps.connections.open(storeHash, 'stock');
        const modifiedAfter =
          since === undefined ? {} : { modifiedAfter: new Date(Date.parse(since) - OVERLAP_MS).toISOString() };
        const received: string[] = [];
        let cursor: string | undefined;
        for (let at = page; ; at += 1) {
          const { rows, more, serverTime } = await open.merchant.stock.list({ ...modifiedAfter, page: at });
          // myOGO's own clock; without it ours, which the overlap covers within reason.
          cursor ??= new Date(serverTime ?? Date.now()).toISOString();
          for (const row of rows) if ((row.stock ?? row.stockAvailable) > 0) received.push(row.productCode);
          const every = open.connection.settings.goodsInEvery;
          if (!more) return { received, cursor, every };
          if (received.length >= MAX_CODES) return { received, cursor, every, nextPage: at + 1 };
        }
      });
    },
  };
}
