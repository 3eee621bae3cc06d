import { proxyActivities } from '@temporalio/workflow';
import type { createChangesActivities } from '../../activities/changes/changes.ts';
import type { createLocationActivities } from '../../activities/stock/leave-location.ts';

type Changes = ReturnType<typeof createChangesActivities>;

/**
 * The activities of latest changes. A run ends itself after half an interval, so that no run is skipped because of the
 * one before.
 */
export function boundedActivities(everyMs: number) {
  const total = Math.min(15 * 60_000, Math.max(10_000, everyMs / 2));
  const retry = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' } as const;
  const short = { startToCloseTimeout: Math.min(45_000, total), scheduleToCloseTimeout: total, retry };
  const long = { startToCloseTimeout: total, scheduleToCloseTimeout: total, heartbeatTimeout: '30s', retry } as const;
  // A proxy makes its functions when they are asked for: it cannot be spread.
  const { peek } = proxyActivities<Pick<Changes, 'peek'>>({ ...short, summary: 'Ask both sides what is new' });
  const { beginCatchUp } = proxyActivities<Pick<Changes, 'beginCatchUp'>>({
    ...short,
    summary: 'Start the full comparison',
  });
  const { stockLeg } = proxyActivities<Pick<Changes, 'stockLeg'>>({
    ...long,
    summary: 'Bring stock levels up to date',
  });
  const { leaveLocation } = proxyActivities<Pick<ReturnType<typeof createLocationActivities>, 'leaveLocation'>>({
    ...long,
    summary: 'Take stock away from the place before',
  });
  const { storeOrdersLeg } = proxyActivities<Pick<Changes, 'storeOrdersLeg'>>({
    ...long,
    summary: 'Pass on the store’s orders',
  });
  const { myogoOrdersLeg } = proxyActivities<Pick<Changes, 'myogoOrdersLeg'>>({
    ...long,
    summary: 'Pass on the warehouse’s orders',
  });
  const { productsLeg } = proxyActivities<Pick<Changes, 'productsLeg'>>({
    ...long,
    summary: 'Pass on changed products',
  });
  return { peek, beginCatchUp, stockLeg, leaveLocation, storeOrdersLeg, myogoOrdersLeg, productsLeg };
}
