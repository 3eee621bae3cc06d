import { describe, expect, it } from 'vitest';
import {
  accountOf,
  closedSince,
  isClosed,
  needsSecondReading,
} from '../../../../../src/domain/orders/account/account.ts';
import { explainMoved, movedHere, orderedElsewhere } from '../../../../../src/domain/orders/account/moved.ts';
import {
  givenTo,
  isForAnother,
  isNotedAsForeign,
  saysForeign,
  straysBeside,
  straysHere,
  straysOf,
  unwantedStrays,
  unwantedStraysHere,
} from '../../../../../src/domain/orders/account/ownerless.ts';
import type { OrderFacts, WarehouseOrder } from '../../../../../src/domain/orders/facts/facts.ts';
import { at, decision, facts, line, order, pieces, reading, readPlace, ref, sending, words } from '../small-facts.ts';

const there = (reference: string, goods: string, of: Partial<WarehouseOrder> = {}) =>
  order({ key: reference, reference, pieces: pieces(goods), ...of });
const digests = (street: string) => ({ street, postcode: 'p', city: 'c' });
const place = (number: number, addressId: number, ...references: readonly string[]) => ({
  number,
  addressId,
  references: references.map(ref),
});
/** Place 1 (h-100-7, 3 A) and place 2 (h-100-8, 2 B). */
const two = (of: Partial<OrderFacts> = {}) =>
  facts({
    places: [place(1, 7, 'h-100-7'), place(2, 8, 'h-100-8')],
    order: reading([
      readPlace([line()], { digests: digests('s7') }),
      readPlace([line({ id: 2, sku: 'B', quantity: 2 })], { place: 2, addressId: 8, digests: digests('s8') }),
    ]),
    ...of,
  });
const at1 = (of: OrderFacts, number = 1) => {
  const found = accountOf(of).places.find((one) => one.place.number === number);
  if (found === undefined) throw new Error('no place');
  return found;
};
const keys = (orders: readonly WarehouseOrder[]) => orders.map(({ key }) => key);
const stray = there('h-100', '1 A');

describe('orders under the order’s number that no reference gives to a place', () => {
  it.each<[string, readonly string[], Partial<OrderFacts>, number?]>([
    ['one that no place owns', ['h-100'], { warehouse: [stray] }],
    ['not one that a place owns', [], { warehouse: [there('h-100-7', '1 A'), there('h-100-7/2', '1 A')] }],
    ['not one of another order', [], { warehouse: [there('h-1007', '1 A')] }],
    [
      'not one that a person explained',
      [],
      { warehouse: [stray], decisions: [decision({ place: 2, explained: ['h-100'] })] },
    ],
    ['not one that is left to people', [], { warehouse: [stray], decisions: [decision({ abandoned: ['h-100'] })] }],
    [
      'one of which it was said that it is not for another place',
      ['h-100'],
      { warehouse: [stray], decisions: [decision({ kind: 'hand-over-again', place: 2, explained: ['h-100'] })] },
      1,
    ],
    [
      'not one of which it was said that it is not for this one',
      [],
      { warehouse: [stray], decisions: [decision({ kind: 'hand-over-again', place: 1, explained: ['h-100'] })] },
      1,
    ],
    [
      'for the order as a whole it is explained',
      [],
      { warehouse: [stray], decisions: [decision({ kind: 'hand-over-again', place: 2, explained: ['h-100'] })] },
    ],
    [
      'one that is dead, where no account of ours is left',
      ['h-100'],
      { warehouse: [{ ...stray, status: 'CANCELLED' }] },
    ],
    [
      'not one that is dead, where one is',
      [],
      { warehouse: [{ ...stray, status: 'CANCELLED' }], sendings: [sending({ place: 2 })] },
    ],
  ])('%s', (_, expected, of, number) => {
    expect(keys(straysOf(two(of), number))).toEqual(expected);
  });

  it.each<[string, unknown, Partial<OrderFacts>, WarehouseOrder]>([
    [
      'a person’s word gives it to the place',
      { place: 2, root: 'h-100', part: false },
      { decisions: [decision({ place: 2, explained: ['h-100'] })] },
      stray,
    ],
    ['not a word about another', undefined, { decisions: [decision({ place: 2, explained: ['x'] })] }, stray],
    [
      'not a word that it is not the place’s',
      undefined,
      { decisions: [decision({ kind: 'hand-over-again', place: 2, explained: ['h-100'] })] },
      stray,
    ],
    [
      'nor one of another order',
      undefined,
      { decisions: [decision({ place: 2, explained: ['h-101'] })] },
      there('h-101', '1 A'),
    ],
  ])('%s', (_, expected, of, one) => {
    expect(givenTo(two(of), one)).toEqual(expected);
  });

  it('concern a place that wants some of their goods', () => {
    const all = two({ warehouse: [stray] });
    expect([keys(straysHere(all, at1(all))), keys(straysHere(all, at1(all, 2)))]).toEqual([['h-100'], []]);
  });

  const part = there('h-100-8/2', '1 A', { asked: true, digestKey: 'k', digests: digests('s7') });
  it.each<[string, readonly string[], Partial<OrderFacts>]>([
    ['what looks like a part of another place’s, and goes to this one', ['h-100-8/2'], { warehouse: [part] }],
    ['not where it was not asked', [], { warehouse: [{ ...part, asked: undefined as never }] }],
    ['not by digests of another key', [], { warehouse: [{ ...part, digestKey: 'z' }] }],
    ['not where it goes to its own', [], { warehouse: [{ ...part, digests: digests('s8') }] }],
    ['not where it goes elsewhere', [], { warehouse: [{ ...part, digests: digests('x') }] }],
    ['not one that is dead', [], { warehouse: [{ ...part, status: 'CANCELLED' }] }],
    ['not one that a person explained', [], { warehouse: [part], decisions: [decision({ explained: ['h-100-8/2'] })] }],
    ['not an order of that place itself', [], { warehouse: [{ ...part, reference: 'h-100-8' }] }],
  ])('so does %s', (_, expected, of) => {
    const all = two(of);
    expect(keys(straysHere(all, at1(all)))).toEqual(expected);
  });

  it('go to another address than their own where both are known', () => {
    const isFor = (of: Partial<WarehouseOrder>, number = 2) =>
      isForAnother(two(), { order: { ...part, ...of }, place: number });
    expect([
      isFor({}),
      isFor({ digests: digests('s8') }),
      isFor({ digests: digests('x') }),
      isFor({ digests: undefined as never }),
      isFor({ asked: undefined as never }),
      isFor({ digestKey: 'z' }),
      isFor({}, 1),
    ]).toEqual([true, false, false, false, false, false, false]);
  });

  const unwanted = (of: Partial<OrderFacts>) => {
    const all = two({
      order: reading([readPlace([line({ refunded: 3 })], { digests: digests('s7') })]),
      places: [place(1, 7, 'h-100-7')],
      ...of,
    });
    return keys(unwantedStraysHere(all, at1(all)));
  };
  it.each<[string, readonly string[], Partial<OrderFacts>]>([
    ['a stray with its goods, where it wants none', ['h-100'], { warehouse: [stray] }],
    ['not one with other goods', [], { warehouse: [there('h-100', '1 Z')] }],
    ['not one that has left', [], { warehouse: [{ ...stray, status: 'SHIPPED', left: true }] }],
    [
      'under its own reference, for another address',
      ['h-100-7'],
      { warehouse: [there('h-100-7', '1 A', { digests: digests('x'), digestKey: 'k' })] },
    ],
    [
      'not one that a person explained',
      [],
      {
        warehouse: [there('h-100-7', '1 A', { digests: digests('x'), digestKey: 'k' })],
        decisions: [decision({ explained: ['h-100-7'] })],
      },
    ],
    ['not where a sending is known', [], { warehouse: [stray], sendings: [sending({ place: 2 })] }],
    [
      'but what a sending of ours became, with other goods alone',
      ['h-100-7'],
      { warehouse: [there('h-100-7', '2 Z')], sendings: [sending({ reference: ref('h-100-7'), key: 'h-100-7' })] },
    ],
    [
      'not with ours in it',
      [],
      { warehouse: [there('h-100-7', '1 A, 2 Z')], sendings: [sending({ reference: ref('h-100-7'), key: 'h-100-7' })] },
    ],
    [
      'not empty',
      [],
      { warehouse: [there('h-100-7', '')], sendings: [sending({ reference: ref('h-100-7'), key: 'h-100-7' })] },
    ],
    [
      'not where a person explained it',
      [],
      {
        warehouse: [there('h-100-7', '2 Z')],
        sendings: [sending({ reference: ref('h-100-7'), key: 'h-100-7' })],
        decisions: [decision({ explained: ['h-100-7'] })],
      },
    ],
    [
      'not at a merchant that cannot be asked',
      [],
      {
        warehouse: [there('h-100-7', '2 Z', { merchantId: 'm2' })],
        sendings: [sending({ reference: ref('h-100-7'), key: 'h-100-7' })],
      },
    ],
    [
      'not what has left',
      [],
      {
        warehouse: [there('h-100-7', '2 Z', { status: 'SHIPPED', left: true })],
        sendings: [sending({ reference: ref('h-100-7'), key: 'h-100-7' })],
      },
    ],
  ])('may still leave although a place wants none: %s', (_, expected, of) => {
    expect(unwanted(of)).toEqual(expected);
  });

  it('of an order without any place are wanted by nobody', () => {
    const none = (of: Partial<OrderFacts>) =>
      keys(unwantedStrays(accountOf(facts({ places: [], order: reading([]), warehouse: [stray], ...of }))));
    expect([
      none({}),
      none({ sendings: [sending()] }),
      none({ places: [place(1, 7)] }),
      none({ warehouse: [{ ...stray, status: 'SHIPPED', left: true }] }),
    ]).toEqual([['h-100'], [], [], []]);
  });

  it('that hold no place back are read of, unless they are dead', () => {
    const beside = (of: Partial<WarehouseOrder>) =>
      keys(straysBeside(accountOf(two({ warehouse: [{ ...stray, ...of }] }))));
    expect([
      beside({ pieces: pieces('1 Z') }),
      beside({}),
      beside({ pieces: pieces('1 Z'), status: 'CANCELLED' }),
    ]).toEqual([['h-100'], [], []]);
  });

  it('are told of as not sent from here', () => {
    const text = 'myOGO: h-100 holds 1 × A, which was not sent from here.';
    expect([saysForeign({ text: 'x', foreign: true }), saysForeign({ text }), saysForeign({ text: 'x' })]).toEqual([
      true,
      true,
      false,
    ]);
    const notes = [{ text, key: 'w1', pieces: [], at: at(1) }];
    expect([
      isNotedAsForeign({ notes }, { key: 'w1' }),
      isNotedAsForeign({ notes }, { key: 'w2' }),
      isNotedAsForeign({ notes: [{ text: 'x', key: 'w1', pieces: [], at: at(1) }] }, { key: 'w1' }),
    ]).toEqual([true, false, false]);
  });
});

describe('an order that the store no longer wants', () => {
  const ended = (status: number, of: Partial<OrderFacts> = {}) => ({
    ...facts({
      order: reading(undefined, { status }),
      statuses: [
        { status: 11, version: at(0) },
        { status, version: at(1) },
      ],
    }),
    ...of,
  });
  const away = facts({ order: reading(undefined, { archived: true }) });
  it.each<[string, boolean, boolean, string | undefined, OrderFacts]>([
    ['not one that is paid', false, true, undefined, ended(11)],
    ['one that is cancelled', true, false, `5 ${at(1)}`, ended(5)],
    ['one that is declined', true, false, `6 ${at(1)}`, ended(6)],
    ['one that is refunded', true, false, `4 ${at(1)}`, ended(4)],
    ['one that is gone by two answers', true, false, 'gone', ended(11, { gone: 2 })],
    ['not one that is gone by one', false, true, undefined, ended(11, { gone: 1 })],
    ['one that was put away, which is one field of one answer', true, true, 'archived', away],
    ['not one that was never read, and needs no second reading', false, false, undefined, facts()],
  ])('%s', (_, closed, second, since, of) => {
    expect([isClosed(of), needsSecondReading(of), closedSince(of)]).toEqual([closed, second, since]);
  });
});

describe('pieces that left for one address and are wanted at another', () => {
  /** Two A were sent to place 1 when nothing else was ordered; one of them is ordered at place 2 now. */
  const moved = (of: Partial<OrderFacts> = {}, there2: Partial<Parameters<typeof line>[0]> = {}) =>
    two({
      order: reading([
        readPlace([line({ quantity: 1 })]),
        readPlace([line({ id: 9, quantity: 1, ...there2 })], { place: 2, addressId: 8 }),
      ]),
      sendings: [sending({ reference: ref('h-100-7'), key: 'h-100-7', lines: [{ line: 1, code: 'A', quantity: 2 }] })],
      warehouse: [there('h-100-7', '2 A', { status: 'SHIPPED', left: true })],
      ...of,
    });
  const here = (of: OrderFacts) =>
    movedHere(accountOf(of), at1(of, 2)).map(({ from, pieces: which }) => `${from.place.number}: ${words(which)}`);

  it.each<[string, readonly string[], OrderFacts]>([
    ['as many as left beyond what is wanted there', ['1: 1 A'], moved()],
    ['not another SKU', [], moved({}, { sku: 'B' })],
    [
      'not where it was ordered here already when it was sent',
      [],
      moved({
        sendings: [
          sending({
            reference: ref('h-100-7'),
            key: 'h-100-7',
            lines: [{ line: 1, code: 'A', quantity: 2 }],
            elsewhere: pieces('1 A'),
          }),
        ],
      }),
    ],
    [
      'but a line that the sending names is one that moved',
      ['1: 1 A'],
      moved({
        order: reading([
          readPlace([line({ id: 3, quantity: 1 })]),
          readPlace([line({ quantity: 1 })], { place: 2, addressId: 8 }),
        ]),
        sendings: [
          sending({
            reference: ref('h-100-7'),
            key: 'h-100-7',
            lines: [
              { line: 1, code: 'A', quantity: 1 },
              { line: 3, code: 'A', quantity: 1 },
            ],
            elsewhere: pieces('1 A'),
          }),
        ],
      }),
    ],
    [
      'not what a person let ship there',
      [],
      moved({ decisions: [decision({ place: 2, accepted: [{ key: 'h-100-7', pieces: pieces('1 A') }] })] }),
    ],
    [
      'but what was said of it about its own place says nothing here',
      ['1: 1 A'],
      moved({ decisions: [decision({ place: 1, accepted: [{ key: 'h-100-7', pieces: pieces('1 A') }] })] }),
    ],
    [
      'not what was wanted once more there',
      [],
      moved({ decisions: [decision({ kind: 'hand-over-again', place: 1, again: pieces('1 A') })] }),
    ],
    ['not what never left', [], moved({ warehouse: [there('h-100-7', '2 A', { status: 'CANCELLED' })] })],
    [
      'not by a sending that was never taken',
      [],
      moved({
        sendings: [
          sending({
            reference: ref('h-100-7'),
            key: 'h-100-7',
            lines: [{ line: 1, code: 'A', quantity: 2 }],
            outcome: 'not-found',
          }),
        ],
        warehouse: [],
      }),
    ],
  ])('are %s', (_, expected, of) => {
    expect(here(of)).toEqual(expected);
  });

  it('are explained by the orders that hold them, those that left first', () => {
    const of = moved({
      warehouse: [there('h-100-7', '1 A'), there('h-100-7/2', '1 A', { status: 'SHIPPED', left: true })],
    });
    const from = at1(of);
    expect(explainMoved({ from, pieces: new Map([['A', 1]]) })).toEqual([{ key: 'h-100-7/2', pieces: pieces('1 A') }]);
    expect(explainMoved({ from, pieces: new Map([['A', 2]]) }).map(({ key }) => key)).toEqual(['h-100-7/2', 'h-100-7']);
  });

  it('what other places had ordered is noted of the goods that are sent', () => {
    expect(words(orderedElsewhere(two(), 1, new Set(['B'])))).toBe('2 B');
    expect(words(orderedElsewhere(two(), 1, new Set(['A'])))).toBe('');
    expect(words(orderedElsewhere(two(), 2, new Set(['A', 'B'])))).toBe('3 A');
  });
});
