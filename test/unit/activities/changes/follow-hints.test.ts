import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { createChangesActivities } from '../../../../src/activities/changes/changes.ts';
import { createHintActivities } from '../../../../src/activities/changes/hinted-orders.ts';
import { createScheduleActivities } from '../../../../src/activities/integration/schedules.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import { FailureType } from '../../../../src/contract/failures.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import { SCHEDULE_NOTE } from '../../../../src/contract/temporal.ts';

const storeHash = 'abc123' as StoreHash; // a valid one
const byPerson = { paused: true, note: 'stocktaking until noon' };
const since = '2026-11-01T00:00:00.000Z';

/** A store whose schedule of latest changes stands as it is said. @returns all that webhooks may set off, and what was asked */
function store(state: { readonly paused: boolean; readonly note: string }) {
  const asked: string[] = [];
  const note = <T>(what: string, answer: T) => {
    asked.push(what);
    return Promise.resolve(answer);
  };
  const nothing = { rows: [], unreadable: [], more: false, page: 1 };
  let described = 0;
  const describe = () => {
    described += 1;
    return Promise.resolve({ state });
  };
  const handle = { describe, trigger: () => note('triggered', undefined) };
  const open = {
    connection: { storeHash, merchantId: 'm', settings: defaultSettings(since) },
    store: {
      orders: { list: () => note('orders of the store', nothing) },
      catalogue: { products: { list: () => note('products', nothing) } },
    },
    merchant: {
      orders: {
        byReference: () => note('an order of the warehouse', []),
        async *pages() {
          yield await note('orders of the warehouse', nothing);
        },
      },
    },
  };
  const deps = {
    temporal: { schedule: { getHandle: () => handle } },
    connections: { open: () => Promise.resolve(open), ask: () => Promise.resolve({}), drop: () => undefined },
    changes: { contentAt: () => undefined, isNews: () => false },
    metrics: { orderChanges: () => undefined },
  } as unknown as Dependencies; // all that they ask
  const changes = createChangesActivities(deps);
  const hinted = createHintActivities(deps);
  const schedules = createScheduleActivities(deps);
  const environment = () => new MockActivityEnvironment();
  return {
    asked,
    described: () => described,
    setOff: {
      'a run of latest changes': (by?: true) =>
        environment().run(() => schedules.triggerLatestChanges({ storeHash, ...(by && { hinted: by }) })),
      'the store’s list': (by?: true) =>
        environment().run(() => changes.storeOrdersLeg({ storeHash, since, ...(by && { hinted: by }) })),
      'the warehouse’s list': (by?: true) =>
        environment().run(() => changes.myogoOrdersLeg({ storeHash, since, ...(by && { hinted: by }) })),
      'orders by number': () =>
        environment().run(() => hinted.readHintedOrders({ storeHash, storeOrders: [7], myogoOrders: ['abc123-7'] })),
    } satisfies Record<string, (by?: true) => Promise<unknown>>,
  };
}
afterEach(() => {
  vi.restoreAllMocks();
});
const names = Object.keys(store(byPerson).setOff) as (keyof ReturnType<typeof store>['setOff'])[]; // the usual cast for keys

test.each(names)('a webhook does not set off what a person has paused in Temporal: %s', async (name) => {
  const { setOff, asked } = store(byPerson);
  const refusal: unknown = await setOff[name](true).catch((error: unknown) => error);
  if (!(refusal instanceof ApplicationFailure)) throw new Error('it was not refused');
  expect([refusal.type, refusal.nonRetryable]).toEqual([FailureType.integrationPaused, true]);
  expect(refusal.message).toContain('paused in Temporal: stocktaking until noon');
  expect(asked).toEqual([]);
});

test.each(names)('it does where nobody has: %s', async (name) => {
  const { setOff, asked } = store({ paused: false, note: `${SCHEDULE_NOTE}on` });
  await setOff[name](true);
  expect(asked.length).toBeGreaterThan(0);
});

test('a schedule that ran is not described again for fifteen seconds: each reading of a busy store would ask', async () => {
  const { setOff, described } = store({ paused: false, note: `${SCHEDULE_NOTE}on` });
  const clock = vi.spyOn(performance, 'now').mockReturnValue(1_000);
  for (const name of names) await setOff[name](true);
  expect(described()).toBe(1);
  clock.mockReturnValue(16_000);
  await setOff['orders by number']();
  expect(described()).toBe(2);
});

test('one that stands is described each time: who lets it go on is heeded at once', async () => {
  const state = { paused: true, note: 'stocktaking until noon' };
  const { setOff, asked } = store(state);
  await setOff['orders by number']().catch(() => undefined);
  expect(asked).toEqual([]);
  Object.assign(state, { paused: false, note: `${SCHEDULE_NOTE}on` });
  await setOff['orders by number']();
  expect(asked.length).toBeGreaterThan(0);
});

test('a run that could do nothing, because the integration rests, is not begun by a webhook', async () => {
  const { setOff, asked } = store({ paused: true, note: `${SCHEDULE_NOTE}off` });
  await setOff['a run of latest changes'](true);
  expect(asked).toEqual([]);
});

test.each(names.filter((name) => name !== 'orders by number'))('a person still can: %s', async (name) => {
  const { setOff, asked } = store(byPerson);
  await setOff[name]();
  expect(asked.length).toBeGreaterThan(0);
});
