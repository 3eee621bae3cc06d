import type { WorkflowExecutionInfo } from '@temporalio/client';
import { defined } from '../../contract/defined.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { FailingClass, OpenQuestion } from '../../contract/integration/health.ts';
import type { IntegrationStage } from '../../contract/integration.ts';
import { stageKey } from '../../contract/runs/search-attributes.ts';
import { failingEverywhere, storesFilter, type StoresFilter } from '../../contract/schemas/stores.ts';
import { SearchAttribute, WorkflowType } from '../../contract/temporal.ts';
import type { Calls } from '../calls/calls.ts';
import { checked } from '../calls/checked.ts';
import { statusOfOpen } from '../calls/status-of-open.ts';
import { OgoshipError } from '../errors.ts';
import { holdCounts, type HoldCount } from '../integration/hold-counts.ts';
import {
  failingTogether,
  failsByCredentials,
  healthOf,
  legsOf,
  recurringOf,
  refusedLegs,
  withMissing,
  type LegStatus,
} from '../integration/legs.ts';
import { oldEnough } from './attention.ts';
import { listedStore, ofMerchant, CONNECTED, type ListedStore } from './merchants.ts';
import { listedRuns, storeOf } from '../calls/run-list.ts';
import { noWorker, workedAt } from './no-worker.ts';
import { runPages, type Page } from './run-pages.ts';
import { isPausedInTemporal, OPEN, STANDS_STILL, taskProblem } from '../../contract/runs/open-runs.ts';
import { stillRun } from '../calls/still-runs.ts';
import { HELD } from '../orders/held-orders.ts';

/** How one store stands, in a list of all. */
export interface StoreRow {
  readonly storeHash: StoreHash;
  readonly merchantId: string;
  /** Stands before the stage: a store whose orders do not get through is `failing`, although it is live. */
  readonly health: 'failing' | 'good' | 'resting';
  readonly stage: IntegrationStage;
  readonly legs: readonly LegStatus[];
  readonly questions: readonly OpenQuestion[];
  readonly holds: readonly HoldCount[];
  /** For the Temporal UI. */
  readonly workflowId: string;
}

/** A leg that does not get through. */
export interface FailingAnywhere extends Pick<LegStatus, 'leg' | 'lastSuccess' | 'next'> {
  readonly storeHash: StoreHash;
  readonly merchantId: string;
  readonly since: string;
  readonly type: string;
  readonly message: string;
}

/** Stores that are looked at at once. */
const AT_ONCE = 10;
/** A run of latest changes that is older hangs, whatever its cadence: see `longestRunMs`. */
const HANGS_AFTER_MS = 61 * 60_000;

const { hold, stage, integration } = SearchAttribute;
/** Nothing flows: the integration's run hears nothing. */
const STILL = `${CONNECTED} AND ${STANDS_STILL}`;
const FAILING = `${CONNECTED} AND ${hold} IN ("failing", "failing+question")`;

function hanging(): string {
  const before = new Date(Date.now() - HANGS_AFTER_MS).toISOString();
  return `WorkflowType="${WorkflowType.latestChanges}" AND ${OPEN} AND StartTime < "${before}"`;
}

/**
 * All connected stores, those that need a person first: refused credentials, failing legs, open questions, held orders; then
 * what is paused, what awaits goods, and what is well.
 */
export async function* storePages(
  calls: Calls,
  filter: Pick<StoresFilter, 'merchant'>,
): AsyncGenerator<Page<StoreRow>> {
  const { merchant } = checked(storesFilter, filter, 'filter');
  const asked = noWorker(calls);
  asked.catch(() => undefined); // thrown where it is awaited
  const queries = await ofMerchant(
    calls,
    [
      STILL,
      `${CONNECTED} AND ${stage}="needs-credentials"`,
      FAILING,
      hanging(),
      `${CONNECTED} AND ${hold}="question"`,
      `WorkflowType="${WorkflowType.fulfilOrder}" AND ${OPEN} AND ${HELD}`,
      `${CONNECTED} AND ${stage}="paused"`,
      `${CONNECTED} AND ${stage}="awaiting-goods"`,
      CONNECTED,
    ],
    merchant,
  );
  const pages = runPages(calls, queries, { after: undefined, size: AT_ONCE, ahead: true, wanted: firstRuns() });
  for await (const { rows, ...page } of pages) {
    const found = await Promise.all(rows.map((run) => storeRow(calls, run, asked)));
    yield { ...page, rows: found.flatMap((row) => row ?? []) };
  }
}

/** Legs that fail, over all stores. */
export async function* failingPages(
  calls: Calls,
  filter: StoresFilter & { readonly reason?: FailingClass },
): AsyncGenerator<Page<FailingAnywhere>> {
  const { reason, olderThan, merchant, after } = checked(failingEverywhere, filter, 'filter');
  const isOld = oldEnough(olderThan);
  const stopped = await noWorker(calls);
  const lists = [STILL, `${CONNECTED} AND ${stage}="needs-credentials"`, FAILING, hanging()];
  if (stopped !== undefined) lists.push(CONNECTED);
  for await (const { rows, ...page } of runPages(calls, await ofMerchant(calls, lists, merchant), {
    after,
    size: AT_ONCE,
    wanted: firstRuns(),
  })) {
    const found = await Promise.all(rows.map((run) => failingLegs(calls, run, stopped)));
    yield {
      ...page,
      rows: found.flat().filter(({ type, since }) => (reason === undefined || type === reason) && isOld(since)),
    };
  }
}

/** Takes the first run of each store, in the order in which they come, and none of a store that is not ours. */
function firstRuns(): (run: WorkflowExecutionInfo) => boolean {
  const met = new Set<StoreHash>();
  return (run) => {
    const storeHash = storeOf(run);
    if (storeHash === undefined || met.has(storeHash)) return false;
    met.add(storeHash);
    return true;
  };
}

async function storeRow(
  calls: Calls,
  run: WorkflowExecutionInfo,
  asked: Promise<string | undefined>,
): Promise<StoreRow | undefined> {
  const standing = await standingOf(calls, run);
  if (standing === undefined) return undefined;
  const { storeHash, merchantId, stage, attention, workflowId } = standing;
  const [holds, legs] = await Promise.all([holdCounts(calls, storeHash), legsNow(calls, standing, await asked)]);
  return {
    storeHash,
    merchantId,
    health: healthOf(legs),
    stage,
    legs,
    questions: attention.questions,
    holds,
    workflowId,
  };
}

async function failingLegs(
  calls: Calls,
  run: WorkflowExecutionInfo,
  stopped: string | undefined,
): Promise<readonly FailingAnywhere[]> {
  const standing = await standingOf(calls, run);
  if (standing === undefined) return [];
  const { storeHash, merchantId } = standing;
  const legs = await legsNow(calls, standing, stopped);
  return legs.flatMap(({ leg, failing, lastSuccess, next }) =>
    failing === undefined ? [] : [{ storeHash, merchantId, leg, ...failing, ...defined({ lastSuccess, next }) }],
  );
}

/** A store's integration as its entry in a list tells it. */
interface Standing extends ListedStore {
  readonly stage: IntegrationStage;
  readonly workflowId: string;
  /** Its run seems to hear nothing: it is asked why. */
  readonly still: boolean;
}

/** @param run any run of the store; its integration's own is looked up where it is another */
async function standingOf(calls: Calls, run: WorkflowExecutionInfo): Promise<Standing | undefined> {
  const storeHash = storeOf(run);
  if (storeHash === undefined) return undefined;
  const own = run.type === WorkflowType.integration ? run : await entityOf(calls, storeHash);
  const listed = own === undefined ? undefined : listedStore(own);
  const at = own?.typedSearchAttributes.get(stageKey) as IntegrationStage | undefined; // written by the entity
  if (own === undefined || listed === undefined || at === undefined) return undefined;
  return { ...listed, stage: at, workflowId: own.workflowId, still: isStill(own) };
}

async function legsNow(
  calls: Calls,
  { storeHash, stage: at, still: mayBeStill, workflowId: id, attention }: Standing,
  stopped: string | undefined,
): Promise<readonly LegStatus[]> {
  const still = mayBeStill ? await stillRun(calls, id) : undefined;
  if (still !== undefined) {
    const { since, reason: type, remedy } = still;
    const message = `The run of this integration ${still.message}, nothing flows. What helps: ${remedy}.`;
    return failingTogether(await lastOf(calls, storeHash), { since, type, message });
  }
  if (at === 'live') {
    const legs = stopped === undefined ? await flowingLegs(calls, storeHash) : await lastOf(calls, storeHash);
    return withMissing(workedAt(legs, stopped), attention.failing);
  }
  // Nothing runs: only refused credentials are a failure.
  if (at === 'needs-credentials')
    return refusedLegs(await lastOf(calls, storeHash), await statusOfOpen(calls, storeHash));
  return withMissing(restOf(`the integration is ${at}`), attention.failing);
}

function isStill({ status, typedSearchAttributes }: WorkflowExecutionInfo): boolean {
  return isPausedInTemporal(status.name) || taskProblem(typedSearchAttributes) !== undefined;
}

async function flowingLegs(calls: Calls, storeHash: StoreHash): Promise<readonly LegStatus[]> {
  const recurring = await recurringOf(calls, storeHash);
  const legs = legsOf(recurring, undefined);
  if (!legs.some(failsByCredentials)) return legs;
  // The integration alone knows whether a test has answered that; where it says nothing, it is not answered.
  const status = await statusOfOpen(calls, storeHash).catch((error: unknown) => {
    if (error instanceof OgoshipError) return undefined;
    throw error;
  });
  return legsOf(recurring, undefined, status?.lastTest);
}

/** When each leg was good last, of a store whose legs may not run: as the status of the store tells it. */
async function lastOf(calls: Calls, storeHash: StoreHash): Promise<readonly LegStatus[]> {
  return legsOf(await recurringOf(calls, storeHash), '');
}

function restOf(why: string): readonly LegStatus[] {
  return legsOf({ latestChanges: undefined, comparison: undefined, changesRuns: {}, comparisonRuns: {} }, why);
}

async function entityOf(calls: Calls, storeHash: StoreHash): Promise<WorkflowExecutionInfo | undefined> {
  const query = `${CONNECTED} AND ${integration}="${storeHash}" AND WorkflowId="${workflowId.integration(storeHash)}"`;
  for await (const run of listedRuns(calls, query, 1)) return run;
  return undefined;
}
