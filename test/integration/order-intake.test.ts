import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passOnMyOgoOrder, passOnStoreOrder } from '../../src/activities/changes/intake.ts';
import { passOnToKnownRun, takeOrder } from '../../src/activities/changes/known-run.ts';
import type { OgoshipClient } from '../../src/client/index.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { defaultSettings } from '../../src/contract/settings.ts';
import { sample } from '../support/sample.ts';
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

const rules = defaultSettings('2020-01-01T00:00:00Z');

/** A row of the store's list after an edit, a second newer than anything known. */
function row(orderId: number) {
  const order = lives.merchant.order(orderId);
  lives.shop.sandbox.control.advance(1_000);
  lives.merchant.change(orderId, {});
  const dateModified = new Date(Math.floor(order.modified / 1_000) * 1_000).toISOString();
  return {
    ...{ id: orderId, statusId: order.statusId, dateModified },
    ...{ dateCreated: new Date(order.created).toISOString(), isDeleted: false },
  };
}

/** What a poll takes an order in with; it has seen nothing yet. */
const takingIn = () => ({
  temporal: lives.shop.worker.client,
  changes: { isNews: () => true, remember: () => undefined },
  pause: (ms: number) => setTimeout(ms),
});

/** All that may take an order in, at the same moment; what each answers. */
function takeInAtOnce(orderId: number): Promise<readonly string[]> {
  const { storeHash } = lives.shop;
  const deps = takingIn();
  const of = row(orderId);
  const fulfil = () =>
    client
      .integration(storeHash)
      .orders.fulfil(orderId)
      .then(({ outcome }) => outcome);
  const poll = () => passOnStoreOrder(deps, storeHash, of, rules, Infinity);
  return Promise.all([
    poll(),
    fulfil(),
    passOnToKnownRun(deps, storeHash, of, { entries: [], complete: true, mayHaveLess: false }),
    poll(),
    takeOrder(deps, storeHash, of).then(() => 'taken'),
    fulfil(),
  ]);
}

const runsOf = async (orderId: number) =>
  (
    await lives.shop.worker.client.workflow.count(
      `WorkflowId="${workflowId.fulfilOrder(lives.shop.storeHash, orderId)}"`,
    )
  ).count;

describe('an order that the poll, the comparison and two people take at once', () => {
  it.each(sample([1, 2, 3], 1))('for the first time has one run, and each is told what it did (%d)', async () => {
    const { orderId } = lives.shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    const answers = await takeInAtOnce(orderId);
    expect(answers.filter((one) => one === 'started').length).toBeLessThanOrEqual(1);
    expect(answers.every((one) => ['started', 'signalled', 'running', 'taken', 'untaken'].includes(one))).toBe(true);
    await lives.until(orderId, ({ stage }) => stage === 'handed-over');
    await expect.poll(() => runsOf(orderId), { timeout: 60_000 }).toBe(1);
    expect(lives.created(orderId)).toEqual({ [lives.desk.reference(orderId)]: 1 });
  });

  it.each(sample([1, 2, 3], 1))('after its run was ended has one that follows (%d)', async () => {
    const { desk, shop } = lives;
    const { orderId } = await desk.handedOver();
    await shop.worker.client.workflow.getHandle(workflowId.fulfilOrder(shop.storeHash, orderId)).terminate('a test');
    const answers = await takeInAtOnce(orderId);
    expect(answers.filter((one) => one === 'started').length).toBeLessThanOrEqual(1);
    await lives.until(orderId, ({ stage }) => stage === 'handed-over');
    await expect.poll(() => runsOf(orderId), { timeout: 60_000 }).toBe(2);
    expect(lives.created(orderId)).toEqual({ [desk.reference(orderId)]: 1 });
  });

  it('and the warehouse shipped meanwhile has one run, which tells the store', async () => {
    const { desk, shop, people, merchant } = lives;
    const { orderId } = await desk.handedOver();
    const { worker, storeHash } = shop;
    await worker.client.workflow.getHandle(workflowId.fulfilOrder(storeHash, orderId)).terminate('a test');
    const reference = desk.reference(orderId);
    people.ship(reference, { tracking: 'MEANWHILE' });
    const [order] = people.orders(reference);
    const deps = takingIn();
    const news = {
      ...{ reference, status: 'SHIPPED' as const, id: order?.id ?? '', trackingNumber: 'MEANWHILE' },
      editTime: new Date(order?.edited ?? 0).toISOString(),
      lines: (order?.lines ?? []).map(({ code, quantity }) => ({ code, quantity })),
    };
    await Promise.all([takeInAtOnce(orderId), passOnMyOgoOrder(deps, storeHash, news)]);
    await expect.poll(() => merchant.order(orderId).statusId, { timeout: 60_000 }).toBe(2);
    expect(shop.storeOrder(orderId).shipments).toMatchObject([{ trackingNumber: 'MEANWHILE' }]);
    expect(lives.created(orderId)).toEqual({ [reference]: 1 });
  });
});
