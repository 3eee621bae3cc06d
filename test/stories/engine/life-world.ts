import { Client, QueryRejectCondition, WorkflowClient } from '@temporalio/client';
import { noopMetricMeter } from '@temporalio/common';
import { DefaultLogger } from '@temporalio/worker';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import { Control } from '../../../dev/stand-ins/control/control.ts';
import { storeServer } from '../../../dev/stand-ins/store/server.ts';
import { warehouseServer } from '../../../dev/stand-ins/warehouse/server.ts';
import { World, type StoreCredentials } from '../../../dev/stand-ins/world.ts';
import { OrderCache } from '../../../src/activities/orders/order-cache.ts';
import { ProductMemory } from '../../../src/activities/products/product-memory.ts';
import { ChangeMemory } from '../../../src/activities/runtime/change-memory.ts';
import { AccessInterceptor } from '../../../src/activities/runtime/access.ts';
import { Connections } from '../../../src/activities/runtime/connections.ts';
import type { Dependencies } from '../../../src/activities/runtime/dependencies.ts';
import { FailureInterceptor } from '../../../src/activities/runtime/failures.ts';
import { createBigCommerce } from '../../../src/bigcommerce/client.ts';
import { OgoshipClient } from '../../../src/client/index.ts';
import { createQuotaBudget } from '../../../src/http/budget.ts';
import { createMyogo } from '../../../src/myogo/client.ts';
import { createMetrics } from '../../../src/observability/own-metrics.ts';
import { createSealer, parseKeyRing } from '../../../src/security/seal.ts';
import { createActivities } from '../../../src/worker/activities.ts';
import type { ActivityRunner } from './activity-attempts.ts';
import { activityBounds } from './activity-timeouts.ts';
import { tellParent } from './commands.ts';
import { hookReceiver, webhooksHere, type HookReceiver } from './hook-receiver.ts';
import { Machine } from './machine.ts';
import { fromPayload } from './payloads.ts';
import { Schedules } from './schedules.ts';
import { connectionTo, type Wire } from './service.ts';
import { inProcessTransport, type Interruption } from './transport.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Both sides, the machine, the product's worker, and the library that a merchant's backend uses. */
export interface LifeWorld {
  readonly time: VirtualTime;
  readonly machine: Machine;
  readonly world: World;
  readonly control: Control;
  readonly stores: readonly StoreCredentials[];
  readonly ogoship: OgoshipClient;
  readonly interruptions: Interruption[];
  /** Where both sides' webhooks come to; absent where the worker has no public address. */
  readonly receiver?: HookReceiver;
  /** All workers die, and others start: what was in memory is gone. */
  kill(): void;
  close(): Promise<void>;
}

const KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

export interface LifeOptions {
  readonly time: VirtualTime;
  readonly vms: ReusableVMWorkflowCreator;
  readonly seed: number;
  readonly pick: (count: number) => number;
  /** The worker has a public address for webhooks, and a receiver runs. */
  readonly webhooks?: boolean;
  /** Default 1. The second shares the first one's merchant. */
  readonly stores?: number;
}

export async function openLife({
  time,
  vms,
  seed,
  pick,
  stores = 1,
  webhooks = false,
}: LifeOptions): Promise<LifeWorld> {
  const world = new World();
  const control = new Control(world);
  const first = control.reset({ seed, products: 6, plan: 'unlimited' });
  const all = [first];
  for (let more = 1; more < stores; more += 1) {
    all.push(control.addStore({ merchantId: first.merchantId, products: 6, plan: 'unlimited' }));
  }
  const nothing = () => undefined;
  const sides = { world, store: storeServer(world, nothing), warehouse: warehouseServer(world, nothing) };
  const interruptions: Interruption[] = [];

  let wire: Wire = { dead: false };
  let deps: Dependencies | undefined;
  let activities: Readonly<Record<string, unknown>> = {};
  const runner: ActivityRunner = (task, heartbeat) => {
    const { command, run } = task;
    const name = command.activityType ?? '';
    const mine = deps;
    if (mine === undefined) throw new Error('no worker runs');
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
              machine.defects.push({
                workflowId: run.workflowId,
                message: `a defect in ${activity}: ${stackOf(error)}`,
              });
            }),
          }),
          () => ({ inbound: new AccessInterceptor(mine) }),
        ],
      },
    );
    environment.on('heartbeat', heartbeat);
    const work = activities[name] as ((...args: unknown[]) => Promise<unknown>) | undefined; // registered by its name
    if (work === undefined) throw new Error(`no activity ${name}`);
    const args = (command.arguments ?? []).map((argument) => fromPayload(argument));
    const alive = wire;
    const result = environment.run(work, ...args);
    // Who is dead says no more, not even that it failed.
    const heard = new Promise<unknown>((resolve, reject) => {
      result.then(
        (value) => alive.dead || resolve(value),
        (error: unknown) => alive.dead || reject(error as Error), // whatever it threw goes on as it is
      );
    });
    return { result: heard, cancel: (reason) => environment.cancel(reason) };
  };

  const machine = new Machine({ time, vms, runner, pick });
  const schedules = new Schedules(machine);
  machine.onClosed((run) => {
    tellParent(machine, run);
    schedules.closed(run);
  });

  const startWorker = (): void => {
    wire = { dead: false };
    const connection = connectionTo(machine, schedules, wire);
    const transport = inProcessTransport(sides, time, wire, interruptions);
    const bigcommerce = createBigCommerce({ apiUrl: 'http://store', transport, budget: createQuotaBudget() });
    const myogo = createMyogo({
      apiUrl: 'http://warehouse',
      tokenUrl: 'http://warehouse/OAuth/Token',
      ...world.oauth,
      transport,
    });
    const sealer = createSealer(parseKeyRing(KEYS));
    deps = {
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
      }),
      changes: new ChangeMemory(),
      recentOrders: new OrderCache(),
      products: new ProductMemory(),
      metrics: createMetrics(noopMetricMeter),
      settleMs: 30_000,
      writeAttemptMs: 180_000,
      heededAfterMs: 0,
      latestChangesEvery: '5m',
      ...(webhooks ? { webhooks: webhooksHere } : {}),
    };
    activities = createActivities(deps);
  };
  startWorker();
  const receiver = webhooks ? hookReceiver(machine, schedules) : undefined;
  if (receiver !== undefined) world.postHook = (...delivery) => receiver.post(...delivery);

  const connection = connectionTo(machine, schedules, { dead: false });
  const ogoship = await OgoshipClient.connect({ temporal: { connection, namespace: 'default' }, credentialKeys: KEYS });
  return {
    time,
    machine,
    world,
    control,
    stores: all,
    ogoship,
    interruptions,
    ...(receiver === undefined ? {} : { receiver }),
    kill: () => {
      wire.dead = true;
      machine.restart();
      startWorker();
    },
    close: async () => {
      wire.dead = true;
      await machine.dispose();
      world.dropDelayed();
    },
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
