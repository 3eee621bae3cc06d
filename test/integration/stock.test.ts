import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { startStockWorld, type StockWorld } from './stock-world.ts';

describe.each([
  { way: 'the Inventory API', inventory: true },
  { way: 'the catalogue alone', inventory: false },
])('stock by $way', ({ inventory }) => {
  let world: StockWorld;

  beforeAll(async () => {
    world = await startStockWorld({ address: inject('temporalAddress'), inventory });
    // Sets the cursors: what happened before is left to the full comparison.
    const first = await world.run();
    expect(first.note).toBeUndefined();
    expect(first.legs.myogoStock).toMatchObject({ kind: 'catching-up' });
  });
  afterAll(() => world.close());
  afterEach(() => {
    expect(world.defects).toEqual([]);
  });

  test('what myOGO has is what the store shows, by product and by variant', async () => {
    await world.stocked({ 'MUG-ENAMEL': 12, 'SHIRT-TRAIL-S-MOSS': 5, 'TARP 3X3': 4 });
    const report = await world.run();
    expect(report.legs.myogoStock).toEqual({ kind: 'done', changes: 3 });
    expect(report.stock).toMatchObject({ written: 3, refused: [], unknown: { count: 0 } });
    expect(world.level('MUG-ENAMEL')).toBe(12);
    expect(world.level('SHIRT-TRAIL-S-MOSS')).toBe(5);
    expect(world.level('TARP 3X3')).toBe(4);
  });

  test('nothing is written where nothing changed', async () => {
    const written = (): number =>
      Object.keys(world.sandbox.ledger.report().effects['store stock written'] ?? {}).length;
    const before = written();
    const report = await world.run();
    expect(report.legs.myogoStock).toEqual({ kind: 'nothing' });
    expect(written()).toBe(before);
  });

  test('zeros arrive, negatives never', async () => {
    await world.stocked({ 'KETTLE-CAMP': 0, 'SOCKS-WOOL-36-38': 0 });
    const report = await world.run();
    expect(report.stock).toMatchObject({ written: 2, awaited: 0, braked: 0 });
    expect(world.level('KETTLE-CAMP')).toBe(0);
    expect(world.level('SOCKS-WOOL-36-38')).toBe(0);
  });

  test('an open order is not sold twice, and a cancelled unpaid one gives its goods back', async () => {
    await world.stocked({ 'TOWEL-LINEN': 10 });
    const unpaid = world.control.placeOrder({ lines: [{ sku: 'TOWEL-LINEN', quantity: 3 }], statusId: 7 });
    await world.run();
    expect(world.level('TOWEL-LINEN')).toBe(7);
    world.control.changeOrder(unpaid.orderId, { status: 5 });
    await world.run();
    expect(world.level('TOWEL-LINEN')).toBe(10);
  });

  test('codes that the store does not know are listed and stop nothing', async () => {
    await world.stocked({ 'XX-00017': 0, 'NOT-IN-STORE': 0, FIRESTEEL: 3 });
    const { stock } = await world.run();
    expect(stock?.unknown).toEqual({
      count: 2,
      codes: expect.arrayContaining(['XX-00017', 'NOT-IN-STORE']) as string[],
    });
    expect(world.level('FIRESTEEL')).toBe(3);
  });

  test('several SKUs under one number, untracked goods and doubled SKUs are not written but reported', async () => {
    const before = ['BEANIE-MOSS', 'ROPE'].map((sku) => world.level(sku));
    await world.stocked({ 'BEANIE-MOSS': 2, 'BEANIE-SAND': 1, STICKERS: 9, ROPE: 4 });
    const { stock } = await world.run();
    expect(stock).toMatchObject({ written: 0, untracked: 1, trackingMismatch: { count: 2 } });
    expect(stock?.refused).toEqual([{ sku: 'ROPE', message: 'Several rows of the store carry this SKU.' }]);
    expect(['BEANIE-MOSS', 'ROPE'].map((sku) => world.level(sku))).toEqual(before);
  });

  test('a zero of a product that still awaits its first goods is kept back, all other zeros are the truth', async () => {
    const awaiting = await world.awaiting(['PAN-IRON']);
    await world.stocked({ 'PAN-IRON': 0, 'LADLE-SAUNA': 0 });
    const { stock } = await world.run();
    expect(stock).toMatchObject({ awaited: 1, written: 1 });
    expect(world.level('PAN-IRON')).toBe(47);
    expect(world.level('LADLE-SAUNA')).toBe(0);
    await awaiting.terminate();
  });
});
