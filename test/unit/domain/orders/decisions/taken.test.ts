import { expect, it } from 'vitest';
import type { ReleaseDecision } from '../../../../../src/contract/orders.ts';
import { bagOf, bagWords } from '../../../../../src/domain/orders/facts/bag.ts';
import { possibleDecisions } from '../../../../../src/domain/orders/decisions/decisions.ts';
import { Story } from '../story.ts';

// A decision is for good, for what was shown: what it takes out, writes off, lets ship and leaves, and nothing else.

const goods = (pieces: Parameters<typeof bagOf>[0]) => bagWords(bagOf(pieces));

/** What the last decision, or those of all places, took. */
function taken(story: Story, decision: ReleaseDecision | 'cancel-order'): unknown {
  const before = story.facts.decisions.length;
  if (decision === 'cancel-order') story.cancel();
  else story.decide(decision);
  return story.facts.decisions.slice(before).map((one) => {
    const { kind, place, reasons, code, settled, writtenOff, again, unsettles, closed, accepted } = one;
    return [
      `${kind}${place === undefined ? '' : ` at ${place}`} about ${reasons.join(', ') || 'nothing held'}`,
      ...(code === undefined ? [] : [`code ${code} for ${one.way?.method} to ${one.way?.country}`]),
      ...(one.words === undefined ? [] : [`words ${one.words.join(', ')}`]),
      ...(one.pointByHand === undefined
        ? []
        : [`point ${one.pointByHand.point} in place of ${one.pointByHand.seen.join(', ') || 'none'}`]),
      ...(settled.length === 0
        ? []
        : [
            `settles ${settled.map((of) => `${of.quantity} of line ${of.line}${of.missing === true ? ` missing of ${of.wanted}` : ''}`).join(', ')}`,
          ]),
      ...(writtenOff.length === 0
        ? []
        : [
            `writes off ${writtenOff.map((of) => `${goods(of.pieces)} of ${of.reference}${of.from === undefined ? '' : ` from ${of.from.join(', ')}`}`).join(', ')}`,
          ]),
      ...(again.length === 0 ? [] : [`wants ${goods(again)} again`]),
      ...(unsettles === true ? ['takes back'] : []),
      ...(closed === true ? ['closed'] : []),
      ...(accepted.length === 0
        ? []
        : [`lets ${accepted.map((of) => `${of.key} ship ${goods(of.pieces)}`).join(', ')}`]),
      ...(one.abandoned.length === 0 ? [] : [`leaves ${one.abandoned.join(', ')} to people`]),
      ...(one.explained.length === 0 ? [] : [`explains ${one.explained.join(', ')}`]),
      ...(one.content === undefined ? [] : ['keeps the content']),
      ...(one.leaves.length === 0 ? [] : [`leaves undone ${one.leaves.join(', ')}`]),
      ...(one.leftAs.length === 0 ? [] : [`leaves ${one.leftAs.map((of) => `${of.key} at ${of.status}`).join(', ')}`]),
      ...(one.insists === true ? ['insists'] : []),
    ].join(' | ');
  });
}
const possible = (story: Story) =>
  possibleDecisions(story.facts, story.world.now).map(
    ({ kind, addressId }) => `${kind}${addressId === undefined ? '' : ` at ${addressId}`}`,
  );
const unlinked = (s = new Story()) => {
  s.world.links['DHL'] = { kind: 'none' };
  return s;
};
const done = { kind: 'treat-as-done' } as const;
const again = { kind: 'hand-over-again' } as const;
const off = { kind: 'cancel' } as const;
const short = (s = new Story().plain()) => s.sent().ships('w1', '2 A').run();
const elsewhere = () => {
  const s = new Story().plain().sent();
  s.world.merchantId = 'm2';
  return s.read();
};
const refusedCancel = () => new Story().plain().sent().status(5).act('cancel', 'refused').run();
const twins = () => new Story().plain().sent().appears('h-100', '3 A').act('read-order').act('cancel', 'refused').run();

const rows: readonly [string, () => unknown, unknown][] = [
  [
    'done without a link: what was never sent is settled',
    () => taken(unlinked().plain(), done),
    ['treat-as-done at 1 about shipping-method-not-linked | settles 3 of line 1'],
  ],
  [
    'so is what is cancelled',
    () => taken(unlinked().plain(), off),
    ['cancel at 1 about shipping-method-not-linked | settles 3 of line 1'],
  ],
  [
    'a code is for the method and country that were shown',
    () => taken(unlinked().plain(), { kind: 'use-code', code: ' X9 ' }),
    ['use-code at 1 about shipping-method-not-linked | code X9 for DHL to FI'],
  ],
  [
    'a word about one address is about that one',
    () => taken(unlinked().place(7, '2 A').place(8, '1 B').read(), { ...done, addressId: 8 }),
    ['treat-as-done at 2 about shipping-method-not-linked | settles 1 of line 2'],
  ],
  [
    'a word without an address is about all that are held for it',
    () => taken(unlinked().place(7, '2 A').place(8, '1 B').read(), done),
    [
      'treat-as-done at 1 about shipping-method-not-linked | settles 2 of line 1',
      'treat-as-done at 2 about shipping-method-not-linked | settles 1 of line 2',
    ],
  ],
  [
    'of several lines it settles those that it was shown',
    () => taken(new Story().place(7, '3 A, 1 ').read(), done),
    ['treat-as-done at 1 about sku-missing | settles 1 of line 2'],
  ],
  [
    'what was sent and is missing is settled as missing',
    () => taken(short(), done),
    ['treat-as-done at 1 about short-shipped | settles 1 of line 1 missing of 3'],
  ],
  [
    'what is missing is written off what was sent',
    () => taken(short(), again),
    ['hand-over-again at 1 about short-shipped | writes off 1 × A of h-100'],
  ],
  [
    'a cancel settles it as missing, too',
    () => taken(short(), off),
    ['cancel at 1 about short-shipped | settles 1 of line 1 missing of 3'],
  ],
  [
    'and so does a cancel of the whole order',
    () => taken(short(), 'cancel-order'),
    ['cancel-order at 1 about nothing held | settles 1 of line 1 missing of 3'],
  ],
  [
    'what is written off names the dead order that held it',
    () => taken(new Story().plain().sent().warehouse('w1', { status: 'CANCELLED' }), again),
    ['hand-over-again at 1 about cancelled-in-warehouse | writes off 3 × A of h-100 from w1'],
  ],
  [
    'what was cancelled there is settled as missing',
    () => taken(new Story().plain().sent().warehouse('w1', { status: 'CANCELLED' }), done),
    ['treat-as-done at 1 about cancelled-in-warehouse | settles 3 of line 1 missing of 3'],
  ],
  [
    'so is that in whose place others left',
    () => taken(new Story().plain().sent().ships('w1', '3 B').run(), done),
    ['treat-as-done at 1 about substituted | settles 3 of line 1 missing of 3'],
  ],
  [
    'others in its place do not hold it: no order is named',
    () => taken(new Story().plain().sent().ships('w1', '3 B').run(), again),
    ['hand-over-again at 1 about substituted | writes off 3 × A of h-100'],
  ],
  [
    'what the warehouse did not cancel may ship, of a closed order',
    () => taken(refusedCancel(), done),
    ['treat-as-done at 1 about cancel-refused | closed | lets w1 ship 3 × A'],
  ],
  [
    'or is asked for once more, and ships where that is refused',
    () => taken(refusedCancel(), off),
    ['cancel at 1 about cancel-refused | closed | lets w1 ship 3 × A | insists'],
  ],
  [
    'a surplus that no edit took may ship, and the content stays',
    () => taken(new Story().plain().sent().refund(1).act('edit', 'refused').run(), done),
    ['treat-as-done at 1 about changed-after-hand-over | lets w1 ship 1 × A | keeps the content'],
  ],
  [
    'a cancel takes what is wanted as well',
    () => taken(new Story().plain().sent().refund(1).act('edit', 'refused').run(), off),
    ['cancel at 1 about changed-after-hand-over | settles 2 of line 1'],
  ],
  [
    'a change that was not made is left so',
    () => taken(new Story().plain().sent().otherStreet().act('edit', 'refused').run(), done),
    ['treat-as-done at 1 about changed-after-hand-over | keeps the content'],
  ],
  [
    'of two orders under one reference the surplus may ship, no piece more',
    () => taken(twins(), done),
    ['treat-as-done at 1 about duplicate-in-warehouse | lets w1 ship 3 × A'],
  ],
  [
    'a cancel of both is insisted on',
    () => taken(twins(), off),
    ['cancel at 1 about duplicate-in-warehouse | settles 3 of line 1 | lets w1 ship 3 × A, w2 ship 3 × A | insists'],
  ],
  [
    'what cannot be asked is left to people, and settled',
    () => taken(elsewhere(), done),
    ['treat-as-done at 1 about other-merchant | settles 3 of line 1 | leaves w1 to people'],
  ],
  [
    'or goes out anew from here, and is left to people there',
    () => taken(elsewhere(), again),
    ['hand-over-again at 1 about other-merchant | leaves w1 to people'],
  ],
  [
    'or is settled, cancelled or not',
    () => taken(elsewhere(), off),
    ['cancel at 1 about other-merchant | settles 3 of line 1 | leaves w1 to people'],
  ],
  [
    'so is a sending of unknown outcome, by its number',
    () => {
      const s = new Story().plain().lost(false);
      s.world.merchantId = 'm2';
      return taken(s.read(), again);
    },
    ['hand-over-again at 1 about other-merchant | leaves sending 1 to people'],
  ],
  [
    'a word about the status takes nothing out',
    () => taken(new Story().plain().sent().status(7), done),
    ['treat-as-done at 1 about status-forbids-sending'],
  ],
  [
    'what stands still is left at its status',
    () => taken(new Story().plain().sent().warehouse('w1', { status: 'DRAFT' }).passes(3_700_000), done),
    ['treat-as-done at 1 about stopped-in-warehouse | leaves w1 at DRAFT'],
  ],
  [
    'what is not ours is explained, and ours is settled',
    () => taken(unlinked().plain().appears('h-100', '2 Z'), done),
    ['treat-as-done at 1 about reference-conflict | settles 3 of line 1 | explains w1'],
  ],
  [
    'or ours goes out, and the other is explained',
    () => taken(unlinked().plain().appears('h-100', '2 Z'), again),
    ['hand-over-again at 1 about reference-conflict | explains w1'],
  ],
  [
    'what was all done stays so',
    () => taken(new Story().plain().shippedAndTold().status(11), done),
    ['treat-as-done at 1 about reopened'],
  ],
  [
    'or all that left is wanted once more',
    () => taken(new Story().plain().shippedAndTold().status(11), again),
    ['hand-over-again at 1 about reopened | wants 3 × A again'],
  ],
  [
    'or what was settled is taken back',
    () => taken(new Story().plain().status(2).status(11), again),
    ['hand-over-again at 1 about reopened | takes back'],
  ],
  [
    'what came back may be wanted once more, although nothing is held',
    () => taken(new Story().plain().shippedAndTold().warehouse('w1', { status: 'RETURNED' }).run(), again),
    ['hand-over-again at 1 about nothing held | wants 3 × A again'],
  ],
  [
    'a shipment that people deleted counts as told',
    () =>
      taken(
        new Story()
          .plain()
          .shippedAndTold()
          .store((w) => (w.shipments = []))
          .run()
          .store((w) => (w.shipments = [])),
        done,
      ),
    ['treat-as-done at 1 about undone-by-hand | explains w1'],
  ],
  [
    'so does one that the store refuses, and the step stays undone',
    () => taken(new Story().plain().sent().ships('w1').act('ship', 'refused').act('ship', 'refused'), done),
    ['treat-as-done at 1 about rejected-by-bigcommerce | explains w1 | leaves undone ship w1'],
  ],
  [
    'what moved here goes out: what left for the other address is explained',
    () => taken(new Story().place(7, '2 A').read().sent().ships('w1').movesOne().run(), again),
    ['hand-over-again at 2 about shipped-to-other-address | lets w1 ship 1 × A'],
  ],
  [
    'or it is settled here',
    () => taken(new Story().place(7, '2 A').read().sent().ships('w1').movesOne().run(), done),
    ['treat-as-done at 2 about shipped-to-other-address | settles 1 of line 9 | lets w1 ship 1 × A'],
  ],
  [
    'a cancel of the order settles all places',
    () => taken(new Story().place(7, '2 A').place(8, '1 B').read(), 'cancel-order'),
    [
      'cancel-order at 1 about nothing held | settles 2 of line 1',
      'cancel-order at 2 about nothing held | settles 1 of line 2',
    ],
  ],
  [
    'also what is on its way',
    () => taken(new Story().plain().sent(), 'cancel-order'),
    ['cancel-order at 1 about nothing held | settles 3 of line 1'],
  ],
  [
    'and nothing of what has left',
    () => taken(new Story().plain().shippedAndTold(), 'cancel-order'),
    ['cancel-order at 1 about nothing held'],
  ],
  [
    'what the warehouse refused is settled, the newest line first',
    () => taken(new Story().plain('2 A, 1 B').act('hand-over', 'refused').act('hand-over', 'refused'), done),
    ['treat-as-done at 1 about rejected-by-myogo | settles 1 of line 2, 2 of line 1'],
  ],
  [
    'without a link a code, a settling or a cancel lead on',
    () => possible(unlinked().plain()),
    ['use-code', 'treat-as-done', 'cancel'],
  ],
  [
    'of two addresses each is named',
    () => possible(unlinked().place(7, '2 A').place(8, '1 B').read()),
    ['use-code at 7', 'treat-as-done at 7', 'cancel at 7', 'use-code at 8', 'treat-as-done at 8', 'cancel at 8'],
  ],
  ['nothing is to be decided of what goes on by itself', () => possible(new Story().plain().sent()), []],
  [
    'what came back can be sent again',
    () => possible(new Story().plain().shippedAndTold().warehouse('w1', { status: 'RETURNED' }).run()),
    ['hand-over-again'],
  ],
  [
    'of a refused cancel the order may ship, or is asked once more',
    () => possible(refusedCancel()),
    ['treat-as-done', 'cancel'],
  ],
  [
    'a deleted shipment can only be left',
    () =>
      possible(
        new Story()
          .plain()
          .shippedAndTold()
          .store((w) => (w.shipments = []))
          .run()
          .store((w) => (w.shipments = [])),
      ),
    ['treat-as-done'],
  ],
];

it.each(rows)('%s', (_, told, expected) => {
  expect(told()).toEqual(expected);
});
