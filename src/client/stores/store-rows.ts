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
import { holdCounts, type HoldCount } from '../integration/hold-counts.ts';
import { healthOf, type LegStatus } from '../integration/legs.ts';
import { oldEnough } from './attention.ts';
import { listedStore, ofMerchant, CONNECTED } from './merchants.ts';
import { listedRuns, storeOf } from '../calls/run-list.ts';
import { isStill } from '../calls/still-runs.ts';
import { legsNow, type Standing } from './legs-now.ts';
import { noWorker } from './no-worker.ts';
import { cursorOf, NO_LIST, runPages, type Page } from './run-pages.ts';
import { OPEN, STANDS_STILL } from '../../contract/runs/open-runs.ts';
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
  cursorOf(after); // what no answer gave is refused before anybody is asked
  const isOld = oldEnough(olderThan);
  const stopped = await noWorker(calls);
  const some = [STILL, `${CONNECTED} AND ${stage}="needs-credentials"`, FAILING, hanging()];
  // The same places either way: whoever goes on may find that a worker has come, or gone, since.
  const lists = stopped === undefined ? [...some, NO_LIST] : [...some.map(() => NO_LIST), CONNECTED];
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

/** @param run any run of the store; its integration's own is looked up where it is another */
async function standingOf(calls: Calls, run: WorkflowExecutionInfo): Promise<Standing | undefined> {
  const storeHash = storeOf(run);
  if (storeHash === undefined) return undefined;
  const own = run.type === WorkflowType.integration ? run : await entityOf(calls, storeHash);
  const listed = own === undefined ? undefined : listedStore(own);
  const at = own?.typedSearchAttributes.get(stageKey) as IntegrationStage | undefined; // written by the entity
  if (own === undefined || listed === undefined || at === undefined) return undefined;
  const begun = own.startTime.toISOString();
  return { ...listed, stage: at, workflowId: own.workflowId, begun, still: isStill(own) };
}

async function entityOf(calls: Calls, storeHash: StoreHash): Promise<WorkflowExecutionInfo | undefined> {
  const query = `${CONNECTED} AND ${integration}="${storeHash}" AND WorkflowId="${workflowId.integration(storeHash)}"`;
  for await (const run of listedRuns(calls, query, 1)) return run;
  return undefined;
}
