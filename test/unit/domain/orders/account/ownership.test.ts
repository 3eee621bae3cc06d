import { describe, expect, it } from 'vitest';
import { ownedOrders } from '../../../../../src/domain/orders/account/ownership.ts';
import type { OrderFacts, WarehouseOrder } from '../../../../../src/domain/orders/facts/facts.ts';
import { at, decision, facts, line, order, pieces, reading, readPlace, ref, sending, words } from '../small-facts.ts';

/** `w1: 3 A` is ours; `+` stands before what is more than was sent, `(1 B)` is not ours; `part`, `foreign`, `unclear`. */
function told(of: Partial<OrderFacts>): readonly string[] {
  return ownedOrders(facts({ order: reading(), ...of })).map((one) => {
    const { order: it, own, unexplained, foreign, part, isForeign, unclear, sending: sent } = one;
    return [
      `${it.key}:`,
      words(own),
      ...(unexplained.size === 0 ? [] : [`+${words(unexplained)}`]),
      ...(foreign.size === 0 ? [] : [`(${words(foreign)})`]),
      ...(part ? ['part'] : []),
      ...(isForeign ? ['foreign'] : []),
      ...(unclear ? ['unclear'] : []),
      ...(sent === undefined ? [] : [`of ${sent.number}`]),
    ]
      .filter((word) => word !== '')
      .join(' ');
  });
}

const there = (key: string, goods: string, of: Partial<WarehouseOrder> = {}) =>
  order({ key, pieces: pieces(goods), ...of });
const part = (key: string, goods: string, of: Partial<WarehouseOrder> = {}) =>
  there(key, goods, { reference: `h-100/${key}`, ...of });
const dead = { status: 'CANCELLED' } as const;
const gone = { status: 'SHIPPED', left: true } as const;
const ours = { digests: { street: 's', postcode: 'p', city: 'c' }, digestKey: 'k' };
const theirs = { digests: { street: 'x', postcode: 'p', city: 'c' }, digestKey: 'k' };
const sent = [sending()];
const lost = (of: Parameters<typeof sending>[0] = {}) =>
  sending({ outcome: 'unknown', key: undefined as never, ...of });

it('a part that was heard of first stays ours when people make another order beside it, whatever its number', () => {
  const warehouse = [there('w5', '1 A'), part('w9', '2 A'), part('w7', '2 A')];
  expect(told({ sendings: [sending({ key: 'w5' })], warehouse })).toEqual([
    'w5: 1 A of 1',
    'w9: 2 A part',
    'w7: (2 A) part foreign',
  ]);
});

describe('what is ours of an order of which a sending is known', () => {
  it.each<[string, readonly string[], Partial<OrderFacts>]>([
    ['all that was sent', ['w1: 3 A of 1'], { sendings: sent, warehouse: [there('w1', '3 A')] }],
    ['a piece more of our goods, too', ['w1: 4 A of 1'], { sendings: sent, warehouse: [there('w1', '4 A')] }],
    ['not a gift beside them', ['w1: 3 A (1 G) of 1'], { sendings: sent, warehouse: [there('w1', '3 A, 1 G')] }],
    [
      'none of other goods, and it is not foreign: it is what our sending became',
      ['w1: (3 B) of 1'],
      { sendings: sent, warehouse: [there('w1', '3 B')] },
    ],
    [
      'goods of the place that were not in the sending',
      ['w1: 3 A, 1 B of 1'],
      {
        sendings: sent,
        warehouse: [there('w1', '3 A, 1 B')],
        order: reading([readPlace([line(), line({ id: 2, sku: 'B' })])]),
      },
    ],
    [
      'a second one under the same reference is more than was sent',
      ['w1: 3 A of 1', 'w2: 3 A +3 A'],
      { sendings: sent, warehouse: [there('w1', '3 A'), there('w2', '3 A')] },
    ],
    [
      'what shares some of its goods is what a sending became whose answer was lost',
      ['w1: 3 A (1 G) of 1'],
      {
        sendings: [lost({ lines: [...sending().lines, { line: 2, code: 'B', quantity: 1 }] })],
        warehouse: [there('w1', '3 A, 1 G')],
      },
    ],
    ['what shares none of them is not', ['w1: (1 G) foreign'], { sendings: [lost()], warehouse: [there('w1', '1 G')] }],
    [
      'its part is ours, too',
      ['w1: 2 A of 1', 'w2: 1 A part'],
      { sendings: [lost()], warehouse: [there('w1', '2 A'), part('w2', '1 A')] },
    ],
    [
      'a split under the same reference is not',
      ['w1: 2 A of 1', 'w2: 1 A'],
      { sendings: sent, warehouse: [there('w1', '2 A'), there('w2', '1 A')] },
    ],
    [
      'a split and a copy: only what is beyond',
      ['w1: 2 A of 1', 'w2: 3 A +2 A'],
      { sendings: sent, warehouse: [there('w1', '2 A'), there('w2', '3 A')] },
    ],
    [
      'what may leave beside a cancelled one has taken its place',
      ['w2: 3 A', 'w1: 3 A of 1'],
      { sendings: sent, warehouse: [there('w1', '3 A', dead), there('w2', '3 A')] },
    ],
    [
      'what is cancelled, too, was a second one',
      ['w1: 3 A of 1', 'w2: 3 A +3 A'],
      { sendings: sent, warehouse: [there('w1', '3 A', dead), there('w2', '3 A', dead)] },
    ],
    [
      'by its goods, where no answer told its id',
      ['w2: 3 A of 1', 'w3: (3 B) foreign'],
      {
        sendings: [sending({ key: undefined as never, outcome: 'unknown' })],
        warehouse: [there('w3', '3 B'), there('w2', '3 A')],
      },
    ],
    [
      'not by its goods, where the answer told another id',
      ['w2: 3 A'],
      { sendings: sent, warehouse: [there('w2', '3 A')] },
    ],
    [
      'of two sendings each becomes one order',
      ['w1: 3 A of 1', 'w2: 3 A of 2'],
      { sendings: [...sent, sending({ number: 2, key: 'w2' })], warehouse: [there('w2', '3 A'), there('w1', '3 A')] },
    ],
  ])('%s', (_, expected, of) => {
    expect(told(of)).toEqual(expected);
  });
});

describe('what is ours of the parts that the warehouse makes', () => {
  it.each<[string, readonly string[], Partial<OrderFacts>]>([
    [
      'what the sending has left',
      ['w1: 2 A of 1', 'w2: 1 A part'],
      { sendings: sent, warehouse: [there('w1', '2 A'), part('w2', '1 A')] },
    ],
    [
      'no more of it',
      ['w1: 2 A of 1', 'w2: 1 A (1 A) part'],
      { sendings: sent, warehouse: [there('w1', '2 A'), part('w2', '2 A')] },
    ],
    [
      'nothing where the sending has nothing left',
      ['w1: 3 A of 1', 'w2: (1 A) part foreign'],
      { sendings: sent, warehouse: [there('w1', '3 A'), part('w2', '1 A')] },
    ],
    [
      'what left takes first',
      ['w1: 1 A of 1', 'w3: 2 A part', 'w2: (1 A) part foreign'],
      { sendings: sent, warehouse: [there('w1', '1 A'), part('w2', '1 A'), part('w3', '2 A', gone)] },
    ],
    [
      'what is cancelled takes last',
      ['w1: 1 A of 1', 'w3: 2 A part', 'w2: (2 A) part foreign'],
      { sendings: sent, warehouse: [there('w1', '1 A'), part('w2', '2 A', dead), part('w3', '2 A')] },
    ],
    [
      'a cancelled one leaves its pieces to its parts',
      ['w1: 3 A of 1', 'w2: 3 A part'],
      { sendings: sent, warehouse: [there('w1', '3 A', dead), part('w2', '3 A')] },
    ],
    [
      'what people were told is not ours takes nothing from a part of ours',
      ['w1: 2 A of 1', 'w3: 1 A part', 'w2: (1 A) part foreign'],
      {
        sendings: sent,
        warehouse: [there('w1', '2 A'), part('w2', '1 A'), part('w3', '1 A')],
        notes: [{ text: 'n', foreign: true, key: 'w2', pieces: [], at: at(1) }],
      },
    ],
    [
      'no more than was still missing when it came',
      ['w1: 1 A of 1', 'w2: 1 A (1 A) part'],
      { sendings: sent, warehouse: [there('w1', '1 A'), part('w2', '2 A', { owedThen: pieces('1 A') })] },
    ],
    [
      'none of what was nowhere when it came',
      ['w1: 1 A of 1', 'w2: 1 A (1 A) part'],
      { sendings: sent, warehouse: [there('w1', '1 A'), part('w2', '2 A', { goneThen: pieces('1 A') })] },
    ],
    [
      'none of what our own edit took off',
      ['w1: 2 A of 1', 'w2: (1 A) part foreign'],
      {
        sendings: sent,
        warehouse: [there('w1', '2 A'), part('w2', '1 A')],
        corrections: [{ key: 'w1', kind: 'edit', before: pieces('3 A'), after: pieces('2 A'), at: at(2) }],
      },
    ],
    [
      'none of what a person wrote off with the dead order that held it',
      ['w1: 3 A of 1', 'w2: (1 A) part foreign'],
      {
        sendings: sent,
        warehouse: [there('w1', '3 A', dead), part('w2', '1 A')],
        decisions: [
          decision({ kind: 'hand-over-again', place: 1, writtenOff: [{ reference: 'h-100', pieces: pieces('3 A') }] }),
        ],
      },
    ],
    [
      'nothing that a sending of unknown outcome may have left: it is in it, perhaps',
      ['w2: (1 A) part foreign'],
      { sendings: [sending({ outcome: 'unknown', key: undefined as never })], warehouse: [part('w2', '1 A')] },
    ],
    [
      'without any account, all that is of our goods',
      ['w2: 1 A part'],
      {
        warehouse: [part('w2', '1 A', { adopted: { method: '', country: '', pieces: pieces('1 A'), compared: true } })],
      },
    ],
    [
      'of which no account is left: nothing, where it goes to another address of the order',
      ['w1: 2 A', 'w2: (1 A) part foreign'],
      {
        places: [
          { number: 1, addressId: 7, references: [ref('h-100')] },
          { number: 2, addressId: 8, references: [] },
        ],
        order: reading([
          readPlace(),
          readPlace([line({ id: 2 })], { place: 2, addressId: 8, digests: theirs.digests }),
        ]),
        warehouse: [
          there('w1', '2 A', {
            ...ours,
            adopted: { method: '', country: '', pieces: pieces('2 A'), ordered: pieces('3 A'), compared: true },
          }),
          part('w2', '1 A', { ...theirs, asked: true }),
        ],
      },
    ],
  ])('%s', (_, expected, of) => {
    expect(told(of).map((one) => one.replace(/ \+\d A/, ''))).toEqual(expected);
  });
});

describe('what is ours of an order of which no account is left', () => {
  it.each<[string, readonly string[], Partial<OrderFacts>]>([
    ['nobody can tell while its address was not compared', ['w1: (3 A) unclear'], { warehouse: [there('w1', '3 A')] }],
    ['all of it at our address', ['w1: 3 A +3 A'], { warehouse: [there('w1', '3 A', ours)] }],
    ['nothing at another address', ['w1: (3 A) foreign'], { warehouse: [there('w1', '3 A', theirs)] }],
    [
      'nobody can tell by digests of another key',
      ['w1: (3 A) unclear'],
      { warehouse: [there('w1', '3 A', { ...theirs, digestKey: 'z' })] },
    ],
    ['what has left is taken for ours by its goods', ['w1: 3 A +3 A'], { warehouse: [there('w1', '3 A', gone)] }],
    [
      'so is what was cancelled: to send it again would be the greater harm',
      ['w1: 3 A +3 A'],
      { warehouse: [there('w1', '3 A', dead)] },
    ],
    ['nothing of more than was ordered', ['w1: (4 A) foreign'], { warehouse: [there('w1', '4 A', ours)] }],
    ['nothing with other goods beside', ['w1: (3 A, 1 B) foreign'], { warehouse: [there('w1', '3 A, 1 B', ours)] }],
    [
      'but what is cancelled at our address, whatever else was in it',
      ['w1: 3 A +3 A (1 B)'],
      { warehouse: [there('w1', '3 A, 1 B', { ...ours, ...dead })] },
    ],
    ['nothing of goods that nobody ordered', ['w1: (3 Z) foreign'], { warehouse: [there('w1', '3 Z', ours)] }],
    [
      'what was found to be ours stays so, whatever becomes of the address',
      ['w1: 3 A +3 A'],
      {
        warehouse: [
          there('w1', '3 A', {
            ...theirs,
            adopted: { method: '', country: '', pieces: pieces('3 A'), compared: true },
          }),
        ],
      },
    ],
    [
      'and whatever a person said of it since',
      ['w1: 3 A +3 A'],
      {
        warehouse: [
          there('w1', '3 A', { ...ours, adopted: { method: '', country: '', pieces: pieces('3 A'), compared: true } }),
        ],
        decisions: [decision({ place: 1, explained: ['w1'] })],
      },
    ],
    [
      'nothing where a person explained it before that',
      ['w1: (3 A) foreign'],
      { warehouse: [there('w1', '3 A', ours)], decisions: [decision({ place: 1, explained: ['w1'] })] },
    ],
    [
      'nothing of what is left to people',
      [],
      { warehouse: [there('w1', '3 A', ours)], decisions: [decision({ abandoned: ['w1'] })] },
    ],
    [
      'nothing under another order’s reference',
      [],
      { warehouse: [there('w1', '3 A', { ...ours, reference: 'h-1001' })] },
    ],
    [
      'what a person gave to the place, of which no reference tells',
      ['w1: 3 A +3 A'],
      {
        places: [{ number: 1, addressId: 7, references: [ref('h-100-7')] }],
        warehouse: [
          there('w1', '3 A', {
            ...ours,
            reference: 'h-100',
            adopted: { method: '', country: '', pieces: pieces('3 A'), compared: true },
          }),
        ],
        decisions: [decision({ place: 1, explained: ['w1'] })],
      },
    ],
  ])('%s', (_, expected, of) => {
    expect(told(of)).toEqual(expected);
  });
});
