import { chunksOf } from '../../../domain/shared/chunks.ts';
import type { LevelWrite } from '../../../domain/stock/stock-writes.ts';
import type { ItemOutcome, LevelUpdate } from '../../../bigcommerce/batch.ts';
import type { VariantFilter } from '../../../bigcommerce/catalogue/catalogue.ts';
import type { StoreApi } from '../../../bigcommerce/client.ts';
import { pagesOf } from '../../../http/paging.ts';
import type { Asking } from '../../runtime/retry-in-place.ts';
import type { OddRows } from '../odd-rows.ts';
import { catalogueRows, rowOf, variantFields } from './store-levels.ts';
import { halves, isRefusal, type RefusedLevel, type StockWriter } from './stock-writers.ts';
import { UnreadLevels } from './unread-levels.ts';

type Send = (levels: readonly LevelUpdate[]) => Promise<readonly ItemOutcome[]>;

/** By the catalogue, where the Inventory permission is missing: the guide's "Products" is enough. */
export function catalogueWriter(store: Pick<StoreApi, 'catalogue'>, ask: Asking): StockWriter {
  const { products, variants } = store.catalogue;
  return {
    name: 'catalogue',
    async rows(skus, givenUp, odd) {
      const unread = new UnreadLevels();
      const hears: OddRows = (page) => {
        unread.hears(page);
        odd(page);
      };
      const rows = await catalogueRows(store, skus, { mostRequests: Infinity, ask, givenUp, odd: hears });
      return rows.map((row) => unread.mark(row));
    },
    async *allRows(odd) {
      const listed = (filter: VariantFilter) => ask(() => variants.list(filter));
      for await (const page of pagesOf('bigcommerce', listed, { includeFields: variantFields })) {
        const unread = new UnreadLevels();
        unread.hears(page);
        odd?.(page);
        yield page.rows
          .filter(({ sku, productId }) => sku !== '' && productId > 0)
          .map(rowOf)
          .map((row) => unread.mark(row));
      }
    },
    unlisted: () => Promise.resolve([]),
    async write(writes) {
      const byProduct = writes.filter(({ by }) => by === 'product');
      const byVariant = writes.filter(({ by }) => by === 'variant');
      return [
        ...(await inBatches(byProduct, 10, (levels) => products.updateLevels(levels))),
        ...(await inBatches(byVariant, 50, (levels) => variants.updateLevels(levels))),
      ];
    },
  };

  async function inBatches(writes: readonly LevelWrite[], most: number, send: Send): Promise<RefusedLevel[]> {
    const refused: RefusedLevel[] = [];
    for (const batch of chunksOf(writes, most)) refused.push(...(await update(batch, send)));
    return refused;
  }

  async function update(batch: readonly LevelWrite[], send: Send): Promise<RefusedLevel[]> {
    const refused = await outcomesOf(batch, send);
    if (batch.length === 1) return refused.map(({ sku, message }) => ({ sku, message }));
    // Refused along with others: each may pass on its own.
    const again = batch.filter(({ sku }) => refused.some((one) => one.sku === sku));
    const still: RefusedLevel[] = [];
    for (const part of halves(again)) still.push(...(await update(part, send)));
    return still;
  }

  async function outcomesOf(batch: readonly LevelWrite[], send: Send): Promise<RefusedLevel[]> {
    try {
      const levels = batch.map(({ id, quantity }) => ({ id, inventoryLevel: quantity }));
      const outcomes = await ask(() => send(levels));
      const refused = new Map(outcomes.flatMap((one) => (one.outcome === 'refused' ? [[one.id, one.message]] : [])));
      return batch.flatMap(({ sku, id }) => {
        const message = refused.get(id);
        return message === undefined ? [] : [{ sku, message }];
      });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return batch.map(({ sku }) => ({ sku, message: error.message }));
    }
  }
}
