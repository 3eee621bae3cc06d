import type { temporal } from '@temporalio/proto';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** The search attribute by which the server marks what a schedule started. */
const BY_SCHEDULE = 'TemporalScheduledById';
/** The marker of a local activity, in histories of every SDK on the same core. */
const LOCAL_ACTIVITY = 'core_local_activity';
/** Calls of a worker that are billed and stand in no history. */
const BILLED_CALLS = ['QueryWorkflow', 'RecordActivityTaskHeartbeat'];

/**
 * Billable actions that a run's history shows: its start (and its schedule's), signals, accepted updates, every attempt of
 * every activity, timers, upserts. What a run starts or signals elsewhere is counted where it arrives.
 * @param from epoch ms; earlier events are left out
 */
export function actionsOf(events: readonly HistoryEvent[], from = 0): number {
  const attempts = new Map<string, number>();
  for (const { activityTaskStartedEventAttributes: started } of events) {
    if (started) attempts.set(String(started.scheduledEventId), started.attempt ?? 1);
  }
  return events
    .filter((event) => timeOf(event) >= from)
    .reduce((sum, event) => sum + actionsOfEvent(event, attempts), 0);
}

function actionsOfEvent(event: HistoryEvent, attempts: ReadonlyMap<string, number>): number {
  // An activity that never began, or has not yet: it was scheduled once.
  if (event.activityTaskScheduledEventAttributes) return attempts.get(String(event.eventId)) ?? 1;
  const started = event.workflowExecutionStartedEventAttributes;
  if (started) return started.searchAttributes?.indexedFields?.[BY_SCHEDULE] ? 2 : 1;
  if (event.markerRecordedEventAttributes) {
    return event.markerRecordedEventAttributes.markerName === LOCAL_ACTIVITY ? 1 : 0;
  }
  const billed =
    event.workflowExecutionSignaledEventAttributes ??
    event.workflowExecutionUpdateAcceptedEventAttributes ??
    event.timerStartedEventAttributes ??
    event.upsertWorkflowSearchAttributesEventAttributes ??
    event.workflowPropertiesModifiedEventAttributes;
  return billed ? 1 : 0;
}

/** When it was written, in epoch ms. */
export function timeOf({ eventTime }: HistoryEvent): number {
  return Number(eventTime?.seconds ?? 0) * 1_000 + Math.floor((eventTime?.nanos ?? 0) / 1e6);
}

/** Billed calls that a worker has made so far, from its metrics in Prometheus's text format. */
export function billedCalls(metrics: string): number {
  let sum = 0;
  for (const [, operation = '', count] of metrics.matchAll(
    /^temporal_request_total\{.*operation="(\w+)".*\} ([\d.e+]+)$/gm,
  )) {
    if (BILLED_CALLS.includes(operation)) sum += Number(count);
  }
  return sum;
}
