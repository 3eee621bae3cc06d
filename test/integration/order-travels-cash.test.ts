import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlaceOrder } from '../../dev/stand-ins/control/place-order.ts';
import { openLives, type Lives } from './order-lives.ts';

const DOOR = { paymentMethod: 'Cash on Delivery', statusId: 7, paid: false } as const;

describe('an order that is paid at the door', () => {
  let lives: Lives;
  beforeAll(async () => {
    const cashOnDelivery = { paymentMethods: ['Cash on*'], statuses: [7], shippingCodes: ['DHL-EXPRESS', 'POSTI'] };
    lives = await openLives({ cashOnDelivery }, { editable: true });
  });
  afterAll(() => lives.close());

  /** What the warehouse was asked to collect, by reference. */
  const asked = (orderId: number) =>
    lives.shop.sandbox.control
      .merchant()
      .orders.filter(({ reference }) => reference.startsWith(`${lives.shop.storeHash}-${orderId}`))
      .map(({ fields }) => fields['cashOnDelivery'] as { amount: number; currencyCode: string } | undefined)
      .map((cash) => (cash === undefined ? undefined : `${cash.amount} ${cash.currencyCode}`));
  // A custom line costs 10 without tax, 12.55 with it; postage is 5.90, 7.4045 with tax.
  const lines = (quantity = 2): PlaceOrder => ({ lines: [{ sku: 'A', name: 'A', quantity }] });

  it('is handed over unpaid, with what is owed after a gift certificate and store credit', async () => {
    const { orderId, story } = await lives.begin({ ...DOOR, ...lines(), giftCertificate: 10, storeCredit: 2.5 });
    expect(story.stage).toBe('handed-over');
    expect(asked(orderId)).toEqual(['20 EUR']);
    expect(story.addresses[0]?.cashOnDelivery).toBe('20.00 EUR');
    expect(lives.acts.order(orderId).statusId).toBe(9);
    const [order] = lives.shop.sandbox.control.merchant().orders.slice(-1);
    expect(order?.fields['cashOnDelivery']).toMatchObject({ reference: expect.stringMatching(/^\d+$/) as string });
  });

  it('is not where it was paid, or is paid otherwise', async () => {
    const transfer = await lives.begin({ ...DOOR, ...lines(), paymentMethod: 'Bank transfer' });
    expect(transfer.story.stage).toBe('awaiting-payment');
    const paid = await lives.begin({ ...lines(), paymentMethod: 'Cash on Delivery', statusId: 11, paid: true });
    expect(asked(paid.orderId)).toEqual([undefined]);
  });

  it('is split over its addresses to the last cent', async () => {
    const { orderId } = await lives.begin({
      ...DOOR,
      addresses: 3,
      lines: [0, 1, 2].map((address) => ({ sku: 'A', name: 'A', quantity: 1, address })),
      giftCertificate: 0.01,
    });
    // 3 × 12.55 + 3 × 7.4045 = 59.8635, less 0.01
    expect(asked(orderId).sort()).toEqual(['19.95 EUR', '19.95 EUR', '19.95 EUR']);
  });

  it('asks for less after a refund, for more with an added line, and for nothing once it is paid', async () => {
    const { orderId } = await lives.begin({ ...DOOR, ...lines(2) });
    expect(asked(orderId)).toEqual(['32.5 EUR']);
    const sku = lives.acts.order(orderId).lines[0]?.sku ?? '';
    await lives.inStore(orderId, () => {
      lives.acts.refund(orderId, [{ sku, quantity: 1 }]);
    });
    await lives.poll(orderId);
    await lives.rest(orderId);
    expect(asked(orderId)).toEqual(['19.95 EUR']);
    await lives.inStore(orderId, () => {
      lives.acts.addLine(orderId, { sku, name: 'A', quantity: 1 });
    });
    expect(asked(orderId)).toEqual(['19.95 EUR', '12.55 EUR']);
    await lives.inStore(orderId, () => {
      lives.acts.change(orderId, { paid: true });
    });
    expect(asked(orderId)).toEqual(['0 EUR', '0 EUR']);
  });

  it('holds where its money is not collected there, or by that method', async () => {
    const sek = await lives.begin({ ...DOOR, ...lines(), currency: 'SEK' });
    expect(sek.story.addresses[0]?.hold).toMatchObject({
      reason: 'cash-on-delivery-impossible',
      message: expect.stringContaining('in FI only EUR') as string,
    });
    await lives.store.shipping.link({ method: 'Omniva door', code: 'OMNIVA' });
    const other = await lives.begin({ ...DOOR, ...lines(), shippingMethod: 'Omniva door' });
    expect(other.story.addresses[0]?.hold?.message).toContain('OMNIVA is none of the methods that collect');
  });

  it('is edited after hand-over where only its amount changed', async () => {
    const { orderId } = await lives.begin({ ...DOOR, ...lines(1) });
    const line = lives.acts.order(orderId).lines[0];
    await lives.inStore(orderId, () => {
      lives.acts.change(orderId, { editLines: [{ orderProductId: line?.id ?? 0, price: 20 }] });
    });
    expect(asked(orderId)).toEqual(['32.5 EUR']);
  });
});
