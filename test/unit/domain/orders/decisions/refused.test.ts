import { expect, it } from 'vitest';
import type { ReleaseDecision } from '../../../../../src/contract/orders.ts';
import { cancelRefusal, decide, refusalOf } from '../../../../../src/domain/orders/decisions/decisions.ts';
import { Story } from '../story.ts';

// A decision that does not answer what is held is refused, and says what would be right.

const unlinked = (s = new Story()) => {
  s.world.links['DHL'] = { kind: 'none' };
  return s;
};
const said = (story: Story, decision: ReleaseDecision) => {
  const refusal = refusalOf(story.facts, decision, story.world.now);
  return refusal === undefined
    ? 'taken'
    : `${refusal.type} ${refusal.detail.field}: ${refusal.message} | ${refusal.detail.expected}`;
};
const notCancelled = (story: Story) => {
  const refusal = cancelRefusal(story.facts);
  return refusal === undefined ? 'taken' : `${refusal.detail.field}: ${refusal.message} | ${refusal.detail.expected}`;
};
const done = { kind: 'treat-as-done' } as const;
const again = { kind: 'hand-over-again' } as const;
const two = () => unlinked().place(7, '2 A').place(8, '1 B').read();
const returned = () => new Story().plain().shippedAndTold().warehouse('w1', { status: 'RETURNED' }).run();

const rows: readonly [string, () => unknown, unknown][] = [
  [
    'an address that the order has not: those that it has are named',
    () => said(two(), { ...done, addressId: 9 }),
    'InvalidInput addressId: The order has no address 9. | one of 7, 8',
  ],
  [
    'an order without addresses has none',
    () => said(new Story(), { ...done, addressId: 9 }),
    'InvalidInput addressId: The order has no address 9. | one of none',
  ],
  [
    'what was shown and is no longer so',
    () =>
      said(unlinked().plain(), { ...done, finding: 'f' })
        .replace(/\([0-9a-f]+\)/, '(#)')
        .replace(/\| [0-9a-f]+$/, '| #'),
    'Refused finding: What was decided about is no longer so. It is now: No link matches the shipping method “DHL” to FI. (#) | #',
  ],
  [
    'what was shown, where nothing is held any more',
    () => said(new Story().plain().sent(), { ...done, finding: 'f' }),
    'Refused finding: What was decided about is no longer so. Nothing is held any more. | no decision',
  ],
  [
    'where nothing is held',
    () => said(new Story().plain().sent(), done),
    'Refused orderId: Nothing of this order is held. | an order that is held',
  ],
  [
    'where nothing is held any more, what was decided is named',
    () => said(unlinked().plain().decide(done), { ...done }),
    'Refused orderId: Nothing of this order is held: a person decided treat-as-done at 2026-01-01T00:00:08.000Z. | an order that is held',
  ],
  [
    'again, where nothing came back',
    () => said(new Story().plain().shippedAndTold(), again),
    'Refused orderId: Nothing of this order is held. | an order that is held',
  ],
  [
    'again, of a cancelled order',
    () => said(new Story().plain().sent().status(5).run(), again),
    'Refused kind: The store’s order is cancelled, refunded, archived or gone: nothing of it is handed over again. | an order that the store still wants',
  ],
  ['again, of what came back', () => said(returned(), again), 'taken'],
  [
    'another decision, of what came back',
    () => said(returned(), done),
    'Refused kind: It cannot be counted as done: only its remedy ends this. | hand-over-again',
  ],
  [
    'again, where nothing was sent',
    () => said(unlinked().plain(), again),
    'Refused kind: The warehouse still has this order, or it is not the hand-over that stopped it. | use-code, treat-as-done, cancel',
  ],
  [
    'a code, where the address lacks something',
    () => said(new Story().place(7, '3 A', { missing: ['city'] }).read(), { kind: 'use-code', code: 'X' }),
    'Refused kind: No shipping code is missing: where it is already in myOGO, change its shipping code there. | treat-as-done, cancel',
  ],
  [
    'a point, where none is missing',
    () => said(unlinked().plain(), { kind: 'use-pickup-point', code: 'X' }),
    'Refused kind: No pick-up point is missing: where it is already in myOGO, change it there. | use-code, treat-as-done, cancel',
  ],
  [
    'words, where none are there',
    () => said(unlinked().plain(), { kind: 'drop-words' }),
    'Refused kind: No words of it are to be decided about. | use-code, treat-as-done, cancel',
  ],
  [
    'words forwarded, where none are there',
    () => said(unlinked().plain(), { kind: 'forward-words' }),
    'Refused kind: No words of it are to be decided about. | use-code, treat-as-done, cancel',
  ],
  [
    'a cancel, where nothing is left to cancel',
    () => said(new Story().plain().shippedAndTold().status(11), { kind: 'cancel' }),
    'Refused kind: Nothing of it can be cancelled any more. | hand-over-again, treat-as-done',
  ],
  [
    'what only its remedy ends',
    () => {
      const s = new Story();
      s.facts = { ...s.facts, unread: { of: 'an earlier run', account: {} } };
      return said(s, done);
    },
    'Refused kind: No decision ends this: only its remedy does. | the remedy of what is held',
  ],
  [
    'a cancel of the order, before it was read',
    () => notCancelled(new Story()),
    'orderId: This order has not been read yet: nothing of it can be cancelled from here. | cancel it in the store, or here once it was read: after its hold has ended',
  ],
  ['a cancel of the order, nothing sent', () => notCancelled(new Story().plain()), 'taken'],
  ['a cancel of the order, on its way', () => notCancelled(new Story().plain().sent()), 'taken'],
  ['a cancel of the order, unknown', () => notCancelled(new Story().plain().lost(true)), 'taken'],
  [
    'a cancel of the order that left',
    () => notCancelled(new Story().plain().shippedAndTold()),
    'orderId: Nothing of this order can be cancelled any more: 3 × A left the warehouse. | an order that is not shipped or cancelled yet',
  ],
  [
    'a cancel of the order after one',
    () => notCancelled(new Story().plain().cancel().run()).replace(/\d\d:\d\d:\d\d/, '#'),
    'orderId: Nothing of this order can be cancelled any more: a person cancelled the order at 2026-01-01T#.000Z. | an order that is not shipped or cancelled yet',
  ],
  ['a cancel of an order without goods', () => notCancelled(new Story().read()), 'taken'],
  [
    'who decided is kept',
    () => {
      const s = unlinked().plain();
      return decide(s.facts, done, s.world.iso(), 'Ann').decisions.map(({ by }) => by);
    },
    ['Ann'],
  ],
  [
    'a decision about one address leaves the other held',
    () => {
      const s = two().decide({ ...done, addressId: 7 });
      return [s.next(1), s.next(2)];
    },
    ['done', 'hold shipping-method-not-linked'],
  ],
  [
    'an obstacle of the place is tried anew',
    () => {
      const s = new Story().plain().act('hand-over', 'refused').act('hand-over', 'refused');
      return [s.next(), s.decide({ kind: 'cancel' }).next(), s.facts.obstacles.length];
    },
    ['hold rejected-by-myogo', 'done', 0],
  ],
];

it.each(rows)('%s', (_, told, expected) => {
  expect(told()).toEqual(expected);
});
