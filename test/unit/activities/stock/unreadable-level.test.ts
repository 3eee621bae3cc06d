import { expect, it } from 'vitest';
import type { DueReason, StockCarry } from '../../../../src/contract/stock.ts';
import { LevelsWorld } from './levels-world.ts';

const LONG = 'EVERY-LETTER-'.repeat(20);

/** What a run carries on that finds a level due for some reason, and cannot read myOGO's row of it. */
async function carriedOn(reason: DueReason) {
  const world = new LevelsWorld([LONG, 'PAN']);
  world.unreadable.add(LONG);
  const row = { sku: LONG, reason, level: 4, wanted: 0, since: '2026-01-01T00:00:00Z', tries: 1, wait: 0 };
  const carried: StockCarry = { shape: 1, due: [row], dueMore: 0, open: '', openMore: 0, estimate: '0-0-0' };
  const run = world.process('a').moves({ carried, skus: [LONG] });
  await world.grantAll();
  const outcome = await run;
  return outcome.kind === 'done' ? outcome.carry.due : undefined;
}

it.each(['refused-by-store', 'awaited', 'asked', 'cannot-ask'] as const)(
  'a level that is due (%s) stays due while myOGO’s row of it cannot be read, also where its code cannot be shown',
  async (reason) => {
    expect(await carriedOn(reason)).toEqual([expect.objectContaining({ sku: LONG, reason })]);
  },
);
