import { log, patched, setHandler } from '@temporalio/workflow';
import { sideNames, type Side } from '../../contract/failures.ts';
import type { ConnectRequest } from '../../contract/integration.ts';
import type { TestReport } from '../../contract/integration/access.ts';
import { integrationMessages } from '../../contract/messages.ts';
import { Patch } from '../../contract/registered-names.ts';
import {
  mergeCredentials,
  raiseAlert,
  resealCredentials,
  sameCredentials,
  testCredentials,
} from './integration-activities.ts';
import type { IntegrationState } from '../../domain/integration/integration-state.ts';
import { refused, unavailable } from '../shared/refusals.ts';
import { integrationDescriptions as text } from '../shared/message-descriptions.ts';
import { checkConnect, checkRotate, credentialsOf, validateSettings } from './integration-refusals.ts';
import type { IntegrationHandlers } from './integration-handlers.ts';

/**
 * Who tested is not who runs the workers: these hear of it once, whoever found it.
 * @param patch since when this finding raises it
 */
async function alertOfRefusal(
  { storeHash, closed, refusal }: IntegrationState,
  before: Side | undefined,
  patch: string,
): Promise<void> {
  if (before !== undefined || refusal === undefined) return;
  if (!patched(closed?.by === 'circuit' ? patch : Patch.alertInPause)) return;
  await raiseAlert({ storeHash, cause: 'needs-credentials', message: refusal }).catch(() => {
    log.warn('an alert could not be raised', { storeHash });
  });
}

/** Connecting, and what concerns the tokens of both sides. */
export function handleCredentials({ state, turns, gate, followed }: IntegrationHandlers): void {
  const { storeHash } = state;

  setHandler(
    integrationMessages.connect,
    (request) =>
      gate.connecting(() =>
        turns.take(async () => {
          await connect(state, request);
          return state.status;
        }),
      ),
    { description: text.connect, validator: (request: unknown) => validateConnect(state, request) },
  );

  setHandler(
    integrationMessages.test,
    () =>
      turns.take(async () => {
        const { sealed, version } = credentialsOf(state);
        const before = state.snapshot.refusedBy;
        const outcome = await testCredentials({ storeHash, merchantId: state.snapshot.merchantId, sealed, version });
        state.tested(outcome);
        await alertOfRefusal(state, before, Patch.alertOfTest);
        return outcome.report;
      }),
    { description: text.test, validator: () => gate.check() },
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
        const before = state.snapshot.refusedBy;
        state.rotate(sealed, outcome);
        // The other side's token may be refused, and stays.
        await alertOfRefusal(state, before, Patch.alertOfRotation);
        await followed();
        return { ...state.status, ...(sealed === base.sealed ? { unchanged: request.parts } : {}) };
      }),
    {
      description: text.rotateCredentials,
      validator: (request: unknown) => {
        gate.check();
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
    { description: text.reseal, validator: () => gate.check() },
  );
}

/** Connecting again with the same changes nothing; anything else has a verb of its own. */
async function connect(state: IntegrationState, request: ConnectRequest): Promise<void> {
  const { storeHash } = state;
  const { merchantId, sealed, settings, continues } = request;
  if (state.disconnected) throw beingDisconnected(); // while this waited for its turn
  if (!state.connected) {
    const outcome = await testCredentials({ storeHash, merchantId, sealed, version: 1 });
    requireAnswers(outcome.report, ['bigcommerce', 'myogo']);
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
      'rotateCredentials with both tokens, which tests the new ones first',
    );
  }
  if (settings !== undefined) state.patch(settings, 'connect');
}

function validateConnect(state: IntegrationState, given: unknown): void {
  if (state.disconnected) throw beingDisconnected();
  validateSettings(state, checkConnect(given).settings ?? {});
}

function beingDisconnected(): Error {
  return refused('This integration is being disconnected.', 'connect again in a moment');
}

/** Credentials that do not work must not replace what may still work. Only the new ones are judged, each by its own side. */
function refuseUnlessTaken(report: TestReport, parts: readonly Side[]): void {
  const judged = [report.refused, report.refusedToo]
    .flatMap((each) => each ?? [])
    .filter(({ side }) => parts.includes(side));
  if (judged.length > 0) {
    const sides = judged.map(({ side }) => side);
    const lines = report.checks.filter(({ side, ok }) => ok === false && sides.includes(side));
    const who = sides.map((side) => sideNames[side]).join(' and ');
    const verb = sides.length === 1 ? 'refuses' : 'refuse';
    const why = lines.map(({ problem = '' }) => problem).join(' ');
    const remedy = lines.flatMap((line) => line.remedy ?? []).join(' ');
    throw refused(
      `${who} ${verb} the new credentials: the old ones are kept. ${why}`.trim(),
      remedy === '' ? 'credentials that pass the test' : remedy,
    );
  }
  requireAnswers(report, parts);
}

/** A side whose word is needed, and that gave none: the other one's is told all the same. */
function requireAnswers({ unreachable = [], refused: refusal, checks }: TestReport, parts: readonly Side[]): void {
  const silent = parts.filter((side) => unreachable.includes(side));
  if (silent.length === 0) return;
  const words = (['bigcommerce', 'myogo'] as const).map((side) => {
    const wrong = checks.filter((check) => check.side === side && check.ok === false && check.needed === 'required');
    return wrong.length === 0
      ? `${sideNames[side]} takes its credentials.`
      : wrong.map(({ problem = '' }) => problem).join(' ');
  });
  const expected =
    refusal === undefined ? 'the same again in a few minutes' : 'both sides in order, then the same again';
  throw unavailable(`The credentials could not be tested: nothing was changed. ${words.join(' ')}`, expected);
}
