import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import { tellRenamed } from '../../../../src/activities/stock/awaited/awaited-variants.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import { FailureType } from '../../../../src/contract/failures.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { Memo } from '../../../../src/contract/registered-names.ts';
import type { AwaitGoods } from '../../../../src/contract/products.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one

/** What the store's run is told, in turn. */
async function told(awaited: readonly string[], dropped: readonly string[]): Promise<readonly AwaitGoods[]> {
  const signals: AwaitGoods[] = [];
  const getHandle = () => ({ signal: (_: unknown, goods: AwaitGoods) => Promise.resolve(signals.push(goods)) });
  // The merchant has no other store.
  const list = async function* () {};
  const temporal = { workflow: { getHandle, list } } as unknown as Dependencies['temporal']; // what is asked of it
  const connections = {} as unknown as Dependencies['connections'];
  const variants = Object.fromEntries(awaited.map((sku, at) => [sku, [1, at] as const]));
  await tellRenamed({ temporal, connections }, { storeHash, merchantId: 'm' }, { awaited, variants, dropped });
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

describe('old names that another store of the merchant may sell', () => {
  const other = 'def456' as StoreHash; // it has the form of one
  const inActivity = <T>(work: () => Promise<T>): Promise<T> => new MockActivityEnvironment().run(work);

  /** Whom is told what, in turn, where the other store's rows are these, or it cannot be read. */
  async function toldWhere(
    rows: readonly object[] | Error,
    entity: object | Error = { stage: 'live', merchantId: 'm' },
  ) {
    const signals: (readonly [run: string, goods: Partial<AwaitGoods>])[] = [];
    const getHandle = (id: string) => ({
      describe: () => Promise.resolve({ status: { name: 'RUNNING' }, runId: id }),
      signal: ({ name }: { name: string }, goods: AwaitGoods) =>
        Promise.resolve(name === 'awaitGoods' ? signals.push([id, goods]) : 0),
    });
    const typedSearchAttributes = { get: () => other };
    const list = async function* () {
      yield await Promise.resolve({ memo: { [Memo.merchant]: 'm' }, typedSearchAttributes });
    };
    const temporal = { workflow: { getHandle, list } };
    const variants = { list: () => Promise.resolve({ rows, unreadable: [], more: false }) };
    const connections = {
      ask: () => (entity instanceof Error ? Promise.reject(entity) : Promise.resolve(entity)),
      open: () =>
        rows instanceof Error ? Promise.reject(rows) : Promise.resolve({ store: { catalogue: { variants } } }),
    };
    const deps = { temporal, connections } as unknown as Dependencies; // what it asks of them
    const names = { awaited: ['NEW'], variants: { NEW: [1, 2] as const }, dropped: ['OLD', 'GONE'] };
    const left = await inActivity(() => tellRenamed(deps, { storeHash, merchantId: 'm' }, names));
    return { left: [...left], signals };
  }
  const here: readonly unknown[] = ['goods-in:abc123', expect.objectContaining({ dropped: ['OLD', 'GONE'] })];
  const there = (goods: Partial<AwaitGoods>): readonly unknown[] => ['goods-in:def456', expect.objectContaining(goods)];

  it('are awaited there, for its variant, before they are dropped here', async () => {
    const { left, signals } = await toldWhere([{ id: 8, productId: 7, sku: 'OLD', inventoryLevel: 5 }]);
    expect(left).toEqual(['OLD']);
    expect(signals).toEqual([there({ awaited: ['OLD'], variants: { OLD: [7, 8] } }), here]);
  });

  it('are nobody’s where it does not', async () => {
    expect(await toldWhere([])).toEqual({ left: [], signals: [here] });
  });

  it.each([
    ['it is paused', ApplicationFailure.create({ type: FailureType.integrationPaused }), undefined],
    ['its run does not answer', [], ApplicationFailure.create({ type: FailureType.unavailable })],
  ])('are awaited there by name where %s, and nobody waits for it', async (_, rows, entity) => {
    const { left, signals } = await toldWhere(rows, entity);
    expect(left).toEqual(['OLD', 'GONE']);
    expect(signals).toEqual([there({ awaited: ['OLD', 'GONE'], variants: {} }), here]);
  });

  it.each([
    ['is disconnected', { stage: 'disconnected', merchantId: 'm' }],
    ['has another merchant by now', { stage: 'live', merchantId: 'n' }],
    ['is gone', ApplicationFailure.create({ type: FailureType.integrationGone })],
  ])('are nobody’s where it %s', async (_, entity) => {
    const rows = [{ id: 8, productId: 7, sku: 'OLD', inventoryLevel: 5 }];
    expect(await toldWhere(rows, entity)).toEqual({ left: [], signals: [here] });
  });
});
