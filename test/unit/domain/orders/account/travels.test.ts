import { describe, expect, it } from 'vitest';
import { cashDue, cashOff, travelsAfter, travelsWith } from '../../../../../src/domain/orders/account/travels.ts';
import type { PlaceAccount } from '../../../../../src/domain/orders/account/account.ts';
import type { LineAccount } from '../../../../../src/domain/orders/account/lines.ts';
import type { OwnedOrder } from '../../../../../src/domain/orders/account/ownership.ts';
import type { CashRead } from '../../../../../src/domain/orders/facts/travels/cash.ts';
import type { ReadPlace, Sending } from '../../../../../src/domain/orders/facts/facts.ts';
import { bag, decision, facts, line, order, owned, reading, readPlace, sending } from '../small-facts.ts';

const euros = (amount: number) => ({ amount, currency: 'EUR' });
const door: CashRead = { by: 'door', method: 'Cash on Delivery' };
const undecided: CashRead = { ...door, by: 'undecided' };
const owes = (amount: number, lines = [line({ owed: amount })], of: Partial<ReadPlace> = {}) =>
  readPlace(lines, { cash: euros(amount), ...of });
const account = (id: number, of: Partial<LineAccount> = {}): LineAccount => ({
  ...{
    id,
    sku: 'A',
    ordered: 3,
    wanted: 3,
    refunded: 0,
    shipped: 0,
    byHand: 0,
    settled: 0,
    settledMissing: 0,
    open: 3,
    everSent: false,
  },
  ...of,
});

/** The place as an account has it, as far as money goes. */
function place(read: ReadPlace | undefined, of: Partial<PlaceAccount> = {}): PlaceAccount {
  return {
    ...{ place: { number: 1, addressId: 7, references: [] }, read, orders: [], unknownSendings: [], unsent: bag('') },
    lines: [account(1)],
    ...of,
  } as unknown as PlaceAccount; // what these pages ask
}
const known = (read: ReadPlace, by: CashRead | null = door) =>
  facts({ order: reading([read], by === null ? {} : { cash: by }) });

describe('what is to be collected for a place', () => {
  it.each<[string, number | undefined, Partial<LineAccount>, ReadPlace, CashRead | null]>([
    ['what it owes', 3_000, {}, owes(3_000), door],
    ['nothing where the order is paid otherwise', undefined, {}, owes(3_000), null],
    ['nobody can say where nobody has decided', undefined, {}, owes(3_000), undecided],
    ['nobody can say where the order does not', undefined, {}, readPlace(), door],
    ['not what a person ships by hand: whoever brings it collects', 2_000, { byHand: 1 }, owes(3_000), door],
    ['nor what a person took out', 1_000, { settled: 2 }, owes(3_000), door],
    ['nor both', 0, { byHand: 1, settled: 2 }, owes(3_000), door],
    ['never less than nothing', 0, { byHand: 9 }, owes(3_000, [line({ owed: 9_000 })]), door],
    [
      'by the pieces that are not refunded',
      1_000,
      { byHand: 1 },
      owes(2_000, [line({ owed: 2_000, refunded: 1 })]),
      door,
    ],
    ['a cent that does not divide stays owed', 67, { byHand: 1 }, owes(100, [line({ owed: 100 })]), door],
    ['a line that says nothing of it takes nothing off', 3_000, { byHand: 1 }, owes(3_000, [line()]), door],
    [
      'a line that is refunded takes nothing off',
      3_000,
      { byHand: 1 },
      owes(3_000, [line({ owed: 500, refunded: 3 })]),
      door,
    ],
    ['a line that is gone takes nothing off', 3_000, { id: 9, byHand: 1 }, owes(3_000), door],
  ])('%s', (_, amount, of, read, by) => {
    expect(cashDue(known(read, by), { lines: [account(1, of)] }, read)?.amount).toBe(amount);
  });
});

const asks = (amount: number, of: Partial<Sending> = {}) => sending({ cash: euros(amount), ...of });
const made = (own: string, of: Partial<OwnedOrder> = {}) => owned(own, { sending: asks(3_000), ...of });
const second = (of: Partial<OwnedOrder> = {}) =>
  owned('1 A', { order: order({ key: 'w2', reference: 'h-100-s2' }), root: 'h-100-s2', ...of });

describe('the money that the next sending asks for', () => {
  const left = (orders: readonly OwnedOrder[], of: Partial<PlaceAccount> = {}) =>
    travelsWith(known(owes(3_000)), place(owes(3_000), { orders, ...of }), owes(3_000), 'DHL').cash?.amount;

  it.each<[string, number | undefined, readonly OwnedOrder[], Partial<PlaceAccount>]>([
    ['all that is owed, where nothing was sent', 3_000, [], {}],
    ['nothing where an earlier order asks for it', undefined, [made('3 A')], {}],
    ['also where that has left', undefined, [made('3 A', { state: 'shipped' })], {}],
    ['all of it where that one is dead', 3_000, [made('3 A', { state: 'dead' })], {}],
    ['all of it where that one is not ours', 3_000, [made('3 A', { isForeign: true })], {}],
    ['the rest of it', 1_000, [made('3 A', { sending: asks(2_000) })], {}],
    [
      'a part asks for nothing of its own',
      1_000,
      [made('2 A', { sending: asks(2_000) }), owned('1 A', { part: true, sending: undefined })],
      {},
    ],
    ['of a sending of unknown outcome nothing is asked for twice', 500, [], { unknownSendings: [asks(2_500)] }],
    ['but of one to another place', 3_000, [], { unknownSendings: [asks(2_500, { place: 2 })] }],
    [
      'two sendings ask for both',
      500,
      [made('2 A', { sending: asks(2_000) }), second({ sending: asks(500, { number: 2 }) })],
      {},
    ],
    ['never a debt', undefined, [made('3 A', { sending: asks(9_000) })], {}],
  ])('%s', (_, amount, orders, of) => {
    expect(left(orders, of)).toBe(amount);
  });

  it('is nothing where nobody collects, and the words and the point travel all the same', () => {
    const pickUp = { need: 'required', shippingCode: 'DHL', by: 'form', codes: ['0118'] } as const;
    const read = readPlace([line()], { pickUp, words: [{ kind: 'giftWords', rule: 'forward', count: 1 }] });
    expect(travelsWith(known(read, null), place(read), read, 'DHL')).toEqual({
      ...{ pickUp, pickUpPoint: '0118' },
      words: ['giftWords', 'customerMessage'],
    });
    expect(travelsWith(known(read, null), place(read), read, 'POSTI').pickUpPoint).toBeUndefined();
  });
});

describe('the order that has to ask for another amount', () => {
  const off = (amount: number, orders: readonly OwnedOrder[], of: Partial<PlaceAccount> = {}, by = door) => {
    const found = cashOff(known(owes(amount), by), place(owes(amount), { orders, ...of }));
    return found === undefined ? undefined : `${found.order.order.key} ${found.cash.amount}`;
  };

  it.each<[string, string | undefined, number, readonly OwnedOrder[], Partial<PlaceAccount>, CashRead?]>([
    ['none where all is asked for that is owed', undefined, 3_000, [made('3 A')], {}],
    ['it, with less where less is owed', 'w1 2000', 2_000, [made('3 A')], {}],
    ['it, with more where more is owed', 'w1 4000', 4_000, [made('3 A')], {}],
    [
      'none where the rest goes with pieces that are still to be sent',
      undefined,
      4_000,
      [made('3 A')],
      { unsent: bag('1 A') },
    ],
    ['but less is asked for at once', 'w1 2000', 2_000, [made('3 A')], { unsent: bag('1 A') }],
    ['none that has left: nobody can change it', undefined, 2_000, [made('3 A', { state: 'shipped' })], {}],
    ['none that is not ours', undefined, 2_000, [made('3 A', { isForeign: true })], {}],
    ['none that is a part', undefined, 2_000, [made('3 A', { part: true })], {}],
    ['none that holds none of ours', undefined, 2_000, [made('')], {}],
    [
      'none at a merchant that cannot be asked',
      undefined,
      2_000,
      [made('3 A', { order: order({ merchantId: 'm2' }) })],
      {},
    ],
    [
      'never below nothing',
      'w2 0',
      100,
      [made('2 A', { sending: asks(2_000) }), second({ sending: asks(500, { number: 2 }) })],
      {},
    ],
    [
      'of two the last one that asks for something, where less is owed',
      'w1 1000',
      1_000,
      [made('2 A', { sending: asks(2_000) }), second({ sending: asks(0, { number: 2 }) })],
      {},
    ],
    [
      'of two the last one, where more is owed',
      'w2 500',
      2_500,
      [made('2 A', { sending: asks(2_000) }), second({ sending: asks(0, { number: 2 }) })],
      {},
    ],
    ['what a sending became, before what has none', 'w1 2000', 2_000, [made('3 A'), second()], {}],
    ['none where nobody says what is owed', undefined, 0, [], {}],
    ['it, by the word of then, where the merchant has taken that back', 'w1 2000', 2_000, [made('3 A')], {}, undecided],
    [
      'none where nobody has decided, and nothing was asked for',
      undefined,
      2_000,
      [owned('3 A', { sending: sending() })],
      {},
      undecided,
    ],
  ])('%s', (_, expected, amount, orders, of, by) => {
    expect(off(amount, orders, of, by)).toBe(expected);
  });

  it('none where the store has the address no more', () => {
    expect(cashOff(known(owes(3_000)), place(undefined, { orders: [made('3 A')] }))).toBeUndefined();
  });
});

describe('what travels with an order once it is changed', () => {
  const pickUp = { need: 'required', shippingCode: 'DHL', by: 'form', codes: ['0118'] } as const;
  const sent = (of: Partial<Sending> = {}) =>
    made('3 A', { sending: asks(3_000, { pickUp, pickUpPoint: '0118', ...of }) });
  const after = (
    read: ReadPlace,
    one: OwnedOrder,
    shippingCode = 'DHL',
    decisions = [] as ReturnType<typeof decision>[],
  ) => travelsAfter({ ...known(read), decisions }, place(read, { orders: [one] }), one, { read, shippingCode });

  it('the point that the store names now', () => {
    const now = owes(3_000, undefined, { pickUp: { ...pickUp, codes: ['0200'] } });
    expect(after(now, sent()).pickUpPoint).toBe('0200');
  });

  it('the point that it was sent with, where nobody can tell another', () => {
    const now = owes(3_000, undefined, { pickUp: { ...pickUp, codes: [] } });
    expect(after(now, sent())).toMatchObject({ pickUp, pickUpPoint: '0118' });
    expect(after(now, made('3 A'))).toEqual({ cash: euros(3_000) });
  });

  it('the amount that is owed by now, for the order that has to ask for it; another keeps its own', () => {
    const now = owes(2_000);
    expect(after(now, made('3 A')).cash).toEqual(euros(2_000));
    const other = second({ sending: asks(0, { number: 2 }) });
    const one = made('3 A');
    const both = place(now, { orders: [one, other] });
    expect(travelsAfter(known(now), both, other, { read: now, shippingCode: 'DHL' }).cash).toEqual(euros(0));
  });

  it('the words that a person left out stay out', () => {
    const now = owes(3_000);
    expect(after(now, made('3 A'), 'DHL', [decision({ kind: 'drop-words', place: 1 })]).words).toEqual([]);
  });
});
