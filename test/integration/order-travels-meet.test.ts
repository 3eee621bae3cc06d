import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlaceOrder } from '../../dev/stand-ins/control/place-order.ts';
import { openLives, type Lives } from './order-lives.ts';

// What travels with an order meets a split, an edit, a refund and a second address after hand-over: from the store's bytes to the
// warehouse's. The rules themselves are tried without servers.

const DOOR = { paymentMethod: 'Cash on Delivery', statusId: 7, paid: false } as const;

describe('what travels with an order, after hand-over', () => {
  let lives: Lives;
  beforeAll(async () => {
    const cashOnDelivery = { paymentMethods: ['Cash on*'], statuses: [7] };
    lives = await openLives(
      { cashOnDelivery, warehouseCountry: 'EE', giftWords: 'forward', lineOptions: 'forward' },
      { editable: true },
    );
    const where = [{ kind: 'form-field', name: 'Locker' } as const];
    await lives.store.shipping.link({ method: 'Omniva*', code: 'OMNIVA', pickUpPoint: 'required', where });
  });
  afterAll(() => lives.close());

  const merchant = () => lives.shop.sandbox.control.merchant();
  const under = (orderId: number) =>
    merchant().orders.filter(({ reference }) => reference.startsWith(`${lives.shop.storeHash}-${orderId}`));
  /** Of each order of the warehouse that lives: its pieces, its point, and what it collects. */
  const there = (orderId: number) =>
    under(orderId)
      .filter(({ status }) => status !== 'Cancelled')
      .map(({ lines, fields }) => {
        const cash = fields['cashOnDelivery'] as { amount: number } | undefined;
        const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
        const point = fields['pickUpPointCode'] as string | undefined; // text, in the contract
        return `${pieces} ${point ?? '-'} ${cash?.amount ?? '-'}`;
      });
  const locker = (code: string, quantity = 2): PlaceOrder => ({
    ...DOOR,
    addresses: [{ shippingMethod: 'Omniva locker', formFields: [{ name: 'Locker', value: code }] }],
    lines: [{ sku: 'A', name: 'A', quantity }],
  });
  const sku = (orderId: number) => lives.acts.order(orderId).lines[0]?.sku ?? '';

  it('is asked for once where the warehouse splits, and less after a refund, in a locker as at a door', async () => {
    const { orderId } = await lives.begin(locker('0118', 3));
    expect(there(orderId)).toEqual(['3 0118 45.05']);
    await lives.inWarehouse(orderId, () =>
      lives.people.split(`${lives.shop.storeHash}-${orderId}`, {
        lines: [{ code: sku(orderId), quantity: 1 }],
        suffix: '/B',
      }),
    );
    await lives.inStore(orderId, () => {
      lives.acts.refund(orderId, [{ sku: sku(orderId), quantity: 1 }]);
    });
    await lives.poll(orderId);
    await lives.rest(orderId);
    const left = there(orderId);
    expect(left.map((words) => Number(words.split(' ')[0])).reduce((a, b) => a + b, 0)).toBe(2);
    expect(left.filter((words) => !words.endsWith(' -'))).toHaveLength(1);
    expect(left.join()).toContain('0118 32.5');
  });

  it('of one address changes alone: its point by an edit, the other’s stays, and both ask for what they cost', async () => {
    const { orderId, addressIds } = await lives.begin(locker('0118', 1));
    await lives.inStore(orderId, () => {
      const second = lives.acts.addAddress(orderId, {
        ...{ shippingMethod: 'Omniva locker', formFields: [{ name: 'Locker', value: '0200' }] },
      });
      lives.acts.addLine(orderId, { sku: 'A', name: 'A', quantity: 1, addressId: second });
    });
    const both = there(orderId);
    expect(both.map((words) => words.split(' ')[1]).sort()).toEqual(['0118', '0200']);
    await lives.inStore(orderId, () => {
      lives.acts.change(orderId, {
        address: { addressId: addressIds[0] ?? 0, formFields: [{ name: 'Locker', value: '0119' }] },
      });
    });
    expect(
      there(orderId)
        .map((words) => words.split(' ')[1])
        .sort(),
    ).toEqual(['0119', '0200']);
  });

  it('across a customs border is held by SKU until its product says all, and then sent with what was paid', async () => {
    const lines = [{ sku: 'A', name: 'A', quantity: 3, discount: 7.65 }];
    const { orderId, story } = await lives.begin({ lines, addresses: [{ country_iso2: 'FI', zip: '22100' }] });
    expect(story.addresses[0]).toMatchObject({
      customs: 'Åland',
      hold: { reason: 'address-incomplete', message: expect.stringContaining(`${sku(orderId)} (HS code`) as string },
    });
    const product = merchant().products.find(({ code }) => code === sku(orderId));
    Object.assign(product?.fields ?? {}, { hsCode: '610910', countryOfOrigin: 'EE', customsDescription: 'Shirt' });
    await lives.orders.retry(orderId);
    await lives.rest(orderId);
    // 3 × 12.55 less 7.65, for one piece.
    const priced = () =>
      under(orderId).map(({ lines: [line], fields }) => [line?.rest['unitPrice'], fields['priceTotal']]);
    expect(priced()).toEqual([[10, 30]]);
    await lives.inStore(orderId, () => {
      lives.acts.refund(orderId, [{ sku: sku(orderId), quantity: 1 }]);
    });
    await lives.poll(orderId);
    await lives.rest(orderId);
    expect(priced()).toEqual([[10, 20]]);
  });

  it('that moves across a border after hand-over is held by what its goods lack', async () => {
    // Goods of which no product says anything yet.
    const lines = [{ sku: 'B', name: 'B', quantity: 1 }];
    const { orderId } = await lives.begin({ lines, addresses: [{ country_iso2: 'FI', zip: '00100' }] });
    const story = await lives.inStore(orderId, () => {
      lives.acts.change(orderId, { address: { zip: '22100' } });
    });
    expect(story.addresses[0]?.hold).toMatchObject({
      reason: 'changed-after-hand-over',
      message: expect.stringContaining('customs data') as string,
    });
  });
});
