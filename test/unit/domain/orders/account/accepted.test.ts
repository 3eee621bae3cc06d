import { expect, it } from 'vitest';
import { acceptedPieces } from '../../../../../src/domain/orders/account/accepted.ts';
import type { Obstacle } from '../../../../../src/domain/orders/facts/decision-facts.ts';
import { cancelKey } from '../../../../../src/domain/orders/facts/decision-facts.ts';
import type { OwnedOrder } from '../../../../../src/domain/orders/account/ownership.ts';
import type { Decision } from '../../../../../src/domain/orders/facts/facts.ts';
import { at, decision, facts, order, owned, pieces, words } from '../small-facts.ts';

const place = { number: 1, addressId: 7, references: [] };
const lets = (key: string, of: string, more: Parameters<typeof decision>[0] = {}) =>
  decision({ place: 1, accepted: [{ key, pieces: pieces(of) }], ...more });
const cancels = decision({ kind: 'cancel', place: 1 });
const refused = (keys: readonly string[], minutes: number, of: Partial<Obstacle> = {}): Obstacle => ({
  ...{ key: cancelKey(keys), basis: '', message: 'no', tries: 1, at: at(minutes), stands: true },
  ...of,
});
const w2 = (own: string, of: Partial<OwnedOrder> = {}) =>
  owned(own, { order: order({ key: 'w2', reference: 'h-100/2' }), part: true, ...of });
const insists = { kind: 'cancel', insists: true } as const;

interface Row {
  readonly orders?: readonly OwnedOrder[];
  readonly decisions: readonly Decision[];
  readonly obstacles?: readonly Obstacle[];
  readonly closed?: boolean;
}

it.each<[string, string, Row]>([
  ['nothing without a decision', '', { decisions: [] }],
  ['up to the pieces that were shown', '2 A', { decisions: [lets('w1', '2 A')] }],
  ['no more than the order holds', '3 A', { decisions: [lets('w1', '9 A')] }],
  ['by the word about the whole order', '1 A', { decisions: [lets('w1', '1 A', { place: undefined })] }],
  ['not by a word about another place', '', { decisions: [lets('w1', '1 A', { place: 2 })] }],
  ['by each of two decisions', '3 A', { decisions: [lets('w1', '1 A'), lets('w1', '2 A')] }],
  ['not where a person cancelled it after that', '', { decisions: [lets('w1', '3 A'), cancels] }],
  ['where it was said after the cancel', '3 A', { decisions: [cancels, lets('w1', '3 A')] }],
  ['where the cancel itself says so', '3 A', { decisions: [lets('w1', '3 A', { kind: 'cancel' })] }],
  ['not where the store has closed it since', '', { decisions: [lets('w1', '3 A')], closed: true }],
  ['where it was closed then', '3 A', { decisions: [lets('w1', '3 A', { closed: true })], closed: true }],
  [
    'not before the cancel, closed or not',
    '',
    { decisions: [lets('w1', '3 A', { closed: true }), cancels], closed: true },
  ],
  ['only while it may still leave', '', { decisions: [lets('w1', '3 A')], orders: [owned('3 A', { state: 'dead' })] }],
  ['what has left needs no word', '', { decisions: [lets('w1', '3 A')], orders: [owned('3 A', { state: 'shipped' })] }],
  ['not what another order holds', '', { decisions: [lets('w9', '3 A')] }],
  ['a cancel that is insisted on lets nothing ship by itself', '', { decisions: [lets('w1', '3 A', insists)] }],
  [
    'but where the warehouse refused that very order since',
    '3 A',
    { decisions: [lets('w1', '3 A', insists)], obstacles: [refused(['w1', 'w5'], 10)] },
  ],
  ['not by an earlier refusal', '', { decisions: [lets('w1', '3 A', insists)], obstacles: [refused(['w1'], 9)] }],
  [
    'not by a failure that does not stand',
    '',
    { decisions: [lets('w1', '3 A', insists)], obstacles: [refused(['w1'], 11, { stands: false })] },
  ],
  ['not by the refusal of another', '', { decisions: [lets('w1', '3 A', insists)], obstacles: [refused(['w2'], 11)] }],
  [
    'in a part that the warehouse has split from it since',
    '3 A',
    { decisions: [lets('w1', '3 A')], orders: [owned('2 A'), w2('1 A')] },
  ],
  ['in parts, no piece twice', '3 A', { decisions: [lets('w1', '3 A')], orders: [owned('2 A'), w2('1 A'), w2('1 A')] }],
  [
    'not in a part of another sending',
    '2 A',
    { decisions: [lets('w1', '3 A')], orders: [owned('2 A'), w2('1 A', { root: 'h-100-s2' })] },
  ],
  [
    'the word about a part counts beside what moved into it',
    '3 A',
    { decisions: [lets('w1', '2 A'), lets('w2', '1 A')], orders: [owned('1 A'), w2('2 A')] },
  ],
  [
    'what is insisted on does not move into a part: that is asked first',
    '2 A',
    {
      decisions: [lets('w1', '3 A', insists)],
      obstacles: [refused(['w1'], 11)],
      orders: [owned('2 A'), w2('1 A')],
    },
  ],
])('of a surplus a decision lets ship: %s', (_, expected, { orders = [owned('3 A')], closed = false, ...of }) => {
  expect(words(acceptedPieces(facts({ obstacles: [], ...of }), place, orders, closed))).toBe(expected);
});
