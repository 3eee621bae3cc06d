import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { OgoshipClient } from '../../src/client/index.ts';
import type { StoreHash } from '../../src/contract/ids.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { productDesk, type ProductDesk } from '../support/products.ts';
import { openShop, type Shop } from '../support/shop.ts';

const credentialKeys = `identity:${randomBytes(32).toString('base64')}`;

let shop: Shop;
let ogoship: OgoshipClient;
let other: StoreHash;
/** The first store and another one of the same merchant. */
let a: ProductDesk;
let b: ProductDesk;

beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'), {
    sandbox: { plan: 'unlimited', products: 1 },
    worker: { overrides: { keyRing: parseKeyRing(credentialKeys) } },
  });
  const settings = { enableLatestChanges: 'by-hand' } as const;
  await shop.connect(settings);
  const { merchantId } = shop.sandbox.control.merchant();
  const { storeHash, apiToken, secretToken } = shop.sandbox.control.addStore({ merchantId, products: 1 });
  other = storeHash as StoreHash; // the sandbox makes valid ones
  const temporal = { address: inject('temporalAddress'), namespace: shop.worker.namespace };
  ogoship = await OgoshipClient.connect({ temporal, credentialKeys });
  await ogoship.integration(other).connect({ bigcommerce: { apiToken }, myogo: { merchantId, secretToken }, settings });
  a = productDesk(shop);
  b = productDesk({ ...shop, storeHash: other });
});
afterAll(async () => {
  await ogoship.close();
  await shop.close();
});

const inA = (sku: string, name = sku) => shop.sandbox.control.addProduct({ name, sku });
const inB = (sku: string, name = sku) => shop.sandbox.control.addProduct({ name, sku, storeHash: other });
const inMyogo = (code: string) => shop.sandbox.control.merchant().product(code)?.fields;
const bring = (desk: ProductDesk, ...skus: string[]) => desk.create({ selection: { skus } });
const rowOf = async (desk: ProductDesk, sku: string) => (await desk.list({ search: sku })).rows[0];

describe('a code that two stores of a merchant sell', () => {
  test('belongs to both: the first one tells its texts, and neither overwrites the other', async () => {
    inA('SHARED', 'As A says');
    inB('SHARED', 'As B says');
    expect(await bring(a, 'SHARED')).toMatchObject({ created: 1 });
    await bring(b, 'SHARED');
    expect(await bring(a, 'SHARED')).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
    expect(await bring(b, 'SHARED')).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
    expect(inMyogo('SHARED')).toMatchObject({ name: 'As A says' });
  });

  test.each([
    ['A', () => a, () => shop.storeHash, () => other],
    ['B', () => b, () => other, () => shop.storeHash],
  ])(
    'is renamed in store %s: no ghost is created, and the other store keeps its code',
    async (_, desk, of, sibling) => {
      const storeHash = of();
      shop.sandbox.control.changeProduct('SHARED', { newSku: 'SHARED-2', storeHash });
      const report = await bring(desk(), 'SHARED-2');
      expect(report).toMatchObject({ created: 0, updated: 0 });
      expect(report.refused).toMatchObject([{ sku: 'SHARED-2', reason: 'renamed' }]);
      expect(report.refused[0]?.message).toContain(sibling());
      expect(await rowOf(desk(), 'SHARED-2')).toMatchObject({ state: 'renamed', message: report.refused[0]?.message });
      expect(inMyogo('SHARED-2')).toBeUndefined();
      expect(inMyogo('SHARED')).toMatchObject({ name: 'As A says' });
      shop.sandbox.control.changeProduct('SHARED-2', { newSku: 'SHARED', storeHash });
    },
  );

  test('is told by the other store once the first one is disconnected', async () => {
    await ogoship.integration(shop.storeHash).disconnect();
    await ogoship.integration(other).test(); // its runs ask anew
    shop.sandbox.control.changeProduct('SHARED', { name: 'B alone', storeHash: other });
    await shop.worker.stop();
    await shop.worker.start(); // a worker keeps for minutes which stores are there
    expect(await bring(b, 'SHARED')).toMatchObject({ updated: 1 });
    expect(inMyogo('SHARED')).toMatchObject({ name: 'B alone' });
  });
});

describe('in one store', () => {
  test('SKUs swapped between two products are asked about: neither takes the other’s name', async () => {
    inB('SWAP-1', 'Shirt');
    inB('SWAP-2', 'Mug');
    expect(await bring(b, 'SWAP-1', 'SWAP-2')).toMatchObject({ created: 2 });
    const change = (sku: string, newSku: string) =>
      shop.sandbox.control.changeProduct(sku, { newSku, storeHash: other });
    change('SWAP-1', 'SWAP-X');
    change('SWAP-2', 'SWAP-1');
    change('SWAP-X', 'SWAP-2');
    const report = await bring(b, 'SWAP-1', 'SWAP-2');
    expect(report).toMatchObject({ created: 0, updated: 0, refusedCount: 2 });
    expect([inMyogo('SWAP-1')?.['name'], inMyogo('SWAP-2')?.['name']]).toEqual(['Shirt', 'Mug']);
  });

  test('a SKU given to another product is that of the first one until this one is gone', async () => {
    inB('GIVEN', 'First');
    await bring(b, 'GIVEN');
    shop.sandbox.control.changeProduct('GIVEN', { newSku: 'GIVEN-OLD', storeHash: other });
    inB('GIVEN', 'Second');
    expect((await bring(b, 'GIVEN')).refused).toMatchObject([{ sku: 'GIVEN', reason: 'other-product' }]);
    expect(inMyogo('GIVEN')).toMatchObject({ name: 'First' });
    shop.sandbox.control.changeProduct('GIVEN-OLD', { remove: true, storeHash: other });
    expect(await bring(b, 'GIVEN')).toMatchObject({ updated: 1, refusedCount: 0 });
    expect(inMyogo('GIVEN')).toMatchObject({ name: 'Second' });
  });

  test.each([
    ['case-1', 'CASE-1'],
    ['NFC-\u00e4', 'NFC-a\u0308'],
  ])('a twin of %j in myOGO is refused, and no second product is created', async (code, sku) => {
    shop.sandbox.control.addWarehouseProduct({ code });
    inB(sku);
    const report = await bring(b, sku);
    expect(report.refused).toMatchObject([{ sku, reason: 'twin-code' }]);
    expect(inMyogo(sku)).toBeUndefined();
  });
});
