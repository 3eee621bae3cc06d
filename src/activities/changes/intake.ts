import { setTimeout as delay } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { FailureType } from '../../contract/failures.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { MyOgoOrderChanged, StoreOrderChanged } from '../../contract/orders.ts';
import { oddVersion, orderVersion, warehouseOrderKey, warehouseVersion } from '../../domain/changes/row-versions.ts';
import { taking, type TakingRules } from '../../domain/orders/eligibility.ts';
import { explainsStoreRow, explainsWarehouseRow } from '../../domain/orders/views/explained.ts';
import type { OrderFacts } from '../../domain/orders/facts/facts.ts';
import { parseOrderReference } from '../../domain/orders/facts/references.ts';
import { isSecondOver } from '../../domain/shared/second-over.ts';
import type { OddRow } from '../../http/rows.ts';
import type { ChangeMemory } from '../runtime/change-memory.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { activityFailure } from '../runtime/failures.ts';
import { accountOfClosed } from '../orders/explain/earlier-account.ts';
import { beginRun, findRun, startRun, tellRun, type OrderRunFound, type OrderUpdate } from '../orders/order-runs.ts';

/** A store order as a list shows it. */
export interface ListedOrder extends StoreOrderChanged {
  readonly id: number;
  readonly dateCreated: string;
  readonly isDeleted: boolean;
  /** How it is paid: what is paid at the door is taken before the money is there. */
  readonly paymentMethod?: string;
  readonly paymentStatus?: string;
}

/** What became of one order's row. */
export type PassedOn = 'started' | 'signalled' | 'dropped';

/** `pause` between two questions; default: a wait that the activity's end cuts short. */
export type Asking = Pick<Dependencies, 'temporal'> & { readonly pause?: (ms: number) => Promise<unknown> };
export type Intake = Asking & { readonly changes: Pick<ChangeMemory, 'isNews' | 'remember'> };

/**
 * Passes a store order's row on to the run that it concerns, and remembers it once that is acknowledged, and its second is over:
 * whoever changes the order in the rest of that leaves the same time.
 * @param answered the time of the store's answer
 */
export async function passOnStoreOrder(
  deps: Intake,
  storeHash: StoreHash,
  order: ListedOrder,
  rules: TakingRules,
  answered: number,
): Promise<PassedOn> {
  const { id, isDeleted } = order;
  const isOver = isSecondOver(order.dateModified, answered);
  return passOnOnce(deps, storeHash, { kind: 'store-order', id, version: orderVersion(order), isOver }, id, {
    // Archiving need not move the order's time: its run looks for itself.
    update: isDeleted ? { side: 'look' } : changeIn(order),
    takes: () => taking(order, rules).kind === 'take',
    explains: explainsListed(order),
  });
}

/** Passes on an order that was edited although its row shows a write of ours: its time says nothing, so its run looks for itself. */
export async function passOnEdited(deps: Asking, storeHash: StoreHash, { id }: ListedOrder): Promise<PassedOn> {
  const outcome = await outcomeOf(deps, storeHash, id, {
    update: { side: 'look' },
    takes: () => false,
    explains: () => false,
  });
  return outcome === 'none' || outcome === 'explained' ? 'dropped' : outcome;
}

/**
 * Passes a myOGO order's row on. Without any run it starts one, which looks both sides up: what stands under a reference
 * of ours is explained by somebody or held.
 * @returns `unknown` where the reference is not one of this store's
 */
export async function passOnMyOgoOrder(
  deps: Intake,
  storeHash: StoreHash,
  row: MyOgoOrderChanged,
): Promise<PassedOn | 'unknown'> {
  const parsed = parseOrderReference(storeHash, row.reference);
  if (parsed === undefined) return 'unknown';
  const seen = { kind: 'myogo-order', id: warehouseOrderKey(row), version: warehouseVersion(row) } as const;
  return passOnOnce(deps, storeHash, seen, parsed.orderId, {
    update: { side: 'myogo', change: row },
    takes: () => true,
    explains: (facts) => explainsWarehouseRow(facts, row),
  });
}

/**
 * A row of the store's list that cannot be read: its order's run reads it by itself, and is held by name.
 * @param mayBeOurs false for an order that is older than the merchant said: only a run that it has is told
 */
export async function passOnOddStoreOrder(
  deps: Intake,
  storeHash: StoreHash,
  odd: OddRow,
  mayBeOurs: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<PassedOn> {
  const { id } = odd;
  if (typeof id !== 'number') return 'dropped';
  return passOnOnce(deps, storeHash, { kind: 'store-order', id, version: oddVersion(odd) }, id, async () => {
    const isOurs = await mayBeOurs();
    return { update: { side: 'look' }, takes: () => isOurs, explains: () => false };
  });
}

/** The same of the warehouse's list: the run looks the reference up by itself. */
export async function passOnOddMyOgoOrder(
  deps: Intake,
  storeHash: StoreHash,
  odd: OddRow,
): Promise<PassedOn | 'unknown'> {
  const reference = String(odd.id ?? '');
  const orderId = parseOrderReference(storeHash, reference)?.orderId;
  if (orderId === undefined) return 'unknown';
  const change: MyOgoOrderChanged = { reference, status: 'UNKNOWN', editTime: '', unreadable: odd.field };
  return passOnOnce(deps, storeHash, { kind: 'myogo-order', id: reference, version: oddVersion(odd) }, orderId, {
    update: { side: 'myogo', change },
    takes: () => true,
    explains: () => false,
  });
}

interface Passing {
  readonly update: OrderUpdate;
  /** Whether it starts a run where the order never had one that is still known. */
  readonly takes: () => boolean;
  /** Whether an ended run's account knows this already. */
  readonly explains: (facts: OrderFacts) => boolean;
}

/** What a store's list shows of an order, as an account of it is asked whether it knows that. */
export function explainsListed({ statusId, dateModified, isDeleted }: ListedOrder) {
  const row = { status: statusId, version: dateModified, archived: isDeleted };
  return (facts: OrderFacts) => explainsStoreRow(facts, row);
}

export function changeIn({ statusId, dateModified }: ListedOrder): OrderUpdate {
  return { side: 'store', change: { statusId, dateModified } };
}

/** A row as this process remembers it: the same version again is no news, once its second is over. */
interface Seen {
  readonly kind: 'store-order' | 'myogo-order';
  readonly id: string | number;
  readonly version: string;
  readonly isOver?: boolean;
}

/** Passes on what is news, and remembers it once that is acknowledged. */
async function passOnOnce(
  deps: Intake,
  storeHash: StoreHash,
  { kind, id, version, isOver = true }: Seen,
  orderId: number,
  passing: Passing | (() => Promise<Passing>),
): Promise<PassedOn> {
  if (!deps.changes.isNews(kind, storeHash, id, version)) return 'dropped';
  const outcome = await outcomeOf(deps, storeHash, orderId, typeof passing === 'function' ? await passing() : passing);
  if (isOver) deps.changes.remember(kind, storeHash, id, version);
  return outcome === 'none' || outcome === 'explained' ? 'dropped' : outcome;
}

type Outcome = 'started' | 'signalled' | 'explained' | 'none';

/** Runs that come and go between two questions: after longer and longer pauses the activity is begun anew. */
const AGAIN_AT_MOST = 8;

const pauseOf = (ms: number): Promise<unknown> =>
  delay(ms, undefined, { signal: Context.current().cancellationSignal });

export async function outcomeOf(...of: Parameters<typeof tellOnce>): Promise<Outcome> {
  for (let tries = 0; ; tries += 1) {
    const outcome = await tellOnce(...of);
    if (outcome !== 'again') return outcome;
    const [deps, , orderId] = of;
    if (tries === AGAIN_AT_MOST)
      throw activityFailure(
        FailureType.unavailable,
        `The run of order ${orderId} is another each time it is asked for.`,
      );
    await (deps.pause ?? pauseOf)(50 * 2 ** tries);
  }
}

async function tellOnce(
  deps: Asking,
  storeHash: StoreHash,
  orderId: number,
  { update, takes, explains }: Passing,
): Promise<Outcome | 'again'> {
  // A paid order of the store is mostly new, and what the warehouse did is mostly of an order that has its run.
  const mostlyNew = update.side === 'store' && takes();
  if (mostlyNew && (await beginRun(deps, storeHash, orderId))) return 'started';
  if (await tellRun(deps, storeHash, orderId, update)) return 'signalled';
  if (!mostlyNew && takes() && (await startRun(deps, storeHash, orderId, update))) return 'started';
  const found = await findRun(deps, storeHash, orderId);
  // What is to be taken and had a run a moment ago has none any more: it is begun.
  if (found.kind === 'none') return takes() ? 'again' : 'none';
  if (found.kind === 'open') {
    // It started meanwhile; where it ended again before it could be told, its account is asked.
    return (await tellRun(deps, storeHash, orderId, update)) ? 'signalled' : 'again';
  }
  if (await isExplained(deps, storeHash, orderId, found, explains)) return 'explained';
  // Its account took a while to read: a run that came and went meanwhile has a newer one.
  const now = await findRun(deps, storeHash, orderId);
  const isNewest = now.kind === 'none' || (now.kind === 'closed' && now.runId === found.runId);
  if (!isNewest) return 'again';
  const follows = { runId: found.runId };
  // What the warehouse did must be there before the run can end: it starts with it, or tells one that began this moment.
  if (update.side === 'myogo') await startRun(deps, storeHash, orderId, update, follows);
  else if (!(await beginRun(deps, storeHash, orderId, follows))) return 'again';
  return 'started';
}

/** An account that cannot be read explains nothing: a run looks both sides up. */
async function isExplained(
  deps: Pick<Intake, 'temporal'>,
  storeHash: StoreHash,
  orderId: number,
  { runId }: Extract<OrderRunFound, { kind: 'closed' }>,
  explains: (facts: OrderFacts) => boolean,
): Promise<boolean> {
  const { facts, complete } = await accountOfClosed(deps, storeHash, orderId, runId);
  return complete && facts !== undefined && explains(facts);
}
