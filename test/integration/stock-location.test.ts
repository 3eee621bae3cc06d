import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { finish } from './stock-workflows.ts';
import { startStockWorld, type StockWorld } from './stock-world.ts';

let world: StockWorld;

beforeAll(async () => {
  world = await startStockWorld({ address: inject('temporalAddress'), settings: { brakeShare: 1 } });
  await world.run();
  await world.caughtUp();
});
afterAll(() => world.close());
afterEach(() => {
  expect(world.defects).toEqual([]);
});

function levelsOf(sku: string): Record<string, number> {
  world.control.settle();
  const variants = world.control.state().stores[0]?.products.flatMap((product) => product.variants) ?? [];
  return variants.find((variant) => variant.sku === sku)?.levels ?? {};
}

test('stock that moves to another location is not shown at the place before, too', async () => {
  await world.stocked({ 'MUG-ENAMEL': 12, 'SHIRT-TRAIL-S-MOSS': 5 });
  await world.run();
  expect(levelsOf('MUG-ENAMEL')).toMatchObject({ 1: 12 });
  const elsewhere = levelsOf('GLOVES-S');
  const other = world.control.addLocation({ storeHash: world.storeHash, label: 'The shop in town' });
  await world.connectionIs({ brakeShare: 1, locationId: other.id });
  await world.run();
  await world.caughtUp();
  await world.run();
  expect(levelsOf('MUG-ENAMEL')).toMatchObject({ 1: 0, [other.id]: 12 });
  expect(levelsOf('SHIRT-TRAIL-S-MOSS')).toMatchObject({ 1: 0, [other.id]: 5 });
  // What myOGO does not know is not ours to take away.
  expect(levelsOf('GLOVES-S')[1]).toBe(elsewhere[1]);
  expect((await world.run()).leftLocations).toBeUndefined();
});

test('what the merchant keeps elsewhere is counted by the merchant, also at the place before', async () => {
  const settings = { brakeShare: 1, notAtWarehouse: ['KETTLE-CAMP', 'FIRESTEEL'] };
  await world.connectionIs(settings);
  await world.stocked({ 'KETTLE-CAMP': 9, FIRESTEEL: 9, 'TOWEL-LINEN': 3 });
  await world.run();
  await world.caughtUp();
  const other = world.control.addLocation({ storeHash: world.storeHash, label: 'The shop on the hill' });
  const products = world.control.state().stores.flatMap((store) => store.products);
  const firesteel = products.find(({ variants }) => variants.some(({ sku }) => sku === 'FIRESTEEL'));
  const counted = [
    { location_id: 1, product_id: firesteel?.productId, quantity: 4 },
    { location_id: other.id, product_id: firesteel?.productId, quantity: 2 },
  ];
  await world.inStore('PUT', '/v3/inventory/adjustments/absolute', { reason: 'by hand', items: counted });
  const before = levelsOf('KETTLE-CAMP');
  await world.connectionIs({ ...settings, locationId: other.id });
  await world.run();
  await world.caughtUp();
  const { leftLocations } = await world.run();
  expect(levelsOf('FIRESTEEL')).toMatchObject({ 1: 4, [other.id]: 2 });
  expect(levelsOf('KETTLE-CAMP')).toEqual(before);
  expect(levelsOf('TOWEL-LINEN')).toMatchObject({ 1: 0 });
  expect(leftLocations).toBeUndefined();
});

test('a location that the store does not have costs one request, and the report says what to do', async () => {
  await world.connectionIs({ brakeShare: 1, locationId: 777 });
  await world.run();
  const drift = await world.caughtUp();
  expect(drift.notes.join()).toContain('change the setting locationId');
  const writes = (): number =>
    Object.entries(world.sandbox.ledger.report().requests.store)
      .filter(([route]) => route.includes('adjustments'))
      .reduce((sum, [, count]) => sum + count, 0);
  const before = writes();
  await world.stocked({ 'MUG-ENAMEL': 1, 'SHIRT-TRAIL-S-MOSS': 1, FIRESTEEL: 1 });
  const { legs } = await world.run();
  expect(legs.myogoStock).toMatchObject({ kind: 'failed' });
  expect(writes() - before).toBeLessThanOrEqual(1);
});

test('goods that came and were sold out before anybody looked for them show zero', async () => {
  await world.connectionIs({ brakeShare: 1 });
  await world.run();
  await world.caughtUp();
  const awaiting = await world.awaiting(['PAN-IRON']);
  await world.stocked({ 'PAN-IRON': 2 });
  await world.run();
  expect(world.level('PAN-IRON')).toBe(2);
  await world.handOver('elsewhere-1', 'PAN-IRON', 2);
  await world.run();
  expect(world.level('PAN-IRON')).toBe(0);
  await awaiting.signal(finish);
  await awaiting.result();
});

test('levels that cannot be taken away yet are tried again after longer and longer', async () => {
  await world.connectionIs({ brakeShare: 1 });
  await world.run();
  await world.caughtUp();
  const other = world.control.addLocation({ storeHash: world.storeHash, label: 'The shop by the lake' });
  await world.connectionIs({ brakeShare: 1, locationId: other.id });
  await world.run();
  await world.caughtUp();
  // A row of the store cannot be read: it may be one of those.
  world.control.oddRows({ side: 'store', path: '/inventory/items', set: { identity: null } });
  const pauses = [];
  for (let n = 0; n < 7; n += 1) pauses.push((await world.run()).leftPause);
  expect(pauses).toEqual([
    { tries: 1, wait: 1 },
    { tries: 2, wait: 2 },
    { tries: 2, wait: 1 },
    { tries: 3, wait: 4 },
    { tries: 3, wait: 3 },
    { tries: 3, wait: 2 },
    { tries: 3, wait: 1 },
  ]);
  world.control.oddRows();
  expect(await world.run()).not.toHaveProperty('leftPause');
});
