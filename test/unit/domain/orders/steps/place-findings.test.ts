import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../../../src/domain/orders/account/account.ts';
import { placeFindings, type Finding } from '../../../../../src/domain/orders/steps/findings.ts';
import type { OrderFacts, StoreReading } from '../../../../../src/domain/orders/facts/facts.ts';
import { asRead, at, decision, line, order, pieces, readPlace, ref, sending } from '../small-facts.ts';
import { Story } from '../story.ts';

const now = Date.parse(at(120));
const known = (of: Partial<OrderFacts> = {}, read: Partial<StoreReading> = {}) =>
  asRead({ sendings: [sending()], warehouse: [order()], ...of }, { status: 9, ...read });
const findings = (of: OrderFacts): readonly Finding[] => {
  const account = accountOf(of);
  const [place] = account.places;
  return place === undefined ? [] : placeFindings(account, place, now);
};
const told = (of: OrderFacts) =>
  findings(of).map(
    ({ reason, remedy, message }) => `${reason}${remedy === undefined ? '' : ` (${remedy})`}: ${message}`,
  );

const further = ref('h-100-s2');
const both = { places: [{ number: 1, addressId: 7, references: [ref('h-100'), further] }] };
const two = (
  first: Parameters<typeof order>[0],
  other: Parameters<typeof order>[0],
  {
    goods = ['A', 'A'] as readonly [string, string],
    ...of
  }: Partial<OrderFacts> & { goods?: readonly [string, string] } = {},
) =>
  known(
    {
      ...both,
      sendings: [
        sending({ lines: [{ line: 1, code: goods[0], quantity: 2 }] }),
        sending({ number: 2, reference: further, key: 'w2', lines: [{ line: 2, code: goods[1], quantity: 2 }] }),
      ],
      warehouse: [
        order({ pieces: pieces(`2 ${goods[0]}`), ...first }),
        order({ key: 'w2', reference: further, pieces: pieces(`2 ${goods[1]}`), ...other }),
      ],
      ...of,
    },
    { places: [readPlace([line({ quantity: 2, sku: goods[0] }), line({ id: 2, quantity: 2, sku: goods[1] })])] },
  );
const unknown = (of: Parameters<typeof sending>[0] = {}) =>
  sending({ number: 2, reference: further, outcome: 'unknown', key: undefined as never, ...of });

describe('missing pieces are told of the order that lost them', () => {
  it.each<[string, readonly string[], OrderFacts]>([
    [
      'not of a cancelled one that held other goods',
      ['short-shipped: h-100 holds fewer pieces than were sent: 1 × A is missing.'],
      two(
        { status: 'SHIPPED', left: true, pieces: pieces('1 A') },
        { status: 'CANCELLED' },
        { goods: ['A', 'B'], decisions: [decision({ place: 1, settled: [{ line: 2, quantity: 2 }] })] },
      ),
    ],
    [
      'of all that left, and of none that was cancelled',
      ['short-shipped: h-100, h-100-s2 holds fewer pieces than were sent: 2 × A are missing.'],
      two(
        { status: 'SHIPPED', left: true, pieces: pieces('1 A') },
        { status: 'SHIPPED', left: true, pieces: pieces('1 A') },
      ),
    ],
    [
      'of the cancelled one, where another is on its way',
      ['cancelled-in-warehouse: The warehouse cancelled h-100-s2: 2 × A are missing.'],
      two({}, { status: 'CANCELLED' }),
    ],
    [
      'of one that is not listed any more, rather than of a cancelled one',
      ['vanished-in-warehouse: myOGO no longer lists h-100-s2: 4 × A are missing.'],
      two({ status: 'CANCELLED' }, { missed: [at(1), at(2)] }),
    ],
    [
      'without the goods of others that a cancelled order held',
      ['cancelled-in-warehouse: The warehouse cancelled h-100: 3 × A are missing.'],
      known({ warehouse: [order({ status: 'CANCELLED', pieces: pieces('3 A, 1 G') })] }),
    ],
    [
      'with the goods of others that left in their place',
      ['substituted: h-100 holds other goods: 2 × A are missing. Not ours there: 2 × B.'],
      known({ warehouse: [order({ status: 'SHIPPED', left: true, pieces: pieces('1 A, 2 B') })] }),
    ],
    [
      'not by the goods of a part that is none of ours',
      ['short-shipped: h-100, h-100-EX1 holds fewer pieces than were sent: 1 × A is missing. Not ours there: 2 × B.'],
      known({
        warehouse: [
          order({ status: 'SHIPPED', left: true, pieces: pieces('2 A') }),
          order({ key: 'w3', reference: ref('h-100-EX1'), pieces: pieces('2 B'), editTime: at(9) }),
        ],
      }),
    ],
  ])('%s', (_, expected, of) => {
    expect(told(of).filter((one) => !one.startsWith('reference-conflict'))).toEqual(expected);
  });
});

describe('what is at another merchant is told', () => {
  it.each<[string, readonly string[], OrderFacts]>([
    [
      'with what may have been sent there',
      ['other-merchant: h-100, h-100-s2 is at another myOGO merchant, which cannot be asked.'],
      known(
        { ...both, warehouse: [order({ merchantId: 'm2' })], sendings: [sending(), unknown({ merchantId: 'm2' })] },
        { places: [readPlace([line({ quantity: 6 })])] },
      ),
    ],
    [
      'without what may have been sent to this one',
      ['other-merchant: h-100 is at another myOGO merchant, which cannot be asked.'],
      known(
        { ...both, warehouse: [order({ merchantId: 'm2' })], sendings: [sending(), unknown()] },
        { places: [readPlace([line({ quantity: 6 })])] },
      ),
    ],
  ])('%s', (_, expected, of) => {
    expect(told(of)).toEqual(expected);
  });
});

describe('orders under our reference that are not ours are told', () => {
  const foreign = (key: string, goods: string, by: Parameters<typeof order>[0] = {}) =>
    order({ key, pieces: pieces(goods), ...by });
  it.each<[string, readonly string[], OrderFacts]>([
    [
      'each with what it holds',
      ['reference-conflict: h-100 holds 2 × Y; h-100-s2 holds 1 × Z: not ours.'],
      known(
        { ...both, sendings: [], warehouse: [foreign('w1', '2 Y'), foreign('w2', '1 Z', { reference: further })] },
        { status: 11 },
      ),
    ],
    [
      'as perhaps ours where one of them holds goods of the order, and nothing is known of a sending',
      [
        'reference-conflict (perhaps-ours): h-100 holds 2 × Y; h-100-s2 holds 1 × A, 1 × Z: whether it is ours cannot be told.',
      ],
      known(
        {
          ...both,
          sendings: [],
          warehouse: [
            foreign('w1', '2 Y', { digestKey: 'k', digests: { street: 'o', postcode: 'o', city: 'o' } }),
            foreign('w2', '1 A, 1 Z', {
              reference: further,
              digestKey: 'k',
              digests: { street: 'o', postcode: 'o', city: 'o' },
            }),
          ],
        },
        { status: 11 },
      ),
    ],
  ])('%s', (_, expected, of) => {
    expect(told(of)).toEqual(expected);
  });
});

describe('a status that forbids sending', () => {
  const waiting = (decisions: OrderFacts['decisions'] = []) =>
    known({ decisions, statuses: [{ status: 7, version: at(5) }] }, { status: 7, version: at(5) });
  const word = (of: Parameters<typeof decision>[0] = {}) => [
    decision({ place: 1, reasons: ['status-forbids-sending'], version: at(5), ...of }),
  ];
  it.each<[string, boolean, OrderFacts]>([
    ['is told', true, waiting()],
    ['is told of what is still wanted alone', false, known({}, { ...waiting().order, places: [] })],
    ['not once a person let it go', false, waiting(word())],
    ['nor where that was said later', false, waiting(word({ version: at(6) }))],
    ['but where that was said of an earlier status', true, waiting(word({ version: at(4) }))],
    ['or of another address', true, waiting(word({ place: 2 }))],
    ['or of something else', true, waiting(word({ reasons: ['stopped-in-warehouse'] }))],
  ])('%s', (_, expected, of) => {
    expect(told(of).some((one) => one.startsWith('status-forbids-sending'))).toBe(expected);
  });
});

describe('a shipment that was deleted twice', () => {
  const telling = (id: number) => ({
    ...{ key: 'w1', trackingNumber: '', trackingUrl: '', pieces: pieces('3 A'), shipmentIds: [id] },
    ...{ version: at(id), at: at(id) },
  });
  const undone = (decisions: OrderFacts['decisions'] = []) =>
    told(
      known({
        warehouse: [order({ status: 'SHIPPED', left: true })],
        tellings: [telling(1), telling(2)],
        shipmentsVersion: at(9),
        decisions,
      }),
    ).length;
  it.each<[string, number, number]>([
    ['is told', 1, undone()],
    ['not once a person left it so', 0, undone([decision({ reasons: ['undone-by-hand'], explained: ['w1'] })])],
    ['but where that was another one', 1, undone([decision({ reasons: ['undone-by-hand'], explained: ['w2'] })])],
    ['or was said of something else', 1, undone([decision({ reasons: ['reopened'], explained: ['w1'] })])],
  ])('%s', (_, expected, found) => {
    expect(found).toBe(expected);
  });
});

describe('a change that no edit brings', () => {
  const changed = (street: string) => {
    const story = new Story();
    story.world.editable = false;
    return story.plain().sent().otherStreet(street);
  };
  it('is told with all fields that differ', () => {
    const story = changed('x').store(({ places }) => {
      for (const place of places) place.method = 'UPS';
    });
    expect(story.findings().map(({ message }) => message)).toEqual([
      'Changed in the store after hand-over: shipping method, street.',
    ]);
  });

  it('is asked about anew where the store changes it once more', () => {
    const [one, same, other] = [changed('x'), changed('x').store(() => undefined), changed('y')].map(
      (story) => story.findings()[0]?.fingerprint,
    );
    expect([same === one, other === one]).toEqual([true, false]);
  });
});
