import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLives, type Lives } from './order-lives.ts';

describe('an order whose warehouse order was cancelled with it', () => {
  let lives: Lives;
  /** The merchant's own status mails the customer without a number. */
  const withoutTracking: number[] = [];
  beforeAll(async () => {
    lives = await openLives();
  });
  afterAll(async () => {
    lives.desk.prove({ withoutTracking });
    await lives.close();
  });

  const cancelled = async () => {
    const { orderId } = await lives.begin();
    await lives.inStore(orderId, () => {
      lives.acts.setStatus(orderId, 5);
    });
    await lives.ended(orderId, { stage: 'cancelled', status: 5, standing: ['CANCELLED 3A'] });
    return orderId;
  };

  it.each([2, 10])('is not sent again where the store’s status is set to %i, and says why', async (status) => {
    const orderId = await cancelled();
    withoutTracking.push(orderId);
    await lives.inStore(orderId, () => {
      lives.acts.setStatus(orderId, status);
    });
    const story = await lives.ended(orderId, { stage: 'ignored', status, standing: ['CANCELLED 3A'] });
    expect(story.summary).toBe('The store says that it is shipped: 3 × A was not sent from here.');
  });

  it('is sent again where the store’s status is set back to awaiting fulfilment', async () => {
    const orderId = await cancelled();
    await lives.inStore(orderId, () => {
      lives.acts.setStatus(orderId, 11);
    });
    await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: ['-s2 NEW 3A', 'CANCELLED 3A'] });
  });

  it('is sent again where the store brings back what it had put away, although its version did not move', async () => {
    const { orderId } = await lives.begin();
    await lives.inStore(orderId, () => {
      lives.acts.change(orderId, { archived: true, modified: 'same' });
    });
    await lives.ended(orderId, { stage: 'cancelled', status: 9, standing: ['CANCELLED 3A'] });
    await lives.inStore(orderId, () => {
      lives.acts.change(orderId, { archived: false, modified: 'same' });
    });
    await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: ['-s2 NEW 3A', 'CANCELLED 3A'] });
  });
});
