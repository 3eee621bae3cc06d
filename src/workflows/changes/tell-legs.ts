import { getExternalWorkflowHandle, isCancellation, log } from '@temporalio/workflow';
import type { LegsHealth, LegsSeen } from '../../contract/integration/health.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import { integrationMessages } from '../../contract/messages.ts';
import type { FoundChange } from '../../contract/integration/hooks.ts';
import { failingLegs, mustTell } from '../../domain/changes/leg-health.ts';

/** Tells the integration which legs fail, where that has changed: an undisturbed run tells nothing. */
export async function tellLegs(
  storeHash: StoreHash,
  of: LegsSeen['of'],
  before: LegsHealth,
  after: LegsHealth,
): Promise<void> {
  if (!mustTell(before, after)) return;
  try {
    const entity = getExternalWorkflowHandle(workflowId.integration(storeHash));
    await entity.signal(integrationMessages.legsSeen, { of, failing: failingLegs(after) });
  } catch (error) {
    if (isCancellation(error)) throw error;
    // Disconnected meanwhile: there is nobody left to tell.
    log.warn('the integration could not be told which legs fail', { storeHash });
  }
}

/** Tells the integration what a poll found, where webhooks should have told of it; nothing was found mostly. */
export async function tellFound(storeHash: StoreHash, found: readonly FoundChange[] | undefined): Promise<void> {
  if (found === undefined) return;
  try {
    await getExternalWorkflowHandle(workflowId.integration(storeHash)).signal(integrationMessages.pollFound, found);
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('the integration could not be told what a poll found', { storeHash });
  }
}
