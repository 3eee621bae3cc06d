import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrderOddity } from '../../dev/stand-ins/store/oddity.ts';
import { openLives, type Lives } from './lives-desk.ts';
import { levelOf } from './stock-runs.ts';
import { sample } from '../support/sample.ts';

let lives: Lives;
beforeAll(async () => {
  lives = await openLives({}, { plan: 'unlimited' });
  await lives.poll();
});
afterAll(async () => {
  await lives.shop.close();
});

describe('a held order whose goods only its run knows to be owed', () => {
  it.each(
    sample<[string, (lineId: number) => OrderOddity]>(
      [
        ['comes without any lines', () => ({ consignments: 'no-lines', products: 'none' })],
        ['has a line that cannot be read', (lineId) => ({ lines: { [lineId]: { quantity: 'some' } } })],
        ['cannot be read any more', () => ({ order: { date_modified: 'yesterday' } })],
      ],
      1,
    ),
  )('keeps them when it %s', async (_how, odd) => {
    const { shop, merchant, desk } = lives;
    const { control } = shop.sandbox;
    const sku = 'GLOVES-M';
    const level = () => levelOf(shop.sandbox, shop.storeHash, sku);
    shop.stock({ [sku]: 10 });
    await lives.poll();
    const free = level() ?? 0;
    const { orderId } = control.placeOrder({ shippingMethod: 'Skate', country: 'FI', lines: [{ sku, quantity: 3 }] });
    await lives.poll();
    await lives.held(orderId, 'shipping-method-not-linked');
    expect(level()).toBe(free - 3);
    lives.tick();
    const lineId = merchant.order(orderId).lines[0]?.id ?? 0;
    merchant.showOddly(orderId, odd(lineId));
    await lives.poll();
    await desk.retry(orderId);
    await lives.until(orderId, ({ summary }) => /does not fit|understood/i.test(summary));
    // More goods come: only these are free.
    shop.stock({ [sku]: 1 });
    await lives.poll();
    expect(level()).toBe(free - 3 + 1);
    // The store's status no longer says that they wait, and nobody can read the order: its run knows.
    lives.tick();
    merchant.setStatus(orderId, 9);
    shop.stock({ [sku]: 1 });
    await lives.poll();
    await lives.poll();
    expect(level()).toBe(free - 3 + 2);
    merchant.showOddly(orderId, null);
    lives.tick();
    merchant.setStatus(orderId, 5);
    await lives.poll();
    await desk.retry(orderId).catch(() => undefined);
    await lives.ended(orderId);
    await expect.poll(level, { timeout: 60_000 }).toBe(free + 2);
  });
});
