import { ScheduleOverlapPolicy, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { vi } from 'vitest';
import type { Sandbox } from '../../dev/stand-ins/start.ts';
import type { LatestChangesReport } from '../../src/contract/changes.ts';
import { scheduleId, workflowId, type StoreHash } from '../../src/contract/ids.ts';
import { finish } from './stock-workflows.ts';

/** One run of the schedule of latest changes, after the one before. */
export async function runNow(client: Client, storeHash: StoreHash): Promise<LatestChangesReport> {
  return (await scheduledRun(client, scheduleId.latestChanges(storeHash))) as LatestChangesReport; // what its runs return
}

/** One run of the daily comparison's schedule, once one that latest changes began by themselves has ended: it would wait for it. */
export async function compareNow(client: Client, storeHash: StoreHash): Promise<void> {
  const own = client.workflow.getHandle(workflowId.reconcile(storeHash));
  await own.result().catch((error: unknown) => {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  });
  await scheduledRun(client, scheduleId.reconcile(storeHash));
}

async function scheduledRun(client: Client, id: string): Promise<unknown> {
  const handle = client.schedule.getHandle(id);
  const before = (await handle.describe()).info.numActionsTaken;
  await handle.trigger(ScheduleOverlapPolicy.BUFFER_ONE);
  const last = await vi.waitFor(
    async () => {
      const { info } = await handle.describe();
      const action = info.recentActions.at(-1)?.action.workflow;
      if (info.numActionsTaken <= before || action === undefined) throw new TypeError('not started yet');
      return action;
    },
    { timeout: 60_000, interval: 50 },
  );
  const report: unknown = await client.workflow.getHandle(last.workflowId, last.firstExecutionRunId).result();
  // The schedule hands the result on once it has heard of it: the next run must not start before.
  await vi.waitFor(
    async () => {
      if ((await handle.describe()).info.runningActions.length > 0) throw new TypeError('still running');
    },
    { timeout: 60_000, interval: 50 },
  );
  return report;
}

/** Ends a played run. */
export async function finishRun(client: Client, id: string, knowing = false): Promise<void> {
  const handle = client.workflow.getHandle(id);
  await handle.signal(finish, knowing);
  await handle.result();
}

/** The level that the sandbox's storefront sells, once what is put off there has happened. */
export function levelOf(sandbox: Sandbox, storeHash: string, sku: string): number | undefined {
  sandbox.control.settle();
  const store = sandbox.control.state().stores.find((one) => one.storeHash === storeHash);
  const variants = store?.products.flatMap((product) => product.variants) ?? [];
  return variants.find((variant) => variant.sku === sku)?.level;
}
