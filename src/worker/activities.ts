import { createChangesActivities } from '../activities/changes.ts';
import type { Dependencies } from '../activities/dependencies.ts';
import { createGoodsInActivities } from '../activities/goods-in.ts';
import { createIntegrationActivities } from '../activities/integration.ts';
import { createLookupActivities } from '../activities/lookup.ts';
import { createMaintainActivities } from '../activities/maintain.ts';
import { createOrderActivities } from '../activities/orders/order-activities.ts';
import { createLocationActivities } from '../activities/stock/leave-location.ts';
import { createOwedActivities } from '../activities/stock/owed.ts';
import { createProductActivities } from '../activities/products.ts';
import { createReconcileActivities } from '../activities/reconcile.ts';
import { createScheduleActivities } from '../activities/schedules.ts';
import { createShippingActivities } from '../activities/shipping.ts';
import { createSilentOrdersActivities } from '../activities/silent-orders.ts';

/** The activities by where they come from. */
export function activityGroups(deps: Dependencies) {
  return {
    changes: createChangesActivities(deps),
    goodsIn: createGoodsInActivities(deps),
    integration: createIntegrationActivities(deps),
    locations: createLocationActivities(deps),
    lookup: createLookupActivities(deps),
    maintain: createMaintainActivities(deps),
    orders: createOrderActivities(deps),
    owed: createOwedActivities(deps),
    products: createProductActivities(deps),
    reconcile: createReconcileActivities(deps),
    schedules: createScheduleActivities(deps),
    shipping: createShippingActivities(deps),
    silentOrders: createSilentOrdersActivities(deps),
  };
}

/** Every activity of the worker, by the name that workflows call it by. Both task queues serve all of them. */
export function createActivities(deps: Dependencies): Readonly<Record<string, unknown>> {
  return Object.assign({}, ...Object.values(activityGroups(deps))) as Record<string, unknown>; // names are unique: tested
}
