import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChangeMemory } from '../../../../src/activities/runtime/change-memory.ts';
import { LevelsWorld } from './levels-world.ts';
import { isLong } from '../../../support/sample.ts';

const SKU = 'SOAP';

/** What one run reads before, and writes after, another one. */
describe.each([
  ['the pieces in the warehouse', (world: LevelsWorld) => world.moves(SKU, 3)],
  ['an order that came', (world: LevelsWorld) => world.places(1, SKU, 2)],
  ['an order that was cancelled', (world: LevelsWorld) => world.cancels(7)],
  ['an order that was archived', (world: LevelsWorld) => world.archives(7)],
])('a level that is written by older facts over one by newer facts: %s', (_, change) => {
  async function world() {
    const world = new LevelsWorld([SKU, 'PAN']);
    world.places(7, SKU, 1);
    world.now += 60_000;
    const latest = world.chain();
    const first = latest(world.process('before'));
    await world.grantAll();
    await first;
    world.now += 60_000;
    world.moves(SKU, 9);
    return { world, latest };
  }

  it.each([
    ['a comparison, which looks again', 'compares', false],
    ['a comparison of the same process, which looks again', 'compares', true],
    ['the run of the ledger, which looks again', 'ledger', false],
    ['a catch-up, which looks again', 'catch-up', true],
  ])('is right again at the end of %s', async (_who, kind, isSameProcess) => {
    const { world: levels, latest } = await world();
    const memory = new ChangeMemory();
    const slow = levels.process('slow', isSameProcess ? memory : undefined);
    const since = new Date(levels.now - 10_000).toISOString();
    const running =
      kind === 'compares'
        ? slow.compares()
        : slow.moves({ beside: true, ...(kind === 'ledger' ? { skus: [SKU] } : { since, ordersSince: since }) });
    await levels.grantAll((what) => what !== 'slow writes');
    expect(levels.waiting).toEqual(['slow writes']);
    change(levels);
    const other = latest(levels.process('quick', memory));
    await levels.grantAll((what) => what !== 'slow writes');
    await other;
    expect(levels.level.get(SKU)).toBe(levels.wanted(SKU));
    await levels.grantAll();
    await running;
    expect(levels.level.get(SKU)).toBe(levels.wanted(SKU));
  });

  it.each([
    ['of the same process', true],
    ['of another process', false],
  ])('by a run of latest changes %s is right again after the next one', async (_who, isSameProcess) => {
    const { world: levels, latest } = await world();
    const memory = new ChangeMemory();
    const slow = latest(levels.process('slow', memory));
    await levels.grantAll((what) => what !== 'slow writes');
    change(levels);
    const other = levels.process('quick', isSameProcess ? memory : undefined).compares();
    await levels.grantAll((what) => what !== 'slow writes');
    await other;
    await levels.grantAll();
    await slow;
    const next = latest(levels.process('next', memory));
    await levels.grantAll();
    await next;
    expect(levels.level.get(SKU)).toBe(levels.wanted(SKU));
  });
});

it.each([
  ['a first attempt', {}, false],
  ['a further attempt', { attempt: 2 }, true],
  [
    'an attempt after Reset Activity, which counts from one again',
    { currentAttemptScheduledTimestampMs: 60_001 },
    true,
  ],
])(
  'what %s has written is compared once more by the next run, or not: older writes may yet land',
  async (_, of, isRead) => {
    const world = new LevelsWorld([SKU]);
    world.now += 60_000;
    const window = { since: new Date(world.now).toISOString() };
    const memory = new ChangeMemory();
    world.moves(SKU, 9);
    const first = world.process('first', memory).moves(window, of);
    await world.grantAll();
    await first;
    const next = world.process('next', memory).moves(window);
    const asked: string[] = [];
    await world.grantAll((what) => asked.push(what) > 0);
    await next;
    expect(asked.includes('next reads levels')).toBe(isRead);
  },
);

const skus = ['A', 'B'];
type Happening = (world: LevelsWorld) => void;
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.tuple(fc.constantFrom(...skus), fc.nat(9)).map(
    ([sku, pieces]) =>
      (world: LevelsWorld) =>
        world.moves(sku, pieces),
  ),
  fc.tuple(fc.constantFrom(...skus), fc.integer({ min: 1, max: 2 })).map(
    ([sku, pieces]) =>
      (world: LevelsWorld) =>
        world.places(world.orders.size + 1, sku, pieces),
  ),
  fc.nat(5).map((id) => (world: LevelsWorld) => world.cancels(id)),
);

it('however runs write side by side, the next run of latest changes leaves every level right', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { maxLength: 6 }),
      fc.array(fc.constantFrom('compares', 'ledger', 'catch-up'), { minLength: 1, maxLength: 2 }),
      fc.array(fc.nat(7), { minLength: 60, maxLength: 60 }),
      async (happens, kinds, choices) => {
        const world = new LevelsWorld(skus);
        const latest = world.chain();
        const since = new Date(world.now).toISOString();
        const memories = [new ChangeMemory(), new ChangeMemory()];
        const process = (name: string, at: number) => world.process(name, memories[at % 2]);
        happens.shift()?.(world);
        const runs: Promise<unknown>[] = [];
        const begin = (kind: string, at: number): void => {
          const one = process(`${kind} ${at}`, choices[at] ?? 0);
          const window = { since, ordersSince: since };
          if (kind === 'compares') runs.push(one.compares());
          else if (kind === 'ledger') runs.push(one.moves({ beside: true, skus }));
          else runs.push(one.moves({ beside: true, ...window }));
        };
        kinds.forEach(begin);
        // Two runs of latest changes, one after the other.
        runs.push(latest(process('first', 0)).then(() => latest(process('second', 1))));
        await world.settled();
        for (const choice of choices) {
          const happens1 = choice === 7 ? happens.shift() : undefined;
          if (happens1 !== undefined) happens1(world);
          else if (world.waiting.length > 0) await world.grant(choice % world.waiting.length);
        }
        await world.grantAll();
        await Promise.all(runs);
        for (const at of [0, 1]) {
          const next = latest(process('next', at));
          await world.grantAll();
          await next;
        }
        for (const sku of skus) expect([sku, world.level.get(sku)]).toEqual([sku, world.wanted(sku)]);
      },
    ),
    { numRuns: isLong ? 2_000 : 100 },
  );
});
