import {
  awaitedRuns,
  type AwaitedPartSnapshot,
  type AwaitedVariants,
  type GoodsFound,
  type LookForGoodsInput,
  type PartSeen,
} from '../../../contract/goods.ts';
import { workflowId } from '../../../contract/ids.ts';
import { goodsInMessages } from '../../../contract/messages.ts';
import type { AwaitGoods } from '../../../contract/products.ts';
import { chunksOf } from '../../../domain/shared/chunks.ts';
import { skuProblem } from '../../../domain/products/sku.ts';
import { pagesOf } from '../../../http/paging.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { patiently, type Asking } from '../../runtime/retry-in-place.ts';
import { unpackSkus } from '../../../domain/stock/awaited/packed-skus.ts';
import { codesOf } from '../odd-rows.ts';
import { isInStock } from '../stock-by-code.ts';
import { askedOf } from './awaited.ts';
import { shardsFor } from './awaited-variants.ts';
import { AT_ONCE } from './who-awaits.ts';
import { awaitingSibling } from './awaiting-sibling.ts';
import { askAwaiting } from './awaiting-runs.ts';
import { tellMerchant } from './merchant-directory.ts';

type Sides = Pick<OpenConnection, 'store' | 'merchant'>;

/**
 * What a store awaits, asked of both sides where the run that kept it is gone: what the store sells, and the warehouse knows,
 * has none of and has never received. A row that shows zero has no level to keep: it counts only where another store of the
 * merchant may show the code. What is found may be more than was awaited; the first goods end it as ever.
 */
export async function neverReceived(
  { store, merchant }: Sides,
  { ask, hasSiblings }: { readonly ask: Asking; readonly hasSiblings: boolean },
): Promise<AwaitedVariants> {
  const without = new Set<string>();
  const came = new Set<string>();
  const stock = (at: object) => ask(() => merchant.stock.list(at));
  for await (const page of pagesOf('myogo', stock, {})) {
    // A level that cannot be read says nothing of goods.
    for (const code of codesOf(page.unreadable)) without.add(code);
    for (const row of page.rows) (isInStock(row) ? came : without).add(row.productCode);
  }
  const updates = (at: object) => ask(() => merchant.stockUpdates.list(at));
  for await (const page of pagesOf('myogo', updates, {})) {
    for (const { code, receivedQuantity } of page.rows.flatMap(({ products }) => products)) {
      if ((receivedQuantity ?? 0) > 0) came.add(code);
    }
  }
  const found = new Map<string, readonly [productId: number, variantId: number]>();
  const variants = (at: object) =>
    ask(() => store.catalogue.variants.list({ ...at, includeFields: ['product_id', 'sku', 'inventory_level'] }));
  for await (const page of pagesOf('bigcommerce', variants, {})) {
    for (const { id, productId, sku, inventoryLevel } of page.rows) {
      if (inventoryLevel === 0 && !hasSiblings) continue;
      if (without.has(sku) && !came.has(sku) && skuProblem(sku) === undefined) found.set(sku, [productId, id]);
    }
  }
  return Object.fromEntries(found);
}

/**
 * Awaits again what was lost; what parts still have is left to them. Every part is asked, also those that the store's own run does
 * not know of, because it was deleted and they were not: only they know what the store awaits for others of the merchant.
 */
export async function awaitAgain(
  deps: Pick<Dependencies, 'temporal' | 'connections'>,
  open: OpenConnection,
  { storeHash, parts = [] }: LookForGoodsInput,
): Promise<NonNullable<GoodsFound['foundAgain']>> {
  const partsGone: number[] = [];
  const partsThere: PartSeen[] = [];
  for (const [shard, run] of awaitedRuns(storeHash).slice(1).entries()) {
    const answer = await askAwaiting(deps, run, (open) => open.query(goodsInMessages.kept));
    const { awaited = '', received = 0, message = 0 } = (answer?.kept ?? {}) as Partial<AwaitedPartSnapshot>; // a part answered
    const left = unpackSkus(awaited).length;
    // One that was begun anew after it was deleted is there, and keeps nothing.
    if (left === 0 && parts.includes(shard)) partsGone.push(shard);
    if (left > 0 && !parts.includes(shard)) partsThere.push({ shard, left, received, message, begun: true });
  }
  const all = [...parts, ...partsThere.map(({ shard }) => shard)];
  const hasSiblings = (await awaitingSibling(deps, open.connection)) !== null;
  const found = new Map(Object.entries(await neverReceived(open, { ask: patiently, hasSiblings })));
  const kept = new Set(all.map((shard) => workflowId.awaited(storeHash, shard)));
  for (const [run, skus] of shardsFor(storeHash, [...found.keys()])) {
    if (kept.has(run)) for (const sku of await askedOf(deps, run, skus)) found.delete(sku);
  }
  if (found.size + all.length > 0) await tellMerchant(deps, { storeHash, inParts: all.length > 0 });
  const run = deps.temporal.workflow.getHandle(workflowId.goodsIn(storeHash));
  const { merchantId } = open.connection;
  for (const some of chunksOf([...found], AT_ONCE)) {
    const goods: AwaitGoods = {
      ...{ awaited: some.map(([sku]) => sku), variants: Object.fromEntries(some) },
      ...{ received: false, merchantId },
    };
    await run.signal(goodsInMessages.awaitGoods, goods);
  }
  return { skus: found.size, partsGone, ...(partsThere.length === 0 ? {} : { partsThere }) };
}
