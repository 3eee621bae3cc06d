import { describe, expect, it } from 'vitest';
import {
  addToStory,
  takeGone,
  takeOwnWrite,
  takeReading,
  takeShipments,
  takeUnfound,
  type RawReading,
} from '../../../../../src/domain/orders/learn/learn-store.ts';
import { isDone, nextSteps } from '../../../../../src/domain/orders/next-steps.ts';
import { beginWith } from '../../../../../src/domain/orders/facts/begin.ts';
import { storeChanged, tryAgain } from '../../../../../src/domain/orders/learn/store-news.ts';
import { storyOf } from '../../../../../src/domain/orders/views/story.ts';
import { heedFall, takeReadingFor } from '../../../../../src/domain/orders/learn/second-reading.ts';
import type { Decision, Match, OrderFacts, ReadPlace } from '../../../../../src/domain/orders/facts/facts.ts';
import type { Act } from '../../../../../src/domain/orders/steps/steps.ts';
import { at, decision, facts, less, line, order, pieces, reading, readPlace, ref, sending } from '../small-facts.ts';

/** As an activity reads it. */
function raw(minutes: number, of: Partial<RawReading> = {}, places: readonly ReadPlace[] = [readPlace()]): RawReading {
  const addresses = places.map((place) => less(place, 'place'));
  return { ...less(reading(places, { version: at(minutes) }), 'places', 'agreed'), addresses, ...of };
}
const first = () => facts({ places: [], merchantId: undefined as never });
const take = (before: OrderFacts, of: RawReading, minutes = 60) => takeReading(before, of, 'm1', at(minutes));
const read = (of: Partial<OrderFacts> = {}, by: Partial<RawReading> = {}) => ({ ...take(first(), raw(5, by)), ...of });
const quantity = (count: number, of: Partial<ReadPlace> = {}) => [readPlace([line({ quantity: count })], of)];

describe('a reading of the store’s order', () => {
  it('gives its addresses their numbers, and is due no more', () => {
    const taken = read();
    expect([taken.places, taken.readDue, taken.merchantId, taken.gone]).toEqual([
      [{ number: 1, addressId: 7, references: [] }],
      undefined,
      'm1',
      0,
    ]);
    expect([taken.order?.agreed, taken.readAs, taken.statuses]).toEqual([
      1,
      `11@${at(5)}`,
      [{ status: 11, version: at(5) }],
    ]);
  });

  it('is not exact in the second of its version', () => {
    expect(takeReading(first(), raw(5), 'm1', at(5)).readAs).toBeUndefined();
  });

  it.each<[string, number, RawReading]>([
    ['agrees with the one before', 2, raw(6)],
    ['not where a quantity is another', 1, raw(6, {}, quantity(2))],
    ['not where more is refunded', 1, raw(6, {}, [readPlace([line({ refunded: 1 })])])],
    ['not where the items’ total is another', 1, raw(6, { itemsTotal: 2 })],
    ['not where it was put away', 1, raw(6, { archived: true })],
    ['also under another status', 2, raw(6, { status: 9 })],
    ['also with another method', 2, raw(6, {}, [readPlace([line()], { method: 'UPS' })])],
  ])('%s', (_, agreed, of) => {
    expect(take(read(), of).order?.agreed).toBe(agreed);
  });

  it('that is older than the last one changes nothing but the statuses, and is asked for again', () => {
    const before = read({ readDue: 'fresh' });
    const after = take(before, raw(4, { status: 7 }, quantity(1)));
    expect(after.order).toEqual(before.order);
    expect([after.readDue, after.statuses.map(({ status }) => status)]).toEqual(['fresh', [7, 11]]);
    expect(after.obstacles).toEqual([
      {
        key: 'read',
        basis: '',
        message: 'The store answers with something older than was read already.',
        tries: 1,
        at: at(60),
        until: '2026-01-01T01:00:03.000Z',
        stands: false,
      },
    ]);
    expect(take(after, raw(4)).obstacles[0]?.tries).toBe(2);
    expect(take(read({ readDue: undefined as never }), raw(4)).readDue).toBe('again');
  });

  it('that contradicts itself says nothing of the places: what was known stays, and it is read again after a pause', () => {
    const problem = { field: 'products', message: 'no list' };
    const after = take(read(), raw(6, { status: 9, problem }, quantity(1)));
    expect([after.order?.places, after.order?.status, after.order?.agreed, after.order?.problem]).toEqual([
      read().order?.places,
      9,
      0,
      problem,
    ]);
    expect(after.obstacles).toMatchObject([
      { key: 'read', basis: 'problem', message: 'no list', tries: 1, stands: false },
    ]);
    expect(take(after, raw(7, { problem })).obstacles[0]?.tries).toBe(2);
    // The next one that can be used is the first of its kind.
    const used = take(after, raw(7));
    expect([used.order?.agreed, used.obstacles]).toEqual([1, []]);
    expect(take(first(), raw(5, { problem })).order?.places).toEqual([]);
  });

  it('of which addresses cannot be told from new ones is not used', () => {
    const sent = read({ sendings: [sending()] });
    const two = [
      readPlace([line({ id: 5 })], { addressId: 9, digests: { street: 'x' } }),
      readPlace([line({ id: 6 })], { addressId: 10, digests: { street: 'y' } }),
    ];
    const after = take(sent, raw(6, {}, two));
    expect(after.order?.problem).toEqual({
      field: 'shipping_addresses',
      message: 'Addresses that goods were sent to cannot be told from new ones.',
    });
    expect(after.places).toEqual(sent.places);
  });

  it('takes no address at first sight of which nothing is wanted, and no cart', () => {
    const nothing = [readPlace([line({ refunded: 3 })])];
    expect(take(first(), raw(5, {}, nothing)).places).toEqual([]);
    expect(take(first(), raw(5, {}, [readPlace([line({ elsewhere: true })])])).places).toEqual([]);
    expect(take(first(), raw(5, { status: 0 })).places).toEqual([]);
    // What is known already stays its place.
    expect(take(read(), raw(6, {}, nothing)).places).toHaveLength(1);
  });

  const match = (result: Match['result']): Match => ({ place: 1, method: 'DHL', country: 'FI', result, fresh: true });
  it.each<[string, number, Partial<RawReading>]>([
    ['stays while neither the status nor the links are others', 2, {}],
    ['is asked again under another status', 1, { status: 7 }],
    ['is asked again by other links', 1, { versions: { credentials: 1, links: 2, settings: 1 } }],
  ])('that no link fits %s; a code stays', (_, left, of) => {
    const matches = [match({ kind: 'none' }), match({ kind: 'code', code: 'DHL' })];
    expect(take(read({ matches }), raw(6, of)).matches).toHaveLength(left);
  });

  it('under a shipped status keeps what was ordered then, once', () => {
    const closed = take(read(), raw(6, { status: 2 }));
    expect(closed.closing).toEqual({ since: at(6), lines: [[1, 3]] });
    expect(take(closed, raw(7, { status: 2 }, quantity(5))).closing).toEqual(closed.closing);
    expect(read().closing).toBeUndefined();
  });

  it.each<[string, boolean, Partial<OrderFacts>, Partial<RawReading>]>([
    ['not where it only waits to be handed over', false, {}, {}],
    ['where its status says more', true, {}, { status: 9 }],
    ['where the warehouse has told of it', true, { warehouse: [order()] }, {}],
    ['not where a sending of it is known', false, { sendings: [sending()] }, { status: 9 }],
    ['not for a cart', false, {}, { status: 0 }],
  ])('at first sight looks the warehouse through: %s', (_, due, of, by) => {
    const taken = take({ ...first(), ...of }, raw(5, by));
    expect([taken.searchDue, taken.owedUnsure === true]).toEqual([due, due]);
    if (due) expect(taken.lookDue).toEqual(['h-100', 'h-100-7']);
    else expect(taken.lookDue).toEqual([]);
  });

  describe('of a version before one that was told of', () => {
    const heard = (tries: number) =>
      read({
        heard: at(9),
        obstacles: tries === 0 ? [] : [{ key: 'read', basis: '', message: 'm', tries, at: at(5), stands: false }],
      });

    it('is read again at once where the answer is another', () => {
      const after = take(heard(0), raw(6));
      expect([after.readDue, after.obstacles]).toEqual(['again', []]);
    });

    it('is read again after a pause where it is the same', () => {
      const after = take(heard(0), raw(5));
      expect([after.readDue, after.obstacles]).toMatchObject([
        'again',
        [{ message: 'The store answers with something older than was told of.', tries: 1, stands: false }],
      ]);
    });

    it('is believed where the store goes on saying the same', () => {
      const after = take(heard(3), raw(5));
      expect([after.readDue, after.heard]).toEqual([undefined, undefined]);
      expect(take(heard(2), raw(5)).readDue).toBe('again');
    });

    it('is none where it is as new', () => {
      expect(take(heard(0), raw(9)).readDue).toBeUndefined();
    });
  });

  it('that there is no such order counts, and is asked again a minute later', () => {
    const gone = takeGone(read({ readDue: 'again' }), at(60));
    expect([gone.gone, gone.readDue, gone.obstacles]).toEqual([
      1,
      undefined,
      [
        {
          key: 'read',
          basis: 'gone 1',
          message: 'The store has no such order.',
          tries: 1,
          at: at(60),
          until: at(61),
          stands: false,
        },
      ],
    ]);
    expect(takeGone(gone, at(62)).gone).toBe(2);
    expect(take(gone, raw(6)).gone).toBe(0);
  });

  describe('that there is no such order, of one that was never read,', () => {
    const unfound = (minutes: readonly number[], of: Partial<OrderFacts> = {}) =>
      minutes.reduce((known, minute) => takeUnfound(known, at(minute)), { ...first(), ...of });
    const next = (of: OrderFacts, minute: number) => nextSteps(of, Date.parse(at(minute)))[0];

    it.each<[string, readonly number[], string]>([
      ['once', [0], at(1)],
      ['twice', [0, 1], at(5)],
      ['three times', [0, 1, 5], at(21)],
      ['four times', [0, 1, 5, 21], at(81)],
    ])('%s is asked again after a growing pause', (_, minutes, until) => {
      const known = unfound(minutes);
      const last = minutes.at(-1) ?? 0;
      expect(next(known, last)).toMatchObject({ kind: 'wait', wait: { for: 'again', until } });
      expect(next(known, Date.parse(until) / 60_000 - Date.parse(at(0)) / 60_000)).toMatchObject({
        kind: 'act',
        act: { kind: 'read-order', fresh: true },
      });
      expect(storyOf(known, Date.parse(at(last))).stage).toBe('ready');
    });

    it('five times is seen as a hold, and goes on being asked once an hour, whoever clears what stood in its way', () => {
      const known = unfound([0, 1, 5, 21, 81]);
      expect(next(known, 81)).toMatchObject({ kind: 'hold', until: at(141) });
      expect(storyOf(known, Date.parse(at(81)))).toMatchObject({
        stage: 'held',
        hold: { reason: 'rejected-by-bigcommerce' },
      });
      const again = takeUnfound(tryAgain(known), at(100));
      expect(next(again, 100)).toMatchObject({ kind: 'hold', until: at(160) });
    });

    it('for a day is believed: it ends, and nobody reads that nothing is to be shipped', () => {
      const known = unfound([0, 1, 5, 21, 81, 24 * 60]);
      expect(isDone(nextSteps(known, Date.parse(at(24 * 60))))).toBe(true);
      expect(storyOf(known, Date.parse(at(24 * 60)))).toMatchObject({
        stage: 'cancelled',
        summary: 'The store has no such order.',
      });
    });

    it('is another matter once somebody tells of it anew: it is read at once, and a run that follows asks anew', () => {
      const told = storeChanged(unfound([0, 1, 5]), { status: 11, version: at(6) });
      expect(next(told, 6)).toMatchObject({ kind: 'act', act: { kind: 'read-order' } });
      const known = unfound([0, 1, 24 * 60]);
      const followed = beginWith(first(), { facts: known, complete: true, endedAt: at(25 * 60) });
      expect([followed.gone, followed.unfound]).toEqual([0, undefined]);
    });

    it('needs a person at once where the warehouse has goods under its number', () => {
      const known = unfound([0, 1], { warehouse: [order()] });
      expect(next(known, 1)).toMatchObject({ kind: 'hold', findings: [{ reason: 'reference-conflict' }] });
    });

    it('is forgotten once it is found', () => {
      const known = take(unfound([0, 1, 5]), raw(6));
      expect([known.gone, known.unfound, known.obstacles]).toEqual([0, undefined, []]);
      expect(takeGone(known, at(7)).gone).toBe(1);
    });
  });
});

describe('our own write to the store', () => {
  const told = (status: number, minutes: number) => ({ status, version: at(minutes) });

  it('is a fact, and no news when a poll tells of it', () => {
    const after = takeOwnWrite(read(), told(9, 6));
    expect([after.order?.status, after.order?.version, after.own, after.readDue]).toEqual([
      9,
      at(6),
      [`9@${at(6)}`],
      undefined,
    ]);
    // After a look of its own, of which nothing is kept, somebody may have edited the order.
    expect(takeOwnWrite(read(), told(9, 6), told(11, 5))).toEqual({ ...after, own: [] });
    expect(after.order?.places).toEqual(read().order?.places);
    expect(after.statuses.map(({ status }) => status)).toEqual([11, 9]);
  });

  it('that found another order than was read lets it be read', () => {
    const after = takeOwnWrite(read(), told(9, 7), told(11, 6));
    expect([after.order?.version, after.readDue]).toEqual([at(5), 'again']);
    expect(takeOwnWrite(read({ readDue: 'fresh' }), told(9, 7), told(11, 6)).readDue).toBe('fresh');
  });

  it('that is older than what was read changes only the statuses', () => {
    expect(takeOwnWrite(read(), told(9, 4)).order).toEqual(read().order);
    expect(takeOwnWrite(first(), told(9, 4)).order).toBeUndefined();
  });

  it('of the twenty last is known', () => {
    const all = Array.from({ length: 25 }, (_, index) => told(9, 10 + index)).reduce(
      (next, one) => takeOwnWrite(next, one),
      read(),
    );
    expect([all.own.length, all.own.at(-1)]).toEqual([20, `9@${at(34)}`]);
    // Of a status that stays only its ends are kept where the list gets long: since when it is so is known for good.
    const versions = all.statuses.map(({ version }) => version);
    expect([versions[0], versions[1], versions.at(-1)]).toEqual([at(5), at(10), at(34)]);
    expect(versions.length).toBeLessThanOrEqual(20);
  });
});

it('shipments are kept by their ids, up to the version that they were read at', () => {
  const one = (id: number) => ({ id, addressId: 7, trackingNumber: '', lines: [] });
  const taken = takeShipments(read(), [one(2), one(1)], at(6));
  expect([taken.shipments.map(({ id }) => id), taken.shipmentsVersion]).toEqual([[1, 2], at(6)]);
});

it('the story keeps its sixty last lines', () => {
  const all = Array.from({ length: 65 }, (_, index) => index).reduce(
    (next, index) => addToStory(next, { at: at(index), kind: 'effect', what: String(index) }),
    read(),
  );
  expect([all.story.length, all.story[0]?.what, all.story.at(-1)?.what]).toEqual([60, '5', '64']);
});

describe('a reading that must confirm the one before', () => {
  const again = { key: 'read again 1', basis: '' } as Pick<Act, 'key' | 'basis'>;
  const plain = { key: 'read', basis: '' } as Pick<Act, 'key' | 'basis'>;
  const obstacle = (tries: number) => ({ ...again, message: 'm', tries, at: at(5), stands: false });
  const confirm = (act: typeof again, of: RawReading, before: Partial<OrderFacts> = {}) =>
    takeReadingFor(act, read(before), of, 'm1', at(60));

  it('is done with where both agree', () => {
    expect(confirm(again, raw(5), { obstacles: [obstacle(2)] }).obstacles).toEqual([]);
  });

  it('waits longer each time where they do not, and is held after five', () => {
    expect(confirm(again, raw(5, {}, quantity(2))).obstacles).toMatchObject([
      {
        ...again,
        tries: 1,
        stands: false,
        until: '2026-01-01T01:00:03.000Z',
        message: 'The store’s order reads differently each time it is read, and pieces would be taken back by it.',
      },
    ]);
    expect(confirm(again, raw(5, {}, quantity(2)), { obstacles: [obstacle(3)] }).obstacles[0]?.stands).toBe(false);
    expect(confirm(again, raw(5, {}, quantity(2)), { obstacles: [obstacle(4)] }).obstacles[0]?.stands).toBe(true);
  });

  it('is another matter where the order changed meanwhile, and no person asked to confirm', () => {
    expect(confirm(plain, raw(6, {}, quantity(2)), { obstacles: [obstacle(4)] }).obstacles).toEqual([]);
    expect(confirm(plain, raw(5, {}, quantity(2)), { obstacles: [obstacle(4)] }).obstacles).toEqual([obstacle(4)]);
  });

  it('says nothing where it cannot be used', () => {
    const problem = { field: 'f', message: 'm' };
    expect(confirm(again, raw(6, { problem })).obstacles.map(({ key }) => key)).toEqual(['read']);
  });
});

describe('fewer wanted pieces of what people settled', () => {
  const settles = (count: number, of: Partial<Decision['settled'][number]> = {}) =>
    decision({ place: 1, settled: [{ line: 1, quantity: count, ...of }] });
  /** Settled of a line of 3, which has `wanted` pieces now, by one reading or two. */
  const heed = (wanted: number, agreed: number, entry: Decision, of: Partial<OrderFacts> = {}) => {
    const places = [{ number: 1, addressId: 7, references: [ref('h-100')] }];
    const before = facts({
      places,
      order: reading(quantity(3)),
      decisions: [entry],
      readDue: undefined as never,
      ...of,
    });
    const after = heedFall(before, { ...before, order: reading(quantity(wanted), { agreed }) });
    return [after.decisions[0]?.settled[0], after.readDue];
  };
  const entry = { line: 1, quantity: 2 };

  it.each<[string, unknown, ReturnType<typeof heed>]>([
    ['leave it as it is where there is room for all', [entry, undefined], heed(2, 2, settles(2))],
    [
      'take off it what has no room, once two readings agree',
      [{ ...entry, left: 1 }, undefined],
      heed(1, 2, settles(2)),
    ],
    ['ask for a second reading before that', [entry, 'again'], heed(1, 1, settles(2))],
    [
      'take off the missing ones first',
      [{ ...entry, missing: true, wanted: 2, left: 1 }, undefined],
      heed(2, 2, settles(2, { missing: true, wanted: 3 })),
    ],
    [
      'know how many are wanted now, where more are',
      [{ ...entry, missing: true, wanted: 4 }, undefined],
      heed(4, 1, settles(2, { missing: true, wanted: 3 })),
    ],
    ['say nothing of a closed order', [entry, undefined], heed(1, 2, settles(2), { gone: 2 })],
    ['say nothing while it may be gone', [entry, undefined], heed(1, 2, settles(2), { gone: 1 })],
    ['leave what was taken off already', [{ ...entry, left: 1 }, undefined], heed(1, 2, settles(2, { left: 1 }))],
  ])('%s', (_, expected, found) => {
    expect(found).toEqual(expected);
  });

  it('what left another way is counted apart: it is back where that is undone', () => {
    const places = [{ number: 1, addressId: 7, references: [ref('h-100')] }];
    const before = facts({ places, order: reading(), decisions: [settles(2)], readDue: undefined as never });
    const byHand = [{ id: 900, addressId: 7, trackingNumber: '', lines: [{ line: 1, quantity: 2 }] }];
    expect(heedFall(before, { ...before, shipments: byHand }).decisions[0]?.settled).toEqual([
      { ...entry, left: 1, elsewhere: { pieces: 1, gone: 2 } },
    ]);
  });

  it('what is missed by nobody any more is given up, once all of it is known', () => {
    const places = [{ number: 1, addressId: 7, references: [ref('h-100')] }];
    const cancelled = order({ status: 'CANCELLED' });
    const known = facts({
      places,
      order: reading(quantity(1), { agreed: 2 }),
      sendings: [sending()],
      warehouse: [cancelled],
      readDue: undefined as never,
    });
    expect(heedFall(known, known).givenUp).toEqual([{ place: 1, pieces: pieces('2 A') }]);
    const notYet = (of: Partial<OrderFacts>) => heedFall({ ...known, ...of }, { ...known, ...of }).givenUp;
    expect(notYet({ searchDue: true })).toBeUndefined();
    expect(notYet({ unsureUntil: at(99) })).toBeUndefined();
    expect(notYet({ lookDue: ['h-100'] })).toBeUndefined();
    expect(notYet({ changing: [{ key: 'w1', kind: 'cancel', pieces: [], since: at(1) }] })).toBeUndefined();
    expect(notYet({ merchantId: 'm2' })).toBeUndefined();
    expect(notYet({ warehouse: [{ ...cancelled, missed: [at(1)] }] })).toBeUndefined();
    expect(
      notYet({
        sendings: [
          sending(),
          sending({ number: 2, outcome: 'unknown', reference: ref('h-100-s2'), key: undefined as never }),
        ],
      }),
    ).toBeUndefined();
    // One that lives may be split: what is missing is looked for by list first.
    expect(notYet({ warehouse: [order({ pieces: pieces('1 A') })] })).toBeUndefined();
    const once = { ...known, order: reading(quantity(1)) };
    expect([heedFall(once, once).givenUp, heedFall(once, once).readDue]).toEqual([undefined, 'again']);
  });

  it('what comes back is not given up', () => {
    const places = [{ number: 1, addressId: 7, references: [ref('h-100')] }];
    const back = facts({
      places,
      order: reading(quantity(3), { agreed: 2 }),
      sendings: [sending()],
      warehouse: [order()],
      givenUp: [{ place: 1, pieces: pieces('2 A') }],
      readDue: undefined as never,
    });
    expect(heedFall(back, back).givenUp).toBeUndefined();
  });
});
