import { describe, expect, test } from 'vitest';
import { holdingOf, warehouseCode, type Holding } from '../../../../src/domain/products/warehouse-code.ts';

const bought = { sku: 'OLD', productId: 1, variantId: 11 };

test.each([
  ['none', undefined, 'none'],
  ['several', 11, 'several'],
  ['one', undefined, 'unnamed'],
  ['one', 11, 'own'],
  ['one', 12, 'others'],
] as const)(
  'a code under which myOGO has %s, whose page names variant %s, is for variant 11: %s',
  (found, named, is) => {
    expect(holdingOf(found, named, 11)).toBe(is);
  },
);

describe('the warehouse’s code of what was bought as OLD', () => {
  test.each<[string, string | undefined, Record<string, Holding>, string | undefined]>([
    ['its own product, whatever the store calls it now', 'NEW', { OLD: 'own', NEW: 'unnamed' }, 'OLD'],
    ['renamed on both sides', 'NEW', { NEW: 'own' }, 'NEW'],
    ['renamed on both sides, nobody’s by name', 'NEW', { NEW: 'unnamed' }, 'NEW'],
    ['renamed in the store alone', 'NEW', { OLD: 'unnamed' }, 'OLD'],
    ['renamed, and on neither side there', 'NEW', {}, 'NEW'],
    ['not renamed, and not there', 'OLD', {}, 'OLD'],
    ['not renamed, and another variant’s by name: it was made again', 'OLD', { OLD: 'others' }, 'OLD'],
    ['swapped on both sides', 'NEW', { OLD: 'others', NEW: 'own' }, 'NEW'],
    ['swapped on both sides, nobody’s by name', 'NEW', { OLD: 'unnamed', NEW: 'unnamed' }, 'NEW'],
    ['given to a new product', 'NEW', { OLD: 'others', NEW: 'unnamed' }, 'NEW'],
    ['given to a new product, and renamed to what is another’s', 'NEW', { OLD: 'others', NEW: 'others' }, undefined],
    ['renamed to what is another’s, while its own is there', 'NEW', { OLD: 'unnamed', NEW: 'others' }, 'OLD'],
    ['renamed to a code that is there twice', 'NEW', { NEW: 'several' }, 'NEW'],
    ['there twice', 'NEW', { OLD: 'several', NEW: 'own' }, 'OLD'],
    ['deleted in the store, and there', undefined, { OLD: 'unnamed' }, 'OLD'],
    ['deleted in the store, and not there', undefined, {}, 'OLD'],
    ['deleted in the store, and another variant’s', undefined, { OLD: 'others' }, undefined],
    ['without a SKU now', '', { OLD: 'unnamed' }, 'OLD'],
  ])('%s', (_, present, held, code) => {
    expect(warehouseCode(bought, present, (of) => held[of] ?? 'none')).toBe(code);
  });

  test('is that of the line, where it is no product of the store', () => {
    expect(warehouseCode({ ...bought, variantId: 0 }, 'NEW', () => 'unnamed')).toBe('OLD');
  });
});
