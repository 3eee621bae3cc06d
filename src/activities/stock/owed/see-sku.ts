import { defined } from '../../../contract/defined.ts';
import type { SkuSeen } from '../../../contract/lookup.ts';
import type { DueReason } from '../../../contract/stock.ts';
import { OpenOrders } from '../../../domain/stock/open-orders.ts';
import { storeStock } from '../../../domain/products/catalogue-row.ts';
import { whyDiffers } from '../../../domain/stock/why-differs.ts';
import { oddRowFailure } from '../../../http/json.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { readOpenOrders } from '../open-orders.ts';
import { readTracking, type ReadTracking } from '../writers/store-levels.ts';
import { readOwed } from './owed-rows.ts';

type Open = Pick<OpenConnection, 'store' | 'merchant' | 'connection'>;

/**
 * One SKU on both sides: one request to each; and where they show different numbers what is owed to open orders, and how the
 * store tracks it, too.
 */
export async function seeSku(deps: Pick<Dependencies, 'temporal'>, open: Open, sku: string): Promise<SkuSeen> {
  const { store, merchant, connection } = open;
  const [rows, stock] = await Promise.all([store.catalogue.variants.list({ sku }), merchant.stock.byCode(sku)]);
  // A row that is there and cannot be read is not "not there".
  const [oddVariant] = rows.unreadable;
  if (oddVariant !== undefined) throw oddRowFailure('bigcommerce', oddVariant);
  const [oddStock] = stock.unreadable;
  if (oddStock !== undefined) throw oddRowFailure('myogo', oddStock);
  const available = stock.rows.find(({ productCode }) => productCode === sku)?.stockAvailable ?? null;
  const found = rows.rows.filter((row) => row.sku === sku);
  const differs = found.some(({ inventoryLevel }) => inventoryLevel !== available);
  const isKnown = available !== null && differs;
  const { pieces, complete } = isKnown ? await owedNow(deps, open, sku) : { pieces: 0, complete: true };
  const tracked = differs || found.length > 1 ? await trackingOf(open, found) : undefined;
  const unwritable = tracked === undefined ? new Map<number, DueReason>() : unwritableRows(found, tracked);
  const facts = available === null ? null : { available, open: pieces, buffer: connection.settings.stockBuffer };
  return {
    store: found.map(({ productId, id, inventoryLevel }) => {
      const product = {
        inventoryTracking: tracked?.of.get(productId)?.tracking ?? 'variant',
        inventoryLevel: tracked?.levels.get(productId),
      };
      const level = storeStock(product, { inventoryLevel });
      const { wanted: shouldBe, ...why } = whyDiffers({
        ...{ level, facts, complete, stopped: connection.stopped },
        unwritable: unwritable.get(id),
      });
      return { productId, variantId: id, level, ...defined({ shouldBe, ...why }) };
    }),
    myogoStock: available,
  };
}

type Rows = readonly { readonly productId: number; readonly id: number }[];

function trackingOf({ store }: Open, rows: Rows): Promise<ReadTracking> {
  const productIds = rows.map(({ productId }) => productId);
  return readTracking(store, productIds, (send) => send());
}

/** Why no run writes these rows of one SKU, by their variant: what the runs that write levels would find. */
function unwritableRows(rows: Rows, { of, unread }: ReadTracking): ReadonlyMap<number, DueReason> {
  if (rows.length > 1) return new Map(rows.map(({ id }) => [id, 'several-rows']));
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
  const { settings } = connection;
  const open = new OpenOrders();
  const owed = await readOwed(deps, connection);
  await readOpenOrders({ store, settings, open, overlapMs: 0, ask: (send) => send() });
  open.owe(owed.rows);
  return { pieces: open.of(sku), complete: owed.complete };
}
