import type { NativeConnection } from '@temporalio/worker';
import type { Health, HealthChecks } from '../observability/health.ts';
import { reasonOf } from './connect.ts';
import type { StartedWorker } from './start-worker.ts';

/** How old an answer of the server may be to count as contact. */
const CONTACT_MS = 5_000;
const DEADLINE_MS = 2_000;

/** What the probes answer, from the worker's real state. */
export class Readiness implements HealthChecks {
  #worker: StartedWorker | undefined;
  #connection: NativeConnection | undefined;
  #stopping = false;
  #contactAt = -Infinity;

  /** The worker takes tasks from now on. */
  started(worker: StartedWorker, connection: NativeConnection): void {
    this.#worker = worker;
    this.#connection = connection;
  }

  stopping(): void {
    this.#stopping = true;
  }

  readonly live = (): Health =>
    this.#worker?.hasFailed() === true
      ? { ok: false, why: 'a worker has failed' }
      : { ok: true, why: 'the process runs' };

  readonly ready = async (): Promise<Health> => {
    if (this.#stopping) return { ok: false, why: 'shutting down' };
    if (this.#worker === undefined || this.#connection === undefined) return { ok: false, why: 'starting' };
    if (!this.#worker.isRunning()) return { ok: false, why: 'a worker does not run' };
    if (performance.now() - this.#contactAt < CONTACT_MS) return { ok: true, why: 'both task queues are polled' };
    const connection = this.#connection;
    try {
      await connection.withDeadline(Date.now() + DEADLINE_MS, () => connection.workflowService.getSystemInfo({}));
      this.#contactAt = performance.now();
      return { ok: true, why: 'both task queues are polled' };
    } catch (error) {
      return { ok: false, why: `the Temporal server does not answer: ${reasonOf(error)}` };
    }
  };
}
