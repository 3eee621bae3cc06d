import type { ScheduleDescription } from '@temporalio/client';
import { defined } from '../../contract/defined.ts';
import type { Calls } from '../calls/calls.ts';
import { notThere, unlessNotThere } from '../calls/not-there.ts';
import { inputOf } from './last-look.ts';
import { isPausedInTemporal, UNPAUSE } from '../../contract/runs/open-runs.ts';

/** The last run of a schedule; without a report while it runs, or where it did not complete. */
export interface LastRun<Report> {
  readonly workflowId: string;
  readonly runId: string;
  /** ISO time. */
  readonly startedAt: string;
  readonly report?: Report;
}

/** What a schedule's runs say. */
export interface LastRuns<Report> {
  readonly last?: LastRun<Report>;
  /** Of the newest run that completed, where Temporal still has it. */
  readonly report?: Report;
  /** ISO time at which the run of that report began. */
  readonly reportOf?: string;
  /** Why runs say nothing: one hangs, or they ended without a report. */
  readonly trouble?: { readonly since: string; readonly message: string };
}

const MINUTE_MS = 60_000;

/**
 * So long a run may take. A run of latest changes bounds its steps by half an interval, up to a quarter of an hour; a
 * comparison waits out half a day in each of its parts.
 */
export function longestRunMs(schedule: ScheduleDescription, of: 'latest-changes' | 'comparison'): number {
  if (of === 'comparison') return 48 * 60 * MINUTE_MS;
  // Not by the schedule's own interval: a watch begins its runs in between.
  const everyMs = inputOf(schedule).everyMs ?? 5 * MINUTE_MS;
  return 4 * Math.min(15 * MINUTE_MS, Math.max(10_000, everyMs / 2)) + MINUTE_MS;
}

/** Reads back to the newest run that completed. */
export async function lastRunsOf<Report>(
  calls: Calls,
  schedule: ScheduleDescription | undefined,
  longestMs: number,
): Promise<LastRuns<Report>> {
  let last: LastRun<Report> | undefined;
  let trouble: LastRuns<Report>['trouble'];
  for (const { action, takenAt } of [...(schedule?.info.recentActions ?? [])].reverse()) {
    const { workflowId, firstExecutionRunId: runId } = action.workflow;
    const startedAt = takenAt.toISOString();
    const run = calls.client.workflow.getHandle(workflowId, runId);
    const status = await unlessNotThere(calls.ask(notThere, () => run.describe()));
    if (status === undefined) break; // older than Temporal's retention
    last ??= { workflowId, runId, startedAt };
    if (status.status.name === 'COMPLETED') {
      const report = (await unlessNotThere(calls.ask(notThere, () => run.result()))) as Report | undefined; // the schedule's only workflow
      if (last.runId === runId && report !== undefined) last = { ...last, report };
      return { last, reportOf: startedAt, ...defined({ report, trouble }) };
    }
    const words = wordsOf(status.status.name, Date.now() - takenAt.getTime(), longestMs);
    if (words !== undefined) trouble = { since: startedAt, message: trouble?.message ?? words };
  }
  return defined({ last, trouble });
}

function wordsOf(status: string, ageMs: number, longestMs: number): string | undefined {
  if (status === 'RUNNING') {
    if (ageMs < longestMs) return undefined;
    return 'a run began then and has not ended: no worker takes its tasks, or they fail. See its page in the Temporal Web UI, and start a worker';
  }
  if (isPausedInTemporal(status)) return `its run is paused in Temporal: ${UNPAUSE}`;
  return `its run ended without a report (${status.toLowerCase().replaceAll('_', ' ')})`;
}
