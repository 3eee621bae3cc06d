import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlannedLine } from '../../../../src/contract/orders.ts';
import { planParcels, trackingNumbers, withCommas } from '../../../../src/domain/shipping/parcels.ts';
import {
  allShipped,
  goodsNotWritten,
  marksIn,
  ownShipments,
  piecesToShip,
  shipmentMarker,
  shippedPieces,
  wordsBeside,
  type KnownShipment,
} from '../../../../src/domain/shipping/shipment-plan.ts';

const line = (orderProductId: number, sku: string, quantity: number, parent?: number): PlannedLine => ({
  orderProductId,
  sku,
  quantity,
  shipped: 0,
  ...(parent === undefined ? {} : { parentOrderProductId: parent }),
});
const known = (comments: string, lines: readonly (readonly [number, number])[]): KnownShipment => ({
  id: 1,
  addressId: 1,
  trackingNumber: '',
  comments,
  lines: lines.map(([orderProductId, quantity]) => ({ orderProductId, quantity })),
});
const goods = (...rows: [string, number][]) => rows.map(([code, quantity]) => ({ code, quantity }));

describe('the pieces that a shipped order carries', () => {
  test.each<[string, PlannedLine[], Map<number, number>, ReturnType<typeof goods> | undefined, [number, number][]]>([
    ['all of it', [line(1, 'A', 2)], new Map(), goods(['A', 2]), [[1, 2]]],
    ['what is still missing', [line(1, 'A', 2)], new Map([[1, 1]]), goods(['A', 2]), [[1, 1]]],
    ['nothing twice', [line(1, 'A', 2)], new Map([[1, 2]]), goods(['A', 2]), []],
    ['only its own part of a split order', [line(1, 'A', 2), line(2, 'B', 1)], new Map(), goods(['A', 2]), [[1, 2]]],
    [
      'one SKU over several lines',
      [line(1, 'A', 2), line(2, 'A', 2)],
      new Map(),
      goods(['A', 3]),
      [
        [1, 2],
        [2, 1],
      ],
    ],
    [
      'everything, where its goods are not told',
      [line(1, 'A', 2), line(2, 'B', 1)],
      new Map(),
      undefined,
      [
        [1, 2],
        [2, 1],
      ],
    ],
    [
      'a set’s name with the last of its parts',
      [line(1, 'SET', 1), line(2, 'P', 1, 1), line(3, 'Q', 1, 1)],
      new Map([[2, 1]]),
      goods(['Q', 1]),
      [
        [1, 1],
        [3, 1],
      ],
    ],
    [
      'no set’s name before its parts',
      [line(1, 'SET', 1), line(2, 'P', 1, 1), line(3, 'Q', 1, 1)],
      new Map(),
      goods(['P', 1]),
      [[2, 1]],
    ],
    [
      'everything with the names of sets, where its goods are not told',
      [line(1, 'SET', 1), line(2, 'P', 2, 1), line(3, 'P', 1)],
      new Map(),
      undefined,
      [
        [1, 1],
        [2, 2],
        [3, 1],
      ],
    ],
    [
      'no set’s name twice',
      [line(1, 'SET', 1), line(2, 'P', 1, 1), line(3, 'Q', 1)],
      new Map([
        [1, 1],
        [2, 1],
      ]),
      goods(['Q', 1]),
      [[3, 1]],
    ],
    [
      'a set that the warehouse stocks as such, once',
      [line(1, 'SET', 2), line(2, 'P', 2, 1)],
      new Map([[2, 2]]),
      goods(['SET', 1]),
      [[1, 1]],
    ],
    ['nothing that was not ordered', [line(1, 'A', 1)], new Map(), goods(['A', 1], ['Z', 9]), [[1, 1]]],
  ])('are %s', (_, planned, shipped, of, expected) => {
    expect(piecesToShip(planned, shipped, of).map((piece) => [piece.orderProductId, piece.quantity])).toEqual(expected);
  });

  test('never exceed what was ordered, however often and whatever is shipped', () => {
    const some = fc.array(fc.record({ code: fc.constantFrom('A', 'B'), quantity: fc.integer({ min: 1, max: 5 }) }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.array(fc.option(some, { nil: undefined }), { maxLength: 5 }), (orders) => {
        const planned = [line(1, 'A', 3), line(2, 'B', 2), line(3, 'A', 1)];
        const shipped = new Map<number, number>();
        for (const each of orders) {
          for (const { orderProductId, quantity } of piecesToShip(planned, shipped, each)) {
            shipped.set(orderProductId, (shipped.get(orderProductId) ?? 0) + quantity);
          }
        }
        expect(planned.every(({ orderProductId, quantity }) => (shipped.get(orderProductId) ?? 0) <= quantity)).toBe(
          true,
        );
      }),
    );
  });

  test('are not taken from another part when the same order is told twice', () => {
    const planned = [line(1, 'A', 5)];
    const own = [known(shipmentMarker('x-1'), [[1, 2]])];
    expect(goodsNotWritten(goods(['A', 2]), own, planned)).toEqual(goods(['A', 0]));
    expect(piecesToShip(planned, shippedPieces(own), goodsNotWritten(goods(['A', 2]), own, planned))).toEqual([]);
  });
});

test('the goods that no shipment holds yet are counted by what is theirs alone', () => {
  const planned = [line(1, 'A', 5), line(2, 'B', 5)];
  const own = [known('', [[1, 2]]), known('', [[2, 1]]), known('', [[9, 1]])];
  expect(goodsNotWritten(goods(['A', 5]), own, planned)).toEqual(goods(['A', 3]));
  expect(goodsNotWritten(goods(['A', 1]), own, planned)).toEqual(goods(['A', 0]));
});

test('the pieces of a line are counted over all shipments', () => {
  const all = [
    known('', [
      [1, 2],
      [2, 1],
    ]),
    known('by hand', [[1, 3]]),
  ];
  expect([...shippedPieces(all)]).toEqual([
    [1, 5],
    [2, 1],
  ]);
});

test.each<[string, readonly string[], string]>([
  ['myOGO x-1', ['x-1'], ''],
  ['', [], ''],
  ['myOGO x-1; further parcels: T', ['x-1'], ' further parcels: T'],
  ['by hand;  myOGO x-1 \nmyOGO x-2;fragile', ['x-1', 'x-2'], 'by hand;fragile'],
  ['a word of myOGO x-1', [], 'a word of myOGO x-1'],
])('in the comment “%s” the marks are %j, and beside them stands “%s”', (comments, marks, beside) => {
  expect(marksIn(comments)).toEqual(marks);
  expect(wordsBeside(comments)).toBe(beside);
});

test('a mark is the name of the warehouse’s system and the reference', () => {
  expect(shipmentMarker('x-1')).toBe('myOGO x-1');
});

test('our shipments are known by the whole reference', () => {
  const all = ['myOGO x-1', 'myOGO x-10', 'myOGO x-1; further parcels: T', 'hello myOGO x-1', ''].map((text) =>
    known(text, []),
  );
  expect(ownShipments(all, 'x-1').map(({ comments }) => comments)).toEqual([
    'myOGO x-1',
    'myOGO x-1; further parcels: T',
  ]);
});

test('an order is whole when every line is', () => {
  expect(allShipped([line(1, 'A', 2), line(2, 'B', 1)], new Map([[1, 2]]))).toBe(false);
  expect(allShipped([line(1, 'A', 2)], new Map([[1, 2]]))).toBe(true);
});

describe('parcels', () => {
  test.each([
    ['T1, T2,,T1', ['T1', 'T2']],
    ['', []],
    [undefined, []],
  ])('of the tracking “%s” have the numbers %j', (text, numbers) => {
    expect(trackingNumbers(text)).toEqual(numbers);
  });

  test.each([
    ['one number', [2], 'T1', [['T1', 2, []]]],
    ['no number', [2], undefined, [[undefined, 2, []]]],
    [
      'a piece for each further number',
      [3],
      'T1,T2',
      [
        ['T1', 2, []],
        ['T2', 1, []],
      ],
    ],
    ['numbers without a piece, in the comment', [1], 'T1,T2,T3', [['T1', 1, ['T2', 'T3']]]],
    ['a number too long for the store, in the comment', [2], `${'9'.repeat(51)},T1`, [['T1', 2, ['9'.repeat(51)]]]],
    ['a number as long as the store takes it', [2], '9'.repeat(50), [['9'.repeat(50), 2, []]]],
    ['nothing to ship', [0], 'T1', []],
  ])('are made of %s', (_, quantities, tracking, expected) => {
    const lines = quantities.map((quantity, index) => ({ orderProductId: index + 1, quantity }));
    const parcels = planParcels(lines, tracking);
    const shape = parcels.map((parcel) => [
      parcel.trackingNumber,
      parcel.lines.reduce((sum, { quantity }) => sum + quantity, 0),
      parcel.furtherNumbers,
    ]);
    expect(shape).toEqual(expected);
  });

  test.each([
    ['T1;T2', 'T1,T2'],
    ['T1；、T2', 'T1,T2'],
    ['T1\r\nT2\tT3', 'T1,T2,T3'],
    ['T1 | T2', 'T1 , T2'],
    ['T1 / T2 & T3 + T4', 'T1,T2,T3,T4'],
    ['T1/2 A+B', 'T1/2 A+B'],
    ['T\u200b1', 'T1'],
  ])('of the text %j have the numbers %j', (text, numbers) => {
    expect(withCommas(text)).toBe(numbers);
  });

  test('hold nothing of a line without pieces', () => {
    const lines = [
      { orderProductId: 1, quantity: -1 },
      { orderProductId: 2, quantity: 2 },
    ];
    expect(planParcels(lines, 'T1').map((parcel) => parcel.lines)).toEqual([[{ orderProductId: 2, quantity: 2 }]]);
  });

  test('are counted, and never laid out one by one: an order may say any number', () => {
    const many = 999_999_999_999_999;
    const lines = [
      { orderProductId: 1, quantity: many },
      { orderProductId: 2, quantity: 1 },
    ];
    expect(planParcels(lines, 'A,B,C')).toEqual([
      { trackingNumber: 'A', lines: [{ orderProductId: 1, quantity: many - 1 }], furtherNumbers: [] },
      { trackingNumber: 'B', lines: [{ orderProductId: 1, quantity: 1 }], furtherNumbers: [] },
      { trackingNumber: 'C', lines: [{ orderProductId: 2, quantity: 1 }], furtherNumbers: [] },
    ]);
  });
});
