import { expect, it } from 'vitest';
import type { AddressStatus, OrderStory } from '../../../../../src/contract/orders.ts';
import { bagOf, bagWords } from '../../../../../src/domain/orders/facts/bag.ts';
import { nextSteps } from '../../../../../src/domain/orders/next-steps.ts';
import { listedReferences } from '../../../../../src/domain/orders/views/listed.ts';
import { searchAttributesOf, storyOf } from '../../../../../src/domain/orders/views/story.ts';
import { warehouseWords } from '../../../../../src/domain/orders/views/outlook.ts';
import { Story } from '../story.ts';

// An order as people see it: a view of the account, which cannot disagree with it.

const goods = (pieces: Parameters<typeof bagOf>[0]) => bagWords(bagOf(pieces)) || 'nothing';

function address(one: AddressStatus): string {
  const { addressId, stage, method, reference, shippingCode, pickUpPoint, cashOnDelivery, myOgoStatus } = one;
  const { hold, moreHolds = [], waits, pieces, orders = [], shipments } = one;
  return [
    `${addressId} ${stage}`,
    `${method ?? 'gone'} as ${reference} by ${shippingCode ?? 'no code'}`,
    ...(pickUpPoint === undefined ? [] : [`point ${pickUpPoint}`]),
    ...(cashOnDelivery === undefined ? [] : [`collects ${cashOnDelivery}`]),
    ...(myOgoStatus === undefined ? [] : [`there ${myOgoStatus}`]),
    ...(hold === undefined ? [] : [`held ${hold.reason} since ${hold.since.slice(11, 19)}`]),
    ...(moreHolds.length === 0 ? [] : [`and ${moreHolds.map(({ reason }) => reason).join(', ')}`]),
    ...(waits === undefined ? [] : [`waits ${waits.until?.slice(11, 19) ?? 'for it'}`]),
    ...(pieces === undefined ? [] : [pieces]),
    ...orders.map(
      (o) =>
        `[${[o.reference, o.id ?? 'no id', o.status, goods(o.pieces), ...(o.foreign === undefined ? [] : [`not ours ${goods(o.foreign)}`]), ...(o.trackingNumber === undefined ? [] : [o.trackingNumber]), ...(o.note === undefined ? [] : [o.note])].join(', ')}]`,
    ),
    ...shipments.map((s) => `{${s.shipmentId} ${s.trackingNumber ?? 'no number'}}`),
  ].join(' | ');
}

function seen(story: Story): readonly string[] {
  const steps = nextSteps(story.facts, story.world.now);
  const view: OrderStory = storyOf(story.facts, story.world.now, steps);
  const { stage, reason } = searchAttributesOf(story.facts, steps);
  if (stage !== view.stage) throw new Error('two stages');
  return [
    `${view.stage}: ${view.summary}`,
    ...(view.hold === undefined ? [] : [`the order is held ${view.hold.reason}`]),
    ...(view.waits === undefined ? [] : [`the order waits: ${view.waits.words}`]),
    ...view.addresses.map(address),
    ...(view.otherOrders ?? []).map((o) => `besides ${o.reference} ${o.status} ${goods(o.pieces)}`),
    ...(reason === undefined ? [] : [`found by ${reason}`]),
    ...(listedReferences(story.facts, view.stage).length === 0
      ? []
      : [`listed ${listedReferences(story.facts, view.stage).join(' ')}`]),
    ...(view.addresses.some(({ orders = [] }) => orders.length > 0) ? [warehouseWords(view) ?? ''] : []),
  ];
}

const rows: readonly [string, () => unknown, unknown][] = [
  [
    'before it is read nobody hears that nothing is to be shipped',
    () => seen(new Story()),
    ['ready: The store’s order is being read.'],
  ],
  ['about to go', () => seen(new Story().plain()), ['ready: Is being handed over.', '7 ready | DHL as h-100 by DHL']],
  [
    'on its way with an unknown outcome',
    () => seen(new Story().plain().lost(true)),
    [
      'ready: The outcome of the hand-over is unknown: it may still land.',
      '7 ready | DHL as h-100 by DHL | waits 00:01:08 | 3 × A wanted: 3 × A sent, outcome unknown',
    ],
  ],
  [
    'in the warehouse',
    () => seen(new Story().plain().sent()),
    [
      'handed-over: Handed over; waits for the warehouse (NEW).',
      '7 handed-over | DHL as h-100 by DHL | there NEW | waits for it | [h-100, w1, NEW, 3 × A]',
      'listed h-100',
      'In myOGO: h-100 (NEW).',
    ],
  ],
  [
    'picked',
    () => seen(new Story().plain().sent().warehouse('w1', { status: 'COLLECTING' })),
    [
      'handed-over: Handed over; waits for the warehouse (COLLECTING).',
      '7 handed-over | DHL as h-100 by DHL | there COLLECTING | waits for it | [h-100, w1, COLLECTING, 3 × A]',
      'listed h-100',
      'In myOGO: h-100 (COLLECTING).',
    ],
  ],
  [
    'left, and the store does not know',
    () => seen(new Story().plain().sent().ships('w1')),
    [
      'handed-over: Handed over; waits for the warehouse.',
      '7 handed-over | DHL as h-100 by DHL | there SHIPPED | 3 × A wanted: 3 × A shipped (of it 3 × A the store does not know of yet) | [h-100, w1, SHIPPED, 3 × A, T-w1]',
      'listed h-100',
      'In myOGO: h-100 (SHIPPED).',
    ],
  ],
  [
    'shipped with its number',
    () => seen(new Story().plain().shippedAndTold()),
    [
      'shipped: Shipped, and the store knows its tracking.',
      '7 shipped | DHL as h-100 by DHL | there SHIPPED | [h-100, w1, SHIPPED, 3 × A, T-w1] | {501 T-w1}',
      'In myOGO: h-100 (SHIPPED).',
    ],
  ],
  [
    'shipped without a number',
    () => seen(new Story().plain().sent().warehouse('w1', { status: 'SHIPPED' }).passes(3_600_000).run()),
    [
      'shipped: Shipped; the store knows of it, and no tracking number came yet.',
      '7 shipped | DHL as h-100 by DHL | there SHIPPED | [h-100, w1, SHIPPED, 3 × A] | {501 no number}',
      'In myOGO: h-100 (SHIPPED).',
    ],
  ],
  [
    'short',
    () => seen(new Story().plain().sent().ships('w1', '2 A').run()),
    [
      'held: Held: h-100 holds fewer pieces than were sent: 1 × A is missing.',
      '7 held | DHL as h-100 by DHL | there SHIPPED | held short-shipped since 00:00:20 | 3 × A wanted: 2 × A shipped, 1 × A missing | [h-100, w1, SHIPPED, 2 × A, T-w1] | {501 T-w1}',
      'found by short-shipped',
      'listed h-100',
      'In myOGO: h-100 (SHIPPED).',
    ],
  ],
  [
    'split in two',
    () =>
      seen(
        new Story()
          .plain()
          .sent()
          .warehouse('w1', { pieces: [{ code: 'A', quantity: 2 }] })
          .appears('h-100/2', '1 A', 'PENDING')
          .run(),
      ),
    [
      'handed-over: Handed over; waits for the warehouse (NEW, PENDING).',
      '7 handed-over | DHL as h-100 by DHL | there NEW | waits for it | [h-100, w1, NEW, 2 × A] | [h-100/2, w2, PENDING, 1 × A, a part of it]',
      'listed h-100 h-100/2',
      'In myOGO: h-100 (w1, NEW); h-100/2 (w2, PENDING, a part of it).',
    ],
  ],
  [
    'twins',
    () => seen(new Story().plain().sent().appears('h-100', '3 A')),
    [
      'handed-over: Handed over; waits for the warehouse.',
      '7 handed-over | DHL as h-100 by DHL | there NEW | 3 × A wanted: 6 × A in the warehouse, 3 × A on its way and no longer wanted | [h-100, w1, NEW, 3 × A] | [h-100, w2, NEW, 3 × A]',
      'listed h-100 h-100',
      'In myOGO: h-100 (w1, NEW); h-100 (w2, NEW).',
    ],
  ],
  [
    'with a gift',
    () => seen(new Story().plain().sent().withGift().run()),
    [
      'handed-over: Handed over; waits for the warehouse (NEW).',
      '7 handed-over | DHL as h-100 by DHL | there NEW | waits for it | [h-100, w1, NEW, 3 × A, 1 × G, not ours 1 × G]',
      'listed h-100',
      'In myOGO: h-100 (NEW).',
    ],
  ],
  [
    'with an exchange order that is not ours',
    () => seen(new Story().plain().shippedAndTold().appears('h-100-EX1', '1 A').run()),
    [
      'shipped: Shipped, and the store knows its tracking.',
      '7 shipped | DHL as h-100 by DHL | there SHIPPED | [h-100, w1, SHIPPED, 3 × A, T-w1] | [h-100-EX1, w2, NEW, 1 × A, not ours 1 × A, not ours] | {501 T-w1}',
      'In myOGO: h-100 (w1, SHIPPED); h-100-EX1 (w2, NEW, not ours).',
    ],
  ],
  [
    'cancelled there',
    () => seen(new Story().plain().sent().warehouse('w1', { status: 'CANCELLED' })),
    [
      'held: Held: The warehouse cancelled h-100: 3 × A are missing.',
      '7 held | DHL as h-100 by DHL | there CANCELLED | held cancelled-in-warehouse since 00:00:12 | 3 × A wanted: 3 × A missing | [h-100, w1, CANCELLED, 3 × A]',
      'found by cancelled-in-warehouse',
      'In myOGO: h-100 (CANCELLED).',
    ],
  ],
  [
    'cancelled there and sent again',
    () =>
      seen(
        new Story().plain().sent().warehouse('w1', { status: 'CANCELLED' }).decide({ kind: 'hand-over-again' }).sent(),
      ),
    [
      'handed-over: Handed over; waits for the warehouse (NEW).',
      '7 handed-over | DHL as h-100-s2 by DHL | there NEW | waits for it | [h-100, w1, CANCELLED, 3 × A] | [h-100-s2, w2, NEW, 3 × A]',
      'listed h-100-s2',
      'In myOGO: h-100 (w1, CANCELLED); h-100-s2 (w2, NEW).',
    ],
  ],
  [
    'vanished',
    () => {
      const s = new Story().plain().sent();
      s.world.order('w1').hidden = true;
      return seen(s.look('h-100').passes(61_000).act('look'));
    },
    [
      'held: Held: myOGO no longer lists h-100: 3 × A are missing.',
      '7 held | DHL as h-100 by DHL | there NEW | held vanished-in-warehouse since 00:01:15 | 3 × A wanted: 3 × A missing | [h-100, w1, NEW, 3 × A, myOGO no longer lists it]',
      'found by vanished-in-warehouse',
      'In myOGO: h-100 (NEW, myOGO no longer lists it).',
    ],
  ],
  [
    'cancelled in the store, nothing sent',
    () => seen(new Story().plain().status(5).run()),
    ['cancelled: Cancelled.', '7 cancelled | DHL as h-100 by DHL'],
  ],
  [
    'cancelled in the store, and taken back',
    () => seen(new Story().plain().sent().status(5).run()),
    [
      'cancelled: Cancelled.',
      '7 cancelled | DHL as h-100 by DHL | there CANCELLED | [h-100, w1, CANCELLED, 3 × A]',
      'In myOGO: h-100 (CANCELLED).',
    ],
  ],
  [
    'cancelled in the store, and it had left',
    () => seen(new Story().plain().shippedAndTold().status(5).run()),
    [
      'shipped: The store no longer wants it; 3 × A left the warehouse.',
      '7 shipped | DHL as h-100 by DHL | there SHIPPED | nothing wanted any more: 3 × A shipped (of it 3 × A beyond what is wanted) | [h-100, w1, SHIPPED, 3 × A, T-w1] | {501 T-w1}',
      'In myOGO: h-100 (SHIPPED).',
    ],
  ],
  [
    'cancelled by a person',
    () => seen(new Story().plain().sent().cancel().run()),
    [
      'cancelled: Cancelled.',
      '7 cancelled | DHL as h-100 by DHL | there CANCELLED | [h-100, w1, CANCELLED, 3 × A]',
      'In myOGO: h-100 (CANCELLED).',
    ],
  ],
  [
    'refunded in full before it left',
    () => seen(new Story().plain().sent().refund(3).run()),
    [
      'cancelled: Cancelled.',
      '7 cancelled | DHL as h-100 by DHL | there CANCELLED | [h-100, w1, CANCELLED, 3 × A]',
      'In myOGO: h-100 (CANCELLED).',
    ],
  ],
  [
    'refunded after it left',
    () => seen(new Story().plain().shippedAndTold().refund(1).run()),
    [
      'shipped: Shipped, and the store knows its tracking.',
      '7 shipped | DHL as h-100 by DHL | there SHIPPED | 3 × A wanted: 3 × A shipped (of it 1 × A refunded since) | [h-100, w1, SHIPPED, 3 × A, T-w1] | {501 T-w1}',
      'In myOGO: h-100 (SHIPPED).',
    ],
  ],
  [
    'shipped by hand',
    () => seen(new Story().plain().byHand(1, 3).run()),
    [
      'shipped: Shipped by hand in the store.',
      '7 shipped | DHL as h-100 by DHL | 3 × A wanted: 3 × A shipped by hand | {900 no number}',
    ],
  ],
  [
    'shipped by hand in part',
    () => seen(new Story().plain().sent().byHand(1, 1, 'X1').run()),
    [
      'handed-over: Handed over; waits for the warehouse (NEW).',
      '7 handed-over | DHL as h-100 by DHL | there NEW | waits for it | 3 × A wanted: 1 × A shipped by hand, 2 × A in the warehouse | [h-100, w1, NEW, 2 × A] | {900 X1}',
      'listed h-100',
      'In myOGO: h-100 (NEW).',
    ],
  ],
  [
    'shipped by status alone',
    () => seen(new Story().plain().status(2).run()),
    [
      'ignored: The store says that it is shipped: 3 × A was not sent from here.',
      '7 ignored | DHL as h-100 by DHL | 3 × A wanted: 3 × A left out by a decision',
    ],
  ],
  [
    'treated as done without a link',
    () => {
      const s = new Story();
      s.world.links['DHL'] = { kind: 'none' };
      return seen(s.plain().decide({ kind: 'treat-as-done' }));
    },
    [
      'ignored: Handled outside by a person’s decision: 3 × A was not sent from here.',
      '7 ignored | DHL as h-100 by no code | 3 × A wanted: 3 × A left out by a decision',
    ],
  ],
  [
    'held without a link',
    () => {
      const s = new Story();
      s.world.links['DHL'] = { kind: 'none' };
      return seen(s.plain());
    },
    [
      'held: Held: No link matches the shipping method “DHL” to FI.',
      '7 held | DHL as h-100 by no code | held shipping-method-not-linked since 00:00:06',
      'found by shipping-method-not-linked',
    ],
  ],
  [
    'marked as not ours',
    () => {
      const s = new Story();
      s.world.links['DHL'] = { kind: 'ignore' };
      return seen(s.plain().run());
    },
    ['ignored: Not ours to ship.', '7 ignored | DHL as h-100 by no code'],
  ],
  [
    'unpaid',
    () => {
      const s = new Story();
      s.world.status = 7;
      return seen(s.plain().run());
    },
    [
      'awaiting-payment: Waits until the store’s order is paid.',
      '7 awaiting-payment | DHL as h-100 by no code | waits for it',
    ],
  ],
  [
    'not placed yet',
    () => {
      const s = new Story();
      s.world.status = 0;
      return seen(s.plain().run());
    },
    ['nothing-to-ship: The store’s order is not placed yet: nothing to do.'],
  ],
  [
    'two addresses, one of them held',
    () => {
      const s = new Story();
      s.world.links['Odd'] = { kind: 'none' };
      return seen(s.place(7, '2 A').place(8, '1 B', { method: 'Odd' }).read().run());
    },
    [
      'held: Held: No link matches the shipping method “Odd” to FI.',
      '7 handed-over | DHL as h-100-7 by DHL | there NEW | waits for it | [h-100-7, w1, NEW, 2 × A]',
      '8 held | Odd as h-100-8 by no code | held shipping-method-not-linked since 00:00:12',
      'found by shipping-method-not-linked',
      'listed h-100-7',
      'In myOGO: h-100-7 (NEW).',
    ],
  ],
  [
    'two addresses, one of them shipped',
    () => seen(new Story().place(7, '2 A').place(8, '1 B').read().act('hand-over').act('hand-over').ships('w1').run()),
    [
      'handed-over: Handed over; waits for the warehouse (NEW).',
      '7 shipped | DHL as h-100-7 by DHL | there SHIPPED | [h-100-7, w1, SHIPPED, 2 × A, T-w1] | {501 T-w1}',
      '8 handed-over | DHL as h-100-8 by DHL | there NEW | waits for it | [h-100-8, w2, NEW, 1 × B]',
      'listed h-100-7 h-100-8',
      'In myOGO: h-100-7 (w1, SHIPPED); h-100-8 (w2, NEW).',
    ],
  ],
  [
    'an address that the store has no more',
    () =>
      seen(
        new Story()
          .place(7, '2 A')
          .place(8, '1 B')
          .read()
          .act('hand-over')
          .act('hand-over')
          .store((w) => w.places.pop(), { agree: true })
          .run(),
      ),
    [
      'handed-over: Handed over; waits for the warehouse (NEW).',
      '7 handed-over | DHL as h-100-7 by DHL | there NEW | waits for it | [h-100-7, w1, NEW, 2 × A]',
      '8 cancelled | gone as h-100-8 by DHL | there CANCELLED | [h-100-8, w2, CANCELLED, 1 × B]',
      'listed h-100-7',
      'In myOGO: h-100-7 (w1, NEW); h-100-8 (w2, CANCELLED).',
    ],
  ],
  [
    'at a merchant that cannot be asked',
    () => {
      const s = new Story().plain().sent();
      s.world.merchantId = 'm2';
      return seen(s.read());
    },
    [
      'held: Held: h-100 is at another myOGO merchant, which cannot be asked.',
      '7 held | DHL as h-100 by DHL | there NEW | held other-merchant since 00:00:10 | [h-100, w1, NEW, 3 × A, at another merchant, which cannot be asked]',
      'found by other-merchant',
      'In myOGO: h-100 (NEW, at another merchant, which cannot be asked).',
    ],
  ],
  [
    'left to people there',
    () => {
      const s = new Story().plain().sent();
      s.world.merchantId = 'm2';
      return seen(s.read().decide({ kind: 'treat-as-done' }).run());
    },
    [
      'ignored: Handled outside by a person’s decision: 3 × A was not sent from here.',
      '7 ignored | DHL as h-100 by DHL | 3 × A wanted: 3 × A left out by a decision',
      'besides h-100 NEW 3 × A',
    ],
  ],
  [
    'returned',
    () => seen(new Story().plain().shippedAndTold().warehouse('w1', { status: 'RETURNED' }).run()),
    [
      'shipped: Shipped, and the store knows its tracking.',
      '7 shipped | DHL as h-100 by DHL | there RETURNED | [h-100, w1, RETURNED, 3 × A, T-w1] | {501 T-w1}',
      'In myOGO: h-100 (RETURNED).',
    ],
  ],
  [
    'found again, its account lost',
    () => seen(new Story().plain().sent().forget().run()),
    [
      'handed-over: Handed over; waits for the warehouse (NEW).',
      '7 handed-over | DHL as h-100 by no code | there NEW | waits for it | [h-100, w1, NEW, 3 × A]',
      'listed h-100',
      'In myOGO: h-100 (NEW).',
    ],
  ],
  [
    'its account lost, while it may still land',
    () => seen(new Story().plain().sent().forgets(60_000).read()),
    [
      'ready: What an earlier run may have sent can still land: nothing is sent before that is over.',
      'the order waits: What an earlier run may have sent can still land: nothing is sent before that is over.',
      '7 awaiting-payment | DHL as h-100 by no code | waits 00:01:10',
    ],
  ],
  [
    'gone in the store',
    () => {
      const s = new Story().plain().sent();
      s.world.exists = false;
      s.facts = s.world.read(s.facts);
      s.passes(61_000);
      s.facts = s.world.read(s.facts);
      return seen(s.run());
    },
    [
      'cancelled: The store has no such order any more.',
      '7 cancelled | DHL as h-100 by DHL | there CANCELLED | [h-100, w1, CANCELLED, 3 × A]',
      'In myOGO: h-100 (CANCELLED).',
    ],
  ],
  [
    'gone in the store before anything was sent',
    () => {
      const s = new Story().plain();
      s.world.exists = false;
      s.facts = s.world.read(s.facts);
      s.passes(61_000);
      s.facts = s.world.read(s.facts);
      return seen(s.run());
    },
    ['cancelled: The store has no such order any more.', '7 cancelled | DHL as h-100 by DHL'],
  ],
  [
    'an order without goods',
    () => seen(new Story().read().run()),
    ['nothing-to-ship: Nothing of this order has to be shipped.'],
  ],
  [
    'strays that nobody wants',
    () => seen(new Story().place(7, '1 A').place(8, '1 A').read().appears('h-100', '5 Z')),
    [
      'ready: The store’s order is being read.',
      '7 ready | DHL as h-100-7 by DHL | waits for it',
      '8 ready | DHL as h-100-8 by DHL | waits for it',
      'besides h-100 NEW 5 × Z',
      'listed h-100',
    ],
  ],
  [
    'reopened',
    () => seen(new Story().plain().shippedAndTold().status(11)),
    [
      'held: Held: The store’s order was set back to status 11 after everything was done.',
      'the order is held reopened',
      '7 shipped | DHL as h-100 by DHL | there SHIPPED | [h-100, w1, SHIPPED, 3 × A, T-w1] | {501 T-w1}',
      'found by reopened',
      'listed h-100',
      'In myOGO: h-100 (SHIPPED).',
    ],
  ],
  [
    'a status that forbids sending',
    () => seen(new Story().plain().sent().status(7)),
    [
      'held: Held: The store’s order is at status 7, and 3 × A of it is in the warehouse.',
      '7 held | DHL as h-100 by DHL | there NEW | held status-forbids-sending since 00:00:12 | [h-100, w1, NEW, 3 × A]',
      'found by status-forbids-sending',
      'listed h-100',
      'In myOGO: h-100 (NEW).',
    ],
  ],
  [
    'stands still',
    () => seen(new Story().plain().sent().warehouse('w1', { status: 'DRAFT' })),
    [
      'handed-over: Handed over; the warehouse has it at DRAFT.',
      '7 handed-over | DHL as h-100 by DHL | there DRAFT | waits 01:00:12 | [h-100, w1, DRAFT, 3 × A]',
      'listed h-100',
      'In myOGO: h-100 (DRAFT).',
    ],
  ],
  [
    'a number that the store does not know of yet',
    () => seen(new Story().plain().shippedAndTold().warehouse('w1', { tracking: 'T9' })),
    [
      'shipped: Shipped, and the store knows its tracking.',
      '7 shipped | DHL as h-100 by DHL | there SHIPPED | [h-100, w1, SHIPPED, 3 × A, T9] | {501 T-w1}',
      'In myOGO: h-100 (SHIPPED).',
    ],
  ],
  [
    'shipped more than was wanted',
    () => seen(new Story().plain('2 A').sent().ships('w1', '3 A').run()),
    [
      'shipped: Shipped, and the store knows its tracking.',
      '7 shipped | DHL as h-100 by DHL | there SHIPPED | 2 × A wanted: 3 × A shipped (of it 1 × A beyond what is wanted) | [h-100, w1, SHIPPED, 3 × A, T-w1] | {501 T-w1}',
      'In myOGO: h-100 (SHIPPED).',
    ],
  ],
  [
    'put away',
    () => {
      const s = new Story().plain().sent();
      return seen(
        s
          .store(
            (w) => {
              w.archived = true;
            },
            { agree: true },
          )
          .run(),
      );
    },
    [
      'cancelled: Cancelled.',
      '7 cancelled | DHL as h-100 by DHL | there CANCELLED | [h-100, w1, CANCELLED, 3 × A]',
      'In myOGO: h-100 (CANCELLED).',
    ],
  ],
];

it.each(rows)('%s', (_, told, expected) => {
  expect(told()).toEqual(expected);
});
