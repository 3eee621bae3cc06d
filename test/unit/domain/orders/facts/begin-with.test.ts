import { describe, expect, it } from 'vitest';
import { beginWith } from '../../../../../src/domain/orders/facts/begin.ts';
import type { OrderFacts } from '../../../../../src/domain/orders/facts/facts.ts';
import type { Earlier } from '../../../../../src/domain/orders/learn/answers.ts';
import { nextSteps } from '../../../../../src/domain/orders/next-steps.ts';
import { at, decision, facts, order, pieces, reading, ref, sending } from '../small-facts.ts';

// What a run goes on with of one that is over: all that it knew, and a doubt about all that it may have left on its way.

const ended = at(30);
const lands = at(35);
const fresh = (of: Partial<OrderFacts> = {}) => facts(of);
const begun = (before: Partial<OrderFacts>, of: Partial<Earlier> = {}, own: Partial<OrderFacts> = {}) =>
  beginWith(fresh(own), { facts: facts({ order: reading(), ...before }), complete: false, endedAt: ended, ...of });
const unknown = sending({ number: 2, reference: ref('h-100-s2'), outcome: 'unknown', key: undefined as never });
const changing = [{ key: 'w1', kind: 'edit', pieces: pieces('2 A'), since: at(5) }] as const;

describe('a run that follows one that ended by itself', () => {
  const complete = { complete: true } as const;

  it('reads the order anew with a fresh connection, and asks for the links anew', () => {
    const of = begun(
      {
        obstacles: [{ key: 'k', basis: 'b', message: 'm', tries: 1, at: at(1), stands: true }],
        matches: [{ place: 1, method: 'DHL', country: 'FI', result: { kind: 'none' }, fresh: true }],
      },
      complete,
    );
    expect(of).toMatchObject({ readDue: 'fresh', obstacles: [], matches: [] });
  });

  it('knows what is on its way, and looks for nothing more than was to be looked for', () => {
    const of = begun({ sendings: [sending(), unknown], warehouse: [order()], changing, lookDue: ['x'] }, complete);
    expect(of).toMatchObject({ sendings: [sending(), unknown], changing, lookDue: ['x'] });
    for (const field of ['unsureUntil', 'owedUnsure']) expect(of).not.toHaveProperty(field);
    expect(of.sendings[1]).not.toHaveProperty('unknownSince');
  });
});

describe('a run that follows one that was ended from outside', () => {
  it('lets settle what that may have sent in its last moment, and what stock was told is in doubt', () => {
    expect(begun({}, { landsUntil: lands })).toMatchObject({ unsureUntil: lands, owedUnsure: true });
    expect(begun({})).toMatchObject({ unsureUntil: ended, owedUnsure: true });
  });

  it('counts what is unknown from that end, and what was answered as before', () => {
    const of = begun({ sendings: [sending(), unknown] });
    expect(of.sendings.map(({ unknownSince }) => unknownSince)).toEqual([undefined, ended]);
  });

  it('counts each change that was under way as lost', () => {
    expect(begun({ changing }, { landsUntil: lands }).changing).toEqual([{ ...changing[0], since: lands, lost: true }]);
    expect(begun({ changing }).changing).toEqual([{ ...changing[0], since: ended, lost: true }]);
  });

  it('looks up all that can still change, once each', () => {
    const of = begun({
      sendings: [sending(), unknown],
      warehouse: [order(), order({ key: 'w2', reference: ref('h-100-s3'), left: true, status: 'SHIPPED' })],
      lookDue: ['h-100'],
    });
    expect(of.lookDue).toEqual(['h-100', 'h-100-s2']);
  });
});

describe('what a person said', () => {
  const word = (of: Parameters<typeof decision>[0] = {}) => decision({ place: 1, ...of });
  const settled = (quantity: number, left?: number) =>
    word({ settled: [{ line: 1, quantity, ...(left === undefined ? {} : { left }) }] });

  it.each<[string, number, OrderFacts['decisions'], OrderFacts['decisions']]>([
    ['before and since is all known', 2, [word()], [word({ at: at(11) })]],
    ['is known once, where both runs heard it', 1, [word()], [word()]],
    ['is one word, whatever is left of what it settled by now', 1, [settled(2)], [settled(2, 1)]],
    ['is another where it settled something else', 2, [settled(2)], [settled(1)]],
    ['that both say of other lines is two', 2, [settled(2)], [word({ settled: [{ line: 2, quantity: 2 }] })]],
  ])('%s', (_, count, before, since) => {
    const after = begun({ decisions: before }, {}, { decisions: since }).decisions;
    expect(after).toHaveLength(count);
    expect(after.slice(0, before.length)).toEqual(before);
  });

  it('when asking for the order holds on, and is about the order as it is read now where it was said anew', () => {
    const asked = (before: boolean, own: boolean) => {
      const { byHand, byHandSince } = begun(
        { byHand: before, byHandSince: at(1) },
        {},
        { byHand: own, byHandSince: at(40) },
      );
      return [byHand, byHandSince];
    };
    expect([asked(true, false), asked(false, true), asked(false, false)]).toEqual([
      [true, at(1)],
      [true, at(40)],
      [false, at(1)],
    ]);
  });
});

describe('a run that follows one of which no account is left', () => {
  const nothing = { complete: false, endedAt: ended, landsUntil: lands };

  it('looks the warehouse through, and knows what is kept on the store’s order', () => {
    const kept = {
      decisions: [decision({ place: 1 })],
      places: [{ number: 1, addressId: 7, references: [ref('h-100-s2')] }],
      successors: [{ from: 1, to: 2 }],
    } as unknown as NonNullable<Earlier['kept']>; // what is read of it
    const of = beginWith(fresh({ decisions: [decision({ place: 1, at: at(40) })] }), { ...nothing, kept });
    expect(of).toMatchObject({ searchDue: true, owedUnsure: true, unsureUntil: lands });
    expect([of.places, of.successors]).toEqual([kept.places, kept.successors]);
    expect(of.decisions.map((one) => one.at)).toEqual([at(10), at(40)]);
  });

  it('knows what it heard itself, where nothing is kept', () => {
    const own = fresh({ decisions: [decision({ place: 1 })] });
    expect(beginWith(own, nothing)).toMatchObject({ places: own.places, decisions: own.decisions });
  });
});

it('a run that follows none begins with what it heard', () => {
  const own = fresh();
  expect(beginWith(own, undefined)).toBe(own);
});

it('what another build left is told as that, whatever else is known', () => {
  const of = beginWith(fresh(), {
    ...{ complete: true, endedAt: ended, unknownFormat: { of: 'the last run', format: 7 } },
    facts: facts({ order: reading() }),
  });
  const [whole] = nextSteps(of, Date.parse(at(60)));
  expect(whole).toMatchObject({
    kind: 'hold',
    findings: [
      {
        remedy: 'of-another-build',
        message: 'What is known of this order by the last run has format 7; this worker knows 1.',
      },
    ],
  });
});

it('an order that the store had never shown is asked for once more', () => {
  const of = begun({ gone: 2, unfound: { readings: 3, since: at(1) } });
  expect(of.gone).toBe(0);
  expect(of).not.toHaveProperty('unfound');
  expect(begun({ gone: 2 }).gone).toBe(2);
});
