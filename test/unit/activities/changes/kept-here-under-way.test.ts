import { noopMetricMeter } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { createReconcileActivities, type OrdersComparison } from '../../../../src/activities/changes/reconcile.ts';
import { ChangeMemory } from '../../../../src/activities/runtime/change-memory.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { orderVersion } from '../../../../src/domain/changes/row-versions.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import { createMetrics } from '../../../../src/observability/own-metrics.ts';
import { Story } from '../../domain/orders/story.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one
const since = '2026-01-01T00:00:00Z';

/** A comparison of a store with order 100 under status 9, whose open run has read it as it is listed, with a sofa that was kept elsewhere then. */
function comparison({ isNews, answers = true }: { readonly isNews: boolean; readonly answers?: boolean }) {
  const { facts } = new Story().plain().again();
  const { order } = facts;
  if (order === undefined) throw new Error('it was read');
  const row = {
    ...{ id: 100, statusId: 9, dateCreated: since, dateModified: order.version, isDeleted: false },
    ...{ shipping: [], billing: {} },
  };
  const account = {
    ...facts,
    order: { ...order, status: 9, skipped: { ...order.skipped, elsewhere: 1, openElsewhere: ['SOFA'] } },
  };
  const changes = new ChangeMemory();
  if (!isNews) changes.remember('store-order', storeHash, 100, orderVersion(row));
  const list = ({ statusId }: { readonly statusId?: number }) =>
    Promise.resolve({
      ...{ rows: statusId === 9 ? [row] : [], unreadable: [], page: 1, more: false },
      serverTime: Date.parse(order.version) + 60_000,
    });
  const settings = { ...defaultSettings(since), statusAfterHandOver: 9 };
  const connection = { storeHash, merchantId: 'm', settings, settingsVersion: 2 };
  const looks: unknown[] = [];
  const handle = {
    signal: (_: string, said: object) => {
      if ('look' in said) looks.push(said);
      return Promise.resolve();
    },
    describe: () => Promise.resolve({ status: { name: 'RUNNING' }, runId: 'open' }),
    query: () => (answers ? Promise.resolve(account) : Promise.reject(new Error('its worker is busy'))),
  };
  const metafields = { keysOf: () => Promise.resolve([]), list: () => Promise.resolve([]) };
  const deps = {
    connections: {
      open: () => Promise.resolve({ connection, store: { orders: { list }, metafields } }),
      ask: () => Promise.resolve(connection),
    },
    changes,
    metrics: createMetrics(noopMetricMeter),
    temporal: { workflow: { getHandle: () => handle } },
  } as unknown as Dependencies; // the only parts of them that are reached
  const parts = createReconcileActivities(deps);
  const compare = () =>
    new MockActivityEnvironment().run<[], OrdersComparison, () => Promise<OrdersComparison>>(() =>
      parts.reconcileStoreOrders({ storeHash }),
    );
  return { compare, looks };
}

test.each([false, true])(
  'an open run is told of goods that are kept here again (its row is news to this process: %s)',
  async (isNews) => {
    const { compare, looks } = comparison({ isNews });
    await compare();
    expect(looks).toEqual([{ look: true }]);
  },
);

test('a run that does not say what it knows looks for itself', async () => {
  const { compare, looks } = comparison({ isNews: false, answers: false });
  await compare();
  expect(looks).toEqual([{ look: true }]);
});
