import { randomBytes } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, type WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { orderRunStart } from '../src/contract/runs/order-run.ts';
import { startDevServer } from '../dev/temporal-server/dev-server.ts';
import type { StoreCredentials } from '../dev/stand-ins/world.ts';
import { OgoshipClient } from '../src/client/index.ts';
import type { WorkerConfig } from '../src/config.ts';
import { type StoreHash } from '../src/contract/ids.ts';
import { orderMessages } from '../src/contract/messages.ts';
import { WorkflowType } from '../src/contract/temporal.ts';
import { createTransport } from '../src/http/transport.ts';
import { createMyogo } from '../src/myogo/client.ts';
import { createLog } from '../src/observability/log.ts';
import { bundleWorkflows } from '../src/worker/bundle.ts';
import { startWorker } from '../src/worker/start-worker.ts';
import { configBeside, type StandIns } from '../test/support/worker-config.ts';
import { eachOf as eachAtOnce } from './each-of.ts';
import { startSandboxProcess, type SandboxProcess } from './orders-sandbox.ts';

/** Starts and signals under way at once. */
const AT_ONCE = 50;
const SKU = 'BENCH-1';
/** Workflows that each of both workers keeps in memory. */
const CACHED = 500;
export const BARE_QUEUE = 'bare';
const ANSWERED = 'undici:request:headers';
interface Answered {
  readonly request: { readonly method: string; readonly path: string };
  readonly response: { readonly statusCode: number };
}

/** Both workers, ours and the bare one, in this process; the sandbox and the server in theirs. */
export interface Bench {
  readonly sandbox: SandboxProcess;
  readonly client: Client;
  readonly storeHash: StoreHash;
  /** Orders that the warehouse has created. */
  readonly created: () => number;
  /** Activities of the bare workflows that have run. */
  readonly bareDone: () => number;
  close(): Promise<void>;
}

/** @param options.settleMs as the product has it where absent */
export async function openBench({ settleMs = 30_000 }: { readonly settleMs?: number } = {}): Promise<Bench> {
  quietRuntime();
  const [temporal, sandbox] = await Promise.all([
    startDevServer({ memory: true, headless: true }),
    startSandboxProcess(),
  ]);
  const connection = await NativeConnection.connect({ address: temporal.address });
  const [account] = sandbox.credentials.stores;
  if (account === undefined) throw new Error('the sandbox has no store');
  const credentialKeys = `bench:${randomBytes(32).toString('base64')}`;
  const log = createLog({ level: 'error', write: (line) => process.stderr.write(line) });
  const config = benchConfig(temporal, sandbox, credentialKeys, { settleMs, cachedWorkflows: CACHED });
  const worker = await startWorker({ config, log, connection, workflowBundle: await bundleWorkflows(log) });
  let done = 0;
  const bareWorker = await Worker.create({
    connection,
    taskQueue: BARE_QUEUE,
    workflowsPath: new URL('bare/workflows.ts', import.meta.url).pathname,
    activities: {
      nothing: () => {
        done += 1;
        return Promise.resolve();
      },
    },
    maxConcurrentActivityTaskExecutions: config.activitySlots.main,
    maxCachedWorkflows: CACHED,
  });
  const bareRun = bareWorker.run();

  await stockOne(sandbox);
  const ogoship = await OgoshipClient.connect({ temporal: { connection, namespace: 'default' }, credentialKeys });
  await connectShop(ogoship, account);
  // Heard from the HTTP client itself: asking the sandbox again and again would be work that the bare one does not have.
  let created = 0;
  const heard = (message: unknown): void => {
    const { request, response } = message as Answered; // what undici publishes of every answer
    if (request.method === 'POST' && request.path === '/api/v1/Orders' && response.statusCode < 300) created += 1;
  };
  subscribe(ANSWERED, heard);
  return {
    sandbox,
    client: new Client({ connection }),
    storeHash: account.storeHash as StoreHash, // the sandbox makes valid ones
    created: () => created,
    bareDone: () => done,
    close: async () => {
      unsubscribe(ANSWERED, heard);
      bareWorker.shutdown();
      await Promise.all([bareRun, worker.shutdown()]);
      await ogoship.close();
      await connection.close();
      await Promise.all([temporal.close(), sandbox.close()]);
    },
  };
}

/** Nothing of the SDK is written but its errors. */
/** @param metrics `host:port` where the calls of its workers are counted */
export function quietRuntime(metrics?: string): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: {
      logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} },
      ...(metrics === undefined ? {} : { metrics: { prometheus: { bindAddress: metrics } } }),
    },
    shutdownSignals: [],
  });
}

/** A worker in the bench's own process. */
export function benchConfig(
  { address }: { readonly address: string },
  sandbox: StandIns,
  credentialKeys: string,
  own: Pick<WorkerConfig, 'settleMs' | 'cachedWorkflows' | 'webhooks'>,
): WorkerConfig {
  return {
    ...configBeside(sandbox, { address, namespace: 'default' }, credentialKeys),
    logLevel: 'error',
    latestChangesEvery: '5m',
    shutdownGraceMs: 1_000,
    activitySlots: { main: 100, scan: 4 },
    ...own,
  };
}

/** One product, and enough of it. */
export async function stockOne({
  warehouseUrl: apiUrl,
  tokenUrl,
  credentials,
  control,
}: SandboxProcess): Promise<void> {
  const [account] = credentials.stores;
  if (account === undefined) throw new Error('the sandbox has no store');
  const transport = createTransport({ userAgent: 'ogoship-bigcommerce/bench' });
  await createMyogo({ apiUrl, tokenUrl, ...credentials.oauth, transport })
    .merchant(account)
    .products.create({ code: SKU, languageCode: 'en', name: 'Bench' });
  await transport.close();
  await control('goods-in', { [SKU]: 1_000_000 });
}

export function eachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  return eachAtOnce(items, AT_ONCE, work);
}

export async function place(
  { sandbox }: Pick<Bench, 'sandbox'>,
  count: number,
  statusId: number,
  shippingMethod = 'DHL Express',
): Promise<number[]> {
  return eachOf([...Array(count).keys()], async () => {
    const order = { lines: [{ name: 'Bench', sku: SKU }], shippingMethod, country: 'FI', statusId };
    return ((await sandbox.control('orders', order)) as { orderId: number }).orderId; // the sandbox's own answer
  });
}

/** Starts the run as the poll does: without a message, since its first step reads the order. */
export function start(
  { client, storeHash }: Pick<Bench, 'client' | 'storeHash'>,
  orderId: number,
): Promise<WorkflowHandle> {
  return client.workflow.start(WorkflowType.fulfilOrder, orderRunStart({ storeHash, orderId }));
}

export async function until(reached: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await reached())) await pause(20);
}

/** Connects the store with one link, so that every order of `place` is handed over and shipped without a wait. */
export async function connectShop(ogoship: OgoshipClient, account: StoreCredentials): Promise<void> {
  const shop = ogoship.integration(account.storeHash);
  await shop.connect({
    bigcommerce: { apiToken: account.apiToken },
    myogo: { merchantId: account.merchantId, secretToken: account.secretToken },
    settings: { enableLatestChanges: 'by-hand', waitForTrackingMinutes: 0 },
  });
  await shop.shipping.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
}

/** The warehouse ships all of them, each with a number. */
export async function shipAll(sandbox: SandboxProcess, references: readonly string[]): Promise<void> {
  await eachOf(references, (reference) =>
    sandbox.control(`warehouse/${reference}`, { status: 'SHIPPED', tracking: `T-${reference}` }),
  );
}

/** Tells each run that its order was shipped, and waits until it has ended. */
export async function untilShipped(handles: readonly WorkflowHandle[], references: readonly string[]): Promise<void> {
  await eachOf([...handles.entries()], async ([index, handle]) => {
    const reference = references[index] ?? '';
    await handle.signal(orderMessages.myOgoOrderChanged, {
      reference,
      status: 'SHIPPED',
      editTime: new Date().toISOString(),
      trackingNumber: `T-${reference}`,
      lines: [{ code: SKU, quantity: 1 }],
    });
    await handle.result();
  });
}

/** State transitions that the server counts of a run. */
export async function transitionsOf(handle: WorkflowHandle): Promise<number> {
  const { raw } = await handle.describe();
  return Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0);
}
