import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sandbox } from '../../../dev/stand-ins/start.ts';
import { startWatchedSandbox } from '../../support/contract/watched-sandbox.ts';
import { controlCaller, data, list, storeCaller, warehouseCaller } from './parties.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startWatchedSandbox({}, 'by hand');
});
afterAll(() => sandbox.close());

test('rows of any list are odd by rule, on either side, until no rule is left; nothing behind them changes', async () => {
  const control = controlCaller(sandbox.storeUrl);
  const zones = async () => list((await storeCaller(sandbox)('GET', '/v2/shipping/zones')).json);
  const locations = async () => data(await storeCaller(sandbox)('GET', '/v3/inventory/locations'));
  const stock = async () => list((await (await warehouseCaller(sandbox))('GET', '/Stock?limit=5')).json);
  sandbox.control.access({ scopes: ['store_v2_information', 'store_locations', 'store_inventory'] });
  sandbox.control.addWarehouseProduct({ code: 'A' });
  const [before] = await zones();
  await control('odd-rows', {
    rules: [
      {
        side: 'store',
        path: '/shipping/zones',
        where: { id: before?.['id'] },
        set: { 'locations.0': 7 },
        drop: ['name'],
      },
      { side: 'store', path: '/v3/inventory/locations', set: { enabled: 'perhaps' } },
      { side: 'warehouse', path: '/Stock', where: { productCode: 'A' }, twin: { stockAvailable: 'few' } },
    ],
  });
  const [zone, ...others] = await zones();
  expect(zone).not.toHaveProperty('name');
  expect(zone?.['locations']).toContain(7);
  expect(others.every((one) => typeof one['name'] === 'string')).toBe(true);
  expect((await locations()).map((one) => one['enabled'])).toEqual(['perhaps']);
  expect((await stock()).map((one) => [one['productCode'], one['stockAvailable']])).toEqual([
    ['A', 0],
    ['A', 'few'],
  ]);
  await control('odd-rows', {});
  expect((await zones())[0]).toEqual(before);
  expect((await control('odd-rows', { side: 'shop', path: '/x' })).status).toBe(400);
  expect((await control('odd-rows', { side: 'store', path: '/x', sets: {} })).status).toBe(400);
});
