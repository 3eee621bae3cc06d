import { describe, expect, it } from 'vitest';
import {
  bagOf,
  bagWords,
  empty,
  isEmpty,
  least,
  minus,
  most,
  only,
  piecesOf,
  plus,
  sameBag,
  total,
} from '../../../../../src/domain/orders/facts/bag.ts';
import {
  boughtLines,
  inBoughtSkus,
  mayBeRenamed,
  sentLine,
  withCodes,
} from '../../../../../src/domain/orders/facts/codes.ts';
import { contentOf, hasNewWords, outdatedOrders, sentContent } from '../../../../../src/domain/orders/facts/content.ts';
import {
  callsOff,
  cancelKey,
  cancelledBy,
  isOfWay,
  keptDocument,
} from '../../../../../src/domain/orders/facts/decision-facts.ts';
import { canBeAsked, searchedAnew } from '../../../../../src/domain/orders/facts/facts.ts';
import { outgoingOrder, type OutgoingOrderParts } from '../../../../../src/domain/orders/facts/outgoing-order.ts';
import type {
  Correction,
  Decision,
  OrderFacts,
  ReadPlace,
  SentContent,
} from '../../../../../src/domain/orders/facts/facts.ts';
import {
  at,
  bag,
  decision,
  facts,
  less,
  line,
  order,
  owned,
  pieces,
  reading,
  readPlace,
  ref,
  sending,
  words,
} from '../small-facts.ts';

describe('pieces by SKU', () => {
  const a = bag('3 A, 1 B');
  it.each<[string, string, ReturnType<typeof bag>]>([
    ['sum up', '4 A, 1 B, 2 C', plus(a, bag('1 A, 2 C'))],
    ['nothing sums up to nothing', '', plus()],
    ['are never below zero', '2 A', minus(a, bag('1 A'), bag('5 B, 1 C'))],
    ['the least of both', '1 A', least(a, bag('1 A, 4 C'))],
    ['the most of both', '3 A, 4 B, 2 C', most(a, bag('1 A, 4 B, 2 C'))],
    ['only these codes', '1 B', only(a, new Set(['B', 'C']))],
    ['of one code are one', '5 A', bagOf([...pieces('2 A'), ...pieces('3 A')])],
    [
      'zero and less is not there',
      '',
      bagOf([
        { code: 'A', quantity: 0 },
        { code: 'B', quantity: -2 },
      ]),
    ],
  ])('%s', (_, expected, found) => {
    expect(words(found)).toBe(expected);
  });

  it('are counted, compared and shown by code', () => {
    expect([total(a), total(empty), isEmpty(a), isEmpty(empty)]).toEqual([4, 0, false, true]);
    expect([
      sameBag(a, bag('1 B, 3 A')),
      sameBag(a, bag('3 A')),
      sameBag(bag('3 A'), a),
      sameBag(a, bag('3 A, 2 B')),
      sameBag(a, bag('3 A, 1 C')),
    ]).toEqual([true, false, false, false, false]);
    expect(piecesOf(bag('1 B, 3 A'))).toEqual([
      { code: 'A', quantity: 3 },
      { code: 'B', quantity: 1 },
    ]);
    const many = bagOf(
      Array.from({ length: 12 }, (_, index) => ({ code: `C${String(index).padStart(2, '0')}`, quantity: 1 })),
    );
    expect(bagWords(many)).toBe(
      `${Array.from({ length: 10 }, (_, index) => `1 × C${String(index).padStart(2, '0')}`).join(', ')} and 2 more`,
    );
    expect(bagWords(bag('1 B, 3 A'))).toBe('3 × A, 1 × B');
  });
});

describe('the warehouse’s codes of what was bought', () => {
  const sku = (code: string, bought?: string, quantity = 3, id = 1) => ({
    line: id,
    code,
    quantity,
    ...(bought === undefined ? {} : { sku: bought }),
  });
  const inSkus = (of: string, sent: ReturnType<typeof sku>[], codes: OrderFacts['codes'] = [], lines = [line()]) =>
    words(inBoughtSkus({ codes, order: reading([readPlace(lines)]) }, 1, [{ lines: sent }])(pieces(of)));

  it.each<[string, string, string]>([
    ['are the SKUs where nothing was renamed', '3 A', inSkus('3 A', [sku('A')])],
    ['are put back into them, as it was sent', '3 A', inSkus('3 X', [sku('X', 'A')])],
    ['also what is there beyond that', '5 A', inSkus('5 X', [sku('X', 'A')])],
    [
      'of several lines each takes what was sent of it, the first the rest',
      '2 A, 1 B',
      inSkus('3 X', [sku('X', 'A', 1), sku('X', 'B', 1, 2)]),
    ],
    ['of fewer the first takes first', '1 A', inSkus('1 X', [sku('X', 'A', 1), sku('X', 'B', 1, 2)])],
    ['are known from what was found out', '3 A', inSkus('3 X', [], [{ line: 1, code: 'X' }])],
    [
      'not where that code is a SKU of its own',
      '3 X',
      inSkus('3 X', [], [{ line: 1, code: 'X' }], [line(), line({ id: 2, sku: 'X' })]),
    ],
    [
      'what nothing names stays as it is',
      '1 G, 3 A',
      inSkus('3 X, 1 G', [sku('X', 'A')])
        .split(', ')
        .sort()
        .join(', '),
    ],
    [
      'of a line that the store has no more, as it was sent',
      '3 A',
      inSkus('3 Y', [sku('X', 'A', 3, 9)], [{ line: 9, code: 'Y' }]),
    ],
  ])('%s', (_, expected, found) => {
    expect(found).toBe(expected);
  });

  it('a line is sent under its code of today, with the SKU that it was bought with', () => {
    expect(sentLine({ codes: [{ line: 1, code: 'X' }] }, line(), 2)).toEqual({
      line: 1,
      code: 'X',
      quantity: 2,
      sku: 'A',
    });
    expect(sentLine({ codes: [{ line: 2, code: 'X' }] }, line(), 2)).toEqual({ line: 1, code: 'A', quantity: 2 });
    expect(
      withCodes(
        {
          codes: [
            { line: 1, code: 'X' },
            { line: 2, code: 'Y' },
          ],
        },
        [{ line: 1, code: 'Z' }],
      ).codes,
    ).toEqual([
      { line: 2, code: 'Y' },
      { line: 1, code: 'Z' },
    ]);
  });

  it('is asked for of lines that are concerned and have a variant', () => {
    const lines = [line({ variant: 4, product: 3 }), line({ id: 2, variant: 5, sku: 'B' }), line({ id: 3 })];
    expect(boughtLines(lines, bag('1 A'))).toEqual([{ line: 1, sku: 'A', productId: 3, variantId: 4 }]);
  });

  const looked = { order: { placed: at(0) }, statuses: [], sendings: [], decisions: [], firstSeen: [], codes: [] };
  it.each<[string, boolean, Partial<Parameters<typeof mayBeRenamed>[0]>, number]>([
    ['not of an order that goes out as it comes in', false, {}, 60],
    ['of one that is older than an hour', true, {}, 61],
    ['of one that was never read', true, { order: undefined as never }, 0],
    [
      'of one whose status moved',
      true,
      {
        statuses: [
          { status: 7, version: at(0) },
          { status: 11, version: at(1) },
        ],
      },
      0,
    ],
    ['not by its first status', false, { statuses: [{ status: 11, version: at(1) }] }, 0],
    ['of one that was sent twice', true, { sendings: [sending(), sending()] }, 0],
    ['not of one that was sent once', false, { sendings: [sending()] }, 0],
    ['of one that a person decided about', true, { decisions: [decision()] }, 0],
    ['of one that was held', true, { firstSeen: [{ fingerprint: 'f', at: at(0) }] }, 0],
    ['of one that was renamed before', true, { codes: [{ line: 1, code: 'X' }] }, 0],
  ])('a product may have been renamed: %s', (_, may, of, minutes) => {
    expect(mayBeRenamed({ ...looked, ...of }, Date.parse(at(minutes)))).toBe(may);
  });
});

const sent: SentContent = {
  method: 'DHL',
  country: 'FI',
  digests: { street: 's', postcode: 'p', city: 'c' },
  digestKey: 'k',
};

describe('what a warehouse order was made of', () => {
  const change = (of: Partial<Correction> = {}): Correction => ({
    key: 'w1',
    kind: 'edit',
    before: [],
    after: [],
    content: { ...sent, method: 'edit' },
    at: at(5),
    ...of,
  });
  const adopted = { ...sent, method: 'found', pieces: [], compared: true };
  const made = (one: ReturnType<typeof owned>, of: Partial<OrderFacts> = {}) => sentContent(facts(of), one)?.method;
  const first = sending({ method: 'sent' });
  const part = owned('1 A', { part: true, order: order({ key: 'w2', reference: 'h-100/2', since: at(9) }) });

  it.each<[string, string | undefined, string | undefined]>([
    ['what its sending was', 'sent', made(owned('3 A', { sending: first }))],
    [
      'what we changed it to last',
      'edit',
      made(owned('3 A', { sending: first }), { corrections: [change({ content: sent }), change()] }),
    ],
    [
      'not what another one was changed to',
      'sent',
      made(owned('3 A', { sending: first }), { corrections: [change({ key: 'w9' })] }),
    ],
    [
      'not what a change without content made',
      'sent',
      made(owned('3 A', { sending: first }), {
        corrections: [{ key: 'w1', kind: 'edit', before: [], after: [], at: at(5) }],
      }),
    ],
    ['what it was when it was found', 'found', made(owned('3 A', { order: order({ adopted }) }))],
    ['nobody knows without any account', undefined, made(owned('3 A'))],
    ['a part: what its root was sent with', 'sent', made(part, { sendings: [first], warehouse: [order()] })],
    [
      'a part: what its root was changed to before it came',
      'edit',
      made(part, { sendings: [first], warehouse: [order()], corrections: [change()] }),
    ],
    [
      'not after that',
      'sent',
      made(part, { sendings: [first], warehouse: [order()], corrections: [change({ at: at(10) })] }),
    ],
    ['a part: what its root was when it was found', 'found', made(part, { warehouse: [order({ adopted })] })],
    [
      'a part: what it was when it was found itself',
      'mine',
      made(
        { ...part, order: { ...part.order, adopted: { ...adopted, method: 'mine' } } },
        { warehouse: [order({ adopted })] },
      ),
    ],
    [
      'a part: not what another reference was sent with',
      undefined,
      made(part, { sendings: [sending({ reference: ref('h-100-s2') })], warehouse: [order()] }),
    ],
  ])('%s', (_, expected, found) => {
    expect(found).toBe(expected);
  });

  it.each<[string, Partial<SentContent>]>([
    ['method', { method: 'UPS' }],
    ['country', { country: 'SE' }],
    ['address', { digests: { street: 'x' } }],
    ['pick-up point', { pickUp: { need: 'required', shippingCode: 'DHL', by: 'form', codes: ['1'] } }],
    ['cash', { cash: { amount: 1, currency: 'EUR' } }],
  ])('another %s is another content', (_, of) => {
    expect(contentOf({ ...sent, ...of })).not.toBe(contentOf(sent));
    expect(contentOf({ ...sent, ...of })).toBe(contentOf({ ...sent, ...of }));
  });
});

describe('orders whose content is no longer what the store says', () => {
  const one = owned('3 A', { sending: sending({ ...sent, digestKey: 'k' }) });
  const outdated = (
    read: Partial<ReadPlace> | undefined,
    orders = [one],
    decisions: readonly Decision[] = [],
    off?: typeof one,
    of: Partial<OrderFacts> = {},
  ) => {
    const now = read === undefined ? undefined : readPlace([line()], read);
    const known = facts({ order: reading(now === undefined ? [] : [now]), decisions, ...of });
    return outdatedOrders(known, { read: now, orders }, off).map(
      ({ order: { order: it }, changed }) => `${it.key} ${changed.join(', ')}`,
    );
  };
  const street = { digests: { street: 'x', postcode: 'p', city: 'c' } };
  const said = readPlace([line()], street);

  it.each<[string, readonly string[], readonly string[]]>([
    ['none where nothing changed', [], outdated({})],
    ['one whose street changed', ['w1 street'], outdated(street)],
    ['not where a person left it so', [], outdated(street, [one], [decision({ place: 1, content: contentOf(said) })])],
    [
      'but where it changed once more since',
      ['w1 street'],
      outdated(street, [one], [decision({ place: 1, content: 'other' })]),
    ],
    [
      'not by a word about another place',
      ['w1 street'],
      outdated(street, [one], [decision({ place: 2, content: contentOf(said) })]),
    ],
    ['none that has left', [], outdated(street, [{ ...one, state: 'shipped' }])],
    ['none that is not ours', [], outdated(street, [{ ...one, isForeign: true }])],
    ['none at a merchant that cannot be asked', [], outdated(street, [{ ...one, order: order({ merchantId: 'm2' }) }])],
    ['none that nobody knows what it was made of', [], outdated(street, [owned('3 A')])],
    ['one that asks for another amount', ['w1 cash on delivery'], outdated({}, [one], [], one)],
    ['none where the store has the address no more', [], outdated(undefined)],
  ])('%s', (_, expected, found) => {
    expect(found).toEqual(expected);
  });

  it('has new words where those that went along are others by now, or gone', () => {
    const worded = owned('3 A', {
      sending: sending({ ...sent, digests: { ...sent.digests, 'customer message': 'm' } }),
    });
    const isNew = (digests: Record<string, string>, key = 'k') =>
      hasNewWords(
        facts({ order: reading([], { digestKey: key }) }),
        worded,
        readPlace([line()], { digests: { ...sent.digests, ...digests } }),
      );
    expect([
      isNew({ 'customer message': 'm' }),
      isNew({ 'customer message': 'n' }),
      isNew({}),
      isNew({ 'customer message': 'n' }, 'z'),
    ]).toEqual([false, true, true, false]);
    expect(hasNewWords(facts({ order: reading() }), owned('3 A'), readPlace())).toBe(false);
  });
});

describe('what a decision and a step are known by', () => {
  it('a cancel of the place or of the order calls it off', () => {
    expect(
      (['cancel', 'cancel-order', 'treat-as-done', 'settled-by-status'] as const).map((kind) => callsOff({ kind })),
    ).toEqual([true, true, false, false]);
  });

  it('the step that cancels names all that it cancels, in one order', () => {
    expect([
      cancelKey(['w2', 'w1']),
      cancelledBy(cancelKey(['w2', 'w1'])),
      cancelledBy('edit w1'),
      cancelledBy('cancel in store'),
    ]).toEqual(['cancel w1 w2', ['w1', 'w2'], [], ['in', 'store']]);
  });

  const way = { method: 'DHL', country: 'FI' };
  it('a choice is for its method and country', () => {
    expect([
      isOfWay({}, way),
      isOfWay({ way }, way),
      isOfWay({ way }, { ...way, method: 'UPS' }),
      isOfWay({ way }, { ...way, country: 'SE' }),
    ]).toEqual([true, true, false, false]);
  });

  it('an undisturbed order keeps nothing on the store’s order', () => {
    expect(keptDocument(facts())).toBeUndefined();
    const { places } = facts();
    const decided = keptDocument(facts({ decisions: [decision()], successors: [[1, 2]] }));
    expect(decided).toEqual({ format: 1, decisions: [decision()], places, successors: [[1, 2]] });
    const further = [{ number: 1, addressId: 7, references: [ref('h-100'), ref('h-100-s2')] }];
    expect(keptDocument(facts({ places: further }))?.places).toEqual(further);
  });

  it('any merchant can be asked while none is known', () => {
    expect([
      canBeAsked({ merchantId: 'm1' }, { merchantId: 'm1' }),
      canBeAsked({ merchantId: 'm1' }, { merchantId: 'm2' }),
      canBeAsked({}, { merchantId: 'm2' }),
    ]).toEqual([true, false, true]);
    expect(searchedAnew(facts())).toMatchObject({ searchDue: true, owedUnsure: true });
  });
});

describe('an order as the warehouse takes it', () => {
  const person = {
    firstName: 'A',
    lastName: 'B',
    company: '',
    street1: 's',
    street2: '',
    city: 'c',
    state: '',
    zip: '00100',
    countryIso2: 'FI',
    phone: '1',
    email: 'a@b',
  };
  const parts = (of: Partial<OutgoingOrderParts> = {}): OutgoingOrderParts => ({
    ...{
      reference: ref('h-100'),
      code: 'DHL',
      person,
      billing: { phone: '', email: '' },
      comments: '',
      currencyCode: 'EUR',
    },
    lines: [{ code: 'A', quantity: 3, orderProductIds: [1] }],
    prices: new Map([[1, '10.5000']]),
    ...of,
  });
  const plain = less(outgoingOrder(parts()), 'customer');

  it('names its goods with their price, and what they come to', () => {
    expect(plain).toEqual({
      ...{ reference: 'h-100', shippingCode: 'DHL', status: 'New', priceTotal: 31.5, priceCurrency: 'EUR' },
      orderLines: [{ code: 'A', quantity: 3, unitPrice: 10.5 }],
    });
  });

  const lines = [{ code: 'A', quantity: 3, orderProductIds: [1, 2] }];
  it.each<[string, object, OutgoingOrderParts]>([
    [
      'one price, however it is written',
      { orderLines: [{ code: 'A', quantity: 3, unitPrice: 10.1 }] },
      parts({
        lines,
        prices: new Map([
          [1, '10.1'],
          [2, '10.1000'],
        ]),
      }),
    ],
    [
      'no price where the lines disagree',
      { orderLines: [{ code: 'A', quantity: 3 }] },
      parts({
        lines,
        prices: new Map([
          [1, '10.1'],
          [2, '10.2'],
        ]),
      }),
    ],
    [
      'no price where one has none',
      { orderLines: [{ code: 'A', quantity: 3 }] },
      parts({ lines, prices: new Map([[1, '10.1']]) }),
    ],
    [
      'no price where one is empty',
      { orderLines: [{ code: 'A', quantity: 3 }] },
      parts({
        lines,
        prices: new Map([
          [1, '0'],
          [2, ' '],
        ]),
      }),
    ],
    [
      'no price that is no number',
      { orderLines: [{ code: 'A', quantity: 3 }] },
      parts({ prices: new Map([[1, '1e3']]) }),
    ],
    [
      'nor one with words around it',
      { orderLines: [{ code: 'A', quantity: 3 }] },
      parts({ prices: new Map([[1, 'x1']]) }),
    ],
    ['nor below nothing', { orderLines: [{ code: 'A', quantity: 3 }] }, parts({ prices: new Map([[1, '-1']]) })],
    [
      'a price with spaces',
      { orderLines: [{ code: 'A', quantity: 3, unitPrice: 2 }] },
      parts({ prices: new Map([[1, ' 2 ']]) }),
    ],
    ['its comments, trimmed', { comments: 'c' }, parts({ comments: ' c ' })],
    ['its pick-up point', { pickUpPointCode: '0118' }, parts({ pickUpPoint: '0118' })],
    [
      'what is collected, also nothing',
      { cashOnDelivery: { amount: 0, currencyCode: 'EUR', reference: '1' } },
      parts({ cash: { amount: 0, currency: 'EUR', reference: '1' } }),
    ],
    [
      'what is collected in the currency’s own units',
      { cashOnDelivery: { amount: 12.34, currencyCode: 'EUR', reference: '1' } },
      parts({ cash: { amount: 1_234, currency: 'EUR', reference: '1' } }),
    ],
    ['that it is cancelled', { status: 'Cancelled' }, parts({ status: 'Cancelled' })],
  ])('tells %s', (_, expected, of) => {
    expect(outgoingOrder(of)).toMatchObject(expected);
  });

  it.each<[string, OutgoingOrderParts]>([
    ['a line has no price', parts({ prices: new Map() })],
    ['the currency is none', parts({ currencyCode: 'euro' })],
    ['the currency is longer', parts({ currencyCode: 'EURO' })],
  ])('tells no total where %s', (_, of) => {
    const made = outgoingOrder(of);
    expect([made.priceTotal, made.priceCurrency, 'priceTotal' in made]).toEqual([undefined, undefined, false]);
  });

  it('leaves out what there is none of', () => {
    expect(Object.keys(outgoingOrder(parts({ comments: ' ' })))).not.toContain('comments');
    for (const field of ['pickUpPointCode', 'cashOnDelivery', 'comments']) expect(plain).not.toHaveProperty(field);
    expect(outgoingOrder(parts({ prices: new Map() })).orderLines[0]).not.toHaveProperty('unitPrice');
  });
});
