import { getExternalWorkflowHandle, isCancellation, log, setHandler } from '@temporalio/workflow';
import type { AccessReport, HeldNotice, QuestionAsked, ScheduleSeen } from '../contract/integration.ts';
import { integrationMessages, orderMessages } from '../contract/messages.ts';
import type { IntegrationState } from './integration-state.ts';
import { integrationDescriptions as text } from './message-descriptions.ts';

/** What may be read of an integration, and what other runs report to it. */
export function handleIntegrationSignals(state: IntegrationState): void {
  setHandler(integrationMessages.status, () => state.status, { description: text.status });
  setHandler(integrationMessages.connection, () => state.connection);
  setHandler(integrationMessages.goodsArrived, () => state.goodsHaveArrived());
  // A person may send any signal from a form: one that says nothing must not end the entity.
  setHandler(integrationMessages.accessRefused, (report) => {
    if (says<AccessReport>(report, 'credentialsVersion')) state.takeAccessReport(report);
  });
  setHandler(integrationMessages.ask, (question) => {
    if (says<QuestionAsked>(question, 'kind', 'summary', 'items', 'fingerprint')) state.ask(question);
  });
  setHandler(integrationMessages.scheduleSeen, (seen) => {
    if (says<ScheduleSeen>(seen)) state.scheduleSeen(seen.pausedByPerson);
  });
  setHandler(integrationMessages.held, async (notice) => {
    if (!says<HeldNotice>(notice, 'workflowId', 'reasons') || !state.hasMovedOn(notice)) return;
    try {
      await getExternalWorkflowHandle(notice.workflowId).signal(orderMessages.retry);
    } catch (error) {
      if (isCancellation(error)) throw error;
      log.info('a held run had ended before it could be released', { workflowId: notice.workflowId });
    }
  });
}

/** True where a message is an object that has these fields: a form sends whatever was typed. */
export function says<T extends object>(given: unknown, ...fields: readonly (keyof T & string)[]): given is T {
  return typeof given === 'object' && given !== null && fields.every((field) => field in given);
}
