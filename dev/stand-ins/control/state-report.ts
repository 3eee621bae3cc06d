import type { StoreProduct, StoreVariant } from '../store/catalogue-state.ts';
import { available } from '../store/catalogue-state.ts';
import type { StoreOrder } from '../store/order-state.ts';
import { orderStatuses } from '../store/order-state.ts';
import type { StoreState } from '../store/store-state.ts';
import type { MerchantState, WarehouseOrder, WarehouseProduct } from '../warehouse/merchant-state.ts';
import { availableStock } from '../warehouse/stock.ts';
import type { World } from '../world.ts';

const variantReport = (store: StoreState, variant: StoreVariant) => ({
  variantId: variant.id,
  sku: variant.sku,
  level: available(store.catalogue.levelsOf(variant).get(1)),
  levels: Object.fromEntries([...store.catalogue.levelsOf(variant)].map(([id, level]) => [id, available(level)])),
  options: variant.options.map((value) => value.label),
});

const productReport = (store: StoreState, product: StoreProduct) => ({
  productId: product.id,
  name: product.name,
  sku: product.sku,
  type: product.type,
  tracking: product.tracking,
  modified: new Date(product.modified).toISOString(),
  variants: product.variants.map((variant) => variantReport(store, variant)),
});

/** One store order with everything that was done to it. */
export const orderReport = (order: StoreOrder) => ({
  orderId: order.id,
  statusId: order.statusId,
  status: orderStatuses.find((s) => s.id === order.statusId)?.name ?? '',
  created: new Date(order.created).toISOString(),
  modified: new Date(order.modified).toISOString(),
  isDeleted: order.isDeleted,
  staffNotes: order.staffNotes,
  externalOrderId: order.externalOrderId,
  statusHistory: order.statusHistory,
  mails: order.mails,
  addresses: order.addresses.map((a) => ({
    addressId: a.id,
    shippingMethod: a.shippingMethod,
    country: a.country_iso2,
  })),
  lines: order.lines.map((line) => ({
    orderProductId: line.id,
    addressId: line.addressId,
    sku: line.sku,
    type: line.type,
    quantity: line.quantity,
    shipped: line.shipped,
    refunded: line.refunded,
    parentLineId: line.parentLineId,
  })),
  shipments: order.shipments.map((s) => ({
    shipmentId: s.id,
    addressId: s.addressId,
    trackingNumber: s.tracking_number,
    trackingLink: s.tracking_link,
    trackingCarrier: s.tracking_carrier,
    comments: s.comments,
    items: s.items,
    by: s.by,
  })),
  metafields: order.metafields.map(({ namespace, key, value }) => ({ namespace, key, value })),
});

const warehouseOrderReport = (order: WarehouseOrder) => ({
  reference: order.reference,
  id: order.id,
  status: order.status,
  lines: order.lines.map(({ code, quantity }) => ({ code, quantity })),
  shippingCode: order.fields['shippingCode'] ?? null,
  pickUpPoint: order.fields['pickUpPointCode'] ?? null,
  customer: order.fields['customer'] ?? null,
  trackingNumber: order.trackingNumber,
  statusHistory: order.statusHistory,
});

const warehouseProductReport = (product: WarehouseProduct) => ({
  ...product.fields,
  code: product.code,
  languageCode: product.languageCode,
  stock: product.stock,
  stockAvailable: availableStock(product),
  reserved: product.reserved,
});

const storeReport = (store: StoreState) => ({
  storeHash: store.hash,
  quota: {
    limit: Number.isFinite(store.quota.limit) ? store.quota.limit : null,
    left: Number.isFinite(store.quota.left) ? store.quota.left : null,
  },
  products: [...store.catalogue.products.values()].map((product) => productReport(store, product)),
  orders: [...store.book.orders.values()].map(orderReport),
  hooks: [...store.hooks.values()].map(({ id, scope, destination, isActive }) => ({
    id,
    scope,
    destination,
    isActive,
  })),
  mails: store.mails,
});

const merchantReport = (merchant: MerchantState) => ({
  merchantId: merchant.merchantId,
  shippingCodes: merchant.shippingCodes,
  products: merchant.products.map(warehouseProductReport),
  orders: merchant.orders.map(warehouseOrderReport),
  stockUpdates: merchant.stockUpdates.map(({ reference, status }) => ({ reference, status })),
});

/** The whole state as plain JSON, the people and secrets of the run included: a test searches for them elsewhere. */
export const stateReport = (world: World) => ({
  now: new Date(world.clock.now()).toISOString(),
  settings: world.settings.report(),
  faults: world.faults.rules(),
  stores: [...world.stores.values()].map(storeReport),
  merchants: [...world.merchants.values()].map(merchantReport),
  people: world.people,
  tokens: [...world.secrets],
});

export type StateReport = ReturnType<typeof stateReport>;
