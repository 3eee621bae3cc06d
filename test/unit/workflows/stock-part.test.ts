import { expect, it } from 'vitest';
import type { LatestChangesReport, Peek } from '../../../src/contract/changes.ts';
import type { StoreHash } from '../../../src/contract/ids.ts';
import { StockPart } from '../../../src/workflows/changes/stock-part.ts';

const now = '2026-11-02T08:05:00.000Z';
const cursor = '2026-11-02T08:00:00.000Z';
const previous: LatestChangesReport = {
  startedAt: cursor,
  cursors: { myogoStock: cursor, myogoOrders: cursor, storeOrders: cursor, storeProducts: cursor },
  sinceProducts: 0,
  legs: {},
  stockSettings: '[0]',
};
const nobody = {
  stockLeg: () => Promise.reject(new Error('not asked')),
  leaveLocation: () => Promise.reject(new Error('not asked')),
};
const unchanged: Peek = { kind: 'unchanged', cursor };
const failed: Peek = { kind: 'failed', type: 'Unavailable', message: 'myOGO is away' };

/** What the next run is told of the settings by which levels stand. */
async function settingsAfter(myogoStock: Peek, stays = false): Promise<string | undefined> {
  const part = new StockPart('abc123' as StoreHash, previous, nobody, now); // a valid one
  const answer = {
    sources: { myogoStock, myogoOrders: unchanged, storeOrders: unchanged, storeProducts: unchanged },
    stockSettings: '[5]',
  };
  await part.run(answer);
  return part.report(answer, stays).stockSettings;
}

it('a changed setting is left to a comparison once, and known from then on', async () => {
  expect(await settingsAfter(unchanged)).toBe('[5]');
});

it('a changed setting stays due where the warehouse could not be asked', async () => {
  expect(await settingsAfter(failed)).toBe('[0]');
});

it('a changed setting stays due where the comparison could not begin', async () => {
  expect(await settingsAfter(unchanged, true)).toBe('[0]');
});
