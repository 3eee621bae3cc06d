import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlaceOrder } from '../../../dev/stand-ins/control/place-order.ts';
import { openDesk, type Body, type Desk, type OrderByBytes } from '../../support/travels/order-by-bytes.ts';

// Payment at the door from the store's bytes to the warehouse's. A custom line costs 12.55 with tax; postage is 7.4045.

const cashOnDelivery = { paymentMethods: ['Cash on*'], statuses: [7] };
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({ cashOnDelivery }, [{ method: '*', code: 'DHL-EXPRESS' }]);
});
afterAll(() => desk.close());

const line = (quantity: number, sku = 'A') => ({ sku, name: sku, quantity });
function door(of: Partial<PlaceOrder> = {}): PlaceOrder {
  return { paymentMethod: 'Cash on Delivery', statusId: 7, paid: false, country: 'FI', lines: [line(3)], ...of };
}
const asked = (bodies: readonly Body[]) =>
  bodies.map((body) => {
    const cash = body['cashOnDelivery'] as { amount: number; currencyCode: string } | undefined; // as the contract has it
    return cash === undefined ? 'nothing' : `${cash.amount} ${cash.currencyCode}`;
  });
const collects = (life: OrderByBytes) => asked(life.there());

describe('payment at the door, from the store’s bytes to the warehouse’s', () => {
  test('is asked for with what is owed after certificates, credit and a refund, over two addresses, to the last cent', async () => {
    const lines = [
      { ...line(2), address: 0 },
      { ...line(1, 'B'), address: 1 },
    ];
    const life = await desk.begin(door({ lines, addresses: 2, giftCertificate: 10, storeCredit: 2.5 }));
    // 3 × 12.55 + 2 × 7.4045 = 52.459; less 12.50 = 39.959
    expect(collects(life)).toEqual(['24.76 EUR', '15.2 EUR']);
    await life.inStore((acts) => {
      acts.refund(life.orderId, [{ sku: 'A', quantity: 1 }]);
    });
    // 52.459 − 12.55 − 12.50 = 27.409: split anew over two addresses that cost the same.
    expect(
      collects(life)
        .map((one) => Number(one.split(' ')[0]))
        .reduce((a, b) => a + b, 0),
    ).toBeCloseTo(27.41, 5);
    expect(life.held()).toEqual([]);
  });

  test.each([
    ['ISK', 'IS', '45 ISK'],
    ['HUF', 'HU', '45.05 HUF'],
  ])('is asked for in %s with the decimals of ISO 4217', async (currency, country, amount) => {
    const life = await desk.begin(door({ currency, addresses: [{ country_iso2: country }] }));
    expect([life.held(), collects(life)]).toEqual([[], [amount]]);
  });

  test.each(['JPY', 'KWD'])('is held in %s, which no door of the country collects', async (currency) => {
    const life = await desk.begin(door({ currency }));
    expect(life.held().join()).toMatch(/cash-on-delivery-impossible: .* is to be collected, and in FI only EUR/);
  });

  test('is asked for once where the warehouse splits, less after a refund, more by an edit, and with a second address', async () => {
    const life = await desk.begin(door());
    expect(collects(life)).toEqual(['45.05 EUR']);
    await life.inWarehouse(({ control }) => {
      control.warehouse(life.reference, { split: { lines: [{ code: 'A', quantity: 1 }], suffix: '/B' } });
    });
    await life.inStore((acts) => {
      acts.refund(life.orderId, [{ sku: 'A', quantity: 1 }]);
    });
    expect(collects(life).filter((one) => one !== 'nothing')).toEqual(['32.5 EUR']);

    const other = await desk.begin(door({ lines: [line(1)] }));
    await other.inStore((acts) => {
      const second = acts.addAddress(other.orderId, {});
      acts.addLine(other.orderId, { ...line(1, 'B'), addressId: second });
    });
    const sum = collects(other).reduce((all, one) => all + Math.round(Number(one.split(' ')[0]) * 100), 0);
    expect([collects(other).length, sum]).toEqual([2, 3_991]);
    expect(other.held()).toEqual([]);
  });

  test('has the postage of an address that has no goods any more where some still go', async () => {
    // 12.55 and twice 7.4045: all goods go to the second address.
    const moved = await desk.begin(door({ lines: [line(1)] }));
    await moved.inStore((acts) => {
      const second = acts.addAddress(moved.orderId, {});
      acts.change(moved.orderId, { editLines: [{ sku: 'A', addressId: second }] });
    });
    expect([moved.held(), collects(moved)]).toEqual([[], ['27.36 EUR']]);
    const lines = [
      { ...line(1), address: 0 },
      { ...line(1, 'B'), address: 1 },
    ];
    const life = await desk.begin(door({ lines, addresses: 2 }));
    await life.inStore((acts) => {
      acts.refund(life.orderId, [{ sku: 'B', quantity: 1 }]);
    });
    expect([life.held(), collects(life)]).toEqual([[], ['27.36 EUR']]);
  });

  test('is nothing for what a person took out, or ships by hand: whoever brings it collects for it', async () => {
    const life = await desk.begin(door({ lines: [line(2), line(1, 'UNKNOWN')] }));
    expect(life.held().join()).toContain('product-not-in-myogo');
    await life.decide({ kind: 'treat-as-done' });
    expect(collects(life)).toEqual(['32.5 EUR']);

    const byHand = await desk.begin(door());
    await byHand.inStore((acts) => {
      const [bought] = acts.order(byHand.orderId).lines;
      acts.shipByHand(byHand.orderId, { items: [{ orderProductId: bought?.id ?? 0, quantity: 1 }] });
    });
    expect(byHand.there().map(({ pieces }) => pieces)).toEqual([2]);
    expect([byHand.held(), collects(byHand)]).toEqual([[], ['32.5 EUR']]);
  });
});
