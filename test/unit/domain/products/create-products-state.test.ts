import { describe, expect, test } from 'vitest';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { NextProducts, ProductToBring } from '../../../../src/contract/products.ts';
import { productsDetails } from '../../../../src/workflows/products/create-products-details.ts';
import { CreateProductsState } from '../../../../src/domain/products/create-products-state.ts';

const storeHash = 'abc123' as StoreHash;
const product = (n: number): ProductToBring => ({ sku: `S${n}`, productId: n, variantId: n, isNew: true });
const stretch = (part: Partial<NextProducts>): NextProducts => ({
  todo: [],
  unchanged: 0,
  refused: [],
  next: 0,
  end: true,
  rows: 0,
  received: false,
  ...part,
});
const all = (window = 2) => new CreateProductsState({ storeHash, selection: { all: true }, window }, 0);
const takeAll = (state: CreateProductsState): ProductToBring[] => {
  const taken: ProductToBring[] = [];
  for (let next = state.take(); next !== undefined; next = state.take()) {
    state.inFlight += 1;
    taken.push(next);
  }
  return taken;
};

describe('the window', () => {
  test('never holds more than its size, and is filled again as places come free', () => {
    const state = all(2);
    state.judged(stretch({ todo: [1, 2, 3].map(product), rows: 3 }));
    expect(takeAll(state).map(({ sku }) => sku)).toEqual(['S1', 'S2']);
    state.inFlight -= 1;
    expect(takeAll(state).map(({ sku }) => sku)).toEqual(['S3']);
  });

  test('a window below one is one', () => {
    const state = all(0);
    state.judged(stretch({ todo: [1, 2].map(product) }));
    expect(takeAll(state)).toHaveLength(1);
  });

  test('after a standstill one product tries first, then the window opens', () => {
    const state = all(3);
    state.judged(stretch({ todo: [1, 2, 3, 4].map(product) }));
    const [first] = takeAll(state);
    state.inFlight = 0;
    state.standStill(first, { reason: 'integration-paused', message: 'paused' });
    expect(state.take()).toBeUndefined();
    expect(state.nextSlice()).toBeUndefined();
    state.goOn();
    const [tried, ...others] = takeAll(state);
    // Its run may have created it before it was stopped: myOGO is asked.
    expect(tried).toEqual({ ...product(1), again: true });
    expect(others).toHaveLength(0);
    state.inFlight = 0;
    state.brought(tried ?? product(0), { sku: 'S1', outcome: 'created', received: false });
    expect(takeAll(state)).toHaveLength(1);
  });
});

describe('the next stretch', () => {
  test('is asked for while little is left to do, from where the last one ended', () => {
    const state = all(2);
    expect(state.nextSlice()).toEqual({ after: 0 });
    state.judged(stretch({ todo: [1, 2, 3].map(product), next: 3, end: false }));
    expect(state.nextSlice()).toBeUndefined();
    takeAll(state);
    expect(state.nextSlice()).toEqual({ after: 3 });
    state.judged(stretch({ next: 9, end: true }));
    expect(state.nextSlice()).toBeUndefined();
  });

  test('of a selection names its SKUs, each once', () => {
    const state = new CreateProductsState({ storeHash, selection: { skus: ['A', 'B', 'A'] } }, 0);
    expect(state.nextSlice()).toEqual({ skus: ['A', 'B'] });
    state.judged(stretch({ next: 1, end: false }));
    expect(state.nextSlice()).toEqual({ skus: ['B'] });
    state.judged(stretch({ next: 1, end: true }));
    expect(state.isFinished).toBe(true);
  });

  test('an empty selection is finished at once', () => {
    expect(new CreateProductsState({ storeHash, selection: { skus: [] } }, 0).isFinished).toBe(true);
  });
});

describe('what became of a product', () => {
  test.each([
    // What is new was told as awaited before it was sent.
    ['created', false, true, 'created', [], []],
    ['created', true, true, 'created', [], ['S1']],
    ['unchanged', false, true, 'created', [], []],
    ['unchanged', true, true, 'unchanged', [], ['S1']],
    ['created', false, false, 'created', ['S1'], []],
    ['unchanged', false, false, 'unchanged', [], []],
    ['updated', false, false, 'updated', [], []],
  ] as const)(
    '%s, received %s, new %s counts as %s, awaits %j and drops %j',
    (outcome, received, isNew, counted, awaited, dropped) => {
      const state = all();
      state.brought({ ...product(1), isNew }, { sku: 'S1', outcome, received });
      expect(state.report()[counted]).toBe(1);
      expect(state.goodsToTell(true) ?? { awaited: [], dropped: [] }).toMatchObject({ awaited, dropped });
    },
  );

  test('refused, it is awaited no more, unless it may have been created all the same', () => {
    const state = all();
    state.refused({ ...product(1), isNew: true }, 'Rejected', 'no');
    state.refused({ ...product(2), isNew: true }, 'Unavailable', 'away for a day', 'may-be-there');
    state.refused({ ...product(3), isNew: false }, 'Rejected', 'no');
    expect(state.goodsToTell(true)?.dropped).toEqual(['S1']);
  });

  test('left by a cancelled run before it was begun, it is awaited no more', () => {
    const state = all();
    state.judged(stretch({ todo: [1, 2].map((n) => ({ ...product(n), isNew: true })) }));
    state.take();
    state.cancelled = true;
    state.leaveRest();
    expect(state.goodsToTell(true)?.dropped).toEqual(['S2']);
  });

  test('all refusals are counted, the first 1,000 are listed', () => {
    const state = all();
    for (let n = 0; n < 1_005; n += 1) state.refused(product(n), 'Rejected', 'no');
    expect(state.report().refusedCount).toBe(1_005);
    expect(state.report().refused).toHaveLength(1_000);
  });
});

describe('what is told of goods', () => {
  test('are told in portions while the run goes on, and all of them at its end', () => {
    const state = all();
    for (let n = 0; n < 2_500; n += 1) state.refused({ ...product(n), isNew: true }, 'Rejected', 'no');
    const first = state.goodsToTell(false);
    expect(first?.dropped).toHaveLength(2_000);
    if (first !== undefined) state.told(first);
    expect(state.goodsToTell(false)).toBeUndefined();
    expect(state.goodsToTell(true)?.dropped).toHaveLength(500);
  });

  test('stock of a product that was there already is told once', () => {
    const state = all();
    state.judged(stretch({ unchanged: 5, received: true }));
    const news = state.goodsToTell(false);
    expect(news).toEqual({ awaited: [], dropped: [], received: true });
    if (news !== undefined) state.told(news);
    expect(state.goodsToTell(true)).toBeUndefined();
  });
});

test('cancelled, nothing new begins and the run is finished when its children are', () => {
  const state = all(2);
  state.judged(stretch({ todo: [1, 2, 3].map(product), end: false, rows: 9 }));
  takeAll(state);
  state.cancelled = true;
  expect(state.take()).toBeUndefined();
  expect(state.nextSlice()).toBeUndefined();
  expect(state.isFinished).toBe(false);
  state.inFlight = 0;
  expect(state.isFinished).toBe(true);
  expect(state.report().cancelled).toBe(true);
});

test('everything survives a continue-as-new, within a payload', () => {
  const state = all(2);
  const todo = Array.from({ length: 250 }, (_, n) => product(n));
  const refused = Array.from({ length: 1_000 }, (_, n) => ({
    sku: `S${n}`,
    reason: 'no-sku',
    message: 'x'.repeat(150),
  }));
  state.judged(stretch({ todo, refused, unchanged: 3, next: 77, end: false, rows: 5_000, received: true }));
  const text = JSON.stringify(state.snapshot());
  expect(text.length).toBeLessThan(500_000);
  const again = new CreateProductsState(
    { storeHash, selection: { all: true }, window: 2 },
    9_000,
    JSON.parse(text) as ReturnType<CreateProductsState['snapshot']>,
  );
  expect(again.snapshot()).toEqual(state.snapshot());
  expect(again.progress(10_000)).toEqual(state.progress(10_000));
});

test('progress tells rate and time left, and the details the first refusals', () => {
  const state = all();
  expect(state.progress(1_000)).toMatchObject({ total: null, remaining: null, secondsLeft: null });
  const refused = Array.from({ length: 25 }, (_, n) => ({
    sku: n === 0 ? '' : `R${n}`,
    reason: 'no-sku',
    message: 'why',
  }));
  state.judged(stretch({ unchanged: 75, refused, rows: 1_000, end: false }));
  const progress = state.progress(10_000);
  expect(progress).toMatchObject({ total: 1_000, done: 100, remaining: 900, rate: 10, secondsLeft: 90 });
  const details = productsDetails(progress, state.report().refused);
  expect(details).toContain('**100** of 1000');
  expect(details).toContain('(no SKU)');
  expect(details).toContain('and 5 more');
  expect(productsDetails({ ...progress, waiting: 'Paused.' }, [])).toContain('**Waiting:** Paused.');
});

describe('while the catalogue is read', () => {
  const waiting = { reason: 'quota', since: '2026-11-28T02:10:00.000Z' } as const;

  test('a run says how much there is, and what it waits for and since when', () => {
    const state = all();
    state.reading = true;
    expect(state.progress(1)).toMatchObject({ total: null });
    state.catalogueRead({ rows: 500, total: 1_200, waiting });
    const progress = state.progress(1);
    expect(progress).toMatchObject({ total: 1_200, done: 0, remaining: 1_200 });
    expect(progress.waiting).toBe(
      'The catalogue waits for the store’s quota, which other apps spend too, since 2026-11-28T02:10:00.000Z; ' +
        '500 of 1200 rows of the catalogue are read.',
    );
    expect(productsDetails(progress, [])).toContain('store’s quota');
    state.catalogueRead({ rows: 750, total: 1_200 });
    expect(state.progress(1)).not.toHaveProperty('waiting');
  });

  test('what was told of it ends with the reading, and is not taken up by a later word', () => {
    const state = all();
    state.reading = true;
    state.catalogueRead({ rows: 0, waiting });
    state.readingEnded();
    state.catalogueRead({ rows: 0, waiting });
    expect(state.progress(1)).not.toHaveProperty('waiting');
    expect(state.progress(1)).toMatchObject({ total: null });
  });
});
