import { executeChild, ParentClosePolicy, sleep, workflowInfo } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { DriftReport, ReconcileInput } from '../../contract/changes.ts';
import { workflowId } from '../../contract/ids.ts';
import { WorkflowType } from '../../contract/temporal.ts';
import { comparisonAfter } from '../../domain/changes/leg-health.ts';
import { trendAfter } from '../../domain/stock/drift.ts';
import { tellLegs } from './tell-legs.ts';
import type { reconcile } from './reconcile.ts';
import { integrationKey } from '../../contract/runs/search-attributes.ts';

/** Pauses while a comparison that was begun otherwise is under way: each longer than the one before, up to a quarter of an hour. */
const PAUSES_MIN = [1, 2, 4, 8, 15];
/** Looks for its end: half a day, as long as its parts may take. */
const LOOKS = 50;

/**
 * A run of the schedule. The server gives each of them an id of its own, which would let two comparisons of a store run
 * side by side; so the comparison is a child under the one id that those use which are begun by hand or by latest
 * changes. Where one is under way, it is waited for.
 */
export async function comparisonOfSchedule(input: ReconcileInput): Promise<DriftReport> {
  const report = await oneAtATime(input);
  // Our own report of the day before: the schedule passes it on.
  const before = workflowInfo().lastResult as DriftReport | undefined;
  const health = comparisonAfter(before?.health ?? {}, report.failures ?? [], report.startedAt);
  const [was, is] = [{ comparison: before?.health ?? {} }, { comparison: health }];
  await tellLegs(input.storeHash, 'comparison', { health: was }, { health: is });
  return { ...report, health, trend: trendAfter(before?.trend, report) };
}

async function oneAtATime(input: ReconcileInput): Promise<DriftReport> {
  for (let looks = 1; ; looks += 1) {
    try {
      return await executeChild<typeof reconcile>(WorkflowType.reconcile, {
        workflowId: workflowId.reconcile(input.storeHash),
        args: [input],
        typedSearchAttributes: [{ key: integrationKey, value: input.storeHash }],
        staticSummary: `Full comparison of store ${input.storeHash}`,
        // Whoever ends the schedule's run does not end a comparison that others may have joined.
        parentClosePolicy: ParentClosePolicy.ABANDON,
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError) || looks >= LOOKS) throw error;
      await sleep(60_000 * (PAUSES_MIN[looks - 1] ?? 15), { summary: 'Another comparison of this store is under way' });
    }
  }
}
