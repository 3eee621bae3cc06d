import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import { defined } from '../contract/defined.ts';
import type { createMaintainActivities } from '../activities/integration/maintain.ts';
import type { SchedulesReport } from '../activities/integration/maintain-schedules.ts';
import type { createSilentOrdersActivities, SilentOrdersReport } from '../activities/changes/missed-updates.ts';
import type { MaintainTurns } from '../domain/changes/maintain-turns.ts';
import { TaskQueue } from '../contract/temporal.ts';
import { failureOf } from './shared/part-failure.ts';

const { maintainSchedules, sweepHolds, deleteSuperseded } = proxyActivities<
  ReturnType<typeof createMaintainActivities>
>({
  taskQueue: TaskQueue.scan,
  startToCloseTimeout: '40m',
  // The next hour does it again.
  scheduleToCloseTimeout: '50m',
  heartbeatTimeout: '1m',
  retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '2m' },
  summary: 'Keep all integrations in order',
});

const { tellSilentOrders } = proxyActivities<ReturnType<typeof createSilentOrdersActivities>>({
  taskQueue: TaskQueue.scan,
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
  /** For the next one. */
  readonly turns?: MaintainTurns;
  readonly notes: readonly string[];
}

/**
 * Once an hour, for all integrations: schedules as wanted, held runs asked again, orders that missed their news told,
 * old entity runs deleted.
 */
export async function maintain(): Promise<MaintainReport> {
  // The schedule passes it on; a run by hand has none, and asks everybody.
  const previous = workflowInfo().lastResult as MaintainReport | undefined;
  const notes: string[] = [];
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      notes.push(`${what}: ${failureOf(error).message}`);
      return undefined;
    }
  };
  const looked = await attempt('Schedules', () => maintainSchedules(previous?.turns));
  const schedules = looked?.report;
  notes.push(...(schedules?.found ?? []));
  const holdsAsked = await attempt('Held runs', sweepHolds);
  const silentOrders = await attempt('Silent orders', tellSilentOrders);
  const supersededDeleted = await attempt('Old runs', deleteSuperseded);
  return {
    ...defined({ schedules, holdsAsked, silentOrders, supersededDeleted, turns: looked?.turns ?? previous?.turns }),
    notes,
  };
}
