import { expect, it } from 'vitest';
import {
  abandonedKeys,
  goneForGood,
  sendingKey,
  writtenOff,
} from '../../../../../src/domain/orders/account/abandoned.ts';
import type { Decision, OrderFacts } from '../../../../../src/domain/orders/facts/facts.ts';
import { decision, facts, order, owned, pieces, sending, words } from '../small-facts.ts';

const there = order({ merchantId: 'm2' });
const unsure = sending({ number: 4, merchantId: 'm2', outcome: 'unknown' });
const again = decision({ kind: 'hand-over-again', abandoned: ['w1'] });
const againSending = decision({ kind: 'hand-over-again', abandoned: ['sending 4'] });

it('two sendings of no known order are two', () => {
  expect(sendingKey(1)).not.toBe(sendingKey(2));
});

it.each<[string, readonly string[], Partial<OrderFacts>]>([
  ['nothing that nobody decided about', [], { warehouse: [there], decisions: [decision()] }],
  [
    'what went out anew in its place, while its merchant cannot be asked',
    ['w1'],
    { warehouse: [there], decisions: [again] },
  ],
  [
    'not once its merchant can be asked again: it would leave beside the new one',
    [],
    { warehouse: [order()], decisions: [again] },
  ],
  ['a sending of unknown outcome there', ['sending 4'], { sendings: [unsure], decisions: [againSending] }],
  [
    'that one neither once its merchant can be asked',
    [],
    { sendings: [{ ...unsure, merchantId: 'm1' }], decisions: [againSending] },
  ],
  [
    'the one that cannot be asked, beside one that can',
    ['w1'],
    { warehouse: [there, order({ key: 'w2' })], sendings: [sending({ number: 9 })], decisions: [decision(), again] },
  ],
  [
    'what a person treated as done, wherever it is',
    ['w1'],
    { warehouse: [order()], decisions: [decision({ abandoned: ['w1'] })] },
  ],
])('a decision counts no longer: %s', (_, expected, of) => {
  expect([...abandonedKeys(facts(of))]).toEqual(expected);
});

const off = (reference: string, of: string, from?: readonly string[]): Partial<Decision> => ({
  writtenOff: [{ reference, pieces: pieces(of), ...(from === undefined ? {} : { from }) }],
});

it('pieces are written off the reference that they were lost under, by each decision', () => {
  const decisions = [off('h-100', '1 A'), off('h-100-s2', '5 A'), off('h-100', '2 A')].map(decision);
  expect(words(writtenOff(decisions, 'h-100'))).toBe('3 A');
  expect(words(writtenOff(decisions, 'h-100-s2'))).toBe('5 A');
});

const shipped = owned('2 A', { state: 'shipped' });
it.each<[string, string, Partial<Decision>, readonly ReturnType<typeof owned>[]]>([
  [
    'all of it, while the order that held it is dead',
    '3 A',
    off('h-100', '3 A', ['w1']),
    [owned('3 A', { state: 'dead' })],
  ],
  ['less what left after all, of the order that held it', '1 A', off('h-100', '3 A', ['w1']), [shipped]],
  ['what left of another order says nothing of it', '3 A', off('h-100', '3 A', ['w7']), [shipped]],
  ['nor what left of another reference', '3 A', off('h-100', '3 A', ['w1']), [{ ...shipped, root: 'h-100-s2' }]],
  ['nor what is only there again: it may still be cancelled', '3 A', off('h-100', '3 A', ['w1']), [owned('3 A')]],
  ['where nobody knew which order held it, no order brings it back', '3 A', off('h-100', '3 A'), [shipped]],
])('written off for good is %s', (_, expected, of, all) => {
  expect(words(goneForGood([decision(of)], 'h-100', all))).toBe(expected);
});
