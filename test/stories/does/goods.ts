import { stockChanged } from '../../../dev/stand-ins/warehouse/stock.ts';
import type { Act } from '../acts/act.ts';
import type { LifeStore } from '../life/life-store.ts';
import type { Life } from '../life/life.ts';
import { ASKED_FROM } from '../judge/word.ts';
import { round } from '../life/people.ts';

/** What a product is called while it has another SKU than the warehouse knows. */
const RENAMED = '-NEW';

/** What becomes of goods, in the shop and on the shelf. @returns false where the act is none of these */
export function goodsMove(life: Life, store: LifeStore, act: Act): boolean {
  switch (act.do) {
    case 'count':
      endFalls(life, store);
      count(life, store, round(store.skus, act.which) ?? '', act.pieces);
      return true;
    case 'goods-in':
      endFalls(life, store);
      life.world.control.goodsIn(
        Object.fromEntries(store.stocked.map((sku) => [sku, act.pieces])),
        store.merchant.merchantId,
      );
      return true;
    case 'sell-out':
      sellOut(life, store);
      return true;
    case 'product':
      product(life, store, act);
      return true;
    default:
      return false;
  }
}

function count({ world }: Life, { merchant }: LifeStore, sku: string, pieces: number): void {
  const found = merchant.product(sku);
  if (found === undefined) return;
  found.stock = pieces;
  stockChanged(world.world, merchant, found);
}

/** Goods moved again: what is asked about is not only this fall any more. */
function endFalls({ stores }: Life, { merchant }: LifeStore): void {
  for (const store of stores) if (store.merchant === merchant && store.fall !== undefined) store.fall.over = true;
}

function sellOut(life: Life, store: LifeStore): void {
  for (const each of life.stores) {
    if (each.merchant !== store.merchant) continue;
    const levels = new Map(each.stocked.map((sku) => [sku, each.shelf(sku)?.level ?? 0]));
    const skus = each.stocked.filter((sku) => (levels.get(sku) ?? 0) > 0);
    const before = each.fall;
    // Levels that were not written since an earlier fall leave more than one reading of what falls now.
    const isNew =
      before === undefined || (before.over && skus.every((sku) => before.levels.get(sku) !== levels.get(sku)));
    if (skus.length >= ASKED_FROM && isNew)
      each.fall = { at: life.world.now(), skus, levels, over: each.brakeShare >= 1 };
    else if (before !== undefined) before.over = true;
  }
  for (const sku of store.stocked) count(life, store, sku, 0);
}

function product({ world: { control } }: Life, store: LifeStore, act: Extract<Act, { do: 'product' }>): void {
  const { storeHash, state, skus } = store;
  const sku = round(skus, act.which) ?? '';
  const change = (of: string, wanted: Parameters<typeof control.changeProduct>[1]) =>
    control.changeProduct(of, { storeHash, ...wanted });
  switch (act.what) {
    case 'name':
      change(sku, { name: `${sku} ${state.catalogue.productIds.length + act.order}` });
      return;
    case 'new-sku':
      change(sku, { newSku: `${sku}${RENAMED}` });
      return;
    case 'old-sku':
      change(`${sku}${RENAMED}`, { newSku: sku });
      return;
    case 'twin': {
      // Two rows of one SKU: whoever sells them has merged two products.
      const other = skus.find((each) => each !== sku);
      if (other !== undefined) change(other, { newSku: sku });
      return;
    }
    case 'digital':
    case 'physical':
      change(sku, { type: act.what });
      return;
    case 'remove':
      change(sku, { remove: true });
      return;
    case 'level':
      change(sku, { level: 7 });
      return;
  }
}
