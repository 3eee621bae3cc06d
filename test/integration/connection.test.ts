import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { underWay } from '../support/at-rest.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { testWorkflowBundle } from '../support/workflow-bundle.ts';
import { isLong } from '../support/sample.ts';

describe('where the integration cannot answer, an order', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop(inject('temporalAddress'));
    await shop.connect();
    await shop.link({ method: '*', code: 'DHL-EXPRESS' });
  });
  afterEach(() => shop.close());

  const entity = () => shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
  const place = () => shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' }).orderId;
  const created = () => Object.values(shop.effects('myogo order created')).reduce((sum, count) => sum + count, 0);
  const run = (orderId: number) =>
    shop.worker.client.workflow.getHandle(workflowId.fulfilOrder(shop.storeHash, orderId));

  /** Resolves when the run's pending activity has failed at least once, with the failure's type. */
  async function firstFailure(orderId: number): Promise<string | undefined> {
    let type: string | undefined;
    await expect
      .poll(
        async () => {
          const { raw } = await run(orderId).describe();
          const [pending] = raw.pendingActivities ?? [];
          type = pending?.lastFailure?.applicationFailureInfo?.type ?? undefined;
          return type;
        },
        { timeout: 60_000 },
      )
      .toBeDefined();
    return type;
  }

  it('holds as integration-gone when it was terminated, goes on when connected again, and had no effect before', async () => {
    await entity().terminate('a test');
    const orderId = place();
    await shop.startOrder(orderId);
    const held = await shop.until(orderId, ({ stage }) => stage === 'held');
    expect(held.hold).toMatchObject({ reason: 'integration-gone' });
    expect(created()).toBe(0);
    await shop.connect();
    await shop.link({ method: '*', code: 'DHL-EXPRESS' });
    await run(orderId).signal('retry');
    await shop.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(created()).toBe(1);
  });

  it('waits without an effect while an operator has paused it in Temporal', async () => {
    const { workflowService } = shop.worker.client;
    const target = { namespace: shop.worker.namespace, workflowId: workflowId.integration(shop.storeHash) };
    // What the link set off has come to rest, so that the pause meets an idle run, as an operator would.
    await expect.poll(() => underWay(entity())).toBe(0);
    await workflowService.pauseWorkflowExecution({ ...target, identity: 'a test', reason: 'a test' });
    const orderId = place();
    await shop.startOrder(orderId);
    expect(await firstFailure(orderId)).toBe('Unavailable');
    expect(created()).toBe(0);
    await workflowService.unpauseWorkflowExecution({ ...target, identity: 'a test', reason: 'a test' });
    await shop.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(created()).toBe(1);
  });

  // It waits for the server's own pauses between failing tasks.
  it.runIf(isLong)(
    'waits without an effect while its workflow task fails, and goes on by itself when that is mended',
    async () => {
      await shop.worker.stop();
      // As a bad release would: every workflow task of the integration fails from now on, its state and its runs stay.
      const { code } = await testWorkflowBundle();
      const begins = /async function (?:integration_)?integration\(\w+, \w+\) \{/;
      expect(code).toMatch(begins);
      await shop.worker.start({ code: code.replace(begins, "$& throw new Error('a defect of this release');") });
      await entity().signal(integrationMessages.scheduleSeen, {});
      const fails = async () => (await entity().describe()).raw.pendingWorkflowTask?.attempt ?? 0;
      await expect.poll(fails).toBeGreaterThan(1);
      const orderId = place();
      await shop.startOrder(orderId);
      expect(await firstFailure(orderId)).toBe('Unavailable');
      expect(created()).toBe(0);
      await shop.worker.stop();
      await shop.worker.start();
      await shop.until(orderId, ({ stage }) => stage === 'handed-over');
      expect(created()).toBe(1);
    },
  );

  it('is finished once, although the only worker shuts down in the middle of its hand-over', async () => {
    const orderId = place();
    shop.sandbox.control.faults({
      rate: 1,
      kinds: ['latency'],
      latencyMs: 1_000,
      side: 'warehouse',
      paths: ['GET *Orders*'],
    });
    await shop.startOrder(orderId);
    const looked = () =>
      Object.entries(shop.sandbox.control.ledger().requests.warehouse).some(([route]) => /^GET .*orders/i.test(route));
    await expect.poll(looked).toBe(true);
    await shop.worker.stop();
    shop.sandbox.control.faults();
    await shop.worker.start();
    await shop.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(created()).toBe(1);
  });
});
