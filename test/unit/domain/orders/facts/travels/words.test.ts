import { describe, expect, it } from 'vitest';
import {
  areUndecided,
  changedWords,
  isOfWords,
} from '../../../../../../src/domain/orders/facts/travels/changed-words.ts';
import { isOtherPoint, pickUpAt, pointsOf } from '../../../../../../src/domain/orders/facts/travels/pick-up.ts';
import {
  droppedWords,
  forwardedWords,
  openWords,
  wordsDecided,
  wordsWords,
  type WordsRead,
} from '../../../../../../src/domain/orders/facts/travels/words.ts';
import type { Decision, ReadPlace, SentContent } from '../../../../../../src/domain/orders/facts/facts.ts';
import { decision, facts, line, readPlace, sending } from '../../small-facts.ts';

const says = (rule: WordsRead['rule'], kind: WordsRead['kind'] = 'giftWords', count = 1): WordsRead => ({
  kind,
  rule,
  count,
});
const message = says('forward', 'customerMessage');
const drops = (...words: readonly WordsRead['kind'][]) => decision({ kind: 'drop-words', place: 1, words });
const forwards = (...words: readonly WordsRead['kind'][]) => decision({ kind: 'forward-words', place: 1, words });
const kinds = (words: readonly WordsRead[]) => words.map(({ kind }) => kind);

interface Row {
  readonly words?: readonly WordsRead[];
  readonly decisions?: readonly Decision[];
  readonly sent: readonly string[] | undefined;
  readonly dropped?: readonly string[];
  readonly open?: readonly string[];
}

describe('what becomes of words for the packer', () => {
  it.each<[string, Row]>([
    ['the customer’s message goes as for any order', { sent: undefined }],
    ['where a person dropped it, nothing goes', { decisions: [drops('customerMessage')], sent: [] }],
    [
      'not where it was dropped at another place',
      { decisions: [{ ...drops('customerMessage'), place: 2 }], sent: undefined },
    ],
    [
      'what is forwarded goes, with a message that comes later',
      { words: [says('forward')], sent: ['giftWords', 'customerMessage'] },
    ],
    [
      'a message that is dropped does not come back',
      { words: [says('forward'), says('drop', 'customerMessage')], sent: ['giftWords'], dropped: ['customerMessage'] },
    ],
    ['what is dropped is told', { words: [says('drop')], sent: ['customerMessage'], dropped: ['giftWords'] }],
    [
      'what nobody has decided about is open',
      { words: [says('undecided')], sent: ['customerMessage'], open: ['giftWords'] },
    ],
    ['what is held is open', { words: [says('hold')], sent: ['customerMessage'], open: ['giftWords'] }],
    [
      'a person’s word stands above the settings',
      { words: [says('hold')], decisions: [forwards('giftWords')], sent: ['giftWords', 'customerMessage'] },
    ],
    [
      'also against them',
      { words: [says('forward')], decisions: [drops('giftWords')], sent: ['customerMessage'], dropped: ['giftWords'] },
    ],
    [
      'the last word stands',
      {
        words: [says('hold')],
        decisions: [forwards('giftWords'), drops('giftWords')],
        sent: ['customerMessage'],
        dropped: ['giftWords'],
      },
    ],
    [
      'for these kinds alone',
      { words: [says('hold')], decisions: [forwards('lineOptions')], sent: ['customerMessage'], open: ['giftWords'] },
    ],
    [
      'and for this place alone',
      {
        words: [says('hold')],
        decisions: [{ ...forwards('giftWords'), place: 2 }],
        sent: ['customerMessage'],
        open: ['giftWords'],
      },
    ],
  ])('%s', (_, { words, decisions = [], sent, dropped = [], open = [] }) => {
    const read = { place: 1, ...(words === undefined ? {} : { words }) };
    expect([
      forwardedWords({ decisions }, read),
      kinds(droppedWords({ decisions }, read)),
      kinds(openWords({ decisions }, read)),
    ]).toEqual([sent, dropped, open]);
  });

  it.each<[string, readonly string[], readonly WordsRead[] | undefined]>([
    ['what is open', ['giftWords'], [message, says('hold')]],
    ['else all that would be sent', ['customerMessage'], [message, says('drop')]],
    ['else the message, where nothing else is known', ['customerMessage'], undefined],
    ['and no message that is not there', ['giftWords'], [says('forward')]],
  ])('a decision about words is about %s', (_, expected, words) => {
    expect(wordsDecided({ decisions: [] }, { place: 1, ...(words === undefined ? {} : { words }) })).toEqual(expected);
  });

  it('they are told by their number and kind, never by themselves', () => {
    expect(wordsWords([says('hold', 'giftWords', 2), message, says('hold', 'lineOptions', 3)])).toBe(
      '2 gift words, 1 customer message, 3 written options of lines',
    );
  });
});

const content = (digests: Record<string, string>, of: Partial<SentContent> = {}): SentContent => ({
  ...{ method: 'DHL', country: 'FI', digests },
  ...of,
});
const gift = { words: ['giftWords', 'customerMessage'] } as const;

describe('words that are others than those that were sent', () => {
  const changed = (
    before: Record<string, string>,
    after: Record<string, string>,
    of: Partial<SentContent> = {},
    read: Partial<ReadPlace> = {},
    decisions: readonly Decision[] = [],
  ) =>
    changedWords(
      { decisions, sendings: [sending()], successors: [[1, 5]] },
      content(before, of),
      readPlace([line({ id: 5 }), line({ id: 6, refunded: 3 })], { digests: after, ...read }),
      'h-100',
    );
  const isThere = { words: [says('forward')] };

  it.each<[string, readonly string[], ReturnType<typeof changed>]>([
    ['a changed message', ['customer message'], changed({ 'customer message': 'a' }, { 'customer message': 'b' })],
    ['not the same one', [], changed({ 'customer message': 'a' }, { 'customer message': 'a' })],
    ['not one that was not known then', [], changed({}, { 'customer message': 'b' })],
    ['not one that was not sent', [], changed({ 'customer message': 'a' }, { 'customer message': 'b' }, { words: [] })],
    [
      'not one that was dropped',
      [],
      changed(
        { 'customer message': 'a' },
        { 'customer message': 'b' },
        {},
        { words: [says('drop', 'customerMessage')] },
      ),
    ],
    ['no field of the address', [], changed({ street: 'a' }, { street: 'b' })],
    [
      'a line’s own',
      ['gift words (line 5)'],
      changed({ 'gift words (line 5)': 'a' }, { 'gift words (line 5)': 'b' }, gift),
    ],
    ['a line’s that are gone', ['gift words (line 5)'], changed({ 'gift words (line 5)': 'a' }, {}, gift)],
    [
      'not those of a line that is refunded',
      [],
      changed({ 'gift words (line 6)': 'a' }, { 'gift words (line 6)': 'b' }, gift),
    ],
    ['not those of a line that is gone', [], changed({ 'gift words (line 8)': 'a' }, {}, gift)],
    [
      'new ones of a line that was sent',
      ['gift words (line 5)'],
      changed({}, { 'gift words (line 5)': 'b' }, gift, isThere),
    ],
    [
      'not new ones of a line that was not sent with it',
      [],
      changed({}, { 'gift words (line 6)': 'b' }, gift, isThere),
    ],
    ['not new ones of a kind that the place has not', [], changed({}, { 'gift words (line 5)': 'b' }, gift)],
    [
      'not a line’s of a kind that was not sent',
      [],
      changed({ 'gift words (line 5)': 'a' }, { 'gift words (line 5)': 'b' }),
    ],
  ])('%s', (_, expected, found) => {
    expect(found).toEqual(expected);
  });

  it('are fields of words by their names', () => {
    expect(
      ['gift words (line 5)', 'customer message', 'written options of lines (line 1)', 'street'].map(isOfWords),
    ).toEqual([true, true, true, false]);
  });

  it('no edit brings those that nobody has decided about', () => {
    const read = readPlace([line()], { words: [says('undecided')] });
    expect(areUndecided(facts(), read, ['street', 'gift words (line 5)'])).toBe(true);
    expect(areUndecided(facts(), read, ['street', 'customer message'])).toBe(false);
    expect(areUndecided(facts({ decisions: [forwards('giftWords')] }), read, ['gift words (line 5)'])).toBe(false);
  });
});

describe('the pick-up point that a place goes to', () => {
  const asks = (codes: readonly string[], of: Partial<NonNullable<ReadPlace['pickUp']>> = {}) =>
    ({ pickUp: { need: 'required', shippingCode: 'DHL', by: 'form', codes, ...of } }) as Partial<ReadPlace>;
  const chosen = (point: string, seen: readonly string[], of: Partial<Decision> = {}) =>
    decision({ kind: 'use-pickup-point', place: 1, pointByHand: { point, seen }, ...of });
  const shown = (of: Partial<ReadPlace>, decisions: readonly Decision[] = [], code = 'DHL') => {
    const now = pickUpAt({ decisions }, readPlace([line()], of), code);
    return `${now.kind} ${pointsOf(now).join(' ')}${now.kind === 'missing' ? now.odd.join(' ') : ''}`.trim();
  };
  const way = { method: 'DHL', country: 'FI' };

  it.each<[string, string, string]>([
    ['none, where its method goes to none', 'none', shown({})],
    ['the one that the order names', 'point 0118', shown(asks(['0118']))],
    ['none by another code', 'none', shown(asks(['0118']), [], 'UPS')],
    ['missing, where it needs one', 'missing', shown(asks([]))],
    ['missing, with what stands there and is none', 'missing comment', shown(asks([], { odd: ['comment'] }))],
    ['none, where it needs none', 'none', shown(asks([], { need: 'optional' } as never))],
    ['several, where the order names several', 'several 0118 0200', shown(asks(['0118', '0200']))],
    ['one, where it is written twice', 'point ab1', shown(asks(['ab1', 'AB1']))],
    ['a person’s, in place of what stood there then', 'point 0300', shown(asks(['0118']), [chosen('0300', ['0118'])])],
    ['a person’s and a new one: both are told', 'several 0300 0200', shown(asks(['0200']), [chosen('0300', ['0118'])])],
    ['a person’s where the order names none', 'point 0300', shown({}, [chosen('0300', [])])],
    [
      'not a person’s word about another place',
      'point 0118',
      shown(asks(['0118']), [chosen('0300', ['0118'], { place: 2 })]),
    ],
    [
      'not one for another method',
      'point 0118',
      shown(asks(['0118']), [chosen('0300', ['0118'], { way: { ...way, method: 'UPS' } })]),
    ],
    [
      'not one for another country',
      'point 0118',
      shown(asks(['0118']), [chosen('0300', ['0118'], { way: { ...way, country: 'SE' } })]),
    ],
    ['one for this method and country', 'point 0300', shown(asks(['0118']), [chosen('0300', ['0118'], { way })])],
    ['not one that was refused', 'point 0118', shown(asks(['0118']), [chosen('0300', ['0118'], { spent: true })])],
    [
      'not one before another code was chosen',
      'point 0118',
      shown(asks(['0118']), [chosen('0300', ['0118']), decision({ kind: 'use-code', place: 1, code: 'UPS' })]),
    ],
    [
      'one beside a word about something else',
      'point 0300',
      shown(asks(['0118']), [chosen('0300', ['0118']), decision({ place: 1 })]),
    ],
  ])('is %s', (_, expected, found) => {
    expect(found).toBe(expected);
  });

  const read = (codes: readonly string[], by = 'form') =>
    ({ need: 'required', shippingCode: 'DHL', by, codes }) as never;
  it.each<[string, boolean, Parameters<typeof isOtherPoint>]>([
    ['another code', true, [{ pickUp: read(['0118']), pickUpPoint: '0118' }, read(['0200'])]],
    ['the same code', false, [{ pickUp: read(['ab1']), pickUpPoint: 'ab1' }, read(['AB1'])]],
    ['the same codes in another order', false, [{ pickUp: read(['0118', '0200']) }, read(['0200', '0118'])]],
    [
      'the one that a person chose: it was sent so',
      false,
      [{ pickUp: read(['0118']), pickUpPoint: '0300' }, read(['0300'])],
    ],
    ['one where none was', true, [{ pickUp: read([]) }, read(['0200'])]],
    ['none where none was sent', false, [{ pickUp: read(['0118']) }, read([])]],
    ['looked for in other places', false, [{ pickUp: read(['0118']), pickUpPoint: '0118' }, read(['0200'], 'comment')]],
    ['nothing then', false, [{}, read(['0200'])]],
    ['nothing now', false, [{ pickUp: read(['0118']) }, undefined]],
  ])('is another than was sent: %s', (_, expected, of) => {
    expect(isOtherPoint(...of)).toBe(expected);
  });
});
