import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { sample } from '../support/sample.ts';
import { startStockWorld, type StockWorld } from './stock-world.ts';

let world: StockWorld;
const ODD = 'SOAP-LAVENDER';
const OTHER = 'PAN-IRON';
const goods = { [ODD]: 10, [OTHER]: 10 };

beforeAll(async () => {
  world = await startStockWorld({ address: inject('temporalAddress'), settings: { brakeShare: 1 } });
  await world.run();
  await world.caughtUp();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.control.oddRows();
  await world.stocked(goods);
  await world.run();
});
afterEach(() => {
  world.control.oddRows();
  expect(world.defects).toEqual([]);
});

const levels = () => [world.level(ODD), world.level(OTHER)];

describe('a level of the warehouse', () => {
  const path = '/Stock';

  test.each<[string, object]>(
    sample<[string, object]>(
      [
        ['a fraction', { set: { stockAvailable: 1.5 } }],
        ['an empty text', { set: { stockAvailable: '' } }],
        ['null', { set: { stockAvailable: null } }],
        ['a word', { set: { stockAvailable: 'many' } }],
        ['a list', { set: { stockAvailable: [] } }],
        ['yes', { set: { stockAvailable: true } }],
        ['more than a number can hold', { set: { stockAvailable: 1e21 } }],
        ['absent', { drop: ['stockAvailable'] }],
      ],
      1,
    ),
  )('that is %s stops no other, is named, and is written once it can be read', async (_, odd) => {
    const before = levels();
    world.control.oddRows({ side: 'warehouse', path, where: { productCode: ODD }, ...odd });
    await world.stocked(goods);
    const report = await world.run();
    expect(levels()).toEqual([before[0], (before[1] ?? 0) + 10]);
    const row = expect.objectContaining({ sku: ODD, reason: 'unreadable' });
    expect(report.due?.rows).toContainEqual(row);
    expect(report.stock?.odd?.rows).toContainEqual({
      kind: 'stock',
      id: ODD,
      field: 'stockAvailable',
      expected: 'number',
    });
    expect(report.stock?.left).toBe(1);
    const drift = await world.reconcile();
    expect(drift.levels?.due.rows).toContainEqual(row);
    expect(drift.stock.left).toBe(1);
    expect(levels()[0]).toBe(before[0]);
    world.control.oddRows();
    await world.reconcile();
    expect(levels()[0]).toBe((before[0] ?? 0) + 10);
  });

  test.each<[string, unknown, number]>(
    sample<[string, unknown, number]>(
      [
        ['below zero', -3, 0],
        ['a text of digits', '7', 7],
        ['more than the store keeps', 9_000_000_000, 2_147_483_647],
      ],
      1,
    ),
  )('that is %s is what it says, within what the store keeps', async (_, stockAvailable, level) => {
    world.control.oddRows({ side: 'warehouse', path, where: { productCode: ODD }, set: { stockAvailable } });
    await world.stocked(goods);
    const report = await world.run();
    expect(world.level(ODD)).toBe(level);
    expect(report.stock?.odd).toBeUndefined();
  });

  test.each<[string, object]>(
    sample<[string, object]>(
      [
        ['null', { set: { productCode: null } }],
        ['empty', { set: { productCode: '' } }],
        ['absent', { drop: ['productCode'] }],
        ['a list', { set: { productCode: [ODD] } }],
      ],
      1,
    ),
  )('whose code is %s stops no other, writes nothing, and is reported', async (_, odd) => {
    const before = levels();
    world.control.oddRows({ side: 'warehouse', path, where: { productCode: ODD }, ...odd });
    await world.stocked(goods);
    const report = await world.run();
    expect(levels()).toEqual([before[0], (before[1] ?? 0) + 10]);
    expect(report.stock?.odd?.rows).toContainEqual(expect.objectContaining({ kind: 'stock' }));
    const drift = await world.reconcile();
    expect(drift.levels?.odd?.rows).toContainEqual(expect.objectContaining({ kind: 'stock' }));
    expect(levels()[0]).toBe(before[0]);
    world.control.oddRows();
    await world.reconcile();
    expect(levels()[0]).toBe((before[0] ?? 0) + 10);
  });

  test.each<[string, object]>(
    sample<[string, object]>(
      [
        ['named', { set: { stockAvailable: 'many' } }],
        ['nameless', { drop: ['productCode'] }],
      ],
      1,
    ),
  )('is heard of although nothing else has changed: %s', async (_, odd) => {
    world.control.oddRows({ side: 'warehouse', path, where: { productCode: ODD }, ...odd });
    await world.stocked({ [ODD]: 10 });
    const report = await world.run();
    expect(report.stock?.odd?.rows).toContainEqual(expect.objectContaining({ kind: 'stock' }));
  });

  test('that comes twice with two values is asked about, never guessed; with one value it is that', async () => {
    const before = levels();
    world.control.oddRows({ side: 'warehouse', path, where: { productCode: ODD }, twin: { stockAvailable: 1 } });
    await world.stocked(goods);
    const report = await world.run();
    expect(levels()).toEqual([before[0], (before[1] ?? 0) + 10]);
    const row = expect.objectContaining({
      sku: ODD,
      reason: 'several-rows',
      message: expect.stringContaining('myOGO'),
    });
    expect(report.due?.rows).toContainEqual(row);
    const drift = await world.reconcile();
    expect(drift.levels?.due.rows).toContainEqual(row);
    expect(levels()[0]).toBe(before[0]);
    world.control.oddRows({ side: 'warehouse', path, where: { productCode: ODD }, twin: {} });
    await world.reconcile();
    expect(levels()[0]).toBe((before[0] ?? 0) + 10);
  });
});

describe('a row of the store’s inventory', () => {
  const path = '/v3/inventory/items';
  const onHand = 'locations.0.total_inventory_onhand';

  test.each<[string, object]>(
    sample<[string, object]>(
      [
        ['whose level is a fraction', { set: { [onHand]: 1.5 } }],
        ['whose level is below zero', { set: { [onHand]: -4 } }],
        ['whose level is empty', { set: { [onHand]: '' } }],
        ['whose level is null', { set: { [onHand]: null } }],
        ['whose level is a word', { set: { [onHand]: 'many' } }],
        ['whose level is more than a number can hold', { set: { [onHand]: 1e21 } }],
        ['without places', { set: { locations: null } }],
        ['with a word for its places', { set: { locations: 'here' } }],
        ['without a SKU', { drop: ['identity.sku'] }],
        ['whose SKU is null', { set: { 'identity.sku': null } }],
        ['whose SKU is a list', { set: { 'identity.sku': [] } }],
        ['without an identity', { drop: ['identity'] }],
        ['that is no row', { set: { '': {} } }],
      ],
      1,
    ),
  )('%s is written by what the catalogue says, and stops no other', async (_, odd) => {
    const before = levels();
    world.control.oddRows({ side: 'store', path, where: { 'identity.sku': ODD }, ...odd });
    await world.stocked(goods);
    const report = await world.run();
    expect(report.legs.myogoStock).toMatchObject({ kind: 'done' });
    expect(levels()).toEqual(before.map((level = 0) => level + 10));
    await world.stocked(goods);
    await world.reconcile();
    expect(levels()).toEqual(before.map((level = 0) => level + 20));
  });

  test('that bears the SKU of another one is asked about, never guessed', async () => {
    const before = levels();
    world.control.oddRows({
      side: 'store',
      path,
      where: { 'identity.sku': ODD },
      twin: { 'identity.variant_id': 999_999, 'identity.product_id': 999_999 },
    });
    await world.stocked(goods);
    const report = await world.run();
    expect(levels()).toEqual([before[0], (before[1] ?? 0) + 10]);
    expect(report.due?.rows).toContainEqual(expect.objectContaining({ sku: ODD, reason: 'several-rows' }));
    const drift = await world.reconcile();
    expect(drift.levels?.due.rows).toContainEqual(expect.objectContaining({ sku: ODD, reason: 'several-rows' }));
  });
});

describe('a row of the store’s catalogue, where nothing but it may be read,', () => {
  let guided: StockWorld;
  beforeAll(async () => {
    guided = await startStockWorld({
      address: inject('temporalAddress'),
      inventory: false,
      settings: { brakeShare: 1 },
    });
    await guided.run();
    await guided.caughtUp();
  });
  beforeEach(async () => {
    guided.control.oddRows();
    await guided.stocked(goods);
    await guided.run();
    await guided.reconcile();
  });
  afterAll(() => guided.close());

  const variants = '/v3/catalog/variants';
  const products = '/v3/catalog/products';

  test.each<[string, string, object]>(
    sample<[string, string, object]>(
      [
        ['whose variant’s id is a word', variants, { set: { id: 'a' } }],
        ['whose variant’s product is a list', variants, { set: { product_id: [] } }],
        ['whose variant’s SKU is a list', variants, { set: { sku: [] } }],
        ['whose variant is no row', variants, { set: { '': 5 } }],
        ['whose tracking is a list', products, { set: { inventory_tracking: [] } }],
        ['whose tracking is a word that nobody knows', products, { set: { inventory_tracking: 'by hand' } }],
        ['whose product’s id is a word', products, { set: { id: 'a' } }],
      ],
      1,
    ),
  )('%s is named, is not taken for absent, and stops no other', async (_, path, odd) => {
    const before = [guided.level(ODD), guided.level(OTHER)];
    guided.control.oddRows({ side: 'store', path, where: whereOf(path), ...odd });
    await guided.stocked(goods);
    const report = await guided.run();
    expect([guided.level(ODD), guided.level(OTHER)]).toEqual([before[0], (before[1] ?? 0) + 10]);
    const due = expect.objectContaining({ sku: ODD, reason: 'unreadable' });
    expect(report.due?.rows).toContainEqual(due);
    const drift = await guided.reconcile();
    expect(drift.levels?.due.rows).toContainEqual(due);
    expect(drift.stock.left).toBeGreaterThan(0);
    guided.control.oddRows();
    await guided.reconcile();
    expect(guided.level(ODD)).toBe((before[0] ?? 0) + 10);
    expect(guided.defects).toEqual([]);
  });

  test('whose level is a word is written all the same, and named', async () => {
    const before = [guided.level(ODD), guided.level(OTHER)];
    guided.control.oddRows({ side: 'store', path: variants, where: { sku: ODD }, set: { inventory_level: 'many' } });
    await guided.stocked(goods);
    const report = await guided.run();
    expect([guided.level(ODD), guided.level(OTHER)]).toEqual(before.map((level = 0) => level + 10));
    const row = expect.objectContaining({ kind: 'variant', sku: ODD, field: 'inventory_level', expected: 'number' });
    expect(report.stock?.odd?.rows).toContainEqual(row);
  });

  /** By id, because a list of a few fields has no SKU. */
  function whereOf(path: string): Record<string, unknown> {
    if (path === variants) return { sku: ODD };
    const product = guided.control
      .state()
      .stores[0]?.products.find((one) => one.variants.some(({ sku }) => sku === ODD));
    return { id: product?.productId };
  }
});
