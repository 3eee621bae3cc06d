import type { Exchange } from '../exchange.ts';
import type { SideOptions } from '../http-server.ts';
import { SideServer } from '../http-server.ts';
import type { Reply } from '../reply.ts';
import type { World } from '../world.ts';
import { apiError } from './errors.ts';
import { orderRoutes } from './order-routes.ts';
import { productRoutes } from './product-routes.ts';
import type { WarehouseRoute, WarehouseRouteExtra } from './route.ts';
import { merchantOf } from './route.ts';
import { stockUpdateRoutes } from './stock-update-routes.ts';
import { tokenRoutes } from './token-route.ts';
import { webHookRoutes } from './webhook-routes.ts';

function gate(world: World, exchange: Exchange, route: WarehouseRoute, run: () => Reply): Reply {
  const { scope } = route.extra;
  if (scope === undefined) return run();
  const merchant = merchantOf(world, exchange);
  if (!merchant) return apiError(401, 'Authorization has been denied for this request.');
  const token = (exchange.headers.authorization ?? '').slice('Bearer '.length);
  // UNCONFIRMED: what a token without the scope gets.
  if (!world.tokens.find(token)?.scopes.includes(scope)) return apiError(403, `The scope ${scope} is missing.`);
  return run();
}

/** The stand-in for myOGO: `/api/v1/…` and `/OAuth/Token` on one port; paths in any casing. */
export function warehouseServer(
  world: World,
  control: SideOptions<WarehouseRouteExtra>['control'],
  observe?: SideOptions<WarehouseRouteExtra>['observe'],
): SideServer<WarehouseRouteExtra> {
  return new SideServer({
    name: 'warehouse',
    caseSensitive: false,
    now: () => world.clock.now(),
    routes: [
      ...tokenRoutes(world),
      ...orderRoutes(world),
      ...productRoutes(world),
      ...stockUpdateRoutes(world),
      ...webHookRoutes(world),
    ],
    faults: world.faults,
    oddRows: world.oddRows,
    ledger: world.ledger,
    unknownRoute: () => apiError(404, 'No HTTP resource was found that matches the request.'),
    gate: (exchange, route, run) => gate(world, exchange, route, run),
    broken: (error) => apiError(500, `The sandbox failed: ${error instanceof Error ? error.message : 'unknown'}`),
    control,
    observe,
  });
}
