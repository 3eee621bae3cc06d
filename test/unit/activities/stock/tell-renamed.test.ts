import { describe, expect, it } from 'vitest';
import { tellRenamed } from '../../../../src/activities/stock/awaited/awaited-variants.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { AwaitGoods } from '../../../../src/contract/products.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one

/** What the store's run is told, in turn. */
async function told(awaited: readonly string[], dropped: readonly string[]): Promise<readonly AwaitGoods[]> {
  const signals: AwaitGoods[] = [];
  const getHandle = () => ({ signal: (_: unknown, goods: AwaitGoods) => Promise.resolve(signals.push(goods)) });
  const temporal = { workflow: { getHandle } } as unknown as Dependencies['temporal']; // signals are all that is asked of it
  const variants = Object.fromEntries(awaited.map((sku, at) => [sku, [1, at] as const]));
  await tellRenamed({ temporal }, storeHash, { awaited, variants, dropped });
  return signals;
}

const skus = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n}`);

describe('products that have other SKUs now', () => {
  it('are awaited by the new ones and no more by the old ones in one message', async () => {
    const variants = { NEW: [1, 0] };
    expect(await told(['NEW'], ['OLD'])).toEqual([{ awaited: ['NEW'], variants, received: false, dropped: ['OLD'] }]);
  });

  it.each([
    [1_000, 1_000, 1],
    [1_001, 1, 3],
    [1, 1_001, 3],
    [2_500, 1_500, 5],
  ])('are told in messages that never grow: %i new, %i old', async (news, olds, messages) => {
    const [awaited, dropped] = [skus('N', news), skus('O', olds)];
    const all = await told(awaited, dropped);
    expect(all).toHaveLength(messages);
    expect(all.flatMap((one) => one.awaited)).toEqual(awaited);
    expect(all.flatMap((one) => one.dropped ?? [])).toEqual(dropped);
    expect(all.flatMap(({ variants = {} }) => Object.keys(variants)).sort()).toEqual([...awaited].sort());
    for (const one of all) expect(Math.max(one.awaited.length, one.dropped?.length ?? 0)).toBeLessThanOrEqual(1_000);
    // A name is awaited before the one that it takes the place of is dropped.
    const firstDrop = all.findIndex((one) => (one.dropped ?? []).length > 0);
    expect(all.slice(firstDrop + 1).every((one) => one.awaited.length === 0)).toBe(true);
  });
});
