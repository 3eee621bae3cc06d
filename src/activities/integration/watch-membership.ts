import { Context } from '@temporalio/activity';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import { watchMessages } from '../../contract/messages.ts';
import { isWatched, type ChangesWatchInput, type JoinWatch } from '../../contract/runs/changes-watch.ts';
import { PriorityKey, TaskQueue, WorkflowType } from '../../contract/temporal.ts';
import { watchGroup } from '../../domain/changes/watch-groups.ts';
import { askOpenRun } from '../runtime/query-open-run.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { OPEN_INTEGRATIONS } from '../../contract/runs/open-runs.ts';

type Temporal = Pick<Dependencies, 'temporal'>;

/** Watches that are asked at once. */
const TOGETHER = 5;

/**
 * The watch that is to look at a store of this cadence; `undefined` where its schedule runs at every interval by itself.
 * @param stores how many integrations there are, where that is known: else a store stays in the watch that it is in
 */
export async function watchOf(
  { temporal }: Temporal,
  { storeHash, everyMs }: JoinWatch,
  present: string | undefined,
  stores: number | undefined,
): Promise<string | undefined> {
  if (!isWatched(everyMs)) return undefined;
  if (present !== undefined && stores === undefined) return present;
  // A count that lags makes a watch a little fuller or emptier, which `maintain` mends.
  const count = stores ?? (await temporal.workflow.count(OPEN_INTEGRATIONS)).count;
  return watchGroup(storeHash, count, present);
}

/** Has a watch look at a store from now on, and starts the watch where it is not open. */
export async function joinWatch({ temporal }: Temporal, group: string, store: JoinWatch): Promise<void> {
  await temporal.workflow.signalWithStart<(input: ChangesWatchInput) => Promise<unknown>, [JoinWatch]>(
    WorkflowType.changesWatch,
    {
      workflowId: workflowId.changesWatch(group),
      taskQueue: TaskQueue.main,
      args: [{ group }],
      signal: watchMessages.join,
      signalArgs: [store],
      priority: { priorityKey: PriorityKey.stock, fairnessKey: `watch:${group}` },
      staticSummary: `Looks whether anything moved in a group of stores (${group})`,
    },
  );
}

/** A watched store, as its schedule says. */
export interface Watched extends JoinWatch {
  readonly group: string;
}

/** Asks each watch once whom it looks at, and has it look at those whom it does not know. @returns how many joined */
export async function mendWatches(deps: Temporal, watched: readonly Watched[]): Promise<number> {
  let joined = 0;
  const groups = new Set(watched.map((store) => store.group)).values();
  const one = async (): Promise<void> => {
    for (const group of groups) {
      const stores = watched.filter((store) => store.group === group);
      Context.current().heartbeat();
      const known = await askOpenRun(deps.temporal, 'looks at stores', (runs) =>
        runs.getHandle(workflowId.changesWatch(group)).query(watchMessages.stores),
      ).catch(() => [] as readonly StoreHash[]); // joining twice changes nothing
      const knows = new Set(known ?? []);
      for (const { storeHash, everyMs } of stores) {
        if (knows.has(storeHash)) continue;
        await joinWatch(deps, group, { storeHash, everyMs });
        joined += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, one));
  return joined;
}
