import { FailureType, type FailureDetail } from '../../../contract/failures.ts';

/** Why a decision cannot be taken. */
export interface Refusal {
  readonly type: FailureType;
  readonly message: string;
  readonly detail: FailureDetail;
}

export function invalid(field: string, message: string, expected: string): Refusal {
  return { type: FailureType.invalidInput, message, detail: { field, expected } };
}

export function refused(field: string, message: string, expected: string): Refusal {
  return { type: FailureType.refused, message, detail: { field, expected } };
}

export const UNREAD = refused(
  'orderId',
  'This order has not been read yet: nothing of it can be cancelled from here.',
  'cancel it in the store, or here once it was read: after its hold has ended',
);
