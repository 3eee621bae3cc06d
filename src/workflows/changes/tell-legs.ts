import { patched } from '@temporalio/workflow';
import { defined } from '../../contract/defined.ts';
import type { LegsHealth, LegsSeen } from '../../contract/integration/health.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import { integrationMessages } from '../../contract/messages.ts';
import type { FoundChange } from '../../contract/integration/hooks.ts';
import { Patch } from '../../contract/registered-names.ts';
import { failingLegs, mustTell } from '../../domain/changes/leg-health.ts';
import { tellRun } from '../shared/tell-run.ts';

/** How the legs of a kind of run stand after one of them. */
export interface LegsStand {
  readonly health?: LegsHealth;
  readonly triesAgain?: true;
}

/** Tells the integration which legs fail, and whether something is tried again, where that has changed: an undisturbed run tells nothing. */
export async function tellLegs(
  storeHash: StoreHash,
  of: LegsSeen['of'],
  before: LegsStand,
  after: LegsStand,
): Promise<void> {
  const { triesAgain, health = {} } = after;
  const isOther = before.triesAgain !== triesAgain && patched(Patch.triesAgain);
  if (!isOther && !mustTell(before.health ?? {}, health)) return;
  const told: LegsSeen = { of, failing: failingLegs(health), ...defined({ triesAgain }) };
  await tellRun(workflowId.integration(storeHash), integrationMessages.legsSeen, told);
}

/** Tells the integration what a poll found, where webhooks should have told of it; nothing was found mostly. */
export async function tellFound(storeHash: StoreHash, found: readonly FoundChange[] | undefined): Promise<void> {
  if (found === undefined) return;
  await tellRun(workflowId.integration(storeHash), integrationMessages.pollFound, found);
}
