import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import { FailureType, type FailureDetail } from '../contract/failures.ts';
import type { HoldReason } from '../contract/hold-reasons.ts';

/** What a failed activity asks for: a hold that a person or an event ends, or simply another try. */
export type FailedStep =
  { readonly kind: 'hold'; readonly reason: HoldReason; readonly message: string } | { readonly kind: 'again' };

/**
 * Reads a failure of an activity. `undefined` where it is none: a cancellation, or a defect of the run itself, which
 * must not be swallowed.
 */
export function failedStep(error: unknown): FailedStep | undefined {
  if (!(error instanceof ActivityFailure)) return undefined;
  const cause = error.cause;
  // The activity used up its total time in an outage: the next one goes on.
  if (cause instanceof TimeoutFailure) return { kind: 'again' };
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const detail = cause.details?.[0] as FailureDetail | undefined; // written by activities/failures.ts
  const reason = holdReason(cause.type, detail);
  return reason === undefined ? { kind: 'again' } : { kind: 'hold', reason, message: cause.message };
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
