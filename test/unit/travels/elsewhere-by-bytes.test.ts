import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlaceOrder } from '../../../dev/stand-ins/control/place-order.ts';
import { openDesk, type Desk, type OrderByBytes } from '../../support/travels/order-by-bytes.ts';

// Goods that the merchant keeps elsewhere, from the store's bytes to the warehouse's.

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({ notAtWarehouse: ['else*'] }, [{ method: '*', code: 'DHL-EXPRESS' }]);
});
afterAll(() => desk.close());

const line = (sku: string, quantity: number) => ({ sku, name: sku, quantity });
const mixed: PlaceOrder = { lines: [line('A', 2), line('ELSE', 1)] };
const goods = (life: OrderByBytes) =>
  life
    .there()
    .map((order) =>
      (order['lines'] as readonly { code: string; quantity: number }[]).map((one) => `${one.quantity} ${one.code}`),
    ); // as the stand-in keeps them

describe('goods that are kept elsewhere, from the store’s bytes to the warehouse’s', () => {
  test('stay out of a mixed order through a split, an edit, a refund and a second address', async () => {
    const life = await desk.begin(mixed);
    expect([life.held(), goods(life)]).toEqual([[], [['2 A']]]);
    await life.inStore((acts) => {
      acts.change(life.orderId, { address: { street_1: 'Another Street 9' } });
    });
    await life.inStore((acts) => {
      const second = acts.addAddress(life.orderId, {});
      acts.addLine(life.orderId, { ...line('ELSE', 1), addressId: second });
    });
    await life.inStore((acts) => {
      acts.refund(life.orderId, [{ sku: 'A', quantity: 1 }]);
    });
    expect([life.held(), goods(life)]).toEqual([[], [['1 A']]]);
    const split = await desk.begin(mixed);
    await split.inWarehouse(({ control }) => {
      control.warehouse(split.reference, { split: { lines: [{ code: 'A', quantity: 1 }], suffix: '/B' } });
    });
    expect([split.held(), goods(split)]).toEqual([[], [['1 A'], ['1 A']]]);
  });

  test('that are refunded change nothing, and alone are no order of ours', async () => {
    const life = await desk.begin(mixed);
    await life.inStore((acts) => {
      acts.refund(life.orderId, [{ sku: 'ELSE', quantity: 1 }]);
    });
    expect([life.held(), goods(life)]).toEqual([[], [['2 A']]]);
    const alone = await desk.begin({ lines: [line('ELSE', 1)] });
    expect([alone.held(), alone.sent()]).toEqual([[], []]);
  });

  test('do not go to another address that their line moves to once they are kept elsewhere', async () => {
    const life = await desk.begin({ lines: [line('A', 2), line('B', 1)] });
    desk.saves({ settings: { notAtWarehouse: ['A'] } });
    await life.inStore((acts) => {
      const second = acts.addAddress(life.orderId, {});
      acts.change(life.orderId, { editLines: [{ sku: 'A', addressId: second }] });
    });
    expect([life.held(), goods(life)]).toEqual([[], [['1 B']]]);
    desk.saves({ settings: { notAtWarehouse: ['else*'] } });
  });

  test('are handed over once they are taken off the list, and stay on their way once they are put on it', async () => {
    const life = await desk.begin(mixed);
    desk.saves({ settings: { notAtWarehouse: ['A'] } });
    await life.again();
    expect([life.held(), goods(life)]).toEqual([[], [['2 A'], ['1 ELSE']]]);
    desk.saves({ settings: { notAtWarehouse: ['else*'] } });
  });
});
