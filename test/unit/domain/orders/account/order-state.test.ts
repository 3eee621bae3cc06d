import { describe, expect, it } from 'vitest';
import { groupsOf, livingUnder, shareOneReference } from '../../../../../src/domain/orders/account/one-reference.ts';
import { compareKeys, stateOf } from '../../../../../src/domain/orders/account/order-state.ts';
import { at, order, owned } from '../small-facts.ts';

describe('what has become of a warehouse order', () => {
  it.each([
    ['lives while it may leave', 'living', order({ status: 'COLLECTING' })],
    ['is dead where it is cancelled there', 'dead', order({ status: 'CANCELLED' })],
    ['has left', 'shipped', order({ status: 'SHIPPED', left: true })],
    ['has left, whatever its word becomes', 'shipped', order({ status: 'CANCELLED', left: true })],
    ['has left, although looks do not find it any more', 'shipped', order({ left: true, missed: [at(1), at(2)] })],
    ['lives while one look missed it', 'living', order({ missed: [at(1)] })],
    ['has vanished where two looks missed it', 'dead', order({ missed: [at(1), at(2)] })],
    ['has vanished where three did', 'dead', order({ missed: [at(1), at(2), at(3)] })],
  ] as const)('%s', (_, state, one) => {
    expect(stateOf(one)).toBe(state);
  });
});

describe('the warehouse’s ids in their order', () => {
  it.each([
    ['by number, not by text', ['100', '99', '9'], ['9', '99', '100']],
    ['of equal length by their digits', ['21', '12'], ['12', '21']],
    ['zeros in front count nothing', ['010', '9', '0011'], ['9', '010', '0011']],
    ['zero is a number', ['1', '0'], ['0', '1']],
    ['what is no number comes last', ['ref:h-100', '7', '7a'], ['7', '7a', 'ref:h-100']],
    ['what is no number goes by its text', ['b', 'a', 'c'], ['a', 'b', 'c']],
  ])('%s', (_, given, expected) => {
    expect([...given].sort(compareKeys)).toEqual(expected);
    expect([...given].reverse().sort(compareKeys)).toEqual(expected);
  });

  it('the same is the same', () => {
    expect([compareKeys('7', '7'), compareKeys('a', 'a')]).toEqual([0, 0]);
  });
});

describe('a change in myOGO goes by the reference', () => {
  const one = owned('1 A');
  const twin = owned('1 A', { order: order({ key: 'w2' }) });
  const other = owned('1 A', { order: order({ key: 'w3', reference: 'h-100/2' }) });
  const gone = owned('1 A', { order: order({ key: 'w4' }), state: 'dead' });
  const keys = (orders: readonly (typeof one)[]) => orders.map(({ order: { key } }) => key);

  it('it could hit all that live under it, and nothing else', () => {
    expect(keys(livingUnder([one, twin, other, gone], 'h-100'))).toEqual(['w1', 'w2']);
  });

  it('orders under one reference are one group', () => {
    expect(groupsOf([one, other, twin]).map(keys)).toEqual([['w1', 'w2'], ['w3']]);
  });

  it.each([
    ['one order alone shares nothing', false, [one]],
    ['none neither', false, []],
    ['two of one reference do', true, [one, twin]],
    ['two of two references do not', false, [one, other]],
    ['nor three of two', false, [one, twin, other]],
  ])('%s', (_, shares, orders) => {
    expect(shareOneReference(orders)).toBe(shares);
  });
});
