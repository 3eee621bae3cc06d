import { WorkflowClient, WorkflowNotFoundError } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import { stillAwaited } from '../../../../src/activities/stock/awaited/awaited.ts';
import { lostBefore } from '../../../../src/activities/stock/awaited/merchant-directory.ts';
import { leavesTrace } from '../../../../src/activities/stock/awaited/traces.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one
const merchant = { storeHash, merchantId: 'm' };

/** A run that has ended, or goes on, by its id. */
interface Run {
  readonly workflowId: string;
  readonly status?: string;
  readonly result?: object;
  readonly memo?: object;
}

let runs: readonly Run[];
let started: { readonly id: string; readonly input: unknown }[];
let queries: string[];

const nothing = (id: string) => new WorkflowNotFoundError('none', id, undefined);
const getHandle = (id: string, runId?: string) => ({
  query: () => Promise.reject(nothing(id)),
  describe: () => {
    const at = runs.findIndex(({ workflowId }) => workflowId === id);
    if (at < 0) return Promise.reject(nothing(id));
    const { status = 'COMPLETED', memo } = runs[at] ?? {};
    return Promise.resolve({ runId: String(at), status: { name: status }, memo });
  },
  result: () => Promise.resolve(runs[Number(runId)]?.result),
});
/** The server's list, as far as these queries go: by id, or the newest run of latest changes. */
async function* list({ query }: { query: string }) {
  queries.push(query);
  const isById = query.startsWith('WorkflowId');
  const [, prefix] = /^WorkflowId STARTS_WITH "(.*)"$/.exec(query) ?? [];
  for (const [at, { workflowId, status = 'COMPLETED', memo }] of runs.entries()) {
    const isNamed = prefix === undefined ? query.includes(JSON.stringify(workflowId)) : workflowId.startsWith(prefix);
    const isAsked = isById ? isNamed : workflowId.startsWith('latest-changes:');
    if (isAsked) yield await Promise.resolve({ workflowId, runId: String(at), status: { name: status }, memo });
  }
}
const start = (_: string, { workflowId: id, args: [input] }: { workflowId: string; args: [unknown] }) => {
  started.push({ id, input });
  return Promise.resolve();
};
const deps = {
  connections: { ask: () => Promise.resolve(merchant) },
  temporal: { connection: {}, workflow: { options: {}, getHandle, list, start } },
} as unknown as Dependencies; // what it asks of them

beforeEach(() => {
  runs = [];
  started = [];
  queries = [];
  vi.spyOn(WorkflowClient.prototype, 'withDeadline').mockImplementation((_deadline, ask) => ask());
  vi.spyOn(WorkflowClient.prototype, 'getHandle').mockImplementation(getHandle as never);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const ask = (...skus: readonly string[]): Promise<ReadonlySet<string>> =>
  new MockActivityEnvironment().run(() => stillAwaited(deps, merchant, skus));
const ofProduct = (sku: string, outcome: string, status?: string): Run => ({
  workflowId: `product:abc123:${sku}`,
  result: { sku, outcome, received: false },
  ...(status === undefined ? {} : { status }),
});
/** A run of a product that myOGO did not have when it began. */
const creating = (sku: string): Run => ({ ...ofProduct(sku, '', 'RUNNING'), memo: { awaitsGoods: true } });
const latestChanges = (...rows: readonly (readonly [sku: string, reason: string])[]): Run => ({
  workflowId: 'latest-changes:abc123-2026',
  result: { stockCarry: { due: rows.map(([sku, reason]) => ({ sku, reason })) } },
});

it.each<[string, readonly Run[]]>([
  ['the run that created it', [ofProduct('A', 'created')]],
  ['a run that is creating it', [creating('A')]],
  ['an older run of it that did, before one that changed it', [ofProduct('A', 'updated'), ofProduct('A', 'created')]],
  ['the last run of latest changes, which kept its zero back', [latestChanges(['B', 'untracked'], ['A', 'awaited'])]],
])('a zero is not written where both runs of first goods were deleted and %s is there', async (_, left) => {
  runs = left;
  await expect(ask('B', 'A')).rejects.toThrow('did not answer in time');
  expect(started).toEqual([{ id: 'goods-in:abc123', input: { storeHash, lost: true } }]);
});

it.each<[string, readonly Run[]]>([
  ['there is no run of it', [ofProduct('C', 'created')]],
  ['it was in myOGO before us', [ofProduct('A', 'updated'), ofProduct('B', 'unchanged')]],
  ['its creation failed', [ofProduct('A', 'created', 'FAILED')]],
  ['myOGO is only being told of its changes', [ofProduct('A', '', 'RUNNING'), ofProduct('B', '', 'RUNNING')]],
  ['its level was due for another reason', [latestChanges(['A', 'asked'])]],
])('a zero is written where nobody awaits anything and %s', async (_, left) => {
  runs = left;
  expect(await ask('A', 'B')).toEqual(new Set());
  expect(started).toEqual([]);
});

it.each(['7" pan', "chef's", 'a\\b'])(
  'a SKU with marks of the query’s language is asked for by its run: %s',
  async (sku) => {
    runs = [ofProduct(sku, 'created')];
    expect(await leavesTrace(deps, storeHash, [sku, 'B'])).toBe(true);
    expect(queries.at(-1)).toBe('WorkflowId IN ("product:abc123:B")');
    runs = [creating(sku)];
    expect(await leavesTrace(deps, storeHash, [sku])).toBe(true);
    for (const run of [ofProduct(sku, 'updated'), ofProduct(sku, '', 'RUNNING')]) {
      runs = [run];
      expect(await leavesTrace(deps, storeHash, [sku])).toBe(false);
    }
  },
);

it('of many SKUs no question grows', async () => {
  const skus = Array.from({ length: 120 }, (_, n) => `SKU-${n}`);
  runs = [ofProduct('SKU-119', 'created')];
  expect(await leavesTrace(deps, storeHash, skus)).toBe(true);
  expect(queries).toHaveLength(4);
  expect(Math.max(...queries.map((query) => query.split('product:').length - 1))).toBe(50);
});

const begun = () => {
  const environment = new MockActivityEnvironment();
  Object.assign(environment.context, { sleep: () => Promise.resolve() });
  return environment.run(() => lostBefore(deps, merchant));
};

it.each<[string, readonly Run[]]>([
  ['a product that it created', [ofProduct('A', 'updated'), ofProduct('B', 'created')]],
  ['a product that is being created', [ofProduct('A', '', 'RUNNING'), creating('B')]],
  ['a zero that was kept back', [latestChanges(['A', 'awaited'])]],
])(
  'a store’s own run that is begun looks for what was lost where %s shows that both runs were deleted',
  async (_, left) => {
    runs = left;
    expect(await begun()).toBe(true);
  },
);

it.each<[string, readonly Run[]]>([
  ['it is the first one', []],
  ['no product was created', [ofProduct('A', 'updated'), latestChanges(['A', 'asked'])]],
  ['myOGO is being told of the changes of a product that it had', [ofProduct('A', '', 'RUNNING')]],
  ['the created product is another store’s', [{ ...ofProduct('A', 'created'), workflowId: 'product:other1:A' }]],
])('a store’s own run that is begun lost nothing where %s', async (_, left) => {
  runs = left;
  expect(await begun()).toBe(false);
});

it('of a large catalogue only some runs of products are looked at', async () => {
  runs = Array.from({ length: 300 }, (_, n) => ofProduct(`SKU-${n}`, n < 299 ? 'updated' : 'created'));
  expect(await begun()).toBe(false);
});
