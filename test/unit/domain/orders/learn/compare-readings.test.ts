import { describe, expect, it } from 'vitest';
import { compareReadings, withoutComparing } from '../../../../../src/domain/orders/learn/readings/compare-readings.ts';
import type { OrderFacts, ReadLine, StoreReading } from '../../../../../src/domain/orders/facts/facts.ts';
import { decision, facts, less, line, order, pieces, reading, readPlace, sending } from '../small-facts.ts';

// What two readings tell beside each other, of which each alone tells nothing.

const left = order({ status: 'SHIPPED', left: true });
const base: Partial<OrderFacts> = { sendings: [sending()], warehouse: [left] };
const read = (lines: readonly ReadLine[], of: Partial<StoreReading> = {}) =>
  reading([readPlace(lines)], { status: 9, agreed: 2, ...of });
const compared = (
  before: readonly ReadLine[],
  now: readonly ReadLine[],
  of: Partial<OrderFacts> = base,
  { was = {}, is = {} }: { was?: Partial<StoreReading>; is?: Partial<StoreReading> } = {},
) => compareReadings(facts({ ...of, order: read(before, was) }), facts({ ...of, order: read(now, is) })).compared;

describe('pieces that came to a line of which refunds take some', () => {
  const twoLeft: Partial<OrderFacts> = {
    sendings: [
      sending({
        lines: [
          { line: 1, code: 'A', quantity: 3 },
          { line: 2, code: 'B', quantity: 3 },
        ],
      }),
    ],
    warehouse: [order({ status: 'SHIPPED', left: true, pieces: pieces('3 A, 3 B') })],
  };
  const b = (of: Partial<ReadLine> = {}) => line({ id: 2, sku: 'B', ...of });
  const raised = (...of: Parameters<typeof compared>) =>
    compared(...of)?.raised?.map((one) => `${one.pieces} of ${one.line}`) ?? [];

  it.each<[string, readonly string[], readonly string[]]>([
    ['are noted', ['1 of 1'], raised([line()], [line({ quantity: 4, refunded: 1 })])],
    ['not without a refund', [], raised([line()], [line({ quantity: 4 })])],
    ['nor a refund alone', [], raised([line()], [line({ refunded: 1 })])],
    ['as many as came', ['1 of 1'], raised([line()], [line({ quantity: 4, refunded: 2 })])],
    ['as many as were refunded', ['1 of 1'], raised([line()], [line({ quantity: 5, refunded: 1 })])],
    [
      'as many as had left',
      ['1 of 1'],
      raised([line()], [line({ quantity: 5, refunded: 2 })], {
        ...base,
        warehouse: [order({ status: 'SHIPPED', left: true, pieces: pieces('1 A') })],
      }),
    ],
    [
      'by hand, too',
      ['2 of 1'],
      raised([line()], [line({ quantity: 5, refunded: 2 })], {
        ...base,
        warehouse: [order({ status: 'SHIPPED', left: true, pieces: pieces('1 A') })],
        shipments: [{ id: 1, addressId: 7, trackingNumber: '', lines: [{ line: 1, quantity: 1 }] }],
      }),
    ],
    [
      'of their own line, whatever another one got',
      ['1 of 2'],
      raised([line(), b()], [line(), b({ quantity: 4, refunded: 1 })], twoLeft),
    ],
    ['not of a line that is new', [], raised([line()], [line(), b({ quantity: 4, refunded: 1 })], twoLeft)],
    [
      'not where its goods are kept elsewhere by now',
      [],
      raised([line()], [line({ quantity: 4, refunded: 1, elsewhere: true })]),
    ],
    [
      'not of an order that was closed',
      [],
      raised([line()], [line({ quantity: 4, refunded: 1 })], base, { was: { status: 5 } }),
    ],
    [
      'nor of one that is closed now',
      [],
      raised([line()], [line({ quantity: 4, refunded: 1 })], base, { is: { status: 5 } }),
    ],
    [
      'and fewer again where the line is fewer',
      ['1 of 1'],
      raised([line({ quantity: 5 })], [line({ quantity: 4 })], {
        ...base,
        compared: { raised: [{ line: 1, pieces: 2 }] },
      }),
    ],
    [
      'none where it is as before',
      [],
      raised([line({ quantity: 5 })], [line()], { ...base, compared: { raised: [{ line: 1, pieces: 2 }] } }),
    ],
  ])('%s', (_, expected, found) => {
    expect(found).toEqual(expected);
  });
});

describe('of a line whose goods are kept elsewhere by now', () => {
  const ours = (...of: Parameters<typeof compared>) =>
    compared(...of)?.elsewhere?.map((one) => `${one.pieces} of ${one.line}`) ?? [];
  const gone = (of: Partial<ReadLine> = {}) => line({ elsewhere: true, ...of });

  it.each<[string, readonly string[], readonly string[]]>([
    ['what was sent stays ours', ['3 of 1'], ours([line()], [gone()])],
    ['less what was refunded', ['3 of 1'], ours([line({ quantity: 4, refunded: 1 })], [gone({ quantity: 4 })])],
    ['not what was to be sent yet', ['3 of 1'], ours([line({ quantity: 5 })], [gone({ quantity: 5 })])],
    ['nothing, where none was sent', ['0 of 1'], ours([line()], [gone()], {})],
    [
      'whatever is to be sent of another line',
      ['3 of 1'],
      ours([line(), line({ id: 2, sku: 'B', quantity: 2 })], [gone(), line({ id: 2, sku: 'B', quantity: 2 })]),
    ],
    [
      'as it was noted',
      ['2 of 1'],
      ours([gone()], [gone()], { ...base, compared: { elsewhere: [{ line: 1, pieces: 2 }] } }),
    ],
    ['nothing is known of what was there at first', [], ours([gone()], [gone()])],
    ['nor of a line that came with them', [], ours([line()], [line(), gone({ id: 2 })])],
    ['nothing is noted of goods that are here', [], ours([gone()], [line()])],
  ])('%s', (_, expected, found) => {
    expect(found).toEqual(expected);
  });
});

it('of an order that is read for the first time nothing can be told', () => {
  const now = facts({ ...base, order: read([line({ elsewhere: true })]) });
  const before = facts(base);
  expect(compareReadings(before, now)).toBe(now);
  expect(compareReadings(now, before)).toBe(before);
});

it('nothing is changed where nothing is to be told', () => {
  const now = facts({ ...base, order: read([line()]) });
  expect(compareReadings(now, now)).toBe(now);
  expect(withoutComparing(now, now)).toBe(now);
});

it('what was compared can be taken back, and no more', () => {
  const before = facts({ ...base, order: read([line()]), decisions: [decision()] });
  const now = facts({
    ...base,
    order: read([line({ quantity: 4, refunded: 1 })]),
    compared: { raised: [{ line: 1, pieces: 1 }] },
  });
  expect(withoutComparing(before, now)).toEqual(less(now, 'compared'));
});
