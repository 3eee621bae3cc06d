import type { World } from '../world.ts';
import type { MerchantState, WarehouseProduct } from './merchant-state.ts';

/** Makes a product with an empty shelf. */
export function newProduct(
  world: World,
  merchant: MerchantState,
  code: string,
  given: Record<string, unknown>,
): WarehouseProduct {
  const { languageCode, ...fields } = given;
  const now = world.clock.now();
  const product: WarehouseProduct = {
    id: world.random.uuid(),
    code,
    languageCode: typeof languageCode === 'string' ? languageCode : 'en',
    fields,
    stock: 0,
    reserved: 0,
    pendingReserved: 0,
    incoming: 0,
    incomingAt: null,
    edited: now,
    stockModified: now,
  };
  merchant.addProduct(product);
  world.ledger.record('myogo product created', `${merchant.merchantId}/${code}`);
  return product;
}
