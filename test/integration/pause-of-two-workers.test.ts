import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { OgoshipClient, type Integration } from '../../src/client/index.ts';
import { HEEDED_AFTER_MS } from '../../src/activities/runtime/connections.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { startTestWorker, type TestWorker } from '../support/worker.ts';

// A pause takes its real time here, about twenty seconds: for the long suite. The rule by itself is in
// `test/unit/activities/runtime/connections.test.ts`.

const keys = `two:${randomBytes(32).toString('base64')}`;
const overrides = { keyRing: parseKeyRing(keys), latestChangesEvery: '1h', heededAfterMs: HEEDED_AFTER_MS } as const;

describe.runIf(process.env['TEST_LONG'] === '1')('a pause while two workers write', () => {
  let shop: Shop;
  let second: TestWorker;
  let client: OgoshipClient;
  let store: Integration;

  beforeAll(async () => {
    shop = await openShop(inject('temporalAddress'), {
      sandbox: { products: 400, plan: 'unlimited' },
      worker: { overrides },
    });
    const { namespace } = shop.worker;
    second = await startTestWorker({ address: inject('temporalAddress'), sandbox: shop.sandbox, namespace, overrides });
    client = await OgoshipClient.connect({
      temporal: { address: inject('temporalAddress'), namespace },
      credentialKeys: keys,
    });
    store = client.integration(shop.storeHash);
    await shop.connect();
    await shop.link({ method: '*', code: 'POSTI' });
    await store.latestChanges.enable({ force: true });
  });
  afterAll(async () => {
    await client.close();
    await second.leave();
    await shop.close();
  });

  /** Everything that we wrote to either side. */
  const written = () =>
    Object.entries(shop.sandbox.control.ledger().effects)
      .filter(([name]) => !/token issued|order placed|goods in|by hand|oversold/.test(name))
      .flatMap(([, byKey]) => Object.values(byKey))
      .reduce((all, one) => all + one, 0);

  it('is answered when neither writes any more: not a long loop, not an order, not a retry', async () => {
    shop.sandbox.control.faults({ rate: 1, kinds: ['latency'], latencyMs: 100, side: 'warehouse', paths: ['POST'] });
    await store.products.create({ all: true });
    const orders = Array.from({ length: 40 }, () => shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' }));
    const started = orders.map(({ orderId }) => shop.startOrder(orderId));
    await expect.poll(written, { timeout: 60_000 }).toBeGreaterThan(20);
    const begun = Date.now();
    await store.pause('stock-taking');
    expect(Date.now() - begun).toBeGreaterThanOrEqual(HEEDED_AFTER_MS - 1_000);
    const before = written();
    await Promise.all(started);
    await store.orders.retryHeld();
    await wait(25_000);
    expect(written()).toBe(before);
    await store.resume();
    await expect.poll(written, { timeout: 60_000 }).toBeGreaterThan(before);
  });
});
