import { expect, it } from 'vitest';
import { ChangeMemory } from '../../../../src/activities/runtime/change-memory.ts';
import { LevelsWorld } from './levels-world.ts';

const SKU = 'SOAP';

/**
 * An order that only a comparison, or another run beside those of latest changes, has read: no run of latest changes knows
 * that it was ever there.
 */
it.each<[string, (world: LevelsWorld) => void, 'compares' | 'ledger']>([
  ['found right by a comparison', () => undefined, 'compares'],
  ['written by a comparison', (world) => world.shows(SKU, 9), 'compares'],
  ['written by the run of the ledger', (world) => world.shows(SKU, 9), 'ledger'],
])(
  'a level that was %s with an order that is archived then is right once its row is looked at',
  async (_, edit, kind) => {
    const world = new LevelsWorld([SKU, 'PAN']);
    const process = world.process('one', new ChangeMemory());
    const looks = async (since: string) => {
      const outcome = process.moves({ productsSince: since, ordersSince: since, carried: nothing });
      await world.grantAll();
      return outcome;
    };
    world.shows(SKU, 5);
    await looks(at(world));
    world.now += 60_000;
    const before = at(world);

    world.places(1, SKU, 2);
    edit(world);
    const beside = kind === 'compares' ? process.compares() : process.moves({ beside: true, skus: [SKU] });
    await world.grantAll();
    await beside;
    expect(world.level.get(SKU)).toBe(3);
    world.now += 60_000;
    world.archives(1);
    await looks(before);
    expect(world.level.get(SKU)).toBe(5);
  },
);

it('a level that no order has a part in is no news after a comparison', async () => {
  const world = new LevelsWorld([SKU, 'PAN']);
  const process = world.process('one', new ChangeMemory());
  world.shows(SKU, 9);
  const comparison = process.compares();
  await world.grantAll();
  await comparison;
  const looked = process.moves({ productsSince: at(world), carried: nothing });
  await world.grantAll();
  const outcome = await looked;
  expect(outcome.kind === 'done' && outcome.result).toMatchObject({ written: 0, unchanged: 0 });
});

/** What runs of latest changes carry that know of no order. */
const nothing = { shape: 1, due: [], dueMore: 0, open: '', openMore: 0, estimate: '0-0-0' } as const;

function at(world: LevelsWorld): string {
  return new Date(world.now).toISOString();
}
