import { defined } from '../../../contract/defined.ts';
import type { SkuSeen } from '../../../contract/lookup.ts';
import type { DueReason } from '../../../contract/stock.ts';
import { OpenOrders } from '../../../domain/stock/open-orders.ts';
import { whyDiffers } from '../../../domain/stock/why-differs.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { readOpenOrders } from '../open-orders.ts';
import { readTracking } from '../writers/store-levels.ts';
import { readOwed } from './owed-rows.ts';

type Open = Pick<OpenConnection, 'store' | 'merchant' | 'connection'>;

/**
 * One SKU on both sides: one request to each; and where they show different numbers what is owed to open orders, and how the
 * store tracks it, too.
 */
export async function seeSku(deps: Pick<Dependencies, 'temporal'>, open: Open, sku: string): Promise<SkuSeen> {
  const { store, merchant, connection } = open;
  const [rows, stock] = await Promise.all([store.catalogue.variants.list({ sku }), merchant.stock.byCode(sku)]);
  const available = stock.rows.find(({ productCode }) => productCode === sku)?.stockAvailable ?? null;
  const found = rows.rows.filter((row) => row.sku === sku);
  const differs = available !== null && found.some(({ inventoryLevel }) => inventoryLevel !== available);
  const { pieces, complete } = differs ? await owedNow(deps, open, sku) : { pieces: 0, complete: true };
  const unwritable = differs ? await unwritableRows(open, found) : new Map<number, DueReason>();
  const facts = available === null ? null : { available, open: pieces, buffer: connection.settings.stockBuffer };
  return {
    store: found.map(({ productId, id, inventoryLevel }) => {
      const level = inventoryLevel ?? null;
      const { wanted: shouldBe, ...why } = whyDiffers({
        ...{ level, facts, complete, stopped: connection.stopped },
        unwritable: unwritable.get(id),
      });
      return { productId, variantId: id, level, ...defined({ shouldBe, ...why }) };
    }),
    myogoStock: available,
  };
}

/** Why no run writes these rows of one SKU, by their variant: what the runs that write levels would find. */
async function unwritableRows(
  { store }: Open,
  rows: readonly { readonly productId: number; readonly id: number }[],
): Promise<ReadonlyMap<number, DueReason>> {
  if (rows.length > 1) return new Map(rows.map(({ id }) => [id, 'several-rows']));
  const productIds = rows.map(({ productId }) => productId);
  const { of, unread } = await readTracking(store, productIds, (send) => send());
  return new Map(
    rows.flatMap(({ productId, id }): [number, DueReason][] => {
      const tracked = of.get(productId);
      if (tracked === undefined && unread.has(productId)) return [[id, 'unreadable']];
      if (tracked === undefined || tracked.tracking === 'none') return [[id, 'untracked']];
      return tracked.tracking === 'product' && tracked.severalSkus ? [[id, 'tracking-mismatch']] : [];
    }),
  );
}

/** Pieces that the store owes and myOGO does not reserve, counted as the runs that write levels do. */
async function owedNow(deps: Pick<Dependencies, 'temporal'>, { store, connection }: Open, sku: string) {
  const { storeHash, settings } = connection;
  const open = new OpenOrders();
  const owed = await readOwed(deps, storeHash);
  await readOpenOrders({ store, settings, open, overlapMs: 0, ask: (send) => send() });
  open.owe(owed.rows);
  return { pieces: open.of(sku), complete: owed.complete };
}
