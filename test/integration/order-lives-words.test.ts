import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLives, reasons, type Lives } from './order-lives.ts';

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

  it('let ship after a refused cancel, it ships with the part that the warehouse splits off later', async () => {
    const { acts, people, desk } = lives;
    const { orderId } = await lives.begin();
    const reference = desk.reference(orderId);
    await lives.inWarehouse(orderId, () => people.collect(reference));
    const story = await lives.inStore(orderId, () => {
      acts.setStatus(orderId, 5);
    });
    expect(reasons(story)).toEqual(['cancel-refused']);
    await desk.release(orderId, { kind: 'treat-as-done' });
    await lives.inWarehouse(orderId, () => people.split(reference, { lines: [{ code: 'A' }], suffix: '/B' }));
    expect(lives.standing(orderId)).toEqual(['/B COLLECTING 1A', 'COLLECTING 2A']);
    await lives.inWarehouse(orderId, () => people.moveTo(`${reference}/B`, 'NEW'));
    expect(lives.standing(orderId)).toEqual(['/B NEW 1A', 'COLLECTING 2A']);
    for (const one of [reference, `${reference}/B`])
      await lives.inWarehouse(orderId, () => people.ship(one, { tracking: `T${one}` }));
    await lives.ended(orderId, {
      stage: 'shipped',
      status: 5,
      standing: ['/B SHIPPED 1A', 'SHIPPED 2A'],
    });
    expect(acts.order(orderId).staffNotes).toContain('shipped 1 × A');
  });
});
