import { expect, it } from 'vitest';
import { Story } from '../story.ts';

// What was done of an order, and why, in the words that `explain` shows: whoever asks reads the whole life.

const life = (story: Story) =>
  story.facts.story.map(({ kind, place, what }) => `${kind}${place === undefined ? '' : ` ${place}`}: ${what}`);
const unlinked = (story = new Story()) => {
  story.world.links['DHL'] = { kind: 'none' };
  return story;
};

const rows: readonly [string, () => unknown, unknown][] = [
  [
    'a plain life',
    () => life(new Story().plain().shippedAndTold()),
    [
      'effect: status 9 in the store',
      'effect 1: created in myOGO as h-100 with DHL: 3 × A',
      'effect 1: 1 shipment written into the store with tracking',
    ],
  ],
  [
    'without a number, then with one',
    () =>
      life(
        new Story()
          .plain()
          .sent()
          .warehouse('w1', { status: 'SHIPPED' })
          .passes(3_600_000)
          .run()
          .warehouse('w1', { tracking: 'T1' })
          .run(),
      ),
    [
      'effect: status 9 in the store',
      'effect 1: created in myOGO as h-100 with DHL: 3 × A',
      'effect 1: 1 shipment written into the store',
      'effect 1: tracking added to the shipment in the store',
    ],
  ],
  [
    'the number is corrected',
    () => life(new Story().plain().shippedAndTold().warehouse('w1', { tracking: 'T9' }).run()),
    [
      'effect: status 9 in the store',
      'effect 1: created in myOGO as h-100 with DHL: 3 × A',
      'effect 1: 1 shipment written into the store with tracking',
      'effect 1: tracking added to the shipment in the store',
    ],
  ],
  [
    'its status moves by itself',
    () => life(new Story().plain().landed().run()),
    ['effect 1: created in myOGO as h-100 with DHL: 3 × A', 'effect: status 9 in the store'],
  ],
  [
    'two places',
    () => life(new Story().place(7, '2 A').place(8, '1 B').read().run()),
    [
      'effect 1: created in myOGO as h-100-7 with DHL: 2 × A',
      'effect: status 9 in the store',
      'effect 2: created in myOGO as h-100-8 with DHL: 1 × B',
    ],
  ],
  [
    'the store cancels, and it is taken back',
    () => life(new Story().plain().sent().status(5).run()),
    [
      'effect: status 9 in the store',
      'effect 1: created in myOGO as h-100 with DHL: 3 × A',
      'effect 1: cancelled in myOGO: h-100',
    ],
  ],
  [
    'the store cancels, and the warehouse refuses',
    () => life(new Story().plain().sent().status(5).act('cancel', 'refused').run()),
    [
      'effect: status 9 in the store',
      'effect 1: created in myOGO as h-100 with DHL: 3 × A',
      'effect: noted on the store’s order: myOGO: h-100 could not be cancelled.',
    ],
  ],
  [
    'a piece is refunded',
    () => life(new Story().plain().sent().refund(1).run()),
    [
      'effect: status 9 in the store',
      'effect 1: created in myOGO as h-100 with DHL: 3 × A',
      'effect 1: the change was sent to myOGO: h-100',
    ],
  ],
  [
    'a piece more is shipped than the store takes',
    () => life(new Story().plain('2 A').sent().ships('w1', '3 A').run()),
    [
      'effect: status 9 in the store',
      'effect 1: created in myOGO as h-100 with DHL: 2 × A',
      'effect 1: 1 shipment written into the store with tracking',
      'effect: noted on the store’s order: myOGO: h-100 shipped 1 × A (T-w1), which this order no longer takes.',
    ],
  ],
  [
    'its answer is lost, and it is not found',
    () => life(new Story().plain().lost(false).looked().run()),
    ['effect: status 9 in the store', 'effect 1: created in myOGO as h-100 with DHL: 3 × A'],
  ],
  [
    'something stands there already',
    () => {
      const s = new Story().plain();
      s.world.create('h-100', [{ code: 'Z', quantity: 1 }], 'other');
      return life(s.act('hand-over').run());
    },
    ['decision 1: Something stands in myOGO under h-100 already: nothing was sent.'],
  ],
  [
    'what stands there is what would be sent',
    () => {
      const s = new Story().plain();
      s.world.create('h-100', [{ code: 'A', quantity: 3 }], 'street 7');
      return life(s.act('hand-over').run());
    },
    ['decision 1: Found in the warehouse already as h-100: adopted.', 'effect: status 9 in the store'],
  ],
  [
    'its account is lost, and it is found again',
    () => life(new Story().plain().sent().forget().run()),
    ['decision 1: Found in the warehouse already as h-100: adopted.'],
  ],
  [
    'it came back',
    () => life(new Story().plain().shippedAndTold().warehouse('w1', { status: 'RETURNED' }).run()),
    [
      'effect: status 9 in the store',
      'effect 1: created in myOGO as h-100 with DHL: 3 × A',
      'effect 1: 1 shipment written into the store with tracking',
      'effect: noted on the store’s order: myOGO: h-100 was returned.',
    ],
  ],
  [
    'a person decides',
    () => life(unlinked().plain().decide({ kind: 'treat-as-done' })),
    ['decision 1: A person decided: treat-as-done.'],
  ],
  [
    'a person chooses a code',
    () => life(unlinked().plain().decide({ kind: 'use-code', code: ' X9 ' }).run()),
    [
      'decision 1: A person decided: use-code X9.',
      'effect: status 9 in the store',
      'effect 1: created in myOGO as h-100 with X9: 3 × A',
    ],
  ],
  [
    'the warehouse refuses that code',
    () => life(unlinked().plain().decide({ kind: 'use-code', code: 'X9' }).refusedCode()),
    ['decision 1: A person decided: use-code X9.', 'decision 1: myOGO refused the code X9: no such code'],
  ],
  [
    'a person cancels the whole order',
    () => life(new Story().plain().sent().cancel().run()),
    [
      'effect: status 9 in the store',
      'effect 1: created in myOGO as h-100 with DHL: 3 × A',
      'decision: A person cancelled the order.',
      'effect 1: cancelled in myOGO: h-100',
      'effect: cancelled in the store',
    ],
  ],
  [
    'the store calls it shipped',
    () => life(new Story().plain().status(2).run()),
    ['decision: The store’s order is at status 2: what was not sent is settled there.'],
  ],
  [
    'a gift stands beside',
    () => life(new Story().plain().sent().withGift().run()),
    [
      'effect: status 9 in the store',
      'effect 1: created in myOGO as h-100 with DHL: 3 × A',
      'effect: noted on the store’s order: myOGO: h-100 holds 1 × G, which was not sent from here.',
    ],
  ],
];

it.each(rows)('%s', (_, told, expected) => {
  expect(told()).toEqual(expected);
});
