import { setHandler } from '@temporalio/workflow';
import { integrationMessages } from '../../contract/messages.ts';
import * as requests from '../../contract/schemas/integration.ts';
import { linkKey, shippingLink } from '../../contract/schemas/shipping.ts';
import { settingsAnswer } from '../../domain/integration/settings-answer.ts';
import { removeLink, saveLink, tooLarge } from '../../domain/shipping/shipping-links.ts';
import { invalid, refuseProblem } from '../shared/refusals.ts';
import { integrationDescriptions as text } from '../shared/message-descriptions.ts';
import { checked } from '../shared/checked.ts';
import { validateSettings } from './integration-refusals.ts';
import type { IntegrationHandlers } from './integration-handlers.ts';

/** Settings, shipping links, and answers to questions. */
export function handleSettings({ state, gate, followed }: IntegrationHandlers): void {
  setHandler(
    integrationMessages.changeSettings,
    async ({ patch, by }) => {
      await gate.passed();
      validateSettings(state, patch);
      const before = state.snapshot;
      const fields = state.patch(patch, by);
      await followed();
      return settingsAnswer(before, state.snapshot.settings, patch, fields);
    },
    {
      description: text.changeSettings,
      validator: (given: unknown) => {
        gate.check();
        validateSettings(state, checked(requests.changeSettings, given).patch);
      },
    },
  );

  setHandler(
    integrationMessages.linkShippingMethod,
    async (link) => {
      await gate.passed();
      const result = refuseProblem(saveLink(state.snapshot.links, link));
      if (result.changed) state.setLinks(result.links);
      return result;
    },
    {
      description: text.linkShippingMethod,
      validator: (given: unknown) => {
        gate.check();
        const { links } = state.snapshot;
        const result = refuseProblem(saveLink(links, checked(shippingLink, given, 'link')));
        // Asked here alone: what a history has taken is taken.
        refuseProblem(tooLarge(links, result) ?? result);
      },
    },
  );

  setHandler(
    integrationMessages.unlinkShippingMethod,
    async (link) => {
      await gate.passed();
      const result = removeLink(state.snapshot.links, link);
      if (result.changed) state.setLinks(result.links);
      return result;
    },
    {
      description: text.unlinkShippingMethod,
      validator: (given: unknown) => {
        gate.check();
        checked(linkKey, given, 'link');
      },
    },
  );

  setHandler(
    integrationMessages.answer,
    ({ questionId, decision, by }) => {
      const answered = state.answer(questionId, decision, by);
      if (answered === undefined) throw noSuchQuestion(questionId);
      return answered;
    },
    {
      description: text.answer,
      validator: (given: unknown) => {
        const { questionId } = checked(requests.answerRequest, given);
        if (!state.snapshot.questions.some(({ id }) => id === questionId)) throw noSuchQuestion(questionId);
      },
    },
  );
}

function noSuchQuestion(questionId: string): Error {
  return invalid(
    'questionId',
    `Nothing is asked under ${questionId}: it was withdrawn, is used up, or has more items by now.`,
    'an id of questions()',
  );
}
