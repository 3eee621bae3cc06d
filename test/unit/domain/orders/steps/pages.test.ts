import { describe, expect, it } from 'vitest';
import { codeSent, mayBeSent, mayEdit, whyNotEdited } from '../../../../../src/domain/orders/steps/edit-rules.ts';
import {
  conflicting,
  finding,
  isDecided,
  namesOf,
  standingStill,
  atAnotherMerchant,
} from '../../../../../src/domain/orders/steps/findings.ts';
import {
  isSecondReading,
  obstacleOf,
  pauseMs,
  searchedBasis,
  secondReading,
  settledAt,
  triesOf,
  unlessStopped,
} from '../../../../../src/domain/orders/steps/obstacles.ts';
import {
  cameBack,
  inOrderOfLeaving,
  isBegun,
  withinExcess,
} from '../../../../../src/domain/orders/steps/order-of-leaving.ts';
import { sideChanged } from '../../../../../src/domain/orders/steps/steps.ts';
import { travelFindings, undecidedCash } from '../../../../../src/domain/orders/steps/travel-findings.ts';
import type { PlaceAccount } from '../../../../../src/domain/orders/account/account.ts';
import type { OwnedOrder } from '../../../../../src/domain/orders/account/ownership.ts';
import type { CashRead } from '../../../../../src/domain/orders/facts/travels/cash.ts';
import type { Obstacle, OrderFacts, ReadPlace } from '../../../../../src/domain/orders/facts/facts.ts';
import type { HandOverVerdict } from '../../../../../src/domain/orders/eligibility.ts';
import {
  at,
  bag,
  decision,
  facts,
  line,
  order,
  owned,
  pieces,
  reading,
  readPlace,
  ref,
  sending,
} from '../small-facts.ts';

const now = Date.parse(at(60));
const known = (of: Partial<OrderFacts> = {}) => facts({ order: reading(), sendings: [sending()], ...of });

describe('which warehouse orders an edit can change', () => {
  const one = owned('3 A', { sending: sending() });
  const rules = (ordersEditable: boolean) => reading(undefined, { rules: { ...reading().rules, ordersEditable } });
  it.each<[string, string | undefined, OwnedOrder, Partial<OrderFacts>]>([
    ['one that nobody has begun to pick', undefined, one, {}],
    [
      'not one that is being picked',
      'myOGO takes no change of it at COLLECTING',
      owned('3 A', { order: order({ status: 'COLLECTING' }) }),
      {},
    ],
    [
      'not where the merchant lets none be changed',
      'the setting ordersEditable lets no order be changed in myOGO',
      one,
      { order: rules(false) },
    ],
    [
      'not where the store’s order was never read',
      'the setting ordersEditable lets no order be changed in myOGO',
      one,
      { order: undefined as never },
    ],
    ['a part, by what its reference was sent with', undefined, owned('1 A', { part: true }), {}],
    [
      'not one of which nobody knows the code',
      'the shipping code that it was sent with is not known any more',
      owned('3 A'),
      { sendings: [] },
    ],
    [
      'nor by the sending of another reference',
      'the shipping code that it was sent with is not known any more',
      owned('3 A'),
      { sendings: [sending({ reference: ref('h-100-s2') })] },
    ],
  ])('%s', (_, why, of, by) => {
    expect([whyNotEdited(known(by), of), mayEdit(known(by), of)]).toEqual([why, why === undefined]);
  });

  it('its code is that of its sending, else of the last one under its reference', () => {
    const sendings = [
      sending({ code: 'A' }),
      sending({ code: 'B' }),
      sending({ code: 'C', reference: ref('h-100-s2') }),
    ];
    expect([
      codeSent(known({ sendings }), owned('3 A')),
      codeSent(known({ sendings }), owned('3 A', { sending: sending({ code: 'D' }) })),
      codeSent(known({ sendings: [] }), owned('3 A')),
    ]).toEqual(['B', 'D', undefined]);
  });

  const pickUp = { need: 'required', shippingCode: 'DHL', by: 'form', codes: ['0118'] } as const;
  const undecided = [{ kind: 'giftWords', rule: 'undecided', count: 1 }] as const;
  it.each<[string, boolean, readonly string[], Partial<ReadPlace> | undefined, OwnedOrder?]>([
    ['a street', true, ['street'], {}],
    ['no other method', false, ['street', 'shipping method'], {}],
    ['no other country', false, ['country'], {}],
    ['a pick-up point', true, ['pick-up point'], { pickUp }],
    ['not one that is missing', false, ['pick-up point'], { pickUp: { ...pickUp, codes: [] } }],
    [
      'not one of another code',
      false,
      ['pick-up point'],
      { pickUp },
      owned('3 A', { sending: sending({ code: 'UPS' }) }),
    ],
    ['no words that nobody has decided about', false, ['gift words (line 1)'], { words: undecided }],
    ['a street beside such words', true, ['street'], { words: undecided }],
    ['a field of what the store has no more', true, ['pick-up point'], undefined],
  ])('brings %s', (_, may, changed, read, of = one) => {
    expect(mayBeSent(known(), read === undefined ? undefined : readPlace([line()], read), of, changed)).toBe(may);
  });
});

describe('what stands in the way of an act', () => {
  const body = { kind: 'read-order' } as const;
  const stopped = (of: Partial<Obstacle> = {}): OrderFacts =>
    known({ obstacles: [{ key: 'k', basis: 'b', message: 'why', tries: 1, at: at(1), stands: false, ...of }] });
  const verdict = (of: OrderFacts, otherwise = {}) => {
    const step = unlessStopped(of, now, 'k', 'b', body, otherwise);
    if (step.kind === 'act') return `act${step.act.fresh ? ' fresh' : ''}`;
    if (step.kind === 'wait') return `wait ${step.wait.until?.slice(11, 16)} ${step.wait.words}`;
    return step.kind === 'hold'
      ? `hold ${step.findings[0]?.reason} ${step.findings[0]?.message}${step.until === undefined ? '' : ` ${step.until.slice(11, 16)}`}`
      : step.kind;
  };

  it.each<[string, string, OrderFacts]>([
    ['nothing: it is done', 'act', known()],
    ['what was judged by something else: it is done', 'act', stopped({ basis: 'c' })],
    ['another step’s: it is done', 'act', stopped({ key: 'l' })],
    ['a pause: it waits', 'wait 01:01 Tried again later: why', stopped({ until: at(61) })],
    ['a pause that is over: it is done with a fresh connection', 'act fresh', stopped({ until: at(60) })],
    ['a failure without a pause: it is judged afresh', 'act fresh', stopped()],
    ['what stands: it is held', 'hold cancel-refused why', stopped({ stands: true, reason: 'cancel-refused' })],
    [
      'what stands for no reason of its own: it was not expected',
      'hold unexpected-response why',
      stopped({ stands: true }),
    ],
    [
      'five tries: it is seen, and tried all the same',
      'hold unexpected-response why 01:01',
      stopped({ tries: 5, until: at(61) }),
    ],
    ['four tries: it only waits', 'wait 01:01 Tried again later: why', stopped({ tries: 4, until: at(61) })],
  ])('%s', (_, expected, of) => {
    expect(verdict(of)).toBe(expected);
  });

  it('is told in the step’s own words where it has some', () => {
    const held = unlessStopped(
      stopped({ stands: true, reason: 'cancel-refused', remedy: 'words-too-long', codes: ['A'] }),
      now,
      'k',
      'b',
      body,
      { place: 2, reason: 'sku-missing', message: 'so', order: 'w1', codes: ['B'] },
    );
    expect(held.kind === 'hold' ? held.findings : []).toMatchObject([
      {
        reason: 'sku-missing',
        message: 'so',
        place: 2,
        order: 'w1',
        codes: ['A'],
        remedy: 'words-too-long',
        step: 'k',
      },
    ]);
    const plain = unlessStopped(stopped({ stands: true }), now, 'k', 'b', body, { codes: ['B'] });
    expect(plain.kind === 'hold' ? plain.findings[0] : {}).toMatchObject({ codes: ['B'] });
    for (const field of ['place', 'order', 'remedy'])
      expect(plain.kind === 'hold' ? plain.findings[0] : {}).not.toHaveProperty(field);
  });

  it.each<[string, string | undefined, object, Obstacle['reason']]>([
    [
      'a reading that the store refuses ends by its answer',
      'store-must-answer',
      { kind: 'read-order' },
      'rejected-by-bigcommerce',
    ],
    ['so do shipments', 'store-must-answer', { kind: 'read-shipments' }, 'rejected-by-bigcommerce'],
    [
      'a look that the warehouse refuses, by the warehouse’s',
      'warehouse-must-answer',
      { kind: 'look', references: [] },
      'rejected-by-myogo',
    ],
    ['so does a search', 'warehouse-must-answer', { kind: 'search', since: '' }, 'rejected-by-myogo'],
    ['so does a cancel', 'warehouse-must-answer', { kind: 'cancel', orders: [] }, 'rejected-by-myogo'],
    [
      'so does a write to the store that asks the warehouse',
      'warehouse-must-answer',
      { kind: 'move-status' },
      'rejected-by-myogo',
    ],
    ['a person decides about a hand-over', undefined, { kind: 'hand-over' }, 'rejected-by-myogo'],
    ['and about a shipment', undefined, { kind: 'ship' }, 'rejected-by-bigcommerce'],
    ['another reason has its own remedy', undefined, { kind: 'read-order' }, 'unexpected-response'],
  ])('%s', (_, remedy, act, reason) => {
    const held = unlessStopped(
      stopped({ stands: true, reason: reason ?? 'unexpected-response' }),
      now,
      'k',
      'b',
      act as never,
    );
    expect(held.kind === 'hold' ? held.findings[0]?.remedy : 'none').toBe(remedy);
  });

  it('grows: three seconds, four times as long each, an hour at most', () => {
    expect([1, 2, 3, 6, 7, 50].map(pauseMs)).toEqual([3_000, 12_000, 48_000, 3_072_000, 3_600_000, 3_600_000]);
  });

  it('an unknown write has settled after the settle time, twice as long each, an hour at most', () => {
    const after = (tries?: number, settleMs = 60_000) =>
      settledAt({ order: reading(undefined, { settleMs }) }, at(0), tries) - Date.parse(at(0));
    expect([after(), after(2), after(3), after(20), after(99)]).toEqual([
      60_000, 120_000, 240_000, 3_600_000, 3_600_000,
    ]);
    expect([after(1, 7_200_000), after(5, 7_200_000), settledAt({}, at(0)) - Date.parse(at(0))]).toEqual([
      7_200_000, 7_200_000, 0,
    ]);
  });

  it('is known by its step, and by what that was judged by', () => {
    const of = stopped({ tries: 3 });
    expect([triesOf(of, 'k'), triesOf(of, 'k', 'b'), triesOf(of, 'k', 'c'), triesOf(of, 'l')]).toEqual([3, 3, 0, 0]);
    expect([obstacleOf(of, 'k', 'b')?.tries, obstacleOf(of, 'k', 'c'), obstacleOf(of, 'l', 'b')]).toEqual([
      3,
      undefined,
      undefined,
    ]);
    expect([isSecondReading(secondReading(1)), isSecondReading('read'), secondReading(1) === secondReading(2)]).toEqual(
      [true, false, false],
    );
  });

  it('a search is known by what stands at its place: dead ones say nothing, and what left stays', () => {
    const one = owned('2 A');
    const base = searchedBasis(1, [one]);
    expect(base.startsWith('1 ')).toBe(true);
    expect(searchedBasis(1, [one, owned('1 A', { state: 'dead' })])).toBe(base);
    expect(searchedBasis(1, [owned('1 A')])).not.toBe(base);
    expect(searchedBasis(1, [owned('2 A', { order: order({ pieces: pieces('2 A'), status: 'PENDING' }) })])).not.toBe(
      base,
    );
    const left = (status: 'SHIPPED' | 'RETURNED') =>
      searchedBasis(1, [owned('2 A', { state: 'shipped', order: order({ status, left: true }) })]);
    expect(left('SHIPPED')).toBe(left('RETURNED'));
  });
});

describe('which order goes first where more is on its way than is open', () => {
  const place = { number: 1, addressId: 7, references: [ref('h-100'), ref('h-100-s2')] };
  const at_ = (key: string, of: Partial<OwnedOrder> = {}, by: Parameters<typeof order>[0] = {}) =>
    owned('1 A', { order: order({ key, pieces: pieces('1 A'), ...by }), ...of });
  const leaving = (groups: readonly (readonly OwnedOrder[])[], back: readonly OwnedOrder[] = []) =>
    inOrderOfLeaving({ place } as unknown as PlaceAccount, groups, new Set(back)).map((group) =>
      group.map(({ order: it }) => it.key).join('+'),
    );
  const old = at_('1');
  const young = at_('2', { root: 'h-100-s2' });

  it.each<[string, readonly string[], readonly string[]]>([
    ['what was sent last', ['2', '1'], leaving([[old], [young]])],
    ['of one sending what was made last', ['3', '1'], leaving([[old], [at_('3')]])],
    ['by number, not by text', ['10', '9'], leaving([[at_('9')], [at_('10')]])],
    ['what nobody has begun', ['1', '2'], leaving([[at_('2', { root: 'h-100-s2' }, { status: 'COLLECTING' })], [old]])],
    ['several under one reference', ['1+3', '2'], leaving([[young], [old, at_('3')]])],
    ['what came back', ['1', '2'], leaving([[young], [old]], [old])],
    ['what came back before several', ['1', '4+5'], leaving([[at_('4'), at_('5')], [old]], [old])],
  ])('%s', (_, expected, found) => {
    expect(found).toEqual(expected);
  });

  it('a group is begun where all of it is', () => {
    const begun = at_('1', {}, { status: 'COLLECTING' });
    expect([isBegun([begun]), isBegun([begun, young]), isBegun([young])]).toEqual([true, false, false]);
  });

  it('whole groups go that fit into what is too much, in their order', () => {
    const fits = (excess: string, ...groups: readonly (readonly OwnedOrder[])[]) =>
      withinExcess(groups, bag(excess)).map((group) => group.map(({ order: it }) => it.key).join('+'));
    expect([
      fits('1 A', [old], [young]),
      fits('2 A', [old], [young]),
      fits('1 A', [old, young], [at_('3')]),
      fits('1 B', [old]),
    ]).toEqual([['1'], ['1', '2'], ['3'], []]);
  });

  it('what came back is beyond what is left of its sending, the newest of it', () => {
    const three = owned('3 A', { sending: sending() });
    const copy = owned('3 A', { order: order({ key: 'w2', since: at(5) }) });
    const keys = (orders: readonly OwnedOrder[], of: Partial<OrderFacts> = {}) =>
      [...cameBack(known(of), { place: facts().places[0], orders } as unknown as PlaceAccount, orders)].map(
        ({ order: it }) => it.key,
      ); // what it asks
    expect([keys([three]), keys([three, copy]), keys([copy, three])]).toEqual([[], ['w2'], ['w2']]);
    const writtenOff = [
      decision({ place: 1, writtenOff: [{ reference: 'h-100', pieces: pieces('3 A'), from: ['w1'] }] }),
    ];
    expect(keys([three], { decisions: writtenOff })).toEqual(['w1']);
  });
});

describe('findings', () => {
  it('about something else are others; the same are the same', () => {
    const one = finding('sku-missing', 'm', { place: 1, about: ['a'] });
    const print = (...of: Parameters<typeof finding>) => finding(...of).fingerprint === one.fingerprint;
    expect([
      print('sku-missing', 'm', { place: 1, about: ['a'] }),
      print('sku-missing', 'm', { place: 1, about: ['b'] }),
      print('sku-missing', 'm', { place: 2, about: ['a'] }),
      print('sku-missing', 'n', { place: 1, about: ['a'] }),
      print('substituted', 'm', { place: 1, about: ['a'] }),
    ]).toEqual([true, false, false, false, false]);
    expect(one).not.toHaveProperty('matter');
    const matter = (words: string, of: readonly unknown[]) =>
      finding('sku-missing', words, { place: 1, matter: of }).matter;
    expect([matter('m', ['a']) === matter('n', ['a']), matter('m', ['a']) === matter('m', ['b'])]).toEqual([
      true,
      false,
    ]);
    expect(isDecided({ decisions: [decision({ fingerprints: ['x', one.fingerprint] })] }, one)).toBe(true);
    expect(isDecided({ decisions: [decision({ fingerprints: ['x'] })] }, one)).toBe(false);
  });

  it('name orders as people find them there', () => {
    expect(namesOf([order(), order({ key: 'w2', status: 'PENDING' })])).toBe('h-100 (w1, NEW) and h-100 (w2, PENDING)');
  });

  const there = order({ merchantId: 'm2' });
  it('what is at another merchant is ours and may still leave', () => {
    const found = (of: Partial<OwnedOrder>) =>
      atAnotherMerchant(known(), { orders: [owned('3 A', { order: there, ...of })] } as unknown as PlaceAccount).length;
    expect([found({}), found({ state: 'shipped' }), found({ isForeign: true }), found({ order: order() })]).toEqual([
      1, 0, 0, 0,
    ]);
  });

  it('what stands still is ours, may leave, and nobody left it so', () => {
    const still = (of: Partial<OwnedOrder>, decisions: OrderFacts['decisions'] = []) =>
      standingStill(known({ decisions }), {
        orders: [owned('3 A', { order: order({ status: 'DRAFT', since: at(5) }), ...of })],
      } as unknown as PlaceAccount).length;
    const left = (of: Parameters<typeof decision>[0]) => [
      decision({ leftAs: [{ key: 'w1', status: 'DRAFT' }], ...of }),
    ];
    expect([still({}), still({ state: 'shipped' }), still({ isForeign: true }), still({ order: order() })]).toEqual([
      1, 0, 0, 0,
    ]);
    expect([still({}, left({})), still({}, left({ at: at(5) })), still({}, left({ at: at(4) }))]).toEqual([0, 0, 1]);
    expect([
      still({}, left({ leftAs: [{ key: 'w2', status: 'DRAFT' }] })),
      still({}, left({ leftAs: [{ key: 'w1', status: 'LOCKED' }] })),
    ]).toEqual([1, 1]);
  });

  const foreign = owned('', { isForeign: true, foreign: bag('2 Z') });
  const blocks = (
    one: OwnedOrder,
    of: Partial<Record<'unsent' | 'lost' | 'sent', string>> = {},
    decisions: OrderFacts['decisions'] = [],
  ) =>
    conflicting(known({ decisions }), {
      orders: [one],
      unsent: bag(of.unsent ?? '3 A'),
      lost: bag(of.lost ?? ''),
      sent: bag(of.sent ?? ''),
    } as unknown as PlaceAccount).length > 0;
  it.each<[string, boolean, boolean]>([
    ['one that nobody can tell', true, blocks(owned('', { unclear: true }))],
    [
      'one that nobody can tell, although nothing is to be sent',
      true,
      blocks(owned('', { unclear: true }), { unsent: '' }),
    ],
    ['a foreign one, while something is to be sent', true, blocks(foreign)],
    ['or is missing', true, blocks(foreign, { unsent: '', lost: '1 A', sent: '3 A' })],
    ['not where nothing is', false, blocks(foreign, { unsent: '' })],
    ['not ours', false, blocks(owned('3 A'))],
    ['not one that is dead', false, blocks({ ...foreign, state: 'dead' })],
    ['not one that a person explained', false, blocks(foreign, {}, [decision({ explained: ['w1'] })])],
    ['not one beside all of ours', false, blocks(foreign, { sent: '3 A' })],
    [
      'but one with the very goods that are to be sent',
      true,
      blocks({ ...foreign, foreign: bag('1 A') }, { sent: '3 A' }),
    ],
    ['not such a part', false, blocks({ ...foreign, foreign: bag('1 A'), part: true }, { sent: '3 A' })],
  ])('a hand-over is blocked by %s', (_, expected, found) => {
    expect(found).toBe(expected);
  });
});

describe('what keeps back what travels with an order', () => {
  const told = (read: Partial<ReadPlace>, cash?: CashRead, code = 'DHL', of: Partial<OrderFacts> = {}) => {
    const here = readPlace([line()], read);
    const all = facts({ order: reading([here], cash === undefined ? {} : { cash }), ...of });
    return travelFindings(all, { lines: [] }, here, code).map(
      ({ reason, remedy, message, place }) =>
        `${reason}${remedy === undefined ? '' : ` (${remedy})`} at ${place}: ${message}`,
    );
  };
  const pickUp = (codes: readonly string[], odd?: readonly string[]) =>
    ({
      pickUp: { need: 'required', shippingCode: 'DHL', by: 'form', codes, ...(odd === undefined ? {} : { odd }) },
    }) as Partial<ReadPlace>;
  const door: CashRead = { by: 'door', method: 'COD' };
  const cash = { cash: { amount: 500, currency: 'EUR' } };
  const words = (rule: 'undecided' | 'hold') =>
    ({ words: [{ kind: 'giftWords', rule, count: 2 }] }) as Partial<ReadPlace>;

  it.each<[string, readonly string[], readonly string[]]>([
    ['nothing', [], told({})],
    [
      'what its method needs',
      ['address-incomplete (needed-by-link) at 1: DHL needs what the address lacks: phone.'],
      told({ needs: { shippingCode: 'DHL', missing: ['phone'] } }),
    ],
    ['not what another method needs', [], told({ needs: { shippingCode: 'UPS', missing: ['phone'] } })],
    [
      'a missing point',
      ['pickup-point-missing at 1: DHL goes to a pick-up point, and the order names none where it is looked for.'],
      told(pickUp([])),
    ],
    [
      'a text that is none',
      [
        'pickup-point-missing at 1: DHL goes to a pick-up point, and the order names none where it is looked for. What stands in the comment, form is no code.',
      ],
      told(pickUp([], ['comment', 'form'])),
    ],
    [
      'several points',
      ['pickup-point-missing (several-pickup-points) at 1: The order names several pick-up points for DHL: 1, 2.'],
      told(pickUp(['1', '2'])),
    ],
    ['not one point', [], told(pickUp(['1']))],
    [
      'a payment at the door that says no amount',
      ['cash-on-delivery-impossible at 1: The order is paid at the door, and does not say what is owed.'],
      told({}, door),
    ],
    ['not one of nothing', [], told({ cash: { amount: 0, currency: 'USD' } }, door)],
    ['not one that can be collected', [], told(cash, door)],
    ['not what was paid', [], told(cash, { ...door, by: 'paid' })],
    [
      'one by a method that does not collect',
      ['cash-on-delivery-impossible at 1: 5.00 EUR is to be collected, and DHL is none of the methods that collect.'],
      told(cash, { ...door, codes: ['UPS'] }),
    ],
    ['not one that does, however it is typed', [], told(cash, { ...door, codes: ['UPS', ' dhl '] })],
    [
      'one in another money',
      ['cash-on-delivery-impossible at 1: 5.00 EUR is to be collected, and in SE only SEK is collected at the door.'],
      told({ ...cash, country: 'SE' }, door),
    ],
    [
      'one where nothing is collected',
      ['cash-on-delivery-impossible at 1: 5.00 EUR is to be collected, and in US nothing is collected at the door.'],
      told({ ...cash, country: 'US' }, door),
    ],
    [
      'words that nobody has decided about',
      ['comment-undecided at 1: It brings 2 gift words, and nobody has decided what becomes of such words.'],
      told(words('undecided')),
    ],
    [
      'words of both kinds: nobody has decided about all of them',
      [
        'comment-undecided at 1: It brings 2 gift words, 1 customer message, and nobody has decided what becomes of such words.',
      ],
      told({
        words: [
          { kind: 'giftWords', rule: 'hold', count: 2 },
          { kind: 'customerMessage', rule: 'undecided', count: 1 },
        ] as never,
      }),
    ],
    [
      'words that a person decides about',
      ['comment-undecided at 1: It brings 2 gift words, and a person decides about each order.'],
      told(words('hold')),
    ],
  ])('%s', (_, expected, found) => {
    expect(found).toEqual(expected);
  });

  const undecided = { ...door, by: 'undecided' } as const;
  const stops = (cashRead: CashRead | undefined, verdict: HandOverVerdict, status = 11) =>
    undecidedCash(
      { order: reading(undefined, { status, ...(cashRead === undefined ? {} : { cash: cashRead }) }) },
      readPlace(),
      verdict,
    )?.message;
  it('a payment that looks as if it were made at the door stops what would leave, or wait for ever', () => {
    const message = 'The payment method “COD” looks like payment at the door, and nobody has decided about it.';
    expect([stops(undecided, { kind: 'may' }), stops(undecided, { kind: 'waits', for: 'payment' }, 7)]).toEqual([
      message,
      message,
    ]);
    expect([
      stops(undecided, { kind: 'waits', for: 'status' }, 9),
      stops(door, { kind: 'may' }),
      stops(undefined, { kind: 'may' }),
    ]).toEqual([undefined, undefined, undefined]);
  });
});

it('an act changes one side, or only asks', () => {
  const sides = (
    [
      'read-order',
      'read-shipments',
      'look',
      'search',
      'match',
      'settle-by-status',
      'hand-over',
      'create-products',
      'cancel',
      'edit',
      'ship',
      'note',
      'move-status',
      'cancel-in-store',
      'keep-decisions',
    ] as const
  ).map((kind) => sideChanged(kind) ?? '-');
  expect(sides.join(' ')).toBe('- - - - - - warehouse warehouse warehouse warehouse store store store store store');
});
