import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { defined } from '../contract/defined.ts';
import { AccessInterceptor } from '../activities/runtime/access.ts';
import { FailureInterceptor } from '../activities/runtime/failures.ts';
import type { WorkerConfig } from '../config.ts';
import { TaskQueue } from '../contract/temporal.ts';
import { subjectOf, type Log } from '../observability/log.ts';
import { createActivities } from './activities.ts';
import type { WorkflowBundle } from './bundle.ts';
import { takeCensus } from './metrics-collector.ts';
import { reasonOf, StartError } from './connect.ts';
import { endOf } from './forced-stop.ts';
import { createServices } from './services.ts';

export interface StartWorkerOptions {
  readonly config: WorkerConfig;
  readonly log: Log;
  /** Stays open when the worker ends: who made it closes it. */
  readonly connection: NativeConnection;
  readonly workflowBundle: WorkflowBundle;
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
/** The scan queue's own runs are few and long. */
const SCAN_CACHED_WORKFLOWS = 50;

/**
 * Starts the workers of both task queues and returns when both take tasks.
 * @throws StartError where the server does not know the namespace
 */
export async function startWorker(options: StartWorkerOptions): Promise<StartedWorker> {
  const { config, log, connection } = options;
  let stopping = false;
  let asked = false;
  const services = createServices({ config, connection, isShuttingDown: () => stopping });
  const activities = createActivities(services.dependencies);

  const shared = {
    connection,
    namespace: config.temporal.namespace,
    workflowBundle: options.workflowBundle,
    activities,
    interceptors: {
      activity: [
        ({ info }) => ({
          inbound: new FailureInterceptor(info.activityType, (activity, error) => {
            const { workflowId } = info.workflowExecution ?? {};
            log.error({ ...subjectOf(workflowId), workflowId, activity, err: error }, 'a defect of the worker');
          }),
        }),
        // Inside the one above: it must see what a client threw before that becomes a workflow's failure.
        () => ({ inbound: new AccessInterceptor(services.dependencies) }),
      ],
    },
    shutdownGraceTime: config.shutdownGraceMs,
    shutdownForceTime: config.shutdownGraceMs + AFTER_GRACE_MS,
    ...versioning(config),
  } satisfies Partial<WorkerOptions>;
  const cached = config.cachedWorkflows;
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: TaskQueue.main,
      maxConcurrentActivityTaskExecutions: config.activitySlots.main,
      ...defined({ maxCachedWorkflows: cached }),
    }),
    Worker.create({
      ...shared,
      taskQueue: TaskQueue.scan,
      maxConcurrentActivityTaskExecutions: config.activitySlots.scan,
      maxCachedWorkflows: SCAN_CACHED_WORKFLOWS,
    }),
  ]).catch((error: unknown) => {
    // The server says no: there is no such namespace, or this worker may not use it.
    if (error instanceof Error && error.name === 'TransportError') throw new StartError(reasonOf(error));
    throw error;
  });

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
    await Promise.all([census, services.close()]);
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
