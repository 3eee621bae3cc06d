import {
  ActivityFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  log,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { workflowId } from '../../contract/ids.ts';
import { integrationMessages, owedMessages } from '../../contract/messages.ts';
import { Patch } from '../../contract/registered-names.ts';
import { owedLedgerInput, owedReports } from '../../contract/schemas/stock.ts';
import type { OwedLedgerInput } from '../../contract/stock.ts';
import { OwedLedger, type OwedSnapshot } from '../../domain/stock/owed-ledger.ts';
import { onSignal, startedWith } from '../shared/checked.ts';
import { tellRun } from '../shared/tell-run.ts';
import type { createChangesActivities } from '../../activities/changes/changes.ts';
import type { createOwedActivities } from '../../activities/stock/owed/owed.ts';

const retry = { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '5m' } as const;

const { stockLeg } = proxyActivities<Pick<ReturnType<typeof createChangesActivities>, 'stockLeg'>>({
  startToCloseTimeout: '30m',
  scheduleToCloseTimeout: '2h',
  heartbeatTimeout: '30s',
  retry,
  summary: 'Bring the levels up to date that these orders change',
});
const { rebuildOwed } = proxyActivities<Pick<ReturnType<typeof createOwedActivities>, 'rebuildOwed'>>({
  startToCloseTimeout: '1h',
  scheduleToCloseTimeout: '1 day',
  heartbeatTimeout: '30s',
  retry,
  summary: 'Ask the open orders what they owe',
});

/** SKUs whose levels are brought up to date at once. */
const TOGETHER = 500;
/** Lets the reports of one event come together. */
const GATHER_MS = 1_000;
/** Pauses after levels could not be computed: the integration may be paused for days. */
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * A part of a store's ledger of exceptions: the orders whose unreserved pieces the store's statuses do not tell. It exists
 * only while it has rows. What changes in it is written into the store's levels at once, because no poll shows it.
 */
export async function owedLedger(given: OwedLedgerInput, carried?: OwedSnapshot): Promise<{ rows: number }> {
  const input = startedWith(owedLedgerInput, given, carried);
  const ledger = new OwedLedger(carried, input.rebuild !== true);
  onSignal(owedMessages.report, owedReports, (reports) => {
    for (const report of reports) ledger.take(report, Date.now());
  });
  setHandler(owedMessages.rows, (after) => ledger.page(typeof after === 'number' ? after : undefined));

  if (!ledger.complete) {
    await rebuildOwed(input);
    // The list of open runs lags: one that had just begun is found now.
    await sleep('1m', { summary: 'Until the orders are asked once more' });
    await rebuildOwed(input);
    ledger.complete = true;
  }
  let pauseMs = FIRST_PAUSE_MS;
  while (true) {
    if (ledger.hasTouched) {
      await sleep(GATHER_MS, { summary: 'What comes at once is written at once' });
      if (await settle(input, ledger)) pauseMs = FIRST_PAUSE_MS;
      else {
        await sleep(pauseMs, { summary: 'Until the levels are tried again' });
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      }
    }
    setCurrentDetails(`**${ledger.size}** orders owe pieces that no warehouse order reserves.`);
    if (ledger.isOver(Date.now())) {
      await condition(allHandlersFinished);
      if (ledger.isOver(Date.now()) && (await leavesList(input, ledger))) return { rows: 0 };
    }
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      const { storeHash, shard } = input;
      await continueAsNew<typeof owedLedger>({ storeHash, shard }, ledger.snapshot(Date.now()));
    }
    await condition(() => ledger.hasTouched, '1h', { summary: 'Until an order reports' });
  }
}

/** One that the integration lists and that is not there was deleted. @returns false where an order has reported meanwhile */
async function leavesList({ storeHash, shard }: OwedLedgerInput, ledger: OwedLedger): Promise<boolean> {
  if (!patched(Patch.listedOwed)) return true;
  const list = (kept: boolean) =>
    tellRun(workflowId.integration(storeHash), integrationMessages.owedKept, { shard, kept });
  await list(false);
  if (ledger.isOver(Date.now())) return true;
  await list(true);
  return false;
}

/** @returns false where the store's levels could not be written now */
async function settle({ storeHash }: OwedLedgerInput, ledger: OwedLedger): Promise<boolean> {
  const skus = ledger.takeTouched(TOGETHER);
  try {
    await stockLeg({ storeHash, skus, beside: true });
    return true;
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    log.warn('levels could not be brought up to date', { storeHash, why: error.cause?.message });
    ledger.putBack(skus);
    return false;
  }
}
