import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../src/client/orders/order-answer.ts';
import type { Standing } from '../../../src/client/orders/order-standing.ts';
import { holdReasons, type Hold } from '../../../src/contract/hold-reasons.ts';
import type { AddressStatus, OrderStage, OrderStory } from '../../../src/contract/orders.ts';

const since = '2026-11-24T09:12:04.000Z';
const story = (
  stage: OrderStage,
  address: Partial<AddressStatus> = {},
  summary = 'It was decided so.',
): OrderStory => ({
  orderId: 112,
  stage,
  summary,
  addresses: [{ addressId: 1, stage: 'ready', shipments: [], ...address }],
  decisions: [],
  effects: [],
});
const hold = (message: string, reason: Hold['reason'] = 'rejected-by-myogo', at = since): Hold => ({
  reason,
  message,
  remedy: 'Mend it.',
  since: at,
});

it('a held order: since when it waits, and what nobody has done', () => {
  const words = 'No link matches the shipping method “Express 2h” to SE.';
  expect(answerOf(story('held', { hold: hold(words, 'shipping-method-not-linked') }), { read: false })).toBe(
    `Order 112 waits since ${since}: nobody has linked “Express 2h”. ${words}`,
  );
});

it('of several holds the oldest is the answer, and the others are counted', () => {
  const younger = hold('The country is missing.', 'address-incomplete', '2026-11-25T00:00:00Z');
  expect(answerOf(story('held', { hold: younger, moreHolds: [hold('BigCommerce said no.')] }), { read: false })).toBe(
    `Order 112 waits since ${since}: BigCommerce said no. And 1 more of it is held.`,
  );
});

it.each([
  ['shipped', { shipments: [{ shipmentId: 1, trackingNumber: 'T1' }] }, 'Order 112 has shipped, tracking T1.'],
  ['shipped', {}, 'Order 112 has shipped, without a tracking number.'],
  [
    'handed-over',
    { myOgoStatus: 'COLLECTING' },
    'Order 112 is at the warehouse, and has not shipped yet: myOGO says COLLECTING.',
  ],
  [
    'handed-over',
    { myOgoStatus: 'SHIPPED' },
    'Order 112 has left the warehouse (myOGO says SHIPPED), and the store is not told yet: it was decided so.',
  ],
  [
    'handed-over',
    { myOgoStatus: 'SHIPPED', waits: { words: 'Its tracking number is awaited', until: since } },
    `Order 112 has left the warehouse (myOGO says SHIPPED), and the store is not told yet: its tracking number is awaited (${since}).`,
  ],
  [
    'ready',
    { waits: { words: 'The grace period runs', until: since } },
    `Order 112 is about to be handed over to the warehouse: the grace period runs (${since})`,
  ],
  ['cancelled', {}, 'Order 112 does not ship: it was decided so.'],
  ['ignored', {}, 'Order 112 is not the warehouse’s to ship: it was decided so.'],
] as const)('an order that is %s', (stage, address, answer) => {
  expect(answerOf(story(stage, address), { read: false })).toBe(answer);
});

it('of an order that has left the warehouse in part the first sentence says so', () => {
  const both = story('handed-over', { myOgoStatus: 'SHIPPED' });
  const of = {
    ...both,
    addresses: [...both.addresses, { addressId: 2, stage: 'handed-over', shipments: [], myOgoStatus: 'NEW' }],
  };
  expect(answerOf(of as OrderStory, { read: false })).toBe(
    'Order 112 has left the warehouse in part; of the rest myOGO says NEW.',
  );
});

it('what has left the warehouse is that also where no run is open, and the summary follows once', () => {
  expect(answerOf(story('handed-over', { myOgoStatus: 'SHIPPED' }, 'A run takes it.'), { read: true })).toBe(
    'Order 112 has left the warehouse (myOGO says SHIPPED), and the store is not told yet. A run takes it.',
  );
});

it('without a run it is held by nothing: what it would be held for is no answer', () => {
  const said = `It waits since ${since} for the answer to the question about the first import. It would be held: No link matches.`;
  const found = story('held', { hold: hold('No link matches.', 'shipping-method-not-linked') }, said);
  expect(answerOf(found, { read: true })).toBe(`Order 112: ${said.charAt(0).toLowerCase()}${said.slice(1)}`);
});

describe('what keeps every order of the store is in the first sentence', () => {
  const keeps = (kind: Standing['kind']): Standing => ({ kind, since: '2026-11-26T00:00:00Z', words: 'It is so.' });
  const held = story('held', { hold: hold('BigCommerce said no.') });

  it('where the store is gone: since when, and before what the order waited for last', () => {
    expect(answerOf(held, { read: false, standing: keeps('gone') })).toBe(
      `Order 112 waits since 2026-11-26T00:00:00Z: it is so. As it stood then: Order 112 waits since ${since}: BigCommerce said no.`,
    );
  });

  it.each(['paused', 'needs-credentials'] as const)(
    'where it is %s: after what a person has to mend as well',
    (kind) => {
      expect(answerOf(held, { read: false, standing: keeps(kind) })).toBe(
        `Order 112 waits since ${since}: BigCommerce said no. And nothing of any order goes on now. It is so.`,
      );
      expect(answerOf(story('ready'), { read: false, standing: keeps(kind) })).toMatch(
        /^Order 112 waits since 2026-11-26T00:00:00Z: it is so\./,
      );
    },
  );

  it('and once where the order itself is held by that alone', () => {
    const paused = story('held', { hold: hold('It is paused.', 'integration-paused') });
    expect(answerOf(paused, { read: false, standing: keeps('paused') })).toBe(
      'Order 112 waits since 2026-11-26T00:00:00Z: it is so.',
    );
    const gone = story('held', { hold: hold('It is gone.', 'integration-gone') });
    expect(answerOf(gone, { read: false, standing: keeps('gone') })).toBe(
      'Order 112 waits since 2026-11-26T00:00:00Z: it is so.',
    );
  });

  it('of an order that is over nothing is said', () => {
    expect(answerOf(story('shipped'), { read: false, standing: keeps('gone') })).toMatch(/^Order 112 has shipped/);
  });
});

it('without a run the answer is what both sides say', () => {
  const said = 'No run has taken it yet: latest changes do.';
  expect(answerOf(story('ready', {}, said), { read: true })).toBe(
    'Order 112: no run has taken it yet: latest changes do.',
  );
});

it.each([
  ['shipped', { shipments: [{ shipmentId: 1, trackingNumber: 'T1' }] }, 'has shipped, tracking T1.'],
  ['handed-over', { myOgoStatus: 'NEW' }, 'is at the warehouse, and has not shipped yet: myOGO says NEW.'],
] as const)('without a run, of an order that is %s, that is the first sentence', (stage, address, answer) => {
  const said = 'The store has it at status 2, as shipped: it is not taken by itself.';
  expect(answerOf(story(stage, address, said), { read: true })).toBe(`Order 112 ${answer} ${said}`);
});

it.each(holdReasons)('%s has an answer that begins with the order and its age', (reason) => {
  expect(answerOf(story('held', { hold: hold('Something.', reason) }), { read: false })).toMatch(
    /^Order 112 waits since 2026-11-24T\S+: \S/,
  );
});
