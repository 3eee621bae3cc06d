import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../../../src/domain/orders/account/account.ts';
import { explainMoved, movedHere, shippedFromElsewhere } from '../../../../../src/domain/orders/account/moved.ts';
import type { OrderFacts, ReadLine } from '../../../../../src/domain/orders/facts/facts.ts';
import { at, decision, facts, line, order, pieces, reading, readPlace, ref, sending, words } from '../small-facts.ts';

// Pieces that left for the first address, and are wanted at the second one by now.

const there = ref('h-100-8');
const known = (of: Partial<OrderFacts>, first: readonly ReadLine[], second: readonly ReadLine[]) =>
  facts({
    places: [
      { number: 1, addressId: 7, references: [ref('h-100'), ref('h-100-s2'), ref('h-100-s3')] },
      { number: 2, addressId: 8, references: [there] },
    ],
    order: reading([readPlace(first), readPlace(second, { place: 2, addressId: 8 })], { status: 9, agreed: 2 }),
    readDue: undefined as never,
    sendings: [sending()],
    warehouse: [left()],
    ...of,
  });
const left = (of: Parameters<typeof order>[0] = {}) => order({ status: 'SHIPPED', left: true, ...of });
const secondOf = (of: OrderFacts) => {
  const account = accountOf(of);
  const place = account.places.find((one) => one.place.number === 2);
  if (place === undefined) throw new Error('no second address');
  return { account, place };
};
const wanted = (quantity: number, of: Partial<ReadLine> = {}) => line({ id: 2, quantity, ...of });

describe('pieces that moved', () => {
  const moved = (of: OrderFacts) => {
    const { account, place } = secondOf(of);
    return movedHere(account, place)
      .map(({ from, pieces: bag }) => `${words(bag)} from ${from.place.addressId}`)
      .join('; ');
  };
  const sent = (quantity: number, elsewhere: number, of: Parameters<typeof sending>[0] = {}) =>
    sending({
      lines: [{ line: 1, code: 'A', quantity }],
      ...(elsewhere === 0 ? {} : { elsewhere: pieces(`${elsewhere} A`) }),
      ...of,
    });
  const further = { number: 2, reference: ref('h-100-s2'), key: 'w2' };
  const word = (of: Parameters<typeof decision>[0]) => ({ decisions: [decision({ place: 2, ...of })] });
  const onePiece = [line({ quantity: 2 })];

  it.each<[string, string, OrderFacts]>([
    ['are those that left there and are ordered here by now', '1 A from 7', known({}, onePiece, [wanted(1)])],
    ['not those that are ordered there as before', '', known({}, [line()], [wanted(1)])],
    [
      'nor those that were ordered here as well when they left',
      '',
      known({ sendings: [sent(3, 1)] }, onePiece, [wanted(1)]),
    ],
    [
      'of two sendings, as much as was ordered here at either of them less',
      '1 A from 7',
      known(
        {
          sendings: [sent(2, 1), sent(1, 0, further)],
          warehouse: [
            left({ pieces: pieces('2 A') }),
            left({ key: 'w2', reference: further.reference, pieces: pieces('1 A') }),
          ],
        },
        onePiece,
        [wanted(1)],
      ),
    ],
    [
      'a sending of other goods says nothing of these',
      '',
      known(
        {
          sendings: [sent(3, 1), sent(1, 0, { ...further, lines: [{ line: 3, code: 'B', quantity: 1 }] })],
          warehouse: [left(), left({ key: 'w2', reference: further.reference, pieces: pieces('1 B') })],
        },
        [line({ quantity: 2 }), line({ id: 3, sku: 'B', quantity: 1 })],
        [wanted(1)],
      ),
    ],
    [
      'at most those that were sent: what never arrived was not',
      '2 A from 7',
      known(
        {
          sendings: [
            sent(3, 0, { outcome: 'not-found', key: undefined as never }),
            sent(2, 0, { ...further, reference: ref('h-100'), key: 'w1' }),
          ],
        },
        [line({ quantity: 0 })],
        [wanted(3)],
      ),
    ],
    [
      'not those of which a person let the order go, with a word about this address',
      '',
      known(word({ accepted: [{ key: 'w1', pieces: pieces('1 A') }] }), onePiece, [wanted(1)]),
    ],
    [
      'a word about the other address says nothing of this one',
      '1 A from 7',
      known(word({ place: 1, accepted: [{ key: 'w1', pieces: pieces('1 A') }] }), onePiece, [wanted(1)]),
    ],
    [
      'nor does one about another order',
      '1 A from 7',
      known(word({ accepted: [{ key: 'w9', pieces: pieces('1 A') }] }), onePiece, [wanted(1)]),
    ],
    [
      'nor one about an order that is cancelled by now',
      '1 A from 7',
      known(
        {
          ...word({ accepted: [{ key: 'w2', pieces: pieces('1 A') }] }),
          sendings: [sent(3, 0), sent(1, 0, further)],
          warehouse: [
            left(),
            order({ key: 'w2', reference: further.reference, status: 'CANCELLED', pieces: pieces('1 A') }),
          ],
        },
        onePiece,
        [wanted(1)],
      ),
    ],
  ])('%s', (_, expected, of) => {
    expect(moved(of)).toBe(expected);
  });

  it('are explained by the orders that left, before those that may leave, and by none that is cancelled', () => {
    const of = known(
      {
        sendings: [
          sent(1, 0),
          sent(1, 0, further),
          sent(1, 0, { ...further, number: 3, reference: ref('h-100-s3'), key: 'w3' }),
        ],
        warehouse: [
          order({ pieces: pieces('1 A') }),
          left({ key: 'w2', reference: further.reference, pieces: pieces('1 A') }),
          order({ key: 'w3', reference: ref('h-100-s3'), status: 'CANCELLED', pieces: pieces('1 A') }),
        ],
      },
      [line({ quantity: 0 })],
      [wanted(3)],
    );
    const [from] = accountOf(of).places;
    const by = (goods: string) =>
      from === undefined ? [] : explainMoved({ from, pieces: new Map([['A', Number(goods)]]) }).map(({ key }) => key);
    expect([by('1'), by('2'), by('3')]).toEqual([['w2'], ['w2', 'w1'], ['w2', 'w1']]);
  });
});

describe('pieces on their way that left for another address after all', () => {
  const gone = (
    warehouse: Parameters<typeof order>[0],
    corrections: readonly (readonly [string, number])[] = [],
    more: OrderFacts['warehouse'] = [],
    here: Parameters<typeof order>[0] = {},
  ) => {
    const { account, place } = secondOf(
      known(
        {
          sendings: [sending(), sending({ number: 2, place: 2, reference: there, key: 'w2', at: at(10) })],
          warehouse: [left(warehouse), order({ key: 'w2', reference: there, ...here }), ...more],
          corrections: corrections.map(([key, minutes]) => ({
            ...{ key, kind: 'cancel', before: pieces('3 A'), after: [], at: at(minutes) },
          })),
        },
        [],
        [wanted(3)],
      ),
    );
    return words(shippedFromElsewhere(account, place));
  };
  const part = order({ key: 'w3', reference: ref('h-100/2'), status: 'CANCELLED', pieces: pieces('1 A') });

  it.each<[string, string, string]>([
    ['are those that were not seen to have left when these were sent', '3 A', gone({ since: at(11) })],
    ['not those that were', '', gone({ since: at(10) })],
    ['nor long before', '', gone({ since: at(5) })],
    ['are those that we had taken back by then', '3 A', gone({ since: at(5) }, [['w1', 10]])],
    ['not those that we took back later', '', gone({ since: at(5) }, [['w1', 11]])],
    ['nor those of another order that we took back', '', gone({ since: at(5) }, [['w9', 5]])],
    ['are those of which we had taken a part back', '3 A', gone({ since: at(5) }, [['w3', 5]], [part])],
    [
      'whatever else was taken back',
      '3 A',
      gone({ since: at(5) }, [
        ['w9', 5],
        ['w1', 5],
        ['w9', 11],
      ]),
    ],
    ['none of an order that may still be kept', '', gone({ status: 'NEW', left: false, since: at(11) })],
    [
      'none of an order that has left here, too',
      '',
      gone({ since: at(11) }, [], [], { status: 'SHIPPED', left: true }),
    ],
  ])('%s', (_, expected, found) => {
    expect(found).toBe(expected);
  });
});
