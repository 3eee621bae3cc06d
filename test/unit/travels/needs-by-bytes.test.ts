import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlaceOrder } from '../../../dev/stand-ins/control/place-order.ts';
import type { ShippingLink } from '../../../src/contract/shipping.ts';
import { openDesk, type Desk } from '../../support/travels/order-by-bytes.ts';

// What a link needs of an address and of its goods, from the store's bytes to the warehouse's. A custom line weighs 0.1.

const link: ShippingLink = { method: '*', code: 'DHL-EXPRESS', needs: ['company', 'street-number'], maxWeight: 0.3 };
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({}, [link]);
});
afterAll(() => desk.close());

const whole = { company: 'Firm', street_1: 'Street 5', street_2: '' };
const to = (address: object, quantity = 2): PlaceOrder => ({
  addresses: [{ ...whole, ...address }],
  lines: [{ sku: 'A', name: 'A', quantity }],
});

describe('what a link needs, from the store’s bytes to the warehouse’s', () => {
  test('holds by the names of the fields until the address has them', async () => {
    const life = await desk.begin(to({ company: ' - ', street_1: 'Street' }));
    expect([life.held(), life.sent()]).toEqual([
      ['address-incomplete: DHL-EXPRESS needs what the address lacks: company, street number.'],
      [],
    ]);
    await life.inStore((acts) => {
      acts.change(life.orderId, { address: { company: 'Firm', street_2: 'Flat 3' } });
    });
    expect([life.held(), life.there()]).toMatchObject([[], [{ customer: { company: 'Firm', address2: 'Flat 3' } }]]);
  });

  test('holds what is too heavy until a refund makes it light enough', async () => {
    const life = await desk.begin(to({}, 4));
    expect(life.held().join()).toContain('The goods weigh 0.4 in the store’s unit of weight');
    await life.inStore((acts) => {
      acts.refund(life.orderId, [{ sku: 'A', quantity: 1 }]);
    });
    expect([life.held(), life.there().map(({ pieces }) => pieces)]).toEqual([[], [3]]);
  });

  test('holds a second address for itself alone, and nothing that is on its way: a split and an edit go on', async () => {
    const life = await desk.begin(to({}));
    await life.inWarehouse(({ control }) => {
      control.warehouse(life.reference, { split: { lines: [{ code: 'A', quantity: 1 }], suffix: '/B' } });
    });
    await life.inStore((acts) => {
      const second = acts.addAddress(life.orderId, { company: '' });
      acts.addLine(life.orderId, { sku: 'B', name: 'B', quantity: 1, addressId: second });
    });
    expect(life.held()).toEqual(['address-incomplete: DHL-EXPRESS needs what the address lacks: company.']);
    expect(life.there().map(({ pieces }) => pieces)).toEqual([1, 1]);
    const edited = await desk.begin(to({}));
    await edited.inStore((acts) => {
      acts.change(edited.orderId, { address: { street_1: 'Lane' } });
    });
    expect([edited.held(), edited.there()]).toMatchObject([[], [{ customer: { address1: 'Lane' } }]]);
  });

  test('is said once for all methods of a code by the setting, and a link’s own word counts in its place', async () => {
    const methodNeeds = [{ shippingCode: 'dhl*', needs: ['company'] as const, maxWeight: 0.15 }];
    desk.saves({ links: [{ method: '*', code: 'DHL-EXPRESS' }], settings: { methodNeeds } });
    const life = await desk.begin(to({ company: '' }, 1));
    expect(life.held()).toEqual(['address-incomplete: DHL-EXPRESS needs what the address lacks: company.']);
    const heavy = await desk.begin(to({}));
    expect(heavy.held().join()).toContain('The goods weigh 0.2');
    const split = await desk.begin(to({}, 1));
    await split.inStore((acts) => {
      const second = acts.addAddress(split.orderId, { company: '' });
      acts.addLine(split.orderId, { sku: 'B', name: 'B', quantity: 1, addressId: second });
    });
    expect([split.held().length, split.there().length]).toEqual([1, 1]);

    desk.saves({ links: [{ method: '*', code: 'DHL-EXPRESS', needs: [], maxWeight: 5 }] });
    for (const one of [life, heavy, split]) await one.again();
    expect([life, heavy, split].map((one) => [one.held(), one.there().length])).toEqual([
      [[], 1],
      [[], 1],
      [[], 2],
    ]);
    desk.saves({ links: [link], settings: { methodNeeds: [] } });
  });

  test('counts for a code that a person chose and no link gives', async () => {
    desk.saves({ links: [], settings: { methodNeeds: [{ shippingCode: 'GLS', needs: ['company'] }] } });
    const life = await desk.begin(to({ company: '' }));
    expect(life.held().join()).toContain('shipping-method-not-linked');
    await life.decide({ kind: 'use-code', code: 'GLS' });
    expect(life.held()).toEqual(['address-incomplete: GLS needs what the address lacks: company.']);
    desk.saves({ settings: { methodNeeds: [] } });
    await life.again();
    expect([life.held(), life.there()]).toMatchObject([[], [{ shippingCode: 'GLS' }]]);
    desk.saves({ links: [link] });
  });
});
