import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../dev/stand-ins/start.ts';
import { startWatchedSandbox } from '../../support/contract/watched-sandbox.ts';
import { first, storeCaller } from './parties.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startWatchedSandbox({ products: 3 }, 'by hand');
});
beforeEach(() => {
  sandbox.control.reset({ products: 3 });
});
afterAll(() => sandbox.close());

describe('who may call the store', () => {
  test('no header is 401 in plain text', async () => {
    const answer = await fetch(`${sandbox.storeUrl}/stores/${first(sandbox).storeHash}/v2/orders`);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      401,
      'text/plain',
      'X-Auth-Token header is required',
    ]);
  });

  test('an empty header is 401 in plain text', async () => {
    const answer = await storeCaller(sandbox, '')('GET', '/v2/orders');
    expect([answer.status, answer.text]).toEqual([401, 'X-Auth-Token header should have correct format']);
  });

  test('a wrong token is 401 in JSON', async () => {
    const answer = await storeCaller(sandbox, 'wrong')('GET', '/v2/orders');
    expect(answer).toMatchObject({ status: 401, json: { status: 401, title: 'Unauthorized' } });
  });

  test('a token of another store is 403, as is a wrong hash', async () => {
    const other = sandbox.control.addStore({ products: 1 });
    expect((await storeCaller(sandbox, other.apiToken)('GET', '/v2/orders')).status).toBe(403);
    const wrongHash = await fetch(`${sandbox.storeUrl}/stores/nosuch/v2/orders`, {
      headers: { 'x-auth-token': other.apiToken },
    });
    expect(wrongHash.status).toBe(403);
  });

  test('an unknown route is 404 in plain text, before any authentication', async () => {
    const answer = await fetch(`${sandbox.storeUrl}/stores/${first(sandbox).storeHash}/v2/nothing`);
    expect([answer.status, await answer.text()]).toEqual([404, 'The route is not found, check the URL']);
  });

  test('a replaced token answers 401 and the new one works', async () => {
    const { apiToken } = sandbox.control.access({ token: true });
    expect((await storeCaller(sandbox)('GET', '/v2/orders/count')).status).toBe(401);
    expect((await storeCaller(sandbox, apiToken)('GET', '/v2/orders/count')).status).toBe(200);
  });

  test('a store that is down answers 503', async () => {
    sandbox.control.settings({ storeStatus: 'down' });
    expect((await storeCaller(sandbox)('GET', '/v2/orders')).status).toBe(503);
  });
});

describe('what a token may do', () => {
  const modify = ['store_v2_content', 'store_v2_orders', 'store_v2_transactions', 'store_v2_products'];
  test.each([
    { scopes: modify, method: 'GET', path: '/v2/orders', status: 204 },
    { scopes: modify, method: 'GET', path: '/v3/catalog/variants', status: 200 },
    { scopes: modify, method: 'GET', path: '/v3/hooks', status: 200 },
    { scopes: modify, method: 'GET', path: '/v2/store', status: 403 },
    { scopes: modify, method: 'GET', path: '/v2/shipping/zones', status: 403 },
    { scopes: modify, method: 'GET', path: '/v3/inventory/items', status: 403 },
    { scopes: modify, method: 'GET', path: '/v3/inventory/locations', status: 403 },
    { scopes: modify, method: 'GET', path: '/v3/settings/inventory', status: 403 },
    { scopes: ['store_v2_information_read_only'], method: 'GET', path: '/v2/shipping/zones', status: 200 },
    { scopes: ['store_v2_orders_read_only'], method: 'GET', path: '/v2/orders', status: 204 },
    { scopes: ['store_v2_orders_read_only'], method: 'PUT', path: '/v2/orders/100', status: 403 },
    { scopes: ['store_v2_products_read_only'], method: 'PUT', path: '/v3/catalog/variants', status: 403 },
    { scopes: ['store_inventory'], method: 'GET', path: '/v3/inventory/items', status: 200 },
    { scopes: [], method: 'GET', path: '/v2/orders', status: 403 },
  ])('$method $path with $scopes is $status', async ({ scopes, method, path, status }) => {
    sandbox.control.access({ scopes });
    const answer = await storeCaller(sandbox)(method, path, method === 'PUT' ? {} : undefined);
    expect(answer.status).toBe(status);
  });

  test('a missing scope has a newer and an older shape', async () => {
    const call = storeCaller(sandbox);
    expect((await call('GET', '/v2/store')).json).toMatchObject({
      status: 403,
      title: "You don't have a required scope to access the endpoint",
    });
    sandbox.control.settings({ scopeErrorShape: 'error' });
    expect((await call('GET', '/v2/store')).json).toEqual({
      error: 'You are authorized but your scope does not include this resource.',
    });
  });
});

describe('the request quota', () => {
  const quotaOf = (headers: Headers) => [
    headers.get('x-rate-limit-requests-quota'),
    headers.get('x-rate-limit-requests-left'),
  ];

  test('every answer tells what is left, and a spent quota is 429 until the window ends', async () => {
    sandbox.control.access({ quota: 3 });
    const call = storeCaller(sandbox);
    expect(quotaOf((await call('GET', '/v2/orders')).headers)).toEqual(['3', '2']);
    await call('GET', '/v2/store');
    await call('GET', '/v2/orders');
    const spent = await call('GET', '/v2/orders');
    expect([spent.status, ...quotaOf(spent.headers)]).toEqual([429, '3', '0']);
    const reset = Number(spent.headers.get('x-rate-limit-time-reset-ms'));
    expect(reset).toBeGreaterThan(0);
    expect(reset).toBeLessThanOrEqual(30_000);
    sandbox.control.advance(30_000);
    expect((await call('GET', '/v2/orders')).status).toBe(204);
  });

  test('other apps eat from the same quota', async () => {
    sandbox.control.access({ quota: 'standard', thirdPartyUse: 149 });
    const call = storeCaller(sandbox);
    expect(quotaOf((await call('GET', '/v2/orders')).headers)).toEqual(['150', '0']);
    expect((await call('GET', '/v2/orders')).status).toBe(429);
  });

  test('an unlimited plan has no quota headers', async () => {
    sandbox.control.access({ quota: 'unlimited' });
    expect(quotaOf((await storeCaller(sandbox)('GET', '/v2/orders')).headers)).toEqual([null, null]);
  });

  test('a DELETE that answers 204 has no quota headers', async () => {
    const { orderId } = sandbox.control.placeOrder();
    const answer = await storeCaller(sandbox)('DELETE', `/v2/orders/${orderId}`);
    expect([answer.status, ...quotaOf(answer.headers)]).toEqual([204, null, null]);
  });
});
