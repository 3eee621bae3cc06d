import { defined } from '../../contract/defined.ts';
import { FailureType } from '../../contract/failures.ts';
import type { Hold, HoldReason } from '../../contract/hold-reasons.ts';
import type { StoreHash } from '../../contract/ids.ts';
import { orderMessages } from '../../contract/messages.ts';
import type { HeldOrder, OrderStory } from '../../contract/orders.ts';
import { SearchAttribute, WorkflowType } from '../../contract/temporal.ts';
import type { Calls } from '../calls/calls.ts';
import { NotFound, OgoshipError } from '../errors.ts';
import { OPEN, STANDS_STILL } from '../../contract/runs/open-runs.ts';
import { orderIdOf } from '../../contract/runs/order-run.ts';
import { stillRun } from '../calls/still-runs.ts';
import { listedRuns } from '../calls/run-list.ts';

/** Queries at once: each costs the worker a replay where the run is not in its memory. */
const AT_ONCE = 10;

/** Part of a visibility query: a hold of ours, or a run that hears nothing at all: neither goes on by itself. */
export const HELD = `(${SearchAttribute.hold} IS NOT NULL OR ${STANDS_STILL})`;

/** A visibility query: open runs of a store that are held, whatever their type. The integration itself only needs people. */
export function openHeldRuns(storeHash: StoreHash, reason?: HoldReason): string {
  return openRuns(storeHash, reason === undefined ? HELD : `${SearchAttribute.hold}="${reason}"`);
}

/** The same of runs that hear nothing, and had no hold before. @param still part of a visibility query */
export function openStillRuns(storeHash: StoreHash, still: string): string {
  return openRuns(storeHash, `${still} AND ${SearchAttribute.hold} IS NULL`);
}

function openRuns(storeHash: StoreHash, held: string): string {
  return `${SearchAttribute.integration}="${storeHash}" AND ${held} AND ${OPEN} AND WorkflowType != "${WorkflowType.integration}"`;
}

/** Workflow ids of a store's held orders, page by page. */
export async function* heldOrderIds(calls: Calls, storeHash: StoreHash): AsyncGenerator<string> {
  const query = `WorkflowType="${WorkflowType.fulfilOrder}" AND ${openHeldRuns(storeHash)}`;
  for await (const { workflowId } of listedRuns(calls, query, 1_000)) yield workflowId;
}

/**
 * What is held, address by address. The list tells which orders to ask; each order's own answer is what counts.
 * @param limit at most so many addresses
 */
export async function heldOrders(
  calls: Calls,
  storeHash: StoreHash,
  reason: HoldReason | undefined,
  limit: number,
): Promise<readonly HeldOrder[]> {
  const found: HeldOrder[] = [];
  let asked: Promise<readonly HeldOrder[]>[] = [];
  const take = async () => {
    for (const held of await Promise.all(asked)) found.push(...held);
    asked = [];
  };
  // An order may be held for several reasons, and its search attribute names only the first: all held ones are asked.
  for await (const id of heldOrderIds(calls, storeHash)) {
    asked.push(holdsOf(calls, id, reason));
    if (asked.length === AT_ONCE) await take();
    if (found.length >= limit) break;
  }
  await take();
  return found.slice(0, limit);
}

/** What is held of one order, now. */
export async function holdsOf(calls: Calls, id: string, reason: HoldReason | undefined): Promise<readonly HeldOrder[]> {
  let story: OrderStory;
  try {
    story = await calls.query(id, orderMessages.status, gone);
  } catch (error) {
    if (error instanceof OgoshipError && error.type === FailureType.notFound) return []; // it went on meanwhile
    const still = await stillRun(calls, id);
    if (still === undefined) throw error;
    const { reason: why, remedy, since } = still;
    return reason === undefined ? [{ orderId: orderIdOf(id), addressId: 0, reason: why, remedy, since }] : [];
  }
  const { orderId, addresses } = story;
  const held = (addressId: number, { reason: why, remedy, since, finding }: Hold): HeldOrder => ({
    orderId,
    addressId,
    reason: why,
    remedy,
    since,
    ...defined({ finding }),
  });
  return [
    ...holdsIn(story).map((hold) => held(0, hold)),
    ...addresses.flatMap((address) => holdsIn(address).map((hold) => held(address.addressId, hold))),
  ].filter((each) => reason === undefined || each.reason === reason);
}

/** Everything that is held of an address, or of an order as a whole: each is settled by itself. */
export function holdsIn({ hold, moreHolds = [] }: Pick<OrderStory, 'hold' | 'moreHolds'>): readonly Hold[] {
  return hold === undefined ? moreHolds : [hold, ...moreHolds];
}

function gone(): OgoshipError {
  return new NotFound('The run has ended.');
}
