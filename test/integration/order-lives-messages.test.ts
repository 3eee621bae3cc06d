import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderMessages } from '../../src/contract/messages.ts';
import { itLong, sample } from '../support/sample.ts';
import { openLives, type Lives } from './lives-desk.ts';

let lives: Lives;
beforeAll(async () => {
  lives = await openLives();
  await lives.poll();
});
afterAll(() => lives.shop.close());

const dhl = { shippingMethod: 'DHL Express', country: 'FI' };

describe('a message that cannot be meant', () => {
  it('changes nothing of an order, and its run goes on', async () => {
    const { desk, people, shop, ended } = lives;
    const { orderId } = await desk.handedOver();
    const reference = desk.reference(orderId);
    const run = shop.worker.client.workflow.getHandle(`order:${shop.storeHash}:${orderId}`);
    const before = await shop.story(orderId);
    const row = { reference, status: 'SHIPPED', editTime: new Date().toISOString() };
    const odd: unknown[] = [
      null,
      7,
      'SHIPPED',
      [],
      { ...row, lines: null },
      { ...row, lines: 3 },
      { ...row, lines: {} },
      { ...row, lines: [null] },
      { ...row, lines: [{ code: 'A', quantity: '3' }] },
      { ...row, lines: [{ code: 'A', quantity: -1 }] },
      { ...row, id: 5 },
      { ...row, lines: [{ code: 5, quantity: 1 }] },
      { ...row, lines: [{ code: 'A', quantity: 1.5 }] },
      { ...row, status: 'GONE' },
      { ...row, editTime: 'yesterday' },
      { ...row, reference: null },
    ];
    // What the types forbid is sent all the same.
    for (const said of odd) await run.signal(orderMessages.myOgoOrderChanged, said as never);
    for (const said of [null, 1, { statusId: '5', dateModified: 'now' }]) {
      await run.signal(orderMessages.storeOrderChanged, said as never);
    }
    expect(await shop.story(orderId)).toEqual(before);
    people.ship(reference, { tracking: 'AFTER' });
    await lives.tellWarehouse(orderId);
    expect((await ended(orderId)).stage).toBe('shipped');
    expect(shop.storeOrder(orderId)).toMatchObject({ statusId: 2, shipments: [{ trackingNumber: 'AFTER' }] });
  });
});

describe('a row that cannot be read', () => {
  it.each(sample([1.5, 'many', null], 1))(
    '(a quantity of %j) is its order’s matter alone, and named',
    async (quantity) => {
      const { desk, shop, merchant, standing } = lives;
      const odd = shop.placeOrder({ ...dhl, lines: [{ quantity: 2 }] });
      const good = shop.placeOrder({ ...dhl });
      const [line] = shop.storeOrder(odd.orderId).lines;
      merchant.showQuantity(odd.orderId, line?.orderProductId ?? 0, quantity);
      await lives.poll();
      await lives.until(good.orderId, ({ stage }) => stage === 'handed-over');
      await lives.until(odd.orderId, ({ summary }) => summary.includes('quantity'));
      expect((await lives.held(odd.orderId, 'unexpected-response')).summary).toContain('quantity');
      expect(standing(odd.orderId)).toEqual([]);
      merchant.showOddly(odd.orderId, null);
      await desk.retry(odd.orderId);
      await lives.until(odd.orderId, ({ stage }) => stage === 'handed-over');
    },
  );
});

describe('settings that would cancel or close orders', () => {
  it.each([
    ...[5, 4, 2, 0, 6, 10, 1, 3, 13, 14, '9', null].map((status) => ({ statusAfterHandOver: status })),
    ...[5, 4, 2, 1, 0, 6, 10, '9', 9.5].map((status) => ({ importStatuses: [11, status] })),
    { importStatuses: [] },
    { importStatuses: 11 },
    { importStatuses: [9], statusAfterHandOver: 9 },
    { waitingStatuses: [7, 9] },
  ])('%j are refused by name, and orders go on as before', async (patch) => {
    const { desk } = lives;
    // What the types forbid is sent all the same.
    await expect(desk.settings(patch as never)).rejects.toMatchObject({
      cause: {
        type: 'InvalidInput',
        details: [{ field: expect.stringMatching(/statusAfterHandOver|importStatuses|waitingStatuses/) as string }],
      },
    });
    const { orderId } = await desk.handedOver();
    expect(lives.shop.storeOrder(orderId).statusId).toBe(9);
  });
});

describe('what the warehouse adds or takes up again', () => {
  itLong('as a gift beside ours keeps no cancel of the store from being carried out', async () => {
    const { desk, people, shop, ended, standing } = lives;
    shop.stock({ 'GIFT-CARD': 9 });
    const { orderId } = await desk.handedOver({ lines: [{ quantity: 2 }] });
    people.addGift(desk.reference(orderId), { code: 'GIFT-CARD', quantity: 1 });
    await lives.tellWarehouse(orderId);
    await lives.until(
      orderId,
      ({ stage, addresses }) => stage === 'handed-over' && (addresses[0]?.orders?.[0]?.foreign?.length ?? 0) > 0,
    );
    await desk.change(orderId, { status: 5 });
    expect((await ended(orderId)).stage).toBe('cancelled');
    expect(standing(orderId)).toMatchObject([[desk.reference(orderId), 'CANCELLED', {}]]);
  });

  it('after both sides had cancelled it is cancelled again, and what cannot be is held', async () => {
    const { desk, people, ended, standing, shop } = lives;
    const { orderId } = await desk.handedOver({ lines: [{ quantity: 2 }] });
    const reference = desk.reference(orderId);
    await desk.change(orderId, { status: 5 });
    expect((await ended(orderId)).stage).toBe('cancelled');
    shop.sandbox.control.advance(1_000);
    people.revive(reference);
    await lives.poll();
    await expect.poll(() => standing(orderId)).toMatchObject([[reference, 'CANCELLED', {}]]);
    await ended(orderId);
    shop.sandbox.control.advance(1_000);
    people.revive(reference);
    people.collect(reference);
    await lives.poll();
    await lives.held(orderId, 'cancel-refused');
  });
});
