import { MockActivityEnvironment } from '@temporalio/testing';
import { WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { CrowdPace } from '../../../../src/activities/changes/crowd-pace.ts';
import { Expected, expectedInWarehouse, tellMissed } from '../../../../src/activities/changes/unseen-in-warehouse.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { MyOgoStatus } from '../../../../src/contract/orders.ts';

const storeHash = 'shop' as StoreHash;
type Deps = Parameters<typeof tellMissed>[0];

describe('orders that the warehouse’s list misses', () => {
  it('are told one by one, the first few at once and a crowd ever more slowly', async () => {
    let now = 0;
    const told: { readonly id: string; readonly at: number }[] = [];
    const signal = (id: string) => Promise.resolve(void told.push({ id, at: now }));
    const temporal = { workflow: { getHandle: (id: string) => ({ signal: () => signal(id) }) } };
    const missed = Array.from({ length: 500 }, (_, index) => [`shop-${index + 1}`, `shop-${index + 1}-s2`]).flat();
    const pace = new CrowdPace((ms) => Promise.resolve(void (now += ms)));
    const deps = { temporal } as unknown as Deps; // only what is asked
    expect(await tellMissed(deps, storeHash, missed, pace)).toBe(500);
    expect(told.map(({ id }) => id)).toEqual(Array.from({ length: 500 }, (_, index) => `order:shop:${index + 1}`));
    const within = (from: number, ms: number) => told.filter(({ at }) => at >= from && at < from + ms).length;
    expect(within(0, 1_000)).toBeLessThan(25);
    const end = told.at(-1)?.at ?? 0;
    expect(within(end - 60_000, 60_000)).toBeLessThanOrEqual(30);
    const pauses = told.slice(1).map(({ at }, index) => at - (told[index]?.at ?? 0));
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
  });

  it('are no longer told once the comparison is cancelled', async () => {
    const environment = new MockActivityEnvironment();
    let told = 0;
    const signal = () => {
      told += 1;
      if (told === 10) environment.cancel();
      return Promise.resolve();
    };
    const deps = { temporal: { workflow: { getHandle: () => ({ signal }) } } } as unknown as Deps; // only what is asked
    const missed = Array.from({ length: 100 }, (_, index) => `shop-${index + 1}`);
    await expect(environment.run(() => tellMissed(deps, storeHash, missed))).rejects.toThrow();
    expect(told).toBe(10);
  });

  it('whose run has ended meanwhile are nobody’s', async () => {
    const signal = () => Promise.reject(new WorkflowNotFoundError('gone', 'order:shop:1', undefined));
    const deps = { temporal: { workflow: { getHandle: () => ({ signal }) } } } as unknown as Deps; // only what is asked
    expect(await tellMissed(deps, storeHash, ['shop-1'])).toBe(0);
  });

  it('are known by what their runs say, or else by their stage', async () => {
    const run = (orderId: number, stage: string, references?: unknown) => ({
      workflowId: `order:shop:${orderId}`,
      memo: references === undefined ? undefined : { references },
      typedSearchAttributes: { getAll: () => [{ key: { name: 'OgoStage' }, value: stage }] },
    });
    const runs = [
      run(1, 'handed-over'),
      run(2, 'held'),
      run(3, 'held', ['shop-3']),
      run(4, 'handed-over', ['shop-4-7', 'shop-4-8']),
      run(5, 'awaiting-payment'),
      run(6, 'handed-over', []),
    ];
    const list = async function* () {
      await Promise.resolve();
      yield* runs;
    };
    const deps = { temporal: { workflow: { list } } } as unknown as Deps; // only what is asked
    expect((await expectedInWarehouse(deps, storeHash)).missed).toEqual(['shop-1', 'shop-3', 'shop-4-7', 'shop-4-8']);
  });

  it('of two under one reference the one that is gone is missed, whatever else stands there cancelled', () => {
    const seen = (...statuses: readonly MyOgoStatus[]) => {
      const expected = new Expected();
      for (let n = 0; n < 2; n += 1) expected.expect('shop-1');
      for (const status of statuses) expected.saw('shop-1', status);
      return expected.missed;
    };
    expect(seen('SHIPPED', 'NEW')).toEqual([]);
    expect(seen('SHIPPED')).toEqual(['shop-1']);
    expect(seen('SHIPPED', 'CANCELLED')).toEqual(['shop-1']);
    expect(seen()).toEqual(['shop-1']);
  });

  it('one alone is missed where nothing stands there; cancelled is news, and unreadable may be it', () => {
    const one = (act: (expected: Expected) => void) => {
      const expected = new Expected();
      expected.expect('shop-1');
      act(expected);
      return expected.missed;
    };
    expect(one(() => undefined)).toEqual(['shop-1']);
    expect(one((expected) => expected.saw('shop-1', 'CANCELLED'))).toEqual([]);
    expect(one((expected) => expected.forget('shop-1'))).toEqual([]);
  });
});
