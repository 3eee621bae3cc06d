import { describe, expect, it } from 'vitest';
import {
  learnChanging,
  noteChanging,
  takeChangeFailure,
  withAnswer,
  withoutChanging,
} from '../../../../../src/domain/orders/learn/changing.ts';
import {
  cancelledOf,
  correctionsSeen,
  mayBeDone,
  withoutSurplus,
} from '../../../../../src/domain/orders/learn/corrections.ts';
import type { CorrectionAnswer } from '../../../../../src/domain/orders/learn/answers.ts';
import { followUnreadLines } from '../../../../../src/domain/orders/learn/readings/lines-made-anew.ts';
import type { LookAnswer, WarehouseRow } from '../../../../../src/domain/orders/learn/warehouse-rows.ts';
import type { ActOf } from '../../../../../src/domain/orders/steps/steps.ts';
import type { Changing, OrderFacts, ReadLine } from '../../../../../src/domain/orders/facts/facts.ts';
import { at, facts, line, order, pieces, reading, readPlace, ref, sending } from '../small-facts.ts';

const asked = (key: string) => ({ key, reference: 'h-100', status: 'NEW', pieces: pieces('3 A') }) as const;
const act = { key: 'k', basis: 'b', fresh: false, place: 1 };
const cancels = (...keys: readonly string[]): ActOf<'cancel'> => ({ ...act, kind: 'cancel', orders: keys.map(asked) });
const edits = (to: string, key = 'w1'): ActOf<'edit'> => ({
  ...{ ...act, kind: 'edit', addressId: 7, order: asked(key), code: 'DHL', pieces: pieces(to), travels: {} },
});
const row = (of: Partial<WarehouseRow> = {}): WarehouseRow => ({
  ...{ id: 'w1', reference: 'h-100', merchantId: 'm1', status: 'NEW', editTime: at(0), lines: pieces('3 A') },
  ...of,
});
const look = (...orders: readonly WarehouseRow[]): LookAnswer => ({
  merchantId: 'm1',
  references: ['h-100'],
  orders,
  at: at(9),
});
const gone = row({ status: 'CANCELLED' });
const answer = (before: LookAnswer, after: LookAnswer, of: Partial<CorrectionAnswer> = {}): CorrectionAnswer => ({
  before,
  look: after,
  ...of,
});

describe('what a change of ours took off', () => {
  const seen = (...of: Parameters<typeof correctionsSeen>) =>
    correctionsSeen(...of).map(({ key, kind, before, after }) => `${kind} ${key}: ${JSON.stringify([before, after])}`);
  const three = pieces('3 A');

  it.each<[string, readonly string[], ActOf<'cancel' | 'edit'>, CorrectionAnswer]>([
    [
      'a cancel, as the looks saw it',
      [`cancel w1: ${JSON.stringify([three, []])}`],
      cancels('w1'),
      answer(look(row()), look(gone)),
    ],
    ['nothing where it lives still', [], cancels('w1'), answer(look(row()), look(row()))],
    ['nothing where no look shows it', [], cancels('w1'), answer(look(), look(gone))],
    ['nothing where it is not shown after', [], cancels('w1'), answer(look(row()), look())],
    [
      'each of several by itself',
      [`cancel w2: ${JSON.stringify([three, []])}`],
      cancels('w1', 'w2'),
      answer(look(row(), row({ id: 'w2' })), look(row(), { ...gone, id: 'w2' })),
    ],
    [
      'an edit that was taken',
      [`edit w1: ${JSON.stringify([three, pieces('2 A')])}`],
      edits('2 A'),
      answer(look(row()), look(row({ lines: pieces('2 A') })), { took: 'now' }),
    ],
    ['nothing of an edit that was not taken', [], edits('2 A'), answer(look(row()), look(row()))],
    [
      'an edit that is found done, from what was known of it',
      [`edit w1: ${JSON.stringify([three, pieces('2 A')])}`],
      edits('2 A'),
      answer(look(row({ lines: pieces('2 A') })), look(row({ lines: pieces('2 A') })), { took: 'earlier' }),
    ],
    ['nothing of an edit that no look shows', [], edits('2 A'), answer(look(), look(row()), { took: 'now' })],
    ['nor of one that is not shown after', [], edits('2 A'), answer(look(row()), look(), { took: 'now' })],
  ])('%s', (_, expected, ...of) => {
    expect(seen(...of)).toEqual(expected);
  });

  it('an edit is made of what was sent, where that is told', () => {
    const content = { method: 'DHL', country: 'FI' };
    const of = answer(look(row()), look(row()), { took: 'now', content });
    expect(correctionsSeen(edits('3 A'), of)[0]?.content).toEqual(content);
    expect(correctionsSeen(edits('3 A'), answer(look(row()), look(row()), { took: 'now' }))[0]).not.toHaveProperty(
      'content',
    );
  });

  it.each<[string, string, string, string | undefined]>([
    ['all, where it shows nothing', '3 A', '3 A', undefined],
    ['all, where it shows all', '3 A', '3 A', '3 A'],
    ['what it shows, where it was split just before', '1 A', '3 A', '1 A'],
    ['all, where it shows other goods', '3 A', '3 A', '1 B'],
    ['all, where it shows more', '3 A', '3 A', '4 A'],
  ])('a cancel took %s', (_, expected, before, shows) => {
    expect(
      cancelledOf(pieces(before), row({ lines: shows === undefined ? (undefined as never) : pieces(shows) })),
    ).toEqual(pieces(expected));
  });

  it('the very same change may be found done only where nobody knows what became of it', () => {
    const obstacle = { key: 'k', basis: 'b', message: 'm', tries: 1, at: at(1), stands: false };
    expect(mayBeDone({ obstacles: [obstacle] }, act)).toBe(true);
    expect(mayBeDone({ obstacles: [{ ...obstacle, basis: 'c' }] }, act)).toBe(false);
    expect(mayBeDone({ obstacles: [{ ...obstacle, key: 'l' }] }, act)).toBe(false);
    expect(mayBeDone({ obstacles: [{ ...obstacle, reason: 'cancel-refused' }] }, act)).toBe(false);
    expect(mayBeDone({ obstacles: [] }, act)).toBe(false);
  });
});

const change = (key: string, kind: Changing['kind'], to: string, of: Partial<Changing> = {}): Changing => ({
  ...{ key, kind, pieces: pieces(to), since: at(1) },
  ...of,
});
const changing = (of: OrderFacts) =>
  of.changing.map(
    ({ key, kind, lost, since }) => `${kind} ${key} ${since.slice(11, 16)}${lost === true ? ' lost' : ''}`,
  );

describe('a change that is on its way', () => {
  it('is noted before it is sent, each order by itself', () => {
    expect(
      changing(noteChanging(facts({ changing: [change('w9', 'edit', '1 A')] }), cancels('w1', 'w2'), at(2))),
    ).toEqual(['edit w9 00:01', 'cancel w1 00:02', 'cancel w2 00:02']);
    expect(noteChanging(facts(), edits('2 A'), at(2)).changing).toEqual([
      change('w1', 'edit', '2 A', { since: at(2) }),
    ]);
  });

  const known = facts({
    changing: [
      change('w1', 'edit', '2 A'),
      change('w1', 'edit', '1 A'),
      change('w1', 'cancel', ''),
      change('w1', 'edit', '2 A', { since: at(3) }),
    ],
  });

  it('is forgotten where nothing was sent: its newest note, and no other', () => {
    expect(changing(takeChangeFailure(known, edits('2 A'), false, at(5)))).toEqual([
      'edit w1 00:01',
      'edit w1 00:01',
      'cancel w1 00:01',
    ]);
  });

  it('is lost where it may have been: from then on, whatever was noted of the same', () => {
    expect(changing(takeChangeFailure(known, edits('2 A'), true, at(5)))).toEqual([
      'edit w1 00:01',
      'cancel w1 00:01',
      'edit w1 00:05 lost',
    ]);
  });

  it('is lost for each order that it was about', () => {
    const both = facts({
      changing: [change('w1', 'cancel', ''), change('w2', 'cancel', ''), change('w3', 'cancel', '')],
    });
    expect(changing(takeChangeFailure(both, cancels('w1', 'w2'), true, at(5)))).toEqual([
      'cancel w3 00:01',
      'cancel w1 00:05 lost',
      'cancel w2 00:05 lost',
    ]);
  });

  it('is answered for each order of which it is known what was taken off', () => {
    const twice = ['w1', 'w2', 'w1', 'w2'].map((key, index) => change(key, 'cancel', '', { since: at(index) }));
    expect(changing(withAnswer(facts({ changing: twice }), cancels('w1', 'w2'), ['w1']))).toEqual(['cancel w2 00:01']);
  });

  it('is answered: its note is gone, and earlier notes of the same where what it took off is known', () => {
    expect(changing(withAnswer(known, edits('2 A'), []))).toEqual([
      'edit w1 00:01',
      'edit w1 00:01',
      'cancel w1 00:01',
    ]);
    expect(changing(withAnswer(known, edits('2 A'), ['w1']))).toEqual(['edit w1 00:01', 'cancel w1 00:01']);
    expect(changing(withAnswer(known, edits('2 A'), ['w2']))).toEqual([
      'edit w1 00:01',
      'edit w1 00:01',
      'cancel w1 00:01',
    ]);
  });

  it('is gone where what became of the order is known', () => {
    expect(
      changing(withoutChanging({ ...known, changing: [...known.changing, change('w2', 'cancel', '')] }, ['w1'])),
    ).toEqual(['cancel w2 00:01']);
  });
});

describe('a change whose answer was lost', () => {
  const lost = { lost: true } as const;
  const after = (
    one: Changing,
    rows: readonly WarehouseRow[],
    of: { lookAt?: number; known?: Parameters<typeof order>[0] } = {},
  ) => {
    const before = facts({
      order: reading(),
      changing: [one],
      warehouse: [order({ pieces: pieces('3 A'), ...of.known })],
      sendings: [sending({ digests: { street: 's', postcode: 'p', city: 'c' }, digestKey: 'k' })],
    });
    const seen = of.lookAt === undefined ? undefined : { at: at(of.lookAt), digestKey: 'k' };
    const next = learnChanging(before, rows, at(9), seen);
    const took = next.corrections.map(({ kind, before: was, after: is }) => `${kind} ${JSON.stringify([was, is])}`);
    return [...took, next.changing.length === 0 ? 'known' : 'open'];
  };
  const three = pieces('3 A');

  it.each<[string, readonly string[], ReturnType<typeof after>]>([
    [
      'a cancel that is seen took all',
      [`cancel ${JSON.stringify([three, []])}`, 'known'],
      after(change('w1', 'cancel', '', lost), [gone]),
    ],
    ['a cancel that is not seen yet stays open', ['open'], after(change('w1', 'cancel', '', lost), [row()])],
    [
      'and is given up by a look after the settle time',
      ['known'],
      after(change('w1', 'cancel', '', lost), [row()], { lookAt: 3 }),
    ],
    ['also by one just then', ['known'], after(change('w1', 'cancel', '', lost), [row()], { lookAt: 2 })],
    ['but not by one before that', ['open'], after(change('w1', 'cancel', '', lost), [row()], { lookAt: 1 })],
    [
      'what was cancelled already was no cancel of ours',
      ['known'],
      after(change('w1', 'cancel', '', lost), [gone], { known: { status: 'CANCELLED' } }),
    ],
    [
      'an edit that is seen took what is missing',
      [`edit ${JSON.stringify([three, pieces('2 A')])}`, 'open'],
      after(change('w1', 'edit', '2 A', lost), [row({ lines: pieces('2 A') })]),
    ],
    [
      'and is known by a look after the settle time',
      [`edit ${JSON.stringify([three, pieces('2 A')])}`, 'known'],
      after(change('w1', 'edit', '2 A', lost), [row({ lines: pieces('2 A') })], { lookAt: 3 }),
    ],
    ['an edit that is not seen stays open', ['open'], after(change('w1', 'edit', '2 A', lost), [row()])],
    [
      'a row that tells no pieces tells nothing of it',
      ['open'],
      after(change('w1', 'edit', '2 A', lost), [row({ lines: undefined as never })]),
    ],
    ['what was so before was no edit of ours', ['open'], after(change('w1', 'edit', '3 A', lost), [row()])],
    [
      'an edit of the address is seen by what a look shows',
      [`edit ${JSON.stringify([three, three])}`, 'known'],
      after(change('w1', 'edit', '3 A', lost), [row({ digests: { street: 'x', postcode: 'p', city: 'c' } })], {
        lookAt: 1,
      }),
    ],
    [
      'an address that is as it was sent is no edit',
      ['open'],
      after(change('w1', 'edit', '3 A', lost), [row({ digests: { street: 's', postcode: 'p', city: 'c' } })], {
        lookAt: 1,
      }),
    ],
    [
      'a row of another order tells nothing',
      ['open'],
      after(change('w1', 'cancel', '', lost), [{ ...gone, id: 'w2', reference: 'h-100-s2' }]),
    ],
    [
      'an older row tells nothing',
      ['open'],
      after(change('w1', 'cancel', '', lost), [gone], { known: { editTime: at(5) } }),
    ],
    ['a change that was not lost is its own answer’s matter', ['open'], after(change('w1', 'cancel', ''), [gone])],
  ])('%s', (_, expected, found) => {
    expect(found).toEqual(expected);
  });
});

describe('what is known of several orders at once', () => {
  it('is each one’s own: a row tells of the order that it is of, and ends its change alone', () => {
    const before = facts({
      order: reading(),
      changing: [change('w1', 'cancel', '', { lost: true }), change('w2', 'cancel', '', { lost: true })],
      warehouse: [order({ key: 'w1', status: 'CANCELLED' }), order({ key: 'w2', pieces: pieces('2 A') })],
      sendings: [sending(), sending({ number: 2, key: 'w2', lines: [{ line: 1, code: 'A', quantity: 2 }] })],
    });
    const next = learnChanging(before, [row({ id: 'w2', status: 'CANCELLED', lines: pieces('2 A') })], at(9));
    expect(next.corrections.map(({ key, before: was }) => [key, was])).toEqual([['w2', pieces('2 A')]]);
    expect(changing(next)).toEqual(['cancel w1 00:01 lost']);
  });
});

describe('what a look shows of an edit of the address whose answer was lost', () => {
  const there = { street: 'x', postcode: 'p', city: 'c' };
  const asSent = { street: 's', postcode: 'p', city: 'c' };
  const pickUp = { need: 'required', shippingCode: 'DHL', by: 'form', codes: ['1'] } as const;
  const content = (
    digests: WarehouseRow['digests'],
    sent: Partial<ReturnType<typeof sending>> = {},
    digestKey = 'k',
    known: Parameters<typeof order>[0] = {},
  ) => {
    const before = facts({
      order: reading(),
      changing: [change('w1', 'edit', '3 A', { lost: true })],
      warehouse: [order(known)],
      sendings: [sending({ digests: asSent, digestKey: 'k', ...sent })],
    });
    const rows = [row({ ...(digests === undefined ? {} : { digests }) })];
    return learnChanging(before, rows, at(9), { at: at(1), digestKey }).corrections[0]?.content;
  };
  const more = { digests: { ...asSent, 'customer message': 'm' } };

  it.each<[string, ReturnType<typeof content>, ReturnType<typeof content>]>([
    ['is what it goes to', { method: 'DHL', country: 'FI', digests: there, digestKey: 'k' }, content(there)],
    [
      'with unknown words, which a look does not show',
      { method: 'DHL', country: 'FI', digests: { ...there, 'customer message': '?' }, digestKey: 'k' },
      content(there, more),
    ],
    [
      'also where the address is as it was sent: the words may be others',
      { method: 'DHL', country: 'FI', digests: { ...asSent, 'customer message': '?' }, digestKey: 'k' },
      content(asSent, more),
    ],
    [
      'and so may the point be',
      { method: 'DHL', country: 'FI', digests: asSent, digestKey: 'k', pickUp: { ...pickUp, codes: ['?'] } },
      content(asSent, { pickUp }),
    ],
    ['is nothing where all is as it was sent', undefined, content(asSent)],
    ['whatever it shows that was not sent', undefined, content({ ...asSent, region: 'r' })],
    ['is nothing where it shows no address', undefined, content(undefined)],
    ['nor where that is of another key', undefined, content(there, {}, 'z')],
    ['nor where none was sent', undefined, content(there, { digests: undefined as never })],
    ['nor where no account of it is left', undefined, content(there, { reference: 'h-100-s9' as never, key: 'w9' })],
  ])('%s', (_, expected, found) => {
    expect(found).toEqual(expected);
  });
});

describe('what the warehouse’s people had put into an order', () => {
  const off = (
    was: string,
    is: string,
    of: Partial<OrderFacts> = {},
    lines: readonly ReadLine[] = [line(), line({ id: 2, sku: 'B' })],
  ) =>
    withoutSurplus(facts({ order: reading([readPlace(lines)]), sendings: [sending()], warehouse: [order()], ...of }), {
      key: 'w1',
      kind: 'edit',
      before: pieces(was),
      after: pieces(is),
    }).before;

  it.each<[string, string, ReturnType<typeof off>]>([
    ['is nothing where it holds what was sent', '3 A', off('3 A', '2 A')],
    ['is not taken off what was sent', '3 A', off('4 A', '2 A')],
    ['as far as the change takes it out', '4 A', off('5 A', '4 A')],
    ['by its goods', '3 A', off('3 A, 1 B', '3 A')],
    ['of orders that are known', '4 A', off('4 A', '2 A', { warehouse: [] })],
    [
      'whatever the place has under other references',
      '3 A',
      off('3 A', '2 A', {
        places: [{ number: 1, addressId: 7, references: [ref('h-100'), ref('h-100-s2')] }],
        warehouse: [order(), order({ key: 'w2', reference: 'h-100-s2' })],
      }),
    ],
  ])('%s', (_, expected, found) => {
    expect(found.filter(({ quantity }) => quantity > 0)).toEqual(pieces(expected));
  });
});

describe('lines that shipments name and nobody has read', () => {
  interface Shipped {
    readonly line: number;
    readonly quantity: number;
    readonly product?: number;
    readonly addressId?: number;
  }
  const followed = (lines: readonly ReadLine[], shipped: readonly Shipped[], of: Partial<OrderFacts> = {}) => {
    const shipments = shipped.map(({ addressId = 7, ...one }, id) => ({
      id,
      addressId,
      trackingNumber: '',
      lines: [one],
    }));
    const places = [readPlace(lines), readPlace([line({ id: 90, sku: 'Q', product: 9 })], { place: 2, addressId: 8 })];
    const { successors, removed = [] } = followUnreadLines(facts({ order: reading(places), shipments, ...of }));
    return [
      ...successors.map(([old, now]) => `${old} is ${now}`),
      ...removed.map(({ line: id, place, sku }) => `${id} was ${sku} of ${place}`),
    ];
  };
  const now = (id: number, shipped: number, of: Partial<ReadLine> = {}) => line({ id, shipped, product: 5, ...of });

  it.each<[string, readonly string[], ReturnType<typeof followed>]>([
    [
      'a line that counts as shipped follows them',
      ['2 is 5'],
      followed([now(5, 3)], [{ line: 2, quantity: 3, product: 5 }]),
    ],
    [
      'not one that is named itself',
      [],
      followed(
        [now(5, 3)],
        [
          { line: 2, quantity: 3 },
          { line: 5, quantity: 3 },
        ],
      ),
    ],
    ['not one that does not count as shipped', [], followed([now(5, 0)], [{ line: 2, quantity: 3 }])],
    [
      'not one of another product',
      [],
      followed(
        [now(5, 3), now(6, 0, { product: 7, sku: 'C' }), now(7, 0, { product: 7, sku: 'D' })],
        [{ line: 2, quantity: 3, product: 7 }],
      ),
    ],
    ['one where the shipment names no product', ['2 is 5'], followed([now(5, 3)], [{ line: 2, quantity: 3 }])],
    [
      'not one that is older, since ids go up: it was taken out',
      ['6 was A of 1'],
      followed([now(5, 3)], [{ line: 6, quantity: 3, product: 5 }]),
    ],
    [
      'the one of the whole quantity before others',
      ['2 is 6'],
      followed([now(5, 2), now(6, 3)], [{ line: 2, quantity: 3, product: 5 }]),
    ],
    [
      'one at its own address before others',
      ['2 is 91'],
      followed([now(5, 3)], [{ line: 2, quantity: 3, addressId: 8 }], {
        order: reading([readPlace([now(5, 3)]), readPlace([now(91, 3)], { place: 2, addressId: 8 })]),
      }),
    ],
    [
      'one of another address, where an edit gave it another id',
      ['2 is 5'],
      followed([now(5, 3)], [{ line: 2, quantity: 3, product: 5, addressId: 99 }]),
    ],
    [
      'each by one of its own',
      ['2 is 5', '3 is 6'],
      followed(
        [now(5, 3), now(6, 3)],
        [
          { line: 2, quantity: 3 },
          { line: 3, quantity: 3 },
        ],
      ),
    ],
    [
      'both by one that has room for both',
      ['2 is 5', '3 is 5'],
      followed(
        [now(5, 3)],
        [
          { line: 2, quantity: 1 },
          { line: 3, quantity: 2 },
        ],
      ),
    ],
    ['a line that was read is known', [], followed([now(5, 3)], [{ line: 5, quantity: 3 }])],
    [
      'so is one that was replaced',
      ['2 is 5'],
      followed([now(5, 3)], [{ line: 2, quantity: 3 }], { successors: [[2, 5]] }),
    ],
    [
      'so is one that was taken out',
      ['2 was A of 1'],
      followed([now(5, 0)], [{ line: 2, quantity: 3, product: 5 }], { removed: [{ line: 2, place: 1, sku: 'A' }] }),
    ],
    [
      'one that none follows was taken out: its goods are those of its product',
      ['2 was A of 1'],
      followed([now(5, 0)], [{ line: 2, quantity: 3, product: 5 }]),
    ],
    ['nobody can tell its goods without a product', [], followed([now(5, 0)], [{ line: 2, quantity: 3 }])],
    [
      'nor where its product has two SKUs',
      [],
      followed([now(5, 0), now(6, 0, { sku: 'B' })], [{ line: 2, quantity: 3, product: 5 }]),
    ],
    [
      'nor at an address that the order has not',
      [],
      followed([now(5, 0)], [{ line: 2, quantity: 3, product: 5, addressId: 99 }]),
    ],
    [
      'one that is newer than all is to be read yet',
      [],
      followed([now(5, 0)], [{ line: 99, quantity: 3, product: 5 }]),
    ],
  ])('%s', (_, expected, found) => {
    expect(found).toEqual(expected);
  });
});
