import { setTimeout } from 'node:timers/promises';
import { WorkflowClient, WorkflowNotFoundError } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import { askAwaiting } from '../../../../src/activities/stock/awaited/awaiting-runs.ts';
import { mendGoodsIn } from '../../../../src/activities/stock/awaited/mend-goods-in.ts';
import { lostBefore } from '../../../../src/activities/stock/awaited/merchant-directory.ts';
import { isLost } from '../../../../src/activities/stock/awaited/lost-part.ts';
import { workflowId } from '../../../../src/contract/ids.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { FailureType } from '../../../../src/contract/failures.ts';

// A run that is not there was deleted, or begins in this very moment: who asks in between must not cry out.

const storeHash = 'abc123' as StoreHash; // it has the form of one
const own = workflowId.goodsIn(storeHash);
const part = workflowId.awaited(storeHash, 3);

/** The runs that are there: by id, how they stand. */
let there: Map<string, string>;
/** What the store's own run says of its part; `undefined` where it is asked too early to know of it. */
let kept: { readonly shard: number; readonly begun?: true; readonly left: number };
/** What happens while the store's own run is asked, or a moment after a run was not there. */
let meanwhile: () => void;
let signals: string[];
let started: { readonly id: string; readonly input: unknown }[];
let alerts: number;
/** How long was waited for a run to begin, in ms. */
let paused: unknown[];
let sleep: () => Promise<unknown>;
/** The stores that the merchant's run lists, where it is asked. */
let listed: readonly object[] | undefined;

/** While somebody waits for the first time. */
const later = (then: () => void): void => void setTimeout(1).then(then);
const nothing = (id: string) => new WorkflowNotFoundError('none', id, undefined);
const getHandle = (id: string) => ({
  query: () => {
    if (!there.has(id)) {
      later(meanwhile);
      return Promise.reject(nothing(id));
    }
    return Promise.resolve(listed ?? { kept: { parts: [kept] } });
  },
  describe: () => {
    const name = there.get(id);
    return name === undefined ? Promise.reject(nothing(id)) : Promise.resolve({ runId: '1', status: { name } });
  },
  signal: () => Promise.resolve(void signals.push(id)),
  result: () => Promise.resolve({ outcome: 'created' }),
});
const start = (_: string, { workflowId: id, args: [input] }: { workflowId: string; args: [unknown] }) => {
  started.push({ id, input });
  return Promise.resolve();
};
/** Runs of products, as the list shows them. */
let products: readonly {
  readonly workflowId: string;
  readonly runId: string;
  readonly status: { readonly name: string };
}[];
const list = async function* () {
  yield* await Promise.resolve(products);
};
const signalWithStart = (type: string, { workflowId: id, args }: { workflowId: string; args: [unknown] }) =>
  start(type, { workflowId: id, args });
const workflow = { options: {}, getHandle, start, signalWithStart, list };
const deps = { temporal: { connection: {}, workflow } } as unknown as Dependencies; // what it asks of them

beforeEach(() => {
  there = new Map([[own, 'RUNNING']]);
  kept = { shard: 3, begun: true, left: 5 };
  meanwhile = () => undefined;
  [listed, products] = [undefined, []];
  [signals, started, alerts] = [[], [], 0];
  paused = [];
  sleep = () => setTimeout(5);
  vi.spyOn(WorkflowClient.prototype, 'withDeadline').mockImplementation((_deadline, ask) => ask());
  vi.spyOn(WorkflowClient.prototype, 'getHandle').mockImplementation(getHandle as never);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const inActivity = <T>(work: () => Promise<T>): Promise<T> => {
  const logger = { error: () => (alerts += 1) };
  const environment = new MockActivityEnvironment(undefined, { logger: { ...console, ...logger } });
  Object.assign(environment.context, { sleep: (ms: unknown) => (paused.push(ms), sleep()) });
  return environment.run(work);
};
/** What a leg hears that asks a run whether it awaits a code. */
const ask = (id: string, holders: readonly string[] = []): Promise<unknown> =>
  inActivity(() =>
    askAwaiting(deps, id, (run) => run.query('awaited'), { isLost: () => isLost(deps, id, new Set(holders)) }),
  );
const unavailable = { type: FailureType.unavailable };

it('a part that was deleted is told of, and found again', async () => {
  await expect(ask(part)).rejects.toMatchObject(unavailable);
  expect([alerts, signals]).toEqual([1, [own]]);
});

it('a part that begins between the two questions is not lost: it is asked again', async () => {
  meanwhile = () => there.set(part, 'RUNNING');
  await expect(ask(part)).rejects.toMatchObject(unavailable);
  expect([alerts, signals, started]).toEqual([0, [], []]);
});

it.each([
  ['has not begun', { shard: 3, left: 5 }],
  ['is empty', { shard: 3, begun: true as const, left: 0 }],
  ['is another one', { shard: 4, begun: true as const, left: 5 }],
])('a part that %s awaits nothing', async (_, said) => {
  kept = said;
  expect(await ask(part)).toBeUndefined();
  expect([alerts, signals, started]).toEqual([0, [], []]);
});

it('a store’s own run that was deleted begins anew', async () => {
  there.clear();
  await expect(ask(own, [own])).rejects.toMatchObject(unavailable);
  expect([alerts, started]).toEqual([1, [{ id: own, input: { storeHash, lost: true } }]]);
});

it('a store’s own run is listed before it begins: one that begins in this moment is not lost', async () => {
  there.clear();
  meanwhile = () => there.set(own, 'RUNNING');
  await expect(ask(own, [own])).rejects.toMatchObject(unavailable);
  expect([alerts, started]).toEqual([0, []]);
});

it.each([
  ['stays away was deleted', (): void => undefined, [true, 1]],
  ['begins in this moment was not', (): void => void there.set(own, 'RUNNING'), [false, 0]],
] as const)('a store’s own run that is about to be started, is listed and %s', async (_, then, expected) => {
  const merchantId = 'm';
  there = new Map([[workflowId.merchantGoods(merchantId), 'RUNNING']]);
  later((meanwhile = then));
  listed = [{ storeHash }];
  const found = await inActivity(() => lostBefore(deps, { storeHash, merchantId }));
  expect([found, alerts]).toEqual(expected);
});

const maintained = (stage: 'awaiting-goods' | 'live') =>
  inActivity(() => mendGoodsIn(deps, { storeHash, merchantId: 'm', stage }));

it('a store that has just been connected has begun no run of first goods: the maintenance misses none', async () => {
  there.clear();
  expect([await maintained('awaiting-goods'), await maintained('live')]).toEqual([undefined, undefined]);
  expect([alerts, started]).toEqual([0, []]);
});

it.each(['awaiting-goods', 'live'] as const)(
  'of a store that is %s, the maintenance finds again what a run kept that was deleted',
  async (stage) => {
    there = new Map([[workflowId.merchantGoods('m'), 'RUNNING']]);
    listed = [{ storeHash }];
    expect(await maintained(stage)).toBe(true);
    expect([alerts, started]).toEqual([1, [{ id: own, input: { storeHash, lost: true } }]]);
  },
);

it('the maintenance finds it again also where the merchant’s run was deleted with it, while goods are awaited', async () => {
  there.clear();
  products = [{ workflowId: workflowId.createProduct(storeHash, 'A'), runId: '1', status: { name: 'COMPLETED' } }];
  expect(await maintained('awaiting-goods')).toBe(true);
  expect(alerts).toBe(1);
});

it('the maintenance cries out for no run that is listed and begins in this moment', async () => {
  there = new Map([[workflowId.merchantGoods('m'), 'RUNNING']]);
  listed = [{ storeHash }];
  later(() => there.set(own, 'RUNNING'));
  expect(await maintained('awaiting-goods')).toBeUndefined();
  expect([alerts, started]).toEqual([0, []]);
});

it('where products were looked through and none was new, a gate that was deleted waits again, and nothing was lost', async () => {
  there = new Map([[workflowId.createProducts(storeHash), 'COMPLETED']]);
  expect(await maintained('awaiting-goods')).toBeUndefined();
  expect([alerts, started]).toEqual([0, [{ id: own, input: { storeHash } }]]);
});

it('one that begins late, on a machine that has much to do, was not deleted', async () => {
  there = new Map([[workflowId.merchantGoods('m'), 'RUNNING']]);
  listed = [{ storeHash }];
  sleep = async () => {
    await setTimeout(5);
    if (paused.length === 3) there.set(own, 'RUNNING');
  };
  expect(await maintained('awaiting-goods')).toBeUndefined();
  expect([paused, alerts]).toEqual([[500, 1_500, 3_000], 0]);
});
