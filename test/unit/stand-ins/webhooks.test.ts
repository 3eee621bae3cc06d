import { createHmac } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../dev/stand-ins/start.ts';
import { startWatchedSandbox } from '../../support/contract/watched-sandbox.ts';
import { sign } from '../../../dev/stand-ins/warehouse/webhook-delivery.ts';
import { object, orderRequest, storeCaller, warehouseCaller } from './parties.ts';

interface Delivery {
  headers: IncomingHttpHeaders;
  body: string;
}

let sandbox: Sandbox;
let receiver: Server;
let url: string;
let answers: number[];
const received = new EventEmitter();
const deliveries: Delivery[] = [];

beforeAll(async () => {
  sandbox = await startWatchedSandbox({ products: 2 }, 'by hand');
  receiver = createServer((incoming, response) => {
    let body = '';
    incoming.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    incoming.on('end', () => {
      response.writeHead(answers.shift() ?? 200).end();
      deliveries.push({ headers: incoming.headers, body });
      received.emit('delivery');
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  // listen() on a TCP port gives an AddressInfo.
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
beforeEach(() => {
  sandbox.control.reset({ products: 2 });
  answers = [];
  deliveries.length = 0;
});
afterEach(() => {
  received.removeAllListeners();
});
afterAll(async () => {
  await sandbox.close();
  receiver.close();
});

async function delivery(number: number): Promise<Delivery> {
  while (deliveries.length < number) await once(received, 'delivery');
  const found = deliveries[number - 1];
  if (!found) throw new Error('No delivery');
  return found;
}

describe('webhooks of the store', () => {
  const create = (body: Record<string, unknown>) => storeCaller(sandbox)('POST', '/v3/hooks', body);

  test('must go to https on port 443', async () => {
    const hook = { scope: 'store/order/*', destination: url, is_active: true };
    expect((await create(hook)).status).toBe(422);
    expect((await create({ ...hook, destination: 'https://hooks.example.test/x' })).status).toBe(200);
    expect((await create({ scope: 'store/order/*' })).json).toMatchObject({
      errors: { destination: 'error.path.missing.' },
    });
  });

  test('carry a thin event, its hash and the hook’s own headers', async () => {
    sandbox.control.settings({ hookDestinations: 'any' });
    await create({
      scope: 'store/order/created',
      destination: url,
      is_active: true,
      headers: { 'x-shared': 'secret' },
    });
    const { orderId } = sandbox.control.placeOrder();
    const { headers, body } = await delivery(1);
    expect(headers['x-shared']).toBe('secret');
    const event = object(JSON.parse(body));
    expect(event).toMatchObject({
      scope: 'store/order/created',
      data: { type: 'order', id: orderId },
      producer: `stores/${sandbox.credentials.stores[0]?.storeHash ?? ''}`,
    });
    expect(event['hash']).toMatch(/^[0-9a-f]{40}$/);
  });

  test('are sent again after a minute of the clock when they failed', async () => {
    sandbox.control.settings({ hookDestinations: 'any' });
    answers = [500];
    await create({ scope: 'store/order/created', destination: url, is_active: true });
    sandbox.control.placeOrder();
    await sandbox.waitFor((effect) => effect.name === 'hook failed');
    sandbox.control.advance('60s');
    await sandbox.waitFor((effect) => effect.name === 'hook delivered');
    expect((await delivery(2)).body).toBe((await delivery(1)).body);
  });

  test('die with their API account', async () => {
    await create({ scope: 'store/order/*', destination: 'https://hooks.example.test/x', is_active: true });
    const { apiToken } = sandbox.control.access({ token: true });
    expect(object((await storeCaller(sandbox, apiToken)('GET', '/v3/hooks')).json)['data']).toEqual([]);
  });
});

describe('webhooks of the warehouse', () => {
  test('are listed as null when there are none, and refuse a host without a dot', async () => {
    const call = await warehouseCaller(sandbox);
    expect((await call('GET', '/WebHooks')).text).toBe('null');
    expect(
      (await call('POST', '/WebHooks', { url: 'http://localhost/x', key: 'k', type: 'OrderShipped' })).status,
    ).toBe(400);
    const { id } = object((await call('POST', '/WebHooks', { url, key: 'k', type: 'OrderShipped' })).json);
    expect((await call('GET', '/WebHooks')).json).toMatchObject([{ id, url }]);
    expect((await call('DELETE', `/WebHooks/${String(id)}`)).status).toBe(204);
  });

  test('are signed over the raw body, and sent again when they failed', async () => {
    const call = await warehouseCaller(sandbox);
    answers = [503];
    await call('POST', '/Products', { code: 'A', languageCode: 'en' });
    sandbox.control.goodsIn({ A: 3 });
    await call('POST', '/WebHooks', { url, key: 'testKey', type: 'OrderShipped' });
    await call('POST', '/Orders', orderRequest('r-1', [{ code: 'A', quantity: 1 }]));
    sandbox.control.warehouse('r-1', { status: 'SHIPPED', tracking: 'T1' });
    const { headers, body } = await delivery(1);
    expect(headers['x-ogoship-hmac-sha256']).toBe(createHmac('sha256', 'testKey').update(body).digest('base64'));
    expect(JSON.parse(body)).toMatchObject({ reference: 'r-1', status: 'Shipped', trackingNumber: 'T1' });
    await sandbox.waitFor((effect) => effect.name === 'hook failed');
    sandbox.control.advance('1s');
    expect((await delivery(2)).body).toBe(body);
  });

  test('have the signature that the documented scheme gives', () => {
    expect(sign('{"reference":"100123","status":"Shipped"}', 'testKey')).toBe(
      'LsNvEN625JzcsU9+6Kmn+zPp9hXPAQX/jaz35zgobsI=',
    );
  });
});
