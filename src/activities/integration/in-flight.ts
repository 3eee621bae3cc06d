import type { Client } from '@temporalio/client';
import type { StoreHash } from '../../contract/ids.ts';
import { inFlightKinds, type InFlight, type InFlightKind } from '../../contract/integration.ts';
import { SearchAttribute, WorkflowType } from '../../contract/temporal.ts';
import { OPEN } from '../../contract/runs/open-runs.ts';

type Temporal = Pick<Client, 'workflow'>;

const types: Record<InFlightKind, string> = {
  createProducts: WorkflowType.createProducts,
  latestChanges: WorkflowType.latestChanges,
  reconcile: WorkflowType.reconcile,
  orders: WorkflowType.fulfilOrder,
};

/**
 * Runs of a store that were about to write: those that are held wait already, and one that is paused in Temporal asks before
 * its next write whether it may. Counts of visibility, so a moment old.
 */
export async function runsInFlight({ workflow }: Temporal, storeHash: StoreHash): Promise<readonly InFlight[]> {
  const counted = inFlightKinds.map(async (what): Promise<InFlight> => {
    const query =
      `WorkflowType="${types[what]}" AND ${SearchAttribute.integration}="${storeHash}" ` +
      `AND ${SearchAttribute.hold} IS NULL AND ExecutionStatus="Running"`;
    return { what, runs: (await workflow.count(query)).count };
  });
  return (await Promise.all(counted)).filter(({ runs }) => runs > 0);
}

export async function ordersHeldByPause({ workflow }: Temporal, storeHash: StoreHash): Promise<number> {
  const query =
    `WorkflowType="${WorkflowType.fulfilOrder}" AND ${SearchAttribute.integration}="${storeHash}" ` +
    `AND ${SearchAttribute.hold}="integration-paused" AND ${OPEN}`;
  return (await workflow.count(query)).count;
}
