import { Client, QueryRejectCondition, WorkflowClient } from '@temporalio/client';
import type { ConnectionLike } from '@temporalio/client';
import { noopMetricMeter } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { World } from '../../../dev/stand-ins/world.ts';
import { OrderCache } from '../../../src/activities/orders/order-cache.ts';
import { ProductMemory } from '../../../src/activities/products/product-memory.ts';
import { AccessInterceptor } from '../../../src/activities/runtime/access.ts';
import { ChangeMemory } from '../../../src/activities/runtime/change-memory.ts';
import { Connections } from '../../../src/activities/runtime/connections.ts';
import type { Dependencies } from '../../../src/activities/runtime/dependencies.ts';
import { FailureInterceptor } from '../../../src/activities/runtime/failures.ts';
import { createBigCommerce } from '../../../src/bigcommerce/client.ts';
import { createQuotaBudget } from '../../../src/http/budget.ts';
import type { Transport } from '../../../src/http/transport.ts';
import { createMyogo } from '../../../src/myogo/client.ts';
import { createMetrics } from '../../../src/observability/own-metrics.ts';
import { createSealer, parseKeyRing } from '../../../src/security/seal.ts';
import { createActivities } from '../../../src/worker/activities.ts';
import type { Defect } from '../life/life-world.ts';
import type { ActivityRunner } from './activity-attempts.ts';
import { activityBounds } from './activity-timeouts.ts';
import { fromPayload } from './payloads.ts';
import { processOf } from './virtual-time.ts';
import type { Wire } from './wire.ts';

export const KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

/** No life has more: each cache takes the room of its most at once, and a life has a worker for each that died. */
const MOST_STORES = 10;

/** The product's worker in this process: its activities over a connection and a transport that die with it. */
export function startWorker(
  given: {
    readonly connection: ConnectionLike;
    readonly transport: Transport;
    readonly oauth: World['oauth'];
    readonly wire: Wire;
    readonly webhooks?: Dependencies['webhooks'];
  },
  defects: Defect[],
): ActivityRunner {
  const { wire } = given;
  const deps = dependencies(given);
  const activities: Readonly<Record<string, unknown>> = { ...createActivities(deps) };
  return (task, heartbeat) => {
    const { command, run } = task;
    const name = command.activityType ?? '';
    const environment = new MockActivityEnvironment(
      {
        attempt: task.attempt,
        activityId: command.activityId ?? '',
        activityType: name,
        workflowType: run.type,
        workflowExecution: { workflowId: run.workflowId, runId: run.runId },
        heartbeatDetails: task.heartbeat,
        scheduledTimestampMs: task.scheduledAt,
        currentAttemptScheduledTimestampMs: task.attemptAt,
        taskQueue: run.taskQueue,
        ...activityBounds(task),
      },
      {
        // What an activity logs of its failures is for those who run it: here the run's answer is what counts.
        logger: new DefaultLogger('ERROR', () => undefined),
        interceptors: [
          () => ({
            inbound: new FailureInterceptor(name, (activity, error) => {
              defects.push({
                workflowId: run.workflowId,
                message: `a defect in ${activity}: ${stackOf(error)}`,
              });
            }),
          }),
          () => ({ inbound: new AccessInterceptor(deps) }),
        ],
      },
    );
    environment.on('heartbeat', heartbeat);
    const work = activities[name] as ((...args: unknown[]) => Promise<unknown>) | undefined; // registered by its name
    if (work === undefined) throw new Error(`no activity ${name}`);
    const args = (command.arguments ?? []).map((argument) => fromPayload(argument));
    const result = processOf.run(wire, () => environment.run(work, ...args));
    // Who is dead says no more, not even that it failed.
    const heard = new Promise<unknown>((resolve, reject) => {
      result.then(
        (value) => wire.dead || resolve(value),
        (error: unknown) => wire.dead || reject(error as Error), // whatever it threw goes on as it is
      );
    });
    return { result: heard, cancel: (reason) => environment.cancel(reason) };
  };
}

function dependencies({ connection, transport, oauth, webhooks }: Parameters<typeof startWorker>[0]): Dependencies {
  const bigcommerce = createBigCommerce({
    apiUrl: 'http://store',
    transport,
    budget: createQuotaBudget({ maxStores: MOST_STORES }),
  });
  const myogo = createMyogo({
    apiUrl: 'http://warehouse',
    tokenUrl: 'http://warehouse/OAuth/Token',
    ...oauth,
    maxMerchants: MOST_STORES,
    transport,
  });
  const sealer = createSealer(parseKeyRing(KEYS));
  return {
    bigcommerce,
    myogo,
    sealer,
    temporal: new Client({ connection, namespace: 'default' }),
    connections: new Connections({
      workflows: new WorkflowClient({
        connection,
        namespace: 'default',
        queryRejectCondition: QueryRejectCondition.NOT_OPEN,
      }),
      bigcommerce,
      myogo,
      sealer,
      maxStores: MOST_STORES,
    }),
    changes: new ChangeMemory(1_000),
    recentOrders: new OrderCache(),
    products: new ProductMemory(),
    metrics: createMetrics(noopMetricMeter),
    settleMs: 30_000,
    writeAttemptMs: 180_000,
    latestChangesEvery: '5m',
    heededAfterMs: 0,
    ...(webhooks !== undefined && { webhooks }),
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
