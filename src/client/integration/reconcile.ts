import { WorkflowFailedError } from '@temporalio/client';
import { integrationKey } from '../../contract/runs/search-attributes.ts';
import type { DriftReport, ReconcileInput } from '../../contract/changes.ts';
import { defined } from '../../contract/defined.ts';
import { scheduleId, workflowId, type StoreHash } from '../../contract/ids.ts';
import { returningDrift, type ReturningDrift } from '../../contract/integration/returning-drift.ts';
import { Memo } from '../../contract/registered-names.ts';
import { runPriority, TaskQueue, WorkflowType } from '../../contract/temporal.ts';
import { unknownIntegration, type Calls } from '../calls/calls.ts';
import { checked } from '../calls/checked.ts';
import { statusOfOpen } from '../calls/status-of-open.ts';
import { NotFound, OgoshipError, Refused } from '../errors.ts';
import { comparisonByHand, newerOf, ofThisMerchant } from './last-comparison.ts';
import { lastRunsOf, longestRunMs } from './last-runs.ts';
import { remedyOf } from './latest-changes.ts';
import { scheduleOf } from './legs.ts';
import { rowsOfReport } from '../inputs.ts';
import { reportPages, type ReportPage } from './report-rows.ts';

/** A comparison of a large catalogue takes its hours at a store's quota. */
const RUN_WITHIN_MS = 24 * 3_600_000;

/** A comparison's whole report, with what the schedule's comparisons of up to 30 days say of it. */
export interface ComparisonReport extends DriftReport {
  /** Drift that comes back daily. */
  readonly returning?: ReturningDrift;
}

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
   * @throws Refused while the integration is paused or needs credentials: nothing would be compared
   */
  async runNow(): Promise<DriftReport> {
    const { stage, paused, lastTest } = await statusOfOpen(this.#calls, this.#storeHash);
    if (stage === 'paused' || stage === 'needs-credentials') {
      const why = paused === undefined ? 'needs new credentials' : `is paused: ${paused.reason}`;
      throw new Refused(`Nothing is compared: the integration ${why}.`, { expected: remedyOf(stage, lastTest) });
    }
    return this.#calls.ask(
      () => unknownIntegration(this.#storeHash),
      () => this.#compare(),
      { withinMs: RUN_WITHIN_MS, sent: { workflowId: workflowId.reconcile(this.#storeHash) } },
    );
  }

  /**
   * The report of the last full comparison that ended, whoever began it; nothing is compared. The first 100 rows of each
   * kind are named, all are counted; {@link rows} has all of them.
   * @throws NotFound where none has ended, or none that Temporal still keeps
   */
  async report(): Promise<ComparisonReport> {
    const schedule = await scheduleOf(this.#calls, scheduleId.reconcile(this.#storeHash));
    const longest = schedule === undefined ? 0 : longestRunMs(schedule, 'comparison');
    const [{ report: daily }, byHand, status] = await Promise.all([
      lastRunsOf<DriftReport>(this.#calls, schedule, longest),
      comparisonByHand(this.#calls, this.#storeHash),
      statusOfOpen(this.#calls, this.#storeHash).catch((error: unknown) => {
        if (error instanceof OgoshipError) return {}; // without it a report is of whichever merchant it was
        throw error;
      }),
    ]);
    const newest = newerOf(daily, ofThisMerchant(byHand, status));
    if (newest === undefined) {
      throw new NotFound(`No comparison of store ${this.#storeHash} has ended, or Temporal keeps none any more.`, {
        field: 'storeHash',
        expected: `a comparison first: \`ogoship ${this.#storeHash} reconcile\`, or the daily one`,
      });
    }
    const trend = daily?.trend;
    return { ...newest, ...defined({ trend, returning: returningDrift(trend) }) };
  }

  /**
   * Every row of that report, page by page: `for await (const { rows, next } of shop.reconcile.rows())`. The listed ones
   * come first; what a page gives as `next` goes on in the same report, also where a newer one has come.
   * @param options.of a report that was asked for before; default: the newest
   * @throws NotFound where there is none, or its run is gone; InvalidInput for what is no `next`, or no report
   */
  async *rows(options: { readonly after?: string; readonly of?: DriftReport } = {}): AsyncGenerator<ReportPage> {
    const { after, of } = checked(rowsOfReport, options, 'options');
    const report = () => (of === undefined ? this.report() : Promise.resolve(of));
    yield* reportPages(this.#calls, this.#storeHash, { report, after });
  }

  async #compare(): Promise<DriftReport> {
    const { workflow } = this.#calls.client;
    const id = workflowId.reconcile(this.#storeHash);
    const input: ReconcileInput = { storeHash: this.#storeHash };
    while (true) {
      const { firstExecutionRunId } = await workflow.start(WorkflowType.reconcile, {
        workflowId: id,
        workflowIdConflictPolicy: 'USE_EXISTING',
        taskQueue: TaskQueue.main,
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
