import { describe, expect, it } from 'vitest';
import type { CorrectionAnswer, HandOverAnswer, ShipAnswer } from '../../../../../src/domain/orders/learn/answers.ts';
import {
  takeCorrection,
  takeCreated,
  takeFailure,
  takeMatch,
  takeNote,
  takeShipping,
  takeStatusWrite,
  takeUnheardNote,
} from '../../../../../src/domain/orders/learn/learn-acts.ts';
import {
  noteSending,
  outcomeUnknown,
  takeHandOver,
  unsentOf,
} from '../../../../../src/domain/orders/learn/learn-hand-over.ts';
import type { LookAnswer, WarehouseRow } from '../../../../../src/domain/orders/learn/warehouse-rows.ts';
import type { Act, ActOf } from '../../../../../src/domain/orders/steps/steps.ts';
import type { OrderFacts, Sending } from '../../../../../src/domain/orders/facts/facts.ts';
import { at, decision, facts, less, line, order, pieces, reading, readPlace, ref, sending } from '../small-facts.ts';

const base = { key: 'k', basis: 'b', fresh: false, place: 1 };
const handOver: ActOf<'hand-over'> = {
  ...{ ...base, kind: 'hand-over', addressId: 7, reference: ref('h-100'), code: 'DHL', moveStatus: true, travels: {} },
  lines: [{ line: 1, code: 'A', quantity: 3 }],
};
const row = (of: Partial<WarehouseRow> = {}): WarehouseRow => ({
  ...{ id: 'w1', reference: 'h-100', merchantId: 'm1', status: 'NEW', editTime: at(5), lines: pieces('3 A') },
  ...of,
});
const ours = { street: 's', postcode: 'p', city: 'c' };
const look = (...orders: readonly WarehouseRow[]): LookAnswer => ({
  merchantId: 'm1',
  references: ['h-100'],
  orders,
  at: at(20),
  digestKey: 'k',
});
const known = (of: Partial<OrderFacts> = {}) => facts({ order: reading(), readDue: undefined as never, ...of });
const stuck = (key: string, of: Partial<OrderFacts['obstacles'][number]> = {}) => ({
  key,
  basis: 'b',
  message: 'm',
  tries: 1,
  at: at(1),
  stands: false,
  ...of,
});
const told = (of: OrderFacts) => of.story.map(({ kind, what }) => `${kind}: ${what}`);

describe('what is about to be sent is noted before it is', () => {
  it('with all that can be compared later', () => {
    const cash = { amount: 5, currency: 'EUR' };
    const noted = noteSending(
      known({ places: [{ number: 1, addressId: 7, references: [] }] }),
      { ...handOver, travels: { cash } },
      at(9),
    );
    expect(noted.sendings).toEqual([
      {
        ...{
          number: 1,
          place: 1,
          reference: 'h-100',
          merchantId: 'm1',
          lines: handOver.lines,
          code: 'DHL',
          method: 'DHL',
          country: 'FI',
        },
        ...{ digests: ours, digestKey: 'k', cash, at: at(9), outcome: 'unknown' },
      },
    ]);
    expect(noted.places[0]?.references).toEqual(['h-100']);
  });

  it('by a number of its own, and a reference that is the place’s once', () => {
    const noted = noteSending(known({ sendings: [sending({ number: 4 }), sending({ number: 2 })] }), handOver, at(9));
    expect([noted.sendings.at(-1)?.number, noted.places[0]?.references]).toEqual([5, ['h-100']]);
  });

  it('with what other places had ordered of the same goods', () => {
    const two = [
      readPlace(),
      readPlace([line({ id: 2, quantity: 2 }), line({ id: 3, sku: 'B' })], { place: 2, addressId: 8 }),
    ];
    const places = [...facts().places, { number: 2, addressId: 8, references: [] }];
    expect(noteSending(known({ order: reading(two), places }), handOver, at(9)).sendings[0]?.elsewhere).toEqual(
      pieces('2 A'),
    );
  });

  it('and which lines are a pick list’s names', () => {
    const lines = [line(), line({ id: 2, nameOnly: true }), line({ id: 3, nameOnly: true })];
    expect(
      noteSending(known({ order: reading([readPlace(lines)]), namesOnly: [3] }), handOver, at(9)).namesOnly,
    ).toEqual([3, 2]);
  });
});

const noted = (of: Partial<OrderFacts> = {}) => noteSending(known(of), handOver, at(9));
const answered = (answer: HandOverAnswer, of: Partial<OrderFacts> = {}, act: Partial<ActOf<'hand-over'>> = {}) =>
  takeHandOver(noted({ obstacles: [stuck('k')], ...of }), { ...handOver, ...act }, answer, at(10));
const last = (of: OrderFacts): Partial<Sending> => of.sendings.at(-1) ?? {};

describe('a hand-over', () => {
  it('that landed is known by its order, and the status that we moved is ours', () => {
    const after = answered({
      kind: 'landed',
      order: row(),
      digests: { street: 'd' },
      store: { status: 9, version: at(6) },
    });
    expect(last(after)).toMatchObject({ outcome: 'landed', key: 'w1', digests: { street: 'd' } });
    expect([
      after.warehouse.map(({ key }) => key),
      after.moves,
      after.order?.status,
      after.obstacles,
      after.readDue,
    ]).toEqual([['w1'], [{ status: 9, version: at(6) }], 9, [], undefined]);
    expect(told(after)).toEqual(['effect: status 9 in the store', 'effect: created in myOGO as h-100 with DHL: 3 × A']);
  });

  it('during which the store’s order changed lets it be read', () => {
    expect(answered({ kind: 'landed', order: row(), storeMoved: true }).readDue).toBe('again');
    expect(answered({ kind: 'landed', order: row(), storeMoved: true }, { readDue: 'fresh' }).readDue).toBe('fresh');
  });

  it('is told with its point, its cash and the words that stayed behind', () => {
    const words = [{ kind: 'giftWords', rule: 'drop', count: 2 }] as const;
    const of = { order: reading([readPlace([line()], { words })]) };
    const after = answered({ kind: 'landed', order: row() }, of, {
      travels: { pickUpPoint: '0118', cash: { amount: 500, currency: 'EUR' } },
    });
    expect(told(after)).toEqual([
      'effect: created in myOGO as h-100 with DHL, pick-up point 0118, 5.00 EUR to be collected: 3 × A; not forwarded: 2 gift words',
    ]);
  });

  it.each<
    [string, string, Partial<WarehouseRow>, Partial<Extract<HandOverAnswer, { kind: 'found' }>>, Partial<OrderFacts>]
  >([
    ['what it would send, at its address', 'landed', { digests: ours }, {}, {}],
    ['not other goods', 'nothing', { digests: ours, lines: pieces('2 A') }, {}, {}],
    ['not at another address', 'nothing', { digests: { ...ours, street: 'x' } }, {}, {}],
    ['not where no address was compared', 'nothing', {}, {}, {}],
    ['but where an earlier attempt may have made it', 'landed', {}, { again: true }, {}],
    ['with some of its goods, then', 'landed', { lines: pieces('1 A, 1 G') }, { again: true }, {}],
    ['not with others alone', 'nothing', { lines: pieces('1 G') }, { again: true }, {}],
    ['nor at another address', 'nothing', { digests: { ...ours, street: 'x' } }, { again: true }, {}],
    ['not under another reference', 'nothing', { reference: 'h-100-s2', digests: ours }, {}, {}],
    ['not what another sending became', 'nothing', { digests: ours }, {}, { sendings: [sending({ number: 0 })] }],
    ['not what a person explained', 'nothing', { digests: ours }, {}, { decisions: [decision({ explained: ['w1'] })] }],
    [
      'not what a person left to people',
      'nothing',
      { digests: ours },
      {},
      { decisions: [decision({ abandoned: ['w1'] })] },
    ],
  ])('finds that it was made already: %s', (_, outcome, of, by, before) => {
    const after = answered({ kind: 'found', look: look(row(of)), ...by }, before);
    expect(last(after).number === 1 && last(after).outcome === 'landed' ? 'landed' : 'nothing').toBe(outcome);
    expect(told(after).at(-1)).toContain(
      outcome === 'landed' ? 'Found in the warehouse already as h-100: adopted.' : 'nothing was sent',
    );
    // What no attempt of ours made may have further parts.
    expect([after.searchDue, after.obstacles]).toEqual([by.again !== true, []]);
  });

  it('takes the living one of two that are there', () => {
    const after = answered({
      kind: 'found',
      look: look(row({ status: 'CANCELLED', digests: ours }), row({ id: 'w2', digests: ours })),
    });
    expect(last(after)).toMatchObject({ outcome: 'landed', key: 'w2' });
  });

  it('whose answer is lost is unknown since then, but what landed stays so', () => {
    expect(last(answered({ kind: 'unknown', since: at(10) }))).toMatchObject({
      outcome: 'unknown',
      unknownSince: at(10),
    });
    const landed = facts({ sendings: [sending()] });
    expect([outcomeUnknown(landed, 1, at(10)).sendings, outcomeUnknown(landed, 2, at(10)).sendings]).toEqual([
      landed.sendings,
      landed.sendings,
    ]);
    expect(
      unsentOf(facts({ sendings: [sending(), sending({ number: 2 })] }), 1).sendings.map(({ number }) => number),
    ).toEqual([2]);
  });

  it('of an order that reads otherwise sends nothing, reads it, and is held after five', () => {
    const message = 'The store’s order reads differently each time it is read.';
    const after = answered({ kind: 'changed' });
    expect([after.sendings, after.readDue, after.obstacles]).toEqual([
      [],
      'again',
      [{ ...stuck('k'), reason: 'unexpected-response', message, at: at(10), until: '2026-01-01T00:10:03.000Z' }],
    ]);
    const fifth = answered({ kind: 'changed' }, { obstacles: [stuck('k', { message, tries: 4 })] });
    expect(fifth.obstacles[0]).toMatchObject({ tries: 5, stands: true });
    expect(answered({ kind: 'changed' }, { obstacles: [stuck('k', { message, tries: 3 })] }).obstacles[0]?.stands).toBe(
      false,
    );
  });

  it('of settings that are others since it was read sends nothing, and reads it at once by those of now', () => {
    const after = answered({ kind: 'changed', settings: true });
    expect([after.sendings, after.readDue, after.obstacles]).toEqual([[], 'fresh', []]);
  });

  it('of goods that are called otherwise is sent by that code; what goes on and on is held', () => {
    const renamed = { kind: 'renamed', codes: [{ line: 1, code: 'X' }] } as const;
    const after = answered(renamed);
    expect([after.sendings, after.codes, after.obstacles, told(after)]).toEqual([
      [],
      renamed.codes,
      [],
      ['decision: In myOGO A is X: handed over by that code.'],
    ]);
    expect(answered(renamed, { codes: [{ line: 1, code: 'W' }] }).obstacles).toMatchObject([
      { message: 'What the goods are called in myOGO is another each time it is asked.', stands: false },
    ]);
    expect(answered(renamed, { codes: [{ line: 9, code: 'W' }] }).obstacles).toEqual([]);
  });

  it('that needs products first sends nothing', () => {
    const products = [{ sku: 'A' }] as never;
    const after = answered(
      { kind: 'products-missing', products },
      {
        productsMissing: [
          { place: 1, products: [] },
          { place: 2, products: [] },
        ],
      },
    );
    expect([after.sendings, after.productsMissing]).toEqual([
      [],
      [
        { place: 2, products: [] },
        { place: 1, products },
      ],
    ]);
  });

  it('that is refused is judged once more before it stands', () => {
    const refused = {
      kind: 'hold',
      reason: 'rejected-by-myogo',
      message: 'no',
      remedy: 'words-too-long',
      codes: ['A'],
    } as const;
    expect(answered(refused).obstacles).toEqual([
      {
        key: 'k',
        basis: 'b',
        reason: 'rejected-by-myogo',
        message: 'no',
        remedy: 'words-too-long',
        codes: ['A'],
        tries: 1,
        at: at(10),
        stands: false,
      },
    ]);
    expect(answered(refused, {}, { fresh: true }).obstacles[0]?.stands).toBe(true);
    expect(answered(less(refused, 'remedy', 'codes')).obstacles[0]).not.toHaveProperty('remedy');
    expect(answered(refused).sendings).toEqual([]);
  });

  it('whose code is refused spends what a person chose, and no other', () => {
    const refused = { kind: 'hold', reason: 'shipping-code-refused', message: 'no such' } as const;
    const chose = (code: string, place = 1) => decision({ kind: 'use-code', code, place });
    const spent = (...decisions: readonly ReturnType<typeof decision>[]) =>
      answered(refused, { decisions }).decisions.map(({ spent: is }) => is === true);
    expect([spent(chose('DHL'), chose('UPS'), chose('DHL', 2)), spent(chose('UPS'))]).toEqual([
      [true, false, false],
      [false],
    ]);
    expect(told(answered(refused, { decisions: [chose('DHL')] }))).toEqual([
      'decision: myOGO refused the code DHL: no such',
    ]);
    expect(told(answered(refused))).toEqual([]);
    expect(answered(refused).obstacles[0]?.message).toBe('DHL is refused: no such');
    expect(
      answered({ ...refused, reason: 'rejected-by-myogo' }, { decisions: [chose('DHL')] }).decisions[0]?.spent,
    ).toBeUndefined();
  });
});

describe('a change in the warehouse', () => {
  const asked = { key: 'w1', reference: 'h-100', status: 'NEW', pieces: pieces('3 A') } as const;
  const cancel: ActOf<'cancel'> = { ...base, kind: 'cancel', orders: [asked] };
  const edit: ActOf<'edit'> = {
    ...base,
    kind: 'edit',
    addressId: 7,
    order: asked,
    code: 'DHL',
    pieces: pieces('2 A'),
    travels: {},
  };
  const before = known({ warehouse: [order()], sendings: [sending()], obstacles: [stuck('k')] });
  const take = (act: typeof cancel | typeof edit, answer: CorrectionAnswer, of: Partial<OrderFacts> = {}) =>
    takeCorrection({ ...before, ...of }, act, answer, at(10));
  const gone = row({ status: 'CANCELLED' });

  it('that was taken is known by what it took off, and told', () => {
    const after = take(cancel, { before: look(row()), look: look(gone) });
    expect([after.corrections, after.warehouse[0]?.status, after.obstacles]).toEqual([
      [{ key: 'w1', kind: 'cancel', before: pieces('3 A'), after: [], at: at(10) }],
      'CANCELLED',
      [],
    ]);
    expect(told(after)).toEqual(['effect: cancelled in myOGO: h-100']);
    expect(told(take(edit, { before: look(row()), look: look(row({ lines: pieces('2 A') })), took: 'now' }))).toEqual([
      'effect: the change was sent to myOGO: h-100',
    ]);
  });

  it('that was refused stands, by its own reason', () => {
    expect(take(cancel, { before: look(row()), look: look(row()), refused: 'no' }).obstacles).toEqual([
      { key: 'k', basis: 'b', reason: 'cancel-refused', message: 'no', tries: 2, at: at(10), stands: true },
    ]);
    expect(take(edit, { before: look(row()), look: look(row()), refused: 'no' }).obstacles).toMatchObject([
      { reason: 'changed-after-hand-over' },
    ]);
    expect(
      take(
        cancel,
        { before: look(row()), look: look(row()), refused: 'no' },
        { obstacles: [stuck('k', { basis: 'z', tries: 7 })] },
      ).obstacles[0]?.tries,
    ).toBe(1);
  });

  it('that met another order is tried after a pause, five times', () => {
    const message = 'The warehouse’s order was another than expected.';
    const moved = { before: look(row()), look: look(row()), moved: true } as const;
    expect(take(cancel, moved).obstacles).toMatchObject([
      { reason: 'cancel-refused', message, tries: 1, stands: false, until: '2026-01-01T00:10:03.000Z' },
    ]);
    expect(take(cancel, { ...moved, refused: 'no' }).obstacles[0]?.message).toBe(message);
    expect(take(cancel, moved, { obstacles: [stuck('k', { message, tries: 4 })] }).obstacles[0]?.stands).toBe(true);
    expect(take(cancel, moved, { obstacles: [stuck('k', { message, tries: 3 })] }).obstacles[0]?.stands).toBe(false);
  });

  it('of goods that are called otherwise is sent once more by that code, and held where that goes on', () => {
    const renamed = { before: look(row()), look: look(row()), codes: [{ line: 1, code: 'X' }] } as const;
    const after = take(edit, renamed);
    expect([after.codes, after.obstacles, told(after)]).toEqual([
      renamed.codes,
      [],
      ['decision: Its goods are called X in myOGO now.'],
    ]);
    expect(take(edit, renamed, { codes: [{ line: 1, code: 'W' }] }).obstacles).toMatchObject([
      { tries: 1, stands: false },
    ]);
  });
});

describe('what is written into the store', () => {
  const ship: ActOf<'ship'> = {
    ...base,
    kind: 'ship',
    addressId: 7,
    order: 'w1',
    marks: 'h-100',
    pieces: pieces('3 A'),
    goods: pieces('3 A'),
  };
  const read = reading(undefined, { version: at(6) });
  const raw = { ...less(read, 'places', 'agreed'), addresses: read.places.map((place) => less(place, 'place')) };
  const shipment = { id: 5, addressId: 7, trackingNumber: 'T1', marks: 'h-100', lines: [{ line: 1, quantity: 3 }] };
  const answer = (of: Partial<ShipAnswer> = {}): ShipAnswer => ({
    ...{
      shipments: [shipment],
      own: [{ id: 5, pieces: pieces('3 A') }],
      trackingNumber: 'T1',
      trackingUrl: '',
      written: 1,
      updated: 0,
    },
    ...{ reading: raw, store: { status: 2, version: at(7) } },
    ...of,
  });
  const before = known({
    unsettled: [
      { key: 'w1', since: at(1), tries: 2 },
      { key: 'w2', since: at(1), tries: 1 },
    ],
    obstacles: [stuck('k')],
  });
  const take = (of: Partial<ShipAnswer> = {}, by: Partial<OrderFacts> = {}) =>
    takeShipping({ ...before, ...by }, ship, answer(of), at(10));

  it('is known and told: what the shipments name, up to which version', () => {
    const after = take();
    expect(after.tellings).toEqual([
      {
        key: 'w1',
        trackingNumber: 'T1',
        trackingUrl: '',
        pieces: pieces('3 A'),
        shipmentIds: [5],
        version: at(7),
        at: at(10),
      },
    ]);
    expect([after.shipments, after.shipmentsVersion, after.unsettled.map(({ key }) => key), after.obstacles]).toEqual([
      [shipment],
      at(7),
      ['w2'],
      [],
    ]);
    expect([after.order?.status, after.own]).toEqual([2, [`11@${at(6)}`, `2@${at(7)}`]]);
  });

  it('counts what earlier tellings named once', () => {
    const earlier = {
      key: 'w1',
      trackingNumber: '',
      trackingUrl: '',
      pieces: pieces('1 A'),
      shipmentIds: [4],
      version: at(3),
      at: at(3),
    };
    const own = [
      { id: 4, pieces: pieces('1 A') },
      { id: 5, pieces: pieces('2 A') },
    ];
    const after = take({ own }, { tellings: [earlier, { ...earlier, key: 'w9', shipmentIds: [5] }] });
    expect(after.tellings.at(-1)).toMatchObject({ pieces: pieces('2 A'), shipmentIds: [4, 5] });
  });

  it.each<[string, readonly string[], Partial<ShipAnswer>]>([
    ['with its tracking', ['effect: 1 shipment written into the store with tracking'], {}],
    ['without', ['effect: 1 shipment written into the store'], { trackingNumber: '' }],
    ['several', ['effect: 2 shipments written into the store with tracking'], { written: 2 }],
    ['a number that came later', ['effect: tracking added to the shipment in the store'], { written: 0, updated: 1 }],
    [
      'both',
      [
        'effect: 1 shipment written into the store with tracking',
        'effect: tracking added to the shipment in the store',
      ],
      { updated: 1 },
    ],
    ['nothing new is not told', [], { written: 0 }],
    [
      'but what the store refused of it is',
      ['effect: nothing new for the shipment in the store; its tracking carrier was left out: the store refused it'],
      { written: 0, refused: ['carrier'] },
    ],
    [
      'a link that it refused',
      ['effect: 1 shipment written into the store with tracking; its tracking link was left out: the store refused it'],
      { refused: ['link'] },
    ],
  ])('is told: %s', (_, expected, of) => {
    expect(told(take(of))).toEqual(expected);
  });

  it('a link that is no link is left out, and why', () => {
    expect(told(take({ trackingUrl: 'no link' }))[0]).toMatch(/; its tracking link was left out: \S/);
    expect(told(take({ trackingUrl: 'https://example.com/T1' }))[0]).not.toMatch(/left out/);
  });

  it('where it waits for its number writes nothing', () => {
    const after = take({ waits: true });
    expect([after.tellings, after.story, after.obstacles, after.shipmentsVersion, after.order?.status]).toEqual([
      [],
      [],
      [],
      at(7),
      11,
    ]);
  });

  const note: ActOf<'note'> = { ...base, kind: 'note', text: 'myOGO: x', order: 'w1', pieces: pieces('1 A') };
  const wrote = { before: { status: 11, version: at(0) }, after: { status: 11, version: at(6) } };
  it('a note counts, and is told', () => {
    const after = takeNote(before, note, wrote, at(10));
    expect([after.notes, after.order?.version, told(after), after.obstacles]).toEqual([
      [{ text: 'myOGO: x', key: 'w1', pieces: pieces('1 A'), at: at(10) }],
      at(6),
      ['effect: noted on the store’s order: myOGO: x'],
      [],
    ]);
    expect(takeNote(before, { ...less(note, 'order'), foreign: true }, wrote, at(10)).notes[0]).toEqual({
      text: 'myOGO: x',
      foreign: true,
      pieces: pieces('1 A'),
      at: at(10),
    });
  });

  it('a note for an order that is gone is kept in the story', () => {
    const after = takeUnheardNote(before, note, at(10));
    expect([after.notes.length, told(after), after.obstacles]).toEqual([
      1,
      ['decision: The store has no such order to note it on: myOGO: x'],
      [],
    ]);
  });

  const move: ActOf<'move-status'> = { ...base, kind: 'move-status' };
  it('a status that moved is ours and told; one that did not is read again', () => {
    const after = takeStatusWrite(before, move, { ...wrote, after: { status: 9, version: at(6) } }, at(10));
    expect([after.moves, told(after), after.readDue, after.obstacles]).toEqual([
      [{ status: 9, version: at(6) }],
      ['effect: status 9 in the store'],
      undefined,
      [],
    ]);
    const cancelled = takeStatusWrite(
      before,
      { ...move, kind: 'cancel-in-store' },
      { ...wrote, after: { status: 5, version: at(6) } },
      at(10),
    );
    expect(told(cancelled)).toEqual(['effect: cancelled in the store']);
    const same = takeStatusWrite(before, move, wrote, at(10));
    expect([same.moves, same.story, same.readDue]).toEqual([[], [], 'again']);
    expect(takeStatusWrite({ ...before, readDue: 'fresh' }, move, wrote, at(10)).readDue).toBe('fresh');
    const many = Array.from({ length: 20 }, () => ({ status: 9, version: at(1) }));
    expect(
      takeStatusWrite({ ...before, moves: many }, move, { ...wrote, after: { status: 9, version: at(6) } }, at(10))
        .moves,
    ).toHaveLength(20);
  });
});

describe('other answers', () => {
  it('what the links say is a place’s own, the newest alone', () => {
    const was = { place: 1, method: 'x', country: 'FI', result: { kind: 'none' }, fresh: false } as const;
    const act: ActOf<'match'> = { ...base, kind: 'match', method: 'DHL', country: 'FI', fresh: true };
    const after = takeMatch(known({ matches: [was, { ...was, place: 2 }], obstacles: [stuck('k')] }), act, {
      kind: 'ignore',
    });
    expect([after.matches, after.obstacles]).toEqual([
      [
        { ...was, place: 2 },
        { place: 1, method: 'DHL', country: 'FI', result: { kind: 'ignore' }, fresh: true },
      ],
      [],
    ]);
  });

  it('products that were created are missing no more, and told each', () => {
    const act: ActOf<'create-products'> = { ...base, kind: 'create-products', products: [] };
    const after = takeCreated(
      known({
        productsMissing: [
          { place: 1, products: [] },
          { place: 2, products: [] },
        ],
        obstacles: [stuck('k')],
      }),
      act,
      ['A was created', 'B was there'],
      at(10),
    );
    expect([after.productsMissing, told(after), after.obstacles]).toEqual([
      [{ place: 2, products: [] }],
      ['effect: A was created', 'effect: B was there'],
      [],
    ]);
  });
});

describe('a step that failed', () => {
  const again = (mayHaveSent = false) => ({ kind: 'again', message: 'late', mayHaveSent }) as const;
  const refused = {
    kind: 'hold',
    reason: 'rejected-by-bigcommerce',
    message: 'no',
    detail: { field: 'f', expected: 'e' },
  } as const;
  const read = { key: 'read', basis: '', fresh: false, kind: 'read-order' } as Act;

  it('is tried after a growing pause, whatever it was judged by', () => {
    expect(takeFailure(known(), read, again(), at(10)).obstacles).toEqual([
      {
        key: 'read',
        basis: '',
        message: 'late',
        tries: 1,
        at: at(10),
        until: '2026-01-01T00:10:03.000Z',
        stands: false,
      },
    ]);
    expect(
      takeFailure(known({ obstacles: [stuck('read', { basis: 'z', tries: 4 })] }), read, again(), at(10)).obstacles[0]
        ?.tries,
    ).toBe(5);
  });

  it('that is refused stands once it was judged with a fresh connection', () => {
    expect(takeFailure(known(), read, refused, at(10)).obstacles).toEqual([
      {
        key: 'read',
        basis: '',
        reason: refused.reason,
        message: 'no',
        detail: refused.detail,
        tries: 1,
        at: at(10),
        stands: false,
      },
    ]);
    expect(takeFailure(known(), { ...read, fresh: true }, refused, at(10)).obstacles[0]?.stands).toBe(true);
  });

  it('of a hand-over that may have left is unknown; one that did not is no sending', () => {
    expect(last(takeFailure(noted(), handOver, again(true), at(10)))).toMatchObject({
      outcome: 'unknown',
      unknownSince: at(10),
    });
    expect(takeFailure(noted(), handOver, again(), at(10)).sendings).toEqual([]);
    expect(takeFailure(noted(), handOver, refused, at(10)).sendings).toEqual([]);
  });

  it('of a shipment that may have been written is waited for, longer each time', () => {
    const ship = { ...base, kind: 'ship', order: 'w1' } as unknown as Act; // what it asks
    const before = known({
      unsettled: [
        { key: 'w1', since: at(1), tries: 2 },
        { key: 'w2', since: at(1), tries: 1 },
      ],
    });
    expect(takeFailure(before, ship, again(true), at(10))).toEqual({
      ...before,
      unsettled: [
        { key: 'w2', since: at(1), tries: 1 },
        { key: 'w1', since: at(10), tries: 3 },
      ],
    });
    expect(takeFailure(known(), ship, again(true), at(10)).unsettled).toEqual([{ key: 'w1', since: at(10), tries: 1 }]);
    expect(takeFailure(before, ship, again(), at(10)).unsettled).toEqual(before.unsettled);
  });

  it('of a change that may have been made stays noted', () => {
    const cancel = { ...base, kind: 'cancel', orders: [{ key: 'w1' }] } as unknown as Act; // what it asks
    const changing = [{ key: 'w1', kind: 'cancel', pieces: [], since: at(9) }] as const;
    expect(takeFailure(known({ changing }), cancel, again(true), at(10)).changing).toEqual([
      { ...changing[0], since: at(10), lost: true },
    ]);
    expect(takeFailure(known({ changing }), cancel, again(), at(10)).changing).toEqual([]);
  });
});
