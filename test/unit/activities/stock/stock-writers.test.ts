import { describe, expect, test } from 'vitest';
import { catalogueWriter } from '../../../../src/activities/stock/writers/catalogue-writer.ts';
import { inventoryWriter } from '../../../../src/activities/stock/writers/stock-writers.ts';
import type { Asking } from '../../../../src/activities/runtime/retry-in-place.ts';
import type { StoreApi } from '../../../../src/bigcommerce/client.ts';
import type { AbsoluteAdjustment } from '../../../../src/bigcommerce/inventory/inventory.ts';
import type { LevelUpdate } from '../../../../src/bigcommerce/batch.ts';
import type { LevelWrite } from '../../../../src/domain/stock/stock-writes.ts';
import { FailureType } from '../../../../src/contract/failures.ts';
import { HttpFailure } from '../../../../src/http/failure.ts';

const atOnce: Asking = (request) => request();

const writes = (count: number, by: 'product' | 'variant' = 'product'): LevelWrite[] =>
  Array.from({ length: count }, (_, n) => ({ sku: `SKU-${n + 1}`, by, id: n + 1, quantity: n }));

/** A store whose Inventory API refuses a batch that holds one of some product ids, whole, and may name them. */
function inventoryStore(bad: readonly number[], names: boolean) {
  const batches: number[] = [];
  const accepted = new Map<number, number>();
  const store = {
    inventory: {
      setAbsolute: ({ items }: AbsoluteAdjustment) => {
        batches.push(items.length);
        const faulty = items.filter(({ productId }) => productId !== undefined && bad.includes(productId));
        if (faulty.length > 0) {
          return Promise.resolve({ outcome: 'refused', message: 'no', named: names ? faulty : [] });
        }
        for (const { productId, quantity } of items) accepted.set(productId ?? 0, quantity);
        return Promise.resolve({ outcome: 'accepted', transactionId: 't' });
      },
    },
  } as unknown as StoreApi; // only what writing uses
  return { writer: inventoryWriter(store, 1, atOnce), batches, accepted };
}

test('10,000 levels take five Inventory calls', async () => {
  const { writer, batches, accepted } = inventoryStore([], false);
  expect(await writer.write(writes(10_000))).toEqual([]);
  expect(batches).toEqual([2_000, 2_000, 2_000, 2_000, 2_000]);
  expect(accepted.size).toBe(10_000);
});

test.each([
  { what: 'that the refusal names', names: true, calls: 4 },
  { what: 'that it does not name', names: false, calls: 25 },
])('items $what are set aside and all others are written', async ({ names, calls }) => {
  const { writer, batches, accepted } = inventoryStore([7, 1_999], names);
  const refused = await writer.write(writes(2_000));
  expect(refused.map(({ sku }) => sku).sort()).toEqual(['SKU-1999', 'SKU-7']);
  expect(accepted.size).toBe(1_998);
  expect(accepted.get(8)).toBe(7);
  // A named pair is tried once more together, then one by one.
  expect(batches.length).toBeLessThanOrEqual(names ? calls + 1 : 2 * calls);
});

test.each([FailureType.rejected, FailureType.notFound])(
  'a batch that is refused by another status than documented (%s) is cut down as well: one bad item stops no other',
  async (type) => {
    const accepted = new Map<number, number>();
    const setAbsolute = ({ items }: AbsoluteAdjustment) => {
      if (items.some(({ productId }) => productId === 7))
        return Promise.reject(new HttpFailure(type, 'no such item', {}));
      for (const { productId, quantity } of items) accepted.set(productId ?? 0, quantity);
      return Promise.resolve({ outcome: 'accepted' });
    };
    const store = { inventory: { setAbsolute } } as unknown as StoreApi; // only what writing uses
    const refused = await inventoryWriter(store, 1, atOnce).write(writes(200));
    expect(refused).toEqual([{ sku: 'SKU-7', message: 'no such item' }]);
    expect(accepted.size).toBe(199);
  },
);

test.each([FailureType.unavailable, FailureType.throttled, FailureType.credentialsRejected, FailureType.scopeMissing])(
  'what is no refusal of the levels (%s) is thrown',
  async (type) => {
    const setAbsolute = () => Promise.reject(new HttpFailure(type, 'not now', {}));
    const store = { inventory: { setAbsolute } } as unknown as StoreApi; // only what writing uses
    await expect(inventoryWriter(store, 1, atOnce).write(writes(3))).rejects.toMatchObject({ type });
  },
);

/** A store that refuses every item with the same words. */
function refusingStore(message: string) {
  let requests = 0;
  const setAbsolute = () => {
    requests += 1;
    return Promise.resolve({ outcome: 'refused', message, named: [] });
  };
  const store = { inventory: { setAbsolute } } as unknown as StoreApi; // only what writing uses
  return { writer: inventoryWriter(store, 9, atOnce), requests: () => requests };
}

test.each(['[Location with id 9 was not found]', 'location_id: 9 is invalid', 'Location 9 is disabled'])(
  'a location that the store does not take (%s) is one report and one request, however many levels there are',
  async (words) => {
    const { writer, requests } = refusingStore(words);
    await expect(writer.write(writes(2_000))).rejects.toThrow('change the setting locationId');
    expect(requests()).toBe(1);
  },
);

test('a refusal of everything for another cause is not asked about item by item', async () => {
  const { writer, requests } = refusingStore('Inventory is locked for maintenance');
  const refused = await writer.write(writes(2_000));
  expect(refused).toHaveLength(2_000);
  expect(requests()).toBeLessThanOrEqual(12);
});

/** A catalogue whose batches behave as recorded: 207 names what was refused, 404 refuses the batch. */
function catalogueStore(bad: readonly number[], answer: '207' | '404') {
  const written = new Map<number, number>();
  const sizes: number[] = [];
  const updateLevels = (levels: readonly LevelUpdate[]) => {
    sizes.push(levels.length);
    const faulty = levels.filter(({ id }) => bad.includes(id));
    if (answer === '404' && faulty.length > 0) {
      return Promise.reject(new HttpFailure(FailureType.notFound, 'not found', { side: 'bigcommerce', status: 404 }));
    }
    for (const { id, inventoryLevel } of levels) if (!bad.includes(id)) written.set(id, inventoryLevel);
    return Promise.resolve(
      levels.map(({ id }) =>
        bad.includes(id) ? { id, outcome: 'refused', message: 'no', named: true } : { id, outcome: 'written' },
      ),
    );
  };
  const store = { catalogue: { products: { updateLevels }, variants: { updateLevels } } } as unknown as StoreApi;
  return { writer: catalogueWriter(store, atOnce), written, sizes };
}

test.each(['207', '404'] as const)('catalogue: a product refused with %s stops no other', async (answer) => {
  const { writer, written } = catalogueStore([3], answer);
  const refused = await writer.write(writes(25));
  expect(refused.map(({ sku }) => sku)).toEqual(['SKU-3']);
  expect(written.size).toBe(24);
});

test('catalogue: 10 products and 50 variants a call', async () => {
  const { writer, sizes } = catalogueStore([], '207');
  await writer.write([...writes(25), ...writes(120, 'variant')]);
  expect(sizes).toEqual([10, 10, 5, 50, 50, 20]);
});

test('an outage is no refusal: it is thrown, and the whole is done again', async () => {
  const failure = new HttpFailure(FailureType.unavailable, 'down', { side: 'bigcommerce', status: 503 });
  const store = {
    catalogue: { products: { updateLevels: () => Promise.reject(failure) }, variants: {} },
  } as unknown as StoreApi;
  await expect(catalogueWriter(store, atOnce).write(writes(3))).rejects.toBe(failure);
});

describe('a level that the store has and that cannot be read is not taken for none', () => {
  /** Of A the Inventory API's row cannot be read; a comma is in the SKU of another; the third has no record there. */
  function unreadable(shown: number) {
    const page = { page: 1, more: false, leftOut: [], unreadable: [] };
    const odd = [{ kind: 'inventory item', id: 'A', sku: 'A', field: 'locations' }];
    const variants = ['A', 'B,1', 'C'].map((sku, n) => ({ sku, id: n + 1, productId: n + 1, inventoryLevel: shown }));
    const list = () => Promise.resolve({ ...page, rows: variants });
    const store = {
      inventory: { items: () => Promise.resolve({ ...page, rows: [], unreadable: odd }) },
      catalogue: { variants: { list } },
    } as unknown as StoreApi; // only what reading uses
    return inventoryWriter(store, 1, atOnce);
  }
  const unread = (rows: readonly { sku: string; unread?: true }[]) =>
    rows.filter((row) => row.unread === true).map(({ sku }) => sku);
  const ignored = () => undefined;

  test('where some SKUs are asked for', async () => {
    expect(unread(await unreadable(5).rows(['A', 'B,1', 'C'], ignored, ignored))).toEqual(['A', 'B,1']);
    expect(unread(await unreadable(0).rows(['A', 'B,1', 'C'], ignored, ignored))).toEqual([]);
  });

  test('where all are compared', async () => {
    const writer = unreadable(5);
    for await (const rows of writer.allRows()) expect(rows).toEqual([]);
    expect(unread(await writer.unlisted(['A', 'C']))).toEqual(['A']);
  });

  test('by the catalogue, where the field alone is odd', async () => {
    const leftOut = [{ kind: 'variant', id: 1, sku: 'A', field: 'inventory_level' }];
    const row = { sku: 'A', id: 1, productId: 1, inventoryLevel: undefined };
    const list = () => Promise.resolve({ page: 1, more: false, unreadable: [], leftOut, rows: [row] });
    const store = { catalogue: { variants: { list }, products: {} } } as unknown as StoreApi; // only what reading uses
    const writer = catalogueWriter(store, atOnce);
    expect(unread(await writer.rows(['A'], ignored, ignored))).toEqual(['A']);
    for await (const rows of writer.allRows()) expect(unread(rows)).toEqual(['A']);
  });
});
