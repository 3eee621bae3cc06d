import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import { workflowId } from '../../src/contract/ids.ts';
import { owedMessages } from '../../src/contract/messages.ts';
import { startStockWorld, type StockWorld } from './stock-world.ts';
import { finish } from './stock-workflows.ts';

let world: StockWorld;

beforeAll(async () => {
  world = await startStockWorld({ address: inject('temporalAddress'), settings: { brakeShare: 1 } });
  await world.run();
  await world.caughtUp();
});
afterAll(() => world.close());
afterEach(() => {
  expect(world.defects).toEqual([]);
});

/** Products are asked for at every sixth run. */
async function runs(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await world.run();
}

function variantOf(sku: string) {
  const products = world.control.state().stores[0]?.products ?? [];
  const product = products.find(({ variants }) => variants.some((variant) => variant.sku === sku));
  const variant = product?.variants.find((each) => each.sku === sku);
  if (product === undefined || variant === undefined) throw new TypeError(`the store has no ${sku}`);
  return { product, variant, path: `/v3/catalog/products/${product.productId}/variants/${variant.variantId}` };
}

test('an order that is archived in silence gives its goods back at the next run', async () => {
  await world.stocked({ 'TOWEL-LINEN': 10 });
  const { orderId } = world.control.placeOrder({ lines: [{ sku: 'TOWEL-LINEN', quantity: 3 }], statusId: 7 });
  await world.run();
  expect(world.level('TOWEL-LINEN')).toBe(7);
  world.control.changeOrder(orderId, { archived: true });
  await world.run();
  expect(world.level('TOWEL-LINEN')).toBe(10);
});

test('a line that is taken out of an unpaid order gives its goods back', async () => {
  await world.stocked({ FIRESTEEL: 10, 'SOAP-TAR': 10 });
  const lines = [
    { sku: 'FIRESTEEL', quantity: 3 },
    { sku: 'SOAP-TAR', quantity: 1 },
  ];
  const { orderId } = world.control.placeOrder({ lines, statusId: 7 });
  await world.run();
  expect(world.level('FIRESTEEL')).toBe(7);
  world.control.changeOrder(orderId, { lines: [{ sku: 'SOAP-TAR', quantity: 2 }] });
  await world.run();
  expect(world.level('FIRESTEEL')).toBe(10);
  expect(world.level('SOAP-TAR')).toBe(8);
});

test('a zero held back while its first goods are awaited is written once they are awaited no more', async () => {
  const awaiting = await world.awaiting(['PAN-IRON']);
  await world.stocked({ 'PAN-IRON': 0 });
  const held = await world.run();
  expect(held.due?.rows).toContainEqual(expect.objectContaining({ sku: 'PAN-IRON', reason: 'awaited', wanted: 0 }));
  await world.run();
  expect(world.level('PAN-IRON')).toBe(47);
  await awaiting.signal(finish);
  await awaiting.result();
  await world.run();
  expect(world.level('PAN-IRON')).toBe(0);
});

test('of two rows of one SKU neither is written, also where one of them is right already', async () => {
  const rows = () => {
    world.control.settle();
    const all = world.control.state().stores[0]?.products ?? [];
    return all.flatMap(({ productId, variants }) =>
      variants.filter(({ sku }) => sku === 'ROPE').map((variant) => ({ productId, ...variant })),
    );
  };
  const [first, second] = rows();
  const wanted = (first?.level ?? 0) + 3;
  await world.inStore('PUT', `/v3/catalog/products/${first?.productId ?? 0}`, { inventory_level: wanted });
  expect(rows().map(({ level }) => level)).toEqual([wanted, second?.level]);
  await world.stocked({ ROPE: wanted });
  const due = expect.objectContaining({ sku: 'ROPE', reason: 'several-rows', level: second?.level, wanted });
  expect((await world.run()).due?.rows).toContainEqual(due);
  expect((await world.reconcile()).levels?.due.rows).toContainEqual(due);
  expect(rows().map(({ level }) => level)).toEqual([wanted, second?.level]);
});

test('SKUs swapped between two variants show each code’s own level', async () => {
  await world.stocked({ 'SHIRT-TRAIL-S-MOSS': 50, 'SHIRT-TRAIL-M-MOSS': 6 });
  await world.run();
  const [small, medium] = [variantOf('SHIRT-TRAIL-S-MOSS'), variantOf('SHIRT-TRAIL-M-MOSS')];
  world.control.advance(5_000);
  await world.inStore('PUT', small.path, { sku: 'SWAP-FOR-A-MOMENT' });
  await world.inStore('PUT', medium.path, { sku: 'SHIRT-TRAIL-S-MOSS' });
  await world.inStore('PUT', small.path, { sku: 'SHIRT-TRAIL-M-MOSS' });
  await runs(6);
  expect(variantOf('SHIRT-TRAIL-S-MOSS').variant.variantId).toBe(medium.variant.variantId);
  expect(world.level('SHIRT-TRAIL-S-MOSS')).toBe(50);
  expect(world.level('SHIRT-TRAIL-M-MOSS')).toBe(6);
});

test('a SKU that is given later, and tracking that is switched on, bring the level', async () => {
  await world.stocked({ 'GIVEN-LATER': 4, STICKERS: 9 });
  const before = await world.run();
  expect(before.due?.rows.map(({ sku, reason }) => `${sku}: ${reason}`)).toEqual(
    expect.arrayContaining(['GIVEN-LATER: not-in-store', 'STICKERS: untracked']),
  );
  world.control.advance(5_000);
  const later = variantOf('SHOES-TRAIL-44');
  await world.inStore('PUT', later.path, { sku: 'GIVEN-LATER' });
  const { product } = variantOf('STICKERS');
  await world.inStore('PUT', `/v3/catalog/products/${product.productId}`, { inventory_tracking: 'product' });
  // Such rows are young: the catalogue is asked at each run.
  const after = await world.run();
  expect(world.level('GIVEN-LATER')).toBe(4);
  expect(world.level('STICKERS')).toBe(9);
  expect(after.due?.rows.filter(({ sku }) => sku === 'GIVEN-LATER' || sku === 'STICKERS')).toEqual([]);
});

test('an order that was placed under a SKU that is renamed now is owed under the new one', async () => {
  await world.stocked({ 'CANDLE-SEA': 10 });
  world.control.placeOrder({ lines: [{ sku: 'CANDLE-FOREST', quantity: 3 }], statusId: 7 });
  await world.run();
  const renamed = variantOf('CANDLE-FOREST');
  world.control.advance(5_000);
  await world.inStore('PUT', renamed.path, { sku: 'CANDLE-RENAMED' });
  // The warehouse has it under the new code alone, as the guide asks for.
  await world.stocked({ 'CANDLE-RENAMED': 10 });
  await runs(6);
  expect(world.level('CANDLE-RENAMED')).toBe(7);
});

/** The warehouse's people change codes as the guide asks for. */
function inMyogo(...renames: readonly (readonly [from: string, to: string])[]): void {
  const merchant = world.control.merchant();
  for (const [from, to] of renames) {
    const product = merchant.product(from);
    if (product === undefined) throw new TypeError(`myOGO has no ${from}`);
    merchant.renameProduct(product, to);
  }
}

test('of SKUs that were swapped on both sides each shows its own level, less what was ordered of its product', async () => {
  await world.stocked({ 'SHIRT-TRAIL-L-SAND': 20, 'SHIRT-TRAIL-XL-SAND': 30 });
  const [small, medium] = [variantOf('SHIRT-TRAIL-L-SAND'), variantOf('SHIRT-TRAIL-XL-SAND')];
  const order = (sku: string, quantity: number) =>
    world.control.placeOrder({ lines: [{ sku, quantity }], statusId: 7 });
  const { orderId } = order('SHIRT-TRAIL-L-SAND', 2);
  order('SHIRT-TRAIL-XL-SAND', 5);
  await world.run();
  expect(world.level('SHIRT-TRAIL-L-SAND')).toBe(18);
  world.control.advance(5_000);
  await world.inStore('PUT', small.path, { sku: 'SWAP-ASIDE' });
  await world.inStore('PUT', medium.path, { sku: 'SHIRT-TRAIL-L-SAND' });
  await world.inStore('PUT', small.path, { sku: 'SHIRT-TRAIL-XL-SAND' });
  inMyogo(
    ['SHIRT-TRAIL-L-SAND', 'ASIDE'],
    ['SHIRT-TRAIL-XL-SAND', 'SHIRT-TRAIL-L-SAND'],
    ['ASIDE', 'SHIRT-TRAIL-XL-SAND'],
  );
  await runs(6);
  // 30 of the medium one, which 5 are ordered of; 20 of the small one, which 2 are ordered of.
  expect(world.level('SHIRT-TRAIL-L-SAND')).toBe(25);
  expect(world.level('SHIRT-TRAIL-XL-SAND')).toBe(18);
  world.control.changeOrder(orderId, { status: 5 });
  await world.run();
  expect(world.level('SHIRT-TRAIL-XL-SAND')).toBe(20);
  expect(world.level('SHIRT-TRAIL-L-SAND')).toBe(25);
});

test('what an order’s run says it owes of a renamed SKU is subtracted from the level of today’s', async () => {
  await world.stocked({ 'SHOES-TRAIL-42': 10 });
  const { product, variant, path } = variantOf('SHOES-TRAIL-42');
  const { orderId } = world.control.placeOrder({ lines: [{ sku: 'SHOES-TRAIL-42', quantity: 4 }], statusId: 9 });
  await world.run();
  world.control.advance(5_000);
  await world.inStore('PUT', path, { sku: 'SHOES-RENAMED' });
  inMyogo(['SHOES-TRAIL-42', 'SHOES-RENAMED']);
  const bought = { 'SHOES-TRAIL-42': [[product.productId, variant.variantId, 4] as const] };
  const { storeHash } = world;
  await world.activities.reportOwed({ storeHash, orderId, revision: 1, owed: { 'SHOES-TRAIL-42': 4 }, bought });
  await runs(6);
  expect(world.level('SHOES-RENAMED')).toBe(6);
  await world.activities.reportOwed({ storeHash, orderId, revision: 2, owed: {} });
  await vi.waitFor(() => expect(world.level('SHOES-RENAMED')).toBe(10), { timeout: 60_000, interval: 200 });
});

test('what an order owes beside its status is subtracted, and given back when it is not owed any more', async () => {
  await world.stocked({ 'THERMOS-05': 10 });
  const { orderId } = world.control.placeOrder({ lines: [{ sku: 'THERMOS-05', quantity: 4 }], statusId: 9 });
  await world.run();
  expect(world.level('THERMOS-05')).toBe(10);
  const report = (revision: number, owed: Record<string, number>) =>
    world.activities.reportOwed({ storeHash: world.storeHash, orderId, revision, owed });
  await report(1, { 'THERMOS-05': 4 });
  // No poll shows it: the ledger itself brings the level up to date.
  await vi.waitFor(() => expect(world.level('THERMOS-05')).toBe(6), { timeout: 60_000, interval: 200 });
  await ledgerRests();
  await world.stocked({ 'THERMOS-05': 1 });
  await world.run();
  expect(world.level('THERMOS-05')).toBe(7);
  await report(2, {});
  await vi.waitFor(() => expect(world.level('THERMOS-05')).toBe(11), { timeout: 60_000, interval: 200 });
});

/** What the ledger set off looks at its facts again after its last write: until then it may still write. */
async function ledgerRests(): Promise<void> {
  const underWay = async (shard: number): Promise<number> => {
    const run = world.client.workflow.getHandle(workflowId.owed(world.storeHash, shard));
    const found = await run.describe().catch(() => undefined); // it has nothing to keep
    return found?.status.name === 'RUNNING' ? (found.raw.pendingActivities?.length ?? 0) : 0;
  };
  await expect.poll(async () => Promise.all([0, 1, 2, 3].map(underWay))).toEqual([0, 0, 0, 0]);
}

test('a lost part of the ledger is begun anew; meanwhile levels fall and do not rise', async () => {
  await world.stocked({ 'BOARD-BIRCH': 10 });
  await world.run();
  const orderId = 4_001;
  await world.activities.reportOwed({ storeHash: world.storeHash, orderId, revision: 1, owed: { 'BOARD-BIRCH': 4 } });
  await vi.waitFor(() => expect(world.level('BOARD-BIRCH')).toBe(6), { timeout: 60_000, interval: 200 });
  await ledgerRests();
  const part = world.client.workflow.getHandle(workflowId.owed(world.storeHash, orderId % 4));
  await part.terminate('lost');
  await world.stocked({ 'BOARD-BIRCH': 2 });
  const report = await world.run();
  expect(report.due?.rows).toContainEqual(expect.objectContaining({ sku: 'BOARD-BIRCH', reason: 'owed-unknown' }));
  expect(world.level('BOARD-BIRCH')).toBe(6);
  await part.terminate('the test is over');
  await ledgerRests();
});

test('a lost part of the ledger that is told of before it is read is begun anew, too', async () => {
  await world.stocked({ 'BOARD-BIRCH': 10 });
  await world.run();
  const owes = (orderId: number, pieces: number) =>
    world.activities.reportOwed({
      ...{ storeHash: world.storeHash, orderId, revision: Date.now() },
      owed: { 'BOARD-BIRCH': pieces },
    });
  await owes(4_002, 4);
  await vi.waitFor(() => expect(world.level('BOARD-BIRCH')).toBe(6), { timeout: 60_000, interval: 200 });
  await ledgerRests();
  const part = world.client.workflow.getHandle(workflowId.owed(world.storeHash, 4_002 % 4));
  await part.terminate('lost');
  await owes(4_006, 1);
  // The four of the first order are nobody's until it is asked.
  expect(await part.query(owedMessages.rows)).toMatchObject({ complete: false });
  await world.stocked({ 'BOARD-BIRCH': 2 });
  const report = await world.run();
  expect(report.due?.rows).toContainEqual(expect.objectContaining({ sku: 'BOARD-BIRCH', reason: 'owed-unknown' }));
  expect(world.level('BOARD-BIRCH')).toBeLessThanOrEqual(6);
  await part.terminate('the test is over');
  await ledgerRests();
});

test('the comparison names what it found, and nothing is written while it is forbidden', async () => {
  world.control.goodsIn({ 'MUG-ENAMEL': 0 });
  await world.stocked({ 'MUG-ENAMEL': 5 });
  await world.run();
  const product = variantOf('MUG-ENAMEL').product;
  await world.inStore('PUT', `/v3/catalog/products/${product.productId}`, { inventory_level: 99 });
  world.control.settle();
  const { orderId } = world.control.placeOrder({ lines: [{ sku: 'GLOVES-S' }] });
  await world.connectionIs({ brakeShare: 1 }, { stopped: 'latest changes are not enabled' });
  const forbidden = await world.reconcile();
  expect(forbidden.notes.join()).toContain('latest changes are not enabled');
  expect(world.level('MUG-ENAMEL')).toBe(99);
  expect(forbidden.orders).toMatchObject({ started: 0 });
  await expect(world.told(orderId)).rejects.toMatchObject({ name: 'WorkflowNotFoundError' });
  await world.connectionIs({ brakeShare: 1 });
  const drift = await world.reconcile();
  expect(drift.levels?.changed.rows).toContainEqual({ sku: 'MUG-ENAMEL', from: 99, to: 5, why: '5 available' });
  expect(drift.stock).toMatchObject({ repaired: drift.levels?.changed.count ?? -1 });
  expect(world.level('MUG-ENAMEL')).toBe(5);
  expect(await world.told(orderId)).toMatchObject({ input: { orderId } });
});
