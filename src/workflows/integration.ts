import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { DisconnectReport, IntegrationInput, IntegrationStage } from '../contract/integration.ts';
import { countOpenOrders } from './integration-activities.ts';
import { integrationDetails } from './integration-details.ts';
import { disconnectReport, handleIntegrationMessages } from './integration-handlers.ts';
import { IntegrationState, type IntegrationSnapshot } from './integration-state.ts';
import { IntegrationUpkeep } from './integration-upkeep.ts';
import { stageAttribute } from './search-attributes.ts';
import { Turns } from './turns.ts';

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
export async function integration(input: IntegrationInput, carried?: IntegrationSnapshot): Promise<DisconnectReport> {
  const { storeHash } = input;
  const state = new IntegrationState(storeHash, () => new Date().toISOString(), carried);
  const upkeep = new IntegrationUpkeep(state);
  const followed = async (): Promise<void> => {
    await condition(() => !state.schedulesDiffer, FOLLOW_WITHIN);
  };
  handleIntegrationMessages({ state, turns: new Turns(), followed });

  const isConnected = () => state.connected;
  if (!isConnected()) await condition(isConnected, CONNECT_WITHIN);
  if (!isConnected()) await condition(allHandlersFinished);
  if (!isConnected()) return disconnectReport(storeHash, 0);

  let stage: IntegrationStage | undefined;
  let revision = -1;
  const mustRenew = () => workflowInfo().continueAsNewSuggested && upkeep.waitMs === undefined;
  const hasWork = () => state.disconnected || upkeep.hasWork || state.revision !== revision;
  while (!state.disconnected) {
    revision = state.revision;
    stage = show(state, stage);
    await upkeep.run();
    if (hasWork()) continue;
    if (mustRenew()) {
      await condition(allHandlersFinished);
      if (!hasWork()) await continueAsNew<typeof integration>(input, state.snapshot);
      continue;
    }
    const { waitMs } = upkeep;
    if (waitMs === undefined) await condition(() => hasWork() || mustRenew());
    else await condition(hasWork, waitMs);
  }
  await condition(allHandlersFinished);
  show(state, stage);
  return disconnectReport(storeHash, await countOpenOrders({ storeHash }));
}

function show(state: IntegrationState, shown: IntegrationStage | undefined): IntegrationStage {
  setCurrentDetails(integrationDetails(state.status));
  if (state.stage !== shown) upsertSearchAttributes([{ key: stageAttribute, value: state.stage }]);
  return state.stage;
}
