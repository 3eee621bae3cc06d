import { WorkflowClient, WorkflowNotFoundError } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, expect, it, test, vi } from 'vitest';
import { awaitAgain, neverReceived } from '../../../../src/activities/stock/awaited/found-again.ts';
import { isLost } from '../../../../src/activities/stock/awaited/lost-part.ts';
import { awaitedShardOf } from '../../../../src/contract/goods.ts';
import { workflowId, type StoreHash } from '../../../../src/contract/ids.ts';
import { packSkus, GoodsInState } from '../../../../src/domain/stock/goods-in-state.ts';

type Sides = Parameters<typeof neverReceived>[0];
const page = (rows: readonly unknown[], unreadable: readonly unknown[] = []) =>
  Promise.resolve({ rows, unreadable, leftOut: [], page: 1, more: false, serverTime: undefined });

const shelf = (productCode: string, stock: number) => ({ productCode, stock, stockAvailable: stock });
const row = (id: number, sku: string, inventoryLevel: number | undefined) => ({
  id,
  productId: id + 100,
  sku,
  inventoryLevel,
});

/** AWAITED was never received, SOLD-OUT was, IN-STOCK is there, ODD cannot be read, ZERO shows none, and GONE is in myOGO only. */
const sides = {
  merchant: {
    stock: {
      list: () =>
        page(
          [shelf('AWAITED', 0), shelf('SOLD-OUT', 0), shelf('IN-STOCK', 2), shelf('ZERO', 0), shelf('GONE', 0)],
          [{ kind: 'stock', id: 'ODD', field: 'stockAvailable' }],
        ),
    },
    stockUpdates: {
      list: () =>
        page([
          {
            products: [
              { code: 'SOLD-OUT', receivedQuantity: 3 },
              { code: 'AWAITED', receivedQuantity: 0 },
            ],
          },
        ]),
    },
  },
  store: {
    catalogue: {
      variants: {
        list: () =>
          page([
            ...[
              row(1, 'AWAITED', 12),
              row(2, 'SOLD-OUT', 2),
              row(3, 'IN-STOCK', 1),
              row(4, 'ODD', 5),
              row(5, 'ZERO', 0),
            ],
            ...[row(6, 'NOT-IN-MYOGO', 4), row(7, '', 4), row(8, '__proto__', 4)],
          ]),
      },
    },
  },
} as unknown as Sides; // what looking for them reads
const ask = <T>(request: () => Promise<T>): Promise<T> => request();

it('what was never received is what the store shows, and the warehouse has none of and no receipt', async () => {
  expect(await neverReceived(sides, { ask, hasSiblings: false })).toEqual({ AWAITED: [101, 1], ODD: [104, 4] });
});

it('a row that shows zero counts where another store of the merchant may show the code', async () => {
  const found = await neverReceived(sides, { ask, hasSiblings: true });
  expect(Object.keys(found)).toEqual(['AWAITED', 'ODD', 'ZERO']);
});

test('a run whose memory is lost answers nothing until it is found again, and looks at everything then', () => {
  const state = new GoodsInState(undefined, true);
  state.await({ awaited: ['A'], received: false });
  expect(() => state.answer(['A', 'B'])).toThrow('lost');
  expect(() => state.variants({ skus: ['A'] })).toThrow('lost');
  const carried = new GoodsInState(state.snapshot());
  expect(() => carried.answer(['A'])).toThrow('lost');
  carried.gateOpened = true;
  expect(carried.isDone).toBe(false);
  carried.wasFoundAgain({ skus: 1, partsGone: [] });
  expect(carried.answer(['A', 'B'])).toEqual(['A']);
  expect(carried.looks.since(5)).toBeUndefined();
  expect(new GoodsInState(carried.snapshot()).lost.found).toBe(1);
});

test.each([
  ['a message', (state: GoodsInState) => state.await({ awaited: [], received: false, lost: true })],
  ['the run before', (state: GoodsInState) => state.takeOver(new GoodsInState(undefined, true).snapshot())],
])('%s may say that it is lost', (_, says) => {
  const state = new GoodsInState();
  state.await({ awaited: ['A'], received: false });
  says(state);
  expect(() => state.answer(['A'])).toThrow('lost');
  expect(state.awaitsByName).toBe(true);
});

test('only a part that was begun, and that nothing has emptied, can be lost', () => {
  const state = new GoodsInState();
  state.await({ awaited: ['A', 'B'], received: false });
  const messages = state.toParts();
  expect(state.snapshot().parts?.map(({ begun }) => begun)).toEqual(messages.map(() => undefined));
  for (const { skus } of messages) state.wereTaken(skus);
  expect(state.snapshot().parts?.map(({ begun }) => begun)).toEqual(messages.map(() => true));
  // Else its loss would be found again and again.
  state.wasFoundAgain({ skus: 0, partsGone: state.parts });
  expect(state.parts).toEqual([]);
});

type Temporal = Parameters<typeof isLost>[0];
test('a store’s own run is lost where the merchant’s run lists it', async () => {
  const nobody = {} as Temporal; // nobody is asked
  expect(await isLost(nobody, 'goods-in:abc123', new Set(['goods-in:abc123']))).toBe(true);
  expect(await isLost(nobody, 'goods-in:abc123', new Set(['goods-in:other0']))).toBe(false);
});

test('parts that outlived their store’s own run are asked what they keep, and are its parts again', async () => {
  const storeHash = 'abc123' as StoreHash; // it has the form of one
  const connection = { storeHash, merchantId: 'm' };
  const part = awaitedShardOf('AWAITED');
  // What another store of the merchant sells is known to the part alone.
  const keeps = ['AWAITED', 'OF-ANOTHER-STORE'];
  const signalled: [run: string, said: unknown][] = [];
  const getHandle = (id: string) => ({
    query: ({ name }: { name: string }, asked: readonly string[] = []) => {
      if (id !== workflowId.awaited(storeHash, part))
        return Promise.reject(new WorkflowNotFoundError('none', id, undefined));
      if (name === 'awaited') return Promise.resolve(asked.filter((sku) => keeps.includes(sku)));
      return Promise.resolve({ kept: { awaited: packSkus(keeps), received: 4, message: 7 } });
    },
    describe: () => Promise.resolve({ runId: '1', status: { name: 'RUNNING' } }),
    signal: (_: unknown, said: unknown) => Promise.resolve(void signalled.push([id, said])),
  });
  vi.spyOn(WorkflowClient.prototype, 'withDeadline').mockImplementation((_deadline, asking) => asking());
  vi.spyOn(WorkflowClient.prototype, 'getHandle').mockImplementation(getHandle as never);
  const workflow = { options: {}, getHandle, list: () => [] };
  const deps = { temporal: { connection: {}, workflow }, connections: { ask: () => Promise.resolve(connection) } };
  const gone = (part + 1) % 32;
  const request = { storeHash, page: 1, parts: [gone], lost: true } as const;
  const found: Awaited<ReturnType<typeof awaitAgain>> = await new MockActivityEnvironment().run(() =>
    awaitAgain(deps as never, { ...sides, connection } as never, request),
  );
  const there = { shard: part, left: 2, received: 4, message: 7, begun: true } as const;
  expect(found).toEqual({ skus: 1, partsGone: [gone], partsThere: [there] });
  // Only what the part has not: ODD.
  expect(signalled).toEqual([
    [workflowId.merchantGoods('m'), { storeHash, inParts: true }],
    [workflowId.goodsIn(storeHash), expect.objectContaining({ awaited: ['ODD'] })],
  ]);
  const state = new GoodsInState(undefined, true);
  state.wasFoundAgain(found);
  expect([state.parts, state.count, state.awaitsByName]).toEqual([[part], 2, true]);
});
afterEach(() => void vi.restoreAllMocks());
