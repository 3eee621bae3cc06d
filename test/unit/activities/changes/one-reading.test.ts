import { noopMetricMeter } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { createReconcileActivities } from '../../../../src/activities/changes/reconcile.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import { createMetrics } from '../../../../src/observability/own-metrics.ts';
import { Story } from '../../domain/orders/story.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one
const since = '2026-01-01T00:00:00Z';

/**
 * A comparison's two parts, in which order 100 stands under status 9, and the warehouse edited its order a year ago.
 * @param written what it held when this process wrote its status
 */
function comparison(written?: string) {
  const asked: (number | undefined)[] = [];
  const row = {
    id: 100,
    statusId: 9,
    dateCreated: since,
    dateModified: since,
    isDeleted: false,
    shipping: [],
    billing: {},
  };
  const list = ({ statusId, withLines }: { readonly statusId?: number; readonly withLines?: true }) => {
    asked.push(statusId);
    return Promise.resolve({
      rows: statusId === 9 || withLines === true ? [row] : [],
      unreadable: [],
      page: 1,
      more: false,
      serverTime: Date.now(),
    });
  };
  const reference = `${storeHash}-100`;
  const theirs = { reference, status: 'NEW', editTime: since, lines: [] };
  async function* pages() {
    yield await Promise.resolve({ rows: [theirs], unreadable: [] });
  }
  const connection = { storeHash, merchantId: 'm', settings: { ...defaultSettings(since), statusAfterHandOver: 9 } };
  const isNews = () => false;
  const contentAt = () => written;
  const signals: unknown[] = [];
  const deps = {
    connections: {
      open: () => Promise.resolve({ connection, store: { orders: { list } }, merchant: { orders: { pages } } }),
      ask: () => Promise.resolve(connection),
    },
    changes: { isNews, contentAt, remember: () => undefined },
    metrics: createMetrics(noopMetricMeter),
    temporal: {
      workflow: {
        async *list() {
          // nothing is under way
        },
        signalWithStart: () => Promise.resolve(),
        getHandle: () => ({
          signal: (...said: unknown[]) => Promise.resolve(void signals.push(said)),
          describe: () => Promise.resolve({ status: { name: 'RUNNING' }, runId: 'open' }),
          query: () => Promise.resolve(new Story().plain().facts),
        }),
      },
    },
  } as unknown as Dependencies; // the only parts of them that are reached
  const of = createReconcileActivities(deps);
  const inRun = <T>(runId: string, work: () => Promise<T>): Promise<T> =>
    new MockActivityEnvironment({ workflowExecution: { workflowId: 'reconcile', runId } }).run(work);
  return {
    asked,
    signals,
    storeOrders: (run: string) => inRun(run, () => of.reconcileStoreOrders({ storeHash })),
    myogoOrders: (run: string) => inRun(run, () => of.reconcileMyogoOrders({ storeHash })),
  };
}

test('the store’s unfinished orders are read once by the two parts of a comparison that are one process’s', async () => {
  const { asked, storeOrders, myogoOrders } = comparison();
  await storeOrders('run-1');
  const once = asked.length;
  expect(new Set(asked).size).toBe(once);
  expect(await myogoOrders('run-1')).toMatchObject({ compared: 1 });
  expect(asked).toHaveLength(once);
});

test.each([
  ['has read them in another run', 'run-1'],
  ['has not read them', undefined],
])('a process that %s reads them', async (_, before) => {
  const { asked, storeOrders, myogoOrders } = comparison();
  if (before !== undefined) await storeOrders(before);
  const once = asked.length;
  expect(await myogoOrders('run-2')).toMatchObject({ compared: 1 });
  expect(asked.length).toBeGreaterThan(once);
});

test.each([
  ['was edited in the second of our own write is told of', 'what it held', 1],
  ['shows our own write alone is not', undefined, 0],
])('where a cursor was lost, the run of an order that %s', async (_, written, times) => {
  const { signals, storeOrders } = comparison(written);
  await storeOrders('run-1');
  expect(signals).toHaveLength(times);
});
