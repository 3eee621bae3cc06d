import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { createLookActivities } from '../../../../src/activities/changes/look-at-stores.ts';
import { activityFailure } from '../../../../src/activities/runtime/failures.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import { FailureType } from '../../../../src/contract/failures.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import { stockSettingsOf } from '../../../../src/domain/stock/stock-settings.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { LookBase, Looked, LookRequest } from '../../../../src/contract/runs/changes-watch.ts';

const at = '2026-11-01T10:00:00.000Z';
const settings = defaultSettings(at);
const base: LookBase = {
  run: 'last',
  cursors: { myogoStock: at, myogoOrders: at, storeOrders: at, storeProducts: at },
  stockOrdersSince: at,
  stockSettings: stockSettingsOf(settings, 1),
  productsAt: at,
};
const nothing = () => Promise.resolve({ rows: [], unreadable: [], more: false, serverTime: undefined });

/** What each store's integration answers; the others' answers are the same whatever one of them does. */
const integrations: Readonly<Record<string, () => Promise<unknown>>> = {
  quiet: () =>
    Promise.resolve({
      connection: { storeHash: 'quiet', settings },
      versions: {},
      store: { orders: { list: nothing }, catalogue: { products: { list: nothing } } },
      merchant: { stock: { list: nothing }, orders: { changedSince: nothing } },
    }),
  broken: () => Promise.reject(new TypeError('a defect')),
  away: () => Promise.reject(activityFailure(FailureType.unavailable, 'did not answer in time')),
  paused: () => Promise.reject(activityFailure(FailureType.integrationPaused, 'stocktaking')),
};

function lookAt(stores: readonly string[], watch = '0-of-1') {
  const triggered: string[] = [];
  const handleOf = (id: string) => ({
    describe: () =>
      id === 'latest-changes:silent'
        ? Promise.reject(new Error('the server does not answer'))
        : Promise.resolve({
            action: { args: [{ everyMs: 300_000, watch }] },
            state: { paused: false },
            info: {
              runningActions: [],
              recentActions: [{ action: { workflow: { workflowId: 'run', firstExecutionRunId: 'last' } } }],
            },
          }),
    trigger: () => Promise.resolve(triggered.push(id.replace('latest-changes:', ''))),
  });
  const deps = {
    temporal: { withDeadline: (_: number, ask: () => Promise<unknown>) => ask(), schedule: { getHandle: handleOf } },
    connections: { open: (storeHash: string) => integrations[storeHash]?.() },
  } as unknown as Dependencies; // all that a look asks of it
  const request = {
    group: '0-of-1',
    at: '2026-11-01T10:05:00.000Z',
    stores: stores.map((storeHash) => ({ storeHash: storeHash as StoreHash, everyMs: 300_000, base })),
  };
  const activities = createLookActivities(deps);
  const look: (of: LookRequest) => Promise<readonly Looked[]> = (of) => activities.lookAtStores(of);
  const found = new MockActivityEnvironment().run<[LookRequest], readonly Looked[], typeof look>(look, request);
  return { found, triggered };
}

test('each store is looked at for itself: whatever one meets, the others are looked at', async () => {
  const stores = Array.from({ length: 30 }, (_, n) => ['broken', 'away', 'silent', 'paused', 'quiet'][n % 5] ?? '');
  const { found, triggered } = lookAt(stores);
  const kinds = (await found).map(({ storeHash, kind }) => `${storeHash} ${kind}`);
  expect([...new Set(kinds)].sort()).toEqual([
    'away ran',
    'broken ran',
    'paused unanswered',
    'quiet unchanged',
    'silent unanswered',
  ]);
  expect(kinds).toHaveLength(30);
  // What is not understood is the run's to show.
  expect(triggered.sort()).toEqual([
    ...Array.from({ length: 6 }, () => 'away'),
    ...Array.from({ length: 6 }, () => 'broken'),
  ]);
});

test('a store that another watch looks at is left to it', async () => {
  const { found, triggered } = lookAt(['quiet'], '1-of-2');
  expect(await found).toEqual([{ storeHash: 'quiet', kind: 'gone' }]);
  expect(triggered).toEqual([]);
});
