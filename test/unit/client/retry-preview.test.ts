import { expect, it } from 'vitest';
import type { Calls } from '../../../src/client/calls/calls.ts';
import { Previews } from '../../../src/client/integration/previews.ts';
import type { StoreHash } from '../../../src/contract/ids.ts';

const storeHash = 'abc123' as StoreHash; // it fits the pattern
const since = (order: number) => `2026-11-${String(28 - (order % 20)).padStart(2, '0')}T09:00:00.000Z`;

/** A store with so many held orders of two addresses each; the second address is held for another reason. */
function previews(orders: number): Previews {
  const list = async function* () {
    await Promise.resolve();
    for (let order = 1; order <= orders; order += 1) yield { workflowId: `order:abc123:${order}` };
  };
  const query = (id: string) => {
    if (id.startsWith('integration:')) return Promise.resolve({ stage: 'live' });
    const orderId = Number(id.split(':')[2]);
    const hold = (reason: string) => ({ reason, remedy: 'Link it.', since: since(orderId) });
    const addresses = [
      { addressId: 1, hold: hold('shipping-method-not-linked') },
      { addressId: 2, hold: hold('sku-missing') },
    ];
    return Promise.resolve({ orderId, addresses });
  };
  const calls = { client: { workflow: { list } }, connected: () => Promise.resolve(), query } as unknown as Calls; // nothing else of it is used here
  return new Previews(calls, storeHash);
}

it.each([
  [0, false],
  [1, false],
  [10, false],
  [11, true],
  [412, true],
])(
  'letting %i orders try again is told in orders, not addresses; asked for where they are many: %s',
  async (orders, confirm) => {
    const effect = await previews(orders).retryHeld();
    expect(effect).toMatchObject({ confirm, numbers: { orders } });
    expect(effect.sentence).toContain(`Would have ${orders} held order${orders === 1 ? '' : 's'} try again`);
  },
);

it('the oldest is named; a reason counts its own alone', async () => {
  const effect = await previews(12).retryHeld({ reason: 'sku-missing' });
  expect(effect).toMatchObject({ confirm: true, numbers: { orders: 12 } });
  expect(effect.sentence).toContain('the oldest held since 2026-11-16T09:00:00.000Z');
  expect(await previews(12).retryHeld({ reason: 'reopened' })).toMatchObject({
    confirm: false,
    numbers: { orders: 0 },
  });
});
