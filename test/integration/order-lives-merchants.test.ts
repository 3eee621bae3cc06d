import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { StoreCredentials } from '../../dev/stand-ins/world.ts';
import { OgoshipClient, type Integration } from '../../src/client/index.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { openLives, type Lives } from './lives-desk.ts';
import { itLong, sample } from '../support/sample.ts';

const credentialKeys = `merchants:${randomBytes(32).toString('base64')}`;

let lives: Lives;
let client: OgoshipClient;
let store: Integration;
let first: StoreCredentials;
let second: StoreCredentials;

beforeAll(async () => {
  lives = await openLives({}, { plan: 'unlimited' }, { overrides: { keyRing: parseKeyRing(credentialKeys) } });
  const { shop } = lives;
  client = await OgoshipClient.connect({
    temporal: { address: inject('temporalAddress'), namespace: shop.worker.namespace },
    credentialKeys,
    by: 'merchants',
  });
  store = client.integration(shop.storeHash);
  first = shop.credentials;
  second = shop.sandbox.control.addStore();
});
afterAll(async () => {
  await client.close();
  await lives.shop.close();
});

/** Disconnects the store, and connects it to a merchant, as people do by the client. */
async function connectTo({ merchantId, secretToken }: StoreCredentials): Promise<void> {
  const entity = lives.shop.worker.client.workflow.getHandle(workflowId.integration(lives.shop.storeHash));
  await store.disconnect();
  await entity.result();
  await store.connect({
    bigcommerce: { apiToken: first.apiToken },
    myogo: { merchantId, secretToken },
    settings: { waitForTrackingMinutes: 0, enableLatestChanges: 'by-hand' },
  });
  await store.shipping.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
}

const at = ({ merchantId }: StoreCredentials) =>
  lives.shop.sandbox.control
    .merchant(merchantId)
    .orders.map(({ reference, status }) => [reference, status.toUpperCase()]);
/** What stands of an order with a merchant. */
const standing = (who: StoreCredentials, orderId: number) =>
  at(who).filter(([reference = '']) => reference.startsWith(`${lives.shop.storeHash}-${orderId}`));

describe('an order that is with one merchant when its store is connected to another', () => {
  let orderId: number;
  let reference: string;
  let isFirst = true;

  beforeEach(async () => {
    if (!isFirst) await connectTo(first);
    isFirst = false;
    ({ orderId } = await lives.desk.handedOver({ lines: [{ quantity: 2 }] }));
    reference = lives.desk.reference(orderId);
    await connectTo(second);
    lives.tick();
  });

  it('is held when the store cancels it, names the order and never says that it is cancelled; a person settles it', async () => {
    const { merchant, desk } = lives;
    merchant.setStatus(orderId, 5);
    await lives.tellStore(orderId);
    const story = await lives.held(orderId, 'other-merchant');
    expect(story.summary).toContain(reference);
    expect(story.addresses[0]?.hold?.remedy).toMatch(/merchant/);
    expect(story.addresses[0]?.stage).toBe('held');
    expect(standing(first, orderId)).toEqual([[reference, 'NEW']]);
    // The list is a moment behind.
    await expect.poll(() => store.orders.held({ reason: 'other-merchant' })).toMatchObject([{ orderId }]);
    await desk.release(orderId, { kind: 'treat-as-done' });
    const end = await lives.ended(orderId);
    expect(end.stage).toBe('cancelled');
    expect(standing(second, orderId)).toEqual([]);
  });

  itLong('is cancelled with its merchant when the store is connected back', async () => {
    const { merchant } = lives;
    merchant.setStatus(orderId, 5);
    await lives.tellStore(orderId);
    await lives.held(orderId, 'other-merchant');
    await connectTo(first);
    expect((await lives.ended(orderId)).stage).toBe('cancelled');
    expect(standing(first, orderId)).toEqual([[reference, 'CANCELLED']]);
    isFirst = true;
  });

  it('is held although nothing happens to it in the store: the warehouse that is asked now will never speak of it', async () => {
    await lives.held(orderId, 'other-merchant');
    await lives.desk.release(orderId, { kind: 'treat-as-done' });
  });

  it.each(
    sample<[string, () => void]>(
      [
        ['edited', () => lives.merchant.editAddress(orderId, addressOf(), { street_1: 'Uusikatu 9' })],
        ['refunded in part', () => lives.merchant.refund(orderId, [{ sku: lives.sku(orderId), quantity: 1 }])],
        ['refunded as a whole', () => lives.merchant.refund(orderId)],
        ['archived', () => lives.merchant.archive(orderId)],
        ['shipped by hand', () => void lives.merchant.shipByHand(orderId)],
      ],
      3,
    ),
  )('is held when it is %s in the store: nothing is sent or taken back', async (_how, act) => {
    act();
    await lives.tellStore(orderId);
    const story = await lives.held(orderId, 'other-merchant');
    expect(story.summary).toContain(reference);
    expect(standing(first, orderId)).toEqual([[reference, 'NEW']]);
    expect(standing(second, orderId)).toEqual([]);
    lives.merchant.archive(orderId, false);
    await lives.desk.release(orderId, { kind: 'treat-as-done' });
  });

  itLong(
    'that ships there is told to the store once the store is connected back, and goes nowhere else meanwhile',
    async () => {
      const { people, shop } = lives;
      await lives.held(orderId, 'other-merchant');
      people.ship(reference, { tracking: 'FIRST-MERCHANT' });
      await lives.desk.retry(orderId);
      await lives.held(orderId, 'other-merchant');
      expect(standing(second, orderId)).toEqual([]);
      await connectTo(first);
      await lives.tellWarehouse(orderId);
      expect((await lives.ended(orderId)).stage).toBe('shipped');
      expect(shop.storeOrder(orderId).shipments).toMatchObject([{ trackingNumber: 'FIRST-MERCHANT' }]);
      isFirst = true;
    },
  );

  it('goes to the new merchant by a person’s word alone, under a reference of its own', async () => {
    const { desk, merchant, shop } = lives;
    shop.sandbox.control.addWarehouseProduct({
      merchantId: second.merchantId,
      code: lives.sku(orderId),
      name: 'the same goods',
    });
    await desk.retry(orderId);
    await lives.held(orderId, 'other-merchant');
    await desk.release(orderId, { kind: 'hand-over-again' });
    await lives.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(standing(second, orderId)).toEqual([[`${reference}-s2`, expect.stringMatching(/NEW|PENDING/) as string]]);
    expect(standing(first, orderId)).toEqual([[reference, 'NEW']]);
    lives.tick();
    merchant.setStatus(orderId, 5);
    await lives.tellStore(orderId);
    expect((await lives.ended(orderId)).stage).toBe('cancelled');
    expect(standing(second, orderId)).toEqual([[`${reference}-s2`, 'CANCELLED']]);
  });

  const addressOf = () => lives.merchant.order(orderId).addresses[0]?.id ?? 0;
});
