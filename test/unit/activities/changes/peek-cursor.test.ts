import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import { peekAtSources, type PeekAnswer } from '../../../../src/activities/changes/peek.ts';
import { ChangeMemory } from '../../../../src/activities/runtime/change-memory.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one
const OVERLAP_MS = 120_000;
const at = (time: string) => `2026-03-01T${time}.000Z`;

/** What both sides answer whose clocks show a time, to a run whose cursors stand at another one. */
function peek(cursor: string, clock: string): Promise<PeekAnswer> {
  const page = () => Promise.resolve({ rows: [], unreadable: [], more: false, serverTime: Date.parse(clock) });
  const open = {
    connection: { storeHash, merchantId: 'm', store: {}, settings: defaultSettings('2020-01-01T00:00:00Z') },
    versions: { credentials: 1, links: 1, settings: 1 },
    merchant: { stock: { list: page }, orders: { changedSince: page } },
    store: { orders: { list: page }, catalogue: { products: { list: page } } },
  };
  const deps = {
    connections: { open: () => Promise.resolve(open) },
    changes: new ChangeMemory(),
  } as unknown as Dependencies; // what looking uses of them
  const cursors = { myogoStock: cursor, myogoOrders: cursor, storeOrders: cursor, storeProducts: cursor };
  const request = { storeHash, cursors, stockOrdersSince: cursor, stockProductsSince: cursor, products: true };
  return new MockActivityEnvironment().run((of: typeof request) => peekAtSources(deps, of, OVERLAP_MS), request);
}

describe('a cursor', () => {
  it.each([
    ['of one answer whose date was that of another year', '2099-01-01T00:00:00.000Z', at('10:00:00')],
    ['of a clock that was set back by an hour', at('11:00:00'), at('10:00:00')],
  ])('%s is not believed: what changed until now is compared', async (_, cursor, clock) => {
    const { sources } = await peek(cursor, clock);
    const wentBack = { kind: 'no-cursor', cursor: clock, wentBack: true };
    expect(sources).toEqual({
      ...{ myogoStock: wentBack, myogoOrders: wentBack, storeOrders: wentBack, storeProducts: wentBack },
    });
  });

  it.each([
    ['of this second', at('10:00:00'), at('10:00:00')],
    ['of a clock that was set back by less than windows overlap', at('10:01:59'), at('10:00:00')],
    ['of hours ago', at('04:00:00'), at('10:00:00')],
  ])('%s is asked from', async (_, cursor, clock) => {
    const { sources } = await peek(cursor, clock);
    expect(Object.values(sources).map(({ kind }) => kind)).toEqual([
      'unchanged',
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
  });
});
