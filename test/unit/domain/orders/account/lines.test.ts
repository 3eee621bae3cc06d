import { describe, expect, it } from 'vitest';
import { goodsLines, lineAccounts, unsentLines } from '../../../../../src/domain/orders/account/lines.ts';
import type { OwnedOrder } from '../../../../../src/domain/orders/account/ownership.ts';
import { empty } from '../../../../../src/domain/orders/facts/bag.ts';
import type { OrderFacts, ReadLine } from '../../../../../src/domain/orders/facts/facts.ts';
import { bag, decision, facts, line, order, owned, pieces, reading, readPlace, sending } from '../small-facts.ts';

const sends = (...lines: readonly [number, number][]) =>
  sending({ lines: lines.map(([id, quantity]) => ({ line: id, code: 'A', quantity })) });
const settles = (id: number, quantity: number, missing?: true) =>
  decision({ place: 1, settled: [{ line: id, quantity, ...(missing === undefined ? {} : { missing }) }] });

interface Row {
  readonly lines: readonly ReadLine[];
  readonly of?: Partial<OrderFacts>;
  readonly shipped?: string;
  readonly orders?: readonly OwnedOrder[];
  /** Pieces by line that shipments of ours name. */
  readonly told?: readonly (readonly [number, number])[];
  readonly byHand?: readonly (readonly [number, number])[];
  readonly closed?: boolean;
}

/** `1: W3 S2 O1`: what is not named is 0; `*` marks what was ever sent. */
function numbers({ lines, of = {}, shipped = '', orders = [], told = [], byHand = [], closed = false }: Row) {
  const side = {
    told: new Map(),
    typedIn: new Map(),
    toldOnLine: new Map(told),
    byHand: new Map(byHand),
    shipmentsOf: new Map(),
  };
  const known = facts({ order: reading([readPlace(lines)]), ...of });
  return lineAccounts(known, 1, orders, { shipped: bag(shipped), side, closed }).map((one) => {
    const { wanted: W, shipped: S, byHand: H, settled: T, settledMissing: M, open: O } = one;
    const shown = Object.entries({ W, S, H, T, M, O }).filter(([, count]) => count !== 0);
    return `${one.id}${one.everSent ? '*' : ''}: ${shown.map(([name, count]) => `${name}${count}`).join(' ')}`.trim();
  });
}

const two = [line({ id: 1, quantity: 2 }), line({ id: 2, quantity: 3 })];

describe('the pieces of each line', () => {
  it.each<[string, readonly string[], Row]>([
    ['are wanted and open', ['1: W3 O3'], { lines: [line()] }],
    ['are not wanted where the order is closed', ['1:'], { lines: [line()], closed: true }],
    ['are wanted less what is refunded', ['1: W2 O2'], { lines: [line({ refunded: 1 })] }],
    [
      'refunds count up to what has not left',
      ['1*: W2 S2'],
      { lines: [line({ refunded: 2 })], of: { sendings: [sends([1, 3])] }, shipped: '2 A' },
    ],
    [
      'what left in full is after-sale',
      ['1*: W3 S3'],
      { lines: [line({ refunded: 3 })], of: { sendings: [sends([1, 3])] }, shipped: '3 A' },
    ],
    [
      'what left of a closed order is of no line: the place counts it',
      ['1*:'],
      { lines: [line()], of: { sendings: [sends([1, 3])] }, shipped: '3 A', closed: true },
    ],
    [
      'those that were sent come first, then by their ids',
      ['2*: W3 O3', '1: W2 O2'],
      { lines: two, of: { sendings: [sends([2, 3])] } },
    ],
    [
      'what is wanted once more is so on one line of its SKU alone',
      ['1: W4 O4', '2: W3 O3'],
      { lines: two, of: { decisions: [decision({ place: 1, again: pieces('2 A') })] } },
    ],
    [
      'what another place wants once more is not wanted here',
      ['1: W2 O2', '2: W3 O3'],
      { lines: two, of: { decisions: [decision({ place: 2, again: pieces('2 A') })] } },
    ],
    ['by hand on its line', ['1: W2 O2', '2: W3 H1 O2'], { lines: two, byHand: [[2, 1]] }],
    [
      'by hand beyond its line: other lines of the SKU need not send it',
      ['1: W2 H2', '2: W3 H1 O2'],
      { lines: two, byHand: [[1, 3]] },
    ],
    ['by hand beyond all lines stays with its own', ['1: W2 H4', '2: W3 H3'], { lines: two, byHand: [[1, 7]] }],
    [
      'by hand on a line that was taken out: others need not send it',
      ['1: W2 H1 O1', '2: W3 O3'],
      { lines: two, byHand: [[9, 1]], of: { removed: [{ line: 9, place: 1, sku: 'A' }] } },
    ],
    [
      'but not one of another place',
      ['1: W2 O2', '2: W3 O3'],
      { lines: two, byHand: [[9, 1]], of: { removed: [{ line: 9, place: 2, sku: 'A' }] } },
    ],
    [
      'nor a mere name',
      ['1: W2 O2', '2: W3 O3'],
      { lines: two, byHand: [[9, 1]], of: { removed: [{ line: 9, place: 1, sku: 'A' }], namesOnly: [9] } },
    ],
    [
      'what left is of lines that were sent',
      ['2*: W3 S2 O1', '1: W2 O2'],
      { lines: two, of: { sendings: [sends([2, 3])] }, shipped: '2 A' },
    ],
    [
      'what left and was told on a line is of that line',
      ['1*: W2 S1 O1', '2*: W3 S3'],
      {
        lines: two,
        of: { sendings: [sends([1, 2], [2, 3])] },
        shipped: '4 A',
        told: [
          [2, 3],
          [1, 1],
        ],
      },
    ],
    [
      'what left is not of refunded pieces while others have room',
      ['1*: W0', '2*: W3 S2 O1'].map((one) => one.replace(' W0', '')),
      {
        lines: [line({ id: 1, quantity: 2, refunded: 2 }), two[1] ?? line()],
        of: { sendings: [sends([1, 2], [2, 3])] },
        shipped: '2 A',
      },
    ],
    [
      'beyond what was sent it is of the others',
      ['2*: W3 S3', '1: W2 S1 O1'],
      { lines: two, of: { sendings: [sends([2, 3])] }, shipped: '4 A' },
    ],
    [
      'what no line has room for stays where it was told',
      ['1*: W2 S5'],
      { lines: [line({ quantity: 2 })], of: { sendings: [sends([1, 5])] }, shipped: '5 A', told: [[1, 5]] },
    ],
    ['settled pieces are not open', ['1: W3 T1 O2'], { lines: [line()], of: { decisions: [settles(1, 1)] } }],
    [
      'no more is settled than is left',
      ['1*: W3 S2 T1'],
      { lines: [line()], of: { decisions: [settles(1, 3)], sendings: [sends([1, 3])] }, shipped: '2 A' },
    ],
    [
      'no refunded piece is settled',
      ['1: W1 T1'],
      { lines: [line({ refunded: 2 })], of: { decisions: [settles(1, 3)] } },
    ],
    [
      'settled on another line says nothing here',
      ['1: W2 O2', '2: W3 T1 O2'],
      { lines: two, of: { decisions: [settles(2, 1)] } },
    ],
    [
      'of the settled, what had been sent and was lost',
      ['1: W3 T2 M1 O1'],
      { lines: [line()], of: { decisions: [settles(1, 1), settles(1, 1, true)] } },
    ],
    [
      'the lost ones are given up first where fewer are left',
      ['1: W1 T1'],
      { lines: [line({ refunded: 2 })], of: { decisions: [settles(1, 1), settles(1, 1, true)] } },
    ],
    [
      'an order without an account of its sending stands for lines, by their ids',
      ['1*: W2 O2', '2: W3 O3'],
      { lines: two, orders: [owned('2 A')] },
    ],
    [
      'two orders of one SKU stand for two lines',
      ['1*: W2 O2', '2*: W3 O3'],
      { lines: two, orders: [owned('2 A'), owned('1 A', { root: 'h-100-s2' })] },
    ],
    [
      'a sending of another place says nothing here',
      ['1: W2 O2', '2: W3 O3'],
      { lines: two, of: { sendings: [{ ...sends([1, 2]), place: 2 }] } },
    ],
    [
      'a part is explained by the sending that is known',
      ['1*: W2 O2', '2: W3 O3'],
      {
        lines: two,
        of: { sendings: [sends([1, 2])] },
        orders: [owned('2 A', { part: true, order: order({ key: 'w2' }) })],
      },
    ],
    [
      'an order beside a known sending stands for a line more',
      ['1*: W2 O2', '2*: W3 O3'],
      { lines: two, of: { sendings: [sends([1, 2])] }, orders: [owned('3 A', { order: order({ key: 'w2' }) })] },
    ],
  ])('%s', (_, expected, row) => {
    expect(numbers(row)).toEqual(expected);
  });
});

describe('which lines stand for goods', () => {
  const shown = (lines: readonly ReadLine[], of: Partial<OrderFacts> = {}) =>
    goodsLines(facts({ order: reading([readPlace(lines)]), ...of }), 1).map(({ id }) => id);
  const elsewhere = line({ elsewhere: true });

  it.each<[string, readonly number[], readonly ReadLine[], Partial<OrderFacts>]>([
    ['not a pick list’s name', [2], [line({ nameOnly: true }), line({ id: 2 })], {}],
    ['not what was a name when it was first sent', [2], [line(), line({ id: 2 })], { namesOnly: [1] }],
    ['not what the merchant keeps elsewhere', [], [elsewhere], {}],
    ['but what was sent to this address before that', [1], [elsewhere], { sendings: [sends([1, 3])] }],
    ['also under the id that it had then', [1], [elsewhere], { sendings: [sends([8, 3])], successors: [[8, 1]] }],
    ['not what was sent to another address', [], [elsewhere], { sendings: [{ ...sends([1, 3]), place: 2 }] }],
    ['not for another line that was sent', [], [elsewhere], { sendings: [sends([2, 3])] }],
  ])('%s', (_, expected, lines, of) => {
    expect(shown(lines, of)).toEqual(expected);
  });

  it('a place that the store has no more has none', () => {
    expect(goodsLines(facts({ order: reading([]) }), 1)).toEqual([]);
  });
});

it('unsent pieces are of lines that were never sent before those that were, by their ids, no more than is open', () => {
  const account = { ordered: 0, wanted: 0, shipped: 0, byHand: 0, refunded: 0, settled: 0, settledMissing: 0 };
  const lines = [
    { ...account, id: 1, sku: 'A', open: 2, everSent: true },
    { ...account, id: 4, sku: 'A', open: 1, everSent: false },
    { ...account, id: 3, sku: 'A', open: 2, everSent: false },
    { ...account, id: 5, sku: 'B', open: 2, everSent: false },
    { ...account, id: 6, sku: 'C', open: 0, everSent: false },
  ];
  const taken = (unsent: string) =>
    unsentLines({ unsent: bag(unsent), lines }).map(({ line: { id }, quantity }) => [id, quantity]);
  expect(taken('4 A, 1 C')).toEqual([
    [3, 2],
    [4, 1],
    [1, 1],
  ]);
  expect(taken('2 B, 1 A')).toEqual([
    [3, 1],
    [5, 2],
  ]);
  expect(unsentLines({ unsent: empty, lines })).toEqual([]);
});
