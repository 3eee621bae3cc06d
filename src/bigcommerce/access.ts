import { FailureType } from '../contract/failures.ts';
import { HttpFailure } from '../http/failure.ts';
import type { StoreCaller, StoreRequest } from './store-request.ts';

export type Access = 'granted' | 'missing';

/** Whether the token may do a thing, found out by requests that cannot change anything. */
export interface AccessResource {
  readonly information: { read(): Promise<Access> };
  readonly orders: { read(): Promise<Access>; modify(): Promise<Access> };
  readonly transactions: { read(): Promise<Access> };
  readonly products: { read(): Promise<Access>; modify(): Promise<Access> };
  readonly inventory: { read(): Promise<Access>; modify(): Promise<Access> };
  readonly locations: { read(): Promise<Access> };
}

/** An order id that no store reaches: what is asked of it can have no effect. */
const NO_ORDER = 2_147_483_647;

/**
 * The store has no endpoint that lists a token's scopes. The gateway judges scopes before it looks at a request, so a 403
 * means that the scope is missing, and any other refusal (404 for an order that cannot exist, 400 or 422 for an empty
 * batch) that it is there. A wrong store hash is answered with 403 too: then everything is missing.
 * @internal
 */
export function createAccess(caller: StoreCaller): AccessResource {
  async function probe(request: StoreRequest): Promise<Access> {
    try {
      await caller.send(request);
      return 'granted';
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      if (error.type === FailureType.scopeMissing) return 'missing';
      if (error.type === FailureType.rejected || error.type === FailureType.notFound) return 'granted';
      throw error;
    }
  }

  return {
    information: { read: () => probe({ method: 'GET', path: '/v2/store', capability: 'Information & Settings' }) },
    orders: {
      read: () => probe({ method: 'GET', path: '/v2/orders', query: { limit: 1 }, capability: 'Orders' }),
      modify: () =>
        probe({
          method: 'PUT',
          path: '/v2/orders/{}',
          ids: [NO_ORDER],
          body: { staff_notes: '' },
          capability: 'Orders',
        }),
    },
    transactions: {
      read: () =>
        probe({ method: 'GET', path: '/v3/orders/{}/transactions', ids: [NO_ORDER], capability: 'Order Transactions' }),
    },
    products: {
      read: () => probe({ method: 'GET', path: '/v3/catalog/products', query: { limit: 1 }, capability: 'Products' }),
      modify: () => probe({ method: 'PUT', path: '/v3/catalog/products', body: [], capability: 'Products' }),
    },
    inventory: {
      read: () =>
        probe({ method: 'GET', path: '/v3/inventory/items', query: { limit: 1 }, capability: 'Store Inventory' }),
      modify: () =>
        probe({
          method: 'PUT',
          path: '/v3/inventory/adjustments/absolute',
          body: { reason: 'connection test', items: [] },
          capability: 'Store Inventory',
        }),
    },
    locations: {
      read: () =>
        probe({ method: 'GET', path: '/v3/inventory/locations', query: { limit: 1 }, capability: 'Store Locations' }),
    },
  };
}
