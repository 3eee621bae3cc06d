import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../../../src/domain/orders/account/account.ts';
import { keptDocument } from '../../../../../src/domain/orders/facts/decision-facts.ts';
import { beforeAnyPlace, wholeOrderStep } from '../../../../../src/domain/orders/steps/order-step.ts';
import { placeStep } from '../../../../../src/domain/orders/steps/place-step.ts';
import { tellStoreStep } from '../../../../../src/domain/orders/steps/shipping-step.ts';
import { basisOf } from '../../../../../src/domain/orders/steps/edit-step.ts';
import { UNCLEAR } from '../../../../../src/domain/orders/steps/obstacles.ts';
import { inDoubt, takeBackStep } from '../../../../../src/domain/orders/steps/excess-step.ts';
import type { Verdict } from '../../../../../src/domain/orders/steps/steps.ts';
import type {
  Obstacle,
  OrderFacts,
  StoreReading,
  WarehouseOrder,
} from '../../../../../src/domain/orders/facts/facts.ts';
import { fingerprint } from '../../../../../src/contract/runs/short-digest.ts';
import {
  asRead as known,
  at,
  decision,
  facts,
  line,
  order,
  pieces,
  reading,
  readPlace,
  ref,
  sending,
  words,
} from '../small-facts.ts';

const now = Date.parse(at(60));
/** With what was decided kept on the store's order already. */
const kept = (of: OrderFacts) => {
  const document = keptDocument(of);
  return document === undefined ? of : { ...of, kept: fingerprint(document) };
};
const obstacle = (of: Partial<Obstacle>): Obstacle => ({
  key: 'read',
  basis: '',
  message: 'm',
  tries: 1,
  at: at(1),
  stands: false,
  ...of,
});

function shown(step: Verdict | undefined): string {
  if (step === undefined) return 'nothing';
  if (step.kind === 'act')
    return `${step.act.kind}${step.act.fresh ? ' fresh' : ''}${step.act.kind === 'look' ? ` ${step.act.references.join(' ')}` : ''}`;
  if (step.kind === 'wait')
    return `wait ${step.wait.for}${step.wait.until === undefined ? '' : ` ${step.wait.until.slice(11, 19)}`}`;
  return step.kind === 'hold'
    ? `hold ${step.findings.map(({ reason, remedy }) => `${reason}${remedy === undefined ? '' : ` (${remedy})`}`).join(' + ')}${step.until === undefined ? '' : ` ${step.until.slice(11, 19)}`}`
    : 'done';
}
const twoPlaces = [
  { number: 1, addressId: 7, references: [ref('h-100')] },
  { number: 2, addressId: 8, references: [] },
];
const problem = { field: 'f', message: 'm' };
const done = decision({ kind: 'treat-as-done', place: 1 });
const shippedLine = [readPlace([line({ shipped: 1 })])];
const shipment = { id: 1, addressId: 7, trackingNumber: '', lines: [{ line: 1, quantity: 1 }] };

describe('what must be known before anything is done for a place', () => {
  it.each<[string, string, OrderFacts]>([
    ['nothing, where all is known', 'nothing', known()],
    ['the order', 'read-order', facts()],
    ['the order, with a fresh connection', 'read-order fresh', known({ readDue: 'fresh' })],
    [
      'the order, after a pause',
      'wait again 01:01:00',
      known({ readDue: 'fresh', obstacles: [obstacle({ until: at(61) })] }),
    ],
    ['an order that was never read, although nobody asked', 'read-order', facts({ readDue: undefined as never })],
    [
      'whether it is gone, a minute after the first answer',
      'wait again 01:01:00',
      known({ gone: 1, obstacles: [obstacle({ basis: 'gone 1', until: at(61) })] }),
    ],
    ['nothing, of one that is gone', 'nothing', known({ gone: 2 })],
    ['what it is, where it contradicts itself', 'read-order', known({}, { problem })],
    [
      'after a pause',
      'wait again 01:01:00',
      known({ obstacles: [obstacle({ basis: 'problem', until: at(61), tries: 2 })] }, { problem }),
    ],
    [
      'by a person, after three',
      'hold unexpected-response',
      known({ obstacles: [obstacle({ basis: 'problem', until: at(61), tries: 3 })] }, { problem }),
    ],
    [
      'once more all the same',
      'read-order fresh',
      known({ obstacles: [obstacle({ basis: 'problem', until: at(59), tries: 3 })] }, { problem }),
    ],
    ['that decisions are kept', 'keep-decisions', known({ decisions: [done] })],
    ['not once they are', 'nothing', kept(known({ decisions: [done] }))],
    [
      'once more where there are others',
      'keep-decisions',
      { ...kept(known({ decisions: [done] })), decisions: [done, done] },
    ],
    [
      'not where the store refuses that for good: the decision counts all the same',
      'nothing',
      known({
        decisions: [done],
        obstacles: [
          obstacle({ key: 'keep', basis: fingerprint(keptDocument(known({ decisions: [done] }))), stands: true }),
        ],
      }),
    ],
    ['whether what an earlier run sent has landed', 'wait outcome 01:01:00', known({ unsureUntil: at(61) })],
    ['not after that', 'nothing', known({ unsureUntil: at(60) })],
    ['what the list has', 'search', known({ searchDue: true })],
    ['what stands under these names', 'look h-100 h-9', known({ lookDue: ['h-100', 'h-9'] })],
    ['the list before the names', 'search', known({ searchDue: true, lookDue: ['h-100'] })],
    ['the shipments, where lines count as shipped', 'read-shipments', known({}, { places: shippedLine })],
    ['not where they are named already', 'nothing', known({ shipments: [shipment] }, { places: shippedLine })],
    ['not where they were read since', 'nothing', known({ shipmentsVersion: at(0) }, { places: shippedLine })],
    [
      'again where the order changed since',
      'read-shipments',
      known({ shipmentsVersion: at(0) }, { places: shippedLine, version: at(1) }),
    ],
    ['the shipments of one that is partly shipped by status', 'read-shipments', known({}, { status: 3 })],
    ['once', 'nothing', known({ shipmentsVersion: at(0) }, { status: 3, version: at(1) })],
    ['what its status settles', 'settle-by-status', known({}, { status: 2 })],
    ['not while names are to be looked up', 'look h-100', known({ lookDue: ['h-100'] }, { status: 2 })],
    [
      'not while an outcome is unknown',
      'nothing',
      known({ sendings: [sending({ outcome: 'unknown', key: undefined as never })] }, { status: 2 }),
    ],
    [
      'not while that is unknown of some of it',
      'nothing',
      known(
        {
          sendings: [
            sending({ outcome: 'unknown', key: undefined as never, lines: [{ line: 1, code: 'A', quantity: 1 }] }),
          ],
        },
        { status: 2 },
      ),
    ],
    [
      'nor while nobody can tell of an order whether it is ours',
      'nothing',
      known({ warehouse: [order({ pieces: pieces('1 A') })] }, { status: 2 }),
    ],
    [
      'what is left of one address, where all of another is on its way',
      'settle-by-status',
      known(
        { places: twoPlaces, sendings: [sending()], warehouse: [order()] },
        { status: 2, places: [readPlace(), readPlace([line({ id: 2 })], { place: 2, addressId: 8 })] },
      ),
    ],
    [
      'nothing, where all of it is on its way',
      'nothing',
      known({ sendings: [sending()], warehouse: [order()] }, { status: 2 }),
    ],
    [
      'nothing, where our own write says so',
      'nothing',
      known({ moves: [{ status: 2, version: at(0) }] }, { status: 2 }),
    ],
  ])('%s', (_, expected, of) => {
    expect(shown(beforeAnyPlace(accountOf(of), now))).toBe(expected);
  });
});

describe('what the order as a whole needs', () => {
  const off = decision({ kind: 'cancel', place: 1, settled: [{ line: 1, quantity: 3 }] });
  const cancelled = (of: Partial<OrderFacts> = {}, read: Partial<StoreReading> = {}) =>
    kept(known({ decisions: [off], ...of }, read));
  /** Called off by a person, written into the store at these versions, and since then at another status. */
  const setBack = (written: readonly string[], decisions: OrderFacts['decisions'] = []) =>
    kept(
      known(
        {
          decisions: [off, ...decisions],
          moves: written.map((version) => ({ status: 5, version })),
          statuses: [
            { status: 5, version: at(2) },
            { status: 9, version: at(3) },
          ],
        },
        { status: 9, version: at(3) },
      ),
    );
  const onItsWay = { sendings: [sending()], warehouse: [order()] };
  const moved = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ status: 9, version: at(-9 + index) }));
  const all = {
    sendings: [sending()],
    warehouse: [order({ status: 'SHIPPED', left: true })],
    tellings: [
      {
        key: 'w1',
        trackingNumber: '',
        trackingUrl: '',
        pieces: pieces('3 A'),
        shipmentIds: [1],
        version: at(1),
        at: at(1),
      },
    ],
    shipments: [{ ...shipment, marks: 'h-100', lines: [{ line: 1, quantity: 3 }] }],
  };
  const reopened = (of: Partial<OrderFacts> = {}, minutes = 5) =>
    known(
      {
        ...all,
        statuses: [
          { status: 2, version: at(1) },
          { status: 11, version: at(minutes) },
        ],
        moves: [{ status: 9, version: at(0) }],
        ...of,
      },
      { version: at(minutes), places: [readPlace([line({ shipped: 3 })])] },
    );

  it.each<[string, string, OrderFacts]>([
    ['nothing, before it is handed over', 'done', known()],
    ['a cancel in the store, where a person called all of it off', 'cancel-in-store', cancelled()],
    [
      'also by a cancel of the order',
      'cancel-in-store',
      kept(known({ decisions: [{ ...off, kind: 'cancel-order' }] })),
    ],
    [
      'and by one that names no address',
      'cancel-in-store',
      kept(known({ decisions: [decision({ kind: 'cancel-order', settled: [{ line: 1, quantity: 3 }] })] })),
    ],
    [
      'not where another address of it has left',
      'done',
      kept(
        known(
          {
            places: twoPlaces,
            sendings: [sending()],
            warehouse: [order({ status: 'SHIPPED', left: true })],
            decisions: [decision({ kind: 'cancel-order', settled: [{ line: 2, quantity: 1 }] })],
          },
          {
            status: 9,
            places: [readPlace(), readPlace([line({ id: 2, quantity: 1 })], { place: 2, addressId: 8 })],
          },
        ),
      ),
    ],
    ['once more where people set it back once', 'cancel-in-store', setBack([at(1)])],
    ['a person, where they set it back twice', 'hold undone-by-hand', setBack([at(0), at(2)])],
    ['not by what was written before the cancel', 'cancel-in-store', setBack([at(-2), at(-1)])],
    [
      'not once a person left it so',
      'done',
      setBack([at(0), at(2)], [decision({ reasons: ['undone-by-hand'], version: at(3) })]),
    ],
    [
      'but where that was said before it was set back',
      'hold undone-by-hand',
      setBack([at(0), at(2)], [decision({ reasons: ['undone-by-hand'], version: at(2) })]),
    ],
    ['not by another word', 'done', kept(known({ decisions: [{ ...off, kind: 'treat-as-done' }] }))],
    ['not where only another place was called off', 'done', kept(known({ decisions: [{ ...off, place: 2 }] }))],
    ['not while some of it is on its way', 'move-status', cancelled(onItsWay)],
    [
      'not where some of it has left',
      'done',
      cancelled(
        { ...onItsWay, warehouse: [order({ status: 'SHIPPED', left: true, pieces: pieces('3 A') })] },
        { status: 9 },
      ),
    ],
    ['not where the store says that it is over', 'done', cancelled({}, { status: 2 })],
    ['not of a closed one', 'done', cancelled({}, { status: 5 })],
    ['not of one that was put away', 'done', cancelled({}, { archived: true })],
    [
      'not where people left that step undone',
      'done',
      kept(known({ decisions: [{ ...off, leaves: ['cancel in store'] }] })),
    ],
    ['a move of the status, where all is on its way', 'move-status', known(onItsWay)],
    [
      'not while some of it is to be sent',
      'done',
      known(
        { ...onItsWay, warehouse: [order({ pieces: pieces('3 A') })], sendings: [sending()] },
        { places: [readPlace([line(), line({ id: 2, sku: 'B' })])] },
      ),
    ],
    [
      'not while an outcome is unknown',
      'done',
      known({
        ...onItsWay,
        sendings: [
          sending(),
          sending({ number: 2, reference: ref('h-100-s2'), outcome: 'unknown', key: undefined as never }),
        ],
      }),
    ],
    ['not under a status that is not taken', 'done', known(onItsWay, { status: 9 })],
    ['once more where it was set back once', 'move-status', known({ ...onItsWay, moves: moved(1) })],
    ['a person, where it was set back twice', 'hold undone-by-hand', known({ ...onItsWay, moves: moved(2) })],
    [
      'not by moves to another status',
      'move-status',
      known({ ...onItsWay, moves: moved(2).map((one) => ({ ...one, status: 3 })) }),
    ],
    [
      'not where a person left it so since',
      'done',
      kept(
        known({ ...onItsWay, moves: moved(2), decisions: [decision({ reasons: ['undone-by-hand'], version: at(0) })] }),
      ),
    ],
    [
      'nor where the step was left undone',
      'done',
      kept(known({ ...onItsWay, decisions: [decision({ leaves: ['move status'], version: at(0) })] })),
    ],
    [
      'but where that was said of an earlier status',
      'move-status',
      kept(
        known({
          ...onItsWay,
          statuses: [
            { status: 9, version: at(-1) },
            { status: 11, version: at(0) },
          ],
          decisions: [decision({ leaves: ['move status'], version: at(-1) })],
        }),
      ),
    ],
    ['a person, where it is set to be sent after all was done', 'hold reopened', reopened()],
    [
      'not where that was before the last thing that was done',
      'done',
      reopened({
        tellings: [
          {
            ...all.tellings[0],
            key: 'w1',
            trackingNumber: '',
            trackingUrl: '',
            pieces: [],
            shipmentIds: [],
            version: at(9),
            at: at(9),
          },
        ],
      }),
    ],
    [
      'not while a piece of it is to be sent',
      'done',
      { ...reopened(), order: reading([readPlace([line({ quantity: 4, shipped: 3 })])], { version: at(5) }) },
    ],
    [
      'nor while one of another address is to be sent',
      'done',
      {
        ...reopened({ places: twoPlaces }),
        order: reading(
          [readPlace([line({ shipped: 3 })]), readPlace([line({ id: 2, quantity: 1 })], { place: 2, addressId: 8 })],
          { version: at(5) },
        ),
      },
    ],
    [
      'not where our own write of the status was later, whatever was told before',
      'done',
      reopened({ moves: [{ status: 9, version: at(9) }] }),
    ],
    [
      'not where nothing was ever done',
      'done',
      known({
        statuses: [
          { status: 7, version: at(1) },
          { status: 11, version: at(5) },
        ],
      }),
    ],
    ['not where it was never anything else', 'done', reopened({ statuses: [{ status: 11, version: at(0) }] })],
    [
      'strays that nobody wants, where it has no place',
      'hold reference-conflict (wanted-by-nobody)',
      facts({ order: reading([]), places: [], warehouse: [order()], readDue: undefined as never }),
    ],
  ])('%s', (_, expected, of) => {
    expect(shown(wholeOrderStep(accountOf(of), now))).toBe(expected);
  });
});

describe('what a place waits for, and until when', () => {
  const step = (of: OrderFacts, minutes = 60) => {
    const account = accountOf(of);
    const [place] = account.places;
    return place === undefined ? 'no place' : shown(placeStep(account, place, Date.parse(at(minutes))));
  };
  const missed = (minutes: number, of: Partial<WarehouseOrder> = {}) =>
    known({ sendings: [sending()], warehouse: [order({ missed: [at(minutes)], ...of })] }, { status: 9 });
  const unknown = sending({ outcome: 'unknown', key: undefined as never, at: at(10) });
  const left = order({ status: 'SHIPPED', left: true, since: at(30) });
  const untold = (reason: NonNullable<Obstacle['reason']>) =>
    obstacle({ key: 'tell 1', basis: `${UNCLEAR} ${basisOf([{ order: order() }])}`, reason, stands: true });

  it.each<[string, string, string]>([
    [
      'an unknown outcome: the settle time',
      'wait outcome 01:01:00',
      step(known({ sendings: [{ ...unknown, unknownSince: at(60) }] })),
    ],
    [
      'from when it was sent, where nothing later is known',
      'wait outcome 00:11:00',
      step(known({ sendings: [unknown] }), 10),
    ],
    ['then it is looked up', 'look h-100', step(known({ sendings: [unknown] }), 11)],
    [
      'of two the later one',
      'wait outcome 01:01:00',
      step(known({ sendings: [{ ...unknown, number: 2, at: at(60) }, unknown] })),
    ],
    [
      'at another merchant it is a finding',
      'hold other-merchant',
      step(known({ sendings: [{ ...unknown, merchantId: 'm2' }] })),
    ],
    ['a missed order: a minute', 'wait again 01:01:00', step(missed(60))],
    ['then it is looked up', 'look h-100', step(missed(59))],
    [
      'not one that has left',
      'wait tracking 01:30:00',
      step(missed(59, { status: 'SHIPPED', left: true, since: at(30) })),
    ],
    [
      'a tracking number: as long as the setting says',
      'wait tracking 01:30:00',
      step(known({ sendings: [sending()], warehouse: [left] }, { status: 9 })),
    ],
    ['then it is told without', 'ship', step(known({ sendings: [sending()], warehouse: [left] }, { status: 9 }), 90)],
    [
      'with a number at once',
      'ship',
      step(known({ sendings: [sending()], warehouse: [{ ...left, trackingNumber: 'T1' }] }, { status: 9 })),
    ],
    ['a grace period: its end', 'wait grace 01:01:00', step(known({}, { graceEnds: at(61) }))],
    ['not once it is over', 'match', step(known({}, { graceEnds: at(60) }))],
    ['not where a person asked for the order', 'match', step(known({ byHand: true }, { graceEnds: at(61) }))],
    [
      'what stands still: an hour',
      'wait standing-still 01:10:00',
      step(known({ sendings: [sending()], warehouse: [order({ status: 'LOCKED', since: at(10) })] }, { status: 9 })),
    ],
    [
      'then a person',
      'hold stopped-in-warehouse',
      step(known({ sendings: [sending()], warehouse: [order({ status: 'LOCKED', since: at(0) })] }, { status: 9 })),
    ],
    [
      'the warehouse: as long as it takes',
      'wait warehouse',
      step(known({ sendings: [sending()], warehouse: [order()] }, { status: 9 })),
    ],
    [
      'missing pieces are searched for by list',
      'search',
      step(known({ sendings: [sending()], warehouse: [order({ pieces: pieces('2 A') })] }, { status: 9 })),
    ],
    [
      'a lost change: the settle time',
      'wait outcome 01:01:00',
      step(
        known(
          {
            sendings: [sending()],
            warehouse: [order()],
            changing: [{ key: 'w1', kind: 'edit', pieces: pieces('3 A'), since: at(60), lost: true }],
          },
          { status: 9 },
        ),
      ),
    ],
    [
      'then it is looked up',
      'look h-100',
      step(
        known(
          {
            sendings: [sending()],
            warehouse: [order()],
            changing: [{ key: 'w1', kind: 'edit', pieces: pieces('3 A'), since: at(59), lost: true }],
          },
          { status: 9 },
        ),
      ),
    ],
    [
      'not one that was answered',
      'wait warehouse',
      step(
        known(
          {
            sendings: [sending()],
            warehouse: [order()],
            changing: [{ key: 'w1', kind: 'edit', pieces: pieces('3 A'), since: at(59) }],
          },
          { status: 9 },
        ),
      ),
    ],
    [
      'nor one of an order that is dead',
      'hold cancelled-in-warehouse',
      step(
        known(
          {
            sendings: [sending()],
            warehouse: [order({ status: 'CANCELLED' })],
            changing: [{ key: 'w1', kind: 'cancel', pieces: [], since: at(59), lost: true }],
          },
          { status: 9 },
        ),
      ),
    ],
    [
      'an order of which nobody can tell: it is looked at',
      'look h-100',
      step(known({ warehouse: [order()] }, { status: 9 })),
    ],
    ['a link that is to be asked', 'match', step(known())],
    [
      'nothing of a place that a link leaves to others',
      'done',
      step(known({ matches: [{ place: 1, method: 'DHL', country: 'FI', result: { kind: 'ignore' }, fresh: true }] })),
    ],
    [
      'a link that was not asked afresh: once more',
      'match fresh',
      step(known({ matches: [{ place: 1, method: 'DHL', country: 'FI', result: { kind: 'none' }, fresh: false }] })),
    ],
    [
      'not the answer for another method',
      'match',
      step(
        known({
          matches: [{ place: 1, method: 'UPS', country: 'FI', result: { kind: 'code', code: 'U' }, fresh: true }],
        }),
      ),
    ],
    [
      'nor for another country',
      'match',
      step(
        known({
          matches: [{ place: 1, method: 'DHL', country: 'SE', result: { kind: 'code', code: 'U' }, fresh: true }],
        }),
      ),
    ],
    [
      'nor for another place',
      'match',
      step(
        known({
          matches: [{ place: 2, method: 'DHL', country: 'FI', result: { kind: 'code', code: 'U' }, fresh: true }],
        }),
      ),
    ],
    [
      'products that are missing are created first',
      'create-products',
      step(known({ productsMissing: [{ place: 1, products: [{ sku: 'A' }] as never }] })),
    ],
    [
      'not those of another place',
      'match',
      step(known({ productsMissing: [{ place: 2, products: [{ sku: 'A' }] as never }] })),
    ],
    [
      'nor of goods that are not sent',
      'match',
      step(known({ productsMissing: [{ place: 1, products: [{ sku: 'Z' }] as never }] })),
    ],
    [
      'of two waits the sooner one',
      'wait outcome 01:00:30',
      step(
        known(
          {
            sendings: [
              sending({ lines: [{ line: 1, code: 'A', quantity: 2 }] }),
              {
                ...unknown,
                number: 2,
                reference: ref('h-100-s2'),
                lines: [{ line: 1, code: 'A', quantity: 1 }],
                at: at(60),
              },
            ],
            warehouse: [{ ...left, pieces: pieces('2 A'), since: at(0.5) }],
          },
          { status: 9 },
        ),
      ),
    ],
    [
      'an order of which looks did not tell: a person',
      'hold reference-conflict (perhaps-ours)',
      step(known({ warehouse: [order()], obstacles: [untold('reference-conflict')] }, { status: 9 })),
    ],
    [
      'not where that was another address',
      'look h-100',
      step(
        known({ warehouse: [order()], obstacles: [{ ...untold('reference-conflict'), key: 'tell 2' }] }, { status: 9 }),
      ),
    ],
    [
      'where the look itself is refused, that is told beside it',
      'hold reference-conflict (perhaps-ours) + rejected-by-myogo (warehouse-must-answer)',
      step(known({ warehouse: [order()], obstacles: [untold('rejected-by-myogo')] }, { status: 9 })),
    ],
    [
      'two findings are both told',
      'hold changed-after-hand-over + status-forbids-sending',
      step(known({ sendings: [sending({ method: 'UPS' })], warehouse: [order()] }, { status: 7 })),
    ],
  ])('%s', (_, expected, found) => {
    expect(found).toBe(expected);
  });
});

describe('what the store is told', () => {
  const left = order({ status: 'SHIPPED', left: true, since: at(0), trackingNumber: 'T1' });
  const told = (of: Partial<OrderFacts>, read: Partial<StoreReading> = {}) => {
    const account = accountOf(known({ sendings: [sending()], warehouse: [left], ...of }, { status: 9, ...read }));
    const [place] = account.places;
    const step = place && tellStoreStep(account, place, now);
    return step?.kind === 'act' && step.act.kind === 'note' ? `note ${step.act.text}` : shown(step);
  };
  const telling = (of: object) => ({
    key: 'w1',
    trackingNumber: 'T1',
    trackingUrl: '',
    pieces: pieces('3 A'),
    shipmentIds: [1],
    version: at(5),
    at: at(5),
    ...of,
  });
  const cancelledAt = (minutes: number) => ({
    statuses: [
      { status: 9, version: at(0) },
      { status: 5, version: at(minutes) },
    ],
  });
  const written = {
    shipments: [{ id: 1, addressId: 7, trackingNumber: 'T1', marks: 'h-100', lines: [{ line: 1, quantity: 3 }] }],
  };

  it.each<[string, string, string]>([
    ['a shipment', 'ship', told({})],
    ['nothing twice', 'nothing', told({ ...written, tellings: [telling({})] })],
    ['a number that was corrected', 'ship', told({ ...written, tellings: [telling({ trackingNumber: 'T0' })] })],
    [
      'a link that is new',
      'ship',
      told({ ...written, tellings: [telling({})], warehouse: [{ ...left, trackingUrl: 'https://x/T1' }] }),
    ],
    ['a link that is gone', 'ship', told({ ...written, tellings: [telling({ trackingUrl: 'https://x/T1' })] })],
    [
      'nothing where the warehouse tells no number any more',
      'nothing',
      told({
        ...written,
        tellings: [telling({})],
        warehouse: [order({ status: 'SHIPPED', left: true, since: at(0) })],
      }),
    ],
    [
      'without an account, a number that the store has not',
      'ship',
      told({
        shipments: [
          {
            ...written.shipments[0],
            id: 1,
            addressId: 7,
            marks: 'h-100',
            lines: [{ line: 1, quantity: 3 }],
            trackingNumber: 'T0',
          },
        ],
      }),
    ],
    ['without an account, nothing that it has', 'nothing', told(written)],
    [
      'that it had left, where the order was cancelled before it was told',
      'note myOGO: h-100 had left the warehouse when the order was cancelled.',
      told(
        {
          ...written,
          tellings: [telling({})],
          statuses: [
            { status: 9, version: at(0) },
            { status: 5, version: at(4) },
          ],
        },
        { status: 5 },
      ),
    ],
    [
      'or refunded',
      'note myOGO: h-100 had left the warehouse when the order was refunded.',
      told(
        {
          ...written,
          tellings: [telling({})],
          statuses: [
            { status: 9, version: at(0) },
            { status: 4, version: at(4) },
          ],
        },
        { status: 4 },
      ),
    ],
    [
      'not where that came after it was told',
      'nothing',
      told(
        {
          ...written,
          tellings: [telling({})],
          statuses: [
            { status: 9, version: at(0) },
            { status: 5, version: at(6) },
          ],
        },
        { status: 5 },
      ),
    ],
    [
      'not once more',
      'nothing',
      told(
        {
          ...written,
          tellings: [telling({})],
          notes: [
            {
              text: 'myOGO: h-100 had left the warehouse when the order was cancelled.',
              key: 'w1',
              pieces: [],
              at: at(6),
            },
          ],
          statuses: [
            { status: 9, version: at(0) },
            { status: 5, version: at(4) },
          ],
        },
        { status: 5 },
      ),
    ],
    [
      'not of another order’s telling',
      'nothing',
      told(
        {
          ...written,
          tellings: [telling({}), telling({ key: 'w2' })].slice(1).concat(telling({ version: at(1) })),
          statuses: [
            { status: 9, version: at(0) },
            { status: 5, version: at(4) },
          ],
        },
        { status: 5 },
      ),
    ],
    [
      'that it came back',
      'note myOGO: h-100 was returned.',
      told({ ...written, tellings: [telling({})], warehouse: [{ ...left, status: 'RETURNED' }] }),
    ],
    [
      'an unknown write is waited for',
      'wait outcome 01:01:00',
      told({ unsettled: [{ key: 'w1', since: at(60), tries: 1 }] }),
    ],
    ['and is written again after that', 'ship', told({ unsettled: [{ key: 'w1', since: at(59), tries: 1 }] })],
    [
      'after five it is seen',
      'hold rejected-by-bigcommerce (store-silent) 01:16:00',
      told({ unsettled: [{ key: 'w1', since: at(60), tries: 5 }] }),
    ],
    ['after four it is not', 'wait outcome 01:08:00', told({ unsettled: [{ key: 'w1', since: at(60), tries: 4 }] })],
    [
      'what people wrote into its lines takes their room: the rest is a note',
      'note myOGO: h-100 shipped 3 × A (T1), which this order no longer takes.',
      told({ shipments: [{ ...shipment, lines: [{ line: 1, quantity: 3 }] }], shipmentsVersion: at(9) }),
    ],
    [
      'of a cancelled order only notes',
      'note myOGO: h-100 shipped 3 × A (T1), which this order no longer takes.',
      told({}, { status: 5 }),
    ],
    [
      'without its number, where it has none',
      'note myOGO: h-100 shipped 3 × A, which this order no longer takes.',
      told({ warehouse: [order({ status: 'SHIPPED', left: true, since: at(0) })] }, { status: 5 }),
    ],
    [
      'that it had left, where the cancel has the very version of the telling',
      'note myOGO: h-100 had left the warehouse when the order was cancelled.',
      told({ ...written, tellings: [telling({})], ...cancelledAt(5) }, { status: 5 }),
    ],
    [
      'also where only the last of several tellings came after it',
      'note myOGO: h-100 had left the warehouse when the order was cancelled.',
      told({ ...written, tellings: [telling({ version: at(1) }), telling({})], ...cancelledAt(4) }, { status: 5 }),
    ],
    [
      'not where that telling only brought a number',
      'nothing',
      told(
        { ...written, tellings: [telling({ version: at(1) }), telling({ pieces: [] })], ...cancelledAt(4) },
        { status: 5 },
      ),
    ],
    [
      'a link that comes without a number',
      'ship',
      told({
        ...written,
        tellings: [telling({ trackingNumber: '' })],
        warehouse: [order({ status: 'SHIPPED', left: true, since: at(0), trackingUrl: 'https://x/T1' })],
      }),
    ],
    [
      'without an account, a link that the store has not',
      'ship',
      told({ ...written, warehouse: [{ ...left, trackingUrl: 'https://x.fi/T1' }] }),
    ],
    [
      'without an account, no link that it has',
      'nothing',
      told({
        shipments: written.shipments.map((one) => ({ ...one, trackingLink: 'https://x.fi/T1' })),
        warehouse: [{ ...left, trackingUrl: 'https://x.fi/T1' }],
      }),
    ],
    [
      'without an account, a further number',
      'ship',
      told({ ...written, warehouse: [{ ...left, trackingNumber: 'T1, T2' }] }),
    ],
    [
      'whatever is unknown of another order’s write',
      'ship',
      told({ unsettled: [{ key: 'w2', since: at(60), tries: 1 }] }),
    ],
    [
      'goods beside ours, with all numbers',
      'note myOGO: h-100 shipped 1 × G, which was not sent from here (T1, T2).',
      told({
        ...written,
        tellings: [telling({ trackingNumber: 'T1, T2' })],
        warehouse: [{ ...left, trackingNumber: 'T1, T2', pieces: pieces('3 A, 1 G') }],
      }),
    ],
    ['goods beside ours that left', 'ship', told({ warehouse: [{ ...left, pieces: pieces('3 A, 1 G') }] })],
    [
      'goods beside ours, when ours are told',
      'note myOGO: h-100 shipped 1 × G, which was not sent from here (T1).',
      told({ ...written, tellings: [telling({})], warehouse: [{ ...left, pieces: pieces('3 A, 1 G') }] }),
    ],
  ])('%s', (_, expected, found) => {
    expect(found).toBe(expected);
  });
});

describe('what is taken back', () => {
  const back = (of: Partial<OrderFacts>, read: Partial<StoreReading> = {}) => {
    const account = accountOf(known({ sendings: [sending()], warehouse: [order()], ...of }, { status: 5, ...read }));
    const [place] = account.places;
    return shown(place && takeBackStep(account, place, now));
  };
  const fewer = { places: [readPlace([line({ refunded: 1 })])], status: 9 };

  it.each<[string, string, string]>([
    ['all of a cancelled order', 'cancel', back({})],
    ['nothing where nothing is too much', 'nothing', back({}, { status: 9 })],
    ['nothing that has left', 'nothing', back({ warehouse: [order({ status: 'SHIPPED', left: true })] })],
    ['nothing at a merchant that cannot be asked', 'nothing', back({ warehouse: [order({ merchantId: 'm2' })] })],
    ['nothing that a look missed, until it is found out', 'nothing', back({ warehouse: [order({ missed: [at(1)] })] })],
    ['fewer pieces only by a second reading', 'read-order', back({}, fewer)],
    ['by an edit, then', 'edit', back({}, { ...fewer, agreed: 2 })],
    [
      'at once where a person cancelled it',
      'cancel',
      back({ decisions: [decision({ kind: 'cancel', place: 1, settled: [{ line: 1, quantity: 3 }] })] }, { status: 9 }),
    ],
    [
      'not at once where that was another place',
      'read-order',
      back({ decisions: [decision({ kind: 'cancel', place: 2 })] }, fewer),
    ],
    [
      'nor where a person decided otherwise since',
      'read-order',
      back(
        {
          decisions: [
            decision({ kind: 'cancel', place: 1, settled: [{ line: 1, quantity: 3 }] }),
            decision({ place: 1 }),
          ],
        },
        { status: 9 },
      ),
    ],
    ['two of one reference together', 'cancel', back({ warehouse: [order(), order({ key: 'w2' })] })],
    [
      'none beside one that is not ours: it could be hit',
      'hold duplicate-in-warehouse',
      back({ warehouse: [order(), order({ key: 'w2', pieces: pieces('2 Z') })] }),
    ],
    [
      'what cannot be taken out is held',
      'hold changed-after-hand-over (fewer-wanted)',
      back({ warehouse: [order({ status: 'COLLECTING' })] }, { ...fewer, agreed: 2 }),
    ],
  ])('%s', (_, expected, found) => {
    expect(found).toBe(expected);
  });

  it('what may turn out not to be on its way is in doubt', () => {
    const doubt = (of: Partial<OrderFacts>) => {
      const all = known({ sendings: [sending()], warehouse: [order()], ...of });
      const [place] = accountOf(all).places;
      return place === undefined ? 'no place' : words(inDoubt(all, place));
    };
    const unknown = sending({ number: 2, reference: ref('h-100-s2'), outcome: 'unknown', key: undefined as never });
    expect([
      doubt({}),
      doubt({ warehouse: [order({ missed: [at(1)] })] }),
      doubt({ sendings: [sending(), unknown] }),
      doubt({ sendings: [sending(), { ...unknown, merchantId: 'm2' }] }),
    ]).toEqual(['', '3 A', '3 A', '']);
    expect(doubt({ warehouse: [order({ missed: [at(1)], left: true, status: 'SHIPPED' })] })).toBe('');
    expect(doubt({ warehouse: [order({ missed: [at(1)], merchantId: 'm2' })] })).toBe('');
  });
});
