import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { holdKey, stageKey } from '../../src/contract/runs/search-attributes.ts';
import type { SandboxOptions } from '../../dev/stand-ins/start.ts';
import { AccessInterceptor } from '../../src/activities/runtime/access.ts';
import { createChangesActivities } from '../../src/activities/changes/changes.ts';
import type { Dependencies } from '../../src/activities/runtime/dependencies.ts';
import { FailureInterceptor } from '../../src/activities/runtime/failures.ts';
import { createLookActivities } from '../../src/activities/changes/look-at-stores.ts';
import { createMaintainActivities } from '../../src/activities/integration/maintain.ts';
import { createReconcileActivities } from '../../src/activities/changes/reconcile.ts';
import { createScheduleActivities } from '../../src/activities/integration/schedules.ts';
import { createLocationActivities } from '../../src/activities/stock/leave-location.ts';
import { createOwedActivities } from '../../src/activities/stock/owed/owed.ts';
import { createSilentOrdersActivities } from '../../src/activities/changes/missed-updates.ts';
import type { DriftReport, LatestChangesReport, ReconcileInput } from '../../src/contract/changes.ts';
import { scheduleId, workflowId, type StoreHash } from '../../src/contract/ids.ts';
import type { Connection } from '../../src/contract/integration.ts';
import type { StoreProfile } from '../../src/contract/integration/access.ts';
import { defaultSettings, type SettingsPatch } from '../../src/contract/settings.ts';
import type { OrderStage } from '../../src/contract/orders.ts';
import type { HoldReason } from '../../src/contract/hold-reasons.ts';
import { TaskQueue } from '../../src/contract/temporal.ts';
import type { MerchantApi } from '../../src/myogo/client.ts';
import { createServices } from '../../src/worker/services.ts';
import { finishRun, levelOf, runNow } from './stock-runs.ts';
import { startWatchedSandbox } from '../support/contract/watched-sandbox.ts';
import { recommendedScopes } from '../../dev/stand-ins/store/store-state.ts';
import { createNamespace } from '../support/namespace.ts';
import { configBeside } from '../support/worker-config.ts';
import {
  answerAll,
  answerQuestion,
  fulfilOrder,
  goodsIn,
  heard,
  integration,
  maintain,
  reconcile,
  setConnection,
  told,
} from './stock-workflows.ts';
import { installRuntime } from '../support/quiet-runtime.ts';

/** Runs come when a test asks for them: one by itself, at its fixed time of the day, would take the news first. */
const SELDOM = '24h';

export interface StockWorldOptions {
  readonly address: string;
  readonly sandbox?: SandboxOptions;
  /** By the Inventory API; else by catalogue batches with the guide's scopes. */
  readonly inventory?: boolean;
  readonly settings?: SettingsPatch;
  readonly profile?: Partial<StoreProfile>;
}

export type StockWorld = Awaited<ReturnType<typeof startStockWorld>>;

/** A sandbox, a worker with the runs under test, and what they talk to, in a namespace of its own. */
export async function startStockWorld(options: StockWorldOptions) {
  const inventory = options.inventory ?? true;
  const sandbox = await startWatchedSandbox({
    seed: 7,
    plan: 'unlimited',
    ...(inventory ? { scopes: recommendedScopes } : {}),
    ...options.sandbox,
  });
  const [credentials] = sandbox.credentials.stores;
  if (credentials === undefined) throw new TypeError('the sandbox has no store');
  const storeHash = credentials.storeHash as StoreHash; // the sandbox makes hashes that fit
  quiet();
  const connection = await NativeConnection.connect({ address: options.address });
  const namespace = await createNamespace(connection);
  const services = createServices({
    config: {
      ...configBeside(sandbox, { address: options.address, namespace }, `test:${randomBytes(32).toString('base64')}`),
      logLevel: 'error',
      latestChangesEvery: SELDOM,
      settleMs: 300,
      shutdownGraceMs: 5_000,
      activitySlots: { main: 20, scan: 4 },
      cachedWorkflows: 50,
    },
    connection,
    isShuttingDown: () => false,
  });
  const { dependencies } = services;
  const defects: string[] = [];
  const activities = {
    ...createChangesActivities(dependencies),
    ...createLookActivities(dependencies),
    ...createMaintainActivities(dependencies),
    ...createReconcileActivities(dependencies),
    ...createScheduleActivities(dependencies),
    ...createLocationActivities(dependencies),
    ...createOwedActivities(dependencies),
    ...createSilentOrdersActivities(dependencies, { silentForMs: 0 }),
  };
  const workflowBundle = await bundle();
  const workers = await Promise.all(
    [TaskQueue.main, TaskQueue.scan].map((taskQueue) =>
      Worker.create({
        connection,
        namespace,
        taskQueue,
        // As in the product: the queue of scans has activities alone, and a thread with workflows costs half a second.
        ...(taskQueue === TaskQueue.main ? { workflowBundle } : {}),
        activities,
        interceptors: {
          activity: [
            ({ info }) => ({
              inbound: new FailureInterceptor(info.activityType, (activity, error) => {
                defects.push(`${activity}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
              }),
            }),
            () => ({ inbound: new AccessInterceptor(dependencies) }),
          ],
        },
      }),
    ),
  );
  const running = Promise.all(workers.map((worker) => worker.run()));
  const client = dependencies.temporal;

  const connectionOf = (settings: SettingsPatch = {}, more: Partial<Connection> = {}): Connection => ({
    storeHash,
    merchantId: credentials.merchantId,
    credentials: {
      sealed: dependencies.sealer.seal(
        { bigcommerce: { apiToken: credentials.apiToken }, myogo: { secretToken: credentials.secretToken } },
        storeHash,
      ),
      version: 1,
    },
    stage: 'live',
    settings: { ...defaultSettings('2020-01-01T00:00:00Z'), ...options.settings, ...settings },
    settingsVersion: 1,
    links: [],
    linksVersion: 1,
    store: { inventoryScope: inventory, ...options.profile },
    ...more,
  });
  const entity = await client.workflow.start(integration, {
    workflowId: workflowId.integration(storeHash),
    taskQueue: TaskQueue.main,
    args: [connectionOf()],
  });
  await activities.ensureSchedules({ storeHash, running: true, every: SELDOM });

  return {
    sandbox,
    storeHash,
    client,
    dependencies,
    activities,
    defects,
    control: sandbox.control,
    /** Changes what the entity answers, from the next activity on. */
    async connectionIs(settings: SettingsPatch, more: Partial<Connection> = {}): Promise<void> {
      await entity.signal(setConnection, connectionOf(settings, more));
      dependencies.connections.drop(storeHash);
    },
    entity,
    /** A person answers; a worker keeps the entity's view for a while. */
    async answer(id: string, decision: 'approve' | 'refuse'): Promise<void> {
      await entity.signal(answerQuestion, { id, decision });
      dependencies.connections.drop(storeHash);
    },
    /** A person's word about all that is asked. */
    answered: (decision: 'approve' | 'refuse') => entity.signal(answerAll, decision),
    heard: () => entity.query(heard),
    told: (orderId: number) => client.workflow.getHandle(workflowId.fulfilOrder(storeHash, orderId)).query(told),
    /** @param knowing it leaves an account of what it was told, as a run that was not lost */
    finishOrder: (orderId: number, knowing = false) =>
      finishRun(client, workflowId.fulfilOrder(storeHash, orderId), knowing),
    awaiting: (skus: readonly string[]) =>
      client.workflow.start(goodsIn, {
        workflowId: workflowId.goodsIn(storeHash),
        taskQueue: TaskQueue.main,
        args: [skus],
      }),
    /** An order's run that waits. */
    waiting: (orderId: number, stage: OrderStage) =>
      client.workflow.start(fulfilOrder, {
        workflowId: workflowId.fulfilOrder(storeHash, orderId),
        taskQueue: TaskQueue.main,
        args: [{ storeHash, orderId }],
        typedSearchAttributes: [{ key: stageKey, value: stage }],
      }),
    /** An order's run that holds. */
    held: (orderId: number, reason: HoldReason) =>
      client.workflow.start(fulfilOrder, {
        workflowId: workflowId.fulfilOrder(storeHash, orderId),
        taskQueue: TaskQueue.main,
        args: [{ storeHash, orderId }],
        typedSearchAttributes: [{ key: holdKey, value: reason }],
      }),
    /** A merchant changes something in the control panel: after our writes, which the Inventory API answers before they take effect. */
    async inStore(method: 'PUT' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> {
      sandbox.control.settle();
      const answer = await fetch(`${sandbox.storeUrl}/stores/${storeHash}${path}`, {
        method,
        headers: {
          'x-auth-token': credentials.apiToken,
          'content-type': 'application/json',
          accept: 'application/json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new TypeError(`the store answered ${answer.status}: ${await answer.text()}`);
      return answer.status === 204 ? undefined : await answer.json();
    },
    /** A merchant edits a product in the control panel. */
    async renameProduct(sku: string, name: string): Promise<void> {
      const product = sandbox.control.state().stores[0]?.products.find((one) => one.sku === sku);
      const answer = await fetch(
        `${sandbox.storeUrl}/stores/${storeHash}/v3/catalog/products/${product?.productId ?? 0}`,
        {
          method: 'PUT',
          headers: {
            'x-auth-token': credentials.apiToken,
            'content-type': 'application/json',
            accept: 'application/json',
          },
          body: JSON.stringify({ name }),
        },
      );
      if (!answer.ok) throw new TypeError(`the store answered ${answer.status}`);
    },
    /** Puts products into myOGO and goods onto its shelf. */
    async stocked(goods: Readonly<Record<string, number>>): Promise<void> {
      const merchant = merchantOf(dependencies, credentials);
      for (const code of Object.keys(goods)) {
        if ((await merchant.products.byCode(code)).length === 0) {
          await merchant.products.create({ code, languageCode: 'en', name: code });
        }
      }
      sandbox.control.goodsIn(Object.fromEntries(Object.entries(goods).filter(([, pieces]) => pieces > 0)));
    },
    /** An order in the warehouse, as it stands after a hand-over. */
    async handOver(reference: string, code: string, quantity = 1): Promise<void> {
      await merchantOf(dependencies, credentials).orders.create({
        reference,
        shippingCode: 'DHL-EXPRESS',
        customer: { name: 'A Shopper', address1: 'Street 1', city: 'Oulu', countryCode: 'FI', zip: '90100' },
        orderLines: [{ code, quantity }],
      });
    },
    /** One run of the schedule, after the one before. */
    run: () => runNow(client, storeHash),
    /** One run that may take ten seconds: what fails, fails soon. */
    async runShort(): Promise<LatestChangesReport> {
      // A short schedule that ran by itself meanwhile would take the news first: paused, it runs only where it is asked to.
      const schedule = client.schedule.getHandle(scheduleId.latestChanges(storeHash));
      await schedule.pause('a test asks for its runs');
      await activities.ensureSchedules({ storeHash, running: true, every: '20s' });
      const report = await runNow(client, storeHash);
      await activities.ensureSchedules({ storeHash, running: true, every: SELDOM });
      await schedule.unpause();
      return report;
    },
    /** The comparison that a run has started, or one of everything. */
    async reconcile(input: ReconcileInput = { storeHash }): Promise<DriftReport> {
      return client.workflow.execute(reconcile, {
        workflowId: workflowId.reconcile(storeHash),
        taskQueue: TaskQueue.main,
        args: [input],
        workflowIdConflictPolicy: 'FAIL',
      });
    },
    maintain: () =>
      client.workflow.execute(maintain, { workflowId: 'maintain-test', taskQueue: TaskQueue.main, args: [] }),
    /** What a comparison said that was started by a run. */
    async caughtUp(): Promise<DriftReport> {
      // Registered as returning this report.
      return (await client.workflow.getHandle(workflowId.reconcile(storeHash)).result()) as DriftReport;
    },
    level: (sku: string) => levelOf(sandbox, storeHash, sku),
    async close(): Promise<void> {
      await activities.removeSchedules({ storeHash });
      for (const worker of workers) worker.shutdown();
      await running;
      await services.close();
      await connection.close();
      await sandbox.close();
    },
  };
}

/** The warehouse as a merchant's own client sees it. */
function merchantOf(
  { myogo }: Pick<Dependencies, 'myogo'>,
  credentials: { merchantId: string; secretToken: string },
): MerchantApi {
  return myogo.merchant({ merchantId: credentials.merchantId, secretToken: credentials.secretToken });
}

let made: Promise<{ code: string }> | undefined;

function bundle(): Promise<{ code: string }> {
  made ??= bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./stock-workflows.ts', import.meta.url)),
    logger: { log: noLog, trace: noLog, debug: noLog, info: noLog, warn: noLog, error: noLog },
  });
  return made;
}

const noLog = (): void => undefined;

let silenced = false;

/** The SDK's own lines: errors only. */
function quiet(): void {
  if (silenced) return;
  silenced = true;
  installRuntime({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
}
