import type { LegsHealth, LegsSeen } from '../../contract/integration/health.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import { integrationMessages } from '../../contract/messages.ts';
import type { FoundChange } from '../../contract/integration/hooks.ts';
import { failingLegs, mustTell } from '../../domain/changes/leg-health.ts';
import { tellRun } from '../shared/tell-run.ts';

/** Tells the integration which legs fail, where that has changed: an undisturbed run tells nothing. */
export async function tellLegs(
  storeHash: StoreHash,
  of: LegsSeen['of'],
  before: LegsHealth,
  after: LegsHealth,
): Promise<void> {
  if (!mustTell(before, after)) return;
  const failing = failingLegs(after);
  await tellRun(workflowId.integration(storeHash), integrationMessages.legsSeen, { of, failing });
}

/** Tells the integration what a poll found, where webhooks should have told of it; nothing was found mostly. */
export async function tellFound(storeHash: StoreHash, found: readonly FoundChange[] | undefined): Promise<void> {
  if (found === undefined) return;
  await tellRun(workflowId.integration(storeHash), integrationMessages.pollFound, found);
}
