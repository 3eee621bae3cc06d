import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { Runtime } from '@temporalio/worker';
import { loadConfig, type WorkerConfig } from './config.ts';
import { configured, ExitCode, stoppedBySignals } from './config/process.ts';
import { startHealthServer, type HealthServer } from './observability/health.ts';
import { createLog, sdkLogger, type Log } from './observability/log.ts';
import { metricsTelemetry } from './observability/metrics.ts';
import { loadWorkflowBundle } from './worker/bundle.ts';
import { connectPatiently, pauseAfter, reasonOf, StartError } from './worker/connect.ts';
import { watchDeployment } from './worker/deployment-watch.ts';
import { Readiness } from './worker/readiness.ts';
import { checkBeforeStart } from './worker/start-checks.ts';
import { startWorker } from './worker/start-worker.ts';
import { lookAtStoredCredentials } from './worker/stored-credentials.ts';

/** Runs the worker until `stop`. @returns the process's exit code */
async function run(config: WorkerConfig, log: Log, stop: AbortSignal): Promise<number> {
  const readiness = new Readiness();
  const bundle = loadWorkflowBundle(log);
  bundle.catch(() => undefined); // awaited below; the server may be waited for until then
  const health = await serveHealth(config.healthAddress, readiness);
  try {
    const connection = await connectPatiently(config.temporal, log, stop);
    try {
      const checked = checkBeforeStart({ connection, config }, log, stop);
      checked.catch(() => undefined); // awaited by the start
      const reconnect = {
        pause: (attempts: number) => sleep(pauseAfter(attempts), undefined, { signal: stop }),
        connect: () => connectPatiently(config.temporal, log, stop),
      };
      const workflowBundle = await bundle;
      const worker = await startWorker({ config, log, connection, workflowBundle, checked, reconnect });
      readiness.started(worker, connection);
      log.info({ server: config.temporal.address, namespace: config.temporal.namespace }, 'worker ready');
      boundHeap();
      const shutdown = (): void => {
        readiness.stopping();
        log.info({ graceMs: config.shutdownGraceMs }, 'shutting down: running activities may finish');
        void worker.shutdown().catch(() => undefined); // `run` says the same below
      };
      if (stop.aborted) shutdown();
      else stop.addEventListener('abort', shutdown, { once: true });
      const looking = lookAtStoredCredentials(connection, config, log);
      const ended = new AbortController();
      const { namespace } = config.temporal;
      const build = config.deployment && { deployment: config.deployment.name, buildId: config.deployment.buildId };
      const watching = watchDeployment({ connection, namespace, build, log }, ended.signal);
      await worker.run.finally(() => ended.abort());
      await Promise.all([looking, watching]);
      log.info('worker stopped');
      return ExitCode.done;
    } finally {
      // Refused while a worker that failed still holds it; the process ends anyway.
      await connection.close().catch(() => undefined);
    }
  } finally {
    await health?.close();
  }
}

async function serveHealth(address: string | undefined, readiness: Readiness): Promise<HealthServer | undefined> {
  if (address === undefined) return undefined;
  try {
    return await startHealthServer(address, readiness);
  } catch (error) {
    throw new StartError(`HEALTH_ADDRESS ${address} cannot be listened on: ${reasonOf(error)}`);
  }
}

function installRuntime({ metricsAddress }: WorkerConfig, log: Log): void {
  try {
    Runtime.install({
      logger: sdkLogger(log),
      telemetryOptions: {
        logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} },
        ...metricsTelemetry(metricsAddress),
      },
      shutdownSignals: [], // ours, in main: the SDK's would not know of a second one
    });
  } catch (error) {
    if (metricsAddress === undefined) throw error;
    throw new StartError(`METRICS_ADDRESS ${metricsAddress} cannot be listened on: ${reasonOf(error)}`);
  }
}

/** A person's mistake is one line; a defect keeps its stack. */
function explain(error: unknown, log: Log): number {
  if (error instanceof StartError) log.fatal(`cannot start: ${error.message}`);
  else log.fatal({ err: error }, `worker failed: ${reasonOf(error)}`);
  return ExitCode.failed;
}

/**
 * From the start on, collecting what is loaded again and again would take a tenth of it. By itself V8 lets a heap of this size grow to a multiple of what is in use before it collects, and a catalogue that is
 * read page by page leaves that much behind. Half as much again is enough: a catalogue of 100,000 variants then
 * grows the process by 25 MiB in place of 220, in about the same time (`npm run bench -- products-memory`).
 */
function boundHeap(): void {
  setFlagsFromString('--heap-growing-percent=50');
}

async function main(): Promise<number> {
  const config = configured(loadConfig);
  if (config === undefined) return ExitCode.badConfiguration;
  const stop = stoppedBySignals();
  const log = createLog({ level: config.logLevel, secrets: [config.myogo.clientSecret] });
  try {
    installRuntime(config, log);
    return await run(config, log, stop);
  } catch (error) {
    // Asked to end before it had begun.
    if (error instanceof Error && error.name === 'AbortError') return ExitCode.done;
    return explain(error, log);
  }
}

process.exit(await main());
