import { expect, it, vi } from 'vitest';
import { createStoreCaller } from '../../../src/bigcommerce/store-request.ts';
import type { QuotaBudget } from '../../../src/http/budget.ts';
import { HttpFailure } from '../../../src/http/failure.ts';
import type { Transport } from '../../../src/http/transport.ts';
import { createMerchantCaller } from '../../../src/myogo/merchant-request.ts';
import type { TokenCache } from '../../../src/myogo/token-cache.ts';

const send = vi.fn(() => Promise.resolve({ status: 204, headers: {}, body: Buffer.alloc(0) }));
const transport = { send } as unknown as Transport;
const settle = vi.fn();
const budget = { takeNow: () => undefined, take: () => Promise.resolve({ settle }) } as unknown as QuotaBudget;
const tokens = { get: () => Promise.resolve('token') } as unknown as TokenCache;
const mayWrite = vi.fn<() => Promise<number>>(() =>
  Promise.reject(new HttpFailure('IntegrationPaused', 'Nothing is written now.', {})),
);

const sides = {
  store: createStoreCaller(
    { apiUrl: 'https://api.bigcommerce.com', transport, budget, now: Date.now },
    { storeHash: 'abc123', apiToken: 'secret', priority: 'orders', mayWrite },
  ),
  warehouse: createMerchantCaller(
    { apiUrl: 'https://api.ogoship.com', transport, tokens, now: Date.now },
    { merchantId: '17', secretToken: 'secret', mayWrite },
  ),
};

it.each(['POST', 'PUT', 'DELETE'] as const)(
  'no %s leaves for either side while nothing may be written, however it is sent',
  async (method) => {
    for (const sent of [
      () => sides.store.done({ method, path: '/v2/orders', capability: 'Orders' }),
      () => sides.store.exchange({ method, path: '/v2/orders', capability: 'Orders' }),
      () => sides.warehouse.done({ method, path: '/api/v1/orders' }),
    ]) {
      send.mockClear();
      await expect(sent()).rejects.toMatchObject({ type: 'IntegrationPaused' });
      expect(send).not.toHaveBeenCalled();
    }
    expect(settle).toHaveBeenCalled(); // the place in the quota is given back
  },
);

it('what only reads is not asked for', async () => {
  mayWrite.mockClear();
  await sides.store.done({ method: 'GET', path: '/v2/orders', capability: 'Orders' });
  await sides.warehouse.done({ method: 'GET', path: '/api/v1/orders' } as never);
  expect(mayWrite).not.toHaveBeenCalled();
});

it('a warehouse write that is sent once more, with a new token, asks once more, and is bound by that word', async () => {
  const words = [1_000, 2_000];
  const asks = vi.fn(() => Promise.resolve(words.shift() ?? 0));
  const answers = [{ status: 401 }, { status: 204 }];
  const sends = vi.fn<Transport['send']>(() =>
    Promise.resolve({ status: 204, headers: {}, text: '', ...answers.shift() }),
  );
  const renewing = { get: () => Promise.resolve('old'), renew: () => Promise.resolve('new') } as unknown as TokenCache;
  const warehouse = createMerchantCaller(
    {
      apiUrl: 'https://api.ogoship.com',
      transport: { send: sends } as unknown as Transport,
      tokens: renewing,
      now: Date.now,
    },
    { merchantId: '17', secretToken: 'secret', mayWrite: asks },
  );
  await warehouse.done({ method: 'POST', path: '/api/v1/orders' });
  expect(sends.mock.calls.map(([{ notAfter }]) => notAfter)).toEqual([1_000, 2_000]);
});

it('a store’s write is bound by the word that allowed it', async () => {
  const sends = vi.fn<Transport['send']>(() => Promise.resolve({ status: 204, headers: {}, text: '' }));
  const store = createStoreCaller(
    {
      apiUrl: 'https://api.bigcommerce.com',
      transport: { send: sends } as unknown as Transport,
      budget,
      now: Date.now,
    },
    { storeHash: 'abc123', apiToken: 'secret', priority: 'orders', mayWrite: () => Promise.resolve(3_000) },
  );
  await store.done({ method: 'PUT', path: '/v2/orders', capability: 'Orders' });
  expect(sends.mock.calls.map(([{ notAfter }]) => notAfter)).toEqual([3_000]);
});
