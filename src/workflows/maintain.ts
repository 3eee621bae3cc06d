import { proxyActivities } from '@temporalio/workflow';
import { defined } from '../contract/defined.ts';
import type { createMaintainActivities } from '../activities/integration/maintain.ts';
import type { SchedulesReport } from '../activities/integration/maintain-schedules.ts';
import type { createSilentOrdersActivities, SilentOrdersReport } from '../activities/changes/missed-updates.ts';
import { failureOf } from './shared/part-failure.ts';

const { maintainSchedules, sweepHolds, deleteSuperseded } = proxyActivities<
  ReturnType<typeof createMaintainActivities>
>({
  startToCloseTimeout: '40m',
  // The next hour does it again.
  scheduleToCloseTimeout: '50m',
  heartbeatTimeout: '1m',
  retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '2m' },
  summary: 'Keep all integrations in order',
});

const { tellSilentOrders } = proxyActivities<ReturnType<typeof createSilentOrdersActivities>>({
  startToCloseTimeout: '20m',
  // The next hour does it again.
  scheduleToCloseTimeout: '25m',
  heartbeatTimeout: '1m',
  retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '2m' },
  summary: 'Find orders that missed their news',
});

export interface MaintainReport {
  readonly schedules?: SchedulesReport;
  readonly holdsAsked?: number;
  readonly silentOrders?: SilentOrdersReport;
  readonly supersededDeleted?: number;
  readonly notes: readonly string[];
}

/**
 * Once an hour, for all integrations: schedules as wanted, held runs asked again, orders that missed their news told,
 * old entity runs deleted.
 */
export async function maintain(): Promise<MaintainReport> {
  const notes: string[] = [];
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      notes.push(`${what}: ${failureOf(error).message}`);
      return undefined;
    }
  };
  const schedules = await attempt('Schedules', maintainSchedules);
  notes.push(...(schedules?.found ?? []));
  const holdsAsked = await attempt('Held runs', sweepHolds);
  const silentOrders = await attempt('Silent orders', tellSilentOrders);
  const supersededDeleted = await attempt('Old runs', deleteSuperseded);
  return {
    ...defined({ schedules, holdsAsked, silentOrders, supersededDeleted }),
    notes,
  };
}
