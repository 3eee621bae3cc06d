import type { ConnectRequest, Disabled } from '../../contract/integration.ts';
import { checkMessage, type MessageProblem } from '../../contract/schemas/check-message.ts';
import { connectRequest, rotateRequest } from '../../contract/schemas/integration.ts';
import type { SettingsPatch } from '../../contract/settings.ts';
import { rotation } from '../../contract/integration/rotation.ts';
import { disabledWords } from '../../domain/integration/integration-stage.ts';
import { patchSettings } from '../../domain/integration/settings.ts';
import type { IntegrationState } from '../../domain/integration/integration-state.ts';
import { invalid, refused } from '../shared/refusals.ts';

// What the state of an integration does not allow, and what would help.

export function validateSettings(state: IntegrationState, patch: SettingsPatch, store = state.snapshot.store): void {
  const result = patchSettings(state.snapshot.settings, patch, { now: new Date().toISOString(), store });
  if ('problem' in result) throw invalid(result.problem.field, result.problem.message, result.problem.expected);
}

export function requireConnected(state: IntegrationState): void {
  if (!state.connected || state.disconnected) throw refused('This store is not connected.', 'connect it first');
}

export function credentialsOf(state: IntegrationState): { readonly sealed: string; readonly version: number } {
  if (state.credentials === undefined) throw refused('This store is not connected.', 'connect it first');
  return state.credentials;
}

/** Whoever enables them hears that somebody has disabled them since. */
export function disabledSince(disabled: Disabled): Error {
  return refused(
    `Latest changes are ${disabledWords(disabled)}, since they were to be enabled.`,
    'enable them again, where that word is not to stand',
  );
}

export function closedRefusal(
  { by, reason }: NonNullable<IntegrationState['closed']>,
  { lastTest, refusedBy }: IntegrationState['snapshot'],
): Error {
  if (by !== 'circuit') return refused(`The integration is paused: ${reason}.`, 'resume it first');
  return refused(
    `The integration needs credentials: ${reason}.`,
    `${rotation(lastTest, refusedBy)}; resume, where the same one works again`,
  );
}

// What a validator refuses is in no history. That matters here: a person may paste a token in clear into a form.

/** Refuses a request to connect that cannot be one, whoever sent it. */
export function checkConnect(given: unknown): ConnectRequest {
  const result = checkMessage(connectRequest, given);
  if (result.ok) return result.value;
  const { problem } = result;
  if (problem.field === 'sealed') {
    const expected = 'sealed credentials: connect by the command line or the client';
    throw invalid('bigcommerce.apiToken', NOT_SEALED, expected);
  }
  throw refusal(problem.field === 'merchantId' ? { ...problem, field: 'myogo.merchantId' } : problem);
}

/** The same for new credentials. */
export function checkRotate(given: unknown): void {
  const result = checkMessage(rotateRequest, given);
  if (result.ok) return;
  const { problem } = result;
  const expected = 'what “ogoship <store> rotate --print” prints';
  if (problem.field === 'sealed') throw invalid('sealed', NOT_SEALED, expected);
  throw refusal({ ...problem, expected });
}

const NOT_SEALED = 'These credentials are not sealed.';

function refusal({ field, message, expected }: MessageProblem): Error {
  return invalid(field, message, expected);
}
