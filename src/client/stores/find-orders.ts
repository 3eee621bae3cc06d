import type { WorkflowExecutionInfo } from '@temporalio/client';
import { defined } from '../../contract/defined.ts';
import { FailureType } from '../../contract/failures.ts';
import { parseStoreHash, workflowId, type StoreHash } from '../../contract/ids.ts';
import type { OrderStage, OrderStatus } from '../../contract/orders.ts';
import { isOpen } from '../../contract/runs/open-runs.ts';
import { orderIdOf } from '../../contract/runs/order-run.ts';
import { holdKey, stageKey } from '../../contract/runs/search-attributes.ts';
import { SearchAttribute, WorkflowType } from '../../contract/temporal.ts';
import type { Calls } from '../calls/calls.ts';
import { OgoshipError } from '../errors.ts';
import { holdsIn } from '../orders/held-orders.ts';
import { Orders } from '../orders/orders.ts';
import { notAsked, storeAsker, storeLists, STORES_AT_ONCE, type Found } from './found.ts';
import { connectedStores, CONNECTED } from './merchants.ts';
import { listedRuns } from '../calls/run-list.ts';
import type { Page } from './run-pages.ts';

/** Stores of one query by workflow ids. */
const STORES_A_QUERY = 100;
/** Integrations that came to an end: their orders wait for the store to be connected again. */
const ENDED_INTEGRATIONS = `WorkflowType="${WorkflowType.integration}" AND ExecutionStatus IN ("Completed", "Terminated", "Failed", "Canceled", "TimedOut") AND ${SearchAttribute.stage} IS NOT NULL`;
const OVER: readonly OrderStage[] = ['shipped', 'cancelled', 'ignored', 'nothing-to-ship'];

/** The order that a reference names, in its store; where there is none, that is the answer. */
export async function byReference(
  calls: Calls,
  { storeHash, orderId }: { readonly storeHash: StoreHash; readonly orderId: number },
): Promise<Found> {
  try {
    const status = await new Orders(calls, storeHash).status(orderId);
    return await ofStanding(seen('reference', storeHash, status), connectedStores(calls));
  } catch (error) {
    if (!isAbsent(error)) return notAsked(storeHash, error);
    const connected = error.type !== FailureType.integrationGone;
    return { kind: 'absent', storeHash, orderId, connected, message: error.message };
  }
}

/**
 * Orders of this number. Their runs are looked for, of disconnected stores too, for as long as Temporal keeps them; where
 * there is none, every connected store is asked, and both sides tell what they know.
 */
export async function* orderPages(
  calls: Calls,
  orderId: number,
  merchant: string | undefined,
): AsyncGenerator<Page<Found>> {
  const met = new Set<string>();
  const isConnected = connectedStores(calls);
  const lists = [CONNECTED, ENDED_INTEGRATIONS];
  for await (const { stores } of storeLists(calls, lists, { merchant, size: STORES_A_QUERY })) {
    const ids = stores.map(({ storeHash }) => workflowId.fulfilOrder(storeHash, orderId)).filter((id) => !met.has(id));
    if (ids.length === 0) continue;
    const newest = new Map<string, WorkflowExecutionInfo>();
    const query = `WorkflowId IN (${ids.map((id) => `"${id}"`).join(', ')})`;
    for await (const run of listedRuns(calls, query, 1_000)) {
      if (!newest.has(run.workflowId)) newest.set(run.workflowId, run); // newest first
    }
    for (const id of newest.keys()) met.add(id);
    const rows = await Promise.all([...newest.values()].flatMap(ofRun).map((row) => ofStanding(row, isConnected)));
    yield { rows, next: '' };
  }
  if (met.size > 0) return;
  const ask = storeAsker(calls);
  for await (const { stores, isLast } of storeLists(calls, [CONNECTED], { merchant, size: STORES_AT_ONCE })) {
    const rows = await Promise.all(
      stores.map(({ storeHash }) => ask(storeHash, () => ofStore(calls, storeHash, orderId))),
    );
    yield { rows: rows.flat(), ...(isLast ? {} : { next: '' }) };
  }
}

function ofRun(run: WorkflowExecutionInfo): readonly Found[] {
  const storeHash = parseStoreHash(run.workflowId.split(':')[1] ?? '');
  if (storeHash === undefined) return [];
  const stage = (run.typedSearchAttributes.get(stageKey) ?? 'starting') as OrderStage | 'starting'; // written by the order's run
  const held = run.typedSearchAttributes.get(holdKey);
  return [
    {
      kind: 'order',
      storeHash,
      orderId: orderIdOf(run.workflowId),
      stage,
      open: isOpen(run.status.name),
      since: run.startTime.toISOString(),
      ...defined({ held }),
    },
  ];
}

/** An open run says what it last heard: without its store it waits for that alone. */
async function ofStanding(row: Found, isConnected: (storeHash: StoreHash) => Promise<boolean>): Promise<Found> {
  if (!('open' in row) || !row.open || (await isConnected(row.storeHash))) return row;
  return { ...row, disconnected: true };
}

/** What both sides know of an order that no run has: most stores have no such number, and are asked for that alone. */
async function ofStore(calls: Calls, storeHash: StoreHash, orderId: number): Promise<readonly Found[]> {
  try {
    await calls.lookup<'order'>(storeHash, { kind: 'order', orderId, brief: true });
    return [seen('order', storeHash, await calls.lookup<'order'>(storeHash, { kind: 'order', orderId }))];
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

function seen(kind: 'order' | 'reference', storeHash: StoreHash, status: OrderStatus): Found {
  const { orderId, stage, summary } = status;
  const [hold] = [status, ...status.addresses].flatMap(holdsIn);
  const held = hold?.reason;
  return { kind, storeHash, orderId, stage, open: !OVER.includes(stage), summary, ...defined({ held }) };
}

function isAbsent(error: unknown): error is OgoshipError {
  const absent: readonly string[] = [FailureType.invalidInput, FailureType.notFound, FailureType.integrationGone];
  return error instanceof OgoshipError && absent.includes(error.type);
}
