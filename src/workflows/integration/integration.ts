import { allHandlersFinished, condition, continueAsNew, upsertMemo, workflowInfo } from '@temporalio/workflow';
import type { DisconnectReport, IntegrationInput } from '../../contract/integration.ts';
import { Memo } from '../../contract/registered-names.ts';
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
  const state = new IntegrationState({ storeHash, now, carried, continues });
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
  // What is not done yet goes along: a run renews itself also while it is busy.
  const mayRenew = () => workflowInfo().continueAsNewSuggested && allHandlersFinished();
  const hasWork = () => state.disconnected || upkeep.hasWork || state.revision !== revision;
  while (!state.disconnected) {
    if (mayRenew()) await continueAsNew<typeof integration>(input, { ...state.snapshot, pending: upkeep.pending });
    revision = state.revision;
    shown.show(state);
    await upkeep.run();
    if (hasWork()) continue;
    const { dueAt } = upkeep;
    // A message may bring work that is due only later: then it is waited for anew.
    const woken = () => hasWork() || mayRenew() || upkeep.dueAt !== dueAt;
    if (dueAt === undefined) await condition(woken);
    else await condition(woken, Math.max(1, dueAt - Date.now()));
  }
  await condition(allHandlersFinished);
  shown.show(state);
  return disconnectReport(state, await leaveRuns({ storeHash }));
}
