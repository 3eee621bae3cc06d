import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlaceOrder } from '../../../dev/stand-ins/control/place-order.ts';
import type { PickUpSource, ShippingLink } from '../../../src/contract/shipping.ts';
import { openDesk, type Desk } from '../../support/travels/order-by-bytes.ts';

// A pick-up point from the store's bytes to the warehouse's.

const locker = (where: readonly PickUpSource[]): ShippingLink => ({
  ...{ method: 'Omniva*', code: 'OMNIVA', pickUpPoint: 'required' },
  where,
});
const form = locker([{ kind: 'form-field', name: 'Locker' }]);
const option = locker([{ kind: 'product-option', name: 'Point' }]);

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({ lineOptions: 'forward', ordersEditable: true }, [
    form,
    { method: 'DHL*', code: 'DHL-EXPRESS' },
  ]);
});
afterAll(() => desk.close());

const to = (value: unknown, name = 'Locker'): PlaceOrder => ({
  addresses: [{ shippingMethod: 'Omniva locker', formFields: [{ name, value }] }],
});
const point = (value: string) => [{ name: 'Point', value, type: 'Text field' }];

describe('a pick-up point, from the store’s bytes to the warehouse’s', () => {
  test.each<[string, PlaceOrder, string]>([
    ['its noughts', to('00118'), '00118'],
    ['a name in another case with spaces and marks around it', to(' 105A ', ' LOCKER\u200b '), '105A'],
    ['a number of JSON', to(96001), '96001'],
    ['directions around it', to('\u2067105A\u2069'), '105A'],
  ])('goes along with %s', async (_, order, code) => {
    desk.saves({ links: [form] });
    const life = await desk.begin(order);
    expect(life.held()).toEqual([]);
    expect(life.sent()).toMatchObject([{ pickUpPointCode: code, shippingCode: 'OMNIVA' }]);
  });

  test.each<[string, PlaceOrder]>([
    ['a code with a space', to('AB 12')],
    ['nothing but marks that nobody sees', to('\u200b\u00ad')],
    ['another field', to('0118', 'Lockers')],
    ['yes or no', to(true)],
  ])('is missing where the store has %s', async (_, order) => {
    desk.saves({ links: [form] });
    const life = await desk.begin(order);
    expect([life.findings().map(({ reason }) => reason), life.sent()]).toEqual([['pickup-point-missing'], []]);
    await life.decide({ kind: 'use-pickup-point', code: '0118' });
    expect(life.sent()).toMatchObject([{ pickUpPointCode: '0118' }]);
  });

  test.each<[string, string, Partial<PlaceOrder>, string]>([
    [
      'by a pattern with marks in it that nobody sees',
      'staff-notes',
      { staffNotes: 'לוקר 12345' },
      '\u2067לוקר\u2069 {code}',
    ],
    ['with its brackets', 'customer-message', { customerMessage: 'x [0118]' }, '*[{code}]'],
    ['at the beginning', 'customer-message', { customerMessage: '105A is it' }, '{code} *'],
    ['between many stars', 'customer-message', { customerMessage: 'a b c: 105A.' }, '**c*{code}**'],
  ])('is found in words %s', async (_, kind, order, pattern) => {
    desk.saves({ links: [locker([{ kind: kind as 'staff-notes', pattern }])] });
    const life = await desk.begin({ shippingMethod: 'Omniva locker', ...order });
    expect(life.held()).toEqual([]);
    expect(life.sent()).toHaveLength(1);
  });

  test('is none of the numbers in our own notes', async () => {
    desk.saves({ links: [locker([{ kind: 'staff-notes', pattern: '*{code}*' }])] });
    const staffNotes = 'myOGO: shipped as JJFI123 under abc-100';
    const life = await desk.begin({ shippingMethod: 'Omniva locker', staffNotes });
    expect(life.findings().map(({ reason }) => reason)).toEqual(['pickup-point-missing']);
    await life.inStore((acts) => {
      acts.editNotes(life.orderId, `${staffNotes}\nlocker 0118`);
    });
    expect(life.sent()).toMatchObject([{ pickUpPointCode: '0118' }]);
    await life.inStore((acts) => {
      acts.editNotes(life.orderId, `${staffNotes}\nlocker 0118\nmyOGO: shipped as 0200`);
    });
    expect([life.held(), life.sent().length]).toEqual([[], 1]);
  });

  test('of a refunded line is not another one, and stays where no other line has one', async () => {
    desk.saves({ links: [option] });
    const lines = [
      { sku: 'A', name: 'A', quantity: 2, options: point('111') },
      { sku: 'B', name: 'B', quantity: 1, options: point('222') },
    ];
    const life = await desk.begin({ shippingMethod: 'Omniva locker', lines });
    expect(life.held().join()).toContain('111, 222');
    await life.inStore((acts) => {
      acts.refund(life.orderId, [{ sku: 'B', quantity: 1 }]);
    });
    expect([life.held(), life.sent()]).toMatchObject([[], [{ pickUpPointCode: '111' }]]);

    const one = [
      { sku: 'A', name: 'A', quantity: 1, options: point('111') },
      { sku: 'B', name: 'B', quantity: 1 },
    ];
    const kept = await desk.begin({ shippingMethod: 'Omniva locker', lines: one });
    await kept.inStore((acts) => {
      acts.refund(kept.orderId, [{ sku: 'A', quantity: 1 }]);
    });
    expect(kept.held()).toEqual([]);
    expect(kept.there()).toMatchObject([{ pickUpPointCode: '111', pieces: 1 }]);
  });

  test('stays with a split and a refund, changes by an edit, and a second address has its own', async () => {
    desk.saves({ links: [form] });
    const life = await desk.begin(to('0118'));
    const { reference } = life;
    await life.inWarehouse(({ control }) => {
      control.warehouse(reference, { split: { lines: [{ code: 'A', quantity: 1 }], suffix: '/B' } });
    });
    await life.inStore((acts) => {
      acts.refund(life.orderId, [{ sku: 'A', quantity: 1 }]);
    });
    expect(life.there().map(({ pickUpPointCode }) => pickUpPointCode)).toContain('0118');
    expect(life.there().reduce((sum, { pieces }) => sum + pieces, 0)).toBe(2);
    expect(life.held()).toEqual([]);

    const other = await desk.begin(to('0118'));
    await other.inStore((acts) => {
      const second = acts.addAddress(other.orderId, {
        ...{ shippingMethod: 'Omniva locker', formFields: [{ name: 'Locker', value: '0200' }] },
      });
      acts.addLine(other.orderId, { sku: 'B', name: 'B', quantity: 1, addressId: second });
    });
    await other.inStore((acts) => {
      acts.change(other.orderId, { address: { formFields: [{ name: 'Locker', value: '0119' }] } });
    });
    expect(other.there().map(({ pickUpPointCode }) => pickUpPointCode)).toEqual(['0119', '0200']);
    expect(other.held()).toEqual([]);
  });
});
