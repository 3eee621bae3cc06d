import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { itLong, sample } from '../support/sample.ts';
import { randomBytes } from 'node:crypto';
import { OgoshipClient, type Integration } from '../../src/client/index.ts';
import { openLives, type Lives } from './lives-desk.ts';

let lives: Lives;
let client: OgoshipClient;
let store: Integration;

beforeAll(async () => {
  lives = await openLives({}, { plan: 'unlimited' }); // what is explained without a run asks both sides
  client = await OgoshipClient.connect({
    temporal: { address: inject('temporalAddress'), namespace: lives.shop.worker.namespace },
    credentialKeys: `sight:${randomBytes(32).toString('base64')}`,
    by: 'sight',
  });
  store = client.integration(lives.shop.storeHash);
  await lives.poll();
});
afterAll(async () => {
  await client.close();
  await lives.shop.close();
});

const dhl = { shippingMethod: 'DHL Express', country: 'FI' };

describe('at first sight', () => {
  it('an order that is partly refunded is taken with what is left of it, and goes its way', async () => {
    const { shop, desk, people, merchant, standing, sku, created } = lives;
    const { orderId } = shop.placeOrder({ ...dhl, lines: [{ quantity: 3 }] });
    merchant.refund(orderId, [{ sku: sku(orderId), quantity: 1 }]);
    merchant.setStatus(orderId, 14);
    await lives.poll();
    await lives.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(standing(orderId)).toEqual([[desk.reference(orderId), 'NEW', { [sku(orderId)]: 2 }]]);
    expect((await store.orders.explain(orderId)).stage).toBe('handed-over');
    people.ship(desk.reference(orderId), { tracking: 'FOURTEEN' });
    await lives.poll();
    expect((await lives.ended(orderId)).stage).toBe('shipped');
    expect(shop.storeOrder(orderId).shipments).toMatchObject([{ trackingNumber: 'FOURTEEN' }]);
    expect(created(orderId)).toEqual({ [desk.reference(orderId)]: 1 });
  });

  itLong('an order that is partly shipped by hand is taken with what is left of it', async () => {
    const { shop, desk, merchant, standing, sku } = lives;
    const { orderId } = shop.placeOrder({ ...dhl, lines: [{ quantity: 3 }] });
    merchant.shipByHand(orderId, { items: [{ sku: sku(orderId), quantity: 1 }], tracking: 'BY-HAND' });
    merchant.setDateShipped(orderId, null);
    expect(shop.storeOrder(orderId).statusId).toBe(3);
    await lives.poll();
    await lives.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(standing(orderId)).toEqual([[desk.reference(orderId), 'NEW', { [sku(orderId)]: 2 }]]);
  });

  it.each(sample([14, 3], 1))(
    'an order at %d that was shipped by status is held with a way on, and its fulfilment by a person hands it over',
    async (status) => {
      const { shop, desk, merchant, standing, sku } = lives;
      const { orderId } = shop.placeOrder({ ...dhl, lines: [{ quantity: 2 }] });
      merchant.setStatus(orderId, status);
      merchant.setDateShipped(orderId, new Date().toISOString());
      await lives.poll();
      const held = await lives.held(orderId, 'status-forbids-sending');
      expect(held.addresses[0]?.hold?.remedy).toContain('orders.fulfil');
      expect(standing(orderId)).toEqual([]);
      expect((await store.orders.explain(orderId)).summary).toBe(held.summary);
      await store.orders.fulfil(orderId);
      await lives.until(orderId, ({ stage }) => stage === 'handed-over');
      expect(standing(orderId)).toEqual([[desk.reference(orderId), 'NEW', { [sku(orderId)]: 2 }]]);
    },
  );

  it.each(
    sample<[number, string, RegExp]>(
      [
        [2, 'ignored', /status 2, as shipped: .*orders\.fulfil\(\d+\) takes it/],
        [7, 'awaiting-payment', /status 7, which waits: it is taken when it is at 11/],
        [0, 'nothing-to-ship', /status 0: a cart, or a payment that is not through/],
        [10, 'ignored', /status 10, as shipped: .*orders\.fulfil\(\d+\) takes it/],
        [5, 'cancelled', /status 5: cancelled, declined or refunded/],
        [4, 'cancelled', /status 4: cancelled, declined or refunded/],
        [12, 'awaiting-payment', /status 12, which waits/],
        [13, 'awaiting-payment', /status 13, which is not taken by itself .*orders\.fulfil\(\d+\) takes it/],
        [1, 'nothing-to-ship', /status 1: a cart/],
        [8, 'awaiting-payment', /status 8, which is not taken by itself .*orders\.fulfil\(\d+\) takes it/],
      ],
      2,
    ),
  )('an order at %d without a run is explained (%s), and nothing of it is sent', async (status, stage, words) => {
    const { shop, merchant, standing } = lives;
    const { orderId } = shop.placeOrder({ ...dhl });
    merchant.setStatus(orderId, status);
    await lives.poll();
    expect(standing(orderId)).toEqual([]);
    const story = await store.orders.explain(orderId);
    expect(story.stage).toBe(stage);
    expect(story.summary).toMatch(words);
  });

  it.each(sample([3, 14], 1))(
    'an order at %d that nobody has looked at is explained by what would happen',
    async (status) => {
      const { shop, desk, merchant, standing, sku } = lives;
      const { orderId } = shop.placeOrder({ ...dhl, lines: [{ quantity: 3 }] });
      if (status === 14) merchant.refund(orderId, [{ sku: sku(orderId), quantity: 1 }]);
      else merchant.shipByHand(orderId, { items: [{ sku: sku(orderId), quantity: 1 }], tracking: 'BY-HAND' });
      merchant.setDateShipped(orderId, null);
      expect(shop.storeOrder(orderId).statusId).toBe(status);
      const story = await store.orders.explain(orderId);
      expect(story.summary).not.toMatch(/await|payment/i);
      expect(story.summary).toMatch(/taken/);
      await lives.poll();
      await lives.until(orderId, ({ stage }) => stage === 'handed-over');
      expect(standing(orderId)).toEqual([[desk.reference(orderId), 'NEW', { [sku(orderId)]: 2 }]]);
    },
  );
});

describe('a held order', () => {
  it.each(sample([9, 7, 12], 1))(
    'that the merchant sets to %d and back is handed over when its cause is mended',
    async (status) => {
      const { shop, desk, created } = lives;
      const method = `Skate ${status}`;
      const { orderId } = await desk.order({ shippingMethod: method });
      await lives.held(orderId, 'shipping-method-not-linked');
      await desk.change(orderId, { status });
      await lives.until(orderId, ({ stage, summary }) => stage !== 'held' && /status of|paid/.test(summary));
      await desk.change(orderId, { status: 11 });
      await lives.held(orderId, 'shipping-method-not-linked');
      await shop.link({ method, code: 'POSTI' });
      await lives.until(orderId, ({ stage }) => stage === 'handed-over');
      expect(created(orderId)).toEqual({ [desk.reference(orderId)]: 1 });
      expect(shop.storeOrder(orderId).statusId).toBe(9);
    },
  );

  it('that a link frees while its status waits goes when the status is set back, and fulfil sends it at once', async () => {
    const { shop, desk, created } = lives;
    const one = await desk.order({ shippingMethod: 'Skateboard' });
    const two = await desk.order({ shippingMethod: 'Skateboard' });
    for (const { orderId } of [one, two]) {
      await lives.held(orderId, 'shipping-method-not-linked');
      await desk.change(orderId, { status: 9 });
      await lives.until(orderId, ({ stage }) => stage !== 'held');
    }
    await shop.link({ method: 'Skateboard', code: 'POSTI' });
    await desk.change(one.orderId, { status: 11 });
    await lives.until(one.orderId, ({ stage }) => stage === 'handed-over');
    await store.orders.fulfil(two.orderId);
    await lives.until(two.orderId, ({ stage }) => stage === 'handed-over');
    for (const { orderId } of [one, two]) expect(created(orderId)).toEqual({ [desk.reference(orderId)]: 1 });
  });

  itLong(
    'whose import statuses are changed and changed back while it waits goes on when its cause is mended',
    async () => {
      const { shop, desk, created } = lives;
      const { orderId } = await desk.order({ shippingMethod: 'Scooter' });
      await lives.held(orderId, 'shipping-method-not-linked');
      try {
        await desk.settings({ importStatuses: [8] });
        // A connection that is a moment old counts as fresh: the retry that comes after it reads the new setting.
        await expect
          .poll(
            async () => {
              await desk.retry(orderId);
              return (await shop.story(orderId)).stage;
            },
            { timeout: 60_000, interval: 300 },
          )
          .toBe('awaiting-payment');
        await shop.link({ method: 'Scooter', code: 'POSTI' });
      } finally {
        await desk.settings({ importStatuses: [11] });
      }
      // As above: what is told a moment after the change may be judged by the answer from before it; a minute later all are told again.
      await expect
        .poll(
          async () => {
            await desk.retry(orderId).catch(() => undefined);
            return (await shop.story(orderId)).stage;
          },
          { timeout: 60_000, interval: 300 },
        )
        .toBe('handed-over');
      expect(created(orderId)).toEqual({ [desk.reference(orderId)]: 1 });
    },
  );
});

describe('an order that leaves the store', () => {
  it('after hand-over is looked for twice, and its warehouse order is cancelled', async () => {
    const { desk, merchant, standing } = lives;
    const { orderId } = await desk.handedOver({ lines: [{ quantity: 2 }] });
    merchant.lose(orderId);
    await desk.retry(orderId);
    await lives.until(orderId, ({ summary }) => summary.includes('no such order') || summary.includes('again'));
    expect(standing(orderId)).toMatchObject([[desk.reference(orderId), 'NEW', {}]]);
    await desk.retry(orderId);
    expect((await lives.ended(orderId)).summary).toMatch(/no such order/);
    expect(standing(orderId)).toMatchObject([[desk.reference(orderId), 'CANCELLED', {}]]);
  });

  itLong('while the warehouse packs it is held, and never said to be cancelled', async () => {
    const { desk, merchant, people, standing } = lives;
    const { orderId } = await desk.handedOver();
    people.collect(desk.reference(orderId));
    await lives.tellWarehouse(orderId);
    merchant.lose(orderId);
    await desk.retry(orderId);
    await lives.until(orderId, ({ summary }) => summary.includes('no such order') || summary.includes('again'));
    await desk.retry(orderId);
    await lives.held(orderId, 'cancel-refused');
    expect(standing(orderId)).toMatchObject([[desk.reference(orderId), 'COLLECTING', {}]]);
    people.ship(desk.reference(orderId), { tracking: 'GONE' });
    await lives.tellWarehouse(orderId);
    const end = await lives.ended(orderId);
    expect(end.summary).toMatch(/left the warehouse/);
  });

  it('for one reading only keeps its warehouse order', async () => {
    const { desk, merchant, standing } = lives;
    const { orderId } = await desk.handedOver();
    merchant.lose(orderId, 1);
    await desk.retry(orderId);
    await lives.until(orderId, ({ summary }) => summary.includes('no such order') || summary.includes('again'));
    await desk.retry(orderId);
    await lives.until(orderId, ({ stage, summary }) => stage === 'handed-over' && !summary.includes('again'));
    expect(standing(orderId)).toMatchObject([[desk.reference(orderId), 'NEW', {}]]);
  });

  itLong('as archived, its warehouse order is cancelled, whoever tells its run', async () => {
    const { desk, merchant, standing } = lives;
    const { orderId } = await desk.handedOver();
    lives.tick();
    merchant.archive(orderId);
    await lives.tellStore(orderId);
    expect((await lives.ended(orderId)).stage).toBe('cancelled');
    expect(standing(orderId)).toMatchObject([[desk.reference(orderId), 'CANCELLED', {}]]);
  });
});

describe('an answer that contradicts itself', () => {
  it('by consignments without lines is completed from the order’s own lines', async () => {
    const { desk, shop, merchant, sku, standing } = lives;
    const { orderId } = shop.placeOrder({ ...dhl, lines: [{ quantity: 3 }] });
    merchant.hideLines(orderId);
    await shop.startOrder(orderId);
    await lives.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(standing(orderId)).toEqual([[desk.reference(orderId), 'NEW', { [sku(orderId)]: 3 }]]);
  });

  itLong.each<[string, (orderId: number) => unknown]>([
    ['whose consignments are empty', (orderId: number) => lives.merchant.hideConsignments(orderId)],
    [
      'whose lines are at an unknown address',
      (orderId: number) => lives.merchant.strayLine(orderId, { sku: lives.sku(orderId) }),
    ],
  ])('of an order %s does not end it: it is asked again, then held, and goes on', async (what, spoil) => {
    const { desk, shop, merchant, sku, standing } = lives;
    const { orderId, addressIds } = shop.placeOrder({ ...dhl, lines: [{ quantity: 3 }] });
    spoil(orderId);
    await shop.startOrder(orderId);
    await lives.until(orderId, ({ summary }) => /again|contradict|understood/.test(summary));
    const held = await lives.held(orderId, 'unexpected-response');
    expect(held.summary).toMatch(/contradict|address/);
    expect(standing(orderId)).toEqual([]);
    if (what.includes('unknown address')) merchant.moveLine(orderId, { sku: sku(orderId) }, addressIds[0] ?? 0);
    else merchant.showOddly(orderId, null);
    await desk.retry(orderId);
    await lives.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(standing(orderId)).toEqual([[desk.reference(orderId), 'NEW', { [sku(orderId)]: 3 }]]);
  });
});
