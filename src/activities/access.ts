import { WorkflowNotFoundError } from '@temporalio/client';
import { FailureType, type FailureDetail, type Side } from '../contract/failures.ts';
import { workflowId, type StoreHash } from '../contract/ids.ts';
import { integrationMessages } from '../contract/messages.ts';
import { HttpFailure } from '../http/failure.ts';
import type { Dependencies } from './dependencies.ts';

/** A refusal of access, as the entity is told of it. */
export interface AccessRefusal {
  readonly type: typeof FailureType.credentialsRejected | typeof FailureType.scopeMissing;
  readonly side: Side;
  readonly detail: FailureDetail;
}

/** The refusal of access that an error is, if it is one. */
export function accessRefusal(error: unknown): AccessRefusal | undefined {
  if (!(error instanceof HttpFailure) || error.detail.side === undefined) return undefined;
  if (error.type !== FailureType.credentialsRejected && error.type !== FailureType.scopeMissing) return undefined;
  return { type: error.type, side: error.detail.side, detail: error.detail };
}

/**
 * Tells the entity of a 401 or 403, with the version that was used, so that a refusal of old credentials is ignored.
 * The cached answer is dropped: the next activity asks for the present credentials.
 */
export async function tellAccess(
  deps: Pick<Dependencies, 'temporal' | 'connections'>,
  storeHash: StoreHash,
  credentialsVersion: number,
  { type, side, detail }: AccessRefusal,
): Promise<void> {
  deps.connections.drop(storeHash);
  const entity = deps.temporal.workflow.getHandle(workflowId.integration(storeHash));
  try {
    await entity.signal(integrationMessages.accessRefused, {
      side,
      type,
      credentialsVersion: detail.credentialsVersion ?? credentialsVersion,
      ...(detail.capability === undefined ? {} : { capability: detail.capability }),
    });
  } catch (error) {
    // Disconnected meanwhile: there is nobody left to tell.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
