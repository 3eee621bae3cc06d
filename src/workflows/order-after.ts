import { condition } from '@temporalio/workflow';
import type { MyOgoOrderChanged } from '../contract/orders.ts';
import { fullyShipped, orderedGoods } from '../domain/order-plan.ts';
import { allShipped } from '../domain/shipment-plan.ts';
import { cancelInWarehouse, editInWarehouse, noteOnStoreOrder, writeShipment } from './order-activities.ts';
import { isTodo, type AddressRun } from './order-run.ts';
import type { OrderState } from './order-state.ts';
import type { Turns } from './turns.ts';

/** From hand-over on: changes of the store go to the warehouse, shipments and returns come back. */
export async function afterHandOver(state: OrderState, run: AddressRun, storeTurns: Turns): Promise<void> {
  run.todo = false;
  let refusal: string | undefined;
  if (run.cancelBy !== undefined) {
    refusal = await cancel(state, run, storeTurns);
    if (refusal === undefined) return;
  }
  if (run.changedPlan !== undefined) await sendChange(state, run, run.changedPlan);
  await passOn(state, run, storeTurns);
  // The store may have taken its cancellation back while the warehouse was asked: then nothing is refused.
  if (refusal !== undefined && run.cancelBy !== undefined) {
    state.holdAddress(run, 'cancel-refused', refusal);
    return;
  }
  if (run.stage === 'held' || isTodo(run)) return;
  if (run.complete) {
    run.stage = 'shipped';
    return;
  }
  const stopped = Object.values(run.warehouse).find(({ status }) => status === 'CANCELLED' || status === 'RETURNED');
  if (stopped === undefined) run.stage = 'handed-over';
  else {
    const what = stopped.status === 'CANCELLED' ? 'cancelled' : 'took back';
    state.holdAddress(run, 'cancelled-in-warehouse', `The warehouse ${what} the order ${stopped.reference}.`);
  }
}

/**
 * A hold that waits for a person's word does not keep the customer's tracking from the store: what is shipped is shipped.
 */
export async function passOnWhileHeld(state: OrderState, run: AddressRun, storeTurns: Turns): Promise<void> {
  if (run.handedOver && run.hold?.reason !== 'reference-conflict' && run.hold?.reason !== 'duplicate-in-warehouse') {
    await passOn(state, run, storeTurns);
  }
}

/** Passes shipments and returns on to the store: the ones with tracking at once, others when they have waited for it. */
async function passOn(state: OrderState, run: AddressRun, storeTurns: Turns): Promise<void> {
  for (;;) {
    let waitMs: number | undefined;
    for (const news of Object.values(run.warehouse)) {
      if (news.status === 'RETURNED') await noteReturned(state, run, news, storeTurns);
      if (news.status !== 'SHIPPED' || run.told[news.reference] === toldOf(news)) continue;
      const leftMs = waitForTracking(state, run, news);
      if (leftMs <= 0) await ship(state, run, news, storeTurns);
      else waitMs = Math.min(waitMs ?? Infinity, leftMs);
    }
    if (waitMs === undefined) return;
    // Some methods have no tracking, and some get it a little later: the customer's mail is worth the wait.
    if (await condition(() => run.todo, waitMs, { summary: 'Shipped: waits for a tracking number' })) return;
  }
}

/** Milliseconds that a shipped order without a number may still wait for one. */
function waitForTracking(state: OrderState, run: AddressRun, news: MyOgoOrderChanged): number {
  if (news.trackingNumber !== undefined || run.told[news.reference] !== undefined) return 0;
  const since = (run.numberless[news.reference] ??= new Date().toISOString());
  const minutes = state.head?.settings.waitForTrackingMinutes ?? 0;
  return Date.parse(since) + minutes * 60_000 - Date.now();
}

function toldOf({ trackingNumber, lines }: MyOgoOrderChanged): string {
  const goods = (lines ?? []).map(({ code, quantity }) => `${code}:${quantity}`);
  return `${trackingNumber ?? ''}|${goods.sort().join(',')}`;
}

async function ship(state: OrderState, run: AddressRun, shipped: MyOgoOrderChanged, storeTurns: Turns): Promise<void> {
  const { storeHash, orderId } = state;
  const { addressId } = run.plan;
  // What the store wants by now: refunded pieces must not be shipped in it.
  const address = run.changedPlan ?? run.plan;
  const result = await storeTurns.take(async () => {
    const code = run.shippingCode === undefined ? {} : { code: run.shippingCode };
    const written = await writeShipment({ storeHash, orderId, address, shipped, ...code });
    state.rememberOwn(written.store);
    return written;
  });
  run.told[shipped.reference] = toldOf(shipped);
  run.shipments = result.shipments;
  if (result.written > 0) {
    const tracking = shipped.trackingNumber === undefined ? '' : ' with tracking';
    state.effect(`${result.written} shipment(s) written into the store${tracking}`, addressId);
  }
  if (result.updated > 0) state.effect('tracking added to the shipment in the store', addressId);
  const pieces = new Map(result.shippedPieces.map(({ orderProductId, quantity }) => [orderProductId, quantity]));
  run.complete = allShipped(address.lines, pieces);
}

async function noteReturned(
  state: OrderState,
  run: AddressRun,
  { reference }: MyOgoOrderChanged,
  storeTurns: Turns,
): Promise<void> {
  if (run.told[reference] === 'returned') return;
  await note(state, `myOGO: ${reference} was returned.`, storeTurns);
  run.told[reference] = 'returned';
  run.complete ||= fullyShipped(run.plan);
  state.effect('return noted on the store’s order', run.plan.addressId);
}

/** @returns why the warehouse did not cancel; `undefined` where it did */
async function cancel(state: OrderState, run: AddressRun, storeTurns: Turns): Promise<string | undefined> {
  const { storeHash, orderId } = state;
  const { reference } = run;
  const goods = run.sent ?? orderedGoods(run.plan);
  const result = await cancelInWarehouse({ storeHash, orderId, reference, goods });
  if (result.kind === 'refused') {
    if (run.cancelBy !== undefined) await note(state, `myOGO: ${reference} could not be cancelled.`, storeTurns);
    return `${result.message} (${result.status})`;
  }
  state.effect('cancelled in myOGO', run.plan.addressId);
  if (run.cancelBy === undefined) {
    // Taken back too late: the next look finds it cancelled, and a person decides.
    run.looked = false;
    run.todo = true;
    return undefined;
  }
  if (run.cancelBy === 'person' && state.addresses.length > 1) {
    await note(state, `myOGO: ${reference} was cancelled and is not shipped.`, storeTurns);
  }
  run.stage = 'cancelled';
  run.todo = false;
  return undefined;
}

/** Sends what changed in the store after hand-over, where the merchant's myOGO takes that. */
async function sendChange(state: OrderState, run: AddressRun, plan: NonNullable<AddressRun['changedPlan']>) {
  const { storeHash, orderId, head } = state;
  const { reference, shippingCode } = run;
  const status = run.warehouse[reference]?.status;
  if (shippingCode === undefined || (status !== 'NEW' && status !== 'DRAFT')) {
    state.holdAddress(run, 'changed-after-hand-over', 'Changed in the store after hand-over.');
    return;
  }
  const key = head?.digestKey === undefined ? {} : { digestKey: head.digestKey };
  const result = await editInWarehouse({
    storeHash,
    orderId,
    reference,
    address: plan,
    code: shippingCode,
    status,
    ...key,
  });
  if (result.kind === 'refused') {
    state.holdAddress(run, 'changed-after-hand-over', `The change was sent to myOGO, and not taken: ${result.message}`);
    return;
  }
  run.plan = result.digests === undefined ? plan : { ...plan, digests: result.digests };
  if (result.order.lines !== undefined) run.sent = result.order.lines;
  run.warehouse[reference] = result.order;
  delete run.changedPlan;
  state.effect('the change was sent to myOGO', run.plan.addressId);
}

async function note(state: OrderState, text: string, storeTurns: Turns): Promise<void> {
  const { storeHash, orderId } = state;
  await storeTurns.take(async () => state.rememberOwn(await noteOnStoreOrder({ storeHash, orderId, note: text })));
}
