import { createChangesActivities } from '../activities/changes/changes.ts';
import type { Dependencies } from '../activities/runtime/dependencies.ts';
import { createHintActivities } from '../activities/changes/hinted-orders.ts';
import { createGoodsInActivities } from '../activities/stock/goods-in.ts';
import { createHooksActivities } from '../activities/integration/hooks.ts';
import { createIntegrationActivities } from '../activities/integration/integration.ts';
import { createLookActivities } from '../activities/changes/look-at-stores.ts';
import { createLookupActivities } from '../activities/lookup.ts';
import { createMaintainActivities } from '../activities/integration/maintain.ts';
import { createOrderActivities } from '../activities/orders/order-activities.ts';
import { createLocationActivities } from '../activities/stock/leave-location.ts';
import { createOwedActivities } from '../activities/stock/owed/owed.ts';
import { createProductActivities } from '../activities/products/products.ts';
import { createReconcileActivities } from '../activities/changes/reconcile.ts';
import { createScheduleActivities } from '../activities/integration/schedules.ts';
import { createShippingActivities } from '../activities/shipping/shipping.ts';
import { createSilentOrdersActivities } from '../activities/changes/missed-updates.ts';
import { createTakeOverActivities } from '../activities/stock/take-over.ts';

/** The activities by where they come from. */
export function activityGroups(deps: Dependencies) {
  return {
    changes: createChangesActivities(deps),
    goodsIn: createGoodsInActivities(deps),
    hints: createHintActivities(deps),
    hooks: createHooksActivities(deps),
    integration: createIntegrationActivities(deps),
    locations: createLocationActivities(deps),
    looks: createLookActivities(deps),
    lookup: createLookupActivities(deps),
    maintain: createMaintainActivities(deps),
    orders: createOrderActivities(deps),
    owed: createOwedActivities(deps),
    products: createProductActivities(deps),
    reconcile: createReconcileActivities(deps),
    schedules: createScheduleActivities(deps),
    shipping: createShippingActivities(deps),
    silentOrders: createSilentOrdersActivities(deps),
    takeOver: createTakeOverActivities(deps),
  };
}

/** Every activity of the worker, by the name that workflows call it by. Both task queues serve all of them. */
export function createActivities(
  deps: Dependencies,
): Readonly<Record<string, (...args: readonly unknown[]) => unknown>> {
  return Object.assign({}, ...Object.values(activityGroups(deps))) as ReturnType<typeof createActivities>; // names are unique: tested
}
