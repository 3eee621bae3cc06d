import { expect, test } from 'vitest';
import { boughtUnder, owedByStatus, owedOf } from '../../../../../src/domain/orders/account/owed.ts';
import type { OrderFacts } from '../../../../../src/domain/orders/facts/facts.ts';
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
