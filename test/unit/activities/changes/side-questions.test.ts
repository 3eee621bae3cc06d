import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { CancelledFailure, noopMetricMeter } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { describe, expect, test } from 'vitest';
import { createReconcileActivities, type OrdersComparison } from '../../../../src/activities/changes/reconcile.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import { ProductMemory } from '../../../../src/activities/products/product-memory.ts';
import { FailureType } from '../../../../src/contract/failures.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import type { ProductsComparison } from '../../../../src/contract/products.ts';
import { HttpFailure } from '../../../../src/http/failure.ts';
import { createMetrics } from '../../../../src/observability/own-metrics.ts';
import { elsewhereUnknown, waitsUnknown } from '../../../../src/workflows/changes/comparison-notes.ts';
import { storeAnswering } from '../../bigcommerce/store.ts';
import { answering } from '../../http/fixed-transport.ts';
import { merchantAnswering } from '../../myogo/merchant.ts';
import { Story } from '../../domain/orders/story.ts';

// A comparison of orders asks a few things beside its lists. One that is not answered costs what depends on it, and not the rest.

const storeHash = 'abc123' as StoreHash; // it has the form of one
const since = '2026-01-01T00:00:00Z';

/** Orders whose runs have ended, by what was kept elsewhere of them when they were read. */
type Ended = Readonly<Record<number, readonly string[]>>;

interface World {
  readonly ended?: Ended;
  /** Paid orders that no run ever had. */
  readonly untaken?: readonly number[];
  readonly notAtWarehouse?: readonly string[];
  /** What the store answers to the question for a category's products. */
  readonly category?: () => Promise<unknown>;
  readonly quotes?: () => Promise<never>;
}

/** A server whose queries fail. @param code gRPC’s: 4 where no answer comes in time, 5 where there is no such run */
function unanswered(code: number) {
  const error = Object.assign(new Error('no'), { code, details: 'no', metadata: { get: () => [] } });
  return {
    workflowService: { queryWorkflow: () => Promise.reject(error) },
    withDeadline: <T>(_: unknown, body: () => Promise<T>) => body(),
  };
}

/** A comparison of orders; the orders whose runs it began. */
async function compared({
  ended = {},
  untaken = [],
  notAtWarehouse = ['category:24'],
  category = failing(FailureType.rejected),
  quotes,
}: World) {
  const { facts } = new Story().plain().again();
  const { order } = facts;
  if (order === undefined) throw new Error('it was read');
  const account = (orderId: number) => ({
    ...facts,
    order: { ...order, skipped: { ...order.skipped, elsewhere: 1, openElsewhere: ended[orderId] ?? [] } },
  });
  const row = (id: number) => ({
    ...{ id, statusId: 11, dateCreated: since, dateModified: order.version, isDeleted: false },
    ...{
      shipping: [{ addressId: 1, method: 'DHL', person: { countryIso2: 'FI' }, lines: [line] }],
      contradictions: [],
    },
  });
  const line = { type: 'physical', quantity: 1, quantityRefunded: 0, quantityShipped: 0 };
  const rows = [...Object.keys(ended).map(Number), ...untaken].map(row);
  const list = ({ statusId }: { readonly statusId?: number }) =>
    Promise.resolve({ rows: statusId === 11 ? rows : [], unreadable: [], page: 1, more: false });
  const products = {
    async *pages() {
      yield await category();
    },
  };
  const settings = { ...defaultSettings(since), notAtWarehouse };
  // Only the method’s code in the store’s quote may fit it.
  const links = [{ method: 'fedex_1', code: 'EXPRESS' }];
  const connection = { storeHash, merchantId: 'm', settings, links };
  const begun: number[] = [];
  const told: unknown[] = [];
  const idOf = (id: string) => Number(id.split(':').at(-1));
  const gone = (id: string) => new WorkflowNotFoundError('none', id, undefined);
  const getHandle = (id: string) => ({
    signal: (...of: readonly unknown[]) =>
      id.startsWith('integration') ? Promise.resolve(void told.push(of)) : Promise.reject(gone(id)),
    describe: () =>
      idOf(id) in ended
        ? Promise.resolve({ status: { name: 'COMPLETED' }, runId: 'r', closeTime: new Date() })
        : Promise.reject(gone(id)),
    result: () => Promise.resolve({ account: account(idOf(id)) }),
  });
  const start = (_: string, { workflowId: id }: { readonly workflowId: string }) => {
    begun.push(idOf(id));
    return Promise.resolve();
  };
  const store = {
    orders: { list },
    catalogue: {
      products,
      // One variant of the category's product has a SKU that cannot be read.
      variants: {
        list: () =>
          Promise.resolve({
            rows: [],
            unreadable: [{ kind: 'variant', id: 11, of: 1, field: 'sku' }],
            page: 1,
            more: false,
          }),
      },
    },
    quotes: { list: quotes },
    metafields: { ordersWith: () => Promise.resolve({ rows: [], unreadable: [], leftOut: [] }) },
  };
  const deps = {
    connections: {
      open: () => Promise.resolve({ connection, store, versions: { credentials: 1 } }),
      ask: () => Promise.resolve(connection),
      drop: () => undefined,
      reports: { take: () => true },
    },
    products: new ProductMemory(),
    changes: { isNews: () => false, remember: () => undefined },
    metrics: createMetrics(noopMetricMeter),
    temporal: { connection: unanswered(5), workflow: { options: {}, getHandle, start } },
  } as unknown as Dependencies; // the only parts of them that are reached
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR', () => undefined) });
  const run = () => createReconcileActivities(deps).reconcileStoreOrders({ storeHash });
  const report = await environment.run<[], OrdersComparison, typeof run>(run);
  return { report, begun, told };
}

const failing = (type: HttpFailure['type']) => () =>
  Promise.reject(new HttpFailure(type, 'BigCommerce GET /v3/catalog/products: no', { side: 'bigcommerce' }));

describe('where the store does not say what its categories have', () => {
  test.each([FailureType.rejected, FailureType.notFound, FailureType.scopeMissing])(
    'all orders are compared all the same (%s)',
    async (type) => {
      const { report, begun } = await compared({
        ...{ ended: { 100: ['SOFA-1'], 101: [] }, untaken: [102], category: failing(type) },
      });
      expect(report).toEqual({
        ...{ compared: 3, started: 1, left: 0 },
        elsewhereUnknown: { orders: 1, type, message: 'BigCommerce GET /v3/catalog/products: no' },
      });
      expect(begun).toEqual([102]);
    },
  );

  test('a row of one that cannot be read is told with the orders that hang on it', async () => {
    const category = () => Promise.resolve({ rows: [{ id: 1 }], unreadable: [], page: 1, more: false });
    const { report, begun } = await compared({ ended: { 100: ['SOFA-1'], 101: [] }, untaken: [102], category });
    expect(report).toMatchObject({
      ...{ compared: 3, started: 1 },
      elsewhereUnknown: {
        orders: 1,
        type: FailureType.unexpectedResponse,
        message: expect.stringContaining('variant 11: sku') as string,
      },
    });
    expect(begun).toEqual([102]);
  });

  test('a permission that is missing is told to the integration', async () => {
    const { told } = await compared({ category: failing(FailureType.scopeMissing) });
    expect(told).toEqual([
      [expect.objectContaining({ name: 'accessRefused' }), expect.objectContaining({ type: FailureType.scopeMissing })],
    ]);
  });

  test('what the setting itself names is judged, and nothing is said where no order hangs on it', async () => {
    const { report } = await compared({
      ...{ ended: { 100: ['SOFA-1', 'sofa-2'] }, notAtWarehouse: ['SOFA*', 'category:24'] },
      category: failing(FailureType.rejected),
    });
    expect(report).toEqual({ compared: 1, started: 0, left: 0 });
  });

  test('an error that nobody classified is told without its words', async () => {
    const category = () => Promise.reject(new TypeError('somebody’s street'));
    const { report } = await compared({ ended: { 100: ['SOFA-1'] }, category });
    expect(report.elsewhereUnknown).toMatchObject({ orders: 1, type: 'Defect' });
    expect(JSON.stringify(report)).not.toContain('street');
  });

  test('the Temporal server that could not answer for now is no defect', async () => {
    const busy = Object.assign(new Error('no'), { code: 8, details: 'buffer is full', metadata: {} });
    const category = () => Promise.reject(new ServiceError('no', { cause: busy }));
    const { report } = await compared({ ended: { 100: ['SOFA-1'] }, category });
    expect(report.elsewhereUnknown).toMatchObject({ orders: 1, type: FailureType.unavailable });
  });

  test.each([FailureType.integrationGone, FailureType.integrationPaused])(
    'nothing more is compared once the integration is closed (%s)',
    async (type) => {
      await expect(compared({ untaken: [102], category: failing(type) })).rejects.toMatchObject({ type });
    },
  );

  test('a comparison that was cancelled ends', async () => {
    const category = () => Promise.reject(new CancelledFailure('enough'));
    await expect(compared({ untaken: [102], category })).rejects.toBeInstanceOf(CancelledFailure);
  });
});

describe('where the store does not say by which method an order is shipped', () => {
  const many = Array.from({ length: 51 }, (_, n) => 200 + n);

  test('it counts among the first import that a person is asked about, and the others are compared', async () => {
    const { report, begun } = await compared({ untaken: many, quotes: failing(FailureType.notFound) });
    expect([report, begun]).toEqual([{ compared: 51, started: 0, left: 51 }, []]);
  });

  test('nothing is asked once the integration is closed', async () => {
    const type = FailureType.integrationPaused;
    await expect(compared({ untaken: many, quotes: failing(type) })).rejects.toMatchObject({ type });
  });
});

describe('where what is awaited cannot be found out', () => {
  /** A comparison of one product that differs, while no run of ours answers. */
  async function products() {
    const page = (data: readonly object[]) =>
      answering(200, { data, meta: { pagination: { current_page: 1, total_pages: 1 } } });
    const { store } = storeAnswering((_, path) => {
      const product = { id: 1, name: 'Mug', type: 'physical', inventory_tracking: 'none' };
      if (path.endsWith('/catalog/products')) return page([product]);
      return page(path.endsWith('/catalog/variants') ? [{ id: 11, product_id: 1, sku: 'S-1' }] : []);
    });
    const { merchant } = merchantAnswering((_, path, query) => {
      const held = { id: '8f2a6c1e-7c1b-4f0c-9d38-0b1c5d7a2e11', code: 'S-1', name: 'Cup', languageCode: 'en' };
      return answering(200, path.endsWith('/Products') && query.get('page') === '1' ? [held] : []);
    });
    const connection = { storeHash, merchantId: 'm-1', settings: defaultSettings(since) };
    const started: unknown[] = [];
    const deps = {
      connections: { open: () => Promise.resolve({ connection, store, merchant, versions: { credentials: 1 } }) },
      products: new ProductMemory(),
      metrics: createMetrics(noopMetricMeter),
      temporal: {
        connection: unanswered(4),
        workflow: { options: {}, start: (type: string) => Promise.resolve(void started.push(type)) },
      },
    } as unknown as Dependencies; // the only parts of them that are reached
    const run = () => createReconcileActivities(deps).reconcileProducts({ storeHash });
    const report = await new MockActivityEnvironment().run<[], ProductsComparison, typeof run>(run);
    return { report, started };
  }

  test('the warehouse is told of products that differ all the same, and the report says so', async () => {
    const { report, started } = await products();
    expect(report).toMatchObject({
      ...{ compared: 1, differing: 1 },
      awaitedUnknown: {
        type: FailureType.unavailable,
        message: expect.stringContaining('did not answer in time') as string,
      },
    });
    expect(started).toEqual(['createProducts']);
  });
});

test('a report says what could not be judged, and why', () => {
  const why = { type: 'Rejected', message: 'BigCommerce GET /v3/catalog/products answered 422.' };
  expect([elsewhereUnknown({ ...why, orders: 1 }), waitsUnknown(why)]).toEqual([
    {
      type: 'Rejected',
      message:
        'The store’s orders: of 1 order with goods kept elsewhere it is not known whether these are kept here now, because what the store’s categories have could not be read (BigCommerce GET /v3/catalog/products answered 422). The next comparison asks again.',
    },
    {
      type: 'Rejected',
      message:
        'Products: whether the store still sells what awaits its first goods could not be found out (BigCommerce GET /v3/catalog/products answered 422). They wait on, and the next comparison asks again.',
    },
  ]);
});
