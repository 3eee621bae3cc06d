import type { SkuSeen } from '../../contract/lookup.ts';
import type { OpenConnection } from '../runtime/connections.ts';

/** One SKU on both sides: one request to each. */
export async function seeSku({ store, merchant }: OpenConnection, sku: string): Promise<SkuSeen> {
  const [rows, stock] = await Promise.all([store.catalogue.variants.list({ sku }), merchant.stock.byCode(sku)]);
  const found = stock.rows.find(({ productCode }) => productCode === sku);
  return {
    store: rows.rows
      .filter((row) => row.sku === sku)
      .map(({ productId, id, inventoryLevel }) => ({ productId, variantId: id, level: inventoryLevel ?? null })),
    myogoStock: found?.stockAvailable ?? null,
  };
}
