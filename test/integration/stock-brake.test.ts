import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { startStockWorld, type StockWorld } from './stock-world.ts';

/** Twelve SKUs that are in stock in the store: of some forty, more than the default share. */
const FALLING = [
  'MUG-ENAMEL',
  'BLANKET-WOOL',
  'BOARD-BIRCH',
  'KETTLE-CAMP',
  'FIRESTEEL',
  'TORCH-HEAD',
  'CANDLE-FOREST',
  'CANDLE-SEA',
  'SOAP-TAR',
  'SOAP-LAVENDER',
  'TOWEL-LINEN',
  'THERMOS-05',
];

let world: StockWorld;

beforeAll(async () => {
  world = await startStockWorld({ address: inject('temporalAddress') });
  await world.run();
  await world.caughtUp();
});
afterAll(() => world.close());
afterEach(() => {
  expect(world.defects).toEqual([]);
});

test('a run that would empty the shop writes everything but the zeros, goes on, and asks once', async () => {
  const before = FALLING.map((sku) => world.level(sku));
  await world.stocked({ ...Object.fromEntries(FALLING.map((sku) => [sku, 0])), 'PAN-IRON': 5 });
  const first = await world.run();
  expect(first.stock).toMatchObject({ written: 1, braked: 12 });
  expect(world.level('PAN-IRON')).toBe(5);
  expect(FALLING.map((sku) => world.level(sku))).toEqual(before);

  // The zeros stay due by name, although the cursor has moved on.
  const second = await world.run();
  expect(second.stock).toMatchObject({ braked: 12 });
  expect(second.due?.rows.map(({ sku, reason, wanted }) => ({ sku, reason, wanted }))).toEqual(
    expect.arrayContaining(FALLING.map((sku) => ({ sku, reason: 'asked', wanted: 0 }))),
  );
  const { questions } = await world.heard();
  expect(questions).toMatchObject([{ kind: 'stock-brake', items: [...FALLING].sort() }]);
});

test('a refusal stands for its fall; what falls beside it is asked about; an approval writes its zeros and no others', async () => {
  const [question] = (await world.heard()).questions;
  if (question === undefined) throw new TypeError('nothing was asked');
  await world.answer(question.id, 'refuse');
  expect((await world.run()).stock).toMatchObject({ braked: 12, written: 0 });

  const more = inStock().slice(0, 12);
  await world.stocked(Object.fromEntries(more.map((sku) => [sku, 0])));
  expect((await world.run()).stock).toMatchObject({ written: 0 });
  const open = (await world.heard()).questions.find(({ answer }) => answer === undefined);
  expect(open?.items).toEqual([...more].sort());

  await world.answer(open?.id ?? '', 'approve');
  expect((await world.run()).stock).toMatchObject({ written: 12 });
  expect(more.map((sku) => world.level(sku))).toEqual(more.map(() => 0));
  expect((await world.heard()).questions.map(({ items }) => items)).toEqual([[...FALLING].sort()]);

  // A level that cannot be read is none that is zero already: the word about it stands.
  const kept = FALLING.map((sku) => world.level(sku));
  const where = { 'identity.sku': 'MUG-ENAMEL' };
  world.control.oddRows({ side: 'store', path: '/v3/inventory/items', where, set: { locations: 'here' } });
  await world.reconcile();
  await world.run();
  expect(FALLING.map((sku) => world.level(sku))).toEqual(kept);
  world.control.oddRows();
  // Nor is a list that says the warehouse has nothing at all: a comparison that reads it has not read everything.
  const { products } = world.control.merchant();
  const all = products.splice(0);
  await world.reconcile();
  products.push(...all);
  await world.reconcile();
  expect(FALLING.map((sku) => world.level(sku))).toEqual(kept);
  expect((await world.heard()).questions).toMatchObject([
    { items: [...FALLING].sort(), answer: { decision: 'refuse' } },
  ]);

  // A person changes their word.
  await world.answer(question.id, 'approve');
  expect((await world.run()).stock).toMatchObject({ braked: 0, written: 12 });
  expect(FALLING.map((sku) => world.level(sku))).toEqual(FALLING.map(() => 0));
  expect((await world.heard()).questions).toEqual([]);
});

test('an approval is used up by its fall: the same list that falls again is asked about again', async () => {
  await world.stocked(Object.fromEntries(FALLING.map((sku) => [sku, 3])));
  await world.run();
  expect(FALLING.map((sku) => world.level(sku))).toEqual(FALLING.map(() => 3));
  await emptied(FALLING);
  const again = await world.run();
  expect(again.stock).toMatchObject({ braked: 12, written: 0 });
  const [asked] = (await world.heard()).questions;
  expect(asked).toMatchObject({ items: [...FALLING].sort() });
  expect(asked?.answer).toBeUndefined();
  // The reason goes: the question is withdrawn, and nobody can approve it any more.
  await world.stocked(Object.fromEntries(FALLING.map((sku) => [sku, 4])));
  await world.run();
  expect((await world.heard()).questions).toEqual([]);
});

test('the comparison asks once, and does not overwrite what a run has asked', async () => {
  await emptied(FALLING);
  await world.run();
  const [before] = (await world.heard()).questions;
  const drift = await world.reconcile();
  expect(drift.stock).toMatchObject({ left: 12 });
  expect(drift.levels?.due.rows.filter(({ reason }) => reason === 'asked')).toHaveLength(12);
  const { questions } = await world.heard();
  expect(questions).toHaveLength(1);
  expect(questions[0]).toMatchObject({ id: before?.id, items: [...FALLING].sort() });
});

test('a larger share, once it is set, lets as many through without a question', async () => {
  const [open] = (await world.heard()).questions;
  await world.answer(open?.id ?? '', 'refuse');
  const others = inStock().slice(0, FALLING.length);
  await world.connectionIs({ brakeShare: 0.9 });
  await world.stocked(Object.fromEntries(others.map((sku) => [sku, 0])));
  await world.run();
  await world.caughtUp().catch(() => undefined);
  await world.run();
  expect(others.map((sku) => world.level(sku))).toEqual(others.map(() => 0));
});

/** The warehouse ships all that it has of some SKUs elsewhere. */
async function emptied(skus: readonly string[]): Promise<void> {
  for (const code of skus) {
    const stock = world.control.state().merchants[0]?.products.find((product) => product.code === code);
    const pieces = stock?.stockAvailable ?? 0;
    if (pieces > 0) await world.handOver(`elsewhere-${code}-${Math.random()}`, code, pieces);
  }
}

/** SKUs that the store sells by the variant and has in stock, and that no other test of this file touches. */
function inStock(): readonly string[] {
  const products = world.control.state().stores.flatMap((store) => store.products);
  const variants = products.filter(({ tracking }) => tracking === 'variant').flatMap((product) => product.variants);
  const skus = variants.filter(({ level }) => level > 0).map(({ sku }) => sku);
  const once = skus.filter((sku) => sku !== '' && skus.filter((other) => other === sku).length === 1);
  return once.filter((sku) => !FALLING.includes(sku) && sku !== 'PAN-IRON');
}
