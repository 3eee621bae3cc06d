import type { SkuSeen } from '../../../contract/lookup.ts';
import { OpenOrders } from '../../../domain/stock/open-orders.ts';
import { whyDiffers } from '../../../domain/stock/why-differs.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { readOpenOrders } from '../open-orders.ts';
import { readOwed } from './owed-rows.ts';

type Open = Pick<OpenConnection, 'store' | 'merchant' | 'connection'>;

/** One SKU on both sides: one request to each; and where they show different numbers what is owed to open orders, too. */
export async function seeSku(deps: Pick<Dependencies, 'temporal'>, open: Open, sku: string): Promise<SkuSeen> {
  const { store, merchant, connection } = open;
  const [rows, stock] = await Promise.all([store.catalogue.variants.list({ sku }), merchant.stock.byCode(sku)]);
  const available = stock.rows.find(({ productCode }) => productCode === sku)?.stockAvailable ?? null;
  const found = rows.rows.filter((row) => row.sku === sku);
  const differs = available !== null && found.some(({ inventoryLevel }) => inventoryLevel !== available);
  const { pieces, complete } = differs ? await owedNow(deps, open, sku) : { pieces: 0, complete: true };
  const buffer = connection.settings.stockBuffer;
  return {
    store: found.map(({ productId, id, inventoryLevel }) => {
      const level = inventoryLevel ?? null;
      const facts = available === null ? null : { available, open: pieces, buffer };
      const { wanted, why } = whyDiffers({ level, facts, complete, stopped: connection.stopped });
      return {
        productId,
        variantId: id,
        level,
        ...(wanted === undefined ? {} : { shouldBe: wanted }),
        ...(why === undefined ? {} : { why }),
      };
    }),
    myogoStock: available,
  };
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
