import { expect, test } from 'vitest';
import { boughtUnder, owedByStatus, owedOf } from '../../../../../src/domain/orders/account/owed.ts';
import type { OrderFacts } from '../../../../../src/domain/orders/facts/facts.ts';
import type { Obstacle, StoreReading } from '../../../../../src/domain/orders/facts/facts.ts';
import { at, facts, line, reading, readPlace } from '../small-facts.ts';
import { Story } from '../story.ts';

// What stock must subtract for an order, and what the store's status alone would say.
test.each<[string, (story: Story) => unknown, number, number]>([
  ['waits to be handed over', (s) => s.plain(), 3, 3],
  ['is unpaid', (s) => ((s.world.status = 7), s.plain()), 3, 3],
  ['is reserved in the warehouse', (s) => s.plain().sent(), 0, 0],
  ['is sent, while its status has not moved', (s) => s.plain().landed(), 0, 3],
  ['is sent with an unknown outcome', (s) => s.plain().lost(true), 3, 3],
  ['stands as a draft there', (s) => s.plain().sent().warehouse('w1', { status: 'DRAFT' }), 3, 0],
  ['was cancelled there', (s) => s.plain().sent().warehouse('w1', { status: 'CANCELLED' }), 3, 0],
  [
    'is not listed there any more',
    (s) => {
      s.plain().sent().world.order('w1').hidden = true;
      return s.look('h-100').passes(61_000).act('look');
    },
    3,
    0,
  ],
  ['was shipped short', (s) => s.plain().sent().ships('w1', '2 A').run(), 1, 0],
  ['is shipped', (s) => s.plain().shippedAndTold(), 0, 0],
  ['is cancelled in the store', (s) => s.plain().status(5).run(), 0, 0],
  ['lost a piece to a refund', (s) => s.plain().refund(1), 2, 2],
  ['is settled, though its status still waits', (s) => s.plain().cancel(), 0, 3],
])('an order that %s', (_, live, owed, byStatus) => {
  const story = new Story();
  live(story);
  expect([owedOf(story.facts).get('A') ?? 0, owedByStatus(story.facts).get('A') ?? 0]).toEqual([owed, byStatus]);
});

test('what was bought under a SKU is told by variant, each with the pieces of all its lines', () => {
  const line = (sku: string, quantity: number, variant?: number) =>
    variant === undefined ? { sku, quantity } : { sku, quantity, product: 7, variant };
  const places = [
    { lines: [line('S', 2, 70), line('S', 3, 71), line('T', 1, 72)] },
    { lines: [line('S', 4, 70), line('C', 1)] },
  ];
  const facts = { order: { places } } as unknown as OrderFacts; // what is read of them
  expect(boughtUnder(facts, ['S', 'C', 'NEVER'])).toEqual({
    S: [
      [7, 70, 6],
      [7, 71, 3],
    ],
  });
});

const obstacle = (of: Partial<Obstacle>): Obstacle => ({
  ...{ key: 'read', basis: '', message: 'm', tries: 1, at: at(1), stands: false, reason: 'unexpected-response' },
  ...of,
});
test.each<[string, number, Partial<StoreReading>, (readonly Obstacle[])?]>([
  ['says what is ordered', 3, {}],
  ['less what its lines count as shipped', 2, { places: [readPlace([line({ shipped: 1 })])] }],
  ['nothing, where another status is not counted', 0, { status: 9 }],
  ['also what waits for its payment', 3, { status: 7 }],
  ['nothing of an order that is not counted', 0, { counts: false }],
  ['nothing, while it contradicts itself', 0, { problem: { field: 'f', message: 'm' } }],
  ['nothing, while it cannot be read', 0, {}, [obstacle({})]],
  ['while nothing else can be read', 3, {}, [obstacle({ key: 'look 1' })]],
  ['while the store merely does not answer', 3, {}, [obstacle({ reason: 'rejected-by-bigcommerce' })]],
])('the status alone %s', (_, pieces, of, obstacles = []) => {
  expect(owedByStatus(facts({ order: reading(undefined, of), obstacles })).get('A') ?? 0).toBe(pieces);
});

test('of an order that was never read the status says nothing, and nothing is known to be bought', () => {
  expect([owedByStatus(facts()).size, boughtUnder(facts(), ['A'])]).toEqual([0, {}]);
});
