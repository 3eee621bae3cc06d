import { describe, expect, it } from 'vitest';
import { shipmentsUndone, storeSide } from '../../../../../src/domain/orders/account/told.ts';
import type { OwnedOrder } from '../../../../../src/domain/orders/account/ownership.ts';
import type { PlaceAccount } from '../../../../../src/domain/orders/account/account.ts';
import type { OrderFacts, StoreShipment, Telling } from '../../../../../src/domain/orders/facts/facts.ts';
import {
  at,
  bag,
  decision,
  facts,
  line,
  order,
  owned,
  pieces,
  reading,
  readPlace,
  sending,
  words,
} from '../small-facts.ts';

const shipment = (id: number, quantity: number, of: Partial<StoreShipment> = {}): StoreShipment => ({
  ...{ id, addressId: 7, trackingNumber: '', lines: [{ line: 1, quantity }] },
  ...of,
});
const left = (own: string, key = 'w1', trackingNumber?: string): OwnedOrder =>
  owned(own, {
    state: 'shipped',
    order: order({ key, status: 'SHIPPED', left: true, ...(trackingNumber === undefined ? {} : { trackingNumber }) }),
  });

/** `told w1: 3 A; on line 1: 3; by hand 2: 1`: what is not there is not named. */
function told(of: Partial<OrderFacts>, orders: readonly OwnedOrder[]): string {
  const side = storeSide(facts({ order: reading(), ...of }), orders);
  return [
    ...[...side.told].map(([key, pieces]) => `told ${key}: ${words(pieces)}`),
    ...[...side.toldOnLine].map(([id, count]) => `on line ${id}: ${count}`),
    ...[...side.byHand].map(([id, count]) => `by hand ${id}: ${count}`),
  ].join('; ');
}

const reasons = { place: 1, explained: ['w1'] };

describe('what the store’s shipments say', () => {
  it.each<[string, string, Partial<OrderFacts>, readonly OwnedOrder[]]>([
    ['by hand without our marker and our number', 'by hand 1: 3', { shipments: [shipment(1, 3)] }, [left('3 A')]],
    [
      'told, by our marker',
      'told w1: 3 A; on line 1: 3',
      { shipments: [shipment(1, 3, { marks: 'h-100' })] },
      [left('3 A')],
    ],
    [
      'not ours by another marker',
      'by hand 1: 3',
      { shipments: [shipment(1, 3, { marks: 'h-100-s2' })] },
      [left('3 A')],
    ],
    [
      'not ours by another marker, also with our number',
      'by hand 1: 3',
      { shipments: [shipment(1, 3, { marks: 'x', trackingNumber: 'T1' })] },
      [left('3 A', 'w1', 'T1')],
    ],
    [
      'told, by the tracking number that a person typed in, however it is spaced',
      'told w1: 3 A; on line 1: 3',
      { shipments: [shipment(1, 3, { trackingNumber: ' t 1' })] },
      [left('3 A', 'w1', 'T1')],
    ],
    [
      'by hand under another number',
      'by hand 1: 3',
      { shipments: [shipment(1, 3, { trackingNumber: 'T2' })] },
      [left('3 A', 'w1', 'T1')],
    ],
    [
      'not told by the number of an order that is not ours',
      'by hand 1: 3',
      { shipments: [shipment(1, 3, { trackingNumber: 'T1' })] },
      [{ ...left('', 'w1', 'T1'), isForeign: true }],
    ],
    [
      'the sum of several shipments',
      'told w1: 3 A; on line 1: 3',
      { shipments: [shipment(1, 1, { marks: 'h-100' }), shipment(2, 2, { marks: 'h-100' })] },
      [left('3 A')],
    ],
    [
      'told of both orders that left under one number',
      'told w1: 3 A; told w2: 1 A; on line 1: 4',
      { shipments: [shipment(1, 4, { trackingNumber: 'T1' })] },
      [left('3 A', 'w1', 'T1'), left('1 A', 'w2', 'T1')],
    ],
    [
      'told of the order whose goods it names',
      'told w2: 1 B; on line 2: 1',
      {
        shipments: [shipment(1, 0, { trackingNumber: 'T1', lines: [{ line: 2, quantity: 1 }] })],
        order: reading([readPlace([line(), line({ id: 2, sku: 'B' })])]),
      },
      [left('3 A', 'w1', 'T1'), left('1 B', 'w2', 'T1')],
    ],
    [
      'told of the order that our own shipments have not told',
      'told w1: 3 A; told w2: 1 A; on line 1: 4',
      { shipments: [shipment(1, 1, { trackingNumber: 'T1' }), shipment(2, 3, { marks: 'h-100' })] },
      [left('3 A', 'w1', 'T1'), left('1 A', 'w2', 'T1')],
    ],
    [
      'told of what left, before what only bears the number',
      'told w2: 1 A; on line 1: 1',
      { shipments: [shipment(1, 1, { trackingNumber: 'T1' })] },
      [owned('3 A', { order: order({ trackingNumber: 'T1' }) }), left('1 A', 'w2', 'T1')],
    ],
    [
      'told of the order of its own address, where another one left under the same number',
      'told w1: 2 A; on line 1: 2',
      {
        shipments: [shipment(1, 2, { trackingNumber: 'T1' })],
        order: reading([readPlace(), readPlace([line({ id: 2 })], { place: 2 })]),
      },
      [{ ...left('2 A', 'w2', 'T1'), place: 2 }, left('2 A', 'w1', 'T1')],
    ],
    [
      'told with more than both hold, of the first one',
      'told w1: 4 A; told w2: 1 A; on line 1: 5',
      { shipments: [shipment(1, 5, { trackingNumber: 'T1' })] },
      [left('3 A', 'w1', 'T1'), left('1 A', 'w2', 'T1')],
    ],
    ['by hand, summed', 'by hand 1: 3', { shipments: [shipment(1, 1), shipment(2, 2)] }, []],
    [
      'of the line that stands there now',
      'told w1: 3 A; on line 5: 3',
      {
        shipments: [shipment(1, 3, { marks: 'h-100' })],
        successors: [[1, 5]],
        order: reading([readPlace([line({ id: 5 })])]),
      },
      [left('3 A')],
    ],
    [
      'in the SKU that a line was sent with, where the store has it no more',
      'told w1: 3 B; on line 9: 3',
      {
        shipments: [shipment(1, 3, { marks: 'h-100', lines: [{ line: 9, quantity: 3 }] })],
        sendings: [sending({ lines: [{ line: 9, code: 'X', sku: 'B', quantity: 3 }] })],
      },
      [left('3 B')],
    ],
    [
      'nothing of goods for a pick list’s name',
      'told w1: ; on line 1: 3',
      { shipments: [shipment(1, 3, { marks: 'h-100' })], order: reading([readPlace([line({ nameOnly: true })])]) },
      [left('3 A')],
    ],
    [
      'nothing of goods for what was a name when it was first sent',
      'told w1: ; on line 1: 3',
      { shipments: [shipment(1, 3, { marks: 'h-100' })], namesOnly: [1] },
      [left('3 A')],
    ],
    [
      'a note counts as told',
      'told w1: 2 A',
      { notes: [{ text: 'n', key: 'w1', pieces: pieces('2 A'), at: at(1) }] },
      [left('3 A')],
    ],
    ['a note about no order does not', '', { notes: [{ text: 'n', pieces: pieces('2 A'), at: at(1) }] }, [left('3 A')]],
    [
      'a note beside a shipment counts, too',
      'told w1: 3 A; on line 1: 1',
      {
        shipments: [shipment(1, 1, { marks: 'h-100' })],
        notes: [{ text: 'n', key: 'w1', pieces: pieces('2 A'), at: at(1) }],
      },
      [left('3 A')],
    ],
    [
      'what somebody undid twice counts as told where a person said so',
      'told w1: 3 A',
      { decisions: [decision({ ...reasons, reasons: ['undone-by-hand'] })] },
      [left('3 A'), left('2 A', 'w2')],
    ],
    [
      'so does what the store refuses',
      'told w1: 3 A',
      { decisions: [decision({ ...reasons, reasons: ['short-shipped', 'rejected-by-bigcommerce'] })] },
      [left('3 A')],
    ],
    [
      'a word about something else does not',
      '',
      { decisions: [decision({ ...reasons, reasons: ['short-shipped'] })] },
      [left('3 A')],
    ],
  ])('%s', (_, expected, of, orders) => {
    expect(told(of, orders)).toBe(expected);
  });

  it('which shipments tell of an order is known by its key', () => {
    const shipments = [shipment(1, 1, { marks: 'h-100' }), shipment(2, 2, { marks: 'h-100' }), shipment(3, 1)];
    const { shipmentsOf } = storeSide(facts({ order: reading(), shipments }), [left('3 A')]);
    expect([...shipmentsOf].map(([key, of]) => [key, of.map(({ id }) => id)])).toEqual([['w1', [1, 2]]]);
  });
});

describe('a shipment of ours was deleted, written again, and deleted again', () => {
  const telling = (shipmentIds: readonly number[], key = 'w1'): Telling => ({
    ...{ key, trackingNumber: '', trackingUrl: '', pieces: pieces('3 A'), shipmentIds, version: at(1), at: at(1) },
  });
  const undone = (of: Partial<OrderFacts>, untold = '3 A') => {
    const one = left('3 A');
    const account = { orders: [one], untoldOf: new Map([['w1', bag(untold)]]) } as unknown as PlaceAccount; // what it asks
    return shipmentsUndone(facts(of), account).length > 0;
  };

  it.each<[string, boolean, Partial<OrderFacts>]>([
    ['not where it was never told', false, {}],
    ['not where it was deleted once: it is written again', false, { tellings: [telling([1])] }],
    ['twice', true, { tellings: [telling([1]), telling([2])] }],
    [
      'not while the second one is there',
      false,
      { tellings: [telling([1]), telling([2])], shipments: [shipment(2, 3)] },
    ],
    ['not by more of the same order: each telling names all', false, { tellings: [telling([1]), telling([1, 2])] }],
    ['not by fewer: nothing came in its place', false, { tellings: [telling([1, 2]), telling([1])] }],
    ['where one of several was', true, { tellings: [telling([1, 2]), telling([1, 3])], shipments: [shipment(1, 1)] }],
    ['also before the last telling', true, { tellings: [telling([1]), telling([2]), telling([2])] }],
    ['not by tellings of another order', false, { tellings: [telling([1], 'w2'), telling([2], 'w2')] }],
  ])('%s', (_, expected, of) => {
    expect(undone(of)).toBe(expected);
  });

  it('not where the store knows it all by now', () => {
    expect(undone({ tellings: [telling([1]), telling([2])] }, '')).toBe(false);
  });
});
