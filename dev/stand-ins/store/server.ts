import type { SideOptions } from '../http-server.ts';
import { SideServer } from '../http-server.ts';
import type { World } from '../world.ts';
import { catalogueRoutes } from './catalogue-routes.ts';
import { v3Error } from './errors.ts';
import { storeGate } from './gate.ts';
import { hookRoutes } from './hook-routes.ts';
import { metafieldRoutes } from './metafield-routes.ts';
import { orderRoutes } from './order-routes.ts';
import { paymentRoutes } from './payment-routes.ts';
import type { StoreRouteExtra } from './route.ts';
import { storeRoutes } from './store-routes.ts';

/** The stand-in for the store's API: `/stores/{hash}/v2|v3/…`. */
export function storeServer(
  world: World,
  control: SideOptions<StoreRouteExtra>['control'],
  observe?: SideOptions<StoreRouteExtra>['observe'],
): SideServer<StoreRouteExtra> {
  return new SideServer({
    name: 'store',
    caseSensitive: true,
    now: () => world.clock.now(),
    routes: [
      ...orderRoutes(world),
      ...catalogueRoutes(world),
      ...storeRoutes(world),
      ...paymentRoutes(world),
      ...metafieldRoutes(world),
      ...hookRoutes(world),
    ],
    countedPath: (path) => path.replace('/stores/:hash', ''),
    faults: world.faults,
    oddRows: world.oddRows,
    ledger: world.ledger,
    unknownRoute: () => ({ status: 404, text: 'The route is not found, check the URL' }),
    gate: (exchange, route, run) => storeGate(world, exchange, route, run),
    broken: (error) => v3Error(500, `The sandbox failed: ${error instanceof Error ? error.message : 'unknown'}`),
    control,
    observe,
  });
}
