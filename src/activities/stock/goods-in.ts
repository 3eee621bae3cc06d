import { defined } from '../../contract/defined.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { GoodsFound, KeepAwaited, LookForGoodsInput } from '../../contract/goods.ts';
import { goodsInMessages } from '../../contract/messages.ts';
import type { AwaitGoods } from '../../contract/products.ts';
import { askFrom, OVERLAP_MS } from '../../domain/changes/cursors.ts';
import { pagesOf } from '../../http/paging.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { heartbeating } from '../runtime/heartbeats.ts';
import { awaitingSibling } from './awaited/awaiting-sibling.ts';
import { askedOf } from './awaited/awaited.ts';
import { othersHearOfGoods, tellCame } from './awaited/goods-have-come.ts';
import { whoAwaits } from './awaited/who-awaits.ts';
import { tellAwaiting } from './awaited/awaiting-runs.ts';
import { awaitAgain } from './awaited/found-again.ts';
import { keepListed, merchantNow, tellAwaited, tellMerchant } from './awaited/merchant-directory.ts';
import { followRenames, shardsFor } from './awaited/awaited-variants.ts';
import { isInStock } from './stock-by-code.ts';
import { serverTime } from '../runtime/server-clock.ts';

/** Codes that are asked about at once, and that are answered at most. */
const AT_ONCE = 2_000;

interface KeepAwaitedInParts {
  readonly storeHash: StoreHash;
  readonly parts: readonly (KeepAwaited & { readonly shard: number })[];
}

/** Activities around the first receipt of goods. */
export function createGoodsInActivities(deps: Dependencies) {
  return {
    /** Tells the store's `goodsIn` run which SKUs are awaited now, and starts it where none is open. */
    async awaitGoods({ storeHash, ...goods }: AwaitGoods & { readonly storeHash: StoreHash }): Promise<void> {
      // Whose goods they are is said with them: the store may have been connected with another merchant since.
      const merchantId =
        goods.awaited.length > 0
          ? (await deps.connections.ask(storeHash)).merchantId
          : await merchantNow(deps, storeHash);
      await tellAwaited(deps, { storeHash, ...defined({ merchantId }) }, goods);
    },

    /** Another connected store of the merchant, for a store that is gone. */
    siblingOf(of: { readonly storeHash: StoreHash; readonly merchantId: string }): Promise<StoreHash | null> {
      return awaitingSibling(deps, of);
    },

    /** Gives awaited SKUs to their parts, and starts a part where it is not open. */
    async keepAwaited({ storeHash, parts }: KeepAwaitedInParts): Promise<void> {
      await tellMerchant(deps, { storeHash, inParts: true });
      for (const { shard, ...kept } of parts) {
        const id = workflowId.awaited(storeHash, shard);
        await tellAwaiting(deps, id, {
          signal: goodsInMessages.keepAwaited,
          arg: kept,
          summary: `First goods of store ${storeHash}, part ${shard}`,
        });
      }
    },

    /**
     * Looks for goods of awaited SKUs: stock of any kind in myOGO, and receipts among its stock updates, of what changed
     * since the last look. Parts are told at once; what the store's own run awaits is answered.
     */
    lookForGoods(request: LookForGoodsInput): Promise<GoodsFound> {
      const { storeHash, since, awaitsByName } = request;
      return heartbeating(async () => {
        const open = await deps.connections.open(storeHash, 'stock');
        const { merchant, connection } = open;
        const { merchantId } = connection;
        const every = connection.settings.goodsInEvery;
        if (request.lost === true) {
          const foundAgain = await awaitAgain(deps, open, request);
          return { received: [], cursor: new Date(serverTime()).toISOString(), every, merchantId, foundAgain };
        }
        await keepListed(deps, request, merchantId);
        const modifiedAfter = since === undefined ? {} : { modifiedAfter: askFrom(since, OVERLAP_MS) };
        const received: string[] = [];
        let codes: string[] = [];
        const take = async (): Promise<void> => {
          received.push(...(await takeGoods(deps, open, request, codes)));
          codes = [];
        };
        if (awaitsByName === true && request.page === 1) {
          for await (const page of merchant.stockUpdates.pages(modifiedAfter)) {
            for (const { code, receivedQuantity } of page.rows.flatMap(({ products }) => products)) {
              if ((receivedQuantity ?? 0) > 0) codes.push(code);
            }
          }
        }
        let cursor: string | undefined;
        const changed = { ...modifiedAfter, page: request.page };
        for await (const found of pagesOf('myogo', (at: typeof changed) => merchant.stock.list(at), changed)) {
          const { rows, more, page, serverTime: theirs } = found;
          // myOGO's own clock; without it Temporal's, which the overlap covers within reason.
          cursor ??= new Date(theirs ?? serverTime()).toISOString();
          for (const row of rows) if (isInStock(row)) codes.push(row.productCode);
          if (codes.length >= AT_ONCE) await take();
          if (more && received.length >= AT_ONCE) return { received, cursor, every, merchantId, nextPage: page + 1 };
        }
        await take();
        return { received, cursor: cursor ?? new Date(serverTime()).toISOString(), every, merchantId };
      });
    },
  };
}

/** Tells parts whose goods have come. @returns those of the store's own run */
async function takeGoods(
  deps: Pick<Dependencies, 'temporal' | 'connections'>,
  { store, connection }: Pick<OpenConnection, 'store' | 'connection'>,
  { storeHash, awaitsByName, parts = [] }: LookForGoodsInput,
  codes: readonly string[],
): Promise<readonly string[]> {
  if (awaitsByName !== true) return codes.slice(0, 1);
  const own = workflowId.goodsIn(storeHash);
  const open = new Set(parts.map((shard) => workflowId.awaited(storeHash, shard)));
  const inParts = open.size > 0;
  const found = await whoAwaits(codes, {
    // Nothing leaves its run while this looks: the store's own run gives to its parts between two looks.
    holdersOf: (asked) => {
      const inThem = inParts ? [...shardsFor(storeHash, asked)].filter(([run]) => open.has(run)) : [];
      return { named: false, runs: [...inThem, [own, asked]] };
    },
    ask: (run, of) => askedOf(deps, run, of),
    follow: (held) => followRenames(deps, { connection, store, inParts }, [...held.values()].flat()),
  });
  for (const [run, of] of found) if (run !== own) await tellCame(deps, run, of);
  await othersHearOfGoods(deps, connection, [...found.values()].flat());
  return found.get(own) ?? [];
}
