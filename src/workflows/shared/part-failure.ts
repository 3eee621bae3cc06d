import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import { isCancellation } from '@temporalio/workflow';
import { FailureType } from '../../contract/failures.ts';

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
