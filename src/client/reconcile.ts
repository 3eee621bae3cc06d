import type { DriftReport, ReconcileInput } from '../contract/changes.ts';
import { workflowId, type StoreHash } from '../contract/ids.ts';
import { runPriority, TaskQueue, WorkflowType } from '../contract/temporal.ts';
import { integrationKey, unknownIntegration, type Calls } from './calls.ts';
import { statusOfOpen } from './integration-overview.ts';

/** A comparison of a large catalogue takes its hours at a store's quota. */
const RUN_WITHIN_MS = 24 * 3_600_000;

/** The full comparison of both sides. */
export class Reconcile {
  readonly #calls: Calls;
  readonly #storeHash: StoreHash;

  constructor(calls: Calls, storeHash: StoreHash) {
    this.#calls = calls;
    this.#storeHash = storeHash;
  }

  /**
   * Compares everything on both sides, repairs what is safe, and waits for the report. One that was started by hand
   * and is under way already is joined. Takes minutes.
   */
  async runNow(): Promise<DriftReport> {
    await statusOfOpen(this.#calls, this.#storeHash);
    const input: ReconcileInput = { storeHash: this.#storeHash };
    const run = () =>
      this.#calls.client.workflow.execute(WorkflowType.reconcile, {
        workflowId: workflowId.reconcile(this.#storeHash),
        workflowIdConflictPolicy: 'USE_EXISTING',
        taskQueue: TaskQueue.scan,
        args: [input],
        priority: runPriority(this.#storeHash, 'catalogue'),
        typedSearchAttributes: [{ key: integrationKey, value: this.#storeHash }],
        staticSummary: `Full comparison of store ${this.#storeHash}`,
      });
    const report: unknown = await this.#calls.ask(() => unknownIntegration(this.#storeHash), run, RUN_WITHIN_MS);
    return report as DriftReport; // what this workflow returns
  }
}
