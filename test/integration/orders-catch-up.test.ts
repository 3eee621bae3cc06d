import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { orderReference, workflowId } from '../../src/contract/ids.ts';
import { startStockWorld, type StockWorld } from './stock-world.ts';

/** More than twenty pages of 250. */
const CHANGED = 5_050;
const COMPLETED = 10;
const PAID = 3;

// Thousands of orders are placed one by one: for the long suite.
describe.runIf(process.env['TEST_LONG'] === '1')('more news than twenty pages', () => {
  let world: StockWorld;

  beforeAll(async () => {
    world = await startStockWorld({ address: inject('temporalAddress') });
    await world.stocked({ 'SOAP-TAR': 90_000 });
    await world.run();
    await world.caughtUp();
  });
  afterAll(() => world.close());

  const status = async (orderId: number) =>
    (await world.client.workflow.getHandle(workflowId.fulfilOrder(world.storeHash, orderId)).describe()).status.name;

  it('of the store is handed to a comparison, and each paid order gets its run', async () => {
    const before = await world.run();
    world.control.advance(2_000);
    for (let order = 0; order < CHANGED; order += 1) world.control.placeOrder({ statusId: COMPLETED });
    // Beyond the pages that the run reads itself.
    const paid = Array.from({ length: PAID }, () => world.control.placeOrder({ lines: [{ sku: 'SOAP-TAR' }] }));
    const report = await world.run();
    expect(report.legs.storeOrders).toMatchObject({ kind: 'catching-up' });
    expect(report.cursors.storeOrders).not.toBe(before.cursors.storeOrders);
    expect(await world.caughtUp()).toMatchObject({ notes: [], orders: { started: PAID } });
    expect(await Promise.all(paid.map(({ orderId }) => status(orderId)))).toEqual(paid.map(() => 'RUNNING'));

    world.control.advance('3m');
    await world.run();
    await world.caughtUp();
    world.control.advance('3m');
    expect((await world.run()).legs.storeOrders).toEqual({ kind: 'nothing' });
    expect(world.defects).toEqual([]);
  });

  it('of the warehouse is handed over likewise, and what is beyond the pages reaches its order', async () => {
    const { orderId } = world.control.placeOrder({ lines: [{ sku: 'SOAP-TAR' }] });
    await world.run();
    world.control.advance('3m');
    const others = Array.from({ length: CHANGED }, (_, index) => `other-shop-${index}`).values();
    const sender = async (): Promise<void> => {
      for (const reference of others) await world.handOver(reference, 'SOAP-TAR');
    };
    await Promise.all(Array.from({ length: 20 }, sender));
    const reference = orderReference(world.storeHash, orderId);
    await world.handOver(reference, 'SOAP-TAR');
    world.control.advance(1_000);
    world.control.warehouse(reference, { status: 'Shipped', tracking: 'JJFI9' });
    const report = await world.run();
    expect(report.legs.myogoOrders).toMatchObject({ kind: 'catching-up' });
    expect(await world.caughtUp()).toMatchObject({ notes: [] });
    expect((await world.told(orderId)).news.at(-1)).toMatchObject({
      reference,
      status: 'SHIPPED',
      trackingNumber: 'JJFI9',
    });
    expect(world.defects).toEqual([]);
  });
});
