import { parseReference } from '../contract/ids.ts';
import type { HoldReason } from '../contract/hold-reasons.ts';
import type { StoreHash } from '../contract/ids.ts';
import { myOgoStatuses, type MyOgoOrderChanged, type StoreOrderChanged } from '../contract/orders.ts';
import { compareGoods } from '../domain/goods.ts';
import { orderedGoods } from '../domain/order-plan.ts';
import type { AddressRun } from './order-run.ts';

/** Holds that the store or a person set, which no word of the warehouse settles. */
const keptHolds: readonly HoldReason[] = ['changed-after-hand-over', 'cancel-refused'];
/** Holds because the reference is not ours alone: what is said of it may be said of another's order. */
const doubtfulHolds: readonly HoldReason[] = ['reference-conflict', 'duplicate-in-warehouse'];

type Given<T> = { readonly [K in keyof T]?: unknown } | null | undefined;

/** Whether a signal says what it should: a person may send one from a form, and one of a wrong shape would end the run. */
export function isStoreChange(change: Given<StoreOrderChanged>): change is StoreOrderChanged {
  return typeof change?.statusId === 'number' && typeof change.dateModified === 'string';
}

/** The same of the warehouse's news. */
export function isWarehouseNews(news: Given<MyOgoOrderChanged>): news is MyOgoOrderChanged {
  const known: readonly unknown[] = myOgoStatuses;
  return typeof news?.reference === 'string' && typeof news.editTime === 'string' && known.includes(news.status);
}

/** The address that news of a reference concern: its own, or the one that it was split off from. */
export function addressOf(
  addresses: readonly AddressRun[],
  storeHash: StoreHash,
  orderId: number,
  reference: string,
): AddressRun | undefined {
  if (parseReference(storeHash, reference)?.orderId !== orderId) return undefined;
  return (
    addresses.find((run) => run.reference === reference) ??
    addresses.find((run) => reference.startsWith(`${run.reference}-`))
  );
}

/**
 * Takes what the warehouse says of an address. The news of a look are the whole truth of a reference; those of a poll
 * may tell of one part of it only, and then ask for a look.
 */
export function takeNews(run: AddressRun, news: MyOgoOrderChanged, from: 'poll' | 'look'): void {
  const own = news.reference === run.reference;
  const before = run.warehouse[news.reference];
  if (from === 'poll') {
    if (before !== undefined && (before.editTime > news.editTime || sameNews(before, news))) return;
    if (run.stage === 'held' && run.hold !== undefined && doubtfulHolds.includes(run.hold.reason)) {
      judgeAnew(run);
      return;
    }
    // A part that carries our reference and other goods is another's: a replacement that the warehouse's people made.
    if (!own && compareGoods(orderedGoods(run.plan), news.lines ?? []) === 'other') return;
    // Fewer goods than were handed over: it was split, and its other part may carry the same reference (UNCONFIRMED).
    if (own && run.sent !== undefined && compareGoods(run.sent, news.lines ?? run.sent) === 'less') run.looked = false;
  }
  run.warehouse[news.reference] = news;
  if (own) run.sent ??= news.lines ?? [];
  run.handedOver = true;
  run.todo = true;
  if (run.stage === 'held' && run.hold !== undefined && !keptHolds.includes(run.hold.reason)) {
    delete run.hold;
    run.stage = 'handed-over';
  }
}

/**
 * True where a poll told something else of a reference while the warehouse's own answer was on its way: which of the two
 * is newer is not known then, and to believe the answer may be to forget that the order was shipped.
 * @param heard what the warehouse had said of the reference when it was asked
 */
export function wasToldOtherwise(run: AddressRun, heard: MyOgoOrderChanged | undefined, answer: MyOgoOrderChanged) {
  const told = run.warehouse[answer.reference];
  return told !== undefined && told !== heard && !sameNews(told, answer);
}

/** What was held for the warehouse's sake is looked at once more. */
export function judgeAnew(run: AddressRun): void {
  if (run.hold !== undefined) run.heldBefore = run.hold;
  delete run.hold;
  run.stage = run.handedOver ? 'handed-over' : 'ready';
  run.looked = false;
  run.todo = true;
}

/** The newest edit time alone is no news: a comment of the warehouse's people changes it too. */
function sameNews(a: MyOgoOrderChanged, b: MyOgoOrderChanged): boolean {
  const sameLines = a.lines === undefined || b.lines === undefined || compareGoods(a.lines, b.lines) === 'same';
  return a.status === b.status && a.trackingNumber === b.trackingNumber && a.trackingUrl === b.trackingUrl && sameLines;
}
