import { DefaultLogger } from '@temporalio/worker';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { createChangesActivities } from '../../../../src/activities/changes/changes.ts';
import { createReconcileActivities } from '../../../../src/activities/changes/reconcile.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import { createLocationActivities } from '../../../../src/activities/stock/leave-location.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one
const since = '2026-01-01T00:00:00Z';

/** What an activity opens its store for; nothing is answered. */
async function opensFor(start: (activities: ReturnType<typeof all>) => Promise<unknown>): Promise<unknown> {
  const asked: unknown[] = [];
  const open = (_store: string, _priority: string, how: unknown) => {
    asked.push(how);
    return Promise.reject(new Error('enough'));
  };
  const deps = { connections: { open } } as unknown as Dependencies; // the only part of them that is reached
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  await expect(environment.run(() => start(all(deps)))).rejects.toThrow('enough');
  return asked;
}
const all = (deps: Dependencies) => ({
  ...createChangesActivities(deps),
  ...createReconcileActivities(deps),
  ...createLocationActivities(deps),
});

// That such a connection is refused, and writes nothing more once a person forbids it: `runtime/connections.test.ts`.
test.each<[string, (of: ReturnType<typeof all>) => Promise<unknown>]>([
  ['a run of latest changes', (of) => of.stockLeg({ storeHash, since })],
  ['new orders of the store', (of) => of.storeOrdersLeg({ storeHash, since })],
  ['a comparison of levels', (of) => of.reconcileStock({ storeHash })],
  ['a comparison of the store’s orders', (of) => of.reconcileStoreOrders({ storeHash })],
  ['levels of a place that is left', (of) => of.leaveLocation({ storeHash, locationId: 2, written: true })],
])('%s: flows only while no person, and no stage, forbids it', async (_, start) => {
  expect(await opensFor(start)).toEqual([expect.objectContaining({ flows: true })]);
});

test('a comparison of the store’s orders: nothing of those under way is told once a person forbids it', async () => {
  let stopped: string | undefined;
  const statuses = { importStatuses: [11], waitingStatuses: [7], statusAfterHandOver: 9 };
  const settings = { ordersFrom: since, ...statuses, notAtWarehouse: [] };
  const connection = () => ({ storeHash, settings, ...(stopped === undefined ? {} : { stopped }) });
  const row = { id: 100, statusId: 9, dateCreated: since, dateModified: since, isDeleted: false };
  const list = ({ statusId }: { readonly statusId: number }) => {
    if (statusId === 9) stopped = 'disabled by a person';
    return Promise.resolve({ rows: statusId === 9 ? [row] : [], unreadable: [], page: 1, more: false });
  };
  const told: unknown[] = [];
  const isNews = (...of: readonly unknown[]) => (told.push(of), false);
  const deps = {
    connections: {
      open: () => Promise.resolve({ connection: connection(), store: { orders: { list } } }),
      ask: () => Promise.resolve(connection()),
    },
    changes: { isNews },
  } as unknown as Dependencies; // the only parts of them that are reached
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  await expect(environment.run(() => all(deps).reconcileStoreOrders({ storeHash }))).rejects.toMatchObject({
    type: 'IntegrationPaused',
  });
  expect([stopped, told]).toEqual(['disabled by a person', []]);
});
