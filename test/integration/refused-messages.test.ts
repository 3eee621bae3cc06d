import { setTimeout as wait } from 'node:timers/promises';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { workflowId } from '../../src/contract/ids.ts';
import { replayAll } from '../support/replay.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { testWorkflowBundle } from '../support/workflow-bundle.ts';
import { cameToRest } from '../support/at-rest.ts';

// An update that is refused leaves nothing in the history, but the run is asked all the same whether something woke it: with
// a later time, and a longer history. What it then begins, no replay can ever explain.

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'));
  await shop.connect();
});
afterAll(() => shop.close());

/** Asks for what no run does, again and again, for so long; some times at least, however slow the machine is. */
async function refusals(id: string, forMs: number): Promise<void> {
  const run = shop.worker.client.workflow.getHandle(id);
  const until = Date.now() + forMs;
  let refused = 0;
  while (Date.now() < until || refused < 5) {
    await expect(run.executeUpdate('nothingOfOurs')).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
    refused += 1;
    await wait(10);
  }
}

async function replayed(id: string): Promise<number> {
  const { client } = shop.worker;
  const query = `WorkflowId = '${id}'`;
  await expect.poll(async () => (await client.workflow.count(query)).count).toBeGreaterThan(0);
  return (await replayAll({ client, workflowBundle: await testWorkflowBundle(), query })).replayed;
}

it('does not wake an integration whose next work is due, but whose timer has not fired yet', async () => {
  const id = workflowId.integration(shop.storeHash);
  await shop.link({ method: 'DHL Express', code: 'DHL-EXPRESS' }); // what is held is looked for once more in three seconds
  await wait(2_300);
  // The wait that is left is begun anew, and the server is late with one of less than a second.
  await shop.link({ method: 'Matkahuolto', code: 'POSTI' });
  await refusals(id, 1_500);
  expect(await replayed(id)).toBe(1);
});

it('does not make an order go on in a new run', async () => {
  const start = async (historyLimit?: number) => {
    const { orderId } = shop.placeOrder({ shippingMethod: 'Pigeon', country: 'FI' });
    const id = workflowId.fulfilOrder(shop.storeHash, orderId);
    const args = [{ storeHash: shop.storeHash, orderId, ...(historyLimit === undefined ? {} : { historyLimit }) }];
    await shop.worker.client.workflow.start('fulfilOrder', { workflowId: id, taskQueue: 'ogoship-bigcommerce', args });
    await shop.until(orderId, ({ stage }) => stage === 'held');
    return { id, orderId };
  };
  const { id: first } = await start();
  const run = shop.worker.client.workflow.getHandle(first);
  await cameToRest(run);
  const { historyLength } = await run.describe();
  // As long as it is at rest; a task more is beyond it.
  const { id } = await start(historyLength);
  await refusals(id, 500);
  expect(await replayed(id)).toBe(1);
});
