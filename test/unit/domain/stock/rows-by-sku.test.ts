import { expect, test } from 'vitest';
import { RowsBySku } from '../../../../src/domain/stock/rows-by-sku.ts';

test('a SKU that several rows carry is known as such; a row that is read twice is one row', () => {
  const rows = new RowsBySku();
  const met = [
    { sku: 'A', variantId: 1 },
    { sku: 'B', variantId: 2 },
    { sku: 'A', variantId: 1 },
    { sku: 'B', variantId: 3 },
    { sku: 'a', variantId: 4 },
  ].map((row) => rows.meet(row));
  expect(met).toEqual([true, true, false, true, true]);
  expect([...rows.several]).toEqual(['B']);
  expect(['A', 'B', 'a', 'C'].map((sku) => rows.has(sku))).toEqual([true, true, true, false]);
});
