import { allHandlersFinished, condition, continueAsNew, patched, upsertMemo, workflowInfo } from '@temporalio/workflow';
import type { DisconnectReport, IntegrationInput } from '../../contract/integration.ts';
import { Memo, Patch } from '../../contract/registered-names.ts';
import { integrationInput } from '../../contract/schemas/integration.ts';
import { disconnectReport } from './disconnect-report.ts';
import { leaveRuns } from './integration-activities.ts';
import { ConnectionGate, handleIntegrationMessages } from './integration-handlers.ts';
import type { IntegrationSnapshot } from '../../domain/integration/integration-snapshot.ts';
import { IntegrationState } from '../../domain/integration/integration-state.ts';
import { IntegrationUpkeep } from './integration-upkeep.ts';
import { ShownIntegration } from './shown-integration.ts';
import { startedWith } from '../shared/checked.ts';
import { Turns } from '../shared/mutex.ts';

/** A started entity that nobody connects was a mistake: it ends by itself. */
const CONNECT_WITHIN = '2m';
/** How long an answer waits for its consequences. */
const FOLLOW_WITHIN = '20s';

/**
 * One store linked to one merchant, until disconnected: settings, sealed credentials, links, stage, the circuit.
 *
 * Handlers change the state and what they must answer for; everything that follows from a state (schedules, releases,
 * confirming a refusal) is done by the one loop below, so that it happens however the state came about.
 */
export async function integration(given: IntegrationInput, carried?: IntegrationSnapshot): Promise<DisconnectReport> {
  const input = startedWith(integrationInput, given, carried);
  const { storeHash, continues } = input;
  const now = () => new Date().toISOString();
  const heedsTrouble = patched(Patch.heedsTrouble);
  const state = new IntegrationState({ storeHash, now, carried, continues, heedsTrouble });
  const upkeep = new IntegrationUpkeep(state, carried?.pending);
  const followed = async (): Promise<void> => {
    await condition(() => !state.schedulesDiffer, FOLLOW_WITHIN);
  };
  handleIntegrationMessages({
    state,
    turns: new Turns(),
    gate: new ConnectionGate(state),
    followed,
    hooks: upkeep.hooks,
    schedules: upkeep.schedules,
  });

  const isConnected = () => state.connected;
  if (!isConnected()) await condition(isConnected, CONNECT_WITHIN);
  if (!isConnected()) await condition(allHandlersFinished);
  if (!isConnected()) return disconnectReport(state, { openOrders: 0, orders: [] });
  const { merchantId } = state.snapshot;
  // By it a person's list finds the other stores of this merchant: they share its stock and its account.
  if (workflowInfo().memo?.[Memo.merchant] !== merchantId) upsertMemo({ [Memo.merchant]: merchantId });

  const shown = new ShownIntegration();
  let revision = -1;
  const isSuggested = () => workflowInfo().continueAsNewSuggested;
  // What is not done yet goes along: a run renews itself also while it is busy.
  const mayRenew = (suggested: boolean) => suggested && allHandlersFinished();
  const hasWork = (now: number) => state.disconnected || upkeep.hasWork(now) || state.revision !== revision;
  while (!state.disconnected) {
    if (mayRenew(isSuggested()))
      await continueAsNew<typeof integration>(input, { ...state.snapshot, pending: upkeep.pending });
    revision = state.revision;
    shown.show(state);
    await upkeep.run();
    const waitsFrom = Date.now();
    if (hasWork(waitsFrom)) continue;
    const { dueAt } = upkeep;
    const suggested = isSuggested();
    // Only by what is recorded: an update that is refused is not, and comes with a later time and a longer history all the
    // same. A message may bring work that is due only later: then it is waited for anew.
    const woken = () => hasWork(waitsFrom) || mayRenew(suggested) || upkeep.dueAt !== dueAt;
    if (dueAt === undefined) await condition(woken);
    else if (patched(Patch.wokenByRecord)) await condition(woken, Math.max(1, dueAt - waitsFrom));
    else {
      const asBefore = () => hasWork(Date.now()) || mayRenew(isSuggested()) || upkeep.dueAt !== dueAt;
      await condition(asBefore, Math.max(1, dueAt - waitsFrom));
    }
  }
  await condition(allHandlersFinished);
  shown.show(state);
  return disconnectReport(state, await leaveRuns({ storeHash }));
}
