import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { startStockWorld, type StockWorld } from './stock-world.ts';

const LATE_MS = 4_000;
const SETTLE_MS = 8_000;

let world: StockWorld;

beforeAll(async () => {
  world = await startStockWorld({ address: inject('temporalAddress'), settings: { brakeShare: 1 } });
  await world.run();
  await world.caughtUp();
  Object.assign(world.dependencies, { settleMs: SETTLE_MS });
});
afterAll(() => world.close());
afterEach(() => {
  expect(world.defects).toEqual([]);
});

/** The next write of a level is cut off, and takes effect some seconds later. */
function lands(lateMs: number): void {
  world.control.faults({ rate: 1, kinds: ['late-effect'], side: 'store', paths: ['PUT *'], lateMs, count: 1 });
}

test('a level whose answer was lost, and that lands over a newer one, is seen by the next run', async () => {
  await world.stocked({ 'MUG-ENAMEL': 12 });
  lands(LATE_MS);
  await world.run();
  expect(world.level('MUG-ENAMEL')).toBe(12);
  world.control.goodsIn({ 'MUG-ENAMEL': -3 });
  await world.run();
  expect(world.level('MUG-ENAMEL')).toBe(9);
  await setTimeout(LATE_MS);
  expect(world.level('MUG-ENAMEL')).toBe(12);
  world.control.advance(5_000);
  await world.run();
  expect(world.level('MUG-ENAMEL')).toBe(9);
  // Then nothing is on its way any more, and the catalogue is asked for as rarely as before.
  await setTimeout(SETTLE_MS - LATE_MS);
  const asked = () => world.control.ledger().requests.store['GET /v3/catalog/products'] ?? 0;
  await world.run();
  const before = asked();
  await world.run();
  expect(asked()).toBe(before);
});
