import { expect, it } from 'vitest';
import { UnclearCodes } from '../../../../src/activities/stock/odd-rows.ts';
import { readChangedStock } from '../../../../src/activities/stock/warehouse-stock.ts';
import { Tally } from '../../../../src/domain/stock/tally.ts';
import type { MerchantApi } from '../../../../src/myogo/client.ts';
import type { Stock } from '../../../../src/myogo/stock.ts';

const row = (productCode: string, stockAvailable: number): Stock => ({
  ...{ productCode, stockAvailable, stock: stockAvailable, reserved: 0, modified: '2026-01-01T00:00:00.000Z' },
});
const page = (rows: readonly Stock[]) => ({
  ...{ rows, unreadable: [], leftOut: [], page: 1, more: false, serverTime: undefined },
});

/** myOGO shows one row of a code as changed, and has so many of it. */
async function changed(all: readonly Stock[], doubted: readonly string[]) {
  const asked: string[] = [];
  const stock = {
    list: () => Promise.resolve(page([row('TWIN', 4), row('ONE', 1)])),
    byCode: (code: string) => {
      asked.push(code);
      return Promise.resolve(page(all));
    },
  } as unknown as MerchantApi['stock']; // what reading uses of it
  const tally = new Tally();
  const unclear = new UnclearCodes(tally, doubted);
  const since = '2026-01-01T00:00:00Z';
  const found = await readChangedStock({ stock }, since, 1_000, undefined, (ask) => ask(), unclear);
  if (found === 'too-many') throw new TypeError('two rows are not too many');
  unclear.due();
  return {
    levels: [...found].map(([code, { available }]) => [code, available]),
    asked,
    due: tally.dueFor('several-rows'),
  };
}

it('a code that several rows carried is not taken for one because a list shows one of them alone', async () => {
  const both = [row('TWIN', 4), row('TWIN', 7)];
  expect(await changed(both, ['TWIN'])).toEqual({ levels: [['ONE', 1]], asked: ['TWIN'], due: ['TWIN'] });
});

it('a code that several rows carried, and one does now, has its level; any other costs no question', async () => {
  expect(await changed([row('TWIN', 4)], ['TWIN'])).toEqual({
    ...{ levels: expect.arrayContaining([['TWIN', 4]]) as unknown, asked: ['TWIN'], due: [] },
  });
  expect((await changed([], [])).asked).toEqual([]);
});
