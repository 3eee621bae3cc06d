import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sample } from '../support/sample.ts';
import { openLives, reasons, type Lives } from './order-lives.ts';

describe('an order whose status a person sets in the store', () => {
  let lives: Lives;
  beforeAll(async () => {
    lives = await openLives();
  });
  afterAll(() => lives.close());

  const set = (orderId: number, status: number) => lives.inStore(orderId, () => lives.acts.setStatus(orderId, status));
  const ship = (orderId: number, reference = lives.desk.reference(orderId)) =>
    lives.inWarehouse(orderId, () => lives.people.ship(reference, { tracking: `T-${orderId}` }));

  it.each(sample([12, 8, 7, 13, 0, 1], 2))(
    'to %d while the warehouse has it is held; set back it goes on, and what left meanwhile is told once',
    async (status) => {
      const { orderId } = await lives.begin();
      const held = await set(orderId, status);
      expect([reasons(held), lives.standing(orderId)]).toEqual([['status-forbids-sending'], ['NEW 3A']]);
      expect(held.summary).toContain(`status ${status}`);
      await set(orderId, 9);
      await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: ['NEW 3A'] });
      await set(orderId, status);
      await ship(orderId);
      await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['SHIPPED 3A'] });
      expect(lives.shipments(orderId)).toEqual([`T-${orderId} 3A`]);
      // All is done: nobody but a person knows whether it is to go once more.
      expect(reasons(await set(orderId, 11))).toEqual(['reopened']);
      expect(lives.standing(orderId)).toEqual(['SHIPPED 3A']);
    },
  );

  it.each(
    sample(
      [
        [10, 10],
        [2, 2],
        [3, 2],
        [14, 2],
      ] as const,
      2,
    ),
  )('to %d while the warehouse has it goes its way, and its tracking is told once', async (status, end) => {
    const { orderId } = await lives.begin();
    const story = await set(orderId, status);
    // Whoever looks sees that it is still to leave, whatever the store calls it.
    expect(story.summary.includes('calls it shipped already')).toBe(status === 2 || status === 10);
    await lives.ended(orderId, { stage: 'handed-over', status, standing: ['NEW 3A'] });
    await ship(orderId);
    await lives.ended(orderId, { stage: 'shipped', status: end, standing: ['SHIPPED 3A'] });
    expect(lives.shipments(orderId)).toEqual([`T-${orderId} 3A`]);
  });

  it.each(sample([5, 4, 6], 1))(
    'to %d is cancelled in the warehouse, and set back it goes once more under a further reference',
    async (status) => {
      const { orderId } = await lives.begin();
      await set(orderId, status);
      await lives.ended(orderId, { stage: 'cancelled', status, standing: ['CANCELLED 3A'] });
      await set(orderId, 9);
      await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: ['-s2 NEW 3A', 'CANCELLED 3A'] });
      await ship(orderId, `${lives.desk.reference(orderId)}-s2`);
      await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['-s2 SHIPPED 3A', 'CANCELLED 3A'] });
      expect(lives.shipments(orderId)).toEqual([`T-${orderId} 3A`]);
    },
  );

  it.each(sample([2, 10], 1))(
    'to %d before anything was sent is settled: nothing is sent, and set back it asks',
    async (status) => {
      const { orderId } = await lives.begin({ shippingMethod: `Raft ${status}` });
      const settled = await set(orderId, status);
      expect([settled.stage, lives.standing(orderId)]).toEqual(['ignored', []]);
      expect(settled.summary).toContain('3 × A was not sent from here');
      await lives.shop.link({ method: `Raft ${status}`, code: 'DHL-EXPRESS' });
      await lives.poll(orderId);
      expect((await lives.rest(orderId)).stage).toBe('ignored');
      expect(reasons(await set(orderId, 11))).toEqual(['reopened']);
      expect(lives.standing(orderId)).toEqual([]);
      await lives.desk.release(orderId, { kind: 'hand-over-again' });
      await lives.rest(orderId);
      await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: ['NEW 3A'] });
    },
  );
});
