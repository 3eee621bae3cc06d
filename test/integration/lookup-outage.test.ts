import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { OgoshipClient, type Integration } from '../../src/client/index.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { isLong } from '../support/sample.ts';

const credentialKeys = `client:${randomBytes(32).toString('base64')}`;

let shop: Shop;
let ogoship: OgoshipClient;
let store: Integration;

beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'), {
    worker: { overrides: { keyRing: parseKeyRing(credentialKeys), latestChangesEvery: '1h' } },
  });
  await shop.connect();
  ogoship = await OgoshipClient.connect({
    temporal: { address: inject('temporalAddress'), namespace: shop.worker.namespace },
    credentialKeys,
    by: 'lookup-outage.test',
  });
  store = ogoship.integration(shop.storeHash);
});

afterAll(async () => {
  await ogoship.close();
  await shop.close();
});

describe('a store in maintenance', () => {
  // A call that waited for the store's own return would outlast this test.
  it('is told to the person who lists products, and the list works again afterwards', async () => {
    shop.sandbox.control.settings({ storeStatus: 'down' });
    await expect(store.products.list()).rejects.toMatchObject({
      name: 'Unavailable',
      message: expect.stringContaining('503'),
    });
    shop.sandbox.control.settings({ storeStatus: 'live' });
    expect((await store.products.list({ limit: 1 })).rows).toHaveLength(1);
  });

  // The same path through the client as above: the long suite waits for it.
  it.runIf(isLong)('is told for shipping methods, too', async () => {
    shop.sandbox.control.settings({ storeStatus: 'down' });
    await expect(store.shipping.storeMethods()).rejects.toMatchObject({ name: 'Unavailable' });
    shop.sandbox.control.settings({ storeStatus: 'live' });
  });
});
