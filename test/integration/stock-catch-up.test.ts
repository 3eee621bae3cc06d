import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { currentLevel } from '../../dev/stand-ins/store/stock-levels.ts';
import { startStockWorld, type StockWorld } from './stock-world.ts';

/** More than twenty pages of 250. */
const CHANGED = 5_050;

let world: StockWorld;

beforeAll(async () => {
  world = await startStockWorld({
    address: inject('temporalAddress'),
    sandbox: { products: CHANGED + 200 },
    settings: { brakeShare: 1 },
  });
});
afterAll(() => world.close());

/** SKUs of generated rows: the hand-made ones are doubled, shared or untracked on purpose. */
function generated(): readonly string[] {
  const { variants } = world.control.store().catalogue;
  return [...variants.values()].map(({ sku }) => sku).filter((sku) => sku.startsWith('GEN-'));
}

test('more changes than twenty pages are handed to a comparison, and none of them is lost', async () => {
  const skus = generated().slice(0, CHANGED);
  expect(skus).toHaveLength(CHANGED);
  await world.run();
  await world.caughtUp();
  const before = await world.run();
  expect(before.legs.myogoStock).toEqual({ kind: 'nothing' });

  // Cursors have whole seconds, and a quick machine does all of this in one.
  world.control.advance(2_000);
  for (const code of skus) world.control.addWarehouseProduct({ code });
  world.control.goodsIn(Object.fromEntries(skus.map((sku, place) => [sku, (place % 90) + 100])));
  const report = await world.run();
  expect(report.legs.myogoStock).toMatchObject({ kind: 'catching-up' });
  // It begins where the leg stood, so the next runs need not look back.
  expect(report.cursors.myogoStock).not.toBe(before.cursors.myogoStock);
  // What changes while it reads is news of the next run.
  world.control.advance(1_000);
  world.control.goodsIn({ [skus[7] ?? '']: 1_000 });
  const drift = await world.caughtUp();
  expect(drift).toMatchObject({ notes: [], stock: { left: 0 } });
  expect(drift.stock.repaired).toBeGreaterThanOrEqual(CHANGED - 1);

  // The overlapping window shows the many once more, and then never again.
  world.control.advance('3m');
  await world.run();
  await world.caughtUp();
  world.control.advance('3m');
  expect((await world.run()).legs.myogoStock).not.toMatchObject({ kind: 'catching-up' });
  world.control.settle();
  const store = world.control.store();
  const shown = new Map(
    [...store.catalogue.variants.values()].map((variant) => [variant.sku, currentLevel(store, variant)]),
  );
  const wrong = skus.filter((sku, place) => shown.get(sku) !== (place % 90) + 100 + (place === 7 ? 1_000 : 0));
  expect(wrong).toEqual([]);
  expect(world.defects).toEqual([]);
});
