import { WorkflowClient } from '@temporalio/client';
import { defined } from '../../contract/defined.ts';
import { integrationKey } from '../../contract/runs/search-attributes.ts';
import type { DriftPoint, LatestChangesReport, OddStockRow } from '../../contract/changes.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import { CONNECT_AGAIN, type IntegrationStatus } from '../../contract/integration.ts';
import { integrationMessages } from '../../contract/messages.ts';
import { failingWords } from '../../contract/integration/health.ts';
import { returningDrift, type ReturningDrift } from '../../contract/integration/returning-drift.ts';
import type { LastLook } from '../../contract/runs/changes-watch.ts';
import { Memo } from '../../contract/registered-names.ts';
import type { DueLevel, Listed } from '../../contract/stock.ts';
import { asScheduled, comparisonIn } from './as-scheduled.ts';
import type { LastRun } from './last-runs.ts';
import { asAnswered, dueLevelsOf } from './due-levels.ts';
import { firstGoodsLost, type FirstGoodsLost } from './first-goods.ts';
import { owedLost, type OwedLost } from './owed-lost.ts';
import { holdCounts, type HoldCount } from './hold-counts.ts';
import { ofThisMerchant } from './last-comparison.ts';
import {
  behindOf,
  healthOf,
  legsOf,
  recurringOf,
  refusedLegs,
  withMissing,
  type LegStatus,
  type Recurring,
} from './legs.ts';
import { earlierIntegration } from './earlier-integration.ts';
import { unknownIntegration, type Calls } from '../calls/calls.ts';
import { statusOfOpen } from '../calls/status-of-open.ts';
import { UnknownIntegration } from '../errors.ts';
import { OPEN_INTEGRATIONS } from '../../contract/runs/open-runs.ts';

/** The entity's status, and what Temporal knows beside it. */
export interface IntegrationOverview extends IntegrationStatus {
  /** Held runs by their first reason, most first. From visibility lists, so a moment old. */
  readonly holds: readonly HoldCount[];
  /** `failing` where a leg fails, whatever the stage; `resting` where nothing may run now. */
  readonly health: 'good' | 'failing' | 'resting';
  /** Each leg: the last good run, since when it fails and why, when it is tried next. */
  readonly legs: readonly LegStatus[];
  /** The last run of latest changes. */
  readonly lastRun?: LastRun<LatestChangesReport>;
  /** The last look whether anything moved, where one run looks at many stores: a run begins only where it did. */
  readonly lastLook?: LastLook;
  /** Levels that are due, by name: which SKU, both values, since when, and why. As the newest runs and comparisons left them. */
  readonly dueLevels?: Listed<DueLevel>;
  /** Rows of either side, levels' and products', that the last runs of latest changes could not read, by their own key, with what would be right. */
  readonly oddRows?: Listed<OddStockRow>;
  /** A run that kept what awaits first goods was lost in Temporal: since then, and until it is found again, no zero is written. */
  readonly firstGoodsLost?: FirstGoodsLost;
  /** A run that kept what some orders owe was lost in Temporal: it is rebuilt from the orders' own runs, and no level rises until then. */
  readonly owedLost?: OwedLost;
  /** Other stores of this myOGO merchant, from a visibility list: they sell the same stock and share its account. */
  readonly siblings: readonly string[];
  /** The schedule of the daily comparison, as it is in Temporal. Absent while latest changes may not run. */
  readonly comparison?: { readonly running: boolean; readonly why?: string };
  /** What the schedule's newest comparison found, and whether its drift comes back daily. */
  readonly drift?: DriftPoint & { readonly returning?: ReturningDrift };
}

export async function integrationOverview(calls: Calls, storeHash: StoreHash): Promise<IntegrationOverview> {
  const recurs = recurringOf(calls, storeHash);
  const told = async () => {
    const says = statusOfOpen(calls, storeHash).catch(async (error: unknown) => {
      if (!(error instanceof UnknownIntegration)) throw error;
      return statusOfEnded(calls, storeHash);
    });
    const dues = dueLevelsOf(calls, storeHash, recurs, says);
    dues.catch(() => undefined); // thrown where it is awaited
    const status = await says;
    const last = () => recurs.then(({ changesRuns }) => changesRuns.last?.report?.due);
    const [siblings, goods, owed, due] = await Promise.all([
      siblingsOf(calls, status),
      firstGoodsLost(calls, status, last),
      owedLost(calls, status),
      dues,
    ]);
    return { status, siblings, due, lost: { firstGoodsLost: goods, owedLost: owed } };
  };
  const [{ status, siblings, due, lost }, holds, { byHand, ...daily }] = await Promise.all([
    told(),
    holdCounts(calls, storeHash),
    recurs,
  ]);
  const recurring: Recurring = { ...daily, ...defined({ byHand: ofThisMerchant(byHand, status) }) };
  const { latestChanges: schedule, comparison, changesRuns, comparisonRuns, lastLook } = recurring;
  const { last: lastRun } = changesRuns;
  const legs = legsNow(status, recurring);
  return {
    ...status,
    latestChanges: asScheduled(status.latestChanges, schedule),
    ...(status.stage === 'live' && legs.some(({ state }) => state === 'failing')
      ? { summary: failingSummary(legs) }
      : {}),
    health: healthOf(legs),
    legs,
    holds,
    siblings,
    ...defined({ lastRun, lastLook, drift: driftOf(comparisonRuns.report?.trend) }),
    ...defined({
      dueLevels: asAnswered(due, status.questions),
      oddRows: oddRowsOf(lastRun?.report),
      ...lost,
    }),
    ...(status.latestChanges.allowed ? { comparison: comparisonIn(status.latestChanges, comparison) } : {}),
  };
}

function legsNow(status: IntegrationStatus, recurring: Recurring): readonly LegStatus[] {
  const rests = restsBecause(status);
  const flows = { begun: status.since, lastTest: status.lastTest, behind: behindOf(status.latestChanges) };
  const legs = legsOf(recurring, rests === undefined ? flows : { rests });
  return status.stage === 'needs-credentials' ? refusedLegs(legs, status) : withMissing(legs, status.failing);
}

function driftOf(trend: readonly DriftPoint[] | undefined): IntegrationOverview['drift'] {
  const last = trend?.at(-1);
  return last && { ...last, ...defined({ returning: returningDrift(trend) }) };
}

/** What fails, from the runs themselves: the entity hears of it only from a run that can tell it. */
function failingSummary(legs: readonly LegStatus[]): string {
  return failingWords(legs.flatMap(({ leg, failing }) => (failing === undefined ? [] : [{ leg, ...failing }])));
}

/** Why no leg may run now. */
function restsBecause({ stage, latestChanges }: IntegrationStatus): string | undefined {
  if (stage === 'live' && latestChanges.allowed) return undefined;
  return latestChanges.why ?? `the integration is ${stage}`;
}

/** What could not be read, of levels and of products. */
function oddRowsOf(report: LatestChangesReport | undefined): Listed<OddStockRow> | undefined {
  const [levels, products] = [report?.stock?.odd, report?.oddProducts];
  if (levels === undefined || products === undefined) return levels ?? products;
  return { count: levels.count + products.count, rows: [...levels.rows, ...products.rows].slice(0, 100) };
}

/** Every store of the merchant but this one. A list of all integrations is read for it: their memos are not searchable. */
async function siblingsOf(calls: Calls, { storeHash, merchantId }: IntegrationStatus): Promise<readonly string[]> {
  return calls.ask(
    () => unknownIntegration(storeHash),
    async () => {
      const siblings: string[] = [];
      for await (const { memo, typedSearchAttributes } of calls.client.workflow.list({ query: OPEN_INTEGRATIONS })) {
        const other = typedSearchAttributes.get(integrationKey);
        if (other !== undefined && other !== storeHash && memo?.[Memo.merchant] === merchantId) siblings.push(other);
      }
      return siblings.sort();
    },
  );
}

/**
 * A disconnected integration's last words. A run that was ended by force takes itself for live still: that it is gone is
 * all that is true of it.
 */
async function statusOfEnded(calls: Calls, storeHash: StoreHash): Promise<IntegrationStatus> {
  const gone = () => unknownIntegration(storeHash);
  const id = workflowId.integration(storeHash);
  const last = await calls
    .ask(gone, () => calls.client.workflow.getHandle(id).describe())
    .catch((error: unknown) => {
      if (error instanceof UnknownIntegration) return undefined; // its run is deleted
      throw error;
    });
  if (last?.status.name === 'COMPLETED') {
    const { connection, namespace } = {
      connection: calls.client.connection,
      namespace: calls.client.options.namespace,
    };
    const anyRun = new WorkflowClient({ connection, namespace });
    const words = await calls.ask(gone, () => anyRun.getHandle(id).query(integrationMessages.status));
    if (words.stage === 'disconnected') return ofDisconnected(words);
  }
  if ((await earlierIntegration(calls, storeHash)) === undefined) throw gone();
  const when = last?.closeTime === undefined ? '' : ` at ${last.closeTime.toISOString()}`;
  const how = last === undefined ? 'was deleted' : (endings[last.status.name] ?? 'was ended');
  throw new UnknownIntegration(
    `The run of this integration ${how}${when}: nothing flows. Its settings and links are kept.`,
    { field: 'storeHash', expected: 'connect with the tokens of both sides: it goes on with its settings and links' },
  );
}

/** What was left, and how it goes on: nothing else that is told of it is to be done. */
function ofDisconnected(words: IntegrationStatus): IntegrationStatus {
  const why = 'the store is disconnected';
  return {
    ...words,
    summary: `${words.summary} To come back: ${CONNECT_AGAIN}.`,
    latestChanges: { ...words.latestChanges, why },
  };
}

/** How a run came to its end. */
const endings: Readonly<Record<string, string>> = {
  RUNNING: 'was started anew and waits to be connected',
  COMPLETED: 'was started anew and never connected',
  TERMINATED: 'was terminated',
  FAILED: 'failed',
  CANCELLED: 'was cancelled',
  TIMED_OUT: 'timed out',
};
