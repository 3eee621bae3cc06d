import { describe, expect, it } from 'vitest';
import { cashOf } from '../../../../../src/activities/orders/travels/cash.ts';
import type { RawReading } from '../../../../../src/domain/orders/learn/learn-store.ts';
import { Story } from '../story.ts';

// An order went out to be paid at the door, and the money came before it left: nothing may be collected any more.

type Given = Parameters<typeof cashOf>;

interface Said {
  readonly refunded?: number;
  /** The setting says how such orders are paid. */
  readonly isDecided?: boolean;
}

/** What the store's order says of payment, as it is read. */
function payment(paymentStatus: string, notHere: readonly string[] = [], of: Said = {}) {
  const { refunded = 0, isDecided = true } = of;
  const line = {
    type: 'physical',
    sku: 'A',
    quantity: 3,
    quantityRefunded: refunded,
    paidIncTax: '30.00',
    priceIncTax: '10.00',
  };
  const order = {
    ...{ paymentMethod: 'Cash on Delivery', paymentStatus, currencyCode: 'EUR', totalIncTax: '30.00' },
    ...{ storeCredit: '0', giftCertificate: '0', refundedAmount: '0', unaddressedLines: [] },
    shipping: [{ addressId: 7, lines: [line], costs: [] }],
  };
  const settings = { cashOnDelivery: isDecided ? { paymentMethods: ['Cash*'], statuses: [7] } : null };
  return cashOf(settings, order as unknown as Given[1], notHere); // only what is read
}

function reads(story: Story, paymentStatus: string, said?: Said): Story {
  const { cash, owed } = payment(paymentStatus, [], said);
  const with_ = (reading: RawReading): RawReading => ({
    ...reading,
    ...(cash === undefined ? {} : { cash }),
    addresses: reading.addresses.map((one) => {
      const due = owed?.get(one.addressId);
      return due === undefined ? one : { ...one, cash: due };
    }),
  });
  story.world.takenFor = with_;
  return story;
}

const isPaid = (story: Story) => reads(story, 'captured').store(() => undefined);
const atTheDoor = () => reads(new Story(), '').plain().sent();
const collected = (story: Story) => story.facts.corrections.map(({ content }) => content?.cash?.amount);

describe('payment at the door', () => {
  it('asks at the door for nothing that the merchant keeps elsewhere', () => {
    expect([...(payment('', ['B*']).owed ?? [])]).toEqual([[7, { amount: 3_000, currency: 'EUR' }]]);
    expect([...(payment('', ['A']).owed ?? [])]).toEqual([[7, { amount: 0, currency: 'EUR' }]]);
  });

  it('that was paid otherwise owes nothing', () => {
    expect([...(payment('').owed ?? [])]).toEqual([[7, { amount: 3_000, currency: 'EUR' }]]);
    expect(payment('captured').cash?.by).toBe('paid');
    expect([...(payment('captured').owed ?? [])]).toEqual([[7, { amount: 0, currency: 'EUR' }]]);
  });

  it('is taken back once it is paid', () => {
    const story = isPaid(atTheDoor()).run();
    expect([collected(story), story.next()]).toEqual([[0], 'wait warehouse']);
  });

  const silenced: readonly [string, (story: Story) => Story][] = [
    ['refused', (story) => story.act('edit', 'refused')],
    ['refused, and treated as done', (story) => story.act('edit', 'refused').decide({ kind: 'treat-as-done' })],
  ];
  it.each(silenced)('is taken back once it is paid, whatever change of the address was %s before', (_, before) => {
    const story = atTheDoor();
    before(story.store(() => (story.at(1).street = 'another')));
    expect(story.next()).not.toMatch(/^edit/u);
    isPaid(story).run();
    expect([collected(story), story.next()]).toEqual([[0], 'wait warehouse']);
  });

  // The merchant takes back the setting by which it was handed over: the warehouse collects all the same.
  describe('whose setting was taken back since', () => {
    const isUndecided = (story: Story, paymentStatus: string, refunded: number) =>
      reads(story, paymentStatus, { refunded, isDecided: false }).refund(refunded);

    it('collects less where a piece is refunded then', () => {
      const story = isUndecided(atTheDoor(), '', 1).run();
      expect([collected(story).at(-1), story.next()]).toEqual([2_000, 'wait warehouse']);
    });

    it('is taken back once it is paid', () => {
      const story = isUndecided(atTheDoor(), 'captured', 0).run();
      expect([collected(story), story.next()]).toEqual([[0], 'wait warehouse']);
    });

    it('is held as before where the warehouse refuses the change', () => {
      const story = reads(atTheDoor(), '', { refunded: 0 });
      story.world.firm.add('w1');
      reads(story, 'captured')
        .store(() => undefined)
        .run();
      expect(story.next()).toBe('hold changed-after-hand-over');
      reads(story, 'captured', { isDecided: false }).again().run();
      expect(story.next()).toBe('hold changed-after-hand-over');
    });

    it('is asked about before more of it goes out', () => {
      const story = reads(new Story(), '', { isDecided: false }).plain();
      expect([story.next(), story.account().unsent.get('A')]).toEqual(['hold cash-on-delivery-undecided', 3]);
    });
  });
});
