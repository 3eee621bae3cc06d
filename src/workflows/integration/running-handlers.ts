import { isCancellation, patched, setHandler, sleep } from '@temporalio/workflow';
import { defined } from '../../contract/defined.ts';
import { integrationMessages } from '../../contract/messages.ts';
import { Patch } from '../../contract/registered-names.ts';
import * as requests from '../../contract/schemas/integration.ts';
import { disconnectReport } from './disconnect-report.ts';
import {
  goodsInStock,
  heldByPause,
  inFlight,
  leaveRuns,
  removeSchedules,
  testCredentials,
} from './integration-activities.ts';
import type { IntegrationState } from '../../domain/integration/integration-state.ts';
import { refused } from '../shared/refusals.ts';
import { integrationDescriptions as text } from '../shared/message-descriptions.ts';
import { checked } from '../shared/checked.ts';
import {
  closedRefusal,
  credentialsOf,
  disabledSince,
  requireConnected,
  validateSettings,
} from './integration-refusals.ts';
import type { IntegrationHandlers } from './integration-handlers.ts';

/** What makes an integration run, rest, and end. */
export function handleRunning({ state, turns, gate, followed, hooks, schedules }: IntegrationHandlers): void {
  const { storeHash } = state;
  /** How often somebody has disabled latest changes: who is still enabling them hears of a word that came later. */
  let disables = 0;
  /** How many are just ending a pause. */
  let resumes = 0;

  setHandler(
    integrationMessages.enableLatestChanges,
    (given) => {
      const before = disables;
      return turns.take(async () => {
        requireConnected(state); // a connect had its turn before
        const { every, force } = enablingOf(given);
        if (!state.snapshot.goodsArrived && force !== true && !(await goodsInStock({ storeHash }))) {
          throw refused(
            'myOGO has no goods in stock yet: latest changes would set the whole store to zero.',
            'goods in stock, or force (`--force` on the command line)',
          );
        }
        if (every !== undefined) state.patch({ every }, 'enableLatestChanges');
        const { disabled } = state.snapshot;
        if (disabled !== undefined && disables > before && patched(Patch.laterWord)) throw disabledSince(disabled);
        state.enable();
        await followed();
        return state.status;
      });
    },
    {
      description: text.enableLatestChanges,
      validator: (given: unknown) => {
        gate.check();
        const { every } = enablingOf(given);
        if (state.closed !== undefined) throw closedRefusal(state.closed, state.snapshot);
        if (every !== undefined) validateSettings(state, { every });
      },
    },
  );

  setHandler(
    integrationMessages.disableLatestChanges,
    async ({ by } = {}) => {
      disables += 1;
      await gate.passed();
      state.disable(by);
      await followed();
      return state.status;
    },
    {
      description: text.disableLatestChanges,
      validator: (given: unknown) => {
        gate.check();
        checked(requests.disableLatestChanges, given ?? {});
      },
    },
  );

  setHandler(
    integrationMessages.pause,
    async ({ reason, by }) => {
      await gate.passed();
      const { paused: earlier } = state.snapshot;
      state.pause(reason.trim(), by, resumes > 0 && patched(Patch.laterWord));
      const [found] = await Promise.all([orNothing(inFlight({ storeHash })), followed()]);
      await heeded(found);
      return { ...state.status, ...defined({ inFlight: found?.runs, earlier }) };
    },
    {
      description: text.pause,
      validator: (given: unknown) => {
        gate.check();
        checked(requests.pauseRequest, given);
      },
    },
  );

  setHandler(
    integrationMessages.resume,
    async () => {
      await gate.passed();
      const seen = state.snapshot;
      const { paused } = seen;
      const wasPaused = paused !== undefined;
      resumes += 1;
      const heldOrders = await orNothing(heldByPause({ storeHash })).finally(() => (resumes -= 1));
      state.resume(seen);
      if (state.closed !== undefined) await turns.take(() => testAgain(state, { tolerant: wasPaused }));
      await followed();
      const catchesUp = heldOrders === undefined ? undefined : { heldOrders, ...defined({ since: paused?.at }) };
      return { ...state.status, ...defined({ catchesUp }) };
    },
    { description: text.resume, validator: () => gate.check() },
  );

  setHandler(
    integrationMessages.disconnect,
    () =>
      turns.take(async () => {
        requireConnected(state);
        const open = await leaveRuns({ storeHash });
        return hooks.leave(async (webhooksLeft) => {
          // Last: the loop makes schedules anew as long as it is connected.
          await schedules.leave(async () => {
            await removeSchedules({ storeHash });
            state.disconnect();
          });
          await heeded(open);
          return disconnectReport(state, open, webhooksLeft);
        });
      }),
    { description: text.disconnect, validator: () => gate.check() },
  );
}

/** Where the worker could not say. */
const HEEDED_AFTER_MS = 20_000;

/** Every worker, and not only the one that was told, writes nothing more: only then is the answer a true one. */
async function heeded(by: { readonly heededAfterMs: number } | undefined): Promise<void> {
  const { heededAfterMs } = by ?? { heededAfterMs: HEEDED_AFTER_MS };
  if (heededAfterMs > 0) await sleep(heededAfterMs, { summary: 'Until every worker writes nothing more' });
}

/** What is only told beside the act: where it cannot be found out, the act stands all the same. */
async function orNothing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (isCancellation(error)) throw error;
    return undefined;
  }
}

/** A form sends nothing at all where nothing was typed: then all is as set. */
function enablingOf(given: unknown): { readonly every?: string; readonly force?: boolean } {
  return checked(requests.enableLatestChanges, given ?? {});
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
  if (state.closed !== undefined && !tolerant) throw closedRefusal(state.closed, state.snapshot);
}
