import { describe, expect, it } from 'vitest';
import type { OrderAccount, PlaceAccount } from '../../../../../src/domain/orders/account/account.ts';
import type { StoreSide } from '../../../../../src/domain/orders/account/told.ts';
import { empty } from '../../../../../src/domain/orders/facts/bag.ts';
import type { OrderFacts } from '../../../../../src/domain/orders/facts/facts.ts';
import type { StoreShipment } from '../../../../../src/domain/orders/facts/store-facts.ts';
import { finding } from '../../../../../src/domain/orders/steps/findings.ts';
import type { Step } from '../../../../../src/domain/orders/steps/steps.ts';
import { addressView } from '../../../../../src/domain/orders/views/address-view.ts';
import { at, bag, decision, facts, line, order, owned, reading, readPlace, ref, sending } from '../small-facts.ts';

// One address as people see it: which of several orders, codes, numbers and ages is shown.

const nothing: PlaceAccount = {
  place: { number: 1, addressId: 7, references: [ref('h-100')] },
  ...{ read: readPlace(), orders: [], unknownSendings: [], lines: [], wanted: empty, shipped: empty, byHand: empty },
  ...{ settled: empty, settledMissing: empty, givenUp: empty, open: empty, placed: empty, unknown: empty },
  ...{ excess: empty, sent: empty, lost: empty, unsent: empty, untold: empty, untoldOf: new Map() },
};

interface Seen {
  readonly of?: Partial<OrderFacts>;
  readonly place?: Partial<PlaceAccount>;
  readonly step?: Step;
  readonly told?: Readonly<Record<string, readonly StoreShipment[]>>;
}
function view({ of = {}, place = {}, step, told = {} }: Seen) {
  const side = { shipmentsOf: new Map(Object.entries(told)) } as unknown as StoreSide; // what a view asks of it
  const account = { facts: facts({ order: reading(), ...of }), side } as unknown as OrderAccount; // the same
  return addressView(account, { ...nothing, ...place }, step, Date.parse(at(60)));
}

const there = (key: string, of: Parameters<typeof order>[0] = {}, more: Parameters<typeof owned>[1] = {}) =>
  owned('3 A', { order: order({ key, ...of }), ...more });
const strange = (key: string, of: Parameters<typeof order>[0] = {}) => there(key, of, { isForeign: true });
const shipment = (id: number, addressId = 8): StoreShipment => ({ id, addressId, trackingNumber: `T${id}`, lines: [] });
const cash = (amount: number) => ({ amount, currency: 'EUR' });
const door = { by: 'door', method: 'COD' } as const;
const pickUp = { shippingCode: 'OMNIVA', need: 'required', codes: ['0118'], by: 'k' } as never; // what a point is read from
const match = (code: string) => ({
  matches: [
    { place: 1, method: 'DHL', country: 'FI', fresh: true, result: { kind: 'code', code } },
  ] as unknown as OrderFacts['matches'], // what a code is read from
});

describe('an address', () => {
  it('of several orders shows the one of ours that lives, else our newest, else the newest', () => {
    const status = (...orders: PlaceAccount['orders']) => view({ place: { orders } }).myOgoStatus;
    const dead = there('w1', { status: 'CANCELLED' }, { state: 'dead' });
    expect(status(dead, there('w2', { status: 'PENDING' }), strange('w3'))).toBe('PENDING');
    expect(status(there('w0', { status: 'SHIPPED' }, { state: 'shipped' }), dead, strange('w3'))).toBe('CANCELLED');
    expect(status(strange('w1'), strange('w2', { status: 'DRAFT' }), strange('w3', { status: 'LOCKED' }))).toBe(
      'LOCKED',
    );
    expect(status()).toBeUndefined();
  });

  it('bears the reference of the order that is shown, else the last one', () => {
    const place = { number: 1, addressId: 7, references: [ref('h-100'), ref('h-100-s2')] };
    expect(view({ place: { place, orders: [there('w1')] } }).reference).toBe('h-100');
    expect(view({ place: { place } }).reference).toBe('h-100-s2');
  });

  it('shows the code that its order was sent with, else that of what was sent last, else what its link says', () => {
    const sendings = [sending({ code: 'GLS' }), sending({ code: 'POSTI' }), sending({ code: 'DPD', place: 2 })];
    const orders = [there('w1', {}, { sending: sendings[0] })];
    expect(view({ of: { sendings, ...match('OMNIVA') }, place: { orders } }).shippingCode).toBe('GLS');
    expect(view({ of: { sendings, ...match('OMNIVA') } }).shippingCode).toBe('POSTI');
    expect(view({ of: match('OMNIVA') }).shippingCode).toBe('OMNIVA');
    expect(view({})).not.toHaveProperty('shippingCode');
  });

  it('shows the pick-up point that was sent, else the one that would be', () => {
    const read = readPlace([line()], { pickUp });
    const sent = there('w1', {}, { sending: { ...sending({ code: 'OMNIVA' }), pickUpPoint: '7701' } });
    expect(view({ of: match('OMNIVA'), place: { read, orders: [sent] } }).pickUpPoint).toBe('7701');
    expect(view({ of: match('OMNIVA'), place: { read } }).pickUpPoint).toBe('0118');
    expect(view({ of: match('OMNIVA'), place: { read, orders: [there('w1')] } })).not.toHaveProperty('pickUpPoint');
    expect(view({ of: match('POSTI'), place: { read } })).not.toHaveProperty('pickUpPoint');
    expect(view({ place: { read } })).not.toHaveProperty('pickUpPoint');
    expect(view({ of: match('OMNIVA'), place: { read: undefined } })).not.toHaveProperty('pickUpPoint');
  });

  it('shows what its order asks for at the door, else what it would ask for, and never nothing', () => {
    const read = readPlace([line()], { cash: cash(2_000) });
    const of = { order: reading([read], { cash: door }) };
    const asks = (amount?: number) =>
      there('w1', {}, { sending: { ...sending(), ...(amount === undefined ? {} : { cash: cash(amount) }) } });
    expect(view({ of, place: { read } }).cashOnDelivery).toBe('20.00 EUR');
    expect(view({ of, place: { read, orders: [asks(1_500)] } }).cashOnDelivery).toBe('15.00 EUR');
    expect(view({ of, place: { read, orders: [asks()] } })).not.toHaveProperty('cashOnDelivery');
    expect(view({ of, place: { read, orders: [asks(0)] } })).not.toHaveProperty('cashOnDelivery');
    expect(view({ of, place: { read, orders: [there('w1')] } })).not.toHaveProperty('cashOnDelivery');
    const paid = { order: reading([read], { cash: { ...door, by: 'paid' } }) };
    expect(view({ of: paid, place: { read } })).not.toHaveProperty('cashOnDelivery');
    expect(view({ place: { read } })).not.toHaveProperty('cashOnDelivery');
    expect(view({ of, place: { read: undefined } })).not.toHaveProperty('cashOnDelivery');
  });

  it('shows the shipments at its address, and those that tell of one of its orders', () => {
    const shipments = [shipment(1, 7), shipment(2), shipment(3)];
    const told = { w2: [shipments[1] ?? shipment(2)] };
    const { shipments: shown } = view({ of: { shipments }, told, place: { orders: [there('w1'), there('w2')] } });
    expect(shown.map(({ shipmentId }) => shipmentId)).toEqual([1, 2]);
  });

  it('shows every hold with its own age, and what it waits for', () => {
    const [one, two] = [finding('sku-missing', 'One.'), finding('ambiguous-link', 'Two.')];
    const firstSeen = [one, two].map(({ fingerprint }, place) => ({ fingerprint, at: at(10 + place) }));
    const held = view({ of: { firstSeen }, step: { kind: 'hold', place: 1, findings: [one, two] } });
    expect([held.hold, ...(held.moreHolds ?? [])].map((hold) => hold?.since)).toEqual([at(10), at(11)]);
    const single = view({ of: { firstSeen }, step: { kind: 'hold', place: 1, findings: [two] } });
    expect(single.hold?.since).toBe(at(11));
    expect(single).not.toHaveProperty('moreHolds');
    const waits = (until?: string) =>
      view({
        step: { kind: 'wait', place: 1, wait: { for: 'grace', words: 'W', ...(until === undefined ? {} : { until }) } },
      });
    expect(waits(at(90)).waits).toStrictEqual({ words: 'W', until: at(90) });
    expect(waits().waits).toStrictEqual({ words: 'W' });
    expect(view({})).not.toHaveProperty('waits');
  });

  it('names what is odd about each order of the warehouse', () => {
    const orders = [
      there('w1', { trackingNumber: 'T1' }),
      there('ref:h-100/2', { reference: 'h-100/2', missed: [at(1), at(2), at(3)] }, { part: true }),
      there('w3', {}, { unclear: true }),
      strange('w4', { merchantId: 'm2' }),
    ];
    const shown = view({ place: { orders } }).orders?.map(({ id, trackingNumber, note }) => [id, trackingNumber, note]);
    expect(shown).toEqual([
      ['w1', 'T1', undefined],
      [undefined, undefined, 'myOGO no longer lists it; a part of it'],
      ['w3', undefined, 'whether it is ours cannot be told yet'],
      ['w4', undefined, 'at another merchant, which cannot be asked; not ours'],
    ]);
    expect(view({})).not.toHaveProperty('orders');
  });
});

const refundedLines = { order: reading([readPlace([line({ quantity: 3, refunded: 1 })])]) };

describe('the pieces of an address', () => {
  it.each<[string, Partial<PlaceAccount>, Partial<OrderFacts>, string | undefined]>([
    ['all stand alike', { wanted: bag('3 A'), placed: bag('3 A') }, {}, undefined],
    [
      'some are sent and some are not',
      { wanted: bag('3 A'), placed: bag('1 A'), unsent: bag('2 A') },
      {},
      '3 × A wanted: 1 × A in the warehouse, 2 × A not handed over',
    ],
    [
      'more left than is wanted, and one was refunded since',
      { wanted: bag('3 A'), shipped: bag('4 A'), placed: bag('1 B') },
      refundedLines,
      '3 × A wanted: 4 × A shipped (of it 1 × A refunded since, 1 × A beyond what is wanted), 1 × B in the warehouse',
    ],
    [
      'refunded since a person shipped them',
      { wanted: bag('3 A'), byHand: bag('2 A'), placed: bag('1 A') },
      refundedLines,
      '3 × A wanted: 2 × A shipped by hand (of it 1 × A refunded since), 1 × A in the warehouse',
    ],
    [
      'what left here was refunded since, and not what a person shipped',
      { wanted: bag('3 A'), shipped: bag('1 A'), byHand: bag('2 A') },
      refundedLines,
      '3 × A wanted: 1 × A shipped (of it 1 × A refunded since), 2 × A shipped by hand',
    ],
    [
      'nothing counts as refunded once all of it is called off',
      { shipped: bag('2 A') },
      { order: reading([readPlace([line({ quantity: 3, refunded: 1 })])], { status: 5 }) },
      'nothing wanted any more: 2 × A shipped (of it 2 × A beyond what is wanted)',
    ],
    [
      'what is handed over again of another address makes nothing refunded here',
      { wanted: bag('2 A'), placed: bag('2 A'), unsent: bag('1 B') },
      {
        ...refundedLines,
        decisions: [decision({ kind: 'hand-over-again', place: 2, again: [{ code: 'A', quantity: 1 }] })],
      },
      '2 × A wanted: 2 × A in the warehouse, 1 × B not handed over',
    ],
    [
      'what is handed over again here was refunded after it left',
      { wanted: bag('3 A'), shipped: bag('3 A'), placed: bag('1 B') },
      {
        ...refundedLines,
        decisions: [decision({ kind: 'hand-over-again', place: 1, again: [{ code: 'A', quantity: 1 }] })],
      },
      '3 × A wanted: 3 × A shipped, 1 × B in the warehouse',
    ],
  ])('%s', (_, place, of, words) => {
    expect(view({ place, of }).pieces).toBe(words);
  });
});
