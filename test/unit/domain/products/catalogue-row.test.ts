import { describe, expect, test } from 'vitest';
import { productStates } from '../../../../src/contract/products.ts';
import { compareRow, judgeRow, refusalOf, storeStock } from '../../../../src/domain/products/catalogue-row.ts';

const product = { id: 1, name: 'Shirt', type: 'physical', inventoryTracking: 'variant', inventoryLevel: 9 };
const variant = { id: 2, productId: 1, sku: 'A-1', inventoryLevel: 4, purchasingDisabled: false, options: [] };

describe('a row by itself', () => {
  test.each([
    ['a physical product with a SKU', {}, {}, 'sellable'],
    ['a download', { type: 'digital' }, {}, 'digital'],
    ['a gift certificate', { type: 'giftcertificate' }, {}, 'digital'],
    ['a variant that cannot be bought', {}, { purchasingDisabled: true }, 'not-for-sale'],
    ['one that is kept elsewhere', {}, { sku: 'elsewhere-7' }, 'not-at-warehouse'],
    ['no SKU', {}, { sku: '' }, 'no-sku'],
    ['a SKU with a slash', {}, { sku: 'A/1' }, 'unusable-sku'],
    ['a download without SKU', { type: 'digital' }, { sku: '' }, 'digital'],
  ])('%s', (_, productPart, variantPart, state) => {
    expect(judgeRow({ ...product, ...productPart }, { ...variant, ...variantPart }, ['ELSEWHERE*'])).toBe(state);
  });
});

test.each([
  ['variant', 4],
  ['product', 9],
  ['none', null],
])('the store’s stock of a row tracked by %s is %s', (inventoryTracking, stock) => {
  expect(storeStock({ ...product, inventoryTracking }, variant)).toBe(stock);
});

test.each([
  [{ found: 'none', differs: false }, 'not-created'],
  [{ found: 'none', differs: false, formerCode: 'B' }, 'renamed'],
  [{ found: 'one', differs: false }, 'in-myogo'],
  [{ found: 'one', differs: true }, 'differs'],
  [{ found: 'several', differs: false }, 'ambiguous'],
  [{ found: 'one', differs: false, formerCode: 'B', otherVariant: 3 }, 'renamed'],
  [{ found: 'one', differs: false, otherVariant: 3 }, 'other-product'],
  [{ found: 'none', differs: false, twin: 'a-1' }, 'twin-code'],
] as const)('beside myOGO: %j → %s', (view, state) => {
  expect(compareRow(view)).toBe(state);
});

test('every state but the good three has a refusal that says what to do', () => {
  const silent = productStates.filter((state) => refusalOf(state, 'A-1') === undefined);
  expect(silent).toEqual(['not-created', 'in-myogo', 'differs']);
  expect(refusalOf('renamed', 'A-2', { formerCode: 'A-1' })).toContain('“A-1”');
  expect(refusalOf('renamed', 'A-2', { formerCode: 'A-1', soldBy: ['def456'] })).toContain('store def456');
  expect(refusalOf('twin-code', 'A-2', { twin: 'a-2' })).toContain('“a-2”');
  expect(refusalOf('unusable-sku', 'A/1')).toContain('/');
});
