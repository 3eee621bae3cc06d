import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OgoshipClient } from '../../src/client/index.ts';
import { connectedTo, openLives, type Lives } from './lives-desk.ts';

let lives: Lives;
let client: OgoshipClient;
beforeAll(async () => {
  lives = await openLives({ ordersFrom: '2020-01-01T00:00:00Z' });
  client = await connectedTo(lives);
});
afterAll(async () => {
  lives.desk.prove();
  await client.close();
  await lives.shop.close();
});

const keep = (orderId: number, value: string | null) => {
  lives.merchant.setMetafield(orderId, { namespace: 'ogoship', key: 'decisions', value });
};
const keptOn = (orderId: number) =>
  lives.merchant
    .order(orderId)
    .metafields.filter(({ key }) => key === 'decisions')
    .map(({ value }) => value);

/** An order without a run, so old that one may have been forgotten. */
function oldOrder(): number {
  const createdAt = new Date(Date.now() - 3 * 86_400_000).toISOString();
  return lives.shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI', createdAt }).orderId;
}

describe('decisions on a store’s order that this build cannot read', () => {
  it.each([
    ['of another build', '{"format":2,"decisions":{"treat-as-done":[1]}}'],
    ['cut in the middle', '{"format":1,"decisions":[{"ki'],
    ['without a format', '{}'],
  ])('hold the order that has no other account (%s), and are not written over', async (_, value) => {
    const { shop, desk, created } = lives;
    const orderId = oldOrder();
    keep(orderId, value);
    const shown = await client.integration(shop.storeHash).orders.explain(orderId);
    expect(shown).toMatchObject({ stage: 'held', summary: expect.stringMatching(/ogoship.*decisions/) as string });
    await shop.startOrder(orderId);
    const story = await lives.held(orderId, 'unexpected-response');
    expect(story.summary).toMatch(/ogoship.*decisions/);
    await desk.retry(orderId);
    await lives.held(orderId, 'unexpected-response');
    expect(created(orderId)).toEqual({});
    expect(keptOn(orderId)).toEqual([value]);
    keep(orderId, null);
    await desk.retry(orderId);
    await lives.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(created(orderId)).toEqual({ [desk.reference(orderId)]: 1 });
  });

  it('hold the order also where the store did not find it when it was read first', async () => {
    const { shop, desk, merchant, created } = lives;
    const orderId = oldOrder();
    keep(orderId, '{"format":2}');
    merchant.lose(orderId, 1);
    await shop.startOrder(orderId);
    const story = await lives.until(orderId, ({ summary }) => summary.includes('no such order'));
    expect(story.stage).toBe('ready');
    await desk.retry(orderId);
    expect((await lives.held(orderId, 'unexpected-response')).summary).toMatch(/ogoship.*decisions/);
    expect(created(orderId)).toEqual({});
  });

  it.each(['treat-as-done', 'hand-over-again'] as const)(
    'stay as they are where its run has an account and a person decides (%s), which takes effect',
    async (kind) => {
      const { desk, people, created } = lives;
      const { orderId } = await desk.handedOver({ lines: [{ quantity: 2 }] });
      const reference = desk.reference(orderId);
      const value = '{"format":2}';
      keep(orderId, value);
      people.cancel(reference);
      await lives.tellWarehouse(orderId);
      await lives.held(orderId, 'cancelled-in-warehouse');
      await desk.release(orderId, { kind });
      if (kind === 'treat-as-done') await lives.ended(orderId);
      else await lives.until(orderId, ({ stage }) => stage === 'handed-over');
      expect(created(orderId)).toEqual({
        [reference]: 1,
        ...(kind === 'treat-as-done' ? {} : { [`${reference}-s2`]: 1 }),
      });
      expect(keptOn(orderId)).toEqual([value]);
    },
  );
});
