import { randomBytes } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { OgoshipClient } from '../../src/client/index.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { cutOff } from '../support/cut-off.ts';
import { spawnWorker, type WorkerProcess } from '../support/worker-process.ts';
import { itLong } from '../support/sample.ts';
import { usualRetries } from '../../src/client/calls/closed-channel.ts';

const key = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
const used = key('k1');

let shop: Shop;
const started: WorkerProcess[] = [];

beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'), { worker: { overrides: { keyRing: parseKeyRing(used) } } });
  await shop.connect({ enableLatestChanges: 'by-hand' });
  await shop.link({ method: '*', code: 'DHL-EXPRESS' });
});
afterEach(async () => {
  const left = started.splice(0);
  for (const worker of left) worker.signal('SIGKILL');
  await Promise.all(left.map((worker) => worker.exited));
});
afterAll(() => shop.close());

function spawned(env: Readonly<Record<string, string>>): WorkerProcess {
  const worker = spawnWorker({
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    MYOGO_CLIENT_ID: 'worker',
    MYOGO_CLIENT_SECRET: 'the-secret-of-the-worker',
    ...env,
  });
  started.push(worker);
  return worker;
}

/** It wrote one fatal line and nothing that looks as if it had taken work. */
async function refusal(worker: WorkerProcess): Promise<string> {
  expect(await worker.exited).toBe(1);
  expect(worker.errorOutput()).toBe('');
  expect(worker.lines).toHaveLength(1);
  expect(worker.lines[0]).toMatchObject({ level: 'fatal' });
  expect(worker.lines[0]?.['err']).toBeUndefined();
  return worker.lines[0]?.msg ?? '';
}

test('keys that open none of what a store holds: the worker runs, names the key that is missing, and a rotation mends it', async () => {
  await shop.worker.stop();
  const { orderId } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
  await shop.startOrder(orderId);
  const lost = key('k2');
  const worker = spawned({
    TEMPORAL_NAMESPACE: shop.worker.namespace,
    CREDENTIAL_KEYS: lost,
    BIGCOMMERCE_API_URL: shop.sandbox.storeUrl,
    MYOGO_API_URL: shop.sandbox.warehouseUrl,
    MYOGO_TOKEN_URL: shop.sandbox.tokenUrl,
    MYOGO_CLIENT_ID: shop.sandbox.credentials.oauth.clientId,
    MYOGO_CLIENT_SECRET: shop.sandbox.credentials.oauth.clientSecret,
  });
  await worker.line(({ msg }) => msg === 'worker ready');
  const { msg } = await worker.line((line) => line.level === 'error' && line.msg.includes('cannot open'));
  expect(msg).toBe(
    `CREDENTIAL_KEYS cannot open the credentials of store ${shop.storeHash}: they were sealed by the key "k1". ` +
      'Give this worker that key, or rotate both tokens of the store.',
  );
  const temporal = { address: inject('temporalAddress'), namespace: shop.worker.namespace };
  const ogoship = await OgoshipClient.connect({ temporal, credentialKeys: lost });
  try {
    const store = ogoship.integration(shop.storeHash);
    await expect.poll(async () => (await store.status()).stage, { timeout: 60_000 }).toBe('needs-credentials');
    expect((await store.status()).summary).toContain('no key "k1"');
    const named = async () => {
      const { checks } = await OgoshipClient.doctor({ temporal, credentialKeys: lost });
      return checks.find(({ check }) => check === 'all integrations have credentials that are taken')?.problem;
    };
    await expect.poll(named).toContain(shop.storeHash);
    const { apiToken, secretToken } = shop.credentials;
    await expect(store.rotateCredentials({ bigcommerce: { apiToken } })).rejects.toMatchObject({
      name: 'Refused',
      expected: expect.stringContaining('both tokens') as string,
    });
    const rotated = await store.rotateCredentials({ bigcommerce: { apiToken }, myogo: { secretToken } });
    expect(rotated).toMatchObject({ stage: 'awaiting-goods', credentialsVersion: 2 });
    // What waited meanwhile goes on by itself, once.
    await shop.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(shop.effects('myogo order created')).toEqual({ [`${shop.storeHash}-${orderId}`]: 1 });
  } finally {
    await ogoship.close();
  }
});

itLong('another key under the same id is noticed too', async () => {
  const worker = spawned({ TEMPORAL_NAMESPACE: shop.worker.namespace, CREDENTIAL_KEYS: key('k1') });
  const { msg } = await worker.line((line) => line.level === 'error' && line.msg.includes('cannot open'));
  expect(msg).toContain(`cannot open the credentials of store ${shop.storeHash}`);
});

itLong('the old key beside a new one is enough', async () => {
  const worker = spawned({ TEMPORAL_NAMESPACE: shop.worker.namespace, CREDENTIAL_KEYS: `${key('k2')},${used}` });
  await worker.line(({ msg }) => msg === 'worker ready');
});

test('a namespace without the search attributes: the worker refuses to start, and says what registers them', async () => {
  const connection = await Connection.connect({ address: inject('temporalAddress'), interceptors: usualRetries() });
  const namespace = `bare-${randomBytes(6).toString('hex')}`;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never }, // a number does where the types want a Long
  });
  await connection.close();
  const worker = spawned({ TEMPORAL_NAMESPACE: namespace, CREDENTIAL_KEYS: used });
  expect(await refusal(worker)).toBe(
    `cannot start: namespace ${namespace} lacks the search attributes OgoIntegration, OgoStage, OgoHold, OgoOrder ` +
      '(`ogoship setup` registers them)',
  );
});

itLong('a server that goes away at any moment of the start is waited for, and the worker takes tasks', async () => {
  for (let afterMs = 0; afterMs <= 2_000; afterMs += 100) {
    const way = await cutOff(inject('temporalAddress'), afterMs, 1_500);
    try {
      const worker = spawned({
        TEMPORAL_ADDRESS: way.address,
        TEMPORAL_NAMESPACE: shop.worker.namespace,
        CREDENTIAL_KEYS: used,
      });
      await worker.line(({ msg }) => msg === 'worker ready');
      worker.signal('SIGTERM');
      expect([afterMs, await worker.exited]).toEqual([afterMs, 0]);
      expect([afterMs, worker.lines.filter(({ level }) => level === 'fatal' || level === 'error')]).toEqual([
        afterMs,
        [],
      ]);
    } finally {
      await way.close();
    }
  }
});
