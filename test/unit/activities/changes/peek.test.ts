import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { peekAtSources, type PeekAnswer } from '../../../../src/activities/changes/peek.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';

const storeHash = 'abc123' as StoreHash; // a valid one
const MINUTE = 60_000;
const iso = (ms: number) => new Date(ms).toISOString();

/** Asks a store whose clock is so far ahead, and where an order changed ten minutes ago. @returns how old the change is for us */
async function ageOfChange(aheadMs: number, hooks: object | null = {}): Promise<number | undefined> {
  const now = Date.now();
  const counted: unknown[] = [];
  const nothing = () => Promise.resolve({ rows: [], unreadable: [], more: false, serverTime: undefined });
  const changed = { id: 7, statusId: 11, dateModified: iso(now + aheadMs - 10 * MINUTE) };
  const listed = { rows: [changed], unreadable: [], more: false, serverTime: now + aheadMs };
  const deps = {
    changes: { isNews: () => true },
    metrics: {
      orderChanges: (count: number, labels: unknown) => counted.push([count, labels]),
      orderChangeLag: (seconds: number, labels: unknown) => counted.push([Math.round(seconds / 60), labels]),
    },
    connections: {
      open: () =>
        Promise.resolve({
          connection: { storeHash, merchantId: 'm', settings: defaultSettings(iso(now)), hooks: hooks ?? undefined },
          versions: {},
          store: { orders: { list: () => Promise.resolve(listed) } },
          merchant: { stock: { list: nothing }, orders: { changedSince: nothing } },
        }),
    },
  } as unknown as Dependencies; // all that a peek asks of it
  const since = iso(now - 20 * MINUTE);
  const cursors = { storeOrders: since, myogoOrders: since, myogoStock: since };
  const environment = new MockActivityEnvironment({ currentAttemptScheduledTimestampMs: now });
  const ask = (): Promise<PeekAnswer> =>
    environment.run(() => peekAtSources(deps, { storeHash, cursors, stockOrdersSince: since }, MINUTE));
  const { found } = await ask();
  const byPoll = { source: 'storeOrders', by: 'poll' };
  expect(counted).toEqual(
    found === undefined
      ? [[10, byPoll]]
      : [
          [1, byPoll],
          [10, byPoll],
        ],
  );
  return found === undefined ? undefined : now - Date.parse(found[0]?.at ?? '');
}

test.each([0, 2_000, 3 * MINUTE, 24 * 60 * MINUTE, -60 * MINUTE])(
  'a change that a poll found is as old as it is, however far the store’s clock is ahead: %i ms',
  async (aheadMs) => {
    const age = (await ageOfChange(aheadMs)) ?? NaN;
    expect(Math.abs(age - 10 * MINUTE)).toBeLessThan(5_000);
  },
);

test('a store without webhooks tells nothing of what its poll found', async () => {
  expect(await ageOfChange(0, null)).toBeUndefined();
});
