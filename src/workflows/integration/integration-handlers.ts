import { handleIntegrationSignals } from './integration-signals.ts';
import type { IntegrationState } from '../../domain/integration/integration-state.ts';
import type { Turns } from '../shared/mutex.ts';
import { handleCredentials } from './credentials-handlers.ts';
import { handleRunning } from './running-handlers.ts';
import { handleSettings } from './settings-handlers.ts';

export interface IntegrationHandlers {
  readonly state: IntegrationState;
  /** Updates that test and store credentials must not run into each other. */
  readonly turns: Turns;
  /** Waits until the loop has made true what a change asks for, so that an answer tells the outcome. */
  readonly followed: () => Promise<void>;
}

/** What people and other runs may ask of the entity. Handlers change the state; what follows from it, the loop does. */
export function handleIntegrationMessages(handlers: IntegrationHandlers): void {
  handleIntegrationSignals(handlers.state);
  handleCredentials(handlers);
  handleSettings(handlers);
  handleRunning(handlers);
}
