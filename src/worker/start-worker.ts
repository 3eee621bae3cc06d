import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { defined } from '../contract/defined.ts';
import type { WorkerConfig } from '../config.ts';
import { TaskQueue } from '../contract/temporal.ts';
import type { Log } from '../observability/log.ts';
import { activityNames } from './activity-names.ts';
import type { ActivitySide } from './activity-side.ts';
import type { WorkflowBundle } from './bundle.ts';
import { takeCensus } from './metrics-collector.ts';
import { endOf } from './forced-stop.ts';
import { makeWorkers, type Reconnect } from './make-workers.ts';

export interface StartWorkerOptions {
  readonly config: WorkerConfig;
  readonly log: Log;
  /** Stays open when the worker ends: who made it closes it. */
  readonly connection: NativeConnection;
  readonly workflowBundle: WorkflowBundle;
  /** What must be true before the first task is taken; the workers are made meanwhile. Default: nothing. */
  readonly checked?: Promise<void>;
  /** Where the server goes away meanwhile. Default: it cannot be waited for. */
  readonly reconnect?: Reconnect;
}

/** Both task queues, polled by this process. */
export interface StartedWorker {
  /**
   * Fulfilled after a shutdown, also where an activity had to be left behind; rejected when a worker failed, after the
   * other was shut down too.
   */
  readonly run: Promise<void>;
  /** True while both workers take tasks. */
  isRunning(): boolean;
  /** True when a worker has failed: only a restart helps. */
  hasFailed(): boolean;
  /** Lets activities finish within the grace, then cancels them. Settles like `run`; may be called again. */
  shutdown(): Promise<void>;
}

/** After the grace, what still does not end is left behind: its attempt is repeated elsewhere. */
const AFTER_GRACE_MS = 10_000;

/**
 * Starts the workers of both task queues and returns when both take tasks.
 * @throws StartError where the server does not know the namespace, or went away and cannot be waited for; whatever `checked` is
 *   rejected with
 */
export async function startWorker(options: StartWorkerOptions): Promise<StartedWorker> {
  const { config, log, connection } = options;
  let stopping = false;
  let asked = false;
  // Its code is loaded while the thread of the workflows starts, which takes as long.
  let side: ActivitySide | undefined;
  const loading = import('./activity-side.ts').then(({ openActivitySide }) => {
    side = openActivitySide({ config, connection, isShuttingDown: () => stopping, log });
    return side;
  });
  loading.catch(() => undefined); // awaited below
  const loaded = (): ActivitySide => side ?? never('an activity began before its code was loaded');
  const activities = Object.fromEntries(
    activityNames.map((name) => [name, (...args: readonly unknown[]) => loaded().activities[name]?.(...args)]),
  );

  const shared = {
    namespace: config.temporal.namespace,
    activities,
    interceptors: { activity: [(context) => loaded().guard(context), (context) => loaded().access(context)] },
    shutdownGraceTime: config.shutdownGraceMs,
    shutdownForceTime: config.shutdownGraceMs + AFTER_GRACE_MS,
    ...versioning(config),
  } satisfies Partial<WorkerOptions>;
  const cached = config.cachedWorkflows;
  // All workflows run on the main queue: a second worker with workflows would be a second thread with all of their code.
  const { workers, opened } = await makeWorkers(
    [
      (upon) =>
        Worker.create({
          ...shared,
          connection: upon,
          taskQueue: TaskQueue.main,
          workflowBundle: options.workflowBundle,
          maxConcurrentActivityTaskExecutions: config.activitySlots.main,
          ...defined({ maxCachedWorkflows: cached }),
        }),
      (upon) =>
        Worker.create({
          ...shared,
          connection: upon,
          taskQueue: TaskQueue.scan,
          maxConcurrentActivityTaskExecutions: config.activitySlots.scan,
        }),
    ],
    connection,
    { log, ...defined({ checked: options.checked, reconnect: options.reconnect }) },
  );
  const { services } = await loading;

  const { temporal: client, metrics } = services.dependencies;
  const censusStop = new AbortController();
  const census =
    config.metricsAddress === undefined
      ? Promise.resolve()
      : takeCensus({ client, metrics, log, everyMs: config.censusEveryMs }, censusStop.signal);
  const stop = (): void => {
    stopping = true;
    censusStop.abort();
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  // One without the other would look healthy and leave work undone.
  const runs = workers.map((worker) => worker.run().finally(stop));
  const run = Promise.allSettled(runs).then(async (ended) => {
    await Promise.all([census, services.close(), ...opened.map((one) => one.close().catch(() => undefined))]);
    if (endOf(ended, { asked }) === 'forced') {
      log.warn('stopped by force: activities that did not end in the grace were left behind, to be repeated elsewhere');
    }
  });
  run.catch(() => undefined); // the caller awaits it later; until then it is no unhandled rejection
  return {
    run,
    isRunning: () => workers.every((worker) => worker.getState() === 'RUNNING'),
    hasFailed: () => workers.some((worker) => worker.getState() === 'FAILED'),
    shutdown: () => {
      asked ||= !workers.some((worker) => worker.getState() === 'FAILED');
      stop();
      return run;
    },
  };
}

/**
 * Worker versioning. Runs live for weeks or months, longer than a version should have to: by default they move on to
 * the current version, and their code changes by patches. A workflow may ask for another behaviour itself.
 */
function versioning({ deployment }: WorkerConfig): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (deployment === undefined) return {};
  return {
    workerDeploymentOptions: {
      version: { deploymentName: deployment.name, buildId: deployment.buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}

function never(what: string): never {
  throw new Error(what);
}
