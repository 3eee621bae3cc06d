import { readFileSync } from 'node:fs';
import { Client, QueryRejectCondition, WorkflowClient } from '@temporalio/client';
import { Runtime, type NativeConnection } from '@temporalio/worker';
import { OrderCache } from '../activities/orders/order-cache.ts';
import { ProductMemory } from '../activities/products/product-memory.ts';
import { ChangeMemory } from '../activities/runtime/change-memory.ts';
import { Connections, HEEDED_AFTER_MS } from '../activities/runtime/connections.ts';
import type { Dependencies } from '../activities/runtime/dependencies.ts';
import { createBigCommerce } from '../bigcommerce/client.ts';
import type { WorkerConfig } from '../config.ts';
import { WRITE_ATTEMPT_MS } from '../contract/runs/write-attempt.ts';
import { createQuotaBudget, type QuotaBudgetOptions } from '../http/budget.ts';
import { outcomeOfStatus } from '../http/classify.ts';
import { createTransport, type TransportOptions } from '../http/transport.ts';
import { createMyogo } from '../myogo/client.ts';
import { createMetrics, type Metrics } from '../observability/own-metrics.ts';
import { createSealer } from '../security/seal.ts';

/** What activities work with, and how to let go of it. */
export interface Services {
  readonly dependencies: Dependencies;
  /** Closes the HTTP connections. What still runs is a grant that no activity waits for any more: it is cut off. */
  close(): Promise<void>;
}

export interface ServicesOptions {
  readonly config: WorkerConfig;
  readonly connection: NativeConnection;
  readonly isShuttingDown: () => boolean;
}

/** Wires the clients of both sides, the sealer, and the way to the entity. */
export function createServices({ config, connection, isShuttingDown }: ServicesOptions): Services {
  const { namespace } = config.temporal;
  // On the SDK's own endpoint; without METRICS_ADDRESS this meter does nothing.
  const metrics = createMetrics(Runtime.instance().metricMeter);
  const userAgent = `ogoship-bigcommerce/${packageVersion()}`;
  const transport = createTransport({ userAgent, onResponse: countRequests(metrics) });
  const budget = createQuotaBudget({ onQuota: showQuota(metrics) });
  const bigcommerce = createBigCommerce({ ...config.bigcommerce, transport, budget });
  const myogo = createMyogo({ ...config.myogo, transport });
  const sealer = createSealer(config.keyRing);
  const connections = new Connections({
    // A terminated run would still answer queries: only open ones may say what an integration is.
    workflows: new WorkflowClient({ connection, namespace, queryRejectCondition: QueryRejectCondition.NOT_OPEN }),
    bigcommerce,
    myogo,
    sealer,
    isShuttingDown,
  });
  return {
    dependencies: {
      bigcommerce,
      myogo,
      sealer,
      temporal: new Client({ connection, namespace }),
      connections,
      changes: new ChangeMemory(),
      recentOrders: new OrderCache(),
      products: new ProductMemory(),
      metrics,
      settleMs: config.settleMs,
      writeAttemptMs: config.writeAttemptMs ?? WRITE_ATTEMPT_MS,
      heededAfterMs: config.heededAfterMs ?? HEEDED_AFTER_MS,
      latestChangesEvery: config.latestChangesEvery,
      webhooks: config.webhooks,
    },
    close: () => transport.close(),
  };
}

function countRequests(metrics: Metrics): NonNullable<TransportOptions['onResponse']> {
  return ({ side, operation, status, ms }) => {
    metrics.httpRequests(1, { side, operation, outcome: outcomeOfStatus(status) });
    metrics.httpSeconds(ms / 1_000, { side });
  };
}

function showQuota(metrics: Metrics): NonNullable<QuotaBudgetOptions['onQuota']> {
  return (store, { left, quota }) => {
    metrics.storeQuotaLeft(left, { store });
    if (quota !== undefined) metrics.storeQuota(quota, { store });
  };
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version; // our own file
}
