import { describe, expect, it } from 'vitest';
import { givenUpAt, takenAt, takenOutOf, type Taken } from '../../../../../src/domain/orders/account/settled.ts';
import { takenOffOnce, takenOffStill } from '../../../../../src/domain/orders/account/taken-off.ts';
import type { Correction, Decision, OrderFacts, WarehouseOrder } from '../../../../../src/domain/orders/facts/facts.ts';
import { bagOf } from '../../../../../src/domain/orders/facts/bag.ts';
import { at, decision, facts, order, pieces, words } from '../small-facts.ts';

const settles = (line: number, quantity: number, of: Parameters<typeof decision>[0] = {}) =>
  decision({ place: 1, settled: [{ line, quantity }], ...of });
const takesBack = (of: Partial<Decision>) => decision({ kind: 'hand-over-again', unsettles: true, ...of });
const byStatus = settles(1, 3, { kind: 'settled-by-status', place: undefined, version: at(5) });

describe('what decisions took out of lines', () => {
  it.each<[string, readonly string[], Partial<OrderFacts>]>([
    ['is each entry', ['1:2', '2:1'], { decisions: [settles(1, 2), settles(2, 1)] }],
    [
      'is of the line that stands there now',
      ['5:2'],
      {
        decisions: [settles(1, 2)],
        successors: [
          [1, 4],
          [4, 5],
        ],
      },
    ],
    [
      'is taken back by a later word about the place',
      ['1:1'],
      { decisions: [settles(1, 2), takesBack({ place: 1 }), settles(1, 1)] },
    ],
    [
      'is taken back by a later word about the whole order',
      [],
      { decisions: [settles(1, 2, { place: 2 }), takesBack({})] },
    ],
    [
      'is taken back by another place only as far as it was that one’s',
      ['1:2'],
      { decisions: [settles(1, 2), settles(1, 1, { place: 2 }), takesBack({ place: 2 })] },
    ],
    ['is what the store’s status settled', ['1:3'], { decisions: [byStatus] }],
    [
      'is not that, where a person asked for the order under that very status',
      [],
      { decisions: [byStatus], byHand: true, byHandSince: at(5) },
    ],
    [
      'is that, where a person asked under another status',
      ['1:3'],
      { decisions: [byStatus], byHand: true, byHandSince: at(4) },
    ],
    ['is that, where nobody asks by hand', ['1:3'], { decisions: [byStatus], byHand: false, byHandSince: at(5) }],
    [
      'is what a person settled, whoever asks for it under the same version',
      ['1:3'],
      { decisions: [settles(1, 3, { version: at(5) })], byHand: true, byHandSince: at(5) },
    ],
  ])('%s', (_, expected, of) => {
    expect(takenAt(facts(of), 1).map(({ line, quantity }) => `${line}:${quantity}`)).toEqual(expected);
  });

  const entry = (of: Partial<Taken>): Taken => ({ line: 1, quantity: 2, by: 1, of: { line: 1, quantity: 2 }, ...of });
  it.each<[string, { all: number; missing: number }, readonly Taken[], number]>([
    ['nothing', { all: 0, missing: 0 }, [], 0],
    ['all pieces, and of these the missing ones', { all: 4, missing: 2 }, [entry({}), entry({ missing: true })], 0],
    ['what fewer wanted pieces left of it', { all: 1, missing: 0 }, [entry({ left: 1 })], 0],
    [
      'what fewer wanted pieces left of the missing ones',
      { all: 1, missing: 1 },
      [entry({ left: 1, missing: true })],
      0,
    ],
    [
      'less what went another way, while it is gone',
      { all: 0, missing: 0 },
      [entry({ left: 0, elsewhere: { pieces: 2, gone: 2 } })],
      2,
    ],
    [
      'with what went another way, once that is undone',
      { all: 2, missing: 0 },
      [entry({ left: 0, elsewhere: { pieces: 2, gone: 2 } })],
      0,
    ],
    [
      'with that part of it that is undone',
      { all: 1, missing: 0 },
      [entry({ left: 0, elsewhere: { pieces: 2, gone: 2 } })],
      1,
    ],
    [
      'no more than went another way, however much is undone',
      { all: 1, missing: 0 },
      [entry({ left: 0, elsewhere: { pieces: 1, gone: 5 } })],
      0,
    ],
  ])('count %s', (_, expected, taken, gone) => {
    expect(takenOutOf(taken, gone)).toEqual(expected);
  });

  it('what is missed by nobody any more is a place’s own', () => {
    const givenUp = [
      { place: 1, pieces: pieces('1 A') },
      { place: 2, pieces: pieces('5 A') },
      { place: 1, pieces: pieces('2 B') },
    ];
    expect(words(givenUpAt(facts({ givenUp }), 1))).toBe('1 A, 2 B');
    expect(words(givenUpAt(facts(), 1))).toBe('');
  });
});

const change = (kind: Correction['kind'], before: string, after: string, minutes = 5, key = 'w1'): Correction => ({
  ...{ key, kind, before: pieces(before), after: pieces(after), at: at(minutes) },
});
const cancelled = order({ status: 'CANCELLED' });
const living = (of: string) => order({ pieces: pieces(of) });

describe('what our own changes took off a warehouse order', () => {
  it.each<[string, { still: string; once: string }, WarehouseOrder, readonly Correction[]]>([
    ['is nothing where nothing was changed', { still: '', once: '' }, cancelled, []],
    ['is nothing where another one was', { still: '', once: '' }, cancelled, [change('cancel', '3 A', '', 5, 'w2')]],
    ['is all that a cancel took', { still: '3 A', once: '3 A' }, cancelled, [change('cancel', '3 A', '')]],
    ['is what an edit took', { still: '1 A', once: '1 A' }, living('2 A'), [change('edit', '3 A', '2 A')]],
    [
      'is the sum of an edit and a cancel',
      { still: '3 A', once: '3 A' },
      cancelled,
      [change('edit', '3 A', '2 A'), change('cancel', '2 A', '', 6)],
    ],
    [
      'is once what was taken up again in between',
      { still: '3 A', once: '3 A' },
      cancelled,
      [change('cancel', '3 A', ''), change('cancel', '3 A', '', 6)],
    ],
    [
      'is no longer what people put back after an edit',
      { still: '', once: '1 A' },
      living('3 A'),
      [change('edit', '3 A', '2 A')],
    ],
    [
      'is no longer anything of a cancelled order that lives again',
      { still: '', once: '3 A' },
      living('3 A'),
      [change('cancel', '3 A', '')],
    ],
    [
      'nor where it was split since, and shows a part alone',
      { still: '', once: '3 A' },
      living('1 A'),
      [change('cancel', '3 A', '')],
    ],
    [
      'nor where it was taken up after our cancel, and cancelled there once more: that is no cancel of ours',
      { still: '', once: '3 A' },
      { ...cancelled, takenUp: at(6) },
      [change('cancel', '3 A', '')],
    ],
    [
      'is all of it where it was taken up before our last cancel',
      { still: '3 A', once: '3 A' },
      { ...cancelled, takenUp: at(4) },
      [change('cancel', '3 A', '')],
    ],
    [
      'is what an edit took off an order that was cancelled there later',
      { still: '1 A', once: '1 A' },
      { ...cancelled, takenUp: at(6) },
      [change('edit', '3 A', '2 A')],
    ],
  ])('%s', (_, expected, one, corrections) => {
    expect({
      still: words(takenOffStill(one, corrections, bagOf)),
      once: words(takenOffOnce(one, corrections, bagOf)),
    }).toEqual(expected);
  });
});
