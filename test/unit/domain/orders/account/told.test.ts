import { describe, expect, it } from 'vitest';
import type { OwnedOrder } from '../../../../../src/domain/orders/account/ownership.ts';
import { markOf } from '../../../../../src/domain/orders/account/told.ts';
import type { StoreShipment } from '../../../../../src/domain/orders/facts/store-facts.ts';

/** A warehouse order under the one reference that they all bear. */
function twin(key: string, state: OwnedOrder['state'] = 'shipped', trackingNumber?: string): OwnedOrder {
  return {
    order: {
      key,
      reference: 'h-100',
      merchantId: '1',
      status: state === 'shipped' ? 'SHIPPED' : 'NEW',
      pieces: [],
      editTime: '',
      since: '2026-01-01T00:00:00.000Z',
      missed: [],
      left: state === 'shipped',
      ...(trackingNumber === undefined ? {} : { trackingNumber }),
    },
    place: 1,
    root: 'h-100',
    part: false,
    sending: undefined,
    own: new Map(),
    foreign: new Map(),
    unexplained: new Map(),
    state,
    unclear: false,
    isForeign: false,
  };
}

const told = (marks: string, trackingNumber = ''): StoreShipment => ({
  id: 1,
  addressId: 1,
  trackingNumber,
  marks,
  lines: [],
});

const marks = (orders: readonly OwnedOrder[], shipments: readonly StoreShipment[]) =>
  Object.fromEntries(orders.map((one) => [one.order.key, markOf(one, orders, shipments)]));

describe('the mark of warehouse orders under one reference', () => {
  it('gives the bare reference to the lowest number, not to the first text', () => {
    const orders = [twin('100'), twin('99')];
    expect(marks(orders, [])).toEqual({ 99: 'h-100', 100: 'h-100 100' });
  });

  it('stays with the order whose tracking number the store already shows', () => {
    const orders = [twin('150', 'shipped', 'T150'), twin('200', 'shipped', 'T200')];
    expect(marks(orders, [told('h-100', 't 200')])).toEqual({ 150: 'h-100 150', 200: 'h-100' });
  });

  it('stays with the order that has left, where a twin that has not appears with a lower number', () => {
    const orders = [twin('150', 'living'), twin('200')];
    expect(marks(orders, [told('h-100')])).toEqual({ 150: 'h-100 150', 200: 'h-100' });
  });

  it('leaves its own mark to an order that was told by its number', () => {
    const orders = [twin('150'), twin('200')];
    const shipments = [told('h-100'), told('h-100 150')];
    expect(marks(orders, shipments)).toEqual({ 150: 'h-100 150', 200: 'h-100' });
  });

  it('does not depend on the order of the list', () => {
    const orders = [twin('99', 'living'), twin('100'), twin('ref:h-100'), twin('1000', 'shipped', 'T')];
    const expected = marks(orders, [told('h-100')]);
    expect(marks([...orders].reverse(), [told('h-100')])).toEqual(expected);
    expect(new Set(Object.values(expected)).size).toBe(orders.length);
  });
});
