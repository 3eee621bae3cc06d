import { expect, it } from 'vitest';
import { isNotedAsForeign } from '../../../../../src/domain/orders/account/ownerless.ts';

const at = '2026-03-01T00:00:00.000Z';
const pieces = [] as const;

it.each([
  ['by its mark, whatever its words', { text: 'anything', key: 'w1', foreign: true, pieces, at }, true],
  [
    'by its words, as notes said it first',
    { text: 'h-1 holds 1 × A, which was not sent from here.', key: 'w1', pieces, at },
    true,
  ],
  ['not where it says something else', { text: 'h-1 was returned.', key: 'w1', pieces, at }, false],
  ['not of another order', { text: 'anything', key: 'w2', foreign: true, pieces, at }, false],
] as const)('a note says that an order is not ours: %s', (_, note, says) => {
  expect(isNotedAsForeign({ notes: [note] }, { key: 'w1' })).toBe(says);
});
