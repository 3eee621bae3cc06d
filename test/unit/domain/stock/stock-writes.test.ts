import { describe, expect, test } from 'vitest';
import {
  groupsForUrl,
  planWrites,
  type ProductTracking,
  type WantedLevel,
} from '../../../../src/domain/stock/stock-writes.ts';

const row = (sku: string, productId: number, variantId: number, wanted = 5): WantedLevel => ({
  sku,
  productId,
  variantId,
  level: 1,
  wanted,
});
const products: Record<number, ProductTracking> = {
  1: { tracking: 'product', severalSkus: false },
  2: { tracking: 'variant', severalSkus: false },
  3: { tracking: 'product', severalSkus: true },
  4: { tracking: 'none', severalSkus: false },
};
const trackingOf = (id: number): ProductTracking | undefined => products[id];

describe('each level is written by the id that the store tracks it by', () => {
  test.each([
    {
      what: 'a product without options',
      rows: [row('A', 1, 11)],
      writes: [{ sku: 'A', by: 'product', id: 1, quantity: 5 }],
    },
    { what: 'a variant', rows: [row('B', 2, 21, 0)], writes: [{ sku: 'B', by: 'variant', id: 21, quantity: 0 }] },
  ])('$what', ({ rows, writes }) => {
    expect(planWrites(rows, trackingOf)).toEqual({ writes, untracked: 0, trackingMismatch: [] });
  });

  test('one number for several SKUs is written for none of them', () => {
    const plan = planWrites([row('C', 3, 31), row('D', 3, 32)], trackingOf);
    expect(plan).toMatchObject({ writes: [], trackingMismatch: ['C', 'D'] });
  });

  test('what the store does not track, or has lost meanwhile, is counted', () => {
    expect(planWrites([row('E', 4, 41), row('F', 99, 991)], trackingOf)).toMatchObject({ writes: [], untracked: 2 });
  });
});

describe('lists are cut to what a URL and a page can hold', () => {
  test.each([
    { what: 'nothing', values: [], sizes: [] },
    { what: 'a few', values: ['A', 'B'], sizes: [2] },
    { what: 'more than a page', values: Array.from({ length: 7 }, (_, n) => `S${n}`), sizes: [3, 3, 1] },
    { what: 'long ones', values: ['x'.repeat(60), 'y'.repeat(60), 'z'], sizes: [1, 2] },
    { what: 'one longer than the room', values: ['x'.repeat(200)], sizes: [1] },
    { what: 'half a character', values: ['A\ud83d', 'B'], sizes: [2] },
    { what: 'letters that grow when encoded', values: ['ä'.repeat(10), 'ä'.repeat(10)], sizes: [1, 1] },
  ])('$what', ({ values, sizes }) => {
    const groups = groupsForUrl(values, 3, 100);
    expect(groups.map((group) => group.length)).toEqual(sizes);
    expect(groups.flat()).toEqual(values);
  });
});
