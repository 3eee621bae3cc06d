import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { Calls } from '../../src/client/calls/calls.ts';
import { reportPages } from '../../src/client/integration/report-rows.ts';
import { orderReference } from '../../src/contract/ids.ts';
import { startStockWorld, type StockWorld } from './stock-world.ts';
import { isLong } from '../support/sample.ts';

describe.each([
  { way: 'the Inventory API', inventory: true },
  { way: 'the catalogue alone', inventory: false },
])('the full comparison by $way', ({ inventory }) => {
  let world: StockWorld;
  /** What does not depend on the way: by one of them in every run, by both in the long one. */
  const byOneWay = test.runIf(inventory || isLong);

  beforeAll(async () => {
    world = await startStockWorld({ address: inject('temporalAddress'), inventory });
  });
  afterAll(() => world.close());
  afterEach(() => {
    expect(world.defects).toEqual([]);
  });

  test('repairs every level that differs, open orders subtracted, and finds nothing the second time', async () => {
    await world.stocked({ 'MUG-ENAMEL': 10, 'GLOVES-S': 4, 'SHOES-TRAIL-38': 0, 'XX-00009': 0 });
    world.control.placeOrder({ lines: [{ sku: 'MUG-ENAMEL', quantity: 3 }], statusId: 7 });
    const first = await world.reconcile();
    expect(first).toMatchObject({ stock: { compared: 3, left: 0 }, notes: [] });
    expect(first.stock.repaired).toBeGreaterThanOrEqual(3);
    expect(world.level('MUG-ENAMEL')).toBe(7);
    expect(world.level('GLOVES-S')).toBe(4);
    expect(world.level('SHOES-TRAIL-38')).toBe(0);
    expect((await world.reconcile()).stock).toEqual({ compared: 3, repaired: 0, left: 0 });
  });

  byOneWay('takes the paid order that nobody took, once', async () => {
    const { orderId } = world.control.placeOrder({ lines: [{ sku: 'GLOVES-S' }] });
    expect((await world.reconcile()).orders).toMatchObject({ started: 1, left: 0 });
    // Its run reads the order first: nothing is told with its start.
    expect(await world.told(orderId)).toMatchObject({ input: { orderId }, news: [] });
    expect((await world.reconcile()).orders).toMatchObject({ started: 0 });
    await world.finishOrder(orderId);
    world.control.changeOrder(orderId, { status: 10 }); // of which nothing is under way any more
  });

  byOneWay('finds the shipment that the store lacks, even where its news was passed on before', async () => {
    const { orderId } = world.control.placeOrder({ lines: [{ sku: 'MUG-ENAMEL' }], statusId: 9 });
    const reference = orderReference(world.storeHash, orderId);
    await world.handOver(reference, 'MUG-ENAMEL');
    world.control.warehouse(reference, { status: 'Shipped', tracking: 'JJFI9' });
    // What is listed in its own second would be passed on once more.
    world.control.advance(1_000);
    expect((await world.reconcile()).orders).toMatchObject({ started: 1 });
    expect((await world.told(orderId)).news).toMatchObject([{ status: 'SHIPPED', trackingNumber: 'JJFI9' }]);
    // The run was lost before it did anything: the next comparison finds it again.
    await world.finishOrder(orderId);
    expect((await world.reconcile()).orders).toMatchObject({ started: 1 });
    // What an ended run's account knows is no news, whatever the store's status.
    await world.finishOrder(orderId, true);
    expect((await world.reconcile()).orders).toMatchObject({ started: 0 });
  });

  byOneWay('every row that it found can be read, page by page, also beyond the first 100', async () => {
    const codes = Array.from({ length: 130 }, (_, at) => `UNSOLD-${at}`);
    await world.stocked(Object.fromEntries(codes.map((code) => [code, 1])));
    const drift = await world.reconcile();
    expect(drift.levels?.due.rows).toHaveLength(100);
    const calls = new Calls({
      connection: world.client.connection,
      namespace: world.client.options.namespace,
      answerWithinMs: 9_000,
    });
    const report = () => Promise.resolve(drift);
    const pages = await all(reportPages(calls, world.storeHash, { report, after: undefined }));
    const due = pages.flatMap(({ rows }) => rows.flatMap((row) => (row.what === 'due' ? [row.sku] : [])));
    expect(due).toEqual(expect.arrayContaining(codes));
    expect(due).toHaveLength(drift.levels?.due.count ?? 0);
    // The rest again, by what the first page gave: a newer comparison changes nothing of it.
    await world.reconcile();
    const [rest] = await all(reportPages(calls, world.storeHash, { report, after: pages[0]?.next }));
    expect(rest).toEqual(pages[1]);
    const made = (of: object) => Buffer.from(JSON.stringify({ attempts: {}, ...of })).toString('base64url');
    const unknown = '00000000-0000-4000-8000-000000000000';
    for (const [after, type] of [
      ['x', 'InvalidInput'],
      [pages[0]?.next?.slice(0, 20) ?? '', 'InvalidInput'],
      [made({ runId: 'no' }), 'InvalidInput'],
      [made({ runId: drift.kept?.runId, token: 'bm8' }), 'InvalidInput'],
      [made({ runId: unknown }), 'NotFound'],
    ] as const) {
      const read = all(reportPages(calls, world.storeHash, { report, after }));
      await expect(read).rejects.toMatchObject({ type, field: 'after' });
    }
  });

  byOneWay('a paused integration ends it quietly', async () => {
    await world.connectionIs({}, { closed: { by: 'person', reason: 'stocktaking' } });
    const { notes, stock } = await world.reconcile();
    expect(notes).toEqual([expect.stringContaining('stocktaking')]);
    expect(stock).toEqual({ compared: 0, repaired: 0, left: 0 });
    await world.connectionIs({});
  });

  // How levels are read has no part in it: the quick suite sees it once.
  byOneWay('a first import of more than 50 orders waits for a person’s word', async () => {
    const orders = Array.from({ length: 51 }, () => world.control.placeOrder({ lines: [{ sku: 'GLOVES-M' }] }));
    expect((await world.reconcile()).orders).toMatchObject({ started: 0, left: 51 });
    expect((await world.heard()).questions).toMatchObject([{ kind: 'first-import', items: { length: 51 } }]);
    await world.answered('approve');
    expect((await world.reconcile()).orders).toMatchObject({ started: 51, left: 0 });
    for (const { orderId } of orders.slice(0, 2)) {
      expect(await world.told(orderId)).toMatchObject({ input: { orderId }, news: [] });
    }
    // The approval is used up, and was for that list: the next one is asked about anew.
    expect((await world.heard()).questions).toEqual([]);
    for (let n = 0; n < 51; n += 1) world.control.placeOrder({ lines: [{ sku: 'GLOVES-M' }] });
    expect((await world.reconcile()).orders).toMatchObject({ started: 0, left: 51 });
    expect((await world.heard()).questions[0]?.answer).toBeUndefined();
  });
});

async function all<Row>(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const read: Row[] = [];
  for await (const row of rows) read.push(row);
  return read;
}
