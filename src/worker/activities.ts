import { createHandOverActivities } from '../activities/hand-over.ts';
import { createScheduleActivities } from '../activities/schedules.ts';
import { createShippingActivities } from '../activities/shipping.ts';
import { createStoreOrderActivities } from '../activities/store-orders.ts';
import type { Dependencies } from '../activities/dependencies.ts';

/** Every activity of the worker, by the name that workflows call it by. Both task queues serve all of them. */
export function createActivities(deps: Dependencies) {
  return {
    ...createHandOverActivities(deps),
    ...createScheduleActivities(deps),
    ...createShippingActivities(deps),
    ...createStoreOrderActivities(deps),
  };
}
