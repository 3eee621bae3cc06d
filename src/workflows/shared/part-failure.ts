import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import { isCancellation } from '@temporalio/workflow';
import { FailureType, type FailureDetail } from '../../contract/failures.ts';

/**
 * What a report says of an activity that failed. Anything else than a failed activity (a cancellation, a defect of the
 * workflow's own code) is thrown again: a report must not hide it.
 */
export function failureOf(error: unknown): { readonly type: string; readonly message: string } {
  if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
  const { cause } = error;
  if (cause instanceof ApplicationFailure) return { type: cause.type ?? 'Defect', message: cause.message };
  if (cause instanceof TimeoutFailure) {
    // The last failure before time ran out says more than the time-out itself.
    const last = cause.cause;
    if (last instanceof ApplicationFailure) return { type: last.type ?? 'Defect', message: last.message };
    return { type: FailureType.unavailable, message: 'It was not done within the time of one run.' };
  }
  return { type: 'Defect', message: 'It failed for an unknown reason.' };
}

/** True where the activity may have sent something whose answer it never had: its worker died, or the answer was lost. */
export function mayHaveWritten(error: unknown): boolean {
  if (!(error instanceof ActivityFailure)) return false;
  const { cause } = error;
  // Where the time was up between two attempts, the last one's failure says it.
  const last = cause instanceof TimeoutFailure ? (cause.cause ?? cause) : cause;
  if (!(last instanceof ApplicationFailure)) return last instanceof TimeoutFailure;
  return (last.details?.[0] as FailureDetail | undefined)?.outcomeUnknown === true; // written by activities/runtime/failures.ts
}
