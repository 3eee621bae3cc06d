import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OpenOrders } from '../../../../src/domain/stock/open-orders.ts';
import {
  inStockForZeros,
  isWaiting,
  orderedPieces,
  orderedSkus,
  storeLevel,
  type StockLine,
  type StockOrder,
} from '../../../../src/domain/stock/stock-level.ts';

describe('the store shows what can still be promised', () => {
  test.each([
    { what: 'plain', available: 10, open: 0, buffer: 0, level: 10 },
    { what: 'open orders are not sold twice', available: 10, open: 3, buffer: 0, level: 7 },
    { what: 'a buffer is kept back', available: 10, open: 3, buffer: 2, level: 5 },
    { what: 'zero is a level', available: 0, open: 0, buffer: 0, level: 0 },
    { what: 'exactly sold out', available: 3, open: 3, buffer: 0, level: 0 },
    { what: 'more sold than there is', available: 3, open: 5, buffer: 0, level: 0 },
    { what: 'the warehouse owes goods', available: -4, open: 0, buffer: 0, level: 0 },
    { what: 'a part of a piece is none', available: 2.9, open: 0, buffer: 0, level: 2 },
    { what: 'beyond what the store can keep', available: 3e9, open: 0, buffer: 0, level: 2_147_483_647 },
  ])('$what', ({ available, open, buffer, level }) => {
    expect(storeLevel({ available, open, buffer })).toBe(level);
  });

  test('never negative, never above what is available, always whole', () => {
    const pieces = fc.integer({ min: -1_000_000, max: 1_000_000 });
    const positive = fc.nat(1_000_000);
    fc.assert(
      fc.property(pieces, positive, positive, (available, open, buffer) => {
        const level = storeLevel({ available, open, buffer });
        return Number.isInteger(level) && level >= 0 && level <= Math.max(0, available - open - buffer);
      }),
    );
  });
});

const line = (sku: string, quantity: number, more: Partial<StockLine> = {}): StockLine => ({
  sku,
  quantity,
  type: 'physical',
  quantityShipped: 0,
  quantityRefunded: 0,
  ...more,
});
const order = (id: number, lines: readonly StockLine[], more: Partial<StockOrder> = {}): StockOrder => ({
  id,
  statusId: 11,
  dateCreated: '2026-06-02T00:00:00.000Z',
  isDeleted: false,
  shipping: [{ lines }],
  ...more,
});

describe('what an order still asks for', () => {
  test('refunded and shipped pieces, digital lines and lines without SKU ask for nothing', () => {
    const pieces = orderedPieces(
      order(1, [
        line('A', 5, { quantityRefunded: 1, quantityShipped: 2 }),
        line('A', 1),
        line('B', 2, { quantityRefunded: 2 }),
        line('C', 1, { type: 'digital' }),
        line('', 4),
      ]),
    );
    expect([...pieces]).toEqual([['A', 3]]);
  });

  test('all its physical SKUs are looked at again, also those refunded', () => {
    const skus = orderedSkus(order(1, [line('A', 1), line('B', 2, { quantityRefunded: 2 }), line('A', 1)]));
    expect(skus).toEqual(['A', 'B']);
  });

  test.each([
    { what: 'awaiting payment', more: { statusId: 7 }, waiting: true },
    { what: 'awaiting fulfilment', more: { statusId: 11 }, waiting: true },
    { what: 'handed over', more: { statusId: 9 }, waiting: false },
    { what: 'an abandoned cart', more: { statusId: 0 }, waiting: false },
    { what: 'cancelled', more: { statusId: 5 }, waiting: false },
    { what: 'archived', more: { isDeleted: true }, waiting: false },
    { what: 'older than ours', more: { dateCreated: '2026-05-31T23:59:59.000Z' }, waiting: false },
    { what: 'an import status outside the waiting ones', more: { statusId: 8 }, waiting: true },
  ])('$what', ({ more, waiting }) => {
    const rule = { waitingStatuses: [7, 11, 12], importStatuses: [11, 8], ordersFrom: '2026-06-01T00:00:00Z' };
    expect(isWaiting(order(1, [], more), rule)).toBe(waiting);
  });
});

describe('open orders', () => {
  test('an order that is read twice counts once', () => {
    const open = new OpenOrders();
    open.add(order(1, [line('A', 2)]));
    open.add(order(1, [line('A', 2)]));
    open.add(order(2, [line('A', 1), line('B', 1)]));
    expect([open.of('A'), open.of('B'), open.of('C')]).toEqual([3, 1, 0]);
  });

  test('an order grows but never shrinks while a run goes on', () => {
    const open = new OpenOrders();
    open.add(order(1, [line('A', 2)]));
    open.add(order(1, [line('A', 4)]));
    open.add(order(1, [line('A', 1)]));
    expect(open.of('A')).toBe(4);
  });
});

describe('how much must be in stock before zeros need no person', () => {
  test.each([
    { zeros: 9, share: 0.2, needed: 0 },
    { zeros: 10, share: 0.2, needed: 50 },
    { zeros: 11, share: 0.3, needed: 37 },
    { zeros: 10_000, share: 1, needed: 0 },
    { zeros: 10, share: 0, needed: Infinity },
  ])('$zeros zeros at a share of $share: $needed', ({ zeros, share, needed }) => {
    expect(inStockForZeros(zeros, share)).toBe(needed);
  });
});
