import { expect, it } from 'vitest';
import { isDone, nextSteps } from '../../../../src/domain/orders/next-steps.ts';
import type { OrderFacts } from '../../../../src/domain/orders/facts/facts.ts';
import { Story } from './story.ts';

const unread = { of: 'an earlier run', account: {} };
const wait = (words: string) => ({ kind: 'wait', wait: { for: 'store', words }, place: 1 });

it.each<[string, Partial<OrderFacts>, unknown]>([
  ['is being read', { readDue: 'again' }, wait('The store’s order is being read.')],
  ['is held as a whole', { unread }, wait('The order as a whole is held.')],
])('a place waits while its order %s', (_, of, step) => {
  const story = new Story().plain();
  expect(nextSteps({ ...story.facts, ...of }, story.world.now)[1]).toEqual(step);
});

it('an answer that cannot be used takes back what it calls off, but not what this build cannot read or the store has no more', () => {
  const story = new Story().plain().sent();
  const { order, ...facts } = story.facts;
  if (order === undefined) throw new Error('nothing was read');
  const problem = { message: 'a field', field: 'products' } as unknown as NonNullable<typeof order.problem>; // any will do
  const kinds = (of: Partial<OrderFacts>, status: number) => {
    const [, place] = nextSteps(
      { ...facts, order: { ...order, status, problem }, ...of, readDue: 'again' },
      story.world.now,
    );
    return place?.kind === 'act' ? place.act.kind : place?.kind;
  };
  expect(kinds({}, 5)).toBe('cancel');
  expect(kinds({}, 9)).toBe('wait');
  expect(kinds({ unread }, 5)).toBe('wait');
  expect(kinds({ gone: 1 }, 5)).toBe('wait');
});

it('a run is done when all its steps are', () => {
  const done = { kind: 'done' } as const;
  expect(isDone([done, { ...done, place: 1 }])).toBe(true);
  expect(isDone([done, { kind: 'wait', wait: { for: 'warehouse', words: 'x' }, place: 1 }])).toBe(false);
});
