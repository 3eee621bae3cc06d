import { workflowId } from '../../contract/ids.ts';
import type { IntegrationStatus } from '../../contract/integration.ts';
import { owedMessages } from '../../contract/messages.ts';
import type { Calls } from '../calls/calls.ts';
import { notThere, unlessNotThere } from '../calls/not-there.ts';

/** That a run which kept what some orders owe was lost in Temporal, and what becomes of it. */
export interface OwedLost {
  /** `lost` until any run has met it; then the orders' own runs are asked, and no level rises until they have answered. */
  readonly state: 'lost' | 'counted-anew';
  /** One sentence for a person, with what mends it. */
  readonly summary: string;
}

/** Above any order's number: the answer has no rows. */
const NO_ROWS = Number.MAX_SAFE_INTEGER;

/** Whether a part of the ledger of what is owed was deleted, or is being rebuilt. `undefined` where all is well, or nobody answers. */
export async function owedLost(
  calls: Calls,
  { storeHash, owedParts = [] }: Pick<IntegrationStatus, 'storeHash' | 'owedParts'>,
): Promise<OwedLost | undefined> {
  const seen = await Promise.all(owedParts.map((shard) => stateOf(calls, workflowId.owed(storeHash, shard))));
  const of = (state: OwedLost['state']) => owedParts.filter((_, at) => seen[at] === state);
  const named = (parts: readonly number[]) => parts.map((shard) => workflowId.owed(storeHash, shard)).join(', ');
  const lost = of('lost');
  if (lost.length > 0) {
    const summary = `What some orders owe is gone from Temporal (${named(lost)}), so levels may be too high. The next run that computes levels has it rebuilt from the orders’ own runs: \`ogoship ${storeHash} reconcile\` does it now.`;
    return { state: 'lost', summary };
  }
  const anew = of('counted-anew');
  if (anew.length === 0) return undefined;
  const summary = `What some orders owe was lost in Temporal, and is asked of the orders’ own runs (${named(anew)}). Until they have answered levels may fall and not rise.`;
  return { state: 'counted-anew', summary };
}

async function stateOf(calls: Calls, id: string): Promise<OwedLost['state'] | 'well'> {
  const run = calls.client.workflow.getHandle(id);
  try {
    const page = await unlessNotThere(calls.ask(notThere, () => run.query(owedMessages.rows, NO_ROWS)));
    if (page !== undefined) return page.complete ? 'well' : 'counted-anew';
    // One that has ended is there: the next run that reads it begins it anew where it ended before its time.
    return (await unlessNotThere(calls.ask(notThere, () => run.describe()))) === undefined ? 'lost' : 'well';
  } catch {
    return 'well'; // the status says by itself that no worker answers
  }
}
