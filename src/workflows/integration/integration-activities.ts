import { proxyActivities } from '@temporalio/workflow';
import type { createChangesActivities } from '../../activities/changes/changes.ts';
import type { createGoodsInActivities } from '../../activities/stock/goods-in.ts';
import type { createHooksActivities } from '../../activities/integration/hooks.ts';
import type { createIntegrationActivities } from '../../activities/integration/integration.ts';
import type { createScheduleActivities } from '../../activities/integration/schedules.ts';

type Integration = ReturnType<typeof createIntegrationActivities>;

/** A person waits for these: they give up soon, and say so. */
export const { testCredentials, goodsInStock } = proxyActivities<Pick<Integration, 'testCredentials' | 'goodsInStock'>>(
  {
    startToCloseTimeout: '45s',
    scheduleToCloseTimeout: '50s',
    retry: { initialInterval: '1s', maximumInterval: '5s' },
    summary: 'Ask both sides',
  },
);

/** Pure work on sealed texts: it needs the keys, which workflow code never has. */
export const { sameCredentials, mergeCredentials, resealCredentials, raiseAlert, leaveRuns } = proxyActivities<
  Pick<Integration, 'sameCredentials' | 'mergeCredentials' | 'resealCredentials' | 'raiseAlert' | 'leaveRuns'>
>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '40s',
  retry: { initialInterval: '500ms', maximumInterval: '5s', maximumAttempts: 5 },
  summary: 'Housekeeping of the integration',
});

/** Only told to the person who pauses or resumes: neither waits for it long. */
export const { inFlight, heldByPause } = proxyActivities<Pick<Integration, 'inFlight' | 'heldByPause'>>({
  startToCloseTimeout: '5s',
  scheduleToCloseTimeout: '8s',
  retry: { initialInterval: '500ms' },
  summary: 'Look what is under way',
});

export const { releaseHeld } = proxyActivities<Pick<Integration, 'releaseHeld'>>({
  startToCloseTimeout: '10m',
  scheduleToCloseTimeout: '1h',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '1m' },
  summary: 'Release held runs',
});

export const { ensureSchedules, removeSchedules } = proxyActivities<ReturnType<typeof createScheduleActivities>>({
  startToCloseTimeout: '20s',
  scheduleToCloseTimeout: '10m',
  retry: { initialInterval: '500ms', maximumInterval: '30s' },
  summary: 'Bring the schedules up to date',
});

/** Webhooks at both sides; what fails is done again within the hour. */
export const { ensureHooks, removeHooks } = proxyActivities<ReturnType<typeof createHooksActivities>>({
  startToCloseTimeout: '45s',
  scheduleToCloseTimeout: '2m',
  // Whoever cuts it short hears when it has ended: nothing is made after that.
  heartbeatTimeout: '15s',
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  retry: { initialInterval: '1s', maximumInterval: '20s' },
  summary: 'Keep the webhooks',
});

/** What starts something else, which then takes as long as it takes. */
const start = {
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '2m',
  retry: { initialInterval: '500ms', maximumInterval: '10s' },
} as const;

export const { triggerLatestChanges } = proxyActivities<
  Pick<ReturnType<typeof createScheduleActivities>, 'triggerLatestChanges'>
>({ ...start, summary: 'Run latest changes now' });

export const { beginCatchUp } = proxyActivities<Pick<ReturnType<typeof createChangesActivities>, 'beginCatchUp'>>({
  ...start,
  summary: 'Start a comparison',
});

export const { awaitGoods } = proxyActivities<Pick<ReturnType<typeof createGoodsInActivities>, 'awaitGoods'>>({
  ...start,
  summary: 'Await goods',
});
