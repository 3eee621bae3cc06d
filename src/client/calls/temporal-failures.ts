import {
  QueryNotRegisteredError,
  QueryRejectedError,
  ScheduleNotFoundError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import {
  ApplicationFailure,
  CancelledFailure,
  NamespaceNotFoundError,
  TerminatedFailure,
  TimeoutFailure,
} from '@temporalio/common';
import { FailureType, type FailureDetail } from '../../contract/failures.ts';
import {
  errorOfType,
  InvalidInput,
  OgoshipError,
  Refused,
  TemporalUnavailable,
  Throttled,
  Unavailable,
  WorkerUnavailable,
} from '../errors.ts';
import { isRejectedAsPaused, UNPAUSE } from '../../contract/runs/open-runs.ts';
import { Grpc, grpcErrorIn, isSilence } from '../../contract/runs/server-errors.ts';
import { isServerAddress, SERVER_ADDRESS_EXPECTED } from '../../contract/temporal.ts';

export const WORKER_EXPECTED = 'a worker that runs and reaches the same Temporal namespace; then ask again';
const OTHER_VERSION = 'The worker is of another version than this client.';
export const SERVER_EXPECTED = 'a Temporal server at TEMPORAL_ADDRESS; then ask again';
const failureTypes: ReadonlySet<string> = new Set(Object.values(FailureType));

/**
 * The one place that reads Temporal's errors.
 * @param gone what it means here that there is no such open run
 * @returns our error, or the error itself where it is a defect
 */
export function ourError(error: unknown, gone: () => OgoshipError): unknown {
  if (error instanceof OgoshipError) return error;
  if (isRejectedAsPaused(error)) return pausedInTemporal(error);
  if (error instanceof WorkflowNotFoundError || error instanceof QueryRejectedError) return gone();
  if (error instanceof ScheduleNotFoundError) return gone();
  if (isCutOff(error)) {
    return new Unavailable(
      'The run ended or began anew while it was at it: whether what was asked took effect is not known.',
      { expected: 'a look at the status; ask again where it was not done', outcomeUnknown: true },
      { cause: error },
    );
  }
  if (error instanceof WorkflowUpdateFailedError && /^No registered handler/i.test(error.cause?.message ?? '')) {
    return new WorkerUnavailable(OTHER_VERSION, { expected: WORKER_EXPECTED }, { cause: error });
  }
  if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowFailedError) {
    return ofFailure(error.cause, error);
  }
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
    return new WorkerUnavailable(
      'The answer did not come in time. What was asked may still happen.',
      { expected: WORKER_EXPECTED, outcomeUnknown: true },
      { cause: error },
    );
  }
  if (error instanceof QueryNotRegisteredError) return unanswerableQuery(error);
  if (error instanceof NamespaceNotFoundError) return noNamespace(error.namespace);
  const grpc = grpcErrorIn(error);
  if (grpc?.code === Grpc.notFound) {
    // Where the SDK does not read the answer, the server's words alone tell a namespace from what would be in it.
    const [, namespace] = /\bnamespace "?([^\s"]+)"? is not found/i.exec(grpc.details) ?? [];
    return namespace === undefined ? gone() : noNamespace(namespace);
  }
  return grpc === undefined ? error : ofGrpc(grpc.code, grpc.details, error);
}

/** True where nobody answered in time: what was asked may have arrived all the same. */
export function isUnanswered(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  const grpc = grpcErrorIn(error);
  return grpc !== undefined && isSilence(grpc) && !/workflow is paused/i.test(grpc.details);
}

/**
 * True for a question to a run that no worker took, or answered in time. Not where the server itself is away. A deadline of ours ends
 * a call by either of the first two: who notices it first, the channel or the SDK's own timer, is a matter of milliseconds.
 */
export function isSilentWorker(error: unknown): boolean {
  const code = grpcErrorIn(error)?.code;
  return code === Grpc.deadlineExceeded || code === Grpc.cancelled || code === Grpc.failedPrecondition;
}

/** True where the worker's answer to a question was an error: it is there. */
export function isFailedQuery(error: unknown): boolean {
  return grpcErrorIn(error)?.code === Grpc.invalidArgument;
}

export function isGone(error: unknown): boolean {
  return grpcErrorIn(error)?.code === Grpc.notFound;
}

/** The server's words where it refuses because something else is not so; `undefined` for every other error. */
export function unmetConditionOf(error: unknown): string | undefined {
  const grpc = grpcErrorIn(error);
  return grpc?.code === Grpc.failedPrecondition ? grpc.details : undefined;
}

/**
 * True for an update that was under way when its run ended, continued as new, was reset or terminated: the server fails
 * it with a type of its own, whatever became of it.
 */
export function isCutOff(error: unknown): boolean {
  if (!(error instanceof WorkflowUpdateFailedError)) return false;
  return error.cause instanceof ApplicationFailure && error.cause.type === 'AcceptedUpdateCompletedWorkflow';
}

/**
 * True for an update that went down with the workflow task that carried it: nothing of it was done. The server fails a task that
 * renews its run while a signal comes beside it (1.32.0, `findings/temporal-renewal-fails-an-update.sh`), and one that fails itself.
 */
export function isLostWithTask(error: unknown): boolean {
  const words = unmetConditionOf(error);
  return words !== undefined && /unexpected workflow task failure/i.test(words);
}

/**
 * True where the server refuses for now, mostly because the run has as many updates in flight as it allows (10): nothing was
 * asked of it.
 */
export function isBusy(error: unknown): boolean {
  const grpc = grpcErrorIn(error);
  return grpc?.code === Grpc.resourceExhausted && !isTooLargeStatus(grpc);
}

/** True for a request that is larger than Temporal, or the way to it, carries: it is so at each try. */
export function isTooLargeStatus({ code, details }: { readonly code: number; readonly details: string }): boolean {
  if (code === Grpc.invalidArgument) return /size exceeds/i.test(details);
  return code === Grpc.resourceExhausted && /larger than max/i.test(details);
}

/** The same of the limit alone; of an update that begins its run the words come later, and it may be another limit. */
export function isUpdateLimitStatus({ code, details }: { readonly code: number; readonly details: string }): boolean {
  return code === Grpc.resourceExhausted && /update/i.test(details);
}

/** The SDK calls every refused query "not registered": also one whose answer is too large, or whose run cannot go on. */
function unanswerableQuery(error: QueryNotRegisteredError): OgoshipError {
  if (/TMPRL1100|nondeterminism|non-determini/i.test(error.message)) {
    return new WorkerUnavailable(
      'The run does not fit the code of the worker that has it.',
      { expected: 'a worker of the version that began the run, or the run reset' },
      { cause: error },
    );
  }
  if (/exceeds|too large|larger than|size limit/i.test(error.message)) {
    return new Refused(
      'The answer is larger than Temporal carries (2 MB).',
      { expected: 'a question about less: a page, or one order' },
      { cause: error },
    );
  }
  return new WorkerUnavailable(OTHER_VERSION, { expected: WORKER_EXPECTED }, { cause: error });
}

function noNamespace(namespace: string): Refused {
  return new Refused(`Temporal has no namespace "${namespace}".`, {
    field: 'TEMPORAL_NAMESPACE',
    expected: 'the name of one that exists, or make it (docs/operations/setup.md)',
  });
}

/** Somebody pressed *Pause Workflow*: the run is there, and hears nothing. */
function pausedInTemporal(cause: unknown): OgoshipError {
  return new Unavailable('Its run is paused in Temporal itself.', { expected: UNPAUSE }, { cause });
}

/** The first failure of ours in a chain of causes: what a workflow, an activity or a validator threw. */
function ofFailure(failure: Error | undefined, cause: Error): unknown {
  for (let each: unknown = failure; each instanceof Error; each = each.cause) {
    if (each instanceof ApplicationFailure && each.type != null && failureTypes.has(each.type)) {
      const [detail] = (each.details ?? []) as (FailureDetail | undefined)[]; // written by our worker
      return errorOfType(each.type as FailureType, each.message, detail ?? {}, { cause }); // it is in the set
    }
    if (each instanceof TimeoutFailure) {
      return new Unavailable('The store or the warehouse did not answer in time.', { expected: 'ask again later' });
    }
    if (each instanceof TerminatedFailure || each instanceof CancelledFailure) {
      return new Refused('The run was ended by a person.', { expected: 'start it again' }, { cause });
    }
  }
  return cause;
}

function ofGrpc(code: number, details: string, cause: unknown): OgoshipError {
  const options = { cause };
  if (isTooLargeStatus({ code, details })) {
    return new Refused('The request is larger than Temporal carries (2 MB).', { expected: 'less at once' }, options);
  }
  switch (code) {
    case Grpc.deadlineExceeded:
    case Grpc.cancelled:
    case Grpc.failedPrecondition:
      if (/workflow is paused/i.test(details)) return pausedInTemporal(cause);
      // No poller, or the run's own task fails: either way the worker has to be looked at.
      return new WorkerUnavailable('The worker does not answer.', { expected: WORKER_EXPECTED }, options);
    case Grpc.permissionDenied:
    case Grpc.unauthenticated:
      return new Refused('The Temporal server refuses this client.', {
        field: 'TEMPORAL_API_KEY',
        expected: 'an API key or certificate that may use this namespace',
      });
    case Grpc.resourceExhausted:
      return new Throttled(`Temporal is busy: ${details}`, { expected: 'ask again in a moment' }, options);
    case Grpc.invalidArgument:
      return new Refused(`Temporal refuses the request: ${details}`, {
        expected: /search attribute/i.test(details)
          ? 'the search attributes, once for each namespace: `ogoship setup`'
          : 'a request that Temporal takes',
      });
    default:
      return new TemporalUnavailable('The Temporal server does not answer.', { expected: SERVER_EXPECTED }, options);
  }
}

/** @throws InvalidInput */
export function checkAddress(address: string | undefined): void {
  if (address === undefined || isServerAddress(address)) return;
  throw new InvalidInput('The address of the Temporal server cannot be one.', {
    field: 'TEMPORAL_ADDRESS',
    expected: SERVER_ADDRESS_EXPECTED,
  });
}
