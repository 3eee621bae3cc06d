import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, vi } from 'vitest';
import { freePorts } from '../../dev/temporal-server/ports.ts';
import { defined } from '../../src/contract/defined.ts';
import { workflowId } from '../../src/contract/ids.ts';
import type { IntegrationStatus } from '../../src/contract/integration.ts';
import { hookPlans } from '../../src/contract/integration/hooks.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { Memo } from '../../src/contract/registered-names.ts';
import { integrationKey } from '../../src/contract/runs/search-attributes.ts';
import { WorkflowType } from '../../src/contract/temporal.ts';
import type { IntegrationSnapshot } from '../../src/domain/integration/integration-snapshot.ts';
import { IntegrationState } from '../../src/domain/integration/integration-state.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { removeSchedules } from '../support/namespace.ts';
import { itLong } from '../support/sample.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { spawnWorker, type WorkerProcess } from '../support/worker-process.ts';

// The receiver as operators run it, killed once its webhooks are trusted. The shortest interval is ten seconds here, twelve times
// that where they are trusted; trust itself, which takes hours, is carried into the integration's run.

const EVERY_SECONDS = 10;
const MINUTE = 60_000;
const ring = `t:${randomBytes(32).toString('base64')}`;
let shop: Shop;
let receiver: WorkerProcess;
let port: number;
let health: number;

const receives = async (namespace: string, at: number, healthAt: number): Promise<WorkerProcess> => {
  const started = spawnWorker(
    {
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      TEMPORAL_NAMESPACE: namespace,
      WEBHOOKS_KEYS: ring,
      WEBHOOKS_ADDRESS: `127.0.0.1:${at}`,
      HEALTH_ADDRESS: `127.0.0.1:${healthAt}`,
    },
    'dist/webhooks.js',
  );
  await started.line(({ msg }) => msg === 'webhooks ready');
  return started;
};

beforeAll(async () => {
  [port = 0, health = 0] = await freePorts(2);
  const webhooks = { publicUrl: `http://127.0.0.1:${port}`, keys: parseKeyRing(ring) };
  shop = await openShop(inject('temporalAddress'), {
    worker: { overrides: { webhooks, latestChangesEvery: `${EVERY_SECONDS}s` } },
  });
  shop.sandbox.control.settings({ hookDestinations: 'any', noWebHooks: 'empty' });
  receiver = await receives(shop.worker.namespace, port, health);
  await shop.connect();
  await shop.link({ method: '*', code: 'POSTI' });
  await entity().executeUpdate(integrationMessages.enableLatestChanges, { args: [{ force: true }] });
});
afterAll(async () => {
  receiver.signal('SIGKILL');
  await removeSchedules(shop.worker.client);
  // Not `close`, which replays what there is: the run that carries trust on is none of ours.
  await shop.worker.leave();
  await shop.sandbox.close();
});

const entity = () => shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
const status = (): Promise<IntegrationStatus> => entity().query(integrationMessages.status);
const stretch = async () => (await status()).webhooks.stretch;
async function until<T>(ask: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(ask, { timeout: 5 * MINUTE, interval: 100 });
}

/** What the run would carry on, had its webhooks told of everything for half a day. */
async function trusted(): Promise<IntegrationSnapshot> {
  const { store, webhooks } = await status();
  const continues = await entity().query(integrationMessages.kept);
  const { apiToken, secretToken, merchantId } = shop.credentials;
  let clock = Date.now() - 16 * 40 * MINUTE;
  const now = () => new Date(clock).toISOString();
  const state = new IntegrationState({ storeHash: shop.storeHash, now, continues, heedsTrouble: true });
  const sealed = shop.worker.seal(shop.storeHash, { bigcommerce: { apiToken }, myogo: { secretToken } });
  state.connect(merchantId, sealed, { report: { ok: true, checks: [], at: now() }, store }, undefined);
  state.goodsHaveArrived();
  state.enable();
  const hooks = hookPlans.map((plan, id) => ({ ...plan, id, active: true }));
  state.hooksChecked({
    ...{ hooks, version: 1, created: 0, reactivated: 0, updated: 0, problems: [], outdated: [] },
    ...defined({ place: webhooks.place }),
  });
  for (let round = 1; round <= 16; round += 1) {
    clock += 40 * MINUTE;
    for (const source of ['storeOrders', 'myogoOrders', 'myogoStock'] as const)
      state.hooksSeen({ source, announced: 1, ids: [round], lags: [3] });
  }
  state.stretchAnew();
  return state.snapshot;
}

async function carryOn(snapshot: IntegrationSnapshot): Promise<void> {
  const { client, namespace } = shop.worker;
  const connection = await NativeConnection.connect({ address: inject('temporalAddress') });
  const workflowsPath = fileURLToPath(new URL('carry-on-workflow.ts', import.meta.url));
  const carrier = await Worker.create({ connection, namespace, taskQueue: 'carrier', workflowsPath });
  await entity().terminate('its trust is carried into the next run');
  await carrier.runUntil(async () => {
    const begun = await client.workflow.start(WorkflowType.integration, {
      workflowId: workflowId.integration(shop.storeHash),
      taskQueue: 'carrier',
      args: [{ storeHash: shop.storeHash }, snapshot],
      memo: { [Memo.merchant]: shop.credentials.merchantId },
      typedSearchAttributes: [{ key: integrationKey, value: shop.storeHash }],
    });
    await until(async () => expect((await entity().describe()).runId).not.toBe(begun.firstExecutionRunId));
  });
  await connection.close();
  // Its hooks are brought to the secret of these credentials.
  await until(async () =>
    expect(await status()).toMatchObject({ webhooks: { stretch: 12, active: hookPlans.length } }),
  );
}

/** Somebody buys. @returns seconds until the order is in the warehouse */
async function arrival(): Promise<number> {
  const began = performance.now();
  const { orderId } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
  await until(() => expect(shop.effects('myogo order created')).toHaveProperty(`${shop.storeHash}-${orderId}`, 1));
  return Math.round((performance.now() - began) / 100) / 10;
}

itLong('a receiver that is ready says so, one in a namespace that is not there does not', async () => {
  const ready = async (of: number) => (await fetch(`http://127.0.0.1:${of}/ready`)).status;
  expect(await ready(health)).toBe(200);
  const [address = 0, probes = 0] = await freePorts(2);
  const lost = await receives('nowhere', address, probes);
  try {
    expect(await ready(probes)).toBe(503);
    expect(await (await fetch(`http://127.0.0.1:${probes}/ready`)).text()).toContain('no namespace nowhere');
  } finally {
    lost.signal('SIGKILL');
  }
});

itLong(
  'where the receiver is killed, polls take over: the first change waits for a rare one, all others for usual ones',
  async () => {
    await until(async () => expect((await status()).webhooks.active).toBe(hookPlans.length));
    await carryOn(await trusted());
    const byHook = await arrival();
    expect(await stretch()).toBe(12);
    receiver.signal('SIGKILL');
    await receiver.exited;
    const first: number[] = [];
    // A change that a poll meets within its first minute is judged by nobody: its hint may be on its way.
    while ((await stretch()) > 1) {
      expect(first.length).toBeLessThan(6);
      first.push(await arrival());
      await pause(1_000);
    }
    expect((await status()).webhooks.summary).toContain('a poll found what no webhook had told of');
    const later: number[] = [];
    for (let at = 0; at < 5; at += 1) later.push(await arrival());
    expect(await stretch()).toBe(1);
    receiver = await receives(shop.worker.namespace, port, health);
    const after: number[] = [];
    for (let at = 0; at < 3; at += 1) after.push(await arrival());
    process.stdout.write(`${JSON.stringify({ everySeconds: EVERY_SECONDS, byHook, first, later, after })}\n`);
    // By the machine's own measure: what is polled as usual comes sooner than what waits for a rare poll.
    expect(Math.min(...later)).toBeLessThan(Math.max(...first));
  },
);
