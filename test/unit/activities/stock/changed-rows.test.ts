import { describe, expect, it } from 'vitest';
import { ChangeMemory } from '../../../../src/activities/runtime/change-memory.ts';
import { changedSkus, rememberRight, rememberRow } from '../../../../src/activities/stock/changed-rows.ts';

interface Row {
  productId: number;
  variantId: number;
  sku: string;
  level: number;
  tracking: 'none' | 'product' | 'variant';
  changed: number;
}

/** A store's catalogue of two products, and what a worker has seen of it. */
function world() {
  const rows: Row[] = [
    { productId: 1, variantId: 11, sku: 'A', level: 5, tracking: 'variant', changed: 0 },
    { productId: 1, variantId: 12, sku: 'B', level: 6, tracking: 'variant', changed: 0 },
    { productId: 2, variantId: 21, sku: 'C', level: 7, tracking: 'none', changed: 0 },
    { productId: 3, variantId: 31, sku: '', level: 0, tracking: 'product', changed: 0 },
  ];
  const unread = new Set<number>();
  let now = 0;
  const page = <T>(read: readonly T[], unreadable: readonly object[] = []) =>
    Promise.resolve({ rows: read, unreadable, leftOut: [], page: 1, more: false });
  const since = (at: string) => rows.filter(({ changed }) => changed >= Date.parse(at));
  const store = {
    catalogue: {
      products: {
        list: ({ minDateModified }: { minDateModified: string }) => {
          const changed = new Map(since(minDateModified).map((row) => [row.productId, row.tracking]));
          const ids = [...changed].filter(([id]) => !unread.has(id));
          return page(
            ids.map(([id, inventoryTracking]) => ({ id, inventoryTracking })),
            [...changed.keys()].filter((id) => unread.has(id)).map((id) => ({ kind: 'product', id, field: 'type' })),
          );
        },
      },
      variants: {
        list: ({ productIds }: { productIds: readonly number[] }) =>
          page(
            rows
              .filter(({ productId }) => productIds.includes(productId))
              .map(({ variantId, productId, sku, level }) => ({
                id: variantId,
                productId,
                sku,
                inventoryLevel: level,
              })),
          ),
      },
    },
  };
  const memory = {
    deps: { changes: new ChangeMemory() },
    open: { connection: { storeHash: 'abc123' } },
  } as unknown as Parameters<typeof changedSkus>[1]; // what it asks of them
  const look = async (
    shared: readonly string[] = [],
    left?: ReadonlyMap<string, number>,
    missing: readonly string[] = [],
  ) => {
    const ask = <T>(request: () => Promise<T>): Promise<T> => request();
    const before = { shared, missing, ...(left === undefined ? {} : { left }) };
    const found = await changedSkus(store as unknown as Parameters<typeof changedSkus>[0], memory, at(), ask, before);
    found.seen();
    return [...found.skus].sort();
  };
  const at = () => new Date(now - 1_000).toISOString();
  const edit = (variantId: number, change: Partial<Row>) => {
    const row = rows.find((each) => each.variantId === variantId);
    if (row !== undefined) Object.assign(row, change, { changed: (now += 10_000) });
  };
  return { rows, unread, look, edit, memory, tick: () => (now += 10_000) };
}

async function seen() {
  const known = world();
  await known.look();
  known.tick();
  expect(await known.look()).toEqual([]);
  return known;
}

it('a SKU that is renamed and renamed back, while a level was due that found no row, is due as its row was before', async () => {
  const { look, edit } = await seen();
  edit(11, { sku: 'A-AWAY' });
  edit(11, { sku: 'A' });
  expect(await look()).toEqual([]);
  expect(await look([], undefined, ['A', 'Z'])).toEqual(['A']);
});

describe('a row of the store whose catalogue moved makes its SKU due', () => {
  it.each<[string, (of: Awaited<ReturnType<typeof seen>>) => void, readonly string[]]>([
    ['a SKU that is given later', ({ edit }) => edit(31, { sku: 'LATER' }), ['LATER']],
    ['a SKU that is renamed', ({ edit }) => edit(11, { sku: 'A2' }), ['A2']],
    [
      'SKUs that are swapped',
      ({ edit }) => {
        edit(11, { sku: 'B' });
        edit(12, { sku: 'A' });
      },
      ['A', 'B'],
    ],
    ['tracking that is switched on', ({ edit }) => edit(21, { tracking: 'product' }), ['C']],
    ['a level that somebody else wrote', ({ edit }) => edit(21, { level: 99 }), ['C']],
    [
      'a product that is made again under its SKU',
      ({ rows, edit }) => {
        const at = rows.findIndex(({ variantId }) => variantId === 21);
        rows.splice(at, 1, { ...(rows[at] as Row), productId: 9, variantId: 91 }); // it is there
        edit(91, {});
      },
      ['C'],
    ],
    [
      'a variant that is added',
      ({ rows, edit }) => {
        rows.push({ productId: 1, variantId: 13, sku: 'D', level: 0, tracking: 'variant', changed: 0 });
        edit(13, {});
      },
      ['D'],
    ],
    [
      'a product that cannot be read',
      ({ unread, edit }) => {
        unread.add(2);
        edit(21, {});
      },
      ['C'],
    ],
  ])('%s', async (_, change, expected) => {
    const known = await seen();
    change(known);
    expect(await known.look()).toEqual(expected);
  });

  it('and with it what waits for a row to go that shared its SKU, which names it no more', async () => {
    const known = await seen();
    expect(await known.look(['TWICE'])).toEqual([]);
    known.edit(11, { sku: 'A2' });
    expect(await known.look(['TWICE'])).toEqual(['A2', 'TWICE']);
  });

  it('and our own write does not', async () => {
    const known = await seen();
    known.edit(11, { level: 3 });
    rememberRow(
      known.memory,
      { sku: 'A', variantId: 11, productId: 1, level: 3 },
      new Map([[1, { tracking: 'variant', severalSkus: true }]]),
    );
    expect(await known.look()).toEqual([]);
  });
});

describe('a level that another worker left between two looks', () => {
  it.each<[string, number, ReadonlyMap<string, number>, readonly string[]]>([
    ['is news where the store goes back to what this one remembers', 5, new Map([['A', 3]]), ['A']],
    ['is no news while the row still shows it', 3, new Map([['A', 3]]), []],
    ['is no news of another SKU', 5, new Map([['B', 3]]), []],
  ])('%s', async (_, level, left, expected) => {
    const known = await seen();
    known.edit(11, { level });
    expect((await known.look([], left)).filter((sku) => sku !== 'B')).toEqual(expected);
  });

  it('is a change where the row is tracked otherwise, or is not known', async () => {
    const known = await seen();
    known.edit(11, { level: 3, tracking: 'product' });
    expect(await known.look([], new Map([['A', 3]]))).toContain('A');
    expect(await world().look([], new Map([['A', 5]]))).toContain('A');
  });
});

describe('a level that was found right between two looks', () => {
  const found = async (level: number) => {
    const known = await seen();
    // An order took a piece, and the warehouse says as much: nothing had to be written.
    rememberRight(known.memory, { sku: 'A', variantId: 11, level });
    known.edit(11, { level: 5 });
    return known.look();
  };

  it('is left again when the store goes back to the one before', async () => {
    expect(await found(4)).toEqual(['A']);
  });

  it('is no news where it is still that', async () => {
    expect(await found(5)).toEqual([]);
  });

  it('is nothing that a row is known by', async () => {
    const fresh = world();
    rememberRight(fresh.memory, { sku: 'A', variantId: 11, level: 5 });
    expect(await fresh.look()).toEqual(['A', 'B', 'C']);
  });
});
