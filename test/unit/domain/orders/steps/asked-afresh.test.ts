import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../../../src/domain/orders/account/account.ts';
import { beforeAnyPlace, wholeOrderStep } from '../../../../../src/domain/orders/steps/order-step.ts';
import { placeFindings, type Finding } from '../../../../../src/domain/orders/steps/findings.ts';
import { placeStep } from '../../../../../src/domain/orders/steps/place-step.ts';
import { raiseFindings } from '../../../../../src/domain/orders/steps/unclear-raise.ts';
import type { OrderFacts, StoreReading } from '../../../../../src/domain/orders/facts/facts.ts';
import { asRead, at, facts, line, order, pieces, reading, readPlace, ref, sending } from '../small-facts.ts';

// A person's word is about what they were shown. What reads the same and is about something else is asked anew; the same,
// which the sides merely list in another order, is not.

const now = Date.parse(at(120));
const known = (of: Partial<OrderFacts> = {}, read: Partial<StoreReading> = {}) =>
  asRead({ sendings: [sending()], ...of }, { status: 9, ...read });

/** What the first place, or the order as a whole, is held by. */
function held(of: OrderFacts): readonly Finding[] {
  const account = accountOf(of);
  const [place] = account.places;
  const steps = [
    place && placeStep(account, place, now),
    beforeAnyPlace(account, now),
    wholeOrderStep(account, now),
  ].flatMap((step) => (step?.kind === 'hold' ? step.findings : []));
  return place === undefined
    ? steps
    : [...placeFindings(account, place, now), ...raiseFindings(account, place), ...steps];
}
const of = (reason: Finding['reason'], all: OrderFacts) => {
  const found = held(all).find((one) => one.reason === reason);
  if (found === undefined) throw new Error(`${reason} is not held, but ${JSON.stringify(held(all))}`);
  return found;
};

const gone = (by: Parameters<typeof order>[0] = {}, more: readonly ReturnType<typeof order>[] = []) =>
  known({ warehouse: [order({ status: 'CANCELLED', ...by }), ...more] });
const two = (first: string, second: string) =>
  known(
    {
      sendings: [
        sending({
          lines: [
            { line: 1, code: first, quantity: 3 },
            { line: 2, code: second, quantity: 3 },
          ],
        }),
      ],
      warehouse: [order({ status: 'CANCELLED', pieces: pieces(`3 ${first}, 3 ${second}`) })],
    },
    { places: [readPlace([line({ sku: first }), line({ id: 2, sku: second })])] },
  );
const foreign = (by: Parameters<typeof order>[0] = {}) =>
  known(
    { sendings: [], warehouse: [order({ reference: ref('h-100'), pieces: pieces('2 Z'), ...by })] },
    { status: 11 },
  );
const forbidden = (minutes: number) =>
  known({ warehouse: [order()], statuses: [{ status: 7, version: at(minutes) }] }, { status: 7, version: at(minutes) });
const stopped = (by: Parameters<typeof order>[0]) => known({ warehouse: [order({ status: 'LOCKED', ...by })] });
const collected = (by: Parameters<typeof order>[0] = {}, quantity = 1) =>
  known(
    {
      warehouse: [order({ status: 'COLLECTING', ...by })],
      notes: [{ text: 'myOGO: h-100 holds 1 × G, which was not sent from here.', key: 'w1', pieces: [], at: at(1) }],
    },
    { places: [readPlace([line({ refunded: quantity })])], agreed: 2 },
  );
const shared = (others = pieces('2 Z')) =>
  known({ warehouse: [order(), order({ key: 'w2', pieces: others })] }, { status: 5 });
const nameless = (id: number) =>
  known({ sendings: [] }, { status: 11, places: [readPlace([line(), line({ id, sku: '', quantity: 1 })])] });
const unreadable = (field: string, version = at(0)) =>
  known(
    {
      obstacles: [{ key: 'read', basis: 'problem', message: 'm', tries: 3, at: at(1), stands: false, until: at(121) }],
    },
    { problem: { field, message: 'the same words' }, version },
  );
const nobodys = (by: Parameters<typeof order>[0]) =>
  facts({ order: reading([]), places: [], warehouse: [order(by)], readDue: undefined as never });
const setBack = (minutes: number) =>
  known(
    {
      warehouse: [order()],
      moves: [
        { status: 9, version: at(-9) },
        { status: 9, version: at(-8) },
      ],
      statuses: [{ status: 11, version: at(minutes) }],
    },
    { status: 11, version: at(minutes) },
  );
const reopened = (minutes: number) =>
  known(
    {
      warehouse: [order({ status: 'SHIPPED', left: true })],
      shipments: [{ id: 1, addressId: 7, trackingNumber: '', marks: 'h-100', lines: [{ line: 1, quantity: 3 }] }],
      tellings: [
        {
          ...{ key: 'w1', trackingNumber: '', trackingUrl: '', pieces: pieces('3 A'), shipmentIds: [1] },
          ...{ version: at(1), at: at(1) },
        },
      ],
      statuses: [
        { status: 2, version: at(1) },
        { status: 11, version: at(minutes) },
      ],
    },
    { status: 11, version: at(minutes), places: [readPlace([line({ shipped: 3 })])] },
  );
const raised = (quantity: number, refunded: number) =>
  known(
    { warehouse: [order({ status: 'SHIPPED', left: true })], compared: { raised: [{ line: 1, pieces: 1 }] } },
    { places: [readPlace([line({ quantity, refunded, shipped: 3 })])] },
  );

describe('a person is asked anew', () => {
  it.each<[string, Finding['reason'], OrderFacts, OrderFacts]>([
    ['about pieces that another order of the name lost', 'cancelled-in-warehouse', gone(), gone({ key: 'w9' })],
    [
      'about pieces that are missing beside another order',
      'cancelled-in-warehouse',
      gone(),
      gone({}, [order({ key: 'w8', reference: ref('h-100-s2'), status: 'CANCELLED' })]),
    ],
    ['about goods of others in another order of the name', 'reference-conflict', foreign(), foreign({ key: 'w9' })],
    ['about a status that forbids sending, set once more', 'status-forbids-sending', forbidden(1), forbidden(2)],
    ['about another order that stands still', 'stopped-in-warehouse', stopped({}), stopped({ key: 'w9' })],
    ['about what is too much in another order', 'changed-after-hand-over', collected(), collected({ key: 'w9' })],
    [
      'about the same too much of what the order held otherwise',
      'changed-after-hand-over',
      collected(),
      collected({ pieces: pieces('3 A, 1 G') }),
    ],
    [
      'about two orders of one name of which one holds something else',
      'duplicate-in-warehouse',
      shared(),
      shared(pieces('3 Z')),
    ],
    ['about a line without a SKU that is another', 'sku-missing', nameless(2), nameless(3)],
    ['about another field that cannot be read', 'unexpected-response', unreadable('a'), unreadable('b')],
    ['about the same field of another version', 'unexpected-response', unreadable('a'), unreadable('a', at(5))],
    ['about an order of nobody that is another', 'reference-conflict', nobodys({}), nobodys({ key: 'w9' })],
    ['about a piece more beside other refunds', 'changed-after-hand-over', raised(4, 1), raised(5, 2)],
    ['about a status that was set back once more', 'undone-by-hand', setBack(1), setBack(2)],
    ['about an order that was opened once more', 'reopened', reopened(5), reopened(6)],
  ])('%s', (_, reason, one, other) => {
    const [before, after] = [of(reason, one), of(reason, other)];
    expect(after.message).toBe(before.message);
    expect(after.fingerprint).not.toBe(before.fingerprint);
  });
});

describe('a person is not asked anew', () => {
  it.each<[string, Finding['reason'], OrderFacts, OrderFacts]>([
    [
      'about missing goods whose lines the store lists the other way round',
      'cancelled-in-warehouse',
      two('A', 'B'),
      known(
        {
          sendings: [...two('A', 'B').sendings],
          warehouse: [...two('A', 'B').warehouse],
        },
        { places: [readPlace([line({ id: 2, sku: 'B' }), line()])] },
      ),
    ],
  ])('%s', (_, reason, one, other) => {
    expect(of(reason, other).fingerprint).toBe(of(reason, one).fingerprint);
  });
});
