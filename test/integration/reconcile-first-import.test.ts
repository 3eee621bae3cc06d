import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { PlaceOrder } from '../../dev/stand-ins/control/place-order.ts';
import { OgoshipClient, type Integration } from '../../src/client/index.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { openLives, type Lives } from './lives-desk.ts';
import { sample } from '../support/sample.ts';

/** More than a comparison takes without a person's word. */
const MANY = 51;
const crowd = Array.from({ length: MANY }, (_, index) => index);

let lives: Lives;
let client: OgoshipClient;
let store: Integration;

beforeAll(async () => {
  lives = await openLives({}, { plan: 'unlimited' });
  await lives.poll();
  await lives.shop.link({ method: 'Click & Collect*', code: 'ignore' });
  client = await OgoshipClient.connect({
    temporal: { address: inject('temporalAddress'), namespace: lives.shop.worker.namespace },
    credentialKeys: `import:${randomBytes(32).toString('base64')}`,
    by: 'import',
  });
  store = client.integration(lives.shop.storeHash);
});
afterAll(async () => {
  await client.close();
  await lives.shop.close();
});

const place = (method: string, more: PlaceOrder = {}) =>
  // Orders that give their own lines have none for the warehouse.
  lives.shop.placeOrder({ shippingMethod: method, country: 'FI', ...more }, { inWarehouse: more.lines === undefined })
    .orderId;

/** What a full comparison says of a crowd, which leaves the list afterwards. */
async function compared(orderIds: readonly number[]) {
  const { orders, notes } = await store.reconcile.runNow();
  expect(notes).toEqual([]);
  const questions = await store.questions();
  const { summary } = await store.status();
  for (const orderId of orderIds) lives.merchant.setStatus(orderId, 5);
  return { started: orders.started, left: orders.left, questions, summary };
}

describe('more than fifty paid orders that nobody took', () => {
  it.each(
    sample<[string, () => number]>(
      [
        ['of an ignore link', () => place('Click & Collect Oulu')],
        [
          'wholly digital',
          () => place('DHL Express', { lines: [{ sku: 'MAP-DIGITAL' }, { giftCertificate: true, name: 'A gift' }] }),
        ],
        [
          'wholly refunded',
          () => {
            const orderId = place('DHL Express');
            lives.merchant.refund(orderId);
            lives.merchant.setStatus(orderId, 11);
            return orderId;
          },
        ],
        ['fetched by the shopper', () => place('', { pickup: true })],
        [
          'shipped by hand and at 14',
          () => {
            const orderId = place('DHL Express');
            lives.merchant.shipByHand(orderId);
            lives.merchant.setStatus(orderId, 14);
            return orderId;
          },
        ],
        [
          'archived',
          () => {
            const orderId = place('DHL Express');
            lives.merchant.archive(orderId);
            return orderId;
          },
        ],
      ],
      1,
    ),
  )('%s are asked about by nobody, and none of them is an import', async (_what, make) => {
    const orderIds = crowd.map(make);
    const found = await compared(orderIds);
    expect(found).toMatchObject({ started: 0, left: 0, questions: [] });
    expect(found.summary).not.toContain('never handed over');
  });

  it('about which people decided, and of which no run is left in Temporal, are none either', async () => {
    const orderIds = crowd.map(() => place('DHL Express'));
    for (const orderId of orderIds) {
      lives.merchant.setMetafield(orderId, {
        namespace: 'ogoship',
        key: 'decisions',
        value: JSON.stringify({ format: 1, decisions: [], places: [] }),
      });
    }
    expect(await compared(orderIds)).toMatchObject({ started: 0, left: 0, questions: [] });
  });

  it('beside which a few have goods to ship: those are taken', async () => {
    const ignored = crowd.map(() => place('Click & Collect Oulu'));
    const wanted = [place('DHL Express'), place('DHL Express')];
    expect(await compared(ignored)).toMatchObject({ started: 2, left: 0, questions: [] });
    for (const orderId of wanted) await lives.until(orderId, ({ stage }) => stage === 'handed-over');
  });

  it('that have goods to ship are asked about, without those that have none', async () => {
    const ignored = crowd.map(() => place('Click & Collect Oulu'));
    const wanted = crowd.map(() => place('DHL Express'));
    const found = await compared([...ignored, ...wanted]);
    expect(found).toMatchObject({ started: 0, left: MANY });
    expect(found.questions).toMatchObject([{ kind: 'first-import' }]);
    expect(found.questions[0]?.summary).toContain(`${MANY} paid orders`);
    const [one = 0] = wanted;
    const run = lives.shop.worker.client.workflow.getHandle(workflowId.fulfilOrder(lives.shop.storeHash, one));
    await expect(run.describe()).rejects.toThrow();
    // They left the list: nothing is asked any more.
    await store.reconcile.runNow();
    expect(await store.questions()).toEqual([]);
  });

  it('wait all together, also one whose row in the list is odd and whose order can be read', async () => {
    const wanted = crowd.map(() => place('DHL Express'));
    const [odd = 0, later = 0] = wanted;
    const row = (id: number) =>
      ({ side: 'store', path: '/v2/orders', where: { id }, set: { date_created: 'a while ago' } }) as const;
    lives.shop.sandbox.control.oddRows(row(odd));
    const { orders } = await store.reconcile.runNow();
    expect(orders).toMatchObject({ started: 0, left: MANY });
    // Nor does a poll that meets an odd row take it, while the question is open.
    lives.shop.sandbox.control.oddRows(row(odd), row(later));
    lives.merchant.editNotes(later, 'Leave it at the door.');
    await lives.poll();
    for (const orderId of [odd, later]) {
      const run = lives.shop.worker.client.workflow.getHandle(workflowId.fulfilOrder(lives.shop.storeHash, orderId));
      await expect(run.describe()).rejects.toThrow();
    }
    const [question] = await store.questions();
    await store.answer(question?.id ?? '', 'approve');
    await store.reconcile.runNow();
    await lives.until(odd, ({ stage }) => stage === 'handed-over');
    lives.shop.sandbox.control.oddRows();
  });
});
