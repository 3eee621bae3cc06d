import type { Exchange } from '../exchange.ts';
import type { Method, Route } from '../http-server.ts';
import type { Reply } from '../reply.ts';
import type { World } from '../world.ts';
import type { StoreState } from './store-state.ts';

/** The scope families of a route; a modify scope opens everything, a read-only one opens GET. Any of the list is enough. */
export type ScopeFamily =
  | 'store_v2_orders'
  | 'store_v2_products'
  | 'store_v2_transactions'
  | 'store_v2_information'
  | 'store_inventory'
  | 'store_locations';

export interface StoreRouteExtra {
  scopes: readonly ScopeFamily[];
}

export type StoreRoute = Route<StoreRouteExtra>;

/** What a handler works on. */
export interface StoreCall {
  world: World;
  store: StoreState;
  exchange: Exchange;
}

export type StoreHandler = (call: StoreCall) => Reply;

/** Gives a maker of routes below `/stores/{hash}`. */
export function routeMaker(world: World, ...scopes: readonly ScopeFamily[]) {
  return (method: Method, path: string, handler: StoreHandler): StoreRoute => ({
    method,
    path: `/stores/:hash${path}`,
    extra: { scopes },
    run: (exchange) => {
      const store = world.stores.get(exchange.params['hash'] ?? '');
      // The gate lets only known stores through.
      if (!store) throw new Error('No such store');
      return handler({ world, store, exchange });
    },
  });
}
