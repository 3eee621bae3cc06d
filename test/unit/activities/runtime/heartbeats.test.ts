import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createChangesActivities } from '../../../../src/activities/changes/changes.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import { createGoodsInActivities } from '../../../../src/activities/stock/goods-in.ts';
import { createReconcileActivities } from '../../../../src/activities/changes/reconcile.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';

const storeHash = 'abc123' as StoreHash; // fits the pattern of a store hash
/** The shortest time-out that one of these activities has. */
const HEARTBEAT_TIMEOUT_MS = 30_000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Whatever they wait for first: a store of a small plan keeps any of their requests waiting for minutes. */
function waitingFor(): { readonly deps: Dependencies; readonly giveUp: () => void } {
  let giveUp = (): void => undefined;
  const promise = new Promise<never>((_, reject) => {
    giveUp = () => {
      reject(new Error('enough'));
    };
  });
  // The only part of them that is reached.
  const deps = { connections: { open: () => promise } } as unknown as Dependencies;
  return {
    deps,
    giveUp: () => {
      giveUp();
    },
  };
}

const legs = { storeHash, since: '2026-01-01T00:00:00Z' };
type Activities = ReturnType<typeof createChangesActivities> &
  ReturnType<typeof createReconcileActivities> &
  ReturnType<typeof createGoodsInActivities>;

test.each<[string, (activities: Activities) => Promise<unknown>]>([
  ['stockLeg', (of) => of.stockLeg(legs)],
  ['storeOrdersLeg', (of) => of.storeOrdersLeg(legs)],
  ['myogoOrdersLeg', (of) => of.myogoOrdersLeg(legs)],
  ['productsLeg', (of) => of.productsLeg(legs)],
  ['reconcileStock', (of) => of.reconcileStock({ storeHash })],
  ['reconcileStoreOrders', (of) => of.reconcileStoreOrders({ storeHash })],
  ['reconcileMyogoOrders', (of) => of.reconcileMyogoOrders({ storeHash })],
  ['reconcileProducts', (of) => of.reconcileProducts({ storeHash })],
  ['lookForGoods', (of) => of.lookForGoods({ storeHash, page: 1 })],
])('%s shows that it lives, however long it waits, and no longer than that', async (_, start) => {
  const { deps, giveUp } = waitingFor();
  const activities = {
    ...createChangesActivities(deps),
    ...createReconcileActivities(deps),
    ...createGoodsInActivities(deps),
  };
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  const beats: number[] = [];
  environment.on('heartbeat', () => beats.push(Date.now()));
  const began = Date.now();
  const run = environment.run(() => start(activities));
  const ended = expect(run).rejects.toThrow('enough');

  await vi.advanceTimersByTimeAsync(10 * HEARTBEAT_TIMEOUT_MS);
  const gaps = beats.map((at, place) => at - (beats[place - 1] ?? began));
  expect(gaps.length).toBeGreaterThan(10);
  expect(Math.max(...gaps)).toBeLessThan(HEARTBEAT_TIMEOUT_MS / 2);
  giveUp();
  await ended;
  expect(vi.getTimerCount()).toBe(0);
});
