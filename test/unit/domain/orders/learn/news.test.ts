import { describe, expect, it } from 'vitest';
import {
  aboutNow,
  isAway,
  isExact,
  isOlder,
  mayHaveMissedAnEdit,
  storeChanged,
  takeByHand,
  tellsOfNews,
  tryAgain,
} from '../../../../../src/domain/orders/learn/store-news.ts';
import { blocked, later, triesInARow, without } from '../../../../../src/domain/orders/learn/learn-obstacles.ts';
import {
  byKey,
  connectedTo,
  isOlderRow,
  isRowOf,
  knownOf,
  rowKey,
  saysTheSame,
  type WarehouseRow,
} from '../../../../../src/domain/orders/learn/warehouse-rows.ts';
import type { Obstacle, OrderFacts, WarehouseOrder } from '../../../../../src/domain/orders/facts/facts.ts';
import { at, facts, less, order, pieces, reading, sending } from '../small-facts.ts';

const told = (status: number, minutes: number) => ({ status, version: at(minutes) });
/** Read as status 11 at minute 5, when the second of that was over. */
const known = (of: Partial<OrderFacts> = {}) =>
  facts({ order: reading(undefined, told(11, 5)), readAs: `11@${at(5)}`, readDue: undefined as never, ...of });

describe('what is told of the store’s order', () => {
  it.each<[string, boolean, Partial<OrderFacts>, { status: number; version: string }]>([
    ['another version is news', true, {}, told(11, 6)],
    ['another status is news', true, {}, told(9, 5)],
    ['what was read is none', false, {}, told(11, 5)],
    ['what we wrote is none', false, { own: [`9@${at(6)}`] }, told(9, 6)],
    ['what we wrote, with another status, is', true, { own: [`9@${at(6)}`] }, told(5, 6)],
    [
      'anything is, of an order that was put away',
      true,
      { order: reading(undefined, { ...told(11, 5), archived: true }) },
      told(11, 5),
    ],
    ['anything is, of an order that was gone', true, { gone: 1 }, told(11, 5)],
  ])('%s', (_, news, of, change) => {
    expect(tellsOfNews(known(of), change)).toBe(news);
  });

  it('an order is away where it was put away or gone', () => {
    expect([
      isAway(known()),
      isAway(known({ gone: 1 })),
      isAway(facts()),
      isAway({ gone: 0, order: reading(undefined, { archived: true }) }),
    ]).toEqual([false, true, false, true]);
  });

  it('it was read exactly where the second of its version was over', () => {
    expect([isExact(known()), isExact(known({ readAs: `9@${at(5)}` })), isExact(facts({ readAs: '11@x' }))]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each<[string, boolean, Partial<OrderFacts>, ReturnType<typeof told>]>([
    ['read in the second of its version', true, { readAs: undefined as never }, told(11, 5)],
    ['not where it was read after that', false, {}, told(11, 5)],
    ['not by another version: that is news', false, { readAs: undefined as never }, told(11, 6)],
    ['not by another status', false, { readAs: undefined as never }, told(9, 5)],
    [
      'not of a write of ours: who made it knows what it left',
      false,
      { readAs: undefined as never, own: [`11@${at(5)}`] },
      told(11, 5),
    ],
  ])('an edit may be hidden: %s', (_, missed, of, change) => {
    expect(mayHaveMissedAnEdit(known(of), change)).toBe(missed);
  });

  it.each<[string, Pick<OrderFacts, 'readDue' | 'heard'>, Partial<OrderFacts>, ReturnType<typeof told> | undefined]>([
    ['news is read, and remembered by its time', { readDue: 'again', heard: at(6) }, {}, told(11, 6)],
    ['what is known asks for nothing', {}, {}, told(11, 5)],
    ['a message without a change is read', { readDue: 'again' }, {}, undefined],
    ['a fresh reading that is due stays fresh', { readDue: 'fresh', heard: at(6) }, { readDue: 'fresh' }, told(11, 6)],
    [
      'what is older than was heard of is read, and not remembered',
      { readDue: 'again', heard: at(9) },
      { heard: at(9) },
      told(11, 6),
    ],
    ['a reading that is due is not taken back', { readDue: 'again' }, { readDue: 'again' }, told(11, 5)],
    [
      'an edit that may be hidden is read',
      { readDue: 'again', heard: at(5) },
      { readAs: undefined as never },
      told(11, 5),
    ],
  ])('%s', (_, expected, of, change) => {
    const { readDue, heard } = storeChanged(known(of), change);
    expect({ ...(readDue === undefined ? {} : { readDue }), ...(heard === undefined ? {} : { heard }) }).toEqual(
      expected,
    );
  });

  it('what is older is so by its time, and nothing is older than nothing', () => {
    expect([isOlder(at(1), at(2)), isOlder(at(2), at(2)), isOlder(at(3), at(2)), isOlder(at(1), undefined)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('trying again forgets what was in the way, and waits for what may still land no longer than the first time', () => {
    const obstacle: Obstacle = { key: 'k', basis: '', message: 'm', tries: 4, at: at(1), stands: true };
    const stuck = known({
      obstacles: [obstacle],
      matches: [{ place: 1, method: 'm', country: 'FI', result: { kind: 'none' }, fresh: true }],
      productsMissing: [{ place: 1, products: [] }],
      unsettled: [{ key: 'w1', since: at(3), tries: 4 }],
    });
    expect(tryAgain(stuck)).toEqual({
      ...stuck,
      ...{ readDue: 'fresh', obstacles: [], matches: [], productsMissing: [] },
      unsettled: [{ key: 'w1', since: at(3), tries: 1 }],
    });
  });

  it('a person asks for the order as it is read next: what the store says later is another matter', () => {
    const asked = takeByHand(known({ byHandSince: at(1), statuses: [told(7, 1), told(11, 5)] }));
    expect([asked.byHand, asked.byHandSince, aboutNow(asked)]).toEqual([true, undefined, { byHandSince: at(5) }]);
    expect(aboutNow({ ...asked, byHandSince: at(2) })).toEqual({});
    expect(aboutNow({ ...asked, byHand: false })).toEqual({});
  });
});

describe('what stands in the way of a step', () => {
  const one = (key: string, message = 'm'): Obstacle => ({
    key,
    basis: '',
    message,
    tries: 2,
    at: at(1),
    stands: false,
  });
  const stuck = facts({ obstacles: [one('a'), one('b')] });

  it('is gone when the step went through, and no other', () => {
    expect(without(stuck, 'a').obstacles).toEqual([one('b')]);
    expect(without(stuck, 'c')).toBe(stuck);
  });

  it('is one for each step: the newest', () => {
    expect(blocked(stuck, one('a', 'new')).obstacles).toEqual([one('b'), one('a', 'new')]);
  });

  it('counts in a row only what is the very same', () => {
    expect([triesInARow(stuck, 'a', 'm'), triesInARow(stuck, 'a', 'other'), triesInARow(stuck, 'c', 'm')]).toEqual([
      2, 0, 0,
    ]);
  });

  it('pauses 3 seconds, 12, 48 …, an hour at most', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 40].map(
      (tries) => (Date.parse(later(at(0), tries)) - Date.parse(at(0))) / 1_000,
    );
    expect(pauses).toEqual([3, 12, 48, 192, 768, 3_072, 3_600, 3_600]);
  });
});

const row = (of: Partial<WarehouseRow> = {}): WarehouseRow => ({
  ...{ id: 'w1', reference: 'h-100', merchantId: 'm1', status: 'NEW', editTime: at(0), lines: pieces('3 A') },
  ...of,
});
const unnumbered = (of: Partial<WarehouseRow> = {}) => less(row(of), 'id');

describe('which order a row of the warehouse is about', () => {
  it('is known by its id, else by its reference', () => {
    expect([rowKey(row()), rowKey(unnumbered())]).toEqual(['w1', 'ref:h-100']);
    expect([
      isRowOf(row(), 'w1'),
      isRowOf(row(), 'ref:h-100'),
      isRowOf(row(), 'w2'),
      isRowOf(row(), 'ref:h-1'),
    ]).toEqual([true, true, false, false]);
  });

  const twin = order({ key: 'w2' });
  it.each<[string, string | undefined, readonly WarehouseOrder[], WarehouseRow]>([
    ['the one of its id', 'w2', [order(), twin], row({ id: 'w2' })],
    ['none of another id', undefined, [order()], row({ id: 'w2' })],
    ['the one that was known by the reference alone', 'ref:h-100', [order({ key: 'ref:h-100' })], row()],
    ['the one of its id before that', 'w1', [order({ key: 'ref:h-100' }), order()], row()],
    [
      'without an id, the only one of its reference',
      'w1',
      [order(), order({ key: 'w3', reference: 'h-100-s2' })],
      unnumbered(),
    ],
    ['without an id, none of several', undefined, [order(), twin], unnumbered()],
    ['none at another merchant', undefined, [order({ merchantId: 'm2' })], row()],
    ['none where nothing is known', undefined, [], row()],
  ])('%s', (_, key, warehouse, of) => {
    expect(knownOf({ warehouse }, of)?.key).toBe(key);
  });

  it.each<[string, boolean, string, string]>([
    ['an earlier edit is older', true, at(1), at(2)],
    ['the same is not', false, at(2), at(2)],
    ['a later one is not', false, at(3), at(2)],
    ['without a time nobody can tell', false, '', at(2)],
    ['nor against none', false, at(1), ''],
  ])('%s', (_, older, editTime, knownTime) => {
    expect(isOlderRow({ editTime }, order({ editTime: knownTime }))).toBe(older);
  });

  it.each<[string, boolean, Partial<WarehouseRow>]>([
    ['the same', true, {}],
    ['the same, where the row tells no pieces', true, { lines: undefined as never }],
    ['another status', false, { status: 'PENDING' }],
    ['other pieces', false, { lines: pieces('2 A') }],
    ['another number', false, { trackingNumber: 'T2' }],
    ['another link', false, { trackingUrl: 'http://x' }],
  ])('says %s', (_, same, of) => {
    expect(
      saysTheSame(
        order({ trackingNumber: 'T1', trackingUrl: 'http://t' }),
        row({ trackingNumber: 'T1', trackingUrl: 'http://t', ...of }),
      ),
    ).toBe(same);
  });

  it('the oldest is learnt first, in whatever order they are listed', () => {
    expect(byKey([row({ id: '100' }), row({ id: '99' })]).map(({ id }) => id)).toEqual(['99', '100']);
  });
});

describe('who answered is the merchant of now', () => {
  const there = facts({
    merchantId: 'm2',
    lookDue: ['h-9'],
    warehouse: [
      order(),
      order({ key: 'w2', reference: 'h-100-s2', left: true }),
      order({ key: 'w3', reference: 'h-100-s3', merchantId: 'm2' }),
    ],
    sendings: [
      sending({ reference: 'h-100-s4' as never, outcome: 'unknown' }),
      sending({ reference: 'h-100-s5' as never }),
    ],
  });

  it('what stands at one that can be asked again is looked up: what may still leave, and what nobody knows', () => {
    expect(connectedTo(there, 'm1')).toEqual({ ...there, merchantId: 'm1', lookDue: ['h-9', 'h-100', 'h-100-s4'] });
  });

  it('at the first answer nothing is', () => {
    const first = less(there, 'merchantId');
    expect(connectedTo(first, 'm1')).toEqual({ ...first, merchantId: 'm1' });
    expect(connectedTo(there, 'm2')).toBe(there);
  });
});
