import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import { settleLevels, type Settling, type StockContext } from '../../../../src/activities/stock/write-levels.ts';
import type { StockWriter } from '../../../../src/activities/stock/writers/stock-writers.ts';
import type { ShelfRow } from '../../../../src/activities/stock/writers/store-levels.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import type { DueReason } from '../../../../src/contract/stock.ts';
import { OpenOrders } from '../../../../src/domain/stock/open-orders.ts';
import { Tally } from '../../../../src/domain/stock/tally.ts';

interface Facts {
  readonly available: Readonly<Record<string, number>>;
  readonly rows: readonly Pick<ShelfRow, 'sku' | 'level'>[];
  readonly mayRise?: boolean;
  /** SKU → why its zero is kept back. */
  readonly back?: Readonly<Record<string, DueReason>>;
  /** SKUs that the store refuses to write. */
  readonly refuses?: readonly string[];
  /** Variants of a category of what is kept elsewhere whose SKUs cannot be read. */
  readonly unread?: readonly number[];
}

/** What one pass writes, and what it leaves due. */
async function settles({ available, rows, mayRise = true, back = {}, refuses = [], unread = [] }: Facts) {
  const written: Record<string, number> = {};
  const shelf = rows.map((row, at): ShelfRow => ({
    ...{ ...row, productId: at + 1, variantId: at + 101 },
    tracking: { tracking: 'product', severalSkus: false },
  }));
  const writer = {
    rows: () => Promise.resolve(shelf),
    write: (writes: readonly { readonly sku: string; readonly quantity: number }[]) => {
      for (const { sku, quantity } of writes) if (!refuses.includes(sku)) written[sku] = quantity;
      return Promise.resolve(refuses.map((sku) => ({ sku, message: 'no' })));
    },
  } as unknown as StockWriter; // what one pass uses of it
  const settings = { ...defaultSettings('2020-01-01T00:00:00Z'), notAtWarehouse: ['category:9'] };
  const kept = { entries: [], unread: { variants: new Set(unread), products: new Set(), words: 'variant 102: sku' } };
  const context = {
    deps: {
      products: { elsewhere: { get: () => Promise.resolve(kept) } },
      changes: { known: () => undefined, isNews: () => true, remember: () => undefined },
    },
    open: { connection: { storeHash: 'abc123', settings }, store: {} },
    ask: <T>(request: () => Promise<T>) => request(),
  } as unknown as StockContext; // what one pass uses of it
  const settling = {
    available: new Map(Object.entries(available)),
    goods: { tell: () => Promise.resolve() },
    open: new OpenOrders(),
    mayRise,
    codes: { find: () => Promise.resolve(), of: () => undefined, isUnclear: () => false },
    zeros: { keptBack: () => Promise.resolve(new Map(Object.entries(back))) },
    again: false,
  } as unknown as Settling; // what one pass uses of it
  const tally = new Tally();
  await new MockActivityEnvironment().run(() => settleLevels(context, writer, settling, tally));
  const due = Object.fromEntries(tally.allDue().map(([sku, { reason }]) => [sku, reason]));
  return { written, due };
}

describe('one pass over some levels', () => {
  it('writes no level of what may be kept elsewhere, and says so', async () => {
    const rows = [
      { sku: 'HERE', level: 1 },
      { sku: 'PERHAPS', level: 1 },
    ];
    const { written, due } = await settles({ available: { HERE: 5, PERHAPS: 5 }, rows, unread: [102] });
    expect([written, due]).toEqual([{ HERE: 5 }, { PERHAPS: 'unreadable' }]);
  });

  it('writes what differs, up and down, and nothing else', async () => {
    const rows = [
      { sku: 'UP', level: 1 },
      { sku: 'DOWN', level: 9 },
      { sku: 'RIGHT', level: 4 },
      { sku: 'NEW', level: undefined },
    ];
    const available = { UP: 3, DOWN: 2, RIGHT: 4, NEW: 5 };
    expect(await settles({ available, rows })).toEqual({ written: { UP: 3, DOWN: 2, NEW: 5 }, due: {} });
  });

  it('lets levels fall and not rise while what is owed is counted anew', async () => {
    const rows = [
      { sku: 'UP', level: 1 },
      { sku: 'NEW', level: undefined },
      { sku: 'DOWN', level: 9 },
    ];
    expect(await settles({ available: { UP: 3, NEW: 5, DOWN: 2 }, rows, mayRise: false })).toEqual({
      written: { DOWN: 2 },
      due: { UP: 'owed-unknown', NEW: 'owed-unknown' },
    });
  });

  it('guesses no row of a SKU that several carry, whichever of them is wrong', async () => {
    const rows = [
      { sku: 'TWIN', level: 3 },
      { sku: 'TWIN', level: 1 },
      { sku: 'ONE', level: 1 },
    ];
    expect(await settles({ available: { TWIN: 3, ONE: 2 }, rows })).toEqual({
      written: { ONE: 2 },
      due: { TWIN: 'several-rows' },
    });
  });

  it('keeps a zero back for its reason, and writes the others', async () => {
    const rows = ['AWAITED', 'ASKED', 'SOLD'].map((sku) => ({ sku, level: 5 }));
    const available = { AWAITED: 0, ASKED: 0, SOLD: 0 };
    const back = { AWAITED: 'awaited', ASKED: 'asked' } as const;
    expect(await settles({ available, rows, back })).toEqual({ written: { SOLD: 0 }, due: back });
  });

  it('names what the store refuses, and what it does not sell', async () => {
    const rows = [
      { sku: 'REFUSED', level: 5 },
      { sku: 'GOOD', level: 5 },
    ];
    expect(await settles({ available: { REFUSED: 1, GOOD: 1, UNKNOWN: 1 }, rows, refuses: ['REFUSED'] })).toEqual({
      written: { GOOD: 1 },
      due: { REFUSED: 'refused-by-store', UNKNOWN: 'not-in-store' },
    });
  });
});
