import { ActivityFailure, ApplicationFailure, isCancellation, log } from '@temporalio/workflow';
import type { StoreHash } from '../../contract/ids.ts';

/** The entity outlives every failure of what it sets off: `maintain` mends what was missed. @returns false where it failed */
export async function attempt(storeHash: StoreHash, what: string, action: () => Promise<unknown>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    const cause = error.cause instanceof ApplicationFailure ? error.cause.message : 'it took too long';
    log.error(what, { storeHash, cause });
    return false;
  }
}
