import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { freePorts } from '../../dev/temporal-server/ports.ts';
import { workflowId } from '../../src/contract/ids.ts';
import type { IntegrationStatus } from '../../src/contract/integration.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { createHookKeys } from '../../src/security/hook-keys.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { AcceptedVersions } from '../../src/webhooks/accepted-versions.ts';
import { Counters } from '../../src/webhooks/counters.ts';
import { Hints, hintSender } from '../../src/webhooks/sender.ts';
import { createReceiver } from '../../src/webhooks/server.ts';
import { HOOK_HEADER } from '../../src/contract/integration/hooks.ts';
import { spawnWorker } from '../support/worker-process.ts';
import { storeCaller, warehouseCaller } from '../unit/stand-ins/parties.ts';
import { openShop, type Shop } from '../support/shop.ts';

// Polls are an hour apart here: what arrives in seconds came by a webhook.

const keys = parseKeyRing(`w:${randomBytes(32).toString('base64')}`);
let shop: Shop;
let receiver: FastifyInstance;
const counters = new Counters();

beforeAll(async () => {
  const [port = 0] = await freePorts(1);
  const publicUrl = `http://127.0.0.1:${port}`;
  shop = await openShop(inject('temporalAddress'), {
    worker: { overrides: { webhooks: { publicUrl, keys }, latestChangesEvery: '1h' } },
  });
  shop.sandbox.control.settings({ hookDestinations: 'any', noWebHooks: 'empty' });
  const { client } = shop.worker;
  receiver = createReceiver({
    keys: createHookKeys(keys),
    hints: new Hints(hintSender(client)),
    accepted: new AcceptedVersions(async (storeHash) => {
      const entity = client.workflow.getHandle(workflowId.integration(storeHash));
      return (await entity.query(integrationMessages.connection)).hooks;
    }),
    counters,
  });
  await receiver.listen({ host: '127.0.0.1', port });
  await shop.connect({ every: '1h' });
  await shop.link({ method: '*', code: 'POSTI' });
  await entity().executeUpdate(integrationMessages.enableLatestChanges, { args: [{ force: true }] });
});
afterAll(async () => {
  await receiver.close();
  await shop.close();
});

const entity = () => shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
const status = (): Promise<IntegrationStatus> => entity().query(integrationMessages.status);
/** Both sides' lists, as their APIs answer. */
async function hooks() {
  const { json: store } = await storeCaller(shop.sandbox)('GET', '/v3/hooks?limit=250');
  const { json: merchant } = await (await warehouseCaller(shop.sandbox))('GET', '/WebHooks');
  return {
    store: (store as { data: { id: number; scope: string; destination: string; is_active: boolean }[] }).data,
    merchant: merchant as { url: string }[],
  };
}
async function rotate(): Promise<void> {
  const { apiToken, secretToken } = shop.credentials;
  const sealed = shop.worker.seal(shop.storeHash, { bigcommerce: { apiToken }, myogo: { secretToken } });
  await entity().executeUpdate(integrationMessages.rotateCredentials, { args: [{ sealed, parts: ['bigcommerce'] }] });
}
async function until<T>(ask: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(ask, { timeout: 60_000, interval: 100 });
}

test('the receiver’s process refuses while Temporal is away, and ends well in the middle of that', async () => {
  const [nobody = 0, port = 0, health = 0] = await freePorts(3);
  const ring = `w:${randomBytes(32).toString('base64')}`;
  const env = {
    TEMPORAL_ADDRESS: `127.0.0.1:${nobody}`,
    WEBHOOKS_KEYS: ring,
    WEBHOOKS_ADDRESS: `127.0.0.1:${port}`,
    HEALTH_ADDRESS: `127.0.0.1:${health}`,
  };
  const receiving = spawnWorker(env, 'dist/webhooks.js');
  const derived = createHookKeys(parseKeyRing(ring));
  const secret = derived.secretOf('bigcommerce', shop.storeHash, 1);
  const path = derived.pathOf('bigcommerce', shop.storeHash);
  const deliver = async (id: number) => {
    const url = `http://127.0.0.1:${port}/bigcommerce/${path}/orders/1`;
    const body = JSON.stringify({ data: { type: 'order', id } });
    return (await fetch(url, { method: 'POST', headers: { [HOOK_HEADER]: secret }, body })).status;
  };
  try {
    await receiving.line(({ msg }) => msg === 'webhooks ready');
    expect((await fetch(`http://127.0.0.1:${health}/ready`)).status).toBe(503);
    const underway = [2, 3, 4].map(deliver);
    await until(async () => {
      const text = await (await fetch(`http://127.0.0.1:${health}/metrics`)).text();
      expect(text).toContain('ogoship_webhook_hints_unanswered 3');
    });
    receiving.signal('SIGTERM');
    expect(await Promise.all(underway)).toEqual([503, 503, 503]);
    expect(await receiving.exited).toBe(0);
    for (const hidden of [secret, path, ring])
      expect(receiving.output() + receiving.errorOutput()).not.toContain(hidden);
  } finally {
    receiving.signal('SIGKILL');
  }
});

test('the hooks are placed at both sides when latest changes are enabled, and shown', async () => {
  await until(async () => expect((await status()).webhooks).toMatchObject({ hooks: 11, active: 11, problems: [] }));
  const { store, merchant } = await hooks();
  expect([store.length, merchant.length]).toEqual([9, 2]);
});

test('an order, its tracking and a level arrive in seconds, and a delivery that comes twice does nothing twice', async () => {
  shop.sandbox.control.settings({ hookDoubling: 1 });
  const { orderId } = shop.placeOrder({});
  await until(async () => expect((await shop.story(orderId)).stage).toBe('handed-over'));
  const [order] = shop.sandbox.control.merchant().orders;
  shop.sandbox.control.warehouse(order?.reference ?? '', { status: 'SHIPPED', tracking: 'JJFI1' });
  await until(() => expect(Object.values(shop.effects('shipment created'))).toEqual([1]));
  expect(Object.values(shop.effects('myogo order created'))).toEqual([1]);
  shop.sandbox.control.settings({ hookDoubling: 0 });
  await until(() => expect(counters.text).toMatch(/outcome="covered"} [1-9]/));
  await until(async () => {
    const { sources } = (await status()).webhooks;
    expect(sources.find(({ source }) => source === 'storeOrders')).toMatchObject({ announced: 1, polled: 0 });
  });
});

test('a forged secret is refused and starts nothing', async () => {
  const hook = (await hooks()).store.find(({ scope }) => scope === 'store/order/created');
  const answer = await fetch(hook?.destination ?? '', { method: 'POST', body: '{}' });
  expect(answer.status).toBe(401);
});

test('a hook that was switched off and one that is gone are found again, and none is doubled', async () => {
  const [one, two] = (await hooks()).store;
  const call = storeCaller(shop.sandbox);
  await call('PUT', `/v3/hooks/${one?.id ?? 0}`, { is_active: false });
  await call('DELETE', `/v3/hooks/${two?.id ?? 0}`);
  await rotate(); // that gives them other secrets
  await until(async () => {
    const { store, merchant } = await hooks();
    expect(store).toHaveLength(9);
    expect(store.every((hook) => hook.is_active && hook.destination.endsWith('/2'))).toBe(true);
    expect(merchant.map(({ url }) => url.endsWith('/2'))).toEqual([true, true]);
  });
  await until(async () => expect((await status()).webhooks.summary).toContain('11 of 11 webhooks are active'));
});

test('a domain that BigCommerce has blocked is shown, and costs trust; nothing is asked of it more often', async () => {
  shop.sandbox.control.settings({ hooksBlockedSeconds: 120 });
  await rotate();
  await until(async () => {
    const { problems, stretch } = (await status()).webhooks;
    expect(problems).toEqual([expect.stringContaining('BigCommerce has stopped delivering to 127.0.0.1')]);
    expect(stretch).toBe(1);
  });
  shop.sandbox.control.settings({ hooksBlockedSeconds: 0 });
});

test('disconnecting takes them away at both sides, also those that are being made at that moment', async () => {
  const { control } = shop.sandbox;
  const call = storeCaller(shop.sandbox);
  for (const { id } of (await hooks()).store) await call('DELETE', `/v3/hooks/${id}`);
  control.faults({ rate: 1, kinds: ['latency'], latencyMs: 150, paths: ['POST */v3/hooks'], side: 'store' });
  await rotate();
  await until(async () => expect((await hooks()).store.length).toBeGreaterThan(0));
  await entity().executeUpdate(integrationMessages.disconnect);
  control.faults();
  expect(await hooks()).toEqual({ store: [], merchant: [] });
});

test('a store that is disconnected while it is paused, right after a rotation, keeps none either', async () => {
  await entity().result(); // the one before has ended
  await shop.connect({ every: '1h' });
  await entity().executeUpdate(integrationMessages.enableLatestChanges, { args: [{ force: true }] });
  await until(async () => expect((await hooks()).store).toHaveLength(9));
  await Promise.all([
    rotate(),
    entity().executeUpdate(integrationMessages.pause, { args: [{ reason: 'moving out' }] }),
  ]);
  await entity().executeUpdate(integrationMessages.disconnect);
  expect(await hooks()).toEqual({ store: [], merchant: [] });
});
