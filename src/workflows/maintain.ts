import { proxyActivities } from '@temporalio/workflow';
import type { createMaintainActivities, SchedulesReport } from '../activities/maintain.ts';
import { failureOf } from './leg-failure.ts';

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

export interface MaintainReport {
  readonly schedules?: SchedulesReport;
  readonly holdsAsked?: number;
  readonly supersededDeleted?: number;
  readonly notes: readonly string[];
}

/** Once an hour, for all integrations: schedules as wanted, held runs asked again, old entity runs deleted. */
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
  const holdsAsked = await attempt('Held runs', sweepHolds);
  const supersededDeleted = await attempt('Old runs', deleteSuperseded);
  return {
    ...(schedules === undefined ? {} : { schedules }),
    ...(holdsAsked === undefined ? {} : { holdsAsked }),
    ...(supersededDeleted === undefined ? {} : { supersededDeleted }),
    notes,
  };
}
