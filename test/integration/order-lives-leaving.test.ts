import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSilentOrdersActivities, type SilentOrdersReport } from '../../src/activities/changes/missed-updates.ts';
import { createReconcileActivities } from '../../src/activities/changes/reconcile.ts';
import { runActivity } from '../support/own-activities.ts';
import { itLong, sample } from '../support/sample.ts';
import { openLives, type Lives } from './lives-desk.ts';

let lives: Lives;
beforeAll(async () => {
  lives = await openLives();
});
afterAll(async () => {
  await lives.shop.close();
});

/** What the hourly run does about orders whose news were lost, once the list of runs shows all that wait. */
async function sweep(orderIds: readonly number[]): Promise<SilentOrdersReport> {
  const { worker, storeHash } = lives.shop;
  for (const orderId of orderIds) {
    const query = `OgoOrder="${storeHash}-${orderId}" AND OgoStage="handed-over"`;
    await expect.poll(async () => (await worker.client.workflow.count(query)).count, { timeout: 60_000 }).toBe(1);
  }
  // And none that has ended since.
  const waiting = `OgoIntegration="${storeHash}" AND OgoStage="handed-over" AND ExecutionStatus="Running"`;
  await expect.poll(async () => (await worker.client.workflow.count(waiting)).count).toBe(orderIds.length);
  return runActivity(worker, (deps) => createSilentOrdersActivities(deps, { silentForMs: 0 }).tellSilentOrders);
}
const listed = () => lives.shop.sandbox.ledger.report().requests.store['GET /v2/orders'] ?? 0;

describe('an order that leaves the store after hand-over, of which nobody tells its run', () => {
  it.each(
    sample(
      [
        ['archived, and no list shows it', false],
        ['archived, and lists say so', true],
      ] as const,
      1,
    ),
  )('%s: its warehouse order is cancelled', async (_how, archivedInLists) => {
    const { desk, shop, merchant, standing } = lives;
    shop.sandbox.control.settings({ archivedInLists });
    const { orderId } = await desk.handedOver();
    const other = await desk.handedOver();
    // Archiving that moves no time: no poll by date shows it.
    merchant.change(orderId, { archived: true, modified: 'same' });
    expect(await sweep([orderId, other.orderId])).toMatchObject({ told: 1, unanswered: 0 });
    expect((await lives.ended(orderId)).stage).toBe('cancelled');
    expect(standing(orderId)).toMatchObject([[desk.reference(orderId), 'CANCELLED', {}]]);
    expect(standing(other.orderId)).toMatchObject([[desk.reference(other.orderId), 'NEW', {}]]);
    merchant.setStatus(other.orderId, 5);
    await lives.tellStore(other.orderId);
    await lives.ended(other.orderId);
    shop.sandbox.control.settings({ archivedInLists: false });
  });

  it('and which the warehouse packs already is held, with what to do', async () => {
    const { desk, merchant, people, standing } = lives;
    const { orderId } = await desk.handedOver();
    people.collect(desk.reference(orderId));
    merchant.change(orderId, { archived: true, modified: 'same' });
    expect(await sweep([orderId])).toMatchObject({ told: 1 });
    await lives.held(orderId, 'cancel-refused');
    expect(standing(orderId)).toMatchObject([[desk.reference(orderId), 'COLLECTING', {}]]);
    people.ship(desk.reference(orderId), { tracking: 'PUT-AWAY' });
    await lives.tellWarehouse(orderId);
    expect((await lives.ended(orderId)).summary).toMatch(/left the warehouse/);
  });

  itLong('gone for good: its run looks twice, and takes its warehouse order back', async () => {
    const { desk, merchant, standing } = lives;
    const { orderId } = await desk.handedOver();
    merchant.lose(orderId);
    expect(await sweep([orderId])).toMatchObject({ told: 1 });
    await lives.until(orderId, ({ summary }) => /no such order|again/.test(summary));
    expect(standing(orderId)).toMatchObject([[desk.reference(orderId), 'NEW', {}]]);
    // The second look comes a minute later by itself; nobody here waits for it.
    await desk.retry(orderId);
    expect((await lives.ended(orderId)).summary).toMatch(/no such order/);
    expect(standing(orderId)).toMatchObject([[desk.reference(orderId), 'CANCELLED', {}]]);
  });

  it('costs one request of the store’s list where nothing is missing and nothing changed lately', async () => {
    const { desk, merchant, shop } = lives;
    const orders = [];
    for (let count = 0; count < 3; count += 1) orders.push((await desk.handedOver()).orderId);
    await sweep(orders);
    const { book } = shop.sandbox.control.store();
    for (const orderId of orders) book.touch(merchant.order(orderId), Date.now() - 30 * 3_600_000);
    const before = listed();
    expect(await sweep(orders)).toMatchObject({ waiting: 3, told: 0 });
    // One of what changed lately, one of those that wait.
    expect(listed() - before).toBe(2);
    for (const orderId of orders) {
      merchant.setStatus(orderId, 5);
      await lives.tellStore(orderId);
      await lives.ended(orderId);
    }
  });
});

describe('an order that vanishes in the warehouse after hand-over', () => {
  it('shows in no list of changes: the full comparison misses it, its run looks for it, and no other run does', async () => {
    const { desk, people, shop } = lives;
    const { worker, storeHash } = shop;
    const gone = await desk.handedOver();
    const there = await desk.handedOver();
    for (const { orderId } of [gone, there]) {
      const query = `OgoOrder="${storeHash}-${orderId}" AND OgoStage="handed-over"`;
      await expect.poll(async () => (await worker.client.workflow.count(query)).count, { timeout: 60_000 }).toBe(1);
    }
    people.vanish(desk.reference(gone.orderId));
    const before = (await shop.story(there.orderId)).decisions.length;
    await runActivity(worker, (deps) => async () => {
      await createReconcileActivities(deps).reconcileMyogoOrders({ storeHash });
    });
    // The second look decides, a minute later.
    await lives.until(gone.orderId, ({ summary }) => /did not list .*looked for once more/.test(summary));
    const other = await shop.story(there.orderId);
    expect(other.stage).toBe('handed-over');
    expect(other.decisions).toHaveLength(before);
  });

  itLong.each(['the order itself', 'a part of it'])(
    'although another of its orders is still listed (%s vanished): its run looks for it',
    async (which) => {
      const { desk, shop, people, sku } = lives;
      const { worker, storeHash } = shop;
      const { orderId } = await desk.handedOver({ lines: [{ quantity: 2 }] });
      const reference = desk.reference(orderId);
      people.split(reference, { lines: [{ code: sku(orderId), quantity: 1 }], suffix: '-s2' });
      await lives.tellWarehouse(orderId);
      const memo = async () =>
        (await worker.client.workflow.getHandle(`order:${storeHash}:${orderId}`).describe()).memo;
      await expect.poll(memo).toEqual({ references: [reference, `${reference}-s2`] });
      const gone = which === 'a part of it' ? `${reference}-s2` : reference;
      people.vanish(gone);
      const listed = async () => {
        for await (const run of worker.client.workflow.list({ query: `OgoOrder="${storeHash}-${orderId}"` }))
          return run.memo?.['references'];
        return undefined;
      };
      await expect.poll(listed, { timeout: 60_000 }).toHaveLength(2);
      await runActivity(worker, (deps) => async () => {
        await createReconcileActivities(deps).reconcileMyogoOrders({ storeHash });
      });
      await lives.until(orderId, ({ summary }) => summary.includes(`did not list ${gone}`));
    },
  );
});
