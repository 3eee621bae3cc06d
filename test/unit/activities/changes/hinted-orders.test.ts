import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, test } from 'vitest';
import { createHintActivities, type HintedOrdersRead } from '../../../../src/activities/changes/hinted-orders.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import { SCHEDULE_NOTE } from '../../../../src/contract/temporal.ts';

const storeHash = 'abc123' as StoreHash; // a valid one
const since = '2026-11-01T00:00:00.000Z';

interface Page {
  readonly minId: number;
  readonly maxId: number;
  readonly limit: number;
}

/** Both sides with these orders. @returns what reading asked of them, and whose rows were looked at */
async function reading(
  storeOrders: readonly number[],
  { standing = storeOrders, odd = [] as readonly number[], references = [] as readonly string[] } = {},
) {
  const pages: Page[] = [];
  const looked: (string | number)[] = [];
  const asked: string[] = [];
  const within = (ids: readonly number[], { minId, maxId }: Page) => ids.filter((id) => id >= minId && id <= maxId);
  const open = {
    connection: { storeHash, merchantId: 'm', settings: defaultSettings(since) },
    store: {
      orders: {
        list: (page: Page) => {
          pages.push(page);
          const found = within(standing, page);
          const rows = found.map((id) => ({ id, statusId: 11, dateModified: since, dateCreated: since }));
          const unreadable = within(odd, page).map((id) => ({ kind: 'order', id, field: 'status_id' }));
          return Promise.resolve({ rows: rows.slice(0, page.limit), unreadable, more: false, page: 1 });
        },
      },
    },
    merchant: {
      orders: {
        byReference: (reference: string) => {
          asked.push(reference);
          return Promise.resolve([{ id: `w-${reference}`, reference, status: 'NEW', editTime: since, lines: [] }]);
        },
      },
    },
  };
  const deps = {
    temporal: {
      schedule: {
        getHandle: () => ({
          describe: () => Promise.resolve({ state: { paused: false, note: `${SCHEDULE_NOTE}on` } }),
        }),
      },
    },
    connections: { open: () => Promise.resolve(open), ask: () => Promise.resolve({}), drop: () => undefined },
    changes: {
      contentAt: () => undefined,
      isNews: (_kind: string, _store: string, id: string | number) => {
        looked.push(id);
        return false;
      },
    },
    metrics: { orderChanges: () => undefined, orderChangeLag: () => undefined },
  } as unknown as Dependencies; // all that it asks
  const { readHintedOrders } = createHintActivities(deps);
  const environment = new MockActivityEnvironment();
  const read: HintedOrdersRead = await environment.run(() =>
    readHintedOrders({ storeHash, storeOrders, myogoOrders: references }),
  );
  return {
    pages: pages.map(({ minId, maxId }) => [minId, maxId]),
    limits: pages.map(({ limit }) => limit),
    looked,
    asked,
    read,
  };
}

describe('orders that webhooks tell of by number', () => {
  test.each<[string, readonly number[], readonly (readonly [number, number])[]]>([
    ['none: nothing is asked', [], []],
    ['one', [7], [[7, 7]]],
    ['as far apart as one page holds', [100, 349], [[100, 349]]],
    ['one further', [100, 350], [[100, 100], [350, 350]]], // prettier-ignore
    ['in any order, and some of them twice', [350, 100, 349, 100, 350], [[100, 349], [350, 350]]], // prettier-ignore
    ['a page counts from its own first one', [1, 200, 260, 500, 510], [[1, 200], [260, 500], [510, 510]]], // prettier-ignore
    ['the largest number', [2_147_483_647], [[2_147_483_647, 2_147_483_647]]],
  ])('%s', async (_, ids, expected) => {
    const { pages, limits, looked } = await reading(ids);
    expect(pages).toEqual(expected);
    for (const limit of limits) expect(limit).toBe(250);
    expect(looked).toEqual([...new Set(ids)].sort((a, b) => a - b));
  });

  test('others of the page are not looked at', async () => {
    const standing = Array.from({ length: 250 }, (_, n) => 100 + n);
    expect((await reading([101, 349], { standing })).looked).toEqual([101, 349]);
  });

  test('whose row cannot be read, and those that no page shows, are each looked at once', async () => {
    const { looked, read } = await reading([1, 2, 3, 900], { standing: [1], odd: [2, 4] });
    expect(looked).toEqual([1, 2, 3, 900]);
    expect(read.storeOrders).toMatchObject({ passedOn: [], lags: [] });
  });

  test('of the warehouse are asked for by reference; those of others are nobody’s news', async () => {
    const { asked, looked, pages } = await reading([], { references: ['abc123-7', 'abc123-8-s2', 'other1-7'] });
    expect([asked, pages]).toEqual([['abc123-7', 'abc123-8-s2', 'other1-7'], []]);
    expect(looked.map(String)).toEqual([expect.stringContaining('abc123-7'), expect.stringContaining('abc123-8')]);
  });
});
