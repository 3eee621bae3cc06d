import { isCancellation, setHandler } from '@temporalio/workflow';
import type { Side } from '../../contract/failures.ts';
import type { ConnectRequest, TestReport } from '../../contract/integration.ts';
import { integrationMessages } from '../../contract/messages.ts';
import * as requests from '../../contract/schemas/integration.ts';
import { linkKey, shippingLink } from '../../contract/schemas/shipping.ts';
import type { SettingsPatch } from '../../contract/settings.ts';
import { patchSettings } from '../../domain/integration/settings.ts';
import { removeLink, saveLink } from '../../domain/shipping/shipping-links.ts';
import { checkConnect, checkRotate } from './credentials-requests.ts';
import { disconnectReport } from './disconnect-report.ts';
import {
  goodsInStock,
  leaveRuns,
  mergeCredentials,
  removeSchedules,
  resealCredentials,
  sameCredentials,
  testCredentials,
} from './integration-activities.ts';
import { handleIntegrationSignals } from './integration-signals.ts';
import type { IntegrationState } from '../../domain/integration/integration-state.ts';
import { invalid, refused, refuseProblem } from '../shared/refusals.ts';
import { integrationDescriptions as text } from '../shared/message-descriptions.ts';
import { checked } from '../shared/checked.ts';
import type { Turns } from '../shared/mutex.ts';

export interface IntegrationHandlers {
  readonly state: IntegrationState;
  /** Updates that test and store credentials must not run into each other. */
  readonly turns: Turns;
  /** Waits until the loop has made true what a change asks for, so that an answer tells the outcome. */
  readonly followed: () => Promise<void>;
}

/** What people and other runs may ask of the entity. Handlers change the state; what follows from it, the loop does. */
export function handleIntegrationMessages(handlers: IntegrationHandlers): void {
  const { state, turns, followed } = handlers;
  const { storeHash } = state;

  handleIntegrationSignals(state);

  setHandler(
    integrationMessages.connect,
    (request) =>
      turns.take(async () => {
        await connect(state, request);
        return state.status;
      }),
    { description: text.connect, validator: (request: unknown) => validateConnect(state, request) },
  );

  setHandler(
    integrationMessages.test,
    () =>
      turns.take(async () => {
        const { sealed, version } = credentialsOf(state);
        const outcome = await testCredentials({ storeHash, merchantId: state.snapshot.merchantId, sealed, version });
        state.tested(outcome);
        return outcome.report;
      }),
    { description: text.test, validator: () => requireConnected(state) },
  );

  setHandler(
    integrationMessages.rotateCredentials,
    (request) =>
      turns.take(async () => {
        const { merchantId } = state.snapshot;
        const base = credentialsOf(state);
        const sealed = await mergeCredentials({ storeHash, base: base.sealed, ...request });
        const outcome = await testCredentials({ storeHash, merchantId, sealed, version: base.version + 1 });
        refuseUnlessTaken(outcome.report, request.parts);
        state.rotate(sealed, outcome);
        await followed();
        return state.status;
      }),
    {
      description: text.rotateCredentials,
      validator: (request: unknown) => {
        requireConnected(state);
        checkRotate(request);
      },
    },
  );

  setHandler(
    integrationMessages.reseal,
    () =>
      turns.take(async () => {
        const { sealed, version } = credentialsOf(state);
        state.reseal(await resealCredentials({ storeHash, sealed }));
        return version;
      }),
    { description: text.reseal, validator: () => requireConnected(state) },
  );

  setHandler(
    integrationMessages.changeSettings,
    async ({ patch, by }) => {
      state.patch(patch, by);
      await followed();
      return state.snapshot.settings;
    },
    {
      description: text.changeSettings,
      validator: (given: unknown) => {
        requireConnected(state);
        validateSettings(state, checked(requests.changeSettings, given).patch);
      },
    },
  );

  setHandler(
    integrationMessages.linkShippingMethod,
    (link) => {
      const result = refuseProblem(saveLink(state.snapshot.links, link));
      if (result.changed) state.setLinks(result.links);
      return result;
    },
    {
      description: text.linkShippingMethod,
      validator: (given: unknown) => {
        requireConnected(state);
        refuseProblem(saveLink(state.snapshot.links, checked(shippingLink, given, 'link')));
      },
    },
  );

  setHandler(
    integrationMessages.unlinkShippingMethod,
    (link) => {
      const result = removeLink(state.snapshot.links, link);
      if (result.changed) state.setLinks(result.links);
      return result;
    },
    {
      description: text.unlinkShippingMethod,
      validator: (given: unknown) => {
        requireConnected(state);
        checked(linkKey, given, 'link');
      },
    },
  );

  setHandler(
    integrationMessages.enableLatestChanges,
    (given) =>
      turns.take(async () => {
        const { every, force } = enablingOf(given);
        if (!state.snapshot.goodsArrived && force !== true && !(await goodsInStock({ storeHash }))) {
          throw refused(
            'myOGO has no goods in stock yet: latest changes would set the whole store to zero.',
            'wait until the goods are in stock, or force it',
          );
        }
        if (every !== undefined) state.patch({ every }, 'enableLatestChanges');
        state.enable();
        await followed();
        return state.status;
      }),
    {
      description: text.enableLatestChanges,
      validator: (given: unknown) => {
        requireConnected(state);
        const { every } = enablingOf(given);
        if (state.closed !== undefined) throw closedRefusal(state.closed);
        if (every !== undefined) validateSettings(state, { every });
      },
    },
  );

  setHandler(
    integrationMessages.disableLatestChanges,
    async ({ by } = {}) => {
      state.disable(by);
      await followed();
      return state.status;
    },
    {
      description: text.disableLatestChanges,
      validator: (given: unknown) => {
        requireConnected(state);
        checked(requests.disableLatestChanges, given ?? {});
      },
    },
  );

  setHandler(
    integrationMessages.pause,
    async ({ reason, by }) => {
      state.pause(reason.trim(), by);
      await followed();
      return state.status;
    },
    {
      description: text.pause,
      validator: (given: unknown) => {
        requireConnected(state);
        checked(requests.pauseRequest, given);
      },
    },
  );

  setHandler(
    integrationMessages.resume,
    async () => {
      const wasPaused = state.snapshot.paused !== undefined;
      state.resume();
      if (state.closed !== undefined) await turns.take(() => testAgain(state, { tolerant: wasPaused }));
      await followed();
      return state.status;
    },
    { description: text.resume, validator: () => requireConnected(state) },
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

  setHandler(
    integrationMessages.disconnect,
    () =>
      turns.take(async () => {
        const open = await leaveRuns({ storeHash });
        await removeSchedules({ storeHash });
        state.disconnect();
        return disconnectReport(state, open);
      }),
    { description: text.disconnect, validator: () => requireConnected(state) },
  );
}

/** Connecting again with the same changes nothing; anything else has a verb of its own. */
async function connect(state: IntegrationState, request: ConnectRequest): Promise<void> {
  const { storeHash } = state;
  const { merchantId, sealed, settings, continues } = request;
  if (!state.connected) {
    const outcome = await testCredentials({ storeHash, merchantId, sealed, version: 1 });
    validateSettings(state, settings ?? {}, outcome.store);
    state.connect(merchantId, sealed, outcome, settings, continues);
    return;
  }
  if (state.snapshot.merchantId !== merchantId) {
    throw refused(
      'This store is connected to another merchant.',
      'disconnect first, then connect it to the other merchant',
    );
  }
  if (!(await sameCredentials({ storeHash, a: credentialsOf(state).sealed, b: sealed }))) {
    throw refused(
      'This store is connected with other credentials.',
      'rotateCredentials, which tests the new ones first',
    );
  }
  if (settings !== undefined) state.patch(settings, 'connect');
}

function validateConnect(state: IntegrationState, given: unknown): void {
  if (state.disconnected) throw refused('This integration is being disconnected.', 'connect again in a moment');
  validateSettings(state, checkConnect(given).settings ?? {});
}

/** A form sends nothing at all where nothing was typed: then all is as set. */
function enablingOf(given: unknown): { readonly every?: string; readonly force?: boolean } {
  return checked(requests.enableLatestChanges, given ?? {});
}

function validateSettings(state: IntegrationState, patch: SettingsPatch, store = state.snapshot.store): void {
  const result = patchSettings(state.snapshot.settings, patch, { now: new Date().toISOString(), store });
  if ('problem' in result) throw invalid(result.problem.field, result.problem.message, result.problem.expected);
}

function requireConnected(state: IntegrationState): void {
  if (!state.connected || state.disconnected) throw refused('This store is not connected.', 'connect it first');
}

function credentialsOf(state: IntegrationState): { readonly sealed: string; readonly version: number } {
  if (state.credentials === undefined) throw refused('This store is not connected.', 'connect it first');
  return state.credentials;
}

/** Credentials that do not work must not replace what may still work. Only the new ones are judged. */
function refuseUnlessTaken({ refused: refusal, checks }: TestReport, parts: readonly Side[]): void {
  if (refusal === undefined || !parts.includes(refusal.side)) return;
  const name = refusal.side === 'bigcommerce' ? 'BigCommerce' : 'myOGO';
  const { problem = '', remedy } = checks.find(({ side, ok }) => side === refusal.side && ok === false) ?? {};
  throw refused(
    `${name} refuses the new credentials: the old ones are kept. ${problem}`.trim(),
    remedy ?? 'credentials that pass the test',
  );
}

/** A person says that the same credentials work again: a test proves it. */
async function testAgain(state: IntegrationState, { tolerant }: { readonly tolerant: boolean }): Promise<void> {
  const { storeHash } = state;
  const { merchantId } = state.snapshot;
  const { sealed, version } = credentialsOf(state);
  try {
    const outcome = await testCredentials({ storeHash, merchantId, sealed, version });
    if (state.credentials?.version === version) state.tested(outcome);
  } catch (error) {
    // The pause has ended all the same; the circuit's own look comes soon.
    if (!tolerant || isCancellation(error)) throw error;
  }
  if (state.closed !== undefined && !tolerant) throw closedRefusal(state.closed);
}

function closedRefusal({ by, reason }: NonNullable<IntegrationState['closed']>): Error {
  if (by !== 'circuit') return refused(`The integration is paused: ${reason}.`, 'resume it first');
  return refused(
    `The integration needs credentials: ${reason}.`,
    'rotateCredentials with new ones; resume, where the same ones work again',
  );
}

function noSuchQuestion(questionId: string): Error {
  return invalid(
    'questionId',
    `Nothing is asked under ${questionId}: it was withdrawn, is used up, or has more items by now.`,
    'an id of questions()',
  );
}
