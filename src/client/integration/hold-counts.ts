import { holdReasons, type HoldReason } from '../../contract/hold-reasons.ts';
import type { StoreHash } from '../../contract/ids.ts';
import { unknownIntegration, type Calls } from '../calls/calls.ts';
import { stillReasons, stillRuns, type StillReason } from '../../contract/runs/open-runs.ts';
import { openHeldRuns, openStillRuns } from '../orders/held-orders.ts';

export interface HoldCount {
  readonly reason: HoldReason | StillReason;
  readonly runs: number;
}

/**
 * Held runs of a store by their first reason, most first; one that hears nothing and had no hold before is among them. Counts of
 * visibility, so a moment old.
 */
export async function holdCounts(calls: Calls, storeHash: StoreHash): Promise<readonly HoldCount[]> {
  const count = async (query: string) => {
    const gone = () => unknownIntegration(storeHash);
    return (await calls.ask(gone, () => calls.client.workflow.count(query))).count;
  };
  if ((await count(openHeldRuns(storeHash))) === 0) return [];
  const byReason: readonly (readonly [HoldCount['reason'], string])[] = [
    ...holdReasons.map((reason) => [reason, openHeldRuns(storeHash, reason)] as const),
    ...stillReasons.map((reason) => [reason, openStillRuns(storeHash, stillRuns[reason].query)] as const),
  ];
  const counts = await Promise.all(byReason.map(async ([reason, query]) => ({ reason, runs: await count(query) })));
  return counts.filter(({ runs }) => runs > 0).sort((a, b) => b.runs - a.runs);
}
