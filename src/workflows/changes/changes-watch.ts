import {
  ActivityFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  log,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { workflowId } from '../../contract/ids.ts';
import { watchMessages } from '../../contract/messages.ts';
import type { ChangesWatchInput, Looked, WatchSnapshot } from '../../contract/runs/changes-watch.ts';
import { changesWatchInput, joinWatch } from '../../contract/schemas/changes.ts';
import { WatchState } from '../../domain/changes/watch-state.ts';
import type { createLookActivities } from '../../activities/changes/look-at-stores.ts';
import { onSignal, startedWith } from '../shared/checked.ts';
import { describedSignal } from '../shared/report-descriptions.ts';

const { lookAtStores } = proxyActivities<ReturnType<typeof createLookActivities>>({
  startToCloseTimeout: '4m',
  scheduleToCloseTimeout: '5m',
  heartbeatTimeout: '30s',
  // What no worker has looked at by then is looked at in the next interval.
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
  summary: 'Look whether anything moved',
});

/** Stores of one look: what it is given and answers stays small. */
const MOST = 100;

/**
 * Looks at a group of stores at their cadence, by one activity for all of them; a store where something moved gets its
 * run of latest changes, by its own schedule. It ends when it has no store left.
 */
export async function changesWatch(given: ChangesWatchInput, carried?: WatchSnapshot): Promise<{ stores: number }> {
  const input = startedWith(changesWatchInput, given, carried);
  const { group } = input;
  const state = new WatchState(group, carried);
  // The message that it was started with comes in its first task.
  const told = { heard: carried !== undefined, mustLook: false };

  onSignal(watchMessages.join, joinWatch, (store) => {
    told.heard = true;
    state.join(store, Date.now());
  });
  setHandler(
    watchMessages.lookNow,
    () => {
      told.heard = true;
      told.mustLook = true;
    },
    describedSignal('lookNow'),
  );
  setHandler(watchMessages.stores, () => state.stores);
  setHandler(watchMessages.lastLook, (storeHash) => state.lastLook(storeHash, workflowId.changesWatch(group)));

  while (true) {
    setCurrentDetails(state.details);
    const isOver = (): boolean => told.heard && state.stores.length === 0;
    if (isOver()) {
      await condition(allHandlersFinished);
      if (isOver()) return { stores: 0 };
    }
    if (workflowInfo().continueAsNewSuggested && !told.mustLook) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof changesWatch>(input, state.snapshot());
    }
    const { dueAt, joins } = state;
    const woken = () => told.mustLook || state.joins !== joins || isOver();
    const wait = dueAt === undefined ? undefined : dueAt - Date.now();
    if (wait === undefined) await condition(woken);
    else if (wait > 0 && (await condition(woken, wait, { summary: 'Until the next look' })) && !told.mustLook) continue;
    const all = told.mustLook;
    told.mustLook = false;
    await look(state, group, all);
  }
}

async function look(state: WatchState, group: string, all: boolean): Promise<void> {
  const now = Date.now();
  const stores = state.due(now, all);
  const parts = Array.from({ length: Math.ceil(stores.length / MOST) }, (_, n) =>
    stores.slice(n * MOST, (n + 1) * MOST),
  );
  await Promise.all(parts.map((part) => lookAtPart(part)));
  state.looked(stores, now);

  async function lookAtPart(part: ReturnType<WatchState['due']>): Promise<void> {
    try {
      const found: readonly Looked[] = await lookAtStores({ group, at: new Date(now).toISOString(), stores: part });
      state.found(found);
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
      log.warn('some stores could not be looked at', { group, stores: part.length, why: error.cause?.message });
    }
  }
}
