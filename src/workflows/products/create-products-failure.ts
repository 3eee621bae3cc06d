import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  ChildWorkflowFailure,
  TimeoutFailure,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { FailureType, type FailureDetail } from '../../contract/failures.ts';
import type { Standstill } from '../../domain/products/create-products-snapshot.ts';

/** What a failed child or reading means for the run. */
export type ProductsFailure =
  /** This product alone: it is reported, the others go on. */
  | { readonly kind: 'refused'; readonly reason: string; readonly message: string }
  /** All products alike: the run waits. */
  | { readonly kind: 'standstill'; readonly standstill: Standstill }
  /** The store is disconnected: the run ends. */
  | { readonly kind: 'gone'; readonly message: string }
  /** Another run is at this product. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'cancelled' }
  /** An outage used up the step's time. */
  | { readonly kind: 'outage' };

/** Reads a failure; `undefined` where it is none of a step but a defect of the run itself, which must not be swallowed. */
export function productsFailure(error: unknown): ProductsFailure | undefined {
  if (error instanceof WorkflowExecutionAlreadyStartedError) return { kind: 'busy' };
  if (error instanceof CancelledFailure) return { kind: 'cancelled' };
  if (!(error instanceof ActivityFailure) && !(error instanceof ChildWorkflowFailure)) return undefined;
  const cause = error.cause;
  if (cause instanceof ActivityFailure || cause instanceof CancelledFailure) return productsFailure(cause);
  if (cause instanceof TimeoutFailure) return { kind: 'outage' };
  if (!(cause instanceof ApplicationFailure)) {
    return { kind: 'refused', reason: FailureType.refused, message: 'Its run was ended by a person.' };
  }
  const detail = cause.details?.[0] as FailureDetail | undefined; // written by activities/runtime/failures.ts
  switch (cause.type) {
    case FailureType.integrationPaused:
    case FailureType.credentialsRejected:
      return { kind: 'standstill', standstill: { reason: 'integration-paused', message: cause.message } };
    case FailureType.scopeMissing:
      return { kind: 'standstill', standstill: { reason: 'scope-missing', message: cause.message } };
    case FailureType.integrationGone:
      return { kind: 'gone', message: cause.message };
    case FailureType.refused:
      return { kind: 'refused', reason: detail?.field ?? FailureType.refused, message: cause.message };
    default:
      return { kind: 'refused', reason: cause.type ?? 'Defect', message: cause.message };
  }
}
