import { getExternalWorkflowHandle, isCancellation, log, setHandler } from '@temporalio/workflow';
import { integrationMessages, orderMessages } from '../contract/messages.ts';
import * as said from '../contract/schemas/integration.ts';
import type { IntegrationState } from './integration-state.ts';
import { integrationDescriptions as text } from './message-descriptions.ts';
import { onSignal } from './shared/checked.ts';

/** What may be read of an integration, and what other runs report to it. */
export function handleIntegrationSignals(state: IntegrationState): void {
  setHandler(integrationMessages.status, () => state.status, { description: text.status });
  setHandler(integrationMessages.connection, () => state.connection);
  setHandler(integrationMessages.goodsArrived, () => state.goodsHaveArrived());
  onSignal(integrationMessages.accessRefused, said.accessReport, (report) => state.takeAccessReport(report));
  onSignal(integrationMessages.ask, said.questionAsked, (question) => state.ask(question));
  onSignal(integrationMessages.scheduleSeen, said.scheduleSeen, (seen) => state.scheduleSeen(seen.pausedByPerson));
  onSignal(integrationMessages.held, said.heldNotice, async (notice) => {
    if (!state.hasMovedOn(notice)) return;
    try {
      await getExternalWorkflowHandle(notice.workflowId).signal(orderMessages.retry);
    } catch (error) {
      if (isCancellation(error)) throw error;
      log.info('a held run had ended before it could be released', { workflowId: notice.workflowId });
    }
  });
}
