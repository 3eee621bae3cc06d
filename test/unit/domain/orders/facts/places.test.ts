import { describe, expect, it } from 'vitest';
import {
  currentLine,
  inStoreOrder,
  isSameAddress,
  matchPlaces,
  namedByShipments,
  type ReadAddress,
} from '../../../../../src/domain/orders/facts/places.ts';
import type { OrderFacts, ReadLine, ReadPlace } from '../../../../../src/domain/orders/facts/facts.ts';
import { facts, line, reading, sending } from '../small-facts.ts';

const digestsOf = (street: string) => ({ street, 'second street line': '', city: 'c', postcode: 'p' });
const address = (
  addressId: number,
  street: string,
  lines: readonly ReadLine[],
  of: Partial<ReadAddress> = {},
): ReadAddress => ({
  ...{ addressId, method: 'DHL', country: 'FI', missing: [], digests: digestsOf(street), lines },
  ...of,
});
const one = (id: number, of: Partial<ReadLine> = {}) => line({ id, quantity: 1, ...of });

/** An order of places 1, 2, … with these addresses. */
const known = (addresses: readonly ReadAddress[], of: Partial<OrderFacts> = {}) =>
  facts({
    places: addresses.map(({ addressId }, index) => ({ number: index + 1, addressId, references: [] })),
    order: reading(addresses.map((each, index): ReadPlace => ({ ...each, place: index + 1 }))),
    ...of,
  });
/** `7 is 1`: the address that is that place now; `new` where no place was. */
const matched = (before: OrderFacts, now: readonly ReadAddress[], comparable = true) => {
  const { places, read, unclear } = matchPlaces(before, now, comparable);
  const was = new Set(before.places.map(({ number }) => number));
  const shown = read.map(({ addressId, place }) => `${addressId} is ${was.has(place) ? '' : 'new '}${place}`);
  const ids = places.map(({ number, addressId }) => `${number}:${addressId}`);
  return [...shown, ids.join(' '), ...(unclear ? ['unclear'] : [])];
};

const street7 = address(7, 's7', [one(1)]);
const street8 = address(8, 's8', [one(2, { sku: 'B' })]);

describe('an address is the place that it was', () => {
  it.each<[string, readonly string[], readonly ReadAddress[], readonly ReadAddress[], boolean?]>([
    ['by its id, whatever else changed', ['7 is 1', '1:7'], [street7], [address(7, 'x', [one(5, { sku: 'Z' })])]],
    ['by its street where the id is another', ['9 is 1', '1:9'], [street7], [address(9, 's7', [one(5, { sku: 'Z' })])]],
    [
      'not by its street where the digests are of another key',
      ['9 is new 2', '1:7 2:9'],
      [street7],
      [address(9, 's7', [one(5, { sku: 'Z' })])],
      false,
    ],
    [
      'not by its street in another country',
      ['9 is new 2', '1:7 2:9'],
      [street7],
      [address(9, 's7', [one(5, { sku: 'Z' })], { country: 'SE' })],
    ],
    ['by a line that it holds', ['9 is 1', '1:9'], [street7], [address(9, 'x', [one(1), one(5)])]],
    ['by its goods, where one pair is left', ['9 is 1', '1:9'], [street7], [address(9, 'x', [one(5)])]],
    ['not by other goods', ['9 is new 2', '1:7 2:9'], [street7], [address(9, 'x', [one(5, { sku: 'Z' })])]],
    ['nor by fewer of them', ['9 is new 2', '1:7 2:9'], [street7], [address(9, 'x', [one(5, { quantity: 2 })])]],
    [
      'each, where both have new ids',
      ['17 is 1', '18 is 2', '1:17 2:18'],
      [street7, street8],
      [address(18, 's8', [one(4)]), address(17, 's7', [one(3)])],
    ],
    ['and a further one is new', ['7 is 1', '8 is new 2', '1:7 2:8'], [street7], [street7, street8]],
    ['and one that is gone keeps its number', ['8 is 2', '1:7 2:8'], [street7, street8], [street8]],
    [
      'two equal places stay two: neither is told by its street',
      ['17 is 1', '18 is 2', '1:17 2:18'],
      [street7, address(8, 's7', [one(2)])],
      [address(17, 's7', [one(1)]), address(18, 's7', [one(2)])],
    ],
    [
      'a new number is one beyond all',
      ['8 is 2', '9 is new 3', '1:7 2:8 3:9'],
      [street7, street8],
      [street8, address(9, 'x', [one(7, { sku: 'Q' })])],
    ],
    [
      'without digests, not by what is not there',
      ['9 is new 2', '1:7 2:9'],
      [address(7, '', [one(1, { sku: 'Q' })], { digests: undefined as never })],
      [address(9, '', [one(5)], { digests: undefined as never })],
    ],
  ])('%s', (_, expected, before, now, comparable = true) => {
    expect(matched(known(before), now, comparable)).toEqual(expected);
  });

  it.each<[string, boolean, readonly ReadAddress[]]>([
    [
      'nobody can tell where goods that were sent may be at either of two new ones',
      true,
      [address(9, 'x', [one(5)]), address(10, 'y', [one(6)])],
    ],
    [
      'they are new where neither has those goods',
      false,
      [address(9, 'x', [one(5, { sku: 'Z' })]), address(10, 'y', [one(6, { sku: 'Z' })])],
    ],
  ])('%s', (_, unclear, now) => {
    expect(matchPlaces(known([street7], { sendings: [sending()] }), now, true).unclear).toBe(unclear);
    expect(matchPlaces(known([street7]), now, true).unclear).toBe(false);
  });
});

describe('a line that an edit replaced is followed', () => {
  const followed = (before: readonly ReadAddress[], now: readonly ReadAddress[], of: Partial<OrderFacts> = {}) => {
    const { successors, removed } = matchPlaces(known(before, of), now, true);
    return { successors, removed: removed.map(({ line: id, place, sku }) => `${id} ${sku} of ${place}`) };
  };

  it.each<
    [
      string,
      readonly (readonly [number, number])[],
      readonly string[],
      readonly ReadAddress[],
      readonly ReadAddress[],
      Partial<OrderFacts>?,
    ]
  >([
    ['by one of the same place and SKU', [[1, 5]], [], [street7], [address(7, 's7', [one(5)])]],
    [
      'by one of the same quantity before any other',
      [[1, 6]],
      [],
      [address(7, 's7', [one(1, { quantity: 2 })])],
      [address(7, 's7', [one(5), one(6, { quantity: 2 })])],
    ],
    [
      'else by any of its SKU there',
      [[1, 5]],
      [],
      [address(7, 's7', [one(1, { quantity: 2 })])],
      [address(7, 's7', [one(5)])],
    ],
    ['not by another SKU: it was taken out', [], ['1 A of 1'], [street7], [address(7, 's7', [one(5, { sku: 'Z' })])]],
    [
      'at its own place before another',
      [[1, 6]],
      [],
      [street7, street8],
      [address(8, 's8', [one(2, { sku: 'B' }), one(5)]), address(7, 's7', [one(6)])],
    ],
    [
      'at another place, where it moved',
      [[1, 5]],
      [],
      [address(7, 's7', [one(1), one(3, { sku: 'C' })]), street8],
      [address(7, 's7', [one(3, { sku: 'C' })]), address(8, 's8', [one(2, { sku: 'B' }), one(5)])],
    ],
    [
      'not at another place in another quantity',
      [],
      ['1 A of 1'],
      [address(7, 's7', [one(1), one(3, { sku: 'C' })]), street8],
      [address(7, 's7', [one(3, { sku: 'C' })]), address(8, 's8', [one(2, { sku: 'B' }), one(5, { quantity: 2 })])],
    ],
    [
      'each by one of its own',
      [
        [1, 5],
        [2, 6],
      ],
      [],
      [address(7, 's7', [one(1), one(2)])],
      [address(7, 's7', [one(5), one(6)])],
    ],
    ['not by one that was there', [], ['1 A of 1'], [address(7, 's7', [one(1), one(2)])], [address(7, 's7', [one(2)])]],
    [
      'not by one that follows another already',
      [[8, 5]],
      ['1 A of 1'],
      [street7],
      [address(7, 's7', [one(5)])],
      { successors: [[8, 5]] },
    ],
    [
      'a pick list’s name that is gone was no goods',
      [],
      [],
      [address(7, 's7', [one(1, { nameOnly: true }), one(2)])],
      [address(7, 's7', [one(2)])],
    ],
    [
      'nor what is kept elsewhere',
      [],
      [],
      [address(7, 's7', [one(1, { elsewhere: true }), one(2)])],
      [address(7, 's7', [one(2)])],
    ],
    [
      'what was taken out before stays out',
      [],
      ['4 Q of 1'],
      [street7],
      [street7],
      { removed: [{ line: 4, place: 1, sku: 'Q' }] },
    ],
    [
      'until it stands there again',
      [],
      [],
      [address(7, 's7', [one(1), one(2)])],
      [address(7, 's7', [one(1), one(2)])],
      { removed: [{ line: 2, place: 1, sku: 'A' }] },
    ],
  ])('%s', (_, successors, removed, before, now, of) => {
    expect(followed(before, now, of)).toEqual({ successors, removed });
  });

  it('from its first id to the one of now', () => {
    const chain = [
      [1, 4],
      [4, 9],
    ] as const;
    expect([1, 4, 9, 2].map((id) => currentLine(chain, id))).toEqual([9, 9, 9, 2]);
    expect(
      currentLine(
        [
          [1, 2],
          [2, 1],
        ],
        1,
      ),
    ).toBeGreaterThan(0);
  });

  it('and what shipments name is counted by the line of now', () => {
    const shipment = (id: number, of: number, quantity: number) => ({
      ...{ id, addressId: 7, trackingNumber: '', lines: [{ line: of, quantity }] },
    });
    const named = namedByShipments({
      shipments: [shipment(1, 1, 1), shipment(2, 5, 2), shipment(3, 8, 4)],
      successors: [[1, 5]],
    });
    expect([...named]).toEqual([
      [5, 3],
      [8, 4],
    ]);
  });
});

it('addresses and their lines are taken by their ids, addresses of one id by their first line', () => {
  const listed = [address(8, 'b', [one(9), one(4)]), address(7, 'a', [one(6)]), address(7, 'c', [one(5)])];
  expect(inStoreOrder(listed).map(({ addressId, lines }) => [addressId, lines.map(({ id }) => id)])).toEqual([
    [7, [5]],
    [7, [6]],
    [8, [4, 9]],
  ]);
});

it.each([
  ['street', false],
  ['postcode', false],
  ['city', false],
  ['name', true],
  ['second street line', true],
])('an address with another %s is the same: %s', (part, same) => {
  const digests: Record<string, string> = {
    street: 's',
    postcode: 'p',
    city: 'c',
    name: 'n',
    'second street line': '',
  };
  expect(isSameAddress(digests, { ...digests, [part]: 'x' })).toBe(same);
});
