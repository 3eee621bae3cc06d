import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { OgoshipClient } from '../../src/client/index.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { startTestWorker, type TestWorker } from '../support/worker.ts';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [k1, k2] = [key('k1'), key('k2')];

// The steps of docs/operations/credentials.md, one test a step; an order goes through at each of them. Six workers are
// started for it: for the long suite.
describe.runIf(process.env['TEST_LONG'] === '1')('a change of the keys that seal', () => {
  let shop: Shop;
  let worker: TestWorker;

  beforeAll(async () => {
    shop = await openShop(inject('temporalAddress'), { worker: { overrides: { keyRing: parseKeyRing(k1) } } });
    worker = shop.worker;
    await shop.connect({ enableLatestChanges: 'by-hand' });
    await shop.link({ method: '*', code: 'DHL-EXPRESS' });
  });
  afterAll(async () => {
    if (worker !== shop.worker) await worker.finish(shop.hidden());
    await shop.close();
  });

  /** Ends the worker, and starts one with other keys in its place. */
  async function restartWith(keys: string): Promise<void> {
    await worker.stop();
    if (worker !== shop.worker) await worker.finish(shop.hidden());
    worker = await startTestWorker({
      address: inject('temporalAddress'),
      sandbox: shop.sandbox,
      namespace: shop.worker.namespace,
      overrides: { keyRing: parseKeyRing(keys) },
    });
  }

  async function place(): Promise<number> {
    const { orderId } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    await shop.startOrder(orderId);
    return orderId;
  }

  async function handsOver(): Promise<void> {
    const orderId = await place();
    await shop.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(shop.effects('myogo order created')).toMatchObject({ [`${shop.storeHash}-${orderId}`]: 1 });
  }

  async function sealedBy(): Promise<string | undefined> {
    const entity = shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
    const { credentials } = await entity.query(integrationMessages.connection);
    return credentials?.sealed.split('.')[1];
  }

  it('before: the old key alone seals and opens', async () => {
    await handsOver();
    expect(await sealedBy()).toBe('k1');
  });

  it('1: the new key stands behind the old one, and nothing changes', async () => {
    await restartWith(`${k1},${k2}`);
    await handsOver();
    expect(await sealedBy()).toBe('k1');
  });

  it('2: the new key stands first, and what the old one sealed is opened still', async () => {
    await restartWith(`${k2},${k1}`);
    await handsOver();
    expect(await sealedBy()).toBe('k1');
  });

  it('too early: a worker without the old key says which one it lacks, does nothing, and goes on when it is back', async () => {
    await restartWith(k2);
    const orderId = await place();
    const run = shop.worker.client.workflow.getHandle(workflowId.fulfilOrder(shop.storeHash, orderId));
    const failure = async () => (await run.describe()).raw.pendingActivities?.[0]?.lastFailure;
    await expect.poll(failure, { timeout: 60_000 }).toMatchObject({
      applicationFailureInfo: { type: 'Unavailable' },
      message: expect.stringContaining('no key "k1"') as string,
    });
    expect(shop.effects('myogo order created')).not.toHaveProperty(`${shop.storeHash}-${orderId}`);
    await restartWith(`${k2},${k1}`);
    await shop.until(orderId, ({ stage }) => stage === 'handed-over');
  });

  it('3: rotate-keys seals anew, the version of the credentials included', async () => {
    const client = await OgoshipClient.connect({
      temporal: { address: inject('temporalAddress'), namespace: shop.worker.namespace },
      credentialKeys: `${k2},${k1}`,
    });
    try {
      await client.integration(shop.storeHash).resealCredentials();
    } finally {
      await client.close();
    }
    expect(await sealedBy()).toBe('k2');
  });

  it('4: the old key is taken out, and everything goes on', async () => {
    await restartWith(k2);
    await handsOver();
  });
});
