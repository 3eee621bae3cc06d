import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { startDevServer } from '../dev/temporal-server/dev-server.ts';
import { freePorts } from '../dev/temporal-server/ports.ts';
import { upstreamEnvironment } from '../dev/stand-ins/upstream-environment.ts';
import { OgoshipClient } from '../src/client/index.ts';
import type { StoreHash } from '../src/contract/ids.ts';
import { createNamespace } from '../test/support/namespace.ts';
import { startObservedWorker, type ObservedWorker } from './observed-worker.ts';
import { startSandboxProcess, type SandboxProcess } from './orders-sandbox.ts';
import { connectShop, eachOf, place, shipAll, start, stockOne, until, untilShipped } from './orders-world.ts';
import { summarise, type BenchResult } from './result.ts';
import { usualRetries } from '../src/client/calls/closed-channel.ts';

const PAIRS = 9;
const ORDERS = 100;

/** A worker with a namespace of its own. */
interface Side {
  readonly worker: ObservedWorker;
  readonly client: Client;
  readonly sandbox: SandboxProcess;
  readonly storeHash: StoreHash;
}

/**
 * What metrics, scraped every fifteen seconds, and JSON logs at `info` cost: CPU seconds of the worker's process for an order
 * from found to tracking, beside a worker without metrics that logs errors only, in interleaved pairs.
 */
export async function benchObservability(): Promise<BenchResult[]> {
  const [temporal, sandbox] = await Promise.all([
    startDevServer({ memory: true, headless: true }),
    startSandboxProcess(),
  ]);
  const connection = await Connection.connect({ address: temporal.address, interceptors: usualRetries() });
  // With a quota that is never spent, so that its headers are there to be read.
  await sandbox.control('access', { quota: 1_000_000 });
  await stockOne(sandbox);
  const [onMetrics, onHealth, offHealth] = await freePorts(3);
  const on = await open(sandbox, connection, temporal.address, {
    METRICS_ADDRESS: `127.0.0.1:${onMetrics ?? 0}`,
    HEALTH_ADDRESS: `127.0.0.1:${onHealth ?? 0}`,
    LOG_LEVEL: 'info',
  });
  const off = await open(sandbox, connection, temporal.address, {
    HEALTH_ADDRESS: `127.0.0.1:${offHealth ?? 0}`,
    LOG_LEVEL: 'error',
  });
  try {
    const pairs: { on: number; off: number }[] = [];
    // The first pair warms both up; who begins changes, so that a drift of the machine favours neither.
    for (let pair = 0; pair <= PAIRS; pair += 1) {
      const first = pair % 2 === 0 ? await cpuAnOrder(on) : await cpuAnOrder(off);
      const second = pair % 2 === 0 ? await cpuAnOrder(off) : await cpuAnOrder(on);
      if (pair > 0) pairs.push(pair % 2 === 0 ? { on: first, off: second } : { on: second, off: first });
    }
    const counterpart = 'no metrics, errors only';
    const milliseconds = (side: 'on' | 'off') => summarise(pairs.map((pair) => pair[side] * 1_000));
    const one = (metric: string, unit: string) => ({ bench: 'observability', metric, unit });
    return [
      { ...one('cpuRatio', '×'), ...summarise(pairs.map((pair) => pair.on / pair.off)), counterpart },
      { ...one('cpuMsPerOrder', 'ms'), ...milliseconds('on') },
      { ...one('cpuMsPerOrderWithout', 'ms'), ...milliseconds('off') },
    ];
  } finally {
    await Promise.all([on.worker.close(), off.worker.close()]);
    await connection.close();
    await Promise.all([temporal.close(), sandbox.close()]);
  }
}

async function open(
  sandbox: SandboxProcess,
  connection: Connection,
  address: string,
  env: Readonly<Record<string, string>>,
): Promise<Side> {
  const [account] = sandbox.credentials.stores;
  if (account === undefined) throw new Error('the sandbox has no store');
  const namespace = await createNamespace(connection);
  const credentialKeys = `bench:${randomBytes(32).toString('base64')}`;
  const worker = await startObservedWorker({
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    CREDENTIAL_KEYS: credentialKeys,
    ...upstreamEnvironment(sandbox, sandbox.credentials.oauth),
    CACHED_WORKFLOWS: '500',
    ...env,
  });
  const ogoship = await OgoshipClient.connect({ temporal: { connection, namespace }, credentialKeys });
  await connectShop(ogoship, account);
  const storeHash = account.storeHash as StoreHash; // the sandbox makes valid ones
  return { worker, client: new Client({ connection, namespace }), sandbox, storeHash };
}

/** CPU seconds of the worker for each of a round's orders. */
async function cpuAnOrder({ worker, client, sandbox, storeHash }: Side): Promise<number> {
  const ids = await place({ sandbox }, ORDERS, 11);
  const references = ids.map((orderId) => `${storeHash}-${orderId}`);
  const before = await worker.cpuSeconds();
  const handles = await eachOf(ids, (orderId) => start({ client, storeHash }, orderId));
  await until(async () => {
    const created = await sandbox.created();
    return references.every((reference) => reference in created);
  });
  await shipAll(sandbox, references);
  await untilShipped(handles, references);
  return ((await worker.cpuSeconds()) - before) / ORDERS;
}
