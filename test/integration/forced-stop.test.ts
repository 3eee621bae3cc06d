import { randomBytes } from 'node:crypto';
import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { StoreHash } from '../../src/contract/ids.ts';
import { WorkflowType } from '../../src/contract/temporal.ts';
import { endOf } from '../../src/worker/forced-stop.ts';
import { testWorkflowBundle } from '../support/workflow-bundle.ts';

let connection: NativeConnection;
beforeAll(async () => {
  connection = await NativeConnection.connect({ address: inject('temporalAddress') });
});
// Refused while the worker that was stopped by force still holds it; the process ends anyway.
afterAll(() => connection.close().catch(() => undefined));

test('an activity that does not hear its cancellation makes a stop forced, and no crash', async () => {
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let begun = (): void => undefined;
  const underWay = new Promise<void>((resolve) => (begun = resolve));
  const taskQueue = `forced-${randomBytes(6).toString('hex')}`;
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: await testWorkflowBundle(),
    activities: {
      lookUp: async () => {
        begun();
        await held;
      },
    },
    shutdownGraceTime: 100,
    shutdownForceTime: 500,
  });
  const run = worker.run();
  const lookup = await new Client({ connection }).workflow.start(WorkflowType.lookup, {
    workflowId: taskQueue,
    taskQueue,
    args: [{ storeHash: 'abc123' as StoreHash, request: { kind: 'store-methods' } }],
  });
  await underWay;
  worker.shutdown();
  const [ended] = await Promise.allSettled([run]);
  letGo();
  await lookup.terminate();
  expect(ended.status).toBe('rejected');
  expect(endOf([ended], { asked: true })).toBe('forced');
});
