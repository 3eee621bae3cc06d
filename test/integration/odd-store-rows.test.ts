import { randomBytes } from 'node:crypto';
import { sample } from '../support/sample.ts';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { recommendedScopes } from '../../dev/stand-ins/store/store-state.ts';
import { OgoshipClient } from '../../src/client/index.ts';
import type { Integration } from '../../src/client/integration/integration.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { ogoship } from '../support/cli.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { runNow } from './stock-runs.ts';

let shop: Shop;
let client: OgoshipClient;
let store: Integration;
let env: Readonly<Record<string, string>>;
const keys = `odd:${randomBytes(32).toString('base64')}`;

beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'), {
    sandbox: { scopes: recommendedScopes },
    worker: { overrides: { keyRing: parseKeyRing(keys), latestChangesEvery: '24h' } },
  });
  env = {
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: shop.worker.namespace,
    CREDENTIAL_KEYS: keys,
  };
  client = await OgoshipClient.connect({
    temporal: { address: inject('temporalAddress'), namespace: shop.worker.namespace },
  });
  store = client.integration(shop.storeHash);
  shop.stock({ 'SOAP-LAVENDER': 10 });
  await shop.connect();
});
afterEach(() => shop.sandbox.control.oddRows());
afterAll(async () => {
  await client.close();
  await shop.close();
});

const said = async (command: string) => {
  const { code, out, err } = await ogoship([shop.storeHash, ...command.split(' ')], { env });
  expect(err).toBe('');
  return { code, out };
};

describe('a location that cannot be read', () => {
  it.each<[string, object]>(
    sample<[string, object]>(
      [
        ['enabled', { set: { enabled: 'perhaps' } }],
        ['enabled', { set: { enabled: [] } }],
      ],
      1,
    ),
  )('is named by the test and the command line (%s), and is still one of the store’s', async (field, odd) => {
    const { id } = shop.sandbox.control.addLocation({ label: 'Oulu' });
    shop.sandbox.control.oddRows({ side: 'store', path: '/v3/inventory/locations', where: { id }, ...odd });
    const report = await store.test();
    expect(report.ok).toBe(true);
    expect(report.oddRows).toEqual({ count: 1, rows: [{ kind: 'location', id, field, expected: 'boolean' }] });
    const { out } = await said('test');
    expect(out).toMatch(new RegExp(`location +${id} +${field} +boolean`));
    // It is there: stock may be written to it, and another one is refused.
    await store.changeSettings({ locationId: id });
    await expect(store.changeSettings({ locationId: 9_999 })).rejects.toMatchObject({ field: 'locationId' });
    await store.changeSettings({ locationId: null });
    expect((await store.status()).missingCapabilities).toEqual([]);
  });

  it.each<[string, object]>(
    sample<[string, object]>(
      [
        ['no id', { drop: ['id'] }],
        ['a word for its id', { set: { id: 'here' } }],
        ['nothing in it', { set: { '': {} } }],
      ],
      1,
    ),
  )('and has %s leaves open which locations there are: no setting is refused for it', async (_, odd) => {
    const { id } = shop.sandbox.control.addLocation({ label: 'Turku' });
    shop.sandbox.control.oddRows({ side: 'store', path: '/v3/inventory/locations', where: { id }, ...odd });
    const report = await store.test();
    expect(report.oddRows?.rows).toEqual([expect.objectContaining({ kind: 'location', field: 'id' })]);
    await store.changeSettings({ locationId: id });
    await store.changeSettings({ locationId: null });
    shop.sandbox.control.oddRows();
    expect((await store.test()).oddRows).toBeUndefined();
  });
});

describe('a shipping method or zone that cannot be read', () => {
  const zones = '/v2/shipping/zones';
  const methods = '/zones/:zoneId/methods';
  const firstZone = () => {
    const [zone] = shop.sandbox.control.store().zones;
    if (zone === undefined) throw new Error('the sandbox has no zone');
    return zone;
  };

  it.each<[string, object]>(
    sample<[string, object]>(
      [
        ['enabled, expected boolean', { set: { enabled: 'perhaps' } }],
        ['name, expected string', { set: { name: ['x'] } }],
        ['id, expected number', { set: { id: 'seven' } }],
        ['id, expected number', { drop: ['id'] }],
      ],
      1,
    ),
  )('is listed with what would be right (a method: %s), and hides no other', async (problem, odd) => {
    const before = await store.shipping.storeMethods();
    const [method] = firstZone().methods;
    shop.sandbox.control.oddRows({ side: 'store', path: methods, where: { id: method?.id }, ...odd });
    const found = await store.shipping.storeMethods();
    const others = before.filter(({ code }) => code !== String(method?.id));
    for (const other of others) expect(found).toContainEqual(other);
    const [shown] = found.filter((row) => row.problem !== undefined);
    expect(shown).toMatchObject({ zone: firstZone().name, problem: expect.stringContaining(problem) });
    const { code, out } = await said('shipping methods');
    expect(code).toBe(0);
    expect(out).toContain(problem);
    for (const other of others) expect(out).toContain(other.name);
  });

  it.each<[string, object]>(
    sample<[string, object]>(
      [
        ['enabled, expected boolean', { set: { enabled: 'perhaps' } }],
        ['locations', { set: { locations: 'everywhere' } }],
      ],
      1,
    ),
  )('is listed with its methods (a zone: %s), and hides no other', async (problem, odd) => {
    const before = await store.shipping.storeMethods();
    const { id } = firstZone();
    shop.sandbox.control.oddRows({ side: 'store', path: zones, where: { id }, ...odd });
    const found = await store.shipping.storeMethods();
    const names = (rows: typeof found) => rows.flatMap(({ problem: odd, code }) => (odd ? [] : [code])).filter(Boolean);
    expect(names(found).sort()).toEqual(names(before).sort());
    expect(found).toContainEqual(
      expect.objectContaining({ zone: `zone ${id}`, problem: expect.stringContaining(problem) }),
    );
    expect((await said('shipping methods')).out).toContain(problem);
  });

  it('without a readable id is listed without its methods, and hides no other zone', async () => {
    const before = await store.shipping.storeMethods();
    const { id, name } = firstZone();
    shop.sandbox.control.oddRows({ side: 'store', path: zones, where: { id }, drop: ['id'] });
    const found = await store.shipping.storeMethods();
    for (const other of before.filter(({ zone }) => zone !== name)) expect(found).toContainEqual(other);
    expect(found).toContainEqual(expect.objectContaining({ problem: expect.stringContaining('id, expected number') }));
  });
});

it('orders that cannot be read are counted apart by a preview, and a method is looked for on the others', async () => {
  const { orderId } = shop.sandbox.control.placeOrder({});
  shop.sandbox.control.placeOrder({});
  shop.sandbox.control.changeOrder(orderId, { odd: { order: { status_id: 'eleven' } } });
  const preview = await store.shipping.preview();
  expect(preview.oddRows?.rows).toContainEqual(expect.objectContaining({ kind: 'order', id: orderId }));
  expect((await said('shipping preview')).out).toMatch(new RegExp(`order +${orderId} +status_id`));
  shop.sandbox.control.access({ scopes: recommendedScopes.filter((scope) => scope !== 'store_v2_information') });
  const methods = await store.shipping.storeMethods();
  expect(methods.some(({ name }) => name !== '')).toBe(true);
  expect(methods).toContainEqual(expect.objectContaining({ problem: expect.stringContaining(String(orderId)) }));
});

describe('a product that cannot be read', () => {
  it('is named by latest changes, by the comparison and by the status, until it can be read', async () => {
    const shelf = shop.sandbox.control.state().stores.flatMap(({ products }) => products);
    const id = shelf.find(({ variants }) => variants.some(({ sku }) => sku === 'SOAP-LAVENDER'))?.productId ?? 0;
    const path = '/v3/catalog/products';
    const named = [expect.objectContaining({ kind: 'product', id, field: 'is_visible', expected: 'boolean' })];
    const { client: temporal } = shop.worker;
    const lookAtProducts = async () => {
      for (;;) {
        const report = await runNow(temporal, shop.storeHash);
        if (report.sinceProducts === 0 && report.legs.storeProducts?.kind !== 'catching-up') return report;
      }
    };
    await store.latestChanges.enable({ force: true });
    await lookAtProducts();
    shop.sandbox.control.oddRows({ side: 'store', path, where: { id }, set: { is_visible: 'perhaps' } });
    shop.sandbox.control.advance(1_000);
    shop.sandbox.control.changeProduct('SOAP-LAVENDER', { name: 'Soap, new' });
    expect((await lookAtProducts()).oddProducts?.rows).toEqual(named);
    expect((await runNow(temporal, shop.storeHash)).oddProducts?.rows).toEqual(named);
    expect((await store.status()).oddRows?.rows).toEqual(expect.arrayContaining(named));
    expect((await said('status')).out).toMatch(new RegExp(`product +${id} +is_visible +boolean`));
    const drift = await store.reconcile.runNow();
    expect(drift.oddProducts?.rows).toEqual(expect.arrayContaining(named));
  });
});
