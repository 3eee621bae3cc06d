import proto from '@temporalio/proto';
import { fromPayload, timestamp } from './payloads.ts';
import type { Payload, Run, RunStatus } from './run.ts';

// How the server tells of a run.

const { WorkflowExecutionStatus, EventType } = proto.temporal.api.enums.v1;

export const statusCode: Record<RunStatus, proto.temporal.api.enums.v1.WorkflowExecutionStatus> = {
  Running: WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING,
  Completed: WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED,
  Failed: WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED,
  Canceled: WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED,
  Terminated: WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED,
  ContinuedAsNew: WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
};

/** The last event of a run, which says how it ended. */
export function closeEvent(run: Run): Record<string, unknown> {
  const base = { eventId: run.events, eventTime: timestamp(run.closedAt ?? 0) };
  switch (run.status) {
    case 'Completed':
      return {
        ...base,
        eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
        workflowExecutionCompletedEventAttributes: {
          result: { payloads: run.result === undefined ? [] : [run.result] },
        },
      };
    case 'ContinuedAsNew':
      return {
        ...base,
        eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
        workflowExecutionContinuedAsNewEventAttributes: { newExecutionRunId: run.continuedBy },
      };
    case 'Terminated':
      return {
        ...base,
        eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
        workflowExecutionTerminatedEventAttributes: {},
      };
    case 'Canceled':
      return {
        ...base,
        eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
        workflowExecutionCanceledEventAttributes: {},
      };
    default:
      return {
        ...base,
        eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
        workflowExecutionFailedEventAttributes: { failure: run.failure ?? {}, retryState: 5 },
      };
  }
}

/** As the server lists them: an attribute that was set to nothing is not there, and each says its type. */
export function present(attributes: Readonly<Record<string, Payload>>): Record<string, Payload> {
  const set = Object.entries(attributes).filter(([, payload]) => {
    const value = fromPayload(payload);
    return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
  });
  // All of the product's are of this type.
  const type = new TextEncoder().encode('Keyword');
  return Object.fromEntries(
    set.map(([name, payload]) => [name, { ...payload, metadata: { ...payload.metadata, type } }]),
  );
}
