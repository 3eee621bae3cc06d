import { expect, it } from 'vitest';
import { AwaitedSkus } from '../../../../src/domain/stock/awaited/awaited-skus.ts';

it('a page of all holds those that know their variant, and a run with other ones in between is read to its end', () => {
  const skus = new AwaitedSkus();
  for (let n = 0; n < 3_000; n += 1) {
    const sku = `S${n}`;
    skus.add([sku], n % 2 === 0 ? { [sku]: [1, n + 1] } : {});
  }
  const pages = [0, 1_000, 2_000].map((from) => Object.keys(skus.variants({ from })).length);
  expect(pages).toEqual([1_000, 500, 0]);
});

it('a variant is known by the SKU that it was awaited by last, also where that one was known before', () => {
  const skus = new AwaitedSkus();
  skus.add(['A'], { A: [1, 10] });
  skus.add(['B'], { B: [1, 10] });
  expect(skus.variants({ variantIds: [10] })).toEqual({ B: [1, 10] });
  skus.add(['A'], { A: [1, 10] });
  expect(skus.variants({ variantIds: [10] })).toEqual({ A: [1, 10] });
  skus.remove(['A']);
  expect(skus.variants({ variantIds: [10] })).toEqual({ B: [1, 10] });
});

it('a variant that another one took the place of is found no more', () => {
  const skus = new AwaitedSkus();
  skus.add(['A'], { A: [1, 10] });
  skus.add(['A'], { A: [2, 20] });
  expect(skus.variants({ variantIds: [10] })).toEqual({});
  expect(skus.variants({ variantIds: [20] })).toEqual({ A: [2, 20] });
});
