import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { FailureType } from '../contract/failures.ts';
import type { DisconnectReport, IntegrationInput } from '../contract/integration.ts';
import { integrationMessages, orderMessages } from '../contract/messages.ts';
import { removeLink, saveLink } from '../domain/shipping-links.ts';
import { patchSettings } from '../domain/settings.ts';
import {
  countOpenOrders,
  ensureSchedules,
  goodsInStock,
  mergeCredentials,
  raiseAlert,
  releaseHeld,
  removeSchedules,
  resealCredentials,
  sameCredentials,
  testCredentials,
} from './integration-activities.ts';
import { integrationDetails } from './integration-details.ts';
import { IntegrationState, type IntegrationSnapshot } from './integration-state.ts';
import { invalid, refused, refuseProblem } from './refusals.ts';
import { stageAttribute } from './search-attributes.ts';
import { Turns } from './turns.ts';

/** A started entity that nobody connects was a mistake: it ends by itself. */
const CONNECT_WITHIN = '2m';
/** A visibility list lags: held runs are looked for a second time. */
const RELEASE_AGAIN_MS = 60_000;

/**
 * One store linked to one merchant, until disconnected: settings, sealed credentials, links, stage, the circuit.
 *
 * Handlers change the state and what they must answer for; everything that follows from a state (schedules, releases,
 * confirming a refusal) is done by the one loop below, so that it happens however the state came about.
 */
export async function integration(input: IntegrationInput, carried?: IntegrationSnapshot): Promise<DisconnectReport> {
  const { storeHash } = input;
  const state = new IntegrationState(storeHash, () => new Date().toISOString(), carried);
  // Two updates that test and store credentials must not run into each other.
  const turns = new Turns();
  const target = (sealed: string, version: number) => ({
    storeHash,
    merchantId: state.snapshot.merchantId,
    sealed,
    version,
  });
  let releaseAgainAt: number | undefined;
  let shown = '';

  setHandler(integrationMessages.status, () => state.status);
  setHandler(integrationMessages.connection, () => state.connection);

  setHandler(
    integrationMessages.connect,
    (request) =>
      turns.take(async () => {
        const { merchantId, sealed, settings } = request;
        if (state.connected) {
          if (state.snapshot.merchantId !== merchantId) {
            throw refused(
              'This store is connected to another merchant.',
              'disconnect first, then connect it to the other merchant',
            );
          }
          const base = requireCredentials().sealed;
          if (!(await sameCredentials({ storeHash, a: base, b: sealed }))) {
            throw refused(
              'This store is connected with other credentials.',
              'rotateCredentials, which tests the new ones first',
            );
          }
          if (settings !== undefined) state.patch(settings, 'connect');
          return state.status;
        }
        const outcome = await testCredentials({ storeHash, merchantId, sealed, version: 1 });
        state.connect(merchantId, sealed, outcome, settings);
        return state.status;
      }),
    {
      validator: ({ merchantId, sealed, settings }) => {
        if (state.disconnected) throw refused('This integration is being disconnected.', 'connect again in a moment');
        if (merchantId.trim() === '')
          throw invalid('myogo.merchantId', 'The merchant id is empty.', 'the id from Edit merchant › Integrations');
        if (sealed === '') throw invalid('bigcommerce.apiToken', 'There are no credentials.', 'sealed credentials');
        validateSettings(settings ?? {});
      },
    },
  );

  setHandler(
    integrationMessages.test,
    () =>
      turns.take(async () => {
        const { sealed, version } = requireCredentials();
        const outcome = await testCredentials(target(sealed, version));
        state.tested(outcome);
        return outcome.report;
      }),
    { validator: (..._args) => requireConnected() },
  );

  setHandler(
    integrationMessages.rotateCredentials,
    (request) =>
      turns.take(async () => {
        const base = requireCredentials().sealed;
        const sealed = await mergeCredentials({ storeHash, base, ...request });
        const version = requireCredentials().version + 1;
        const outcome = await testCredentials(target(sealed, version));
        // Rotating to credentials that do not work would stop what may still work.
        if (outcome.report.refused !== undefined) {
          const side = outcome.report.refused.side === 'bigcommerce' ? 'BigCommerce' : 'myOGO';
          throw refused(
            `${side} refuses the new credentials: the old ones are kept.`,
            'credentials that the Test button accepts',
          );
        }
        state.rotate(sealed, outcome);
        return state.status;
      }),
    { validator: (..._args) => requireConnected() },
  );

  setHandler(
    integrationMessages.reseal,
    () =>
      turns.take(async () => {
        const { sealed, version } = requireCredentials();
        state.reseal(await resealCredentials({ storeHash, sealed }));
        return version;
      }),
    { validator: (..._args) => requireConnected() },
  );

  setHandler(
    integrationMessages.changeSettings,
    ({ patch, by }) => {
      state.patch(patch, by);
      return state.snapshot.settings;
    },
    {
      validator: ({ patch }) => {
        requireConnected();
        validateSettings(patch);
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
      validator: (link) => {
        requireConnected();
        refuseProblem(saveLink(state.snapshot.links, link));
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
    { validator: (..._args) => requireConnected() },
  );

  setHandler(
    integrationMessages.enableLatestChanges,
    ({ every, force }) =>
      turns.take(async () => {
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
      validator: ({ every }) => {
        requireConnected();
        if (state.closed !== undefined)
          throw refused(`The integration is paused: ${state.closed.reason}.`, 'resume it first');
        if (every !== undefined) validateSettings({ every });
      },
    },
  );

  setHandler(
    integrationMessages.disableLatestChanges,
    async () => {
      state.disable();
      await followed();
      return state.status;
    },
    { validator: (..._args) => requireConnected() },
  );

  setHandler(
    integrationMessages.pause,
    async ({ reason }) => {
      state.pause(reason.trim());
      await followed();
      return state.status;
    },
    {
      validator: ({ reason }) => {
        requireConnected();
        if (reason.trim() === '')
          throw invalid('reason', 'The reason is empty.', 'a few words for whoever finds it paused');
      },
    },
  );

  setHandler(
    integrationMessages.resume,
    async () => {
      state.resume();
      await followed();
      return state.status;
    },
    { validator: (..._args) => requireConnected() },
  );

  setHandler(
    integrationMessages.answer,
    ({ questionId, decision }) => {
      const answered = state.answer(questionId, decision);
      if (answered === undefined) throw invalid('questionId', 'There is no such question.', 'an id of questions()');
      return answered;
    },
    {
      validator: ({ questionId }) => {
        if (!state.snapshot.questions.some(({ id }) => id === questionId)) {
          throw invalid('questionId', `There is no question ${questionId}.`, 'an id of questions()');
        }
      },
    },
  );

  setHandler(
    integrationMessages.disconnect,
    () =>
      turns.take(async () => {
        const openOrders = await countOpenOrders({ storeHash });
        await removeSchedules({ storeHash });
        state.disconnect();
        return disconnectReport(openOrders);
      }),
    { validator: (..._args) => requireConnected() },
  );

  setHandler(integrationMessages.goodsArrived, () => state.goodsHaveArrived());
  setHandler(integrationMessages.accessRefused, (report) => state.takeAccessReport(report));
  setHandler(integrationMessages.ask, (question) => state.ask(question));
  setHandler(integrationMessages.held, async (notice) => {
    if (!state.hasMovedOn(notice)) return;
    try {
      await getExternalWorkflowHandle(notice.workflowId).signal(orderMessages.retry);
    } catch (error) {
      if (isCancellation(error)) throw error;
      log.info('a held run had ended before it could be released', { workflowId: notice.workflowId });
    }
  });

  function requireConnected(): void {
    if (!state.connected || state.disconnected) throw refused('This store is not connected.', 'connect it first');
  }

  function requireCredentials(): { sealed: string; version: number } {
    if (state.credentials === undefined) throw refused('This store is not connected.', 'connect it first');
    return state.credentials;
  }

  function validateSettings(patch: Parameters<typeof patchSettings>[1]): void {
    const result = patchSettings(state.snapshot.settings, patch);
    if ('problem' in result) throw invalid(result.problem.field, result.problem.message, result.problem.expected);
  }

  /** Waits until the loop has made true what a change asks for, so that the answer tells the outcome. */
  async function followed(): Promise<void> {
    await condition(() => !state.schedulesDiffer, '20s');
  }

  function disconnectReport(openOrders: number): DisconnectReport {
    return {
      storeHash,
      openOrders,
      advice:
        'Delete the API account in BigCommerce: that alone revokes its token. Open orders wait as “integration-gone”.',
    };
  }

  const due = () => releaseAgainAt !== undefined && Date.now() >= releaseAgainAt;
  const hasWork = () =>
    state.disconnected ||
    state.schedulesDiffer ||
    state.release.size > 0 ||
    state.unconfirmed !== undefined ||
    state.stage !== shown ||
    due();

  if (!state.connected && !(await condition(() => state.connected, CONNECT_WITHIN))) {
    await condition(allHandlersFinished);
    if (!state.connected) return disconnectReport(0);
  }

  const again = new Set<Parameters<typeof releaseHeld>[0]['reasons'][number]>();
  while (!state.disconnected) {
    if (state.stage !== shown) {
      shown = state.stage;
      upsertSearchAttributes([{ key: stageAttribute, value: shown }]);
    }
    setCurrentDetails(integrationDetails(state.status));
    if (state.unconfirmed !== undefined) await confirm();
    if (state.schedulesDiffer) await followSchedules();
    if (state.release.size > 0) {
      const reasons = [...state.release];
      state.release.clear();
      await attempt('held runs could not be released', () => releaseHeld({ storeHash, reasons }));
      for (const reason of reasons) again.add(reason);
      releaseAgainAt ??= Date.now() + RELEASE_AGAIN_MS;
    }
    if (due()) {
      const reasons = [...again];
      again.clear();
      releaseAgainAt = undefined;
      await attempt('held runs could not be released', () => releaseHeld({ storeHash, reasons }));
    }
    if (workflowInfo().continueAsNewSuggested && !hasWork() && releaseAgainAt === undefined) {
      await condition(allHandlersFinished);
      if (!hasWork()) await continueAsNew<typeof integration>(input, state.snapshot);
    }
    const wait = () =>
      hasWork() || (workflowInfo().continueAsNewSuggested && releaseAgainAt === undefined && allHandlersFinished());
    if (releaseAgainAt === undefined) await condition(wait);
    else await condition(wait, Math.max(1, releaseAgainAt - Date.now()));
  }
  await condition(allHandlersFinished);
  upsertSearchAttributes([{ key: stageAttribute, value: state.stage }]);
  setCurrentDetails(integrationDetails(state.status));
  return disconnectReport(await countOpenOrders({ storeHash }));

  /** One request decides whether a 401 or 403 that an activity met is true; then one alert is raised. */
  async function confirm(): Promise<void> {
    const report = state.unconfirmed;
    const credentials = state.credentials;
    if (report === undefined || credentials === undefined) return;
    await attempt('a refusal could not be confirmed', async () => {
      const before = state.stage;
      const outcome = await testCredentials(target(credentials.sealed, credentials.version));
      if (state.credentials?.version !== credentials.version) return;
      state.tested(outcome);
      if (state.stage !== before && state.closed !== undefined) {
        await raiseAlert({ storeHash, cause: 'needs-credentials', message: state.closed.reason });
      } else if (report.type === FailureType.scopeMissing && outcome.report.refused === undefined) {
        const message = `a permission is missing: ${report.capability ?? 'unknown'}`;
        await raiseAlert({ storeHash, cause: 'scope-missing', message });
      }
      // A refusal that does not repeat was a passing one: whoever held because of it goes on.
      if (state.closed === undefined) state.release.add('integration-paused');
    });
    if (state.unconfirmed === report) state.unconfirmed = undefined;
  }

  async function followSchedules(): Promise<void> {
    const schedules = state.schedules;
    const as = JSON.stringify(schedules);
    let note: string | undefined;
    await attempt('the schedules could not be brought up to date', async () => {
      note = (await ensureSchedules({ storeHash, ...schedules })).pausedByPerson;
    });
    state.schedulesEnsured(as, note === undefined ? undefined : `paused in Temporal: ${note}`);
  }

  /** The entity outlives every failure of what it sets off: `maintain` mends what was missed. */
  async function attempt(what: string, action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (isCancellation(error)) throw error;
      const cause = error instanceof Error && error.cause instanceof ApplicationFailure ? error.cause.message : '';
      log.error(what, { storeHash, cause });
    }
  }
}
