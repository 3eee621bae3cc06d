import { randomBytes } from 'node:crypto';
import { expect, inject, test, vi } from 'vitest';
import { freePorts } from '../../dev/temporal-server/ports.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { createHookKeys } from '../../src/security/hook-keys.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { Counters } from '../../src/webhooks/counters.ts';
import { Hints, hintSender } from '../../src/webhooks/sender.ts';
import { createReceiver } from '../../src/webhooks/server.ts';
import { isLong } from '../support/sample.ts';
import { openShop } from '../support/shop.ts';
import { everySecret } from '../support/every-secret.ts';

const keys = parseKeyRing(`w:${randomBytes(32).toString('base64')}`);
/** What people and both sides would notice. How often a level is written on its way depends on when runs come. */
const noticed = ['myogo order created', 'shipment created', 'store order status', 'customer mail'] as const;

interface Weather {
  readonly webhooks: boolean;
  readonly settings?: Readonly<Record<string, number | string>>;
  /** The receiver is gone when the orders come. */
  readonly receiverDies?: boolean;
}

/** Three orders, two of them shipped, one cancelled; a level that changes. @returns the ledger, without the store's own names */
async function livedIn({ webhooks, settings = {}, receiverDies = false }: Weather) {
  const [port = 0] = await freePorts(1);
  const publicUrl = `http://127.0.0.1:${port}`;
  const shop = await openShop(inject('temporalAddress'), {
    worker: { overrides: webhooks ? { webhooks: { publicUrl, keys } } : {} },
  });
  const { control } = shop.sandbox;
  const { client } = shop.worker;
  const receiver = createReceiver({
    keys: createHookKeys(keys),
    hints: new Hints(hintSender(client)),
    accepted: everySecret,
    counters: new Counters(),
  });
  await receiver.listen({ host: '127.0.0.1', port });
  try {
    control.settings({ hookDestinations: 'any', noWebHooks: 'empty', ...settings });
    const entity = client.workflow.getHandle(workflowId.integration(shop.storeHash));
    await shop.connect({ every: '5s' });
    await shop.link({ method: '*', code: 'POSTI' });
    await entity.executeUpdate(integrationMessages.enableLatestChanges, { args: [{ force: true }] });
    const until = <T>(ask: () => T | Promise<T>) => vi.waitFor(ask, { timeout: 60_000, interval: 200 });
    if (webhooks) {
      await until(async () => {
        const { active } = (await entity.query(integrationMessages.status)).webhooks;
        expect(active).toBe(11);
      });
    }
    if (receiverDies) await receiver.close();
    const orders = [1, 2, 3].map((quantity) => shop.placeOrder({ lines: [{ sku: 'ROPE', quantity }] }).orderId);
    await until(() => expect(Object.keys(shop.effects('myogo order created'))).toHaveLength(3));
    await until(() => expect(orders.map((id) => shop.storeOrder(id).statusId)).toEqual([9, 9, 9]));
    for (const orderId of orders.slice(0, 2)) {
      const reference = `${shop.storeHash}-${orderId}`;
      control.warehouse(reference, { status: 'SHIPPED', tracking: `T-${orderId}` });
    }
    shop.stock({ FIRESTEEL: 7 });
    await until(() => expect(orders.map((id) => shop.storeOrder(id).statusId)).toEqual([2, 2, 9]));
    const counts = noticed.map((name) => [
      name,
      Object.entries(shop.effects(name))
        .map(
          ([key, count]) => `${key.replaceAll(shop.storeHash, 'store').replaceAll(/\b\d{6}\//g, 'merchant/')} ${count}`,
        )
        .sort(),
    ]);
    await until(() => expect(shop.effects('store stock written')[`${shop.storeHash}/FIRESTEEL`]).toBeGreaterThan(0));
    return counts;
  } finally {
    await receiver.close();
    await shop.close();
  }
}

test('the same life with webhooks and with all of them lost, in the long run also without them and with the receiver dead, ends in equal ledgers', async () => {
  const [withThem, ...others] = await Promise.all([
    livedIn({ webhooks: true, settings: { hookDoubling: 0.5 } }),
    livedIn({ webhooks: true, settings: { hookLoss: 1 } }),
    ...(isLong ? [livedIn({ webhooks: false }), livedIn({ webhooks: true, receiverDies: true })] : []),
  ]);
  expect(withThem.flatMap(([, keys]) => keys).length).toBeGreaterThan(5);
  for (const other of others) expect(other).toEqual(withThem);
}, 180_000);
