import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLives, type Lives } from './order-lives.ts';

describe('a person’s word about an order stands for what it was said about:', () => {
  let lives: Lives;
  /** The merchant told the shopper by status alone. */
  const byStatus: number[] = [];
  beforeAll(async () => {
    lives = await openLives();
  });
  afterAll(async () => {
    lives.desk.prove({ withoutTracking: byStatus });
    await lives.close();
  });

  it.each([2, 10])(
    'asked for while no link fitted, it is not sent where the merchant then sets %i and a link is saved later',
    async (status) => {
      const { acts, orders, shop } = lives;
      const method = `Sled ${status}`;
      const { orderId, story } = await lives.begin({ shippingMethod: method });
      byStatus.push(orderId);
      expect(story.stage).toBe('held');
      expect((await orders.fulfil(orderId)).outcome).toBe('running');
      expect((await lives.rest(orderId)).stage).toBe('held');
      await lives.inStore(orderId, () => {
        acts.setStatus(orderId, status);
      });
      await shop.link({ method, code: 'POSTI' });
      await lives.poll(orderId);
      await lives.rest(orderId);
      expect([lives.standing(orderId), shop.storeOrder(orderId).statusId]).toEqual([[], status]);
    },
  );
});
