import { expect, test } from 'vitest';
import { awaitedInStore } from '../../../../src/domain/stock/awaited/awaited-in-store.ts';
import { StoreCatalogue, type CatalogueEntry } from '../../../../src/domain/products/store-catalogue.ts';

const entry = (variantId: number, sku: string, more: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  sku,
  name: sku,
  productId: 1,
  variantId,
  state: 'sellable',
  storeStock: 1,
  fingerprint: new Uint32Array(12),
  ...more,
});

/** One awaited SKU of variant 10, and a catalogue. */
function found(rows: readonly CatalogueEntry[], unread: Parameters<StoreCatalogue['addUnread']>[0][] = []) {
  const catalogue = new StoreCatalogue();
  for (const row of rows) catalogue.add(row);
  for (const row of unread) catalogue.addUnread(row);
  const { today, ...rest } = awaitedInStore({ FIRST: [1, 10] }, catalogue.finish());
  return { ...rest, today: [...today] };
}

const nothing = { today: [], madeAgain: {}, digital: [], missing: [] };

test.each<[string, ReturnType<typeof found>, object]>([
  ['there', found([entry(10, 'FIRST')]), { today: [[10, 'FIRST']] }],
  ['renamed', found([entry(10, 'NEW')]), { today: [[10, 'NEW']] }],
  ['without a SKU for now', found([entry(10, '', { state: 'no-sku' })]), {}],
  ['not tracked for now', found([entry(10, 'FIRST', { storeStock: null })]), { today: [[10, 'FIRST']] }],
  ['not for sale for now', found([entry(10, 'FIRST', { state: 'not-for-sale' })]), { today: [[10, 'FIRST']] }],
  ['digital now', found([entry(10, 'FIRST', { state: 'digital' })]), { digital: ['FIRST'] }],
  ['gone', found([entry(11, 'OTHER')]), { missing: ['FIRST'] }],
  ['made again', found([entry(12, 'FIRST', { productId: 2 })]), { madeAgain: { FIRST: [2, 12] } }],
  ['made again as a digital one', found([entry(12, 'FIRST', { state: 'digital' })]), { missing: ['FIRST'] }],
  ['made again twice', found([entry(12, 'FIRST'), entry(13, 'first')]), {}],
  ['a row that cannot be read', found([], [{ kind: 'variant', id: 10, field: 'sku' }]), {}],
  ['perhaps a row without a readable id', found([], [{ kind: 'variant', field: 'id' }]), {}],
])('an awaited product that is %s', (_, seen, expected) => {
  expect(seen).toEqual({ ...nothing, ...expected });
});
