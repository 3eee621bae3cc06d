import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../../../../src/contract/runs/short-digest.ts';
import { accountOf } from '../../../../../src/domain/orders/account/account.ts';
import { handOverStep } from '../../../../../src/domain/orders/steps/hand-over-step.ts';
import type { Obstacle, OrderFacts } from '../../../../../src/domain/orders/facts/facts.ts';
import type { Finding } from '../../../../../src/domain/orders/steps/findings.ts';
import { asRead as known, at, decision, line, order, pieces, readPlace, ref, sending } from '../small-facts.ts';

// Why unsent pieces stay where they are, in the words that people read.

const now = Date.parse(at(60));
const step = (of: OrderFacts, number = 1) => {
  const account = accountOf(of);
  const place = account.places.find((one) => one.place.number === number);
  return place && handOverStep(account, place, now);
};
const held = (of: OrderFacts, number = 1): readonly Finding[] => {
  const found = step(of, number);
  return found?.kind === 'hold' ? found.findings : [];
};
function shown(of: OrderFacts, number = 1): unknown {
  const found = step(of, number);
  if (found?.kind === 'wait') return `${found.wait.for}: ${found.wait.words}`;
  if (found?.kind === 'act') return `${found.act.key}${found.act.fresh ? ' fresh' : ''}`;
  return found?.kind === 'hold'
    ? found.findings.map(({ reason, remedy, place, codes, message }) =>
        [`${reason}${remedy === undefined ? '' : ` (${remedy})`} at ${place}`, codes?.join(','), message]
          .filter((one) => one !== undefined)
          .join(' | '),
      )
    : found?.kind;
}

const places = [
  { number: 1, addressId: 7, references: [ref('h-100')] },
  { number: 2, addressId: 8, references: [] },
];
/** So many of three that were sent to the first address are wanted at the second one by now. */
const moved = (count: number, warehouse: Parameters<typeof order>[0] = {}, of: Partial<OrderFacts> = {}) =>
  known(
    { places, sendings: [sending()], warehouse: [order(warehouse)], ...of },
    {
      status: 9,
      agreed: 2,
      places: [
        readPlace([line({ quantity: 3 - count })]),
        readPlace([line({ id: 2, quantity: count })], { place: 2, addressId: 8 }),
      ],
    },
  );
const strays = (first: string, by: Parameters<typeof order>[0] = {}) =>
  known(
    {
      places: places.map((one) => ({ ...one, references: [ref(`h-100-${one.addressId}`)] })),
      warehouse: [
        order({ pieces: pieces(first), ...by }),
        order({ key: 'w2', reference: ref('h-100-9'), pieces: pieces('1 B') }),
      ],
    },
    {
      places: [
        readPlace([line(), line({ id: 3, sku: 'B', quantity: 1 })]),
        readPlace([line({ id: 2, quantity: 1 })], { place: 2, addressId: 8 }),
      ],
    },
  );
const kept = (of: Partial<Obstacle>): Pick<OrderFacts, 'obstacles'> => ({
  obstacles: [{ key: 'match 1', basis: '', message: 'm', tries: 1, at: at(1), stands: false, ...of }],
});
const products = [{ sku: 'A' }] as never;
const asked = (kind: 'none' | 'ignore', fresh: boolean) => [
  { place: 1, method: 'DHL', country: 'FI', result: { kind }, fresh } as const,
];
const spent = (of: Parameters<typeof decision>[0]) =>
  known({
    matches: asked('none', true),
    decisions: [decision({ kind: 'use-code', code: 'X9', place: 1, spent: true, ...of })],
  });
const noLink = 'No link matches the shipping method “DHL” to FI';

describe('what is not handed over yet', () => {
  it.each<[string, unknown, unknown]>([
    [
      'waits for a status that is, and says which one it has',
      'status: Waits for a status of the store’s order that is handed over (it is 9).',
      shown(known({}, { status: 9 })),
    ],
    ['waits for its payment', 'payment: Waits until the store’s order is paid.', shown(known({}, { status: 7 }))],
    [
      'waits for the end of its grace period, and says when that is',
      `grace: Waits until ${at(61)} before it is handed over (grace period).`,
      shown(known({}, { graceEnds: at(61) })),
    ],
    [
      'names how many lines have no SKU',
      ['sku-missing at 1 |  | 2 ordered lines have no SKU.'],
      shown(known({}, { places: [readPlace([line({ sku: '' }), line({ id: 2, sku: '' })])] })),
    ],
    [
      'waits while the pieces are taken out at the other address',
      'another-place: Waits until 1 × A of the other address 7 is taken back.',
      shown(moved(1), 2),
    ],
    [
      'is a person’s where the warehouse does not take them out there',
      [
        'changed-after-hand-over (moved-between-addresses) at 2 | 1 × A moved here from address 7, and the warehouse did not take it back there.',
      ],
      shown(moved(1, { status: 'COLLECTING' }), 2),
    ],
    [
      'names all pieces that left for the other address',
      [
        'shipped-to-other-address at 2 | A | 2 × A left the warehouse for address 7, and are now wanted here and no longer there.',
      ],
      shown(moved(2, { status: 'SHIPPED', left: true }), 2),
    ],
    [
      'and one of them',
      [
        'shipped-to-other-address at 2 | A | 1 × A left the warehouse for address 7, and is now wanted here and no longer there.',
      ],
      shown(moved(1, { status: 'SHIPPED', left: true }), 2),
    ],
    [
      'names each order of which nobody can tell for which address it is',
      [
        'reference-conflict (whose-address-unknown) at 1 | h-100 holds 1 × A; h-100-9 holds 1 × B: which address of this order it is for cannot be told.',
      ],
      shown(strays('1 A')),
    ],
    ['is nothing where a link leaves it to others', 'done', shown(known({ matches: asked('ignore', true) }))],
    [
      'asks for its link once more before that stands',
      'match 1 fresh',
      shown(known({ matches: asked('none', false) })),
    ],
    [
      'after a pause, where that failed',
      'again: Tried again later: m',
      shown(known({ matches: asked('none', false), ...kept({ until: at(61) }) })),
    ],
    [
      'tells of that at its address, where it fails and fails',
      ['unexpected-response at 1 | m'],
      shown(known({ matches: asked('none', false), ...kept({ stands: true }) })),
    ],
    [
      'tells of missing products by the code that the line has',
      ['product-missing at 1 | A | m'],
      shown(
        known({
          productsMissing: [{ place: 1, products }],
          ...kept({ key: 'create 1', basis: fingerprint(products), stands: true, reason: 'product-missing' as never }),
        }),
      ),
    ],
    ['has no link', [`shipping-method-not-linked at 1 | ${noLink}.`], shown(known({ matches: asked('none', true) }))],
    [
      'nor a code, where the warehouse refused the one that a person chose',
      [`shipping-method-not-linked at 1 | ${noLink}, and myOGO refused the code X9.`],
      shown(spent({})),
    ],
    ['but for another address', [`shipping-method-not-linked at 1 | ${noLink}.`], shown(spent({ place: 2 }))],
    ['or by another word', [`shipping-method-not-linked at 1 | ${noLink}.`], shown(spent({ kind: 'treat-as-done' }))],
  ])('%s', (_, expected, found) => {
    expect(found).toEqual(expected);
  });

  it('goes out all the same where a person said so of pieces that the warehouse kept at the other address', () => {
    const [shownTo] = held(moved(1, { status: 'COLLECTING' }), 2);
    const decisions = [decision({ place: 2, fingerprints: [shownTo?.fingerprint ?? ''] })];
    expect(shown(moved(1, { status: 'COLLECTING' }, { decisions }), 2)).not.toEqual(
      shown(moved(1, { status: 'COLLECTING' }), 2),
    );
  });

  it('is asked about anew where a stray order is another, or holds something else', () => {
    const print = (of: OrderFacts) => held(of)[0]?.fingerprint;
    expect(print(strays('1 A', { key: 'w9' }))).not.toBe(print(strays('1 A')));
  });

  it('names the goods that left for another address in one order, however the store lists its lines', () => {
    const goods = (first: string, second: string) =>
      known(
        {
          places,
          sendings: [
            sending({
              lines: [
                { line: 1, code: first, quantity: 1 },
                { line: 2, code: second, quantity: 1 },
              ],
            }),
          ],
          warehouse: [order({ pieces: pieces('1 A, 1 B'), status: 'SHIPPED', left: true })],
        },
        {
          status: 9,
          agreed: 2,
          places: [
            readPlace([]),
            readPlace([line({ id: 3, sku: first, quantity: 1 }), line({ id: 4, sku: second, quantity: 1 })], {
              place: 2,
              addressId: 8,
            }),
          ],
        },
      );
    const [one, other] = [goods('A', 'B'), goods('B', 'A')].map((of) => held(of, 2)[0]);
    expect([one?.codes, other?.codes]).toEqual([
      ['A', 'B'],
      ['A', 'B'],
    ]);
  });
});
