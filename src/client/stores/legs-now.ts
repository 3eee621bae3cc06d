import type { StoreHash } from '../../contract/ids.ts';
import { FailureType } from '../../contract/failures.ts';
import type { IntegrationStage } from '../../contract/integration.ts';
import type { Calls } from '../calls/calls.ts';
import { statusOfOpen } from '../calls/status-of-open.ts';
import { stillRun } from '../calls/still-runs.ts';
import { OgoshipError, UnknownIntegration } from '../errors.ts';
import {
  behindOf,
  failingTogether,
  failsByCredentials,
  isOfIntegration,
  legsOf,
  recurringOf,
  refusedLegs,
  withMissing,
  type LegStatus,
} from '../integration/legs.ts';
import type { ListedStore } from './merchants.ts';

/** A store's integration as its entry in a list tells it. */
export interface Standing extends ListedStore {
  readonly stage: IntegrationStage;
  readonly workflowId: string;
  /** ISO time at which its run began: what is not known from when has not been so for longer. */
  readonly begun: string;
  /** Its run seems to hear nothing: it is asked why. */
  readonly still: boolean;
}

/** @param stopped why no store's runs are worked at, where none are */
export async function legsNow(
  calls: Calls,
  standing: Standing,
  stopped: string | undefined,
): Promise<readonly LegStatus[]> {
  const { storeHash, stage, still: mayBeStill, workflowId: id, attention, begun } = standing;
  const still = mayBeStill ? await stillRun(calls, id) : undefined;
  if (still !== undefined) {
    const { since, reason: type, remedy } = still;
    const message = `The run of this integration ${still.message}, nothing flows. What helps: ${remedy}.`;
    return failingTogether(await lastOf(calls, storeHash), { since, type, message });
  }
  if (stage === 'live') {
    const legs =
      stopped === undefined
        ? await flowingLegs(calls, storeHash, begun)
        : unworked(await lastOf(calls, storeHash), begun, { type: FailureType.unavailable, message: stopped });
    return withMissing(legs, attention.failing);
  }
  // Nothing runs: only refused credentials are a failure.
  if (stage === 'needs-credentials') return refused(calls, standing, stopped);
  return withMissing(restOf(`the integration is ${stage}`), attention.failing);
}

async function flowingLegs(calls: Calls, storeHash: StoreHash, begun: string): Promise<readonly LegStatus[]> {
  const recurring = await recurringOf(calls, storeHash);
  const legs = legsOf(recurring, { begun });
  const isUnsure = [recurring.latestChanges, recurring.comparison].some(isOfIntegration);
  if (!isUnsure && !legs.some(failsByCredentials)) return legs;
  // The integration alone knows whether a test has answered refused credentials, and whether it wants its schedules otherwise than
  // they are; where it says nothing, they stand as they are found.
  const status = await statusOfOpen(calls, storeHash).catch((error: unknown) => {
    if (error instanceof OgoshipError) return undefined;
    throw error;
  });
  return legsOf(recurring, { begun, lastTest: status?.lastTest, behind: status && behindOf(status.latestChanges) });
}

/**
 * Which side refuses, and since when, the integration's own run says; that they are refused is known without it. The list is a
 * moment old: a store that is not as it says any more is told as it is now, and none ends the list.
 */
async function refused(calls: Calls, standing: Standing, stopped: string | undefined): Promise<readonly LegStatus[]> {
  const { storeHash, begun } = standing;
  const legs = await lastOf(calls, storeHash);
  if (stopped !== undefined) return unworked(legs, begun, refusedWords(stopped));
  try {
    const status = await statusOfOpen(calls, storeHash);
    if (status.stage === 'needs-credentials') return refusedLegs(legs, status);
    return await legsNow(calls, { ...standing, stage: status.stage }, stopped);
  } catch (error) {
    if (error instanceof UnknownIntegration) return restOf('the integration is disconnected');
    if (!(error instanceof OgoshipError)) throw error;
    return unworked(legs, begun, refusedWords(error.message));
  }
}

function refusedWords(silent: string): { readonly type: FailureType; readonly message: string } {
  const message = `The credentials are refused. By which side its own run would say, which does not answer: ${silent}`;
  return { type: FailureType.credentialsRejected, message };
}

/** Legs of which nobody says since when: not before any of them was good last, nor before the run of the integration began. */
function unworked(
  legs: readonly LegStatus[],
  begun: string,
  failing: { readonly type: FailureType; readonly message: string },
): readonly LegStatus[] {
  const good = legs.flatMap(({ lastSuccess = [] }) => lastSuccess).sort();
  return failingTogether(legs, { since: good.at(-1) ?? begun, ...failing });
}

/** When each leg was good last, of a store whose legs may not run: as the status of the store tells it. */
async function lastOf(calls: Calls, storeHash: StoreHash): Promise<readonly LegStatus[]> {
  return legsOf(await recurringOf(calls, storeHash), { rests: '' });
}

function restOf(rests: string): readonly LegStatus[] {
  return legsOf({ latestChanges: undefined, comparison: undefined, changesRuns: {}, comparisonRuns: {} }, { rests });
}
