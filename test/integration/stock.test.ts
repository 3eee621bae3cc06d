import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { orderReference } from '../../src/contract/ids.ts';
import { isLong } from '../support/sample.ts';
import { finish } from './stock-workflows.ts';
import { startStockWorld, type StockWorld } from './stock-world.ts';

describe.each([
  { way: 'the Inventory API', inventory: true },
  { way: 'the catalogue alone', inventory: false },
])('stock by $way', ({ inventory }) => {
  let world: StockWorld;
  /** What does not depend on the way: by one of them in every run, by both in the long one. */
  const byOneWay = test.runIf(inventory || isLong);

  beforeAll(async () => {
    world = await startStockWorld({ address: inject('temporalAddress'), inventory });
    // Sets the cursors: what happened before is left to the full comparison.
    const first = await world.run();
    expect(first.note).toBeUndefined();
    expect(first.legs.myogoStock).toMatchObject({ kind: 'catching-up' });
    await world.caughtUp();
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

  byOneWay('nothing is written where nothing changed', async () => {
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
    // More is ordered than the warehouse has.
    await world.stocked({ 'SOCKS-WOOL-39-41': 2 });
    world.control.placeOrder({ lines: [{ sku: 'SOCKS-WOOL-39-41', quantity: 5 }], statusId: 7 });
    await world.run();
    expect(world.level('SOCKS-WOOL-39-41')).toBe(0);
    const written = world.sandbox.ledger.since(0).filter(({ name }) => name === 'store stock written');
    expect(Math.min(...written.map(({ detail }) => Number(detail?.['level'])))).toBe(0);
  });

  byOneWay('an open order is not sold twice, and a cancelled unpaid one gives its goods back', async () => {
    await world.stocked({ 'TOWEL-LINEN': 10 });
    const unpaid = world.control.placeOrder({ lines: [{ sku: 'TOWEL-LINEN', quantity: 3 }], statusId: 7 });
    await world.run();
    expect(world.level('TOWEL-LINEN')).toBe(7);
    world.control.changeOrder(unpaid.orderId, { status: 5 });
    await world.run();
    expect(world.level('TOWEL-LINEN')).toBe(10);
  });

  byOneWay('codes that the store does not know are listed and stop nothing', async () => {
    await world.stocked({ 'XX-00017': 0, 'NOT-IN-STORE': 0, FIRESTEEL: 3 });
    const { stock } = await world.run();
    expect(stock?.unknown).toEqual({
      count: 2,
      codes: expect.arrayContaining(['XX-00017', 'NOT-IN-STORE']) as string[],
    });
    expect(world.level('FIRESTEEL')).toBe(3);
  });

  byOneWay('several SKUs under one number, untracked goods and doubled SKUs are not written but reported', async () => {
    const before = ['BEANIE-MOSS', 'ROPE'].map((sku) => world.level(sku));
    await world.stocked({ 'BEANIE-MOSS': 2, 'BEANIE-SAND': 1, STICKERS: 9, ROPE: 4 });
    const { stock } = await world.run();
    expect(stock).toMatchObject({ written: 0, untracked: 1, trackingMismatch: { count: 2 } });
    expect(stock?.refused).toEqual([{ sku: 'ROPE', message: 'Several rows of the store carry this SKU.' }]);
    expect(['BEANIE-MOSS', 'ROPE'].map((sku) => world.level(sku))).toEqual(before);
  });

  byOneWay(
    'a zero of a product that still awaits its first goods is kept back, all other zeros are the truth',
    async () => {
      const awaiting = await world.awaiting(['PAN-IRON']);
      await world.stocked({ 'PAN-IRON': 0, 'LADLE-SAUNA': 0 });
      const { stock } = await world.run();
      expect(stock).toMatchObject({ awaited: 1, written: 1 });
      expect(world.level('PAN-IRON')).toBe(47);
      expect(world.level('LADLE-SAUNA')).toBe(0);
      await awaiting.signal(finish);
      await awaiting.result();
    },
  );

  byOneWay.each(['order_placed', 'order_completed_or_shipped'] as const)(
    'available 10 with 3 open shows 7, whether the store deducts at once or later (%s)',
    async (updateStockBehavior) => {
      world.control.settings({ updateStockBehavior });
      const sku = updateStockBehavior === 'order_placed' ? 'THERMOS-05' : 'SOAP-LAVENDER';
      await world.stocked({ [sku]: 10 });
      await world.run();
      expect(world.level(sku)).toBe(10);
      const { orderId } = world.control.placeOrder({ lines: [{ sku, quantity: 3 }] });
      await world.run();
      expect(world.level(sku)).toBe(7);
      // Handed over: myOGO keeps the pieces back now, so the store's level stays.
      const reference = orderReference(world.storeHash, orderId);
      await world.handOver(reference, sku, 3);
      world.control.changeOrder(orderId, { status: 9 });
      await world.run();
      expect(world.level(sku)).toBe(7);
      // Shipped: a store that deducts only now would show 4 until it is written again.
      world.control.advance(1_000);
      world.control.warehouse(reference, { status: 'Shipped', tracking: 'JJFI7' });
      world.control.changeOrder(orderId, { status: 2 });
      await world.run();
      expect(world.level(sku)).toBe(7);
      world.control.settings({ updateStockBehavior: 'order_placed' });
    },
  );

  byOneWay('orders placed while a run goes on are not given back to the store', async () => {
    await world.stocked({ 'SHOES-TRAIL-42': 20, 'SHOES-TRAIL-44': 20 });
    await world.run();
    await world.stocked({ 'SHOES-TRAIL-42': 5 });
    // Shoppers buy just as the levels are on their way into the store.
    const { ledger } = world.sandbox;
    const seen = ledger.seq;
    const burst = new Promise<void>((resolve) => {
      const onEffect = (effect: { name: string; seq: number }): void => {
        if (effect.name !== 'store stock written' || effect.seq <= seen) return;
        ledger.events.off('effect', onEffect);
        for (let n = 0; n < 4; n += 1) world.control.placeOrder({ lines: [{ sku: 'SHOES-TRAIL-42' }] });
        world.control.placeOrder({ lines: [{ sku: 'SHOES-TRAIL-44', quantity: 2 }] });
        resolve();
      };
      ledger.events.on('effect', onEffect);
    });
    await Promise.all([world.run(), burst]);
    await world.run();
    expect(world.level('SHOES-TRAIL-42')).toBe(21);
    expect(world.level('SHOES-TRAIL-44')).toBe(18);
  });

  test('a write whose answer was lost is repeated without harm', async () => {
    await world.stocked({ 'GLOVES-S': 3, 'GLOVES-M': 4 });
    world.control.faults({ rate: 1, kinds: ['reset-after'], paths: ['PUT /'], count: 1 });
    const { stock } = await world.run();
    world.control.faults();
    expect(stock?.refused.map(({ sku }) => sku).filter((sku) => sku.startsWith('GLOVES'))).toEqual([]);
    expect([world.level('GLOVES-S'), world.level('GLOVES-M')]).toEqual([3, 4]);
  });
});
