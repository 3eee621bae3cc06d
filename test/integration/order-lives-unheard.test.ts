import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openLives, reasons, type Lives } from './order-lives.ts';

describe('an order of which the run has not heard everything yet', () => {
  let lives: Lives;
  const twice: string[] = [];
  beforeAll(async () => {
    lives = await openLives({}, { editable: true });
  });
  afterEach(() => {
    lives.people.obeyPuts();
  });
  afterAll(async () => {
    lives.desk.prove({ twice });
    await lives.close();
  });

  /** Split in the warehouse, and no poll has told of it. */
  const splitUnheard = async () => {
    const { orderId } = await lives.begin();
    lives.people.split(lives.desk.reference(orderId), { lines: [{ code: 'A' }], suffix: '/B' });
    return orderId;
  };

  it('leaves no part of a split behind where the store cancels it first', async () => {
    const orderId = await splitUnheard();
    await lives.inStoreFirst(orderId, () => {
      lives.acts.setStatus(orderId, 5);
    });
    await lives.poll(orderId);
    await lives.ended(orderId, { stage: 'cancelled', status: 5, standing: ['/B CANCELLED 1A', 'CANCELLED 2A'] });
  });

  it('leaves no part of a split behind where a person cancels it first', async () => {
    const orderId = await splitUnheard();
    await lives.desk.cancel(orderId);
    await lives.rest(orderId);
    await lives.poll(orderId);
    await lives.ended(orderId, { stage: 'cancelled', status: 5, standing: ['/B CANCELLED 1A', 'CANCELLED 2A'] });
  });

  it('does not take a split for its own edit that would have come to the same', async () => {
    const orderId = await splitUnheard();
    await lives.inStoreFirst(orderId, () => {
      lives.acts.refund(orderId, [{ sku: 'A', quantity: 1 }]);
    });
    await lives.poll(orderId);
    const story = await lives.ended(orderId, {
      stage: 'handed-over',
      status: 14,
      standing: ['/B CANCELLED 1A', 'NEW 2A'],
    });
    expect(story.summary).toContain('waits for the warehouse');
  });

  it('never has other goods under its reference cancelled in place of its own, and names both', async () => {
    const { people, desk, acts } = lives;
    const { orderId } = await lives.begin();
    const reference = desk.reference(orderId);
    twice.push(reference);
    lives.shop.stock({ Z: 10 });
    people.placeTwin(reference, [{ code: 'Z', quantity: 2 }]);
    const held = await lives.inStoreFirst(orderId, () => {
      acts.setStatus(orderId, 5);
    });
    expect(lives.standing(orderId)).toEqual(['NEW 2Z', 'NEW 3A']);
    expect(reasons(held)).toEqual(['duplicate-in-warehouse']);
    for (const { id } of people.orders(reference)) expect(held.summary).toContain(id);
    await lives.inWarehouse(orderId, () => people.cancel(reference, { occurrence: 0 }));
    await lives.ended(orderId, { stage: 'cancelled', status: 5, standing: ['CANCELLED 3A', 'NEW 2Z'] });
  });
});
