import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, it, vi } from 'vitest';
import { createHandOver, type HandOverRequest } from '../../../../src/activities/orders/hand-over.ts';

type Deps = Parameters<typeof createHandOver>[0];

/** An order that was decided by links of version 3 is to be handed over while they have another one. */
function handOver(links: number) {
  const get = vi.fn(() => Promise.reject(new Error('the store is read')));
  const open = {
    connection: { merchantId: 'm' },
    versions: { credentials: 1, settings: 5, links },
    store: { orders: { get } },
  };
  const deps = {
    settleMs: 0,
    connections: { open: () => Promise.resolve(open) },
    recentOrders: { take: () => undefined },
    metrics: { handOvers: () => undefined },
  } as unknown as Deps; // all that is asked until then
  const request = {
    ...{ storeHash: 'h', orderId: 9, addressId: 7, moveStatus: true, settings: 5, links: 3 },
    ...{ sending: { merchantId: 'm', code: 'DHL', lines: [] }, read: { status: 11, version: '' } },
  } as unknown as HandOverRequest; // what of it is looked at
  const answer = new MockActivityEnvironment().run((of: HandOverRequest) => createHandOver(deps).handOver(of), request);
  return { answer, get };
}

it('an order is not handed over by a link that was changed since it was matched: it is read and matched once more', async () => {
  const { answer, get } = handOver(4);
  await expect(answer).resolves.toEqual({ kind: 'changed', settings: true });
  expect(get).not.toHaveBeenCalled();
});

it.each([3, 2])('by links of version %d, which it was matched by or after, it goes on', async (links) => {
  await expect(handOver(links).answer).rejects.toThrow('the store is read');
});
