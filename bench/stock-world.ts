import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import type { Effect, LedgerReport } from '../dev/stand-ins/ledger.ts';
import type { StoreCredentials } from '../dev/stand-ins/world.ts';
import { startDevServer } from '../dev/temporal-server/dev-server.ts';
import { freePorts } from '../dev/temporal-server/ports.ts';
import { upstreamEnvironment } from '../dev/stand-ins/upstream-environment.ts';
import { OgoshipClient } from '../src/client/index.ts';
import { callsOf } from './calls.ts';
import { usualRetries } from '../src/client/calls/closed-channel.ts';

/** Server, sandbox and worker, each a process of its own. */
export interface StockBench {
  /** Of the Temporal server. */
  readonly address: string;
  readonly client: Client;
  readonly ogoship: OgoshipClient;
  readonly first: StoreCredentials;
  control(path: string, body: object): Promise<unknown>;
  ledger(): Promise<LedgerReport>;
  /** Effects after a sequence number, waiting up to a second for the first one. */
  effects(since: number): Promise<{ readonly seq: number; readonly effects: readonly Effect[] }>;
  /** What the worker's process has used so far. */
  used(): Promise<{ readonly cpuSeconds: number; readonly residentMiB: number }>;
  /** Calls of the worker to the server so far, by operation. */
  calls(): Promise<ReadonlyMap<string, number>>;
  connect(store: StoreCredentials): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param products size of the first store's catalogue, all of which the warehouse has
 * @param differing SKUs that the warehouse has more of than the store shows
 */
export async function openStockBench(products: number, differing = 0): Promise<StockBench> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return { ...(await open([String(products), String(differing)], closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  catalogue: readonly string[],
  closers: (() => Promise<unknown>)[],
): Promise<Omit<StockBench, 'close'>> {
  const temporal = await startDevServer({ memory: true, headless: true });
  closers.push(() => temporal.close());
  // A batch of events is never parted: one with many large messages is more than gRPC takes otherwise.
  const channelArgs = { 'grpc.max_receive_message_length': 64 * 2 ** 20 };
  const connection = await Connection.connect({ address: temporal.address, channelArgs, interceptors: usualRetries() });
  closers.push(() => connection.close());
  const sandbox = await startProcess(new URL('./processes/sandbox.ts', import.meta.url), catalogue, (line) =>
    line.startsWith('{'),
  );
  closers.push(sandbox.stop);
  // The sandbox's own first line.
  const { storeUrl, warehouseUrl, tokenUrl, stores, oauth } = JSON.parse(sandbox.line) as {
    storeUrl: string;
    warehouseUrl: string;
    tokenUrl: string;
    stores: [StoreCredentials];
    oauth: { clientId: string; clientSecret: string };
  };
  const [port] = await freePorts(1);
  const metrics = `127.0.0.1:${port ?? 0}`;
  const credentialKeys = `bench:${randomBytes(32).toString('base64')}`;
  const worker = await startProcess(
    new URL('./processes/worker.ts', import.meta.url),
    [],
    (line) => line.includes('"msg":"worker ready"'),
    {
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: 'default',
      CREDENTIAL_KEYS: credentialKeys,
      ...upstreamEnvironment({ storeUrl, warehouseUrl, tokenUrl }, oauth),
      METRICS_ADDRESS: metrics,
      SHUTDOWN_GRACE: '1s',
    },
  );
  closers.push(worker.stop);
  const ogoship = await OgoshipClient.connect({ temporal: { connection, namespace: 'default' }, credentialKeys });
  closers.push(() => ogoship.close());

  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const answer = await fetch(`${storeUrl}/_sandbox/${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    address: temporal.address,
    client: new Client({ connection }),
    ogoship,
    first: stores[0],
    control: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
    ledger: async () => (await ask('ledger')) as LedgerReport, // the sandbox's own report
    effects: async (since) => (await ask(`events?since=${since}&wait=1000`)) as { seq: number; effects: Effect[] },
    async used() {
      const answer = once(worker.child, 'message');
      worker.child.send('used');
      // What the process answers.
      const [{ cpu, rss }] = (await answer) as [{ cpu: NodeJS.CpuUsage; rss: number }];
      return { cpuSeconds: (cpu.user + cpu.system) / 1e6, residentMiB: rss / 2 ** 20 };
    },
    calls: () => callsOf(metrics),
    async connect({ storeHash, apiToken, merchantId, secretToken }) {
      await ogoship.integration(storeHash).connect({
        bigcommerce: { apiToken },
        myogo: { merchantId, secretToken },
        settings: { enableLatestChanges: 'by-hand' },
      });
    },
  };
}

/** A process of ours, when it has written the line that says it is ready. */
async function startProcess(
  script: URL,
  args: readonly string[],
  isReady: (line: string) => boolean,
  env: Readonly<Record<string, string>> = {},
) {
  const child = fork(fileURLToPath(script), [...args], {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  if (child.stdout === null) throw new Error('the process has no output');
  const lines = createInterface({ input: child.stdout });
  const line = await new Promise<string>((resolve, reject) => {
    lines.on('line', (text) => (isReady(text) ? resolve(text) : undefined));
    void exited.then(() => reject(new Error(`${script.pathname} ended before it was ready`)));
  });
  return {
    child,
    line,
    stop: async (): Promise<void> => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
