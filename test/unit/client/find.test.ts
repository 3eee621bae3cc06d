import { describe, expect, it } from 'vitest';
import type { Calls } from '../../../src/client/calls/calls.ts';
import { InvalidInput, NotFound, Unavailable, UnknownIntegration } from '../../../src/client/errors.ts';
import { findPages } from '../../../src/client/stores/find.ts';
import type { Found } from '../../../src/client/stores/found.ts';
import type { LookupRequest } from '../../../src/contract/lookup.ts';
import { integrationKey, stageKey } from '../../../src/contract/runs/search-attributes.ts';

interface World {
  /** Connected stores. */
  readonly stores: readonly string[];
  /** Stores that were connected once. */
  readonly ended?: readonly string[];
  /** Order runs by workflow id. */
  readonly runs?: readonly string[];
  readonly openRuns?: readonly string[];
  /** Orders that a store has, without a run. */
  readonly orders?: readonly string[];
  readonly skus?: Readonly<Record<string, readonly string[]>>;
  readonly away?: readonly string[];
  /** False: nobody asks for tasks. */
  readonly polled?: boolean;
}

/** A server, its worker and the stores behind it. */
function callsOf(
  { stores, ended = [], runs = [], openRuns = [], orders = [], skus = {}, away = [], polled = true }: World,
  asked: string[],
): Calls {
  const attributes = (storeHash: string, stage: string) => ({
    get: (key: unknown) => (key === integrationKey ? storeHash : key === stageKey ? stage : undefined),
  });
  const run = (workflowId: string, name: string) => ({
    workflowId,
    status: { name },
    startTime: new Date('2026-11-01T00:00:00Z'),
    typedSearchAttributes: attributes(workflowId.split(':')[1] ?? '', 'shipped'),
    memo: {},
  });
  async function* list({ query }: { query: string }) {
    await Promise.resolve();
    const [, ids] = /WorkflowId IN \(([^)]*)\)/.exec(query) ?? [];
    if (ids !== undefined) {
      for (const id of runs) if (ids.includes(`"${id}"`)) yield run(id, 'COMPLETED');
      for (const id of openRuns) if (ids.includes(`"${id}"`)) yield run(id, 'RUNNING');
    } else {
      const isOpen = query.includes('"Running"');
      for (const store of isOpen ? stores : ended) yield run(`integration:${store}`, isOpen ? 'RUNNING' : 'COMPLETED');
    }
  }
  const lookup = async (storeHash: string, request: LookupRequest) => {
    await Promise.resolve();
    asked.push(`${storeHash} ${request.kind}${'brief' in request ? ' brief' : ''}`);
    if (away.includes(storeHash)) throw new Unavailable('The store does not answer.');
    if (request.kind === 'sku') {
      const has = skus[storeHash]?.includes(request.sku) === true;
      return has
        ? { store: [{ productId: 3, variantId: 4, level: 5 }], myogoStock: 6 }
        : { store: [], myogoStock: null };
    }
    if (request.kind !== 'order') throw new Error('not asked for');
    if (!orders.includes(`${storeHash}-${request.orderId}`)) {
      throw new InvalidInput('The store has no such order.', { field: 'orderId' });
    }
    return { orderId: request.orderId, stage: 'shipped', summary: 'Shipped by hand.', addresses: [] };
  };
  const query = async (id: string) => {
    await Promise.resolve();
    if (!id.startsWith('integration:')) throw new NotFound('The order has no open run.');
    const storeHash = id.split(':')[1] ?? '';
    if (!stores.includes(storeHash)) throw new UnknownIntegration(`Store ${storeHash} is not connected.`, {});
    return { stage: 'live' };
  };
  const ask = (_gone: unknown, call: () => Promise<unknown>) => call();
  const getHandle = (id: string) => ({
    describe: () => {
      const isThere = stores.some((store) => id === `integration:${store}`);
      return isThere ? Promise.resolve({ status: { name: 'RUNNING' } }) : Promise.reject(new NotFound('no run'));
    },
  });
  const workflow = { list, getHandle };
  const connected = () => Promise.resolve();
  const heard = [{ identity: 'w', lastAccessTime: { seconds: Math.floor(Date.now() / 1000) } }];
  const workflowService = { describeTaskQueue: () => Promise.resolve({ pollers: polled ? heard : [] }) };
  const client = { workflow, workflowService, options: { namespace: 'default' } };
  return { client, connected, lookup, query, ask, ours: (error: unknown) => error } as unknown as Calls; // all that is used here
}

async function find(text: string, world: World, more: object = {}) {
  const asked: string[] = [];
  const rows: Found[] = [];
  for await (const page of findPages(callsOf(world, asked), { text, ...more })) rows.push(...page.rows);
  return { rows, asked };
}

const stores = Array.from({ length: 23 }, (_, at) => `store${100 + at}`);

describe('an order’s number', () => {
  it('is found by its run, and then no store is asked for the order', async () => {
    const { rows, asked } = await find('1042', { stores, runs: ['order:store107:1042'] }, { as: 'order' });
    expect(rows).toMatchObject([{ kind: 'order', storeHash: 'store107', orderId: 1042, open: false }]);
    expect(asked).toEqual([]);
  });

  it('is found of a store that is no longer connected', async () => {
    const { rows } = await find('1042', { stores, ended: ['gone11', 'store107'], runs: ['order:gone11:1042'] });
    expect(rows).toMatchObject([{ kind: 'order', storeHash: 'gone11', orderId: 1042 }]);
  });

  it('that waits for its store is told as that, whatever its run heard last', async () => {
    const openRuns = ['order:gone11:1042', 'order:store107:1042'];
    const { rows } = await find('1042', { stores, ended: ['gone11'], openRuns }, { as: 'order' });
    const of = (hash: string) => rows.find(({ storeHash }) => storeHash === hash);
    expect(of('gone11')).toMatchObject({ open: true, disconnected: true });
    expect(of('store107')).not.toHaveProperty('disconnected');
  });

  it('of which no run is known is asked of every store, and told with what both sides know', async () => {
    const { rows, asked } = await find('1042', { stores, orders: ['store120-1042'], away: ['store101'] });
    expect(rows).toContainEqual({
      kind: 'order',
      storeHash: 'store120',
      orderId: 1042,
      stage: 'shipped',
      open: false,
      summary: 'Shipped by hand.',
    });
    // What it may be at a store that does not answer is not passed over.
    expect(rows.filter(({ kind }) => kind === 'not-asked')).toMatchObject([{ storeHash: 'store101' }]);
    expect(asked.filter((one) => one.endsWith('order brief'))).toHaveLength(23);
    expect(asked.filter((one) => one.endsWith('order'))).toEqual(['store120 order']);
  });

  it('is asked of no store where no worker answers, and each is named', async () => {
    for (const as of ['order', 'sku', undefined] as const) {
      const { rows, asked } = await find('1042', { stores, polled: false }, as === undefined ? {} : { as });
      expect(asked).toEqual([]);
      expect(rows).toHaveLength(stores.length);
      for (const row of rows)
        expect(row).toMatchObject({ kind: 'not-asked', message: expect.stringMatching(/start a worker\.$/) as string });
    }
  });

  it('that nobody has finds nothing', async () => {
    expect((await find('987654', { stores })).rows).toEqual([]);
  });
});

describe('a reference', () => {
  it('without a run, or after its run is forgotten, is told with what both sides know', async () => {
    const { rows } = await find('store107-1042-8', { stores, orders: ['store107-1042'] });
    expect(rows).toMatchObject([{ kind: 'reference', storeHash: 'store107', summary: 'Shipped by hand.' }]);
  });

  it.each([
    ['store107-9', 'The store has no such order.'],
    ['store999-1042', 'Store store999 is not connected.'],
  ])('%s says what is not there', async (text, message) => {
    const { rows } = await find(text, { stores, orders: ['store107-1042'] });
    expect(rows).toMatchObject([{ kind: 'absent', message: expect.stringContaining(message) as string }]);
  });

  it('is not what a text that is neither is taken for', async () => {
    const { rows } = await find('NOPE-1', { stores });
    expect(rows).toMatchObject([{ kind: 'absent', text: 'NOPE-1' }]);
    expect(rows).toMatchObject([{ message: expect.stringMatching(/^No connected store sells such a SKU/) as string }]);
    // Who says that it is one hears of that alone.
    expect((await find('NOPE-1', { stores }, { as: 'reference' })).rows[0]).not.toHaveProperty('text');
  });

  it.each(['MUG-12', 'abc/7', 'tee_44'])('or a SKU that looks like one: %s', async (sku) => {
    const { rows } = await find(sku, { stores, skus: { store103: [sku] } });
    expect(rows).toMatchObject([{ kind: 'sku', storeHash: 'store103', sku, storeStock: 5, myogoStock: 6 }]);
    expect((await find(sku, { stores, skus: { store103: [sku] } }, { as: 'reference' })).rows).toMatchObject([
      { kind: 'absent' },
    ]);
  });
});
