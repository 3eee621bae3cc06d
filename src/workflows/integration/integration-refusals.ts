import type { SettingsPatch } from '../../contract/settings.ts';
import { rotation } from '../../contract/integration/rotation.ts';
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
