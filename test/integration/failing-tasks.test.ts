import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { OgoshipClient, WorkerUnavailable } from '../../src/client/index.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { rowsOf } from '../support/rows-of.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { cameToRest } from '../support/at-rest.ts';

// A worker of a version that cannot go on with a run fails at each of its tasks, and the run hears nothing for as long: no hold of
// ours can say so, because it is the run that would. So whoever lists what needs people asks the server for such runs by its mark.

const credentialKeys = `failing:${randomBytes(32).toString('base64')}`;
let shop: Shop;
let client: OgoshipClient;
let order: number;
/** It is with the warehouse, and waits for nothing of ours. */
let other: number;

beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'), {
    worker: { overrides: { keyRing: parseKeyRing(credentialKeys) } },
  });
  await shop.connect({ enableLatestChanges: 'by-hand' });
  await shop.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
  order = shop.placeOrder({ shippingMethod: 'Unknown', country: 'FI' }).orderId;
  await shop.startOrder(order);
  await shop.until(order, ({ stage }) => stage === 'held');
  other = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' }).orderId;
  await shop.startOrder(other);
  await shop.until(other, ({ stage }) => stage === 'handed-over');
  const temporal = { address: inject('temporalAddress'), namespace: shop.worker.namespace };
  client = await OgoshipClient.connect({ temporal, credentialKeys, answerWithinMs: 3_000 });

  const workflowsPath = fileURLToPath(new URL('other-version-workflow.ts', import.meta.url));
  const version = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  // What is held looks again at once where a link is saved, and three seconds later: a worker that ends in the middle of that
  // would leave it not held.
  await vi.waitFor(async () => expect(await looksAsked()).toBeGreaterThanOrEqual(2), {
    timeout: 60_000,
    interval: 100,
  });
  for (const id of [order, other]) await cameToRest(runOf(id));
  await shop.worker.stop();
  await shop.worker.start(version);
  // What comes now meets the other version.
  const orders = [order, other].map((id) => workflowId.fulfilOrder(shop.storeHash, id));
  for (const id of [workflowId.integration(shop.storeHash), ...orders])
    await shop.worker.client.workflow.getHandle(id).signal('nothingOfOurs');
});
afterAll(async () => {
  await client.close();
  await shop.close();
});

const runOf = (id: number) => shop.worker.client.workflow.getHandle(workflowId.fulfilOrder(shop.storeHash, id));

/** How often the integration has asked what is held to look again. */
async function looksAsked(): Promise<number> {
  const { events } = await shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash)).fetchHistory();
  const asked = (events ?? []).filter(
    ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name === 'releaseHeld',
  );
  const ids = asked.map(({ eventId }) => String(eventId));
  return (events ?? []).filter(({ activityTaskCompletedEventAttributes: done }) =>
    ids.includes(String(done?.scheduledEventId)),
  ).length;
}

const failing = () => rowsOf(client.stores.failing());

it('an integration and orders whose tasks fail are listed as that, with what helps', async () => {
  const types = async () => new Set((await failing()).map(({ type }) => type));
  await expect.poll(types, { timeout: 60_000, interval: 500 }).toEqual(new Set(['tasks-fail']));
  const message =
    /^The run of this integration stands still, because the worker fails at its tasks \(NonDeterministicError\), nothing flows\. /;
  expect((await failing())[0]?.message).toMatch(message);
  const held = async () => (await rowsOf(client.stores.held())).map(({ orderId, reason }) => [orderId, reason]);
  await expect.poll(held, { timeout: 60_000, interval: 500 }).toEqual(
    expect.arrayContaining([
      [order, 'tasks-fail'],
      [other, 'tasks-fail'],
    ]),
  );
  const holds = [
    { reason: 'shipping-method-not-linked', runs: 1 },
    { reason: 'tasks-fail', runs: 1 },
  ];
  expect(await rowsOf(client.stores.list())).toMatchObject([
    { health: 'failing', holds: expect.arrayContaining(holds) as unknown },
  ]);
});

it('whoever asks such a run hears why it does not answer', async () => {
  const said = await client
    .integration(shop.storeHash)
    .status()
    .catch((error: unknown) => error);
  expect(said).toBeInstanceOf(WorkerUnavailable);
  expect(said).toMatchObject({
    message: expect.stringContaining(
      'stands still, because the worker fails at its tasks (NonDeterministicError)',
    ) as string,
    expected: expect.stringContaining('a worker of the version with which it went on') as string,
  });
});

it('with their own version they go on, and nothing is left of it', async () => {
  await shop.worker.stop();
  await shop.worker.start();
  await expect.poll(failing, { timeout: 60_000, interval: 500 }).toEqual([]);
  await shop.until(order, ({ stage }) => stage === 'held');
});
