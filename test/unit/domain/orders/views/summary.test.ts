import { describe, expect, it } from 'vitest';
import type { AddressStage, AddressStatus } from '../../../../../src/contract/orders.ts';
import type { OrderAccount } from '../../../../../src/domain/orders/account/account.ts';
import { empty } from '../../../../../src/domain/orders/facts/bag.ts';
import { finding } from '../../../../../src/domain/orders/steps/findings.ts';
import type { Step } from '../../../../../src/domain/orders/steps/steps.ts';
import { summaryOf } from '../../../../../src/domain/orders/views/summary.ts';
import { bag, decision, facts, reading, ref } from '../small-facts.ts';

// The first sentence about an order, where its addresses or its steps say more than one thing: which of them it is.

const waits = (words: string, place?: number) =>
  ({ kind: 'wait', wait: { words }, ...(place === undefined ? {} : { place }) }) as Step;
const holds = (...messages: readonly string[]) =>
  ({
    kind: 'hold',
    place: 1,
    findings: messages.map((message) => finding('sku-missing', message)),
  }) as Step;

const address = (stage: AddressStage, of: Partial<AddressStatus> = {}): AddressStatus => ({
  ...{ addressId: 7, stage, reference: ref('h-100'), shipments: [] },
  ...of,
});
const waiting = (stage: AddressStage, words: string) => address(stage, { waits: { words } });
const shipped = (...numbers: readonly (string | undefined)[]) =>
  address('shipped', {
    shipments: numbers.map((trackingNumber, at) => ({
      ...{ shipmentId: at },
      ...(trackingNumber === undefined ? {} : { trackingNumber }),
    })),
  });

interface Order {
  readonly of?: Parameters<typeof facts>[0];
  readonly goods?: { readonly shipped?: string; readonly byHand?: string; readonly settled?: string };
  readonly steps?: readonly Step[];
  readonly addresses?: readonly AddressStatus[];
}
function said({ of = { order: reading() }, goods = {}, steps = [], addresses = [] }: Order): string {
  const place = {
    shipped: bag(goods.shipped ?? ''),
    byHand: bag(goods.byHand ?? ''),
    settled: bag(goods.settled ?? ''),
  };
  const account = { facts: facts(of), places: [{ ...place, place: { number: 1 }, lost: empty }] };
  return summaryOf(account as unknown as OrderAccount, steps, addresses); // what a sentence asks of it
}

const byStatus = decision({ kind: 'settled-by-status', settled: [{ line: 1, quantity: 1 }] });
const byPerson = decision({ settled: [{ line: 1, quantity: 1 }] });
const tracked = 'Shipped, and the store knows its tracking.';
const untracked = 'Shipped; the store knows of it, and no tracking number came yet.';

describe('the first sentence about an order', () => {
  it.each<[string, Order, string]>([
    ['what is held comes first', { steps: [waits('W'), holds('One.')] }, 'Held: One.'],
    ['and how much more is', { steps: [holds('One.', 'Two.', 'Three.')] }, 'Held: One. And 2 more, see below.'],
    ['unread', { of: {} }, 'The store’s order is being read.'],
    ['unread, and why it is not read yet', { of: {}, steps: [waits('W')] }, 'W'],
    ['unread, while an address waits', { of: {}, steps: [waits('W', 1)] }, 'The store’s order is being read.'],
    [
      'gone from the store',
      { of: { order: reading(), gone: 2 }, addresses: [address('cancelled')] },
      'The store has no such order any more.',
    ],
    [
      'gone by one answer alone',
      { of: { order: reading(), gone: 1 }, addresses: [address('cancelled')] },
      'Cancelled.',
    ],
    [
      'gone from the store, and a part of it had left',
      {
        of: { order: reading(), gone: 2 },
        goods: { shipped: '3 A' },
        addresses: [address('cancelled'), shipped('T')],
      },
      'The store no longer wants it; 3 × A left the warehouse.',
    ],
    [
      'a cart',
      { of: { order: reading([], { status: 0 }) }, addresses: [address('awaiting-payment')] },
      'The store’s order is not placed yet: nothing to do.',
    ],
    [
      'a cart of which something is in the warehouse',
      { of: { order: reading([], { status: 0 }) }, addresses: [address('handed-over')] },
      'Handed over; waits for the warehouse.',
    ],
    [
      'what the whole order waits for, before what an address does',
      { steps: [waits('of one', 1), waits('of all')], addresses: [waiting('ready', 'of one')] },
      'of all',
    ],
    ['only an address waits', { steps: [waits('of one', 1)], addresses: [address('ready')] }, 'Is being handed over.'],
    [
      'no address of it can be read',
      { of: { order: reading([], { problem: { field: 'quantity', message: 'Odd.' } }) } },
      'Odd.',
    ],
    [
      'what cannot be read is beside addresses that can',
      {
        of: { order: reading([], { problem: { field: 'quantity', message: 'Odd.' } }) },
        addresses: [address('ready')],
      },
      'Is being handed over.',
    ],
    ['nothing to ship', {}, 'Nothing of this order has to be shipped.'],
    [
      'of several that wait the least advanced tells',
      { addresses: [waiting('handed-over', 'of the later'), waiting('ready', 'of the first')] },
      'of the first',
    ],
    [
      'though not all of them wait',
      { addresses: [address('ready'), waiting('ready', 'of the other'), address('handed-over')] },
      'of the other',
    ],
    [
      'where only a more advanced one waits, that tells',
      { addresses: [address('ready'), waiting('handed-over', 'of the later')] },
      'of the later',
    ],
    [
      'its status is not one that is handed over',
      { addresses: [address('awaiting-payment')] },
      'Waits for a status of the store’s order that is handed over.',
    ],
    ['held no more, and not judged yet', { addresses: [address('held')] }, 'Is being worked on.'],
    ['all numbers are there', { goods: { shipped: '3 A' }, addresses: [shipped('T', 'U')] }, tracked],
    ['one parcel has no number', { goods: { shipped: '3 A' }, addresses: [shipped('T', undefined)] }, untracked],
    ['one address has none', { goods: { shipped: '3 A' }, addresses: [shipped('T'), shipped(undefined)] }, untracked],
    [
      'what was called off has no say in it',
      { goods: { shipped: '3 A' }, addresses: [shipped('T'), { ...shipped(undefined), stage: 'cancelled' }] },
      tracked,
    ],
    ['by hand', { goods: { byHand: '3 A' }, addresses: [shipped()] }, 'Shipped by hand in the store.'],
    ['by hand in part', { goods: { byHand: '1 A', shipped: '2 A' }, addresses: [shipped('T')] }, tracked],
    [
      'but for what a person left out',
      {
        of: { order: reading(), decisions: [byPerson] },
        goods: { shipped: '2 A', settled: '1 A' },
        addresses: [shipped('T')],
      },
      'Shipped, but for 1 × A: left out by a decision.',
    ],
    [
      'but for what the store says is shipped, whatever was decided of nothing',
      {
        of: { order: reading(), decisions: [byStatus, decision()] },
        goods: { shipped: '2 A', settled: '1 A' },
        addresses: [shipped('T')],
      },
      'Shipped, but for 1 × A: the store says that it is shipped.',
    ],
    [
      'where both said so, the person’s word counts',
      {
        of: { order: reading(), decisions: [byStatus, byPerson] },
        goods: { shipped: '1 A', settled: '2 A' },
        addresses: [shipped('T')],
      },
      'Shipped, but for 2 × A: left out by a decision.',
    ],
  ])('%s', (_, order, sentence) => {
    expect(said(order)).toBe(sentence);
  });
});
