import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, it } from 'vitest';
import type { OpenConnection } from '../../../../src/activities/runtime/connections.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import { seeSku } from '../../../../src/activities/stock/owed/see-sku.ts';
import type { SkuSeen } from '../../../../src/contract/lookup.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';

interface Sold {
  readonly tracking?: string;
  readonly hasOptions?: boolean;
  /** SKUs of the product's variants. */
  readonly variants?: readonly string[];
  readonly rows?: number;
  readonly level?: number;
  /** Of the products, where they are others than those of their variants. */
  readonly ofProducts?: readonly number[];
  /** The side whose row of the SKU cannot be read. */
  readonly odd?: 'store' | 'warehouse';
}

/** One SKU of a store that shows `level`, of which myOGO has 5. */
async function seen({
  tracking = 'product',
  hasOptions = false,
  variants = ['MUG'],
  rows = 1,
  level = 9,
  ofProducts,
  odd,
}: Sold) {
  const asked: string[] = [];
  const page = <T>(all: readonly T[]) => ({ rows: all, unreadable: [], leftOut: [], page: 1, more: false });
  const unreadable = { kind: 'row', id: 'MUG', field: 'level' };
  const list = (filter: { sku?: string }) => {
    asked.push(filter.sku === undefined ? 'variants' : 'sku');
    if (odd === 'store') return Promise.resolve({ ...page([]), unreadable: [unreadable] });
    const skus = filter.sku === undefined ? variants : Array.from({ length: rows }, () => 'MUG');
    const of = skus.map((sku, at) => ({
      id: at + 1,
      productId: filter.sku === undefined ? 1 : at + 1,
      sku,
      inventoryLevel: level,
    }));
    return Promise.resolve(page(of));
  };
  const products = () => {
    asked.push('tracking');
    const base = hasOptions ? {} : { baseVariantId: 1 };
    const levels = ofProducts ?? Array.from({ length: rows }, () => level);
    return Promise.resolve(
      page(levels.map((inventoryLevel, at) => ({ id: at + 1, inventoryTracking: tracking, inventoryLevel, ...base }))),
    );
  };
  const open = {
    connection: { storeHash: 'abc123', settings: defaultSettings('2020-01-01T00:00:00Z') },
    store: {
      catalogue: { variants: { list }, products: { list: products } },
      orders: { listForStock: () => Promise.resolve({ ...page([]), odd: [] }) },
    },
    merchant: {
      stock: {
        byCode: () =>
          Promise.resolve(
            odd === 'warehouse'
              ? { ...page([]), unreadable: [unreadable] }
              : page([{ productCode: 'MUG', stockAvailable: 5 }]),
          ),
      },
    },
  } as unknown as OpenConnection; // what is read of it
  const notThere = Object.assign(new Error('gone'), { code: 5, details: 'gone', metadata: { get: () => [] } });
  const temporal = {
    connection: { workflowService: {}, withDeadline: <T>(_: unknown, body: () => Promise<T>) => body() },
    workflow: { options: {}, getHandle: () => ({ query: () => Promise.reject(notThere) }) },
  };
  const deps = { temporal } as unknown as Dependencies; // all that is used of them
  const run = () => seeSku(deps, open, 'MUG');
  const found = await new MockActivityEnvironment().run<[], SkuSeen, () => Promise<SkuSeen>>(run);
  return { rows: found.store, asked };
}

it.each([
  ['a product with one level', {}, { isWritten: true, then: /^latest changes write it/ }],
  [
    'one level for several SKUs',
    { hasOptions: true, variants: ['MUG', 'CUP'] },
    { isWritten: false, then: /track each variant/ },
  ],
  ['options that one SKU sells', { hasOptions: true }, { isWritten: true, then: /^latest changes write it/ }],
  [
    'a tracking that cannot be read',
    { tracking: 'perhaps' },
    { isWritten: false, then: /^no run writes it: the row of one side cannot be read/ },
  ],
  ['one SKU in two rows', { rows: 2 }, { isWritten: false, then: /^no run writes it: one SKU in several rows/ }],
] as const)('what becomes of a wrong level is what the runs would do: %s', async (_what, sold, { isWritten, then }) => {
  const { rows } = await seen(sold);
  for (const row of rows)
    expect(row).toMatchObject({ level: 9, shouldBe: 5, isWritten, then: expect.stringMatching(then) as string });
});

it.each([
  ['product', [8, 7]],
  ['variant', [9, 9]],
  ['none', [null, null]],
] as const)('a level is what the list of products shows, by what is tracked: %s', async (tracking, levels) => {
  const { rows } = await seen({ tracking, rows: 2, ofProducts: [8, 7] });
  expect(rows.map(({ level }) => level)).toEqual(levels);
});

it('what the store does not track has no level, and is not said to be written', async () => {
  const { rows } = await seen({ tracking: 'none' });
  expect(rows).toMatchObject([{ level: null, why: expect.stringMatching(/^the store does not track it/) as string }]);
  expect(rows[0]).not.toHaveProperty('isWritten');
});

it('how the store tracks it is asked only where the sides differ', async () => {
  const { rows, asked } = await seen({ level: 5 });
  expect(rows).toEqual([{ productId: 1, variantId: 1, level: 5, shouldBe: 5 }]);
  expect(asked).toEqual(['sku']);
});

it.each(['store', 'warehouse'] as const)(
  'a row of the %s that is there and cannot be read is not called absent',
  async (odd) => {
    await expect(seen({ odd })).rejects.toMatchObject({
      type: 'UnexpectedResponse',
      message: expect.stringContaining('row MUG: level') as string,
    });
  },
);
