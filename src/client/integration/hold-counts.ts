import { holdReasons, type HoldReason } from '../../contract/hold-reasons.ts';
import type { StoreHash } from '../../contract/ids.ts';
import { unknownIntegration, type Calls } from '../calls/calls.ts';
import { openHeldRuns } from '../orders/held-orders.ts';

export interface HoldCount {
  readonly reason: HoldReason;
  readonly runs: number;
}

/** Held runs of a store by their first reason, most first. Counts of visibility, so a moment old. */
export async function holdCounts(calls: Calls, storeHash: StoreHash): Promise<readonly HoldCount[]> {
  const count = async (reason?: HoldReason) => {
    const query = openHeldRuns(storeHash, reason);
    const gone = () => unknownIntegration(storeHash);
    return (await calls.ask(gone, () => calls.client.workflow.count(query))).count;
  };
  if ((await count()) === 0) return [];
  const counts = await Promise.all(holdReasons.map(async (reason) => ({ reason, runs: await count(reason) })));
  return counts.filter(({ runs }) => runs > 0).sort((a, b) => b.runs - a.runs);
}
