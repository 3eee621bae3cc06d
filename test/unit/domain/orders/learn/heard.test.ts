import { describe, expect, it } from 'vitest';
import {
  lookAgain,
  takeLook,
  takeLookFor,
  takeNews,
  takeSearch,
  takeSearchFor,
} from '../../../../../src/domain/orders/learn/learn-warehouse.ts';
import type { LookAnswer, WarehouseRow } from '../../../../../src/domain/orders/learn/warehouse-rows.ts';
import type { OrderFacts, WarehouseOrder } from '../../../../../src/domain/orders/facts/facts.ts';
import { at, facts, less, order, pieces, reading, sending } from '../small-facts.ts';

const row = (of: Partial<WarehouseRow> = {}): WarehouseRow => ({
  ...{ id: 'w1', reference: 'h-100', merchantId: 'm1', status: 'NEW', editTime: at(5), lines: pieces('3 A') },
  ...of,
});
const look = (orders: readonly WarehouseRow[], of: Partial<LookAnswer> = {}): LookAnswer => ({
  ...{ merchantId: 'm1', references: ['h-100'], orders, at: at(20), digestKey: 'k' },
  ...of,
});
const ours = { street: 's', postcode: 'p', city: 'c' };
const known = (of: Partial<OrderFacts> = {}) =>
  facts({
    order: reading(),
    sendings: [sending()],
    warehouse: [order({ editTime: at(4), since: at(4) })],
    readDue: undefined as never,
    ...of,
  });
const one = (of: OrderFacts, key = 'w1') => of.warehouse.find((each) => each.key === key);

describe('a poll’s row', () => {
  it('is learnt as it is', () => {
    expect(
      one(
        takeNews(
          known(),
          row({ status: 'COLLECTING', lines: pieces('2 A'), trackingNumber: 'T1', trackingUrl: 'http://t' }),
          at(9),
        ),
      ),
    ).toEqual({
      ...{
        key: 'w1',
        reference: 'h-100',
        merchantId: 'm1',
        status: 'COLLECTING',
        pieces: pieces('2 A'),
        trackingNumber: 'T1',
      },
      ...{ trackingUrl: 'http://t', editTime: at(5), since: at(9), missed: [], left: false },
    });
  });

  it.each<[string, Partial<WarehouseOrder>, Partial<WarehouseRow>, Partial<WarehouseOrder>]>([
    ['of the same status and pieces keeps since when it is so', { since: at(4), editTime: at(5) }, {}, {}],
    ['of other pieces does not', { since: at(9) }, { lines: pieces('2 A') }, {}],
    [
      'without pieces leaves those that are known',
      { pieces: pieces('3 A'), status: 'PENDING' },
      { lines: undefined as never, status: 'PENDING' },
      {},
    ],
    [
      'without a number leaves the one that is known',
      { trackingNumber: 'T0', trackingUrl: 'u' },
      {},
      { trackingNumber: 'T0', trackingUrl: 'u' },
    ],
    ['that it was shipped once stays so', { left: true, status: 'CANCELLED' }, { status: 'CANCELLED' }, { left: true }],
    ['of what looks missed finds it', { missed: [] }, {}, { missed: [at(1), at(2)] }],
    [
      'leaves the address that a look compared',
      { digests: ours, digestKey: 'k', shows: {} },
      {},
      { digests: ours, digestKey: 'k', shows: {} },
    ],
    [
      'leaves what was found of it',
      { asked: true, owedThen: [], goneThen: [] },
      {},
      { asked: true, owedThen: [], goneThen: [] },
    ],
    ['that is older changes nothing', { status: 'NEW', editTime: at(6) }, { status: 'PENDING' }, { editTime: at(6) }],
    [
      'that is older tells all the same that it left',
      { status: 'NEW', left: true, editTime: at(6) },
      { status: 'SHIPPED' },
      { editTime: at(6) },
    ],
    [
      'that is older tells a number where none is known',
      { trackingNumber: 'T1', trackingUrl: 'u' },
      { trackingNumber: 'T1', trackingUrl: 'u' },
      { editTime: at(6) },
    ],
    [
      'that is older leaves the number that is known',
      { trackingNumber: 'T2', trackingUrl: 'v' },
      { trackingNumber: 'T1', trackingUrl: 'u' },
      { editTime: at(6), trackingNumber: 'T2', trackingUrl: 'v' },
    ],
    ['of another key keeps the key that it was known by', { key: 'w1' }, { id: undefined as never }, {}],
  ])('%s', (_, expected, of, before) => {
    const was = order({ editTime: at(4), since: at(4), ...before });
    expect(one(takeNews(known({ warehouse: [was] }), row(of), at(9)))).toMatchObject(expected);
  });

  it('of another order, or another store, is not ours to learn', () => {
    const before = known();
    for (const reference of ['h-101', 'x-100', 'h-1001'])
      expect(takeNews(before, row({ reference }), at(9))).toBe(before);
  });

  it('that cannot be read is looked up by its reference', () => {
    const after = takeNews(
      known({ lookDue: ['h-9'] }),
      row({ unreadable: 'status', status: 'UNKNOWN' } as never),
      at(9),
    );
    expect([after.lookDue, after.warehouse]).toEqual([['h-9', 'h-100'], known().warehouse]);
  });

  it('of the same edit in other words is looked up', () => {
    const same = known({ warehouse: [order({ editTime: at(5) })] });
    expect(takeNews(same, row({ status: 'PENDING' }), at(9)).lookDue).toEqual(['h-100']);
    expect(takeNews(same, row(), at(9)).lookDue).toEqual([]);
    expect(takeNews(known(), row({ status: 'PENDING' }), at(9)).lookDue).toEqual([]);
  });

  it('of an order of ours that no sending explains lets the warehouse be searched', () => {
    const lost = known({ sendings: [], warehouse: [] });
    expect(takeNews(lost, row(), at(9))).toMatchObject({ searchDue: true, owedUnsure: true });
    expect(takeNews(known({ warehouse: [] }), row(), at(9)).searchDue).toBe(false);
    expect(takeNews(known({ sendings: [] }), row(), at(9)).searchDue).toBe(false);
  });

  it('of what we cancelled tells when it was taken up again', () => {
    const cancelled = order({ status: 'CANCELLED', editTime: at(4) });
    const corrections = [{ key: 'w1', kind: 'cancel', before: pieces('3 A'), after: [], at: at(3) }] as const;
    expect(one(takeNews(known({ warehouse: [cancelled], corrections }), row(), at(9)))?.takenUp).toBe(at(9));
    expect(one(takeNews(known({ warehouse: [cancelled] }), row(), at(9)))?.takenUp).toBeUndefined();
    expect(
      one(takeNews(known({ warehouse: [cancelled], corrections }), row({ status: 'CANCELLED' }), at(9)))?.takenUp,
    ).toBeUndefined();
    expect(one(takeNews(known({ corrections }), row(), at(9)))?.takenUp).toBeUndefined();
    const edit = [{ ...corrections[0], kind: 'edit' }] as const;
    expect(one(takeNews(known({ warehouse: [cancelled], corrections: edit }), row(), at(9)))?.takenUp).toBeUndefined();
    expect(one(takeNews(known({ warehouse: [{ ...cancelled, takenUp: at(3) }] }), row(), at(9)))?.takenUp).toBe(at(3));
  });

  it('of a new order is one more', () => {
    const after = takeNews(known(), row({ id: 'w2', status: 'SHIPPED' }), at(9));
    expect(after.warehouse.map(({ key, left }) => [key, left])).toEqual([
      ['w1', false],
      ['w2', true],
    ]);
  });
});

describe('a look', () => {
  it('is the whole truth of the references that it asked for', () => {
    const other = order({ key: 'w2', reference: 'h-100-s2' });
    const after = takeLook(known({ warehouse: [order(), other], lookDue: ['h-100', 'h-9'] }), look([]), at(21));
    expect([one(after)?.missed, one(after, 'w2')?.missed, after.lookDue]).toEqual([[at(20)], [], ['h-9']]);
  });

  it('says nothing of what another merchant has', () => {
    expect(one(takeLook(known({ warehouse: [order({ merchantId: 'm2' })] }), look([]), at(21)))?.missed).toEqual([]);
  });

  it('does not miss what has left, and counts three looks in a row at most', () => {
    const missed = [at(1), at(2), at(3)];
    expect(
      one(takeLook(known({ warehouse: [order({ left: true, status: 'SHIPPED' })] }), look([]), at(21)))?.missed,
    ).toEqual([]);
    expect(one(takeLook(known({ warehouse: [order({ missed })] }), look([]), at(21)))?.missed).toEqual([
      at(2),
      at(3),
      at(20),
    ]);
    expect(
      one(takeLook(known({ warehouse: [order({ missed, editTime: at(9) })] }), look([row()]), at(21)))?.missed,
    ).toEqual([]);
  });

  it('compares the address, and by which key', () => {
    const after = takeLook(known(), look([row({ digests: ours, shows: { pickUpPoint: '7' } })]), at(21));
    expect(one(after)).toMatchObject({ digests: ours, digestKey: 'k', shows: { pickUpPoint: '7' } });
    expect(one(takeLook(known(), less(look([row({ digests: ours })]), 'digestKey'), at(21)))).not.toHaveProperty(
      'digestKey',
    );
  });

  const unsure = sending({ outcome: 'unknown', key: undefined as never, at: at(1) });
  it.each<[string, string, Partial<OrderFacts>, LookAnswer]>([
    ['what is there has landed', 'landed w1', { warehouse: [] }, look([row()])],
    ['what is not there after the settle time was never taken', 'not-found', { warehouse: [] }, look([])],
    [
      'but may still land before that',
      'unknown',
      { warehouse: [], sendings: [{ ...unsure, unknownSince: at(20) }] },
      look([]),
    ],
    [
      'from the last moment at which it may have left',
      'not-found',
      { warehouse: [], sendings: [{ ...unsure, at: at(20), unknownSince: at(1) }] },
      look([]),
    ],
    [
      'another merchant’s answer says nothing of it',
      'unknown',
      { warehouse: [], sendings: [{ ...unsure, merchantId: 'm2' }] },
      look([]),
    ],
    ['nor one about another reference', 'unknown', { warehouse: [] }, look([], { references: ['h-100-s2'] })],
    ['what was found stays found', 'landed w1', { sendings: [sending()] }, look([])],
  ])('of a sending of unknown outcome: %s', (_, expected, of, answer) => {
    const after = takeLook(known({ sendings: [unsure], ...of }), answer, at(21)).sendings[0];
    expect([after?.outcome, ...(after?.outcome === 'landed' ? [after.key] : [])].join(' ')).toBe(expected);
  });

  it('tells people of what it found of ours', () => {
    const lost = known({ sendings: [], warehouse: [] });
    const after = takeLook(lost, look([row({ digests: ours })]), at(21));
    expect(after.story).toEqual([
      { at: at(21), place: 1, kind: 'decision', what: 'Found in the warehouse already as h-100: adopted.' },
    ]);
    expect(takeLook(after, look([row({ digests: ours })]), at(22)).story).toHaveLength(1);
    expect(takeLook(known(), look([row({ digests: ours })]), at(21)).story).toEqual([]);
  });

  it('of which nothing tells whose an order is waits longer, and then a person must tell', () => {
    const lost = known({ sendings: [], warehouse: [order()] });
    const act = {
      kind: 'look',
      key: 'tell 1',
      basis: 'unclear x',
      fresh: false,
      place: 1,
      references: ['h-100'],
    } as const;
    let after = takeLookFor(act, lost, look([row()]), at(21));
    expect(after.obstacles).toEqual([
      {
        ...{ key: 'tell 1', basis: 'unclear x', reason: 'reference-conflict', tries: 1, at: at(21), stands: false },
        message: 'myOGO does not show enough of the order to tell whether it is ours.',
        until: '2026-01-01T00:21:03.000Z',
      },
    ]);
    after = takeLookFor(act, after, look([row()]), at(22));
    expect(after.obstacles[0]).toMatchObject({ tries: 2, stands: false });
    after = takeLookFor(act, after, look([row()]), at(23));
    expect(after.obstacles[0]).toMatchObject({ tries: 3, stands: true });
    // What tells ends it; so does any look that was not to tell.
    expect(takeLookFor(act, after, look([row({ digests: ours })]), at(24)).obstacles).toEqual([]);
    expect(takeLookFor({ ...act, basis: 'x' }, after, look([row()]), at(24)).obstacles).toEqual([]);
  });
});

describe('a search of the list', () => {
  it('learns what stands under the order’s number, and nothing else', () => {
    const before = known({ searchDue: true, warehouse: [] });
    const after = takeSearch(
      before,
      { orders: [row({ reference: 'h-100-7' }), row({ id: 'w9', reference: 'h-101' })] },
      at(21),
    );
    expect([after.warehouse.map(({ key }) => key), after.searchDue]).toEqual([['w1'], false]);
  });

  it('for a place is noted as done for that one, by what stands there', () => {
    const before = known({ searched: ['1 old', '2 other'] });
    const act = { kind: 'search', key: 'search 1', basis: 'b', fresh: false, since: at(1), searched: '1 new' } as const;
    const stuck = {
      ...before,
      obstacles: [{ key: 'search 1', basis: 'b', message: 'm', tries: 1, at: at(1), stands: false }],
    };
    const after = takeSearchFor(act, stuck, { orders: [], codes: [{ line: 1, code: 'X' }] }, at(21));
    expect([after.searched, after.codes, after.obstacles]).toEqual([
      ['2 other', '1 new'],
      [{ line: 1, code: 'X' }],
      [],
    ]);
    expect(takeSearch(before, { orders: [] }, at(21)).searched).toEqual(before.searched);
  });

  it('looks up what no place can be told to own', () => {
    const two = [
      { number: 1, addressId: 7, references: ['h-100-7' as never] },
      { number: 2, addressId: 8, references: ['h-100-8' as never] },
    ];
    const before = known({ places: two, sendings: [], warehouse: [], searchDue: true });
    expect(takeSearch(before, { orders: [row({ reference: 'h-100', lines: pieces('9 Z') })] }, at(21)).lookDue).toEqual(
      ['h-100'],
    );
  });
});

it('whoever misses an order in the list lets all that may leave be looked for', () => {
  const before = known({
    warehouse: [
      order(),
      order({ key: 'w2', reference: 'h-100/2', status: 'SHIPPED', left: true }),
      order({ key: 'w3', reference: 'h-100/3', pieces: [] }),
    ],
    lookDue: ['h-9'],
  });
  expect(lookAgain(before).lookDue).toEqual(['h-9', 'h-100', 'h-100/3']);
});
