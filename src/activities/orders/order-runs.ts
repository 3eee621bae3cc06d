import { WorkflowExecutionAlreadyStartedError, WorkflowIdReusePolicy, WorkflowNotFoundError } from '@temporalio/client';
import { defined } from '../../contract/defined.ts';
import { orderRunStart } from '../../contract/runs/order-run.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import { orderMessages } from '../../contract/messages.ts';
import type { MyOgoOrderChanged, StoreOrderChanged } from '../../contract/orders.ts';
import { WorkflowType } from '../../contract/temporal.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { isOpen } from '../../contract/runs/open-runs.ts';
import { checkMessage } from '../../contract/schemas/check-message.ts';
import { myOgoOrderChanged } from '../../contract/schemas/orders.ts';

type Temporal = Pick<Dependencies, 'temporal'>;

/** What changed about an order, and on which side. `look`: something there cannot be read or is missed; the run is to see for itself. */
export type OrderUpdate =
  | { readonly side: 'store'; readonly change: StoreOrderChanged }
  | { readonly side: 'myogo'; readonly change: MyOgoOrderChanged }
  | { readonly side: 'look' };

/** The newest run of an order. */
export type OrderRunFound =
  { readonly kind: 'none' } | { readonly kind: 'open' } | { readonly kind: 'closed'; readonly runId: string };

export async function findRun({ temporal }: Temporal, storeHash: StoreHash, orderId: number): Promise<OrderRunFound> {
  try {
    const { status, runId } = await temporal.workflow.getHandle(workflowId.fulfilOrder(storeHash, orderId)).describe();
    return isOpen(status.name) ? { kind: 'open' } : { kind: 'closed', runId };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'none' };
    throw error;
  }
}

/**
 * Starts the run of an order of the store. What changed in the store is not told with it: the run's first step reads the
 * order anyway. Of several that begin it at once, one does.
 * @param follows the closed run whose account the new one goes on with
 * @returns false where a run is open, or a closed one is known and was not named
 */
export async function beginRun(
  { temporal }: Temporal,
  storeHash: StoreHash,
  orderId: number,
  follows?: { readonly runId: string },
): Promise<boolean> {
  try {
    await temporal.workflow.start(WorkflowType.fulfilOrder, startOf(storeHash, orderId, follows));
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/**
 * Starts the run of an order with the update, or only tells it where one is open. A run's first step reads both sides, so
 * one start too many is harmless. One request: an order that had a run before is never begun anew beside its account.
 * @param follows the closed run whose account the new one goes on with
 * @returns false where a closed run is known, and was not named
 */
export async function startRun(
  { temporal }: Temporal,
  storeHash: StoreHash,
  orderId: number,
  update: OrderUpdate,
  follows?: { readonly runId: string },
): Promise<boolean> {
  const common = startOf(storeHash, orderId, follows);
  try {
    await temporal.workflow.signalWithStart(WorkflowType.fulfilOrder, { ...common, ...signalOf(update) });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

function startOf(storeHash: StoreHash, orderId: number, follows: { readonly runId: string } | undefined) {
  const { ALLOW_DUPLICATE, REJECT_DUPLICATE } = WorkflowIdReusePolicy;
  return {
    ...orderRunStart({ storeHash, orderId, ...defined({ follows }) }),
    workflowIdReusePolicy: follows === undefined ? REJECT_DUPLICATE : ALLOW_DUPLICATE,
  };
}

/** Tells an order's open run. @returns false where there is none */
export async function tellRun(
  { temporal }: Temporal,
  storeHash: StoreHash,
  orderId: number,
  update: OrderUpdate,
): Promise<boolean> {
  const handle = temporal.workflow.getHandle(workflowId.fulfilOrder(storeHash, orderId));
  try {
    const { signal, signalArgs } = signalOf(update);
    await handle.signal(signal, ...signalArgs);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

function signalOf(update: OrderUpdate): { readonly signal: string; readonly signalArgs: [object] } {
  switch (update.side) {
    case 'store':
      return { signal: orderMessages.storeOrderChanged.name, signalArgs: [update.change] };
    case 'myogo':
      return { signal: orderMessages.myOgoOrderChanged.name, signalArgs: [tellable(update.change)] };
    case 'look':
      return { signal: orderMessages.retry.name, signalArgs: [{ look: true }] };
  }
}

/** What a run takes of a row of myOGO; of one that says more than a message may, it is told to look for itself. */
function tellable(row: MyOgoOrderChanged): MyOgoOrderChanged {
  const checked = checkMessage(myOgoOrderChanged, row);
  if (checked.ok) return row;
  return { reference: row.reference, status: 'UNKNOWN', editTime: '', unreadable: checked.problem.field };
}
