import { describe, expect, test } from 'vitest';
import { estimatedUnreserved } from '../../../../src/domain/stock/estimated-unreserved.ts';
import { OpenOrders } from '../../../../src/domain/stock/open-orders.ts';
import { orderedSkus, type StockLine, type StockOrder } from '../../../../src/domain/stock/stock-level.ts';

const line = (sku: string, quantity: number, more: Partial<StockLine> = {}): StockLine => ({
  sku,
  quantity,
  type: 'physical',
  quantityShipped: 0,
  quantityRefunded: 0,
  ...more,
});
const order = (id: number, lines: readonly StockLine[], statusId = 11): StockOrder => ({
  id,
  statusId,
  dateCreated: '2026-06-02T00:00:00.000Z',
  isDeleted: false,
  shipping: lines.map((one) => ({ lines: [one] })),
});
const owed = (orderId: number, pieces: Record<string, number>) => ({ orderId, revision: 1, owed: pieces });
const rule = { waitingStatuses: [7], importStatuses: [11], ordersFrom: '2026-06-01T00:00:00Z' };

test('an order that waits is estimated by its lines, any other by nothing', () => {
  expect([...estimatedUnreserved(order(1, [line('A', 2)]), rule)]).toEqual([['A', 2]]);
  expect([...estimatedUnreserved(order(1, [line('A', 2)], 9), rule)]).toEqual([]);
});

test('what an order’s run says of a SKU stands, whether it or the order came first', () => {
  const first = new OpenOrders();
  first.add(order(1, [line('A', 3), line('B', 2)]));
  first.owe([owed(1, { A: 1 })]);
  const second = new OpenOrders();
  second.owe([owed(1, { A: 1 })]);
  second.add(order(1, [line('A', 3), line('B', 2)]));
  for (const open of [first, second]) {
    expect([...open.totals()].sort()).toEqual([
      ['A', 1],
      ['B', 2],
    ]);
  }
});

test.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'])(
  'a SKU may be called %s: its pieces are counted as any other',
  (sku) => {
    const open = new OpenOrders();
    open.owe([owed(1, { A: 1 })]);
    open.add(order(1, [line('A', 3), line(sku, 2)]));
    open.owe([owed(2, Object.fromEntries([[sku, 4]]))]);
    open.owe([owed(2, Object.fromEntries([[sku, 3]]))]);
    expect([open.of('A'), open.of(sku)]).toEqual([1, 5]);
  },
);

test('a later row of an order replaces its earlier one, SKU by SKU', () => {
  const open = new OpenOrders();
  open.owe([owed(1, { A: 4, B: 1 }), owed(2, { A: 2 })]);
  open.owe([owed(1, { A: 0 })]);
  expect([open.of('A'), open.of('B'), open.of('C')]).toEqual([2, 1, 0]);
});

test('the estimate is what the statuses say, whatever the ledger adds', () => {
  const [plain, exceptional, other] = [new OpenOrders(), new OpenOrders(), new OpenOrders()];
  plain.add(order(1, [line('A', 3)]));
  exceptional.add(order(1, [line('A', 3)]));
  exceptional.owe([owed(1, { A: 0 })]);
  other.add(order(1, [line('A', 4)]));
  expect(exceptional.estimate).toBe(plain.estimate);
  expect(other.estimate).not.toBe(plain.estimate);
});

test('what was bought under a SKU is known by the store’s ids', () => {
  const open = new OpenOrders();
  open.add(
    order(1, [
      line('OLD', 1, { productId: 7, variantId: 70 }),
      line('NEW', 1, { productId: 7, variantId: 70 }),
      line('E-BOOK', 1, { productId: 9, variantId: 90, type: 'digital' }),
      line('', 1, { productId: 10, variantId: 100 }),
      line('CUSTOM', 1, { productId: 0, variantId: 0 }),
      line('BARE', 1),
    ]),
  );
  open.add(order(2, [line('NEW', 3, { productId: 8, variantId: 80 })]));
  const variants = (sku: string): number[] => open.boughtAs(sku).map(({ variantId }) => variantId);
  expect(variants('OLD')).toEqual([70]);
  expect(variants('NEW')).toEqual([70, 80]);
  expect(open.boughtAs('OLD')[0]).toMatchObject({ productId: 7, variantId: 70 });
  for (const sku of ['E-BOOK', '', 'CUSTOM', 'BARE', 'NEVER']) expect(open.boughtAs(sku)).toEqual([]);
  // The row of variant 70 may owe what was bought by its former SKU, and does not owe what another variant was bought by.
  const beside = open.sharesBeside({ sku: 'NEW', variantId: 70 });
  expect(beside.map(({ bought, pieces }) => [bought.sku, bought.variantId, pieces])).toEqual([
    ['NEW', 80, 3],
    ['OLD', 70, 1],
  ]);
  expect(open.sharesBeside({ sku: 'X', variantId: 90 })).toEqual([]);
});

describe('an order that bought two variants by one SKU', () => {
  const twins = (statusId: number, small = {}, large = {}) =>
    order(
      1,
      [
        line('S', 2, { productId: 7, variantId: 70, ...small }),
        line('S', 3, { productId: 7, variantId: 71, ...large }),
      ],
      statusId,
    );
  const pieces = (open: OpenOrders, row: { sku: string; variantId: number }) =>
    open.sharesBeside(row).map(({ bought, pieces: of }) => [bought.variantId, of]);
  /** Of the row that one of them has today, and of the row that has the SKU today and was not bought. */
  const shown = (open: OpenOrders) => ({
    small: pieces(open, { sku: 'S-SMALL', variantId: 70 }),
    large: pieces(open, { sku: 'S-LARGE', variantId: 71 }),
    other: pieces(open, { sku: 'S', variantId: 72 }),
  });

  test('owes each its own pieces while all of them are open', () => {
    const open = new OpenOrders();
    open.add(twins(11));
    const each = { small: [[70, 2]], large: [[71, 3]] };
    expect(shown(open)).toEqual({ ...each, other: [...each.small, ...each.large] });
    expect(open.of('S')).toBe(5);
  });

  test('owes each what its lines still ask for', () => {
    const open = new OpenOrders();
    open.add(twins(11, { quantityShipped: 2 }, { quantityRefunded: 1 }));
    expect(shown(open)).toEqual({
      small: [],
      large: [[71, 2]],
      other: [
        [70, 0],
        [71, 2],
      ],
    });
  });

  test('that owes a part sells no piece twice: each may have all of it, and none of it leaves the SKU’s own level', () => {
    const open = new OpenOrders();
    open.meet(twins(9));
    open.owe([owed(1, { S: 2 })]);
    expect(shown(open)).toEqual({
      small: [[70, 2]],
      large: [[71, 2]],
      other: [
        [70, 0],
        [71, 0],
      ],
    });
  });

  test('that owes more than one of them can have leaves the rest to the other', () => {
    const open = new OpenOrders();
    const bought = { S: [[7, 70, 2] as const, [7, 71, 3] as const] };
    open.owe([{ ...owed(1, { S: 4 }), bought }]);
    expect(shown(open)).toEqual({
      small: [[70, 2]],
      large: [[71, 3]],
      other: [
        [70, 1],
        [71, 2],
      ],
    });
    open.owe([{ ...owed(1, { S: 0 }), bought }]);
    expect(shown(open)).toEqual({
      small: [],
      large: [],
      other: [
        [70, 0],
        [71, 0],
      ],
    });
  });
});

test('only physical lines with a SKU are looked at again', () => {
  const lines = [line('E-BOOK', 1, { type: 'digital' }), line('', 1), line('A', 1)];
  expect(orderedSkus(order(1, lines))).toEqual(['A']);
});
