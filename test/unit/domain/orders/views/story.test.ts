import { describe, expect, test } from 'vitest';
import type { OrderStory } from '../../../../../src/contract/orders.ts';
import { bagWords } from '../../../../../src/domain/orders/facts/bag.ts';
import { nextSteps } from '../../../../../src/domain/orders/next-steps.ts';
import { outlookWords, warehouseWords, wouldWords } from '../../../../../src/domain/orders/views/outlook.ts';
import { seeFindings, storyOf } from '../../../../../src/domain/orders/views/story.ts';
import { takeFailure } from '../../../../../src/domain/orders/learn/learn-acts.ts';
import { tryAgain } from '../../../../../src/domain/orders/learn/store-news.ts';
import { Story } from '../story.ts';

const view = (story: Story): OrderStory => storyOf(story.facts, story.world.now);
const ours = (story: Story) => story.world.orders.map(({ id }) => id);

describe('the summary', () => {
  test.each<[string, (story: Story) => unknown, string]>([
    ['about to go', (s) => s.plain(), 'Is being handed over.'],
    ['in the warehouse', (s) => s.plain().sent(), 'Handed over; waits for the warehouse (NEW).'],
    ['shipped', (s) => s.plain().shippedAndTold(), 'Shipped, and the store knows its tracking.'],
    ['shipped by hand', (s) => s.plain().byHand(1, 3).run(), 'Shipped by hand in the store.'],
    [
      'short, and left so',
      (s) => s.plain().sent().ships('w1', '2 A').run().decide({ kind: 'treat-as-done' }),
      'Shipped, but for 1 × A: left out by a decision.',
    ],
    [
      'handled outside',
      (s) => {
        s.world.links['DHL'] = { kind: 'none' };
        return s.plain().decide({ kind: 'treat-as-done' });
      },
      'Handled outside by a person’s decision: 3 × A was not sent from here.',
    ],
    [
      'shipped by the store’s status alone',
      (s) => s.plain().status(2).run(),
      'The store says that it is shipped: 3 × A was not sent from here.',
    ],
    ['cancelled', (s) => s.plain().status(5).run(), 'Cancelled.'],
    [
      'cancelled when it had left',
      (s) => s.plain().shippedAndTold().status(5).run(),
      'The store no longer wants it; 3 × A left the warehouse.',
    ],
    ['held', (s) => s.plain().sent().warehouse('w1', { status: 'CANCELLED' }), 'Held: The warehouse cancelled h-100'],
  ])('of an order that is %s', (_, live, expected) => {
    const story = new Story();
    live(story);
    expect(view(story).summary).toContain(expected);
  });

  test('of an order whose account is lost says what it waits for, and that is no payment', () => {
    const story = new Story().plain().sent();
    story.world.status = 9;
    story.forgets(60_000).read();
    const { stage, summary } = view(story);
    expect([stage, summary]).toEqual([
      'ready',
      'What an earlier run may have sent can still land: nothing is sent before that is over.',
    ]);
  });

  test('is of the least advanced address, and names what waits', () => {
    const story = new Story().place(7, '2 A').place(8, '1 B').read();
    story.facts = { ...story.facts, byHand: false };
    story.act('hand-over').act('hand-over').ships('w1').run();
    const { stage, summary, addresses } = view(story);
    expect([stage, addresses.map((one) => one.stage)]).toEqual(['handed-over', ['shipped', 'handed-over']]);
    expect(summary).toBe(addresses[1]?.waits?.words);
  });
});

describe('the pieces of an address', () => {
  test.each<[string, (story: Story) => unknown, string | undefined]>([
    ['alike say nothing', (s) => s.plain().sent(), undefined],
    ['all shipped say nothing', (s) => s.plain().shippedAndTold(), undefined],
    ['short', (s) => s.plain().sent().ships('w1', '2 A').run(), '3 × A wanted: 2 × A shipped, 1 × A missing'],
    [
      'refunded after shipping',
      (s) => s.plain().shippedAndTold().refund(1).run(),
      '3 × A wanted: 3 × A shipped (of it 1 × A refunded since)',
    ],
    [
      'by hand in part',
      (s) => s.plain().sent().byHand(1, 1),
      '3 × A wanted: 1 × A shipped by hand, 3 × A in the warehouse, 1 × A on its way and no longer wanted',
    ],
    [
      'left although the store cancelled',
      (s) => s.plain().shippedAndTold().status(5).run(),
      'nothing wanted any more: 3 × A shipped (of it 3 × A beyond what is wanted)',
    ],
    [
      'left out by a decision',
      (s) => s.plain().sent().ships('w1', '2 A').run().decide({ kind: 'treat-as-done' }),
      '3 × A wanted: 2 × A shipped, 1 × A left out by a decision',
    ],
  ])('that are %s', (_, live, expected) => {
    const story = new Story();
    live(story);
    expect(view(story).addresses[0]?.pieces).toBe(expected);
  });
});

test('goods without a SKU are named as such', () => {
  expect(
    bagWords(
      new Map([
        ['', 1],
        ['B', 2],
      ]),
    ),
  ).toBe('1 × (no SKU), 2 × B');
});

describe('what the warehouse has', () => {
  test('is named order by order: ours, parts, foreign goods and foreign orders', () => {
    const story = new Story().plain().sent();
    story.warehouse('w1', {
      pieces: [
        { code: 'A', quantity: 2 },
        { code: 'GIFT', quantity: 1 },
      ],
    });
    story.appears('h-100-B', '1 A', 'PENDING').ships('w1').run().ships('w2').run().appears('h-100-EX1', '1 A').run();
    const [address] = view(story).addresses;
    expect(address?.orders).toMatchObject([
      { id: 'w1', reference: 'h-100', status: 'SHIPPED', foreign: [{ code: 'GIFT', quantity: 1 }] },
      { id: 'w2', reference: 'h-100-B', status: 'SHIPPED', note: 'a part of it', trackingNumber: 'T-w2' },
      { id: 'w3', reference: 'h-100-EX1', status: 'NEW', note: 'not ours' },
    ]);
    expect(warehouseWords(view(story))).toBe(
      'In myOGO: h-100 (w1, SHIPPED); h-100-B (w2, SHIPPED, a part of it); h-100-EX1 (w3, NEW, not ours).',
    );
  });

  test('is shown where it belongs to no address', () => {
    const story = new Story().place(7, '1 A').place(8, '1 A').read();
    story.appears('h-100', '5 Z');
    const { addresses, otherOrders = [] } = view(story);
    const shown = [...addresses.flatMap(({ orders = [] }) => orders), ...otherOrders];
    expect(shown.map(({ id }) => id)).toEqual(ours(story));
  });

  test('says what is gone, and what a decision left to people', () => {
    const story = new Story().plain().sent();
    story.world.order('w1').hidden = true;
    story.look('h-100').passes(61_000).look('h-100');
    expect(view(story).addresses[0]?.orders).toMatchObject([{ id: 'w1', note: 'myOGO no longer lists it' }]);

    const moved = new Story().plain().sent();
    moved.world.merchantId = 'm2';
    moved.store(() => undefined).decide({ kind: 'treat-as-done' });
    expect(view(moved).otherOrders).toMatchObject([
      { id: 'w1', note: expect.stringContaining('by a decision') as string },
    ]);
  });

  test('bears the reference of what lives, not of what was cancelled', () => {
    const story = new Story().plain().sent().warehouse('w1', { status: 'CANCELLED' });
    story.decide({ kind: 'hand-over-again' }).sent();
    expect(view(story).addresses[0]).toMatchObject({ reference: 'h-100-s2', myOgoStatus: 'NEW' });
  });
});

describe('a hold', () => {
  const cancelled = () => new Story().plain().sent().warehouse('w1', { status: 'CANCELLED' });

  test('has its finding, reason, message, remedy and age', () => {
    const story = cancelled();
    const at = story.world.iso();
    story.facts = seeFindings(story.facts, nextSteps(story.facts, story.world.now), at);
    story.passes(3_600_000);
    const [found] = story.findings();
    expect(view(story).addresses[0]?.hold).toMatchObject({
      reason: 'cancelled-in-warehouse',
      message: found?.message,
      finding: found?.fingerprint,
      since: at,
    });
  });

  test('is forgotten with its finding, so that a later one has an age of its own', () => {
    const story = cancelled();
    story.facts = seeFindings(story.facts, nextSteps(story.facts, story.world.now), story.world.iso());
    story.decide({ kind: 'treat-as-done' });
    story.facts = seeFindings(story.facts, nextSteps(story.facts, story.world.now), story.world.iso());
    expect(story.facts.firstSeen).toEqual([]);
  });

  describe('that is judged anew', () => {
    const seen = (story: Story) => {
      story.facts = seeFindings(story.facts, nextSteps(story.facts, story.world.now), story.world.iso());
      return view(story).addresses[0]?.hold;
    };
    const again = (story: Story) => {
      story.facts = tryAgain(story.facts);
      return story;
    };
    const tied = (...links: readonly string[]) => {
      const story = new Story();
      story.world.links['DHL'] = { kind: 'tie', links };
      return story.plain();
    };
    const savedOther = (story: Story, links: readonly string[]) => {
      story.passes(3_600_000);
      story.world.links['DHL'] = { kind: 'tie', links };
      return again(story).run();
    };

    test('keeps its age where links were saved that say it in other words', () => {
      const story = tied('A', 'B');
      const before = seen(story);
      const after = seen(savedOther(story, ['A', 'B', 'C']));
      expect(after?.message).not.toBe(before?.message);
      expect(after).toMatchObject({ reason: 'ambiguous-link', since: before?.since });
      expect(seen(savedOther(story, ['A', 'B']))).toMatchObject({ since: before?.since });
      expect(story.facts.firstSeen).toHaveLength(1);
    });

    test('keeps its age where the same step is refused in other words', () => {
      const story = new Story().plain();
      const refusedAs = (message: string) => {
        const act = story.acts().find(({ kind }) => kind === 'hand-over');
        if (act === undefined) throw new Error('no hand-over');
        const failure = { kind: 'hold', reason: 'rejected-by-myogo', message } as const;
        story.facts = takeFailure(story.facts, { ...act, fresh: true }, failure, story.world.iso());
      };
      refusedAs('one');
      const before = seen(story);
      story.passes(3_600_000);
      again(story).quiet();
      refusedAs('another');
      expect(seen(story)).toMatchObject({ reason: 'rejected-by-myogo', message: 'another', since: before?.since });
    });

    test('has another age for another matter: another method, another reason, or after a decision', () => {
      const story = tied('A', 'B');
      const before = seen(story);
      story.passes(3_600_000);
      story.store((world) => {
        Object.assign(world.places[0] ?? {}, { method: 'Sledge' });
        world.links['Sledge'] = { kind: 'tie', links: ['A', 'B'] };
      });
      const other = seen(story.run());
      expect(other?.since).not.toBe(before?.since);
      story.passes(3_600_000);
      story.world.links['Sledge'] = { kind: 'none' };
      const none = seen(again(story).run());
      expect(none?.reason).toBe('shipping-method-not-linked');
      expect(none?.since).not.toBe(other?.since);
    });
  });

  test('beside another is shown, too', () => {
    const story = new Story().plain().sent();
    story.world.editable = false;
    story.store((world) => Object.assign(world.places[0] ?? {}, { street: 'another' })).status(13);
    const { hold, moreHolds = [] } = view(story).addresses[0] ?? {};
    const reasons = [hold, ...moreHolds].map((one) => one?.reason);
    expect(reasons.toSorted()).toEqual(['changed-after-hand-over', 'status-forbids-sending']);
    expect(view(story).summary).toContain('And 1 more');
    expect(new Set([hold, ...moreHolds].map((one) => one?.finding)).size).toBe(2);
  });
});

describe('the outlook of an order without a run', () => {
  const settings = { importStatuses: [11], waitingStatuses: [7, 12], ordersFrom: '2026-01-01T00:00:00Z' };
  const orderId = 1042;
  const row = { statusId: 11, dateCreated: '2026-02-01T00:00:00Z', isDeleted: false };
  const at = (statusId: number) => ({ ...row, statusId });
  const leave = (why: Extract<Parameters<typeof outlookWords>[0]['taking'], { kind: 'leave' }>['why']) =>
    ({ kind: 'leave', why }) as const;
  const take = { kind: 'take' } as const;
  const ended = (isExplained: boolean, complete = true) => ({ at: 'E', isExplained, complete });
  const old = { dateCreated: '2025-12-01T00:00:00Z' };

  test.each<[string, Parameters<typeof outlookWords>, RegExp]>([
    ['next poll', [{ orderId, row, taking: take, settings }, { nextPoll: 'T' }], /latest changes do, next at T\./],
    ['paused', [{ orderId, row, taking: take, settings }, { paused: 'stock-taking' }], /paused \(stock-taking\)/],
    [
      'off',
      [{ orderId, row, taking: take, settings }, { stopped: 'Latest changes are off.' }],
      /latest changes are off/,
    ],
    [
      'old',
      [{ orderId, row, taking: leave('before-orders-from'), settings }, {}],
      /before ordersFrom.*orders\.fulfil\(1042\)/,
    ],
    ['asked', [{ orderId, row, taking: leave('first-import'), settings }, {}], /first import.*orders\.fulfil\(1042\)/],
    [
      'asked then',
      [{ orderId, row, taking: leave('first-import'), settings, importWaitsBefore: 'Q' }, {}],
      /^It waits since Q for the answer/,
    ],
    [
      'off, by a person',
      [{ orderId, row, taking: take, settings }, { stopped: 'Latest changes are off (who, when)' }],
      /off \(who, when\)\.$/,
    ],
    ['cart', [{ orderId, row: at(0), taking: leave('cart'), settings }, {}], /no order yet/],
    ['archived', [{ orderId, row, taking: leave('archived'), settings }, {}], /archived/],
    ['unpaid', [{ orderId, row: at(7), taking: leave('status'), settings }, {}], /status 7, which waits: .* at 11/],
    ['stopped', [{ orderId, row: at(5), taking: leave('status'), settings }, {}], /cancelled, declined or refunded/],
    ['shipped', [{ orderId, row: at(2), taking: leave('status'), settings }, {}], /as shipped.*orders\.fulfil\(1042\)/],
    ['other', [{ orderId, row: at(8), taking: leave('status'), settings }, {}], /status 8, .*\(11 is\)/],
    [
      'ended',
      [{ orderId, row, taking: take, settings, ended: ended(true) }, {}],
      /^Its run ended at E, and nothing has changed/,
    ],
    [
      'changed',
      [{ orderId, row, taking: leave('status'), settings, ended: ended(false) }, { nextPoll: 'T' }],
      /next at T/,
    ],
    [
      'changed',
      [{ orderId, row, taking: take, settings, ended: ended(false) }, { paused: 'why' }],
      /yet\. .* paused \(why\)/,
    ],
    [
      'terminated',
      [{ orderId, row, taking: take, settings, ended: ended(true, false) }, {}],
      /^Its run was ended from outside/,
    ],
    [
      'there',
      [{ orderId, row: at(9), taking: leave('status'), settings, isThere: true }, {}],
      /^No run is open .* myOGO has it/,
    ],
    [
      'old, unpaid',
      [{ orderId, row: { ...at(7), ...old }, taking: leave('status'), settings }, {}],
      /before ordersFrom/,
    ],
    [
      'old, other',
      [{ orderId, row: { ...at(8), ...old }, taking: leave('status'), settings }, {}],
      /before ordersFrom/,
    ],
    [
      'asked, unpaid',
      [{ orderId, row: at(7), taking: leave('status'), settings, importWaitsBefore: '2026-03-01T00:00:00Z' }, {}],
      /at 11, and the question about the first import is answered/,
    ],
    [
      'unpaid, off',
      [{ orderId, row: at(7), taking: leave('status'), settings }, { stopped: 'Latest changes are off.' }],
      /at 11\. Latest changes are off\./,
    ],
  ])('says why: %s', (_, given, expected) => {
    expect(outlookWords(...given)).toMatch(expected);
  });

  test.each<[string, (story: Story) => unknown, string]>([
    ['goes', (s) => s.plain(), 'It would be handed over as h-100 with CODE: 3 × A.'],
    ['is held', (s) => s.place(7, '1 A', { missing: ['city'] }).read(), 'It would be held: The address lacks: city.'],
    ['waits', (s) => s.plain().sent(), 'Handed over; waits for the warehouse (NEW).'],
  ])('says what would come of it: %s', (_, live, expected) => {
    const story = new Story();
    live(story);
    const words = wouldWords(nextSteps(story.facts, story.world.now), view(story));
    expect(words.replace(/with \S+:/, 'with CODE:')).toBe(expected);
  });
});
