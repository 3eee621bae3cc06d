import { condition } from '@temporalio/workflow';
import { handleIntegrationSignals } from './integration-signals.ts';
import type { IntegrationState } from '../../domain/integration/integration-state.ts';
import type { Turns } from '../shared/mutex.ts';
import { requireConnected } from './integration-refusals.ts';
import { handleCredentials } from './credentials-handlers.ts';
import type { HooksUpkeep } from './hooks-upkeep.ts';
import { handleRunning } from './running-handlers.ts';
import type { SchedulesUpkeep } from './schedules-upkeep.ts';
import { handleSettings } from './settings-handlers.ts';

export interface IntegrationHandlers {
  readonly state: IntegrationState;
  /** Updates that test and store credentials must not run into each other. */
  readonly turns: Turns;
  readonly gate: ConnectionGate;
  /** Waits until the loop has made true what a change asks for, so that an answer tells the outcome. */
  readonly followed: () => Promise<void>;
  readonly hooks: Pick<HooksUpkeep, 'leave'>;
  readonly schedules: Pick<SchedulesUpkeep, 'leave'>;
}

/** What people and other runs may ask of the entity. Handlers change the state; what follows from it, the loop does. */
export function handleIntegrationMessages(handlers: IntegrationHandlers): void {
  handleIntegrationSignals(handlers.state);
  handleCredentials(handlers);
  handleSettings(handlers);
  handleRunning(handlers);
}

/**
 * Whether the store is connected, for messages that need it. While a connect is under way they wait for its outcome: a run
 * that a person reset gets all its messages again in its first task, beside the connect that they once came after.
 */
export class ConnectionGate {
  readonly #state: IntegrationState;
  #connects = 0;

  constructor(state: IntegrationState) {
    this.#state = state;
  }

  /** For a validator, which cannot wait. @throws where the store is not connected, and nobody connects it now */
  check(): void {
    if (this.#connects === 0 || this.#state.disconnected) requireConnected(this.#state);
  }

  /** For a handler that takes no turn: whoever has one must not wait for those behind it. @throws where the store is not connected after all */
  async passed(): Promise<void> {
    const isOver = () => this.#state.connected || this.#connects === 0;
    if (!isOver()) await condition(isOver);
    requireConnected(this.#state);
  }

  async connecting<T>(connect: () => Promise<T>): Promise<T> {
    this.#connects += 1;
    try {
      return await connect();
    } finally {
      this.#connects -= 1;
    }
  }
}
