import { describe, expect, test } from 'vitest';
import { foldSku, hash32, MAX_SKU_LENGTH, skuKey, skuProblem } from '../../../../src/domain/products/sku.ts';

describe('a SKU is judged exactly as it is written', () => {
  test.each([
    ['A-1', undefined],
    ['shirt 345_678.XS', undefined],
    ['Äiti-Ö', undefined],
    ['0', undefined],
    ['x'.repeat(MAX_SKU_LENGTH), undefined],
    ['', 'no-sku'],
    ['  \t', 'no-sku'],
    [' A-1', 'unusable-sku'],
    ['A-1 ', 'unusable-sku'],
    ['A/1', 'unusable-sku'],
    ['A\\1', 'unusable-sku'],
    ['A\n1', 'unusable-sku'],
    ['A\u00001', 'unusable-sku'],
    ['A\u00851', 'unusable-sku'],
    ['A\u00ad1', 'unusable-sku'],
    ['A1\u200b', 'unusable-sku'],
    ['\u202eA1', 'unusable-sku'],
    ['A\u20281', 'unusable-sku'],
    ['A1\ud83d', 'unusable-sku'],
    ['\u200b\u2060', 'no-sku'],
    ['A1😀', undefined],
    ['x'.repeat(MAX_SKU_LENGTH + 1), 'unusable-sku'],
  ])('%j → %s', (sku, state) => {
    expect(skuProblem(sku)?.state).toBe(state);
  });

  test('every problem says what to do', () => {
    for (const sku of ['', ' a', 'a/b', 'a\tb', 'x'.repeat(300)])
      expect(skuProblem(sku)?.message).toMatch(/in the store/);
  });
});

test.each([
  ['a-1', 'A-1', true],
  ['A-1', ' A-1 ', true],
  ['Äiti', 'A\u0308iti', true],
  ['A-1', 'A1', false],
  ['A 1', 'A  1', false],
  ['A 1', 'A\u00a01', true],
  ['A1', 'Ａ１', true],
  ['A1', 'A\u00ad1', true],
  ['A1', 'A1\u200b', true],
  ['straße', 'STRASSE', true],
  ['STRAẞE', 'strasse', true],
  ['ix', 'İX', true],
  ['IX', 'ıx', true],
  ['ΟΔΟΣ', 'οδος', true],
  ['οδοσ', 'οδος', true],
  ['fi', 'ﬁ', true],
  ['\u212a1', 'k1', true],
  ['é', 'e', false],
])('%j and %j count as the same to a person: %s', (left, right, same) => {
  expect(foldSku(left) === foldSku(right)).toBe(same);
});

describe('a SKU in a workflow id', () => {
  test('stands as it is up to 100 characters', () => {
    expect(skuKey('A-1')).toBe('A-1');
    expect(skuKey('x'.repeat(100))).toBe('x'.repeat(100));
  });

  test('is told apart by a digest beyond, and stays short in bytes', () => {
    const keys = ['x'.repeat(101), 'x'.repeat(102), `${'x'.repeat(100)}y`, '漢'.repeat(80), '😀'.repeat(60)].map(
      skuKey,
    );
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(new TextEncoder().encode(key).length).toBeLessThanOrEqual(100);
  });
});

test('hashes are whole, never 0, and differ by seed and by text', () => {
  const hashes = Array.from({ length: 20_000 }, (_, index) => hash32(`SKU-${index}`));
  expect(hashes.every((hash) => Number.isInteger(hash) && hash > 0 && hash <= 0xffffffff)).toBe(true);
  expect(new Set(hashes).size).toBeGreaterThan(19_995);
  expect(hash32('a', 1)).not.toBe(hash32('a', 2));
  expect(hash32('')).toBeGreaterThan(0);
});
