import { ActivityFailure, ApplicationFailure, ChildWorkflowFailure, TimeoutFailure } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { FailureType, type FailureDetail } from '../../contract/failures.ts';
import type { HoldReason } from '../../contract/hold-reasons.ts';
import type { OrderFacts } from '../../domain/orders/facts/facts.ts';
import type { StepFailure } from '../../domain/orders/learn/answers.ts';
import type { Act } from '../../domain/orders/steps/steps.ts';

/**
 * Reads a failure of an activity as a fact. `undefined` where it is none: a cancellation, or a defect of the run itself,
 * which must not be swallowed.
 */
export function stepFailure(error: unknown): StepFailure | undefined {
  // A product's run failed for what its activity failed for.
  if (error instanceof ChildWorkflowFailure) return stepFailure(error.cause) ?? endedRun(error);
  if (error instanceof WorkflowExecutionAlreadyStartedError)
    return { kind: 'again', message: 'Another run is at this product.', mayHaveSent: false };
  if (!(error instanceof ActivityFailure)) return undefined;
  const { cause } = error;
  // It used up its time, or its worker died: a write may have left.
  if (cause instanceof TimeoutFailure) {
    return { kind: 'again', message: 'The other side was away for too long.', mayHaveSent: true };
  }
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const detail = cause.details?.[0] as FailureDetail | undefined; // written by activities/runtime/failures.ts
  const reason = holdReason(cause.type, detail);
  const { message } = cause;
  const more = detail === undefined ? {} : { detail };
  if (reason !== undefined) return { kind: 'hold', reason, message, ...more };
  return { kind: 'again', message, mayHaveSent: detail?.outcomeUnknown === true, ...more };
}

/** It was cancelled or terminated by a person: it is simply begun again. */
function endedRun({ cause }: ChildWorkflowFailure): StepFailure | undefined {
  if (cause instanceof ApplicationFailure) return undefined; // a defect of the run
  return { kind: 'again', message: 'The product’s run was ended by a person.', mayHaveSent: false };
}

function holdReason(type: string | undefined | null, detail: FailureDetail | undefined): HoldReason | undefined {
  switch (type) {
    case FailureType.credentialsRejected:
    case FailureType.integrationPaused:
      return 'integration-paused';
    case FailureType.integrationGone:
      return 'integration-gone';
    case FailureType.scopeMissing:
      return 'scope-missing';
    case FailureType.refused:
      return 'product-not-in-myogo';
    case FailureType.conflict:
      return 'reference-conflict';
    case FailureType.unexpectedResponse:
      return 'unexpected-response';
    case FailureType.rejected:
    case FailureType.notFound:
      return detail?.side === 'myogo' ? 'rejected-by-myogo' : 'rejected-by-bigcommerce';
    default:
      return undefined;
  }
}

/** Where the store has no such order any more, the next reading says so; a write of it cannot. */
export function asksForReading(
  facts: OrderFacts,
  act: Act,
  status: number | undefined,
  side: string | undefined,
): OrderFacts {
  const gone = status === 404 && side === 'bigcommerce' && act.kind !== 'read-order';
  return gone ? { ...facts, readDue: facts.readDue ?? 'again' } : facts;
}
