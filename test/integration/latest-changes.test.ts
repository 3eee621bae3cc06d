import { WorkflowNotFoundError } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { orderReference, workflowId } from '../../src/contract/ids.ts';
import { startStockWorld, type StockWorld } from './stock-world.ts';

let world: StockWorld;

beforeAll(async () => {
  world = await startStockWorld({ address: inject('temporalAddress') });
});
afterAll(() => world.close());
afterEach(() => {
  expect(world.defects).toEqual([]);
});

const isOpen = async (orderId: number): Promise<boolean> => {
  const handle = world.client.workflow.getHandle(workflowId.fulfilOrder(world.storeHash, orderId));
  try {
    return (await handle.describe()).status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
};

test('a first run leaves everything that was before to the full comparison, which takes the paid orders', async () => {
  const { orderId } = world.control.placeOrder({ lines: [{ sku: 'MUG-ENAMEL' }] });
  const report = await world.run();
  expect(report.legs).toMatchObject({
    storeOrders: { kind: 'catching-up' },
    myogoOrders: { kind: 'catching-up' },
    myogoStock: { kind: 'catching-up' },
    storeProducts: { kind: 'catching-up' },
  });
  expect(Object.keys(report.cursors).sort()).toEqual(['myogoOrders', 'myogoStock', 'storeOrders', 'storeProducts']);
  const drift = await world.caughtUp();
  expect(drift).toMatchObject({ orders: { started: 1 }, notes: [] });
  expect(await isOpen(orderId)).toBe(true);
});

test('a new paid order gets its run, with search attributes and priority; carts and unpaid ones get none', async () => {
  const paid = world.control.placeOrder({ lines: [{ sku: 'ROPE' }] });
  const unpaid = world.control.placeOrder({ lines: [{ sku: 'FIRESTEEL' }], statusId: 7 });
  const cart = world.control.placeOrder({ lines: [{ sku: 'FIRESTEEL' }], statusId: 0 });
  const report = await world.run();
  expect(report.orders).toMatchObject({ started: 1, signalled: 0 });
  expect(await world.told(paid.orderId)).toMatchObject({
    input: { storeHash: world.storeHash, orderId: paid.orderId },
    news: [],
  });
  const { raw } = await world.client.workflow
    .getHandle(workflowId.fulfilOrder(world.storeHash, paid.orderId))
    .describe();
  expect(raw.workflowExecutionInfo?.priority).toMatchObject({ priorityKey: 1, fairnessKey: world.storeHash });
  expect(Object.keys(raw.workflowExecutionInfo?.searchAttributes?.indexedFields ?? {})).toEqual(
    expect.arrayContaining(['OgoIntegration', 'OgoOrder']),
  );
  expect(await isOpen(unpaid.orderId)).toBe(false);
  expect(await isOpen(cart.orderId)).toBe(false);
});

test('what was passed on is no news in the overlapping window; an idle run asks three times and writes nothing', async () => {
  const asked = (): number => {
    const { requests } = world.sandbox.ledger.report();
    const all = { ...requests.store, ...requests.warehouse };
    return Object.values(all).reduce((sum, count) => sum + count, 0);
  };
  // What is listed in its own second is passed on once more: whoever changes it in the rest of that leaves the same time.
  world.control.advance(1_000);
  await world.run();
  // The run after one that did something looks once whether an order left in silence.
  await world.run();
  const before = asked();
  const report = await world.run();
  expect(report.legs).toEqual({
    storeOrders: { kind: 'nothing' },
    myogoOrders: { kind: 'nothing' },
    myogoStock: { kind: 'nothing' },
  });
  expect(asked() - before).toBe(3);
});

test('a change of an open order is told to its run', async () => {
  const { orderId } = world.control.placeOrder({ lines: [{ sku: 'SOAP-TAR' }] });
  await world.run();
  world.control.advance(1_000);
  world.control.changeOrder(orderId, { status: 5 });
  expect((await world.run()).orders).toMatchObject({ started: 0, signalled: 1 });
  // Not of what it was begun for: its first step reads that.
  expect((await world.told(orderId)).news).toMatchObject([{ statusId: 5 }]);
  // Nor is one lost that is still to be taken: the run is open already.
  world.control.advance(1_000);
  world.control.changeOrder(orderId, { status: 11 });
  expect((await world.run()).orders).toMatchObject({ started: 0, signalled: 1 });
  expect((await world.told(orderId)).news).toMatchObject([{ statusId: 5 }, { statusId: 11 }]);
});

test('the warehouse’s news reaches the run; other shops’ references are counted', async () => {
  await world.stocked({ 'SOAP-TAR': 50 });
  const { orderId } = world.control.placeOrder({ lines: [{ sku: 'SOAP-TAR' }] });
  const reference = orderReference(world.storeHash, orderId);
  await world.handOver(reference, 'SOAP-TAR');
  await world.handOver('other-shop-1', 'SOAP-TAR');
  world.control.advance(1_000);
  await world.run();
  world.control.warehouse(reference, { status: 'Shipped', tracking: 'JJFI1' });
  const report = await world.run();
  expect(report.orders).toMatchObject({ signalled: 1 });
  expect(report.orders?.unknownReferences).toBeGreaterThan(0);
  expect((await world.told(orderId)).news.at(-1)).toMatchObject({
    reference,
    status: 'SHIPPED',
    trackingNumber: 'JJFI1',
  });
});

test('an order of the warehouse under our reference that no run knows gets its run; an ended one is followed', async () => {
  const late = world.control.placeOrder({ lines: [{ sku: 'SOAP-TAR' }], statusId: 9 });
  const both = world.control.placeOrder({ lines: [{ sku: 'SOAP-TAR' }], statusId: 9 });
  await world.run();
  expect(await isOpen(late.orderId)).toBe(false);
  for (const { orderId } of [late, both]) await world.handOver(orderReference(world.storeHash, orderId), 'SOAP-TAR');
  world.control.advance(1_000);
  await world.run();
  for (const { orderId } of [late, both]) expect(await isOpen(orderId)).toBe(true);
  expect((await world.told(late.orderId)).input.follows).toBeUndefined();
  const id = workflowId.fulfilOrder(world.storeHash, late.orderId);
  const { runId } = await world.client.workflow.getHandle(id).describe();
  await world.finishOrder(late.orderId);
  world.control.advance(1_000);
  world.control.warehouse(orderReference(world.storeHash, late.orderId), { status: 'Shipped', tracking: 'JJFI2' });
  await world.run();
  expect(await isOpen(late.orderId)).toBe(true);
  expect((await world.told(late.orderId)).input.follows).toEqual({ runId });
});

test('a leg that fails keeps its cursor, stops no other, and loses nothing', async () => {
  await world.stocked({ 'BOARD-BIRCH': 3 });
  const before = await world.run();
  world.control.advance('10m');
  world.control.faults({ rate: 1, kinds: ['500'], paths: ['/v3/'] });
  onTestFinished(() => void world.control.faults());
  await world.stocked({ 'THERMOS-05': 4 });
  const { orderId } = world.control.placeOrder({ lines: [{ sku: 'BLANKET-WOOL' }] });
  const failed = await world.runShort();
  expect(failed.legs).toMatchObject({ myogoStock: { kind: 'failed', type: 'Unavailable' } });
  expect(failed.cursors.myogoStock).toBe(before.cursors.myogoStock);
  expect(failed.legs.storeOrders).toMatchObject({ kind: 'done' });
  expect(await isOpen(orderId)).toBe(true);
  world.control.faults();
  const mended = await world.run();
  expect(mended.legs.myogoStock).toMatchObject({ kind: 'done' });
  expect(world.level('THERMOS-05')).toBe(4);
});

test('ten days of silence lose nothing', async () => {
  await world.stocked({ 'CANDLE-SEA': 8 });
  await world.run();
  await world.stocked({ 'CANDLE-FOREST': 6 });
  const { orderId } = world.control.placeOrder({ lines: [{ sku: 'CANDLE-SEA', quantity: 2 }] });
  world.control.advance('10d');
  const report = await world.run();
  expect(report.legs.myogoStock).toMatchObject({ kind: 'done' });
  expect(world.level('CANDLE-FOREST')).toBe(6);
  expect(world.level('CANDLE-SEA')).toBe(6);
  expect(await isOpen(orderId)).toBe(true);
});

test('products are asked for at every sixth run, and one that myOGO knows gets its run when it changes', async () => {
  await world.stocked({ 'PAN-IRON': 47 });
  // Up to the poll that follows, so that the next one is six runs away.
  for (let report = await world.run(); report.sinceProducts !== 0; report = await world.run());
  world.control.advance('3m');
  await world.renameProduct('PAN-IRON', 'Iron pan, seasoned');
  const polls: unknown[] = [];
  for (let run = 1; run <= 6; run += 1) polls.push((await world.run()).legs.storeProducts);
  expect(polls.slice(0, 5)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  expect(polls[5]).toMatchObject({ kind: 'done' });
  const product = world.client.workflow.getHandle(workflowId.createProduct(world.storeHash, 'PAN-IRON'));
  expect(await product.result()).toMatchObject({ sku: 'PAN-IRON' });
});

test('a paused integration’s run ends quietly and says why', async () => {
  await world.connectionIs({}, { closed: { by: 'person', reason: 'stocktaking' } });
  const report = await world.run();
  expect(report).toMatchObject({ legs: {}, note: expect.stringContaining('stocktaking') as string });
  expect(Object.keys(report.cursors)).toHaveLength(4);
  await world.connectionIs({});
  expect((await world.run()).note).toBeUndefined();
});

test('a setting that touches every level leads to a full comparison', async () => {
  await world.stocked({ 'TORCH-HEAD': 9 });
  await world.run();
  await world.connectionIs({ stockBuffer: 2 });
  expect((await world.run()).legs.myogoStock).toMatchObject({ kind: 'catching-up' });
  await world.caughtUp();
  expect(world.level('TORCH-HEAD')).toBe(7);
  expect((await world.run()).legs.myogoStock).not.toMatchObject({ kind: 'catching-up' });
});

test('refused credentials are told to the entity with the version that was used', async () => {
  world.control.access({ token: true });
  const report = await world.run();
  expect(report.legs.storeOrders).toMatchObject({ kind: 'failed', type: 'CredentialsRejected' });
  expect((await world.heard()).refused).toContainEqual({
    side: 'bigcommerce',
    type: 'CredentialsRejected',
    credentialsVersion: 1,
  });
});
