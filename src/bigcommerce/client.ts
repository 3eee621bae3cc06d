import type { QuotaBudget } from '../http/budget.ts';
import type { Transport } from '../http/transport.ts';
import { type AccessResource, createAccess } from './access.ts';
import { type AddressesResource, createAddresses, createQuotes, type QuotesResource } from './orders/addresses.ts';
import { type CatalogueResource, createCatalogue } from './catalogue/catalogue.ts';
import { createHooks, type HooksResource } from './hooks.ts';
import { createInventory, type InventoryResource } from './inventory/inventory.ts';
import {
  createMetafields,
  createTransactions,
  type MetafieldsResource,
  type TransactionsResource,
} from './orders/order-records.ts';
import { createOrderProducts, createOrders, type OrderProductsResource, type OrdersResource } from './orders/orders.ts';
import { createShipments, type ShipmentsResource } from './orders/shipments.ts';
import { createShipping, type ShippingResource } from './shipping.ts';
import {
  createOrderStatuses,
  createStoreInformation,
  createTime,
  type OrderStatusesResource,
  type StoreInformationResource,
  type TimeResource,
} from './store-information.ts';
import { createStoreCaller, type StoreOptions } from './store-request.ts';

/** What the client of BigCommerce is made of. */
export interface BigCommerceOptions {
  /** For example `https://api.bigcommerce.com`; the store's path is added. */
  readonly apiUrl: string;
  readonly transport: Transport;
  readonly budget: QuotaBudget;
  /** Epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number;
}

/** BigCommerce, for all stores. */
export interface BigCommerce {
  /** The API of one store with one set of credentials; cheap to make, made per use. */
  store(options: StoreOptions): StoreApi;
}

/**
 * One store. Every method costs one request unless it says otherwise, throws `HttpFailure` for anything but a success, and the
 * signal's reason when cancelled. Nothing is retried.
 */
export interface StoreApi {
  readonly access: AccessResource;
  readonly store: StoreInformationResource;
  readonly time: TimeResource;
  readonly statuses: OrderStatusesResource;
  readonly orders: OrdersResource;
  readonly orderProducts: OrderProductsResource;
  readonly addresses: AddressesResource;
  readonly quotes: QuotesResource;
  readonly shipments: ShipmentsResource;
  readonly transactions: TransactionsResource;
  readonly metafields: MetafieldsResource;
  readonly shipping: ShippingResource;
  readonly catalogue: CatalogueResource;
  readonly inventory: InventoryResource;
  readonly hooks: HooksResource;
}

/** Makes the client; one serves a whole process. */
export function createBigCommerce(options: BigCommerceOptions): BigCommerce {
  const deps = { ...options, now: options.now ?? Date.now };
  return {
    store(store) {
      const caller = createStoreCaller(deps, store);
      const orderProducts = createOrderProducts(caller);
      return {
        access: createAccess(caller),
        store: createStoreInformation(caller),
        time: createTime(caller),
        statuses: createOrderStatuses(caller),
        orders: createOrders(caller, orderProducts),
        orderProducts,
        addresses: createAddresses(caller),
        quotes: createQuotes(caller),
        shipments: createShipments(caller),
        transactions: createTransactions(caller),
        metafields: createMetafields(caller),
        shipping: createShipping(caller),
        catalogue: createCatalogue(caller),
        inventory: createInventory(caller),
        hooks: createHooks(caller),
      };
    },
  };
}
