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

test('a run that would empty the shop writes everything but the zeros, keeps its cursor, and asks once', async () => {
  const before = FALLING.map((sku) => world.level(sku));
  await world.stocked({ ...Object.fromEntries(FALLING.map((sku) => [sku, 0])), 'PAN-IRON': 5 });
  const first = await world.run();
  expect(first.stock).toMatchObject({ written: 1, braked: 12 });
  expect(world.level('PAN-IRON')).toBe(5);
  expect(FALLING.map((sku) => world.level(sku))).toEqual(before);

  const second = await world.run();
  expect(second.stock).toMatchObject({ braked: 12 });
  expect(second.cursors.myogoStock).toBe(first.cursors.myogoStock);
  const { asked, questions } = await world.heard();
  expect(questions).toMatchObject([{ kind: 'stock-brake', items: [...FALLING].sort() }]);
  expect(asked).toHaveLength(1);
});

test('a changed list asks again; an approved one is written at the next run; a refused one is left alone', async () => {
  await world.answered('refuse');
  const refused = await world.run();
  expect(refused.stock).toMatchObject({ braked: 12, written: 0 });

  await world.stocked({ 'LADLE-SAUNA': 0 });
  expect((await world.run()).stock).toMatchObject({ braked: 13, written: 0 });
  const open = (await world.heard()).questions.filter(({ answer }) => answer === undefined);
  expect(open).toMatchObject([{ items: ['LADLE-SAUNA'] }]);

  // A person may take a refusal back.
  await world.answered('approve');
  expect((await world.run()).stock).toMatchObject({ braked: 0, written: 13 });
  expect([...FALLING, 'LADLE-SAUNA'].map((sku) => world.level(sku))).toEqual(Array.from({ length: 13 }, () => 0));
});

test('a larger share, once it is set, lets as many through without a question', async () => {
  const { length } = (await world.heard()).asked;
  const others = inStock().slice(0, FALLING.length);
  await world.connectionIs({ brakeShare: 0.9 });
  await world.stocked(Object.fromEntries(others.map((sku) => [sku, 0])));
  expect((await world.run()).stock).toMatchObject({ written: FALLING.length, braked: 0 });
  expect(others.map((sku) => world.level(sku))).toEqual(others.map(() => 0));
  expect((await world.heard()).asked).toHaveLength(length);
});

/** SKUs that the store sells by the variant and has in stock, and that no other test of this file touches. */
function inStock(): readonly string[] {
  const products = world.control.state().stores.flatMap((store) => store.products);
  const variants = products.filter(({ tracking }) => tracking === 'variant').flatMap((product) => product.variants);
  const skus = variants.filter(({ level }) => level > 0).map(({ sku }) => sku);
  const once = skus.filter((sku) => sku !== '' && skus.filter((other) => other === sku).length === 1);
  return once.filter((sku) => !FALLING.includes(sku) && sku !== 'PAN-IRON');
}
