import { describe, expect, test } from 'vitest';
import type { StoreHash } from '../../../src/contract/ids.ts';
import { fingerprintOf } from '../../../src/domain/products/product-difference.ts';
import { compareRow } from '../../../src/domain/products/catalogue-row.ts';
import { StoreCatalogue, type CatalogueEntry } from '../../../src/domain/products/store-catalogue.ts';
import { TextColumn } from '../../../src/domain/shared/text-column.ts';
import { WarehouseCatalogue, type Surroundings } from '../../../src/domain/products/warehouse-catalogue.ts';

const entry = (variantId: number, sku: string, part: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  sku,
  name: `Name ${sku}`,
  productId: variantId * 10,
  variantId,
  state: 'sellable',
  storeStock: 3,
  fingerprint: fingerprintOf({ name: sku }),
  ...part,
});
const catalogue = (...entries: CatalogueEntry[]) => {
  const made = new StoreCatalogue();
  for (const one of entries) made.add(one);
  return made.finish();
};

test('texts come back from their bytes', () => {
  const column = new TextColumn();
  const texts = ['', 'A-1', 'äöå', '漢字', '😀', 'x'.repeat(9_000), ...Array.from({ length: 500 }, (_, n) => `S${n}`)];
  for (const text of texts) column.add(text);
  expect(texts.map((_, at) => column.at(at))).toEqual(texts);
  expect(column.at(texts.length)).toBe('');
});

describe('the store’s rows', () => {
  test('stand by variant id, whatever their order in the answers, and each variant once', () => {
    const made = catalogue(entry(5, 'E'), entry(2, 'B'), entry(5, 'E'), entry(9, 'I', { storeStock: null }));
    expect(made.size).toBe(3);
    expect([0, 1, 2].map((at) => made.at(at).sku)).toEqual(['B', 'E', 'I']);
    expect(made.at(1)).toEqual(entry(5, 'E'));
    expect(made.at(2).storeStock).toBeNull();
    expect(made.find('E')).toMatchObject({ variantId: 5, state: 'sellable' });
    expect([made.hasVariant(5), made.hasVariant(6)]).toEqual([true, false]);
  });

  test.each(['digital', 'not-for-sale'] as const)(
    'that are %s are found as such, and are nobody’s duplicate',
    (state) => {
      const made = catalogue(entry(1, 'A', { state }), entry(2, 'a'));
      expect(made.find('A')).toBeUndefined();
      expect(made.findLeftOut('A')).toMatchObject({ variantId: 1, state });
      expect(made.findLeftOut('a')).toBeUndefined();
      expect(made.find('a')).toMatchObject({ variantId: 2, state: 'sellable' });
    },
  );

  test.each([
    [0, 0],
    [2, 1],
    [3, 1],
    [9, 3],
    [99, 3],
  ])('a walk goes on after variant %i at position %i', (variantId, position) => {
    expect(catalogue(entry(2, 'B'), entry(5, 'E'), entry(9, 'I')).positionAfter(variantId)).toBe(position);
  });

  test('the same SKU makes all its rows duplicates, case and surrounding space not counting', () => {
    const made = catalogue(
      entry(1, 'A'),
      entry(2, 'a'),
      entry(3, 'A ', { state: 'unusable-sku' }),
      entry(4, 'B'),
      entry(5, 'B', { state: 'digital' }),
      entry(6, '', { state: 'no-sku' }),
      entry(7, '', { state: 'no-sku' }),
    );
    const states = Array.from({ length: made.size }, (_, at) => made.at(at).state);
    expect(states).toEqual([
      'duplicate-sku',
      'duplicate-sku',
      'unusable-sku',
      'sellable',
      'digital',
      'no-sku',
      'no-sku',
    ]);
    expect(made.find('A')).toBe('several');
    expect(made.find('B')).toMatchObject({ variantId: 4 });
    expect(made.find('b')).toBeUndefined();
  });

  test('a variant that could not be read is not gone; where not even its id could, none is', () => {
    const made = catalogue(entry(1, 'A'));
    made.addUnread({ kind: 'variant', id: 7, sku: 'SEVEN', field: 'price' });
    expect([1, 7, 8].map((id) => made.hasVariant(id))).toEqual([true, true, false]);
    made.addUnread({ kind: 'variant', field: 'id' });
    expect(made.hasVariant(8)).toBe(true);
    expect([made.unreadOf('SEVEN')?.id, made.unreadOf('EIGHT')?.field]).toEqual([7, 'id']);
  });

  test('thousands of rows grow without loss', () => {
    const made = catalogue(...Array.from({ length: 3_000 }, (_, n) => entry(3_000 - n, `S${n}`)));
    expect(made.size).toBe(3_000);
    expect(made.at(0)).toEqual(entry(1, 'S2999'));
    expect(made.at(2_999)).toEqual(entry(3_000, 'S0'));
  });
});

describe('myOGO’s products', () => {
  const hash = 'abc123' as StoreHash;
  const url = (variantId: number) => `https://store-abc123.mybigcommerce.com/x/#v${variantId}`;
  const held = (code: string, id: string, part: object = {}) => ({ code, id, name: code, stock: 0, ...part });
  /** The store still has these variants; the stores named are no integrations of the merchant any more. */
  const beside = (variants: readonly number[] = [], gone: readonly string[] = []): Surroundings => ({
    hasVariant: (id) => variants.includes(id),
    isLive: (store) => !gone.includes(store),
  });

  test('are found by exact code, with their stock', () => {
    const index = new WarehouseCatalogue(hash);
    index.add(held('A', '1', { stock: 5, stockAvailable: 4 }));
    expect(index.stock('A')).toEqual({ stock: 5, available: 4 });
    expect(index.stock('a')).toBeUndefined();
    expect(index.view(entry(1, 'A'), beside()).differs).toBe(false);
    expect(index.view(entry(1, 'A', { fingerprint: fingerprintOf({ name: 'B' }) }), beside()).differs).toBe(true);
  });

  test('two of one code are several; one that is listed twice is not', () => {
    const index = new WarehouseCatalogue(hash);
    index.add(held('A', '1'));
    index.add(held('A', '1', { stock: 2 }));
    expect(index.found('A')).toBe('one');
    expect(index.stock('A')?.stock).toBe(2);
    index.add(held('A', '2'));
    expect(index.found('A')).toBe('several');
    index.replace('A', [held('A', '1')]);
    expect(index.found('A')).toBe('one');
    index.replace('A', []);
    expect(index.found('A')).toBe('none');
    index.add(held('B', '3', { stock: 7 }));
    expect(index.stock('B')?.stock).toBe(7);
  });

  test('a variant whose code changed is told from a new one, whoever bears its old SKU now', () => {
    const index = new WarehouseCatalogue(hash);
    index.add(held('OLD', '1', { infoUrl: url(1) }));
    const renamed = { found: 'none', differs: false, formerCode: 'OLD', soldBy: [] };
    expect(index.view(entry(1, 'NEW'), beside([1]))).toEqual(renamed);
    expect(index.view(entry(2, 'NEW'), beside([1, 2]))).toEqual({ found: 'none', differs: false });
  });

  test('SKUs that were swapped are both asked about', () => {
    const index = new WarehouseCatalogue(hash);
    index.add(held('A', '1', { infoUrl: url(1) }));
    index.add(held('B', '2', { infoUrl: url(2) }));
    expect(compareRow(index.view(entry(1, 'B'), beside([1, 2])))).toBe('renamed');
    expect(compareRow(index.view(entry(2, 'A'), beside([1, 2])))).toBe('renamed');
  });

  test('a SKU that another variant gave away is that variant’s still, until the variant is gone', () => {
    const index = new WarehouseCatalogue(hash);
    index.add(held('A', '1', { infoUrl: url(1) }));
    expect(index.view(entry(9, 'A'), beside([1, 9]))).toMatchObject({ otherVariant: 1 });
    const again = entry(9, 'A', { fingerprint: fingerprintOf({ name: 'A', infoUrl: url(9) }) });
    expect(index.view(again, beside([9]))).toEqual({ found: 'one', differs: true });
    // A person has taken the page out: then the code is whoever's SKU it is.
    index.replace('A', [held('A', '1')]);
    expect(compareRow(index.view(again, beside([1, 9])))).toBe('differs');
  });

  test.each([
    ['abc', 'ABC'],
    ['Ma\u0308rz', 'M\u00e4rz'],
  ])('a code that a person cannot tell from the SKU is a twin and no second product: %j, %j', (code, sku) => {
    const index = new WarehouseCatalogue(hash);
    index.add(held(code, '1'));
    expect(compareRow(index.view(entry(1, sku), beside()))).toBe('twin-code');
    index.add(held(sku, '2'));
    expect(index.view(entry(1, sku), beside())).toMatchObject({ found: 'one' });
  });

  test('another store’s product is told by that store; this one is only named, and takes over when that one is gone', () => {
    const index = new WarehouseCatalogue(hash);
    const other = 'https://store-def456.mybigcommerce.com/y/#v5';
    index.add(held('A', '1', { infoUrl: other }));
    expect(index.view(entry(1, 'A'), beside([1]))).toEqual({ found: 'one', differs: true });
    index.replace('A', [held('A', '1', { infoUrl: `${other},abc123.v1` })]);
    expect(index.view(entry(1, 'A', { fingerprint: fingerprintOf({ name: 'Z' }) }), beside([1])).differs).toBe(false);
    expect(index.view(entry(1, 'A'), beside([1], ['def456'])).differs).toBe(true);
    expect(index.view(entry(1, 'NEW'), beside([1]))).toMatchObject({ formerCode: 'A', soldBy: ['def456'] });
    expect(index.tellers()).toEqual(['def456']);
  });

  test('a code that went away and came back is found, and thousands are', () => {
    const index = new WarehouseCatalogue(hash);
    for (let n = 1; n <= 5_000; n += 1) index.add(held(`C${n}`, String(n), { infoUrl: url(n) }));
    index.replace('C7', []);
    expect([index.size, index.found('C7')]).toEqual([4_999, 'none']);
    expect(index.view(entry(7, 'X'), beside()).formerCode).toBeUndefined();
    index.replace('C7', [held('C7', '7', { infoUrl: url(7) })]);
    expect(index.view(entry(7, 'X'), beside()).formerCode).toBe('C7');
    expect([...index.variants()]).toHaveLength(5_000);
  });
});
