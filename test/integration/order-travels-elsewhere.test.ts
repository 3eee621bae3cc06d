import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openLives, type Lives } from './order-lives.ts';

describe('goods that are not kept at the warehouse', () => {
  let lives: Lives;
  beforeAll(async () => {
    lives = await openLives({ notAtWarehouse: ['ELSE*'] });
  });
  afterAll(() => lives.close());

  const ours = { sku: 'A', name: 'A', quantity: 2 };
  const theirs = { sku: 'ELSEWHERE-1', name: 'Sofa', quantity: 1 };
  const held = (orderId: number) =>
    lives.shop.sandbox.control
      .merchant()
      .orders.filter(({ reference }) => reference.startsWith(`${lives.shop.storeHash}-${orderId}`))
      .map(({ lines }) => lines.map(({ code, quantity }) => `${quantity} ${code.replace(/-\d+$/, '')}`).join());

  it('are left out of a mixed order, which stays partially shipped for the merchant', async () => {
    const sofa = `ELSEWHERE-${lives.shop.storeHash}`;
    const { orderId, story } = await lives.begin({
      lines: [
        { sku: 'A', name: 'A', quantity: 2 },
        { ...theirs, sku: sofa },
      ],
    });
    expect(story.stage).toBe('handed-over');
    expect(held(orderId)).toEqual(['2 A']);
    expect(story.decisions.map(({ what }) => what).join()).toContain('1 not kept at the warehouse');
    const shipped = await lives.inWarehouse(orderId, () => {
      const [order] = lives.shop.sandbox.control.merchant().orders.slice(-1);
      lives.people.ship(order?.reference ?? '', { tracking: 'T1' });
    });
    expect(shipped.stage).toBe('shipped');
    expect(lives.acts.order(orderId).statusId).toBe(3);
  });

  it('alone make no order of ours', async () => {
    const { orderId, story } = await lives.begin({ lines: [theirs] });
    expect(story.stage).toBe('nothing-to-ship');
    expect(held(orderId)).toEqual([]);
  });

  it('that were sent before stay on their way, and what is taken off the list is sent', async () => {
    const { orderId } = await lives.begin({ lines: [ours, theirs] });
    await lives.store.changeSettings({ notAtWarehouse: ['A*'] });
    const story = await lives.inStore(orderId, () => {
      lives.acts.editNotes(orderId, 'read me again');
    });
    expect(story.stage).toBe('handed-over');
    expect(held(orderId)).toEqual(['2 A', '1 ELSEWHERE']);
    await lives.store.changeSettings({ notAtWarehouse: ['ELSE*'] });
  });

  it('are not created, whatever is selected', async () => {
    const rows = await lives.store.products.list({ limit: 1 });
    const sku = rows.rows[0]?.sku ?? '';
    await lives.store.changeSettings({ notAtWarehouse: [sku] });
    const run = await lives.store.products.create({ skus: [sku] });
    expect((await run.result()).refused).toMatchObject([
      { sku, message: expect.stringContaining('elsewhere') as string },
    ]);
  });

  it('that come to be kept there are found by the comparison, whatever status the store has the order at', async () => {
    await lives.store.changeSettings({ notAtWarehouse: ['ELSE*'] });
    const sofa = `ELSEWHERE-${lives.shop.storeHash}`;
    const { orderId } = await lives.begin({ lines: [ours, { ...theirs, sku: sofa }] });
    const story = await lives.inStore(orderId, () => lives.acts.removeLine(orderId, { sku: 'A' }));
    expect([story.stage, lives.acts.order(orderId).statusId]).toEqual(['ignored', 9]);
    await lives.store.latestChanges.enable({ force: true });
    // Once the second of the order's last change is over its row is read for good: a comparison has nothing to pass on.
    const started = async () => (await lives.store.reconcile.runNow()).orders.started;
    await delay(2_000);
    await vi.waitFor(async () => expect(await started()).toBe(0), { timeout: 60_000, interval: 500 });
    await lives.store.changeSettings({ notAtWarehouse: ['A*'] });
    expect(await lives.store.reconcile.runNow()).toMatchObject({ notes: [] });
    await vi.waitFor(() => expect(held(orderId)).toEqual(['2 A', `1 ${sofa}`]), { timeout: 30_000, interval: 50 });
    await lives.rest(orderId);
  });

  it('that come to be kept there while the rest is on its way are found by the comparison, which tells the open run', async () => {
    await lives.store.changeSettings({ notAtWarehouse: ['ELSE*'] });
    const sofa = `ELSEWHERE-${lives.shop.storeHash}`;
    const { orderId, story } = await lives.begin({ lines: [ours, { ...theirs, sku: sofa }] });
    expect([story.stage, held(orderId)]).toEqual(['handed-over', ['2 A']]);
    await lives.store.changeSettings({ notAtWarehouse: ['B*'] });
    await lives.store.latestChanges.enable({ force: true });
    await lives.store.reconcile.runNow();
    await vi.waitFor(() => expect(held(orderId).join()).toContain(`1 ${sofa}`), { timeout: 30_000, interval: 50 });
    const after = await lives.rest(orderId);
    expect([after.stage, held(orderId)]).toEqual(['handed-over', ['2 A', `1 ${sofa}`]]);
  });
});
