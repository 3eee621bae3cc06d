import { randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { startDevServer } from '../../dev/temporal-server/dev-server.ts';
import { freePorts } from '../../dev/temporal-server/ports.ts';
import { workflowId, type StoreHash } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { TaskQueue, WorkflowType } from '../../src/contract/temporal.ts';
import { createSealer, parseKeyRing } from '../../src/security/seal.ts';
import { createNamespace } from '../support/namespace.ts';
import { spawnWorker, type LogLine, type WorkerProcess } from '../support/worker-process.ts';
import { isLong } from '../support/sample.ts';
import { usualRetries } from '../../src/client/calls/closed-channel.ts';

const credentialKeys = `k1:${randomBytes(32).toString('base64')}`;
const clientSecret = 'the-secret-of-the-worker';
const least = { CREDENTIAL_KEYS: credentialKeys, MYOGO_CLIENT_ID: 'worker', MYOGO_CLIENT_SECRET: clientSecret };
const isReady = (line: LogLine): boolean => line.msg === 'worker ready';

let connection: Connection;
const started: WorkerProcess[] = [];

beforeAll(async () => {
  connection = await Connection.connect({ address: inject('temporalAddress'), interceptors: usualRetries() });
});
afterEach(async () => {
  const left = started.splice(0);
  for (const worker of left) worker.signal('SIGKILL');
  await Promise.all(left.map((worker) => worker.exited));
});
afterAll(() => connection.close());

function spawned(env: Readonly<Record<string, string>>): WorkerProcess {
  const worker = spawnWorker({ ...least, ...env });
  started.push(worker);
  return worker;
}

async function onSharedServer(env: Readonly<Record<string, string>> = {}) {
  const namespace = await createNamespace(connection);
  const temporal = { TEMPORAL_ADDRESS: inject('temporalAddress'), TEMPORAL_NAMESPACE: namespace };
  return { namespace, worker: spawned({ ...temporal, ...env }) };
}

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

describe('the worker process', () => {
  test('says once that it is ready, answers its probes, serves metrics, and ends cleanly on SIGTERM', async () => {
    const [health, metrics] = await freePorts(2);
    const { worker } = await onSharedServer({
      HEALTH_ADDRESS: `127.0.0.1:${health ?? 0}`,
      METRICS_ADDRESS: `localhost:${metrics ?? 0}`,
    });
    await worker.line(isReady);
    expect(await statusOf(`http://127.0.0.1:${health ?? 0}/live`)).toBe(200);
    expect(await statusOf(`http://127.0.0.1:${health ?? 0}/ready`)).toBe(200);
    const exported = await (await fetch(`http://127.0.0.1:${metrics ?? 0}/metrics`)).text();
    expect(exported).toContain('temporal_num_pollers');

    worker.signal('SIGTERM');
    expect(await worker.exited).toBe(0);
    expect(worker.lines.filter(isReady)).toHaveLength(1);
    expect(worker.lines.at(-1)?.msg).toBe('worker stopped');
    // The SDK's lines are in the same stream.
    expect(worker.lines.some((line) => line['sdkComponent'] === 'worker')).toBe(true);
    expect(worker.output() + worker.errorOutput()).not.toContain(clientSecret);
  });

  test('a bad configuration is one line that names what is wrong, and exit code 2', async () => {
    const worker = spawned({ CREDENTIAL_KEYS: 'k1:c2VjcmV0', SETTLE_TIME: 'soon' });
    expect(await worker.exited).toBe(2);
    expect(worker.errorOutput()).toMatch(/^cannot start: CREDENTIAL_KEYS .*; SETTLE_TIME is not a duration.*\n$/);
    expect(worker.errorOutput()).not.toContain('c2VjcmV0');
    expect(worker.output()).toBe('');
  });

  test('a namespace that is not there is one line, and exit code 1', async () => {
    const worker = spawned({ TEMPORAL_ADDRESS: inject('temporalAddress'), TEMPORAL_NAMESPACE: 'nowhere' });
    expect(await worker.exited).toBe(1);
    const last = worker.lines.at(-1);
    expect(last).toMatchObject({ level: 'fatal', msg: 'cannot start: Namespace nowhere is not found.' });
    expect(last?.['err']).toBeUndefined();
  });

  // Two servers are started for it.
  test.runIf(isLong)('a server that is away is waited for with a line a try, at the start and later', async () => {
    const [port, health] = await freePorts(2);
    const probe = (name: string): Promise<number> => statusOf(`http://127.0.0.1:${health ?? 0}/${name}`);
    const temporal = { TEMPORAL_ADDRESS: `127.0.0.1:${port ?? 0}` };
    const worker = spawned({ ...temporal, HEALTH_ADDRESS: `127.0.0.1:${health ?? 0}` });
    const first = await worker.line((line) => line['attempt'] === 1);
    expect(first).toMatchObject({ level: 'warn', server: `127.0.0.1:${port ?? 0}`, reason: 'Connection refused' });
    expect([await probe('live'), await probe('ready')]).toEqual([200, 503]);

    const dev = { memory: true, headless: true, port: port ?? 0 };
    let server = await startDevServer(dev);
    await worker.line(isReady);
    expect(await probe('ready')).toBe(200);

    await server.close();
    await vi.waitFor(async () => expect(await probe('ready')).toBe(503), { timeout: 60_000, interval: 250 });
    expect(await probe('live')).toBe(200);
    server = await startDevServer(dev);
    await vi.waitFor(async () => expect(await probe('ready')).toBe(200), { timeout: 60_000, interval: 250 });
    worker.signal('SIGINT');
    expect(await worker.exited).toBe(0);
    await server.close();
  });

  test('SIGTERM while it waits for the server ends it at once', async () => {
    const [port] = await freePorts(1);
    const worker = spawned({ TEMPORAL_ADDRESS: `127.0.0.1:${port ?? 0}` });
    await worker.line((line) => line['attempt'] === 1);
    worker.signal('SIGTERM');
    expect(await worker.exited).toBe(0);
  });
});

describe('an activity in flight', () => {
  /** A store that takes its time: every request waits until it is let go. */
  async function slowStore() {
    const held: ServerResponse[] = [];
    const server = createServer((_, response) => {
      held.push(response);
      server.emit('held');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    return {
      url: `http://127.0.0.1:${port}`,
      held: () => (held.length > 0 ? Promise.resolve() : once(server, 'held').then(() => undefined)),
      letGo: () => {
        server.removeAllListeners('request');
        server.on('request', (_, response: ServerResponse) => response.writeHead(401).end());
        for (const response of held.splice(0)) response.writeHead(401).end();
      },
      close: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  async function withActivityInFlight(
    body: (worker: WorkerProcess, store: Awaited<ReturnType<typeof slowStore>>) => Promise<void>,
    env: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const store = await slowStore();
    try {
      const { namespace, worker } = await onSharedServer({
        BIGCOMMERCE_API_URL: store.url,
        MYOGO_API_URL: store.url,
        MYOGO_TOKEN_URL: `${store.url}/OAuth/Token`,
        ...env,
      });
      await worker.line(isReady);
      const storeHash = 'slow1' as StoreHash; // it fits the pattern
      const sealer = createSealer(parseKeyRing(credentialKeys));
      const tokens = { bigcommerce: { apiToken: 'any' }, myogo: { secretToken: 'any' } };
      const entity = new WithStartWorkflowOperation(WorkflowType.integration, {
        workflowId: workflowId.integration(storeHash),
        taskQueue: TaskQueue.main,
        args: [{ storeHash }],
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      // Connecting tests the credentials, which asks the store. Nobody waits for the answer: the worker goes away.
      const connecting = new Client({ connection, namespace }).workflow.startUpdateWithStart(
        integrationMessages.connect,
        {
          startWorkflowOperation: entity,
          args: [{ merchantId: '1', sealed: sealer.seal(tokens, storeHash) }],
          waitForStage: 'ACCEPTED',
        },
      );
      await Promise.all([connecting, store.held()]);
      await body(worker, store);
    } finally {
      await store.close();
    }
  }

  test('may finish after SIGTERM', () =>
    withActivityInFlight(async (worker, store) => {
      worker.signal('SIGTERM');
      await worker.line((line) => line['state'] === 'DRAINING');
      expect(worker.lines.some((line) => line.msg === 'worker stopped')).toBe(false);
      store.letGo();
      expect(await worker.exited).toBe(0);
      expect(worker.lines.at(-1)?.msg).toBe('worker stopped');
    }));

  test('is cut off by a second signal, which ends the process at once', () =>
    withActivityInFlight(async (worker) => {
      worker.signal('SIGTERM');
      await worker.line((line) => line['state'] === 'DRAINING');
      worker.signal('SIGTERM');
      expect(await worker.exited).toBe(143);
      expect(worker.lines.some((line) => line.msg === 'worker stopped')).toBe(false);
    }));

  test('is cancelled when the grace has passed', () =>
    withActivityInFlight(
      async (worker) => {
        worker.signal('SIGTERM');
        expect(await worker.exited).toBe(0);
        expect(worker.lines.at(-1)?.msg).toBe('worker stopped');
      },
      { SHUTDOWN_GRACE: '50ms' },
    ));
});
