import { WorkflowFailedError } from '@temporalio/client';
import { integrationKey } from '../../contract/runs/search-attributes.ts';
import type { DriftReport, ReconcileInput } from '../../contract/changes.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import { Memo } from '../../contract/registered-names.ts';
import { runPriority, TaskQueue, WorkflowType } from '../../contract/temporal.ts';
import { unknownIntegration, type Calls } from '../calls/calls.ts';
import { statusOfOpen } from '../calls/status-of-open.ts';

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
   * Compares everything on both sides, repairs what is safe, and waits for the report. A comparison of everything that
   * is under way already is joined, whoever began it; one of a part (latest changes had too much to read) is waited for.
   * Takes minutes.
   */
  async runNow(): Promise<DriftReport> {
    await statusOfOpen(this.#calls, this.#storeHash);
    return this.#calls.ask(
      () => unknownIntegration(this.#storeHash),
      () => this.#compare(),
      RUN_WITHIN_MS,
      { workflowId: workflowId.reconcile(this.#storeHash) },
    );
  }

  async #compare(): Promise<DriftReport> {
    const { workflow } = this.#calls.client;
    const id = workflowId.reconcile(this.#storeHash);
    const input: ReconcileInput = { storeHash: this.#storeHash };
    while (true) {
      const { firstExecutionRunId } = await workflow.start(WorkflowType.reconcile, {
        workflowId: id,
        workflowIdConflictPolicy: 'USE_EXISTING',
        taskQueue: TaskQueue.scan,
        args: [input],
        priority: runPriority(this.#storeHash, 'catalogue'),
        typedSearchAttributes: [{ key: integrationKey, value: this.#storeHash }],
        staticSummary: `Full comparison of store ${this.#storeHash}`,
      });
      const run = workflow.getHandle(id, firstExecutionRunId);
      const { memo } = await run.describe();
      if (memo?.[Memo.catchUp] !== true) return (await run.result()) as DriftReport; // what this workflow returns
      try {
        await run.result();
      } catch (error) {
        if (!(error instanceof WorkflowFailedError)) throw error; // its end is all that ours waits for
      }
    }
  }
}
