// Every workflow type, by its registered name: see WorkflowType in the contract.
export { awaitedPart } from './stock/awaited-part.ts';
export { changesWatch } from './changes/changes-watch.ts';
export { createProduct } from './products/create-product.ts';
export { createProducts } from './products/create-products.ts';
export { fulfilOrder } from './order/fulfil-order.ts';
export { goodsIn } from './stock/goods-in.ts';
export { hints } from './changes/hints.ts';
export { integration } from './integration/integration.ts';
export { latestChanges } from './changes/latest-changes.ts';
export { lookup } from './lookup.ts';
export { maintain } from './maintain.ts';
export { merchantGoods } from './stock/merchant-goods.ts';
export { owedLedger } from './stock/owed-ledger.ts';
export { reconcile } from './changes/reconcile.ts';
