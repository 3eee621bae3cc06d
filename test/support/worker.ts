import { randomBytes, randomInt } from 'node:crypto';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { Sandbox } from '../../dev/stand-ins/start.ts';
import type { WorkerConfig } from '../../src/config.ts';
import type { Credentials } from '../../src/contract/integration/access.ts';
import { createLog, sdkLogger } from '../../src/observability/log.ts';
import { createSealer, type Sealer } from '../../src/security/seal.ts';
import type { WorkflowBundle } from '../../src/worker/bundle.ts';
import { startWorker, type StartedWorker } from '../../src/worker/start-worker.ts';
import { createNamespace, removeSchedules } from './namespace.ts';
import { isLong } from './sample.ts';
import { replayAll, type ReplayReport } from './replay.ts';
import { configBeside } from './worker-config.ts';
import { testWorkflowBundle } from './workflow-bundle.ts';
import { installRuntime } from './quiet-runtime.ts';

export interface TestWorkerOptions {
  /** `host:port`: `inject('temporalAddress')`. */
  readonly address: string;
  readonly sandbox: Pick<Sandbox, 'storeUrl' | 'warehouseUrl' | 'tokenUrl' | 'credentials'>;
  /** Default: a new one, so that the fixed task queues are this worker's alone. */
  readonly namespace?: string;
  /** Beside the short times that tests want: settle time 300 ms, latest changes every 5 s, grace 5 s. */
  readonly overrides?: Partial<WorkerConfig>;
  /** Default: the shipped one. */
  readonly workflowBundle?: WorkflowBundle;
}

/** The real worker on the shared Temporal server, beside a sandbox, in this process. */
export interface TestWorker {
  readonly namespace: string;
  readonly client: Client;
  readonly config: WorkerConfig;
  readonly sealer: Sealer;
  /** Every line that the worker and the SDK logged, as JSON text. */
  readonly logLines: readonly string[];
  /** Seals a store's tokens as the client does. */
  seal(storeHash: string, credentials: Credentials): string;
  /** Ends the worker as SIGTERM does; runs stay. `start` goes on with them. */
  stop(): Promise<void>;
  /** @param workflowBundle other code than the shipped one, as a bad release would bring it */
  start(workflowBundle?: WorkflowBundle): Promise<void>;
  /**
   * Ends the worker, then proves what every test file promises: no defect was logged, histories replay against the present
   * code (in the long suite all, else the longest of each type of every third file), and no history or log line holds one
   * of `hidden`.
   */
  finish(hidden?: readonly string[]): Promise<ReplayReport>;
  /** Ends a further worker of a namespace: another one finishes, and proves all that. */
  leave(): Promise<void>;
}

/** Starts the worker; both task queues are polled when this returns. */
export async function startTestWorker(options: TestWorkerOptions): Promise<TestWorker> {
  const { address, sandbox } = options;
  const logLines: string[] = [];
  const log = createLog({ level: 'debug', write: (line) => logLines.push(line) });
  installQuietRuntime();
  const connection = await NativeConnection.connect({ address });
  const namespace = options.namespace ?? (await createNamespace(connection));
  const config: WorkerConfig = {
    ...configBeside(sandbox, { address, namespace }, `test:${randomBytes(32).toString('base64')}`),
    logLevel: 'debug',
    latestChangesEvery: '5s',
    settleMs: 300,
    writeAttemptMs: 1_500,
    heededAfterMs: 0,
    shutdownGraceMs: 5_000,
    activitySlots: { main: 50, scan: 4 },
    cachedWorkflows: 200,
    ...options.overrides,
  };
  const sealer = createSealer(config.keyRing);
  const workflowBundle = options.workflowBundle ?? (await testWorkflowBundle());
  const client = new Client({ connection, namespace });
  let worker: StartedWorker | undefined = await startWorker({ config, log, connection, workflowBundle });

  const stop = async (): Promise<void> => {
    const ending = worker;
    worker = undefined;
    await ending?.shutdown();
  };
  return {
    namespace,
    client,
    config,
    sealer,
    logLines,
    seal: (storeHash, credentials) => sealer.seal(credentials, storeHash),
    stop,
    start: async (other = workflowBundle) => {
      worker ??= await startWorker({ config, log, connection, workflowBundle: other });
    },
    leave: async () => {
      await stop();
      await connection.close();
    },
    finish: async (hidden = []) => {
      await stop();
      try {
        await removeSchedules(client);
        const defects = logLines.filter((line) => line.includes('a defect of the worker'));
        if (defects.length > 0) throw new Error(`The worker logged defects:\n${defects.join('')}`);
        for (const secret of hidden) {
          const line = logLines.find((text) => text.includes(secret));
          if (line !== undefined) throw new Error(`A log line holds what it must not: ${line}`);
        }
        return await replayAll({ client, workflowBundle, hidden, longest: isLong ? Infinity : mostReplayed() });
      } finally {
        await connection.close();
      }
    },
  };
}

/** In the quick suite every third file replays, another one each run: the golden histories of every life are replayed in each. */
function mostReplayed(): number {
  return randomInt(3) === 0 ? 3 : 0;
}

let installed = false;

/** The SDK's and core's own lines, errors only: what a test needs is in its worker's `logLines`. */
function installQuietRuntime(): void {
  if (installed) return;
  installed = true;
  const log = createLog({
    level: process.env['TEST_LOG'] === undefined ? 'error' : 'debug',
    write: (line) => process.stderr.write(line),
  });
  installRuntime({
    logger: sdkLogger(log),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
    shutdownSignals: [],
  });
}
