import { expect, it } from 'vitest';
import { cancelRefusal, refusalOf } from '../../../../../src/domain/orders/decisions/decisions.ts';
import { newFacts } from '../../../../../src/domain/orders/facts/facts.ts';
import type { StoreHash } from '../../../../../src/contract/ids.ts';
import { Story } from '../story.ts';

// Two people at one order: the second hears what the first decided, and not only that nothing is held.

function held(): Story {
  const story = new Story();
  story.world.links['Odd'] = { kind: 'none' };
  return story.place(7, '3 A', { method: 'Odd' }).read();
}

it.each([undefined, 7])('a second decision about address %s is refused with what was decided', (addressId) => {
  const story = held();
  const [shown] = story.facts.places;
  story.decide({ kind: 'use-code', code: 'POSTI' });
  const at = story.facts.decisions[0]?.at ?? '';
  const where = addressId === undefined ? {} : { addressId: shown?.addressId ?? 0 };
  expect(refusalOf(story.facts, { kind: 'treat-as-done', ...where }, story.world.now)).toMatchObject({
    type: 'Refused',
    message: `Nothing of this order is held: a person decided use-code POSTI at ${at}.`,
  });
  expect(refusalOf(story.facts, { kind: 'treat-as-done', finding: 'seen-before' }, story.world.now)).toMatchObject({
    message: `What was decided about is no longer so. Nothing is held any more: a person decided use-code POSTI at ${at}.`,
  });
});

it('a second cancel is refused with the first one', () => {
  const story = held().cancel();
  const at = story.facts.decisions[0]?.at ?? '';
  expect(cancelRefusal(story.facts)?.message).toBe(
    `Nothing of this order can be cancelled any more: a person cancelled the order at ${at}.`,
  );
});

it('where nobody decided anything, nobody is named', () => {
  const story = new Story().plain();
  expect(refusalOf(story.facts, { kind: 'treat-as-done' }, story.world.now)?.message).toBe(
    'Nothing of this order is held.',
  );
});

it('an order that was never read is not cancelled: nothing of it could be settled, and it would be handed over later', () => {
  const unread = newFacts('abc123' as StoreHash, 100, true); // it fits the pattern
  expect(cancelRefusal(unread)).toMatchObject({
    type: 'Refused',
    message: 'This order has not been read yet: nothing of it can be cancelled from here.',
    detail: { field: 'orderId', expected: expect.stringContaining('cancel it in the store') as string },
  });
});
