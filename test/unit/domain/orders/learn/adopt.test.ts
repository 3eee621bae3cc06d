import { describe, expect, it } from 'vitest';
import { isAdopted, noteAdopted } from '../../../../../src/domain/orders/learn/adopt-orders.ts';
import {
  adoptReferences,
  askForAddresses,
  lookForOwners,
} from '../../../../../src/domain/orders/learn/adopt-references.ts';
import {
  asForeign,
  isSearched,
  lookAtWhole,
  withOwedThen,
  withStrangers,
} from '../../../../../src/domain/orders/learn/late-parts.ts';
import type { ActOf } from '../../../../../src/domain/orders/steps/steps.ts';
import { searchedBasis } from '../../../../../src/domain/orders/steps/obstacles.ts';
import type { Adopted, OrderFacts, ReadPlace, WarehouseOrder } from '../../../../../src/domain/orders/facts/facts.ts';
import {
  at,
  decision,
  facts,
  less,
  line,
  order,
  owned,
  pieces,
  reading,
  readPlace,
  ref,
  sending,
} from '../small-facts.ts';

const there = (reference: string, goods: string, of: Partial<WarehouseOrder> = {}) =>
  order({ key: `w-${reference}`, reference, pieces: pieces(goods), ...of });
const digests = (street: string) => ({ street, postcode: 'p', city: 'c' });
/** Places 1 (address 7: 3 A) and 2 (address 8: 2 B), of which no reference is known. */
const two = (warehouse: readonly WarehouseOrder[], of: Partial<OrderFacts> = {}) =>
  facts({
    places: [
      { number: 1, addressId: 7, references: [] },
      { number: 2, addressId: 8, references: [] },
    ],
    order: reading([
      readPlace([line()], { digests: digests('s7') }),
      readPlace([line({ id: 2, sku: 'B', quantity: 2 })], { place: 2, addressId: 8, digests: digests('s8') }),
    ]),
    warehouse,
    ...of,
  });
/** The same, of 3 A at either. */
const sameGoods = {
  order: reading([
    readPlace([line()], { digests: digests('s7') }),
    readPlace([line({ id: 2 })], { place: 2, addressId: 8, digests: digests('s8') }),
  ]),
};
/** The second place wants so many A, beside its own goods. */
const wanting = (quantity: number) => ({
  order: reading([
    readPlace([line()]),
    readPlace([line({ id: 2, sku: 'B' }), line({ id: 3, quantity })], { place: 2, addressId: 8 }),
  ]),
});
const given = (of: OrderFacts) => adoptReferences(of).places.map(({ references }) => references.join(' '));
const one = (warehouse: readonly WarehouseOrder[], of: Partial<OrderFacts> = {}) =>
  facts({ places: [{ number: 1, addressId: 7, references: [] }], order: reading(), warehouse, ...of });
const own = (number: number, addressId: number, ...references: readonly string[]) => ({
  number,
  addressId,
  references: references.map(ref),
});

describe('a reference that no account names is given to the place', () => {
  it.each<[string, readonly string[], OrderFacts]>([
    ['that its address names', ['h-100-7', 'h-100-8'], two([there('h-100-8', '1 Z'), there('h-100-7', '1 Z')])],
    [
      'that its address names, with a tail of ours',
      ['h-100-7 h-100-7-s2', ''],
      two([there('h-100-7-s2', '3 A'), there('h-100-7', '3 A')]),
    ],
    ['that its address names: what follows is a part of it', ['h-100-7', ''], two([there('h-100-7/B', '1 A')])],
    ['not by a number that merely begins like it', ['', ''], two([there('h-100-77', '9 Z')])],
    ['whose goods it holds', ['h-100', ''], two([there('h-100', '3 A')])],
    ['whose goods it holds in part', ['', 'h-100'], two([there('h-100', '1 B')])],
    [
      'whose goods are just these, before one that has more',
      ['', 'h-100'],
      two([there('h-100', '3 A')], {
        order: reading([readPlace([line({ quantity: 5 })]), readPlace([line({ id: 2 })], { place: 2, addressId: 8 })]),
      }),
    ],
    [
      'what is left of whose goods after refunds are just these',
      ['h-100', ''],
      two([there('h-100', '2 A')], {
        order: reading([
          readPlace([line({ refunded: 1 })]),
          readPlace([line({ id: 2, quantity: 9 })], { place: 2, addressId: 8 }),
        ]),
      }),
    ],
    [
      'none, where two places have its goods',
      ['', ''],
      two([there('h-100', '1 A')], {
        order: reading([readPlace(), readPlace([line({ id: 2 })], { place: 2, addressId: 8 })]),
      }),
    ],
    ['none, where no place has its goods', ['', ''], two([there('h-100', '1 Z')])],
    ['none, where it shows no goods', ['', ''], two([there('h-100', '')])],
    [
      'that it goes to, with its goods',
      ['', 'h-100'],
      two([there('h-100', '1 A', { digests: digests('s8'), digestKey: 'k' })], sameGoods),
    ],
    [
      'not by an address of another key',
      ['', ''],
      two([there('h-100', '1 A', { digests: digests('s8'), digestKey: 'z' })], sameGoods),
    ],
    [
      'not that it goes to with others’ goods',
      ['h-100', ''],
      two([there('h-100', '3 A', { digests: digests('s8'), digestKey: 'k' })]),
    ],
    [
      'a place without any first, whose goods they may be',
      ['h-100-7', 'h-100'],
      two([there('h-100', '1 B')], {
        places: [own(1, 7, 'h-100-7'), own(2, 8)],
        order: reading([
          readPlace([line({ sku: 'B', quantity: 1 })]),
          readPlace([line({ id: 2, sku: 'B', quantity: 1 })], { place: 2, addressId: 8 }),
        ]),
      }),
    ],
    [
      'none that another place has',
      ['h-100', ''],
      two([there('h-100', '2 B')], { places: [own(1, 7, 'h-100'), own(2, 8)] }),
    ],
    ['not another order’s', ['', ''], two([there('h-1007', '3 A'), there('x-100', '3 A')])],
    ['the only one, whatever it holds', ['h-100'], one([there('h-100', '9 Z')])],
    ['the only one: a number behind it is a part of the plain one', ['h-100'], one([there('h-100-2', '1 A')])],
    ['the only one: its own address is its address', ['h-100-7'], one([there('h-100-7', '1 A')])],
    ['the only one: a tail of ours', ['h-100 h-100-s2'], one([there('h-100-s2', '3 A'), there('h-100', '3 A')])],
    [
      'the only one: the shortest first',
      ['h-100 h-100-s2 h-100-s10'],
      one([there('h-100-s10', '3 A'), there('h-100-s2', '3 A'), there('h-100', '3 A')]),
    ],
    ['the only one: what looks like a tail and is none', ['h-100'], one([there('h-100-s2x', '3 A')])],
    [
      'not what is a part of a sending that is known',
      ['h-100'],
      one([there('h-100-s2', '1 A')], { places: [own(1, 7, 'h-100')], sendings: [sending()] }),
    ],
    [
      'what ends like a tail of ours, where no sending is known',
      ['h-100 h-100-s2'],
      one([there('h-100-s2', '1 A')], { places: [own(1, 7, 'h-100')] }),
    ],
    [
      'not what ends so, where another sending of the place is known',
      ['h-100'],
      one([there('h-100-s2', '1 A')], {
        places: [own(1, 7, 'h-100')],
        sendings: [sending({ reference: ref('h-100-s5') })],
      }),
    ],
    [
      'but where only another place’s sending is',
      ['h-100 h-100-s2', ''],
      two([there('h-100-s2', '3 A')], {
        places: [own(1, 7, 'h-100'), own(2, 8)],
        sendings: [sending({ place: 2, reference: ref('h-100-8') })],
      }),
    ],
    [
      'that its address names, although it looks like a part of another place’s',
      ['h-100', 'h-100-8'],
      two([there('h-100-8', '2 B')], { places: [own(1, 7, 'h-100'), own(2, 8)] }),
    ],
    [
      'not a part of another place’s, whatever its goods look like',
      ['h-100', ''],
      two([there('h-100/2', '2 B')], { places: [own(1, 7, 'h-100'), own(2, 8)] }),
    ],
    ['with a number that is no address of today', ['', 'h-100-9'], two([there('h-100-9', '2 B')])],
    [
      'the plain one, where that number may be a part of it',
      ['', 'h-100'],
      two([there('h-100', '9 Z'), there('h-100-9', '2 B')]),
    ],
    [
      'not where the plain one is another place’s',
      ['h-100', 'h-100-9'],
      two([there('h-100-9', '2 B')], { places: [own(1, 7, 'h-100'), own(2, 8)] }),
    ],
    [
      'none, where two places have its goods and its address',
      ['', ''],
      two([there('h-100', '1 A', { digests: digests('s8'), digestKey: 'k' })], {
        order: reading([
          readPlace([line()], { digests: digests('s8') }),
          readPlace([line({ id: 2 })], { place: 2, addressId: 8, digests: digests('s8') }),
        ]),
      }),
    ],
    [
      'none by its address, where the store’s is not known',
      ['', ''],
      two([there('h-100', '1 A', { digests: digests('s8'), digestKey: 'k' })], {
        order: reading([
          less(readPlace([line()]), 'digests'),
          less(readPlace([line({ id: 2 })], { place: 2, addressId: 8 }), 'digests'),
        ]),
      }),
    ],
    [
      'none, where it shows no goods, although a place has none',
      ['', ''],
      two([there('h-100', '')], { order: reading([readPlace(), readPlace([], { place: 2, addressId: 8 })]) }),
    ],
    [
      'a place that has one, where it may not be another’s',
      ['h-100 h-100-7', ''],
      two([there('h-100', '3 A')], { places: [own(1, 7, 'h-100-7'), own(2, 8)] }),
    ],
    [
      'not where it may be the order of a place that wants fewer of these goods by now',
      ['h-100-7', ''],
      two([there('h-100', '3 A')], { places: [own(1, 7, 'h-100-7'), own(2, 8)], ...wanting(1) }),
    ],
    [
      'but where that has none of them any more',
      ['h-100 h-100-7', ''],
      two([there('h-100', '3 A')], { places: [own(1, 7, 'h-100-7'), own(2, 8)], ...wanting(0) }),
    ],
  ])('%s', (_, expected, of) => {
    expect(given(of)).toEqual(expected);
  });

  it('nothing changes where nothing is given', () => {
    const of = one([]);
    expect(adoptReferences(of)).toBe(of);
  });

  it('what no place can be told to own is looked up by its name, once', () => {
    const due = (...of: Parameters<typeof two>) => lookForOwners(two(...of)).lookDue;
    const stray = there('h-100', '9 Z');
    expect([
      due([stray], { lookDue: ['h-9'] }),
      due([{ ...stray, digests: digests('x') }]),
      due([{ ...stray, merchantId: 'm2' }]),
      due([]),
    ]).toEqual([['h-9', 'h-100'], [], [], []]);
  });

  const part = there('h-100/2', '1 A');
  it.each<[string, readonly string[], boolean, OrderFacts]>([
    [
      'a part of what no account is left of',
      ['h-100/2'],
      true,
      two([there('h-100', '2 A'), part], { places: [own(1, 7, 'h-100'), own(2, 8)] }),
    ],
    [
      'not where its sending is known',
      [],
      false,
      two([part], { places: [own(1, 7, 'h-100'), own(2, 8)], sendings: [sending()] }),
    ],
    [
      'also where only that of another place, or reference, is',
      ['h-100/2'],
      true,
      two([part], {
        places: [own(1, 7, 'h-100'), own(2, 8)],
        sendings: [sending({ place: 2 }), sending({ reference: ref('h-100-s2') })],
      }),
    ],
    ['not once more', [], true, two([{ ...part, asked: true }], { places: [own(1, 7, 'h-100'), own(2, 8)] })],
    [
      'not one that is dead',
      [],
      false,
      two([{ ...part, status: 'CANCELLED' }], { places: [own(1, 7, 'h-100'), own(2, 8)] }),
    ],
    [
      'not at a merchant that cannot be asked',
      [],
      false,
      two([{ ...part, merchantId: 'm2' }], { places: [own(1, 7, 'h-100'), own(2, 8)] }),
    ],
    [
      'not while all is to be searched',
      [],
      false,
      two([part], { places: [own(1, 7, 'h-100'), own(2, 8)], searchDue: true }),
    ],
    ['not of an order with one address', [], false, one([part], { places: [own(1, 7, 'h-100')] })],
    [
      'one whose address is known counts by it',
      [],
      true,
      two([{ ...part, digests: digests('x') }], { places: [own(1, 7, 'h-100'), own(2, 8)] }),
    ],
  ])('its address is asked for: %s', (_, lookDue, asked, of) => {
    const after = askForAddresses(of);
    expect([after.lookDue, after.warehouse.some((each) => each.asked === true)]).toEqual([lookDue, asked]);
  });
});

describe('what was found again is noted as it then was', () => {
  const found = (
    of: Partial<WarehouseOrder> = {},
    by: Partial<OrderFacts> = {},
    read: Partial<ReadPlace> = {},
    quantity = 3,
  ) => {
    const here = { digests: { ...digests('s'), 'customer message': 'm' }, ...read };
    const known = facts({
      order: reading([readPlace([line({ quantity })], here)]),
      warehouse: [there('h-100', '3 A', { digests: digests('s'), digestKey: 'k', shows: {}, ...of })],
      ...by,
    });
    return noteAdopted(known).warehouse[0]?.adopted;
  };
  const note: Adopted = {
    method: 'DHL',
    country: 'FI',
    digests: { ...digests('s'), 'customer message': 'm' },
    digestKey: 'k',
    pieces: pieces('3 A'),
    compared: true,
  };
  const read = { comments: ['c1'] };

  it.each<[string, Partial<Adopted> | undefined, Adopted | undefined]>([
    ['its pieces and the address that it goes to', note, found({ shows: { comments: [] } })],
    [
      'what was ordered then, where that is more',
      { ordered: pieces('5 A'), perhapsSent: pieces('5 A') },
      found({}, {}, {}, 5),
    ],
    [
      'its words are others than the store’s',
      { digests: { ...note.digests, 'customer message': '?' } },
      found({}, {}, read),
    ],
    [
      'its words are the store’s',
      { digests: note.digests ?? {} },
      found({ shows: { comments: ['c1', 'their own'] } }, {}, read),
    ],
    [
      'words where the store has none',
      { digests: { ...note.digests, 'customer message': '?' } },
      found({ shows: { comments: ['c9'] } }),
    ],
    [
      'not its words where a person decided about them',
      { digests: note.digests ?? {} },
      found({}, { decisions: [decision({ place: 1, words: ['customerMessage'] })] }, read),
    ],
    [
      'but where that was about another place',
      { digests: { ...note.digests, 'customer message': '?' } },
      found({}, { decisions: [decision({ place: 2, words: ['customerMessage'] })] }, read),
    ],
    ['nothing that is foreign', undefined, found({ pieces: pieces('9 A') })],
    ['nothing that a sending explains', undefined, found({}, { sendings: [sending()] })],
    ['nothing that nobody can tell yet', undefined, found({ digests: undefined as never })],
    [
      'what left is noted by its goods alone',
      { compared: false },
      found({ digests: undefined as never, shows: undefined as never, status: 'SHIPPED', left: true }),
    ],
    ['what was noted stays', { method: 'then', compared: true }, found({ adopted: { ...note, method: 'then' } })],
    [
      'but by its goods alone it is noted once more when its address is known',
      { method: 'DHL', compared: true, pieces: pieces('2 A') },
      found({ adopted: { ...note, method: 'then', compared: false, pieces: pieces('2 A') } }),
    ],
    [
      'the cash that it asks for, as it shows it',
      { cash: { amount: 5, currency: 'EUR' } },
      found({ shows: { cash: { amount: 5, currency: 'EUR' } } }),
    ],
    [
      'in the store’s currency, where it shows none',
      { cash: { amount: 5, currency: 'SEK' } },
      found({ shows: { cash: { amount: 5, currency: '' } } }, {}, { cash: { amount: 9, currency: 'SEK' } }),
    ],
    [
      'not in another currency',
      { method: 'DHL' },
      found({ shows: { cash: { amount: 5, currency: 'EUR' } } }, {}, { cash: { amount: 9, currency: 'SEK' } }),
    ],
    [
      'its point, where the store names another',
      { pickUpPoint: '9', pickUp: { need: 'required', shippingCode: 'DHL', by: 'form', codes: ['9'] } },
      found(
        { shows: { pickUpPoint: '9' } },
        {},
        { pickUp: { need: 'required', shippingCode: 'DHL', by: 'form', codes: ['1'] } },
      ),
    ],
    [
      'its point, where it is the store’s',
      { pickUpPoint: '1', pickUp: { need: 'required', shippingCode: 'DHL', by: 'form', codes: ['1'] } },
      found(
        { shows: { pickUpPoint: '1' } },
        {},
        { pickUp: { need: 'required', shippingCode: 'DHL', by: 'form', codes: ['1'] } },
      ),
    ],
    [
      'no point, where it has none',
      { pickUp: { need: 'required', shippingCode: 'DHL', by: 'form', codes: [] } },
      found({}, {}, { pickUp: { need: 'required', shippingCode: 'DHL', by: 'form', codes: ['1'] } }),
    ],
  ])('%s', (_, expected, adopted) => {
    if (expected === undefined) expect(adopted).toBeUndefined();
    else expect(adopted).toMatchObject(expected);
  });

  it('what cannot be collected in its currency is not noted as asked for', () => {
    expect(
      found({ shows: { cash: { amount: 5, currency: 'EUR' } } }, {}, { cash: { amount: 9, currency: 'SEK' } }),
    ).not.toHaveProperty('cash');
    expect(found({ shows: { comments: [] } })).toEqual(note);
  });

  it('counts as adopted where it is ours without a sending, and no part', () => {
    expect([
      isAdopted(owned('3 A')),
      isAdopted(owned('3 A', { part: true })),
      isAdopted(owned('3 A', { isForeign: true })),
      isAdopted(owned('3 A', { unclear: true })),
      isAdopted(owned('3 A', { sending: sending() })),
    ]).toEqual([true, false, false, false, false]);
  });
});

describe('a part that is heard of late', () => {
  const main = order({ pieces: pieces('2 A'), status: 'SHIPPED', left: true });
  const part = there('h-100/2', '1 A');
  const base = (of: Partial<OrderFacts> = {}) =>
    facts({ order: reading(), sendings: [sending()], warehouse: [main], readDue: undefined as never, ...of });
  const searched = (of: OrderFacts, ...orders: readonly WarehouseOrder[]) => ({
    ...of,
    searched: [
      searchedBasis(
        1,
        orders.map((each) => owned('', { order: each, state: each.left ? 'shipped' : 'living' })),
      ),
    ],
  });
  const heard = (before: OrderFacts, added = part) => {
    const after = withOwedThen(before, { ...before, warehouse: [...before.warehouse, added] }, added);
    const { owedThen, goneThen } = after.warehouse.at(-1) ?? {};
    return { ...(owedThen === undefined ? {} : { owedThen }), ...(goneThen === undefined ? {} : { goneThen }) };
  };

  it('is ours while something is missing', () => {
    expect(heard(base())).toEqual({});
  });

  it('is none of ours where all is searched for, and nothing is missed', () => {
    const settled = searched(base({ order: reading([readPlace([line({ refunded: 1 })])]) }), main);
    const later = { ...part, editTime: at(9) };
    expect(heard(settled, later)).toEqual({ owedThen: [] });
    expect(heard({ ...settled, searchDue: true }, later)).toEqual({});
    expect(isSearched(settled, 1)).toBe(true);
    expect(isSearched(settled, 2)).toBe(false);
  });

  it('is none of what was nowhere, where something may still be split', () => {
    const living = order({ pieces: pieces('1 A') });
    const refunded = searched(
      base({ warehouse: [living], order: reading([readPlace([line({ refunded: 2 })])]) }),
      living,
    );
    expect(heard(refunded, { ...part, editTime: at(9) })).toEqual({ goneThen: pieces('2 A') });
    expect(heard(refunded, { ...part, editTime: '' })).toEqual({ goneThen: pieces('2 A') });
  });

  it('is ours where it was there when its order was changed last, and only its row came late', () => {
    const living = order({ pieces: pieces('1 A'), editTime: at(2) });
    const gone = { order: reading([readPlace([line({ refunded: 2 })])]) };
    const refunded = searched(base({ warehouse: [living], ...gone }), living);
    expect(heard(refunded, { ...part, editTime: at(2) })).toEqual({});
    expect(heard(refunded, { ...part, editTime: at(1) })).toEqual({});
    expect(heard(refunded, { ...part, editTime: at(9) })).toEqual({ goneThen: pieces('2 A') });
  });

  it('lets the order be read that it may be split from, where that has nothing left for it', () => {
    const whole = order({ editTime: at(1) });
    const known = base({ warehouse: [whole, { ...part, editTime: at(2) }], lookDue: ['h-9'] });
    const key = part.key;
    expect(lookAtWhole(known, key).lookDue).toEqual(['h-9', 'h-100']);
    expect(
      lookAtWhole(
        base({
          warehouse: [
            { ...whole, editTime: at(3) },
            { ...part, editTime: at(2) },
          ],
        }),
        key,
      ).lookDue,
    ).toEqual([]);
    expect(
      lookAtWhole(
        base({
          warehouse: [
            { ...whole, status: 'SHIPPED', left: true },
            { ...part, editTime: at(2) },
          ],
        }),
        key,
      ).lookDue,
    ).toEqual([]);
    expect(
      lookAtWhole(
        base({
          warehouse: [
            { ...whole, merchantId: 'm2' },
            { ...part, editTime: at(2) },
          ],
        }),
        key,
      ).lookDue,
    ).toEqual([]);
    expect(
      lookAtWhole(
        base({
          warehouse: [
            { ...whole, pieces: pieces('2 A') },
            { ...part, editTime: at(2) },
          ],
        }),
        key,
      ).lookDue,
    ).toEqual([]);
    expect(
      lookAtWhole(base({ warehouse: [whole, { ...part, status: 'CANCELLED', editTime: at(2) }] }), key).lookDue,
    ).toEqual([]);
    // Another one that may be split says nothing of this part.
    const further = order({ key: 'w3', reference: ref('h-100-s2'), editTime: at(1) });
    const others = {
      places: [own(1, 7, 'h-100', 'h-100-s2'), own(2, 8, 'h-100-8')],
      sendings: [
        sending(),
        sending({ number: 2, reference: ref('h-100-s2'), key: 'w3' }),
        sending({ number: 3, place: 2, reference: ref('h-100-8'), key: 'w4' }),
      ],
    };
    expect(
      lookAtWhole(
        base({
          ...others,
          warehouse: [
            { ...whole, status: 'SHIPPED', left: true },
            { ...part, editTime: at(2) },
            further,
            order({ key: 'w4', reference: ref('h-100-8'), editTime: at(1) }),
          ],
        }),
        key,
      ).lookDue,
    ).toEqual([]);
    expect(
      lookAtWhole(
        base({
          warehouse: [
            { ...whole, editTime: at(2) },
            { ...part, editTime: at(2) },
          ],
        }),
        key,
      ).lookDue,
    ).toEqual(['h-100']);
    expect(lookAtWhole(known, 'w1').lookDue).toEqual(['h-9']);
    expect(lookAtWhole(known, undefined).lookDue).toEqual(['h-9']);
  });

  it('is a stranger once it is known that nothing of ours is left for it', () => {
    const whole = order();
    const noted = (of: Partial<OrderFacts>) =>
      withStrangers(base({ warehouse: [whole, part], ...of })).warehouse[1]?.owedThen;
    expect(noted({})).toEqual([]);
    expect(noted({ searchDue: true })).toBeUndefined();
    expect(noted({ lookDue: ['h-100'] })).toBeUndefined();
    expect(noted({ warehouse: [{ ...whole, missed: [at(1)] }, part] })).toBeUndefined();
    expect(noted({ warehouse: [{ ...whole, status: 'SHIPPED', left: true }, part], lookDue: ['h-100'] })).toEqual([]);
    // What is to be looked up for another address, or under another reference, says nothing of this part.
    const sendings = [
      sending(),
      sending({ number: 2, reference: ref('h-100-s2'), key: 'w3' }),
      sending({ number: 3, place: 2, reference: ref('h-100-8'), key: 'w4' }),
    ];
    const others = [order({ key: 'w3', reference: ref('h-100-s2') }), order({ key: 'w4', reference: ref('h-100-8') })];
    expect(
      noted({
        places: [own(1, 7, 'h-100', 'h-100-s2'), own(2, 8, 'h-100-8')],
        sendings,
        warehouse: [whole, part, ...others],
        lookDue: ['h-100-s2', 'h-100-8'],
      }),
    ).toEqual([]);
    expect(
      noted({ sendings: [sending({ outcome: 'unknown', key: undefined as never }), sending({ number: 2 })] }),
    ).toBeUndefined();
    expect(noted({ warehouse: [{ ...whole, pieces: pieces('2 A') }, part] })).toBeUndefined();
    expect(noted({ warehouse: [whole, { ...part, status: 'CANCELLED' }] })).toBeUndefined();
    expect(noted({ warehouse: [whole, { ...part, owedThen: pieces('1 A') }] })).toEqual(pieces('1 A'));
  });

  it('is a stranger once people were told so', () => {
    const note = (of: Partial<ActOf<'note'>>) =>
      ({
        key: 'n',
        basis: '',
        fresh: false,
        kind: 'note',
        text: 'x',
        pieces: [],
        order: part.key,
        ...of,
      }) as ActOf<'note'>;
    const told = (of: Partial<ActOf<'note'>>, by: Partial<OrderFacts> = {}) =>
      asForeign(base({ warehouse: [order(), part], ...by }), note(of)).warehouse[1]?.owedThen;
    expect([told({ foreign: true }), told({}), told({ foreign: true, order: 'w1' })]).toEqual([
      [],
      undefined,
      undefined,
    ]);
    expect(told({ text: 'myOGO: h-100/2 holds 1 × A, which was not sent from here.' })).toEqual([]);
    expect(told({ foreign: true }, { warehouse: [order({ pieces: pieces('2 A') }), part] })).toBeUndefined();
  });
});
