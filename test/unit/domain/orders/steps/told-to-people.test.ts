import { expect, it } from 'vitest';
import { nextSteps } from '../../../../../src/domain/orders/next-steps.ts';
import type { Verdict } from '../../../../../src/domain/orders/steps/steps.ts';
import { Story } from '../story.ts';

const second = (story: Story) => story.act('read-order');
const twins = () => second(new Story().plain().sent().appears('h-100', '3 A'));
const odd = (kind: 'none' | 'tie') => {
  const story = new Story();
  story.world.links['Odd'] = kind === 'none' ? { kind } : { kind, links: ['a', 'b'] };
  return story.place(7, '3 A', { method: 'Odd' });
};

/** What people read of a step. */
function read(step: Verdict | undefined): unknown {
  if (step?.kind === 'hold')
    return step.findings.map(({ reason, remedy, message, place, stopsSending, step: failed, order, codes }) =>
      [
        `${reason}${remedy === undefined ? '' : ` (${remedy})`} at ${place ?? 'the order'}`,
        ...(stopsSending === true ? ['stops sending'] : []),
        ...(failed === undefined ? [] : [`of ${failed}`]),
        ...(order === undefined ? [] : [`about ${order}`]),
        ...(codes === undefined ? [] : [`of ${codes.join(', ')}`]),
        message,
      ].join(' | '),
    );
  if (step?.kind === 'wait')
    return `waits for ${step.wait.for}${step.wait.until === undefined ? '' : ` until ${step.wait.until.slice(11, 19)}`}: ${step.wait.words}`;
  return step?.kind === 'act' ? `${step.act.kind}${step.act.kind === 'note' ? `: ${step.act.text}` : ''}` : step?.kind;
}
const place = (story: Story, number = 1) =>
  read(nextSteps(story.facts, story.world.now).find((one) => one.place === number));
const whole = (story: Story) => read(nextSteps(story.facts, story.world.now)[0]);

const rows: readonly [string, () => unknown, unknown][] = [
  [
    'a piece that did not leave is missing',
    () => place(new Story().plain().sent().ships('w1', '2 A').run()),
    ['short-shipped at 1 | h-100 holds fewer pieces than were sent: 1 × A is missing.'],
  ],
  [
    'pieces that did not leave are missing',
    () => place(new Story().plain().sent().ships('w1', '1 A').run()),
    ['short-shipped at 1 | h-100 holds fewer pieces than were sent: 2 × A are missing.'],
  ],
  [
    'what the warehouse cancelled is missing',
    () => place(new Story().plain().sent().warehouse('w1', { status: 'CANCELLED' })),
    ['cancelled-in-warehouse at 1 | The warehouse cancelled h-100: 3 × A are missing.'],
  ],
  [
    'other goods in place of ours are named',
    () => place(new Story().plain().sent().ships('w1', '3 B').run()),
    ['substituted at 1 | h-100 holds other goods: 3 × A are missing. Not ours there: 3 × B.'],
  ],
  [
    'an order that two looks do not find is named',
    () => {
      const s = new Story().plain().sent();
      s.world.order('w1').hidden = true;
      return place(s.look('h-100').passes(61_000).act('look'));
    },
    ['vanished-in-warehouse at 1 | myOGO no longer lists h-100: 3 × A are missing.'],
  ],
  [
    'one look that does not find an order decides nothing: it is looked for a minute later',
    () => {
      const s = new Story().plain().sent();
      s.world.order('w1').hidden = true;
      return place(s.look('h-100'));
    },
    'waits for again until 00:01:12: myOGO did not list h-100: looked for once more.',
  ],
  [
    'a refused cancel names the order and the warehouse’s words',
    () => place(new Story().plain().sent().status(5).act('cancel', 'refused').run()),
    ['cancel-refused at 1 | The warehouse did not cancel h-100 (w1, NEW). The warehouse kept it.'],
  ],
  [
    'whoever reads the store’s order reads first that it may still arrive',
    () => place(new Story().plain().sent().status(5).act('cancel', 'refused')),
    'note: myOGO: h-100 could not be cancelled.',
  ],
  [
    'a refused edit tells what is too much, where, and why',
    () => place(new Story().plain().sent().refund(1).act('edit', 'refused').run()),
    [
      'changed-after-hand-over (fewer-wanted) at 1 | 1 × A of h-100 (NEW) is no longer wanted, and myOGO takes no change of it. no.',
    ],
  ],
  [
    'where no edit is allowed, the setting is named',
    () => {
      const s = new Story();
      s.world.editable = false;
      return place(s.plain().sent().refund(1).run());
    },
    [
      'changed-after-hand-over (fewer-wanted) at 1 | 1 × A of h-100 (NEW) is no longer wanted, and the setting ordersEditable lets no order be changed in myOGO.',
    ],
  ],
  [
    'two orders under one reference are named with their ids',
    () => place(twins().act('cancel', 'refused').run()),
    [
      'duplicate-in-warehouse at 1 | h-100 (w1, NEW) and h-100 (w2, NEW) carry one reference, and 3 × A more than is wanted is on its way. The warehouse kept it.',
    ],
  ],
  [
    'a change of the address that the warehouse refused is told by its field',
    () => place(new Story().plain().sent().otherStreet().act('edit', 'refused').run()),
    [
      'changed-after-hand-over at 1 | of change w1 | Changed in the store after hand-over: street. The change was not made in myOGO: no',
    ],
  ],
  [
    'beside another order of the reference no change of the address is sent',
    () => place(new Story().plain().sent().appears('h-100', '1 Z').otherStreet().run()),
    [
      'changed-after-hand-over at 1 | Changed in the store after hand-over: street. h-100 (w1, NEW) and h-100 (w2, NEW) carry one reference: a change could hit the wrong one, so none was sent.',
    ],
  ],
  [
    'another method is no edit: it is told by its name',
    () =>
      place(
        new Story()
          .plain()
          .sent()
          .store((w) => {
            for (const p of w.places) p.method = 'UPS';
          })
          .run(),
      ),
    ['changed-after-hand-over at 1 | Changed in the store after hand-over: shipping method.'],
  ],
  [
    'what is at another merchant cannot be asked',
    () => {
      const s = new Story().plain().sent();
      s.world.merchantId = 'm2';
      return place(s.read());
    },
    ['other-merchant at 1 | h-100 is at another myOGO merchant, which cannot be asked.'],
  ],
  [
    'nor where the store no longer wants it, which is said',
    () => {
      const s = new Story().plain().sent();
      s.world.merchantId = 'm2';
      return place(s.read().status(5));
    },
    ['other-merchant at 1 | h-100 is at another myOGO merchant, which cannot be asked. The store no longer wants it.'],
  ],
  [
    'a status that forbids sending is told with what is there',
    () => place(new Story().plain().sent().status(7)),
    ['status-forbids-sending at 1 | The store’s order is at status 7, and 3 × A of it is in the warehouse.'],
  ],
  [
    'a shipment that was deleted twice is not written a third time',
    () =>
      place(
        new Story()
          .plain()
          .shippedAndTold()
          .store((w) => (w.shipments = []))
          .run()
          .store((w) => (w.shipments = [])),
      ),
    [
      'undone-by-hand at 1 | about w1 | The shipment of h-100 was deleted in the store, written again, and deleted again.',
    ],
  ],
  [
    'what stands still for an hour is told',
    () => place(new Story().plain().sent().warehouse('w1', { status: 'DRAFT' }).passes(3_600_000)),
    ['stopped-in-warehouse at 1 | h-100 stands at DRAFT in myOGO.'],
  ],
  [
    'until then it is waited for, no longer',
    () => place(new Story().plain().sent().warehouse('w1', { status: 'DRAFT' })),
    'waits for standing-still until 01:00:12: Handed over; the warehouse has it at DRAFT.',
  ],
  [
    'what is handed over waits for the warehouse',
    () => place(new Story().plain().sent()),
    'waits for warehouse: Handed over; waits for the warehouse (NEW).',
  ],
  [
    'a status that calls it shipped settles nothing that is on its way',
    () => place(new Story().plain().sent().status(2).run()),
    'waits for warehouse: Handed over; waits for the warehouse (NEW). The store calls it shipped already.',
  ],
  [
    'a method without a link is named with its country',
    () => place(odd('none').read()),
    ['shipping-method-not-linked at 1 | stops sending | No link matches the shipping method “Odd” to FI.'],
  ],
  [
    'so is an order without any method',
    () => {
      const s = new Story();
      s.world.links[''] = { kind: 'none' };
      return place(s.place(7, '3 A', { method: '' }).read());
    },
    ['shipping-method-not-linked at 1 | stops sending | No link matches the shipping method (no method) to FI.'],
  ],
  [
    'links that match equally well are named',
    () => place(odd('tie').read()),
    ['ambiguous-link at 1 | stops sending | Shipping method “Odd” is matched equally well by a, b.'],
  ],
  [
    'what an address lacks is named',
    () => place(new Story().place(7, '3 A', { missing: ['street', 'city'] }).read()),
    ['address-incomplete at 1 | stops sending | The address lacks: street, city.'],
  ],
  [
    'a line without a SKU stops its place',
    () => place(new Story().place(7, '3 A, 1 ').read()),
    ['sku-missing at 1 | stops sending | of  | 1 ordered line has no SKU.'],
  ],
  [
    'goods of others under our reference are named',
    () => place(odd('none').read().appears('h-100', '2 Z')),
    ['reference-conflict at 1 | stops sending | h-100 holds 2 × Z: not ours.'],
  ],
  [
    'an unpaid order waits for its payment',
    () => {
      const s = new Story();
      s.world.status = 7;
      return place(s.plain().run());
    },
    'waits for payment: Waits until the store’s order is paid.',
  ],
  [
    'so does one that is verified by hand',
    () => {
      const s = new Story();
      s.world.status = 12;
      return place(s.plain().run());
    },
    'waits for payment: Waits until the store’s order is paid.',
  ],
  [
    'an answer that was lost is waited for until it has settled',
    () => place(new Story().plain().lost(true)),
    'waits for outcome until 00:01:08: The outcome of the hand-over is unknown: it may still land.',
  ],
  [
    'a shipment without a number waits an hour for it',
    () => place(new Story().plain().sent().warehouse('w1', { status: 'SHIPPED' })),
    'waits for tracking until 01:00:12: The warehouse has shipped it; waits a while for the tracking number.',
  ],
  [
    'what the store’s line no longer takes is noted with its number',
    () => place(new Story().plain('2 A').sent().ships('w1', '3 A').act('ship')),
    'note: myOGO: h-100 shipped 1 × A (T-w1), which this order no longer takes.',
  ],
  [
    'so is all that left of a cancelled order',
    () => place(new Story().plain().sent().ships('w1').status(5)),
    'note: myOGO: h-100 shipped 3 × A (T-w1), which this order no longer takes.',
  ],
  [
    'what came back is noted',
    () => place(new Story().plain().shippedAndTold().warehouse('w1', { status: 'RETURNED' })),
    'note: myOGO: h-100 was returned.',
  ],
  [
    'a gift beside ours is noted as not sent from here',
    () => place(new Story().plain().sent().withGift()),
    'note: myOGO: h-100 holds 1 × G, which was not sent from here.',
  ],
  [
    'an order that is set to an import status after all was done is asked about',
    () => whole(new Story().plain().shippedAndTold().status(11)),
    ['reopened at the order | The store’s order was set back to status 11 after everything was done.'],
  ],
  [
    'so is one that was called shipped, with what was not sent',
    () => whole(new Story().plain().status(2).status(11)),
    [
      'reopened at the order | The store’s order was set back to status 11 after it was called shipped there: 3 × A was not sent from here.',
    ],
  ],
  [
    'what moved to another address waits until it is taken back there',
    () => place(new Story().place(7, '2 A').read().sent().movesOne(), 2),
    'waits for another-place: Waits until 1 × A of the other address 7 is taken back.',
  ],
  [
    'what left for the other address is not sent once more',
    () => place(new Story().place(7, '2 A').read().sent().ships('w1').movesOne().run(), 2),
    [
      'shipped-to-other-address at 2 | stops sending | of A | 1 × A left the warehouse for address 7, and is now wanted here and no longer there.',
    ],
  ],
  [
    'what an earlier run without a result sent may still land',
    () => whole(new Story().plain().sent().forgets(60_000).read()),
    'waits for outcome until 00:01:10: What an earlier run may have sent can still land: nothing is sent before that is over.',
  ],
  [
    'a status that people set back twice is left to them',
    () => whole(new Story().plain().sent().status(11).run().status(11).run()),
    ['undone-by-hand at the order | The store’s status was set back to 11 twice after hand-over.'],
  ],
  [
    'an order that a person cancelled is cancelled in the store',
    () => whole(new Story().plain().cancel()),
    'cancel-in-store',
  ],
  [
    'what was shipped by status before it was seen is asked about',
    () => {
      const s = new Story();
      s.world.status = 3;
      s.world.dateShipped = true;
      return place(s.plain().run());
    },
    [
      'status-forbids-sending (shipped-before-first-sight) at 1 | stops sending | The store’s order was at status 3 with a shipping date when it was first seen: part of it was shipped by status alone.',
    ],
  ],
  [
    'a store that is silent five times is told of, and tried again',
    () => {
      let s = new Story().plain().sent().ships('w1');
      for (let i = 0; i < 5; i += 1) s = s.act('ship', 'lost').passes(3_600_000 * 2);
      return place(s.act('ship', 'lost'));
    },
    [
      'rejected-by-bigcommerce (store-silent) at 1 | of ship w1 | about w1 | The store did not answer to the shipment’s write, several times in a row. It is tried again.',
    ],
  ],
  [
    'what the store refuses is told for the warehouse’s order',
    () => place(new Story().plain().sent().ships('w1').act('ship', 'refused').act('ship', 'refused')),
    ['rejected-by-bigcommerce at 1 | of ship w1 | about w1 | no'],
  ],
  [
    'what the warehouse refuses stops the sending',
    () => place(new Story().plain().act('hand-over', 'refused').act('hand-over', 'refused')),
    ['rejected-by-myogo at 1 | stops sending | of hand-over 1 | no'],
  ],
  [
    'a failure is tried again after a pause',
    () => place(new Story().plain().act('hand-over', 'failed')),
    'waits for again until 00:00:09: Tried again later: no answer',
  ],
  [
    'whoever chose a code reads that it was refused',
    () => place(odd('none').read().decide({ kind: 'use-code', code: 'X9' }).refusedCode().run()),
    [
      'shipping-method-not-linked at 1 | stops sending | No link matches the shipping method “Odd” to FI, and myOGO refused the code X9.',
    ],
  ],
  [
    'orders of a number whose order has nothing to ship are named with what they hold',
    () => {
      const s = new Story();
      return whole(s.read().appears('h-100', '3 A').appears('h-100', '1 B').run());
    },
    [
      'reference-conflict (wanted-by-nobody) at the order | h-100 holds 3 × A; h-100 holds 1 × B, and the store’s order has nothing to ship: whether it is ours cannot be told.',
    ],
  ],
  [
    'a shipment whose outcome is unknown is waited for',
    () => place(new Story().plain().sent().ships('w1').act('ship', 'lost')),
    'waits for outcome until 00:01:16: The outcome of the shipment’s write is unknown: it may still land.',
  ],
  [
    'a cancel that people undo twice in the store is left to them',
    () => {
      const s = new Story().plain().cancel().run().status(9).run().status(9).run();
      return whole(s.status(9));
    },
    ['undone-by-hand at the order | The store’s order was set to status 9 twice after a person cancelled it here.'],
  ],
  [
    'an order that is set back after a person left it is no order that was called shipped',
    () =>
      whole(
        new Story()
          .plain()
          .sent()
          .warehouse('w1', { status: 'CANCELLED' })
          .decide({ kind: 'treat-as-done' })
          .run()
          .status(11),
      ),
    ['reopened at the order | The store’s order was set back to status 11 after everything was done.'],
  ],
];

it.each(rows)('%s', (_, told, expected) => {
  expect(told()).toEqual(expected);
});
