// Every workflow type, by its registered name: see WorkflowType in the contract.
export { awaitedPart } from './stock/awaited-part.ts';
export { createProduct } from './create-product.ts';
export { createProducts } from './create-products.ts';
export { fulfilOrder } from './order/fulfil-order.ts';
export { goodsIn } from './goods-in.ts';
export { integration } from './integration.ts';
export { latestChanges } from './latest-changes.ts';
export { lookup } from './lookup.ts';
export { maintain } from './maintain.ts';
export { merchantGoods } from './stock/merchant-goods.ts';
export { owedLedger } from './stock/owed-ledger.ts';
export { reconcile } from './reconcile.ts';
