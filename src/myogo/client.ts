import type { Transport } from '../http/transport.ts';
import { createMerchantCaller, type MerchantOptions } from './merchant-request.ts';
import { createOrders, type OrdersResource } from './orders.ts';
import { createProducts, type ProductsResource } from './products.ts';
import { createStock, type StockResource } from './stock.ts';
import { createStockUpdates, type StockUpdatesResource } from './stock-updates.ts';
import { createTokenCache } from './token-cache.ts';
import { createWebhooks, type WebhooksResource } from './webhooks.ts';

/** What the client of myOGO is made of. */
export interface MyogoOptions {
  /** For example `https://api.ogoship.com`. */
  readonly apiUrl: string;
  /** For example `https://my.ogoship.com/OAuth/Token`. */
  readonly tokenUrl: string;
  /** The worker's own, from OGOship. */
  readonly clientId: string;
  readonly clientSecret: string;
  readonly transport: Transport;
  /** Epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number;
  /** Merchants whose tokens are kept. Default 10,000. */
  readonly maxMerchants?: number;
}

/** myOGO, for all merchants. */
export interface Myogo {
  /** The API of one merchant; cheap to make, made per use. Tokens are shared. */
  merchant(options: MerchantOptions): MerchantApi;
}

/**
 * One merchant. Every method throws `HttpFailure` for anything but a success, and the signal's reason when cancelled. Nothing is
 * retried, except once after a 401 with a new token.
 */
export interface MerchantApi {
  readonly orders: OrdersResource;
  readonly products: ProductsResource;
  readonly stock: StockResource;
  readonly stockUpdates: StockUpdatesResource;
  readonly webhooks: WebhooksResource;
}

/** Makes the client; one serves a whole process. */
export function createMyogo(options: MyogoOptions): Myogo {
  const now = options.now ?? Date.now;
  const tokens = createTokenCache({ ...options, now });
  return {
    merchant(merchant) {
      const caller = createMerchantCaller(
        { apiUrl: options.apiUrl, transport: options.transport, tokens, now },
        merchant,
      );
      return {
        orders: createOrders(caller),
        products: createProducts(caller),
        stock: createStock(caller),
        stockUpdates: createStockUpdates(caller),
        webhooks: createWebhooks(caller),
      };
    },
  };
}
