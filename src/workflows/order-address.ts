import { condition } from '@temporalio/workflow';
import type { HandOverResult, MyOgoOrderChanged } from '../contract/orders.ts';
import { fullyShipped } from '../domain/order-plan.ts';
import { candidateLines } from '../domain/shipping-links.ts';
import { allShipped } from '../domain/shipment-plan.ts';
import {
  cancelInStore,
  cancelInWarehouse,
  handOver,
  lookUpInWarehouse,
  matchShipping,
  noteOnStoreOrder,
  writeShipment,
} from './order-activities.ts';
import type { AddressRun, OrderState } from './order-state.ts';

/** Hand-overs that may find the store's order changed before somebody has to look. */
const MAX_CHANGED = 5;

/** Does what one address needs now. Whatever it finds is written into the state; failures are the caller's. */
export async function advance(state: OrderState, run: AddressRun): Promise<void> {
  run.todo = false;
  if (!run.handedOver) await beforeHandOver(state, run);
  if (run.handedOver && run.stage !== 'held') await afterHandOver(state, run);
}

async function beforeHandOver(state: OrderState, run: AddressRun): Promise<void> {
  const meaning = state.plan?.meaning;
  // An order that is not fresh may have been handed over by an earlier run: what is there is adopted.
  if (meaning !== 'import' && !(await lookFirst(state, run))) return;
  if (run.handedOver) {
    run.cancelWanted = meaning === 'stopped';
    return;
  }
  if (meaning === 'stopped') {
    run.stage = 'cancelled';
    return;
  }
  if (fullyShipped(run.plan)) {
    run.stage = 'shipped';
    state.decide('Shipped by hand in the store.', run.plan.addressId);
    return;
  }
  if (meaning === 'shipped' && !state.byHand) {
    run.stage = 'ignored';
    state.decide('The store’s order is completed already.', run.plan.addressId);
    return;
  }
  const wanted = meaning === 'import' || (state.byHand && meaning !== 'awaiting-payment');
  if (!wanted) {
    run.stage = 'awaiting-payment';
    return;
  }
  run.stage = 'ready';
  if (run.plan.missing.length > 0) {
    state.holdAddress(run, 'address-incomplete', `The address lacks: ${run.plan.missing.join(', ')}.`);
    return;
  }
  const graceMs = state.plan?.graceMs ?? 0;
  if (graceMs > 0 && !state.byHand && (await condition(() => state.mustRead, graceMs))) return;

  const code = run.codeByHand ?? (await matchedCode(state, run));
  if (code === undefined) return;
  run.shippingCode = code;
  takeHandOver(
    state,
    run,
    await handOver({
      storeHash: state.storeHash,
      orderId: state.orderId,
      reference: run.reference,
      address: run.plan,
      code,
      last: state.isLast(run),
      byHand: state.byHand,
      again: run.again,
    }),
  );
}

/** @returns false where the look itself ended in a hold */
async function lookFirst(state: OrderState, run: AddressRun): Promise<boolean> {
  if (run.looked) return true;
  const finding = await lookUpInWarehouse(warehouseRequest(state, run));
  run.looked = true;
  if (finding.kind === 'hold') {
    state.holdAddress(run, finding.reason, finding.message);
    return false;
  }
  if (finding.kind === 'found') {
    const known = run.handedOver;
    state.take(finding.order);
    if (!known) state.decide('Found in the warehouse already: adopted.', run.plan.addressId);
    run.handedOver = true;
    run.stage = 'handed-over';
  }
  return true;
}

/** The links' code, or `undefined` where the address is held, ignored or was found in the warehouse. */
async function matchedCode(state: OrderState, run: AddressRun): Promise<string | undefined> {
  const { addressId, method, country } = run.plan;
  const { storeHash, orderId } = state;
  const { decision, versions } = await matchShipping({ storeHash, orderId, addressId, method, country });
  if (state.plan !== undefined) state.plan = { ...state.plan, versions };
  const name = method.trim() === '' ? '(no method)' : `“${method}”`;
  const candidates = candidateLines(decision.candidates);
  if (decision.kind === 'code') {
    state.decide(`Shipping method ${name} is linked to ${decision.code}.`, addressId, candidates);
    return decision.code;
  }
  if (decision.kind === 'ignore') {
    run.stage = 'ignored';
    state.decide(`Shipping method ${name} is marked as not ours to ship.`, addressId, candidates);
    return undefined;
  }
  // Links may have changed since an earlier run handed it over: then it is in the warehouse and nothing is missing.
  if (!(await lookFirst(state, run)) || run.handedOver) return undefined;
  state.decide(`Shipping method ${name} has no clear link.`, addressId, candidates);
  if (decision.kind === 'tie') {
    const tied = decision.links.map((link) => `“${link.method}” → ${link.code}`).join(', ');
    state.holdAddress(run, 'ambiguous-link', `Shipping method ${name} is matched equally well by ${tied}.`);
  } else {
    state.holdAddress(run, 'shipping-method-not-linked', `No link matches the shipping method ${name} to ${country}.`);
  }
  return undefined;
}

function takeHandOver(state: OrderState, run: AddressRun, result: HandOverResult): void {
  if (result.kind === 'changed') {
    run.changedInARow += 1;
    if (run.changedInARow > MAX_CHANGED) {
      state.holdAddress(run, 'unexpected-response', 'The store’s order reads differently each time it is read.');
    } else state.mustRead = true;
    return;
  }
  run.changedInARow = 0;
  if (result.kind === 'hold') {
    if (state.plan !== undefined) state.plan = { ...state.plan, versions: result.versions };
    state.holdAddress(run, result.reason, result.message);
    return;
  }
  run.handedOver = true;
  run.looked = true;
  run.again = false;
  run.stage = 'handed-over';
  state.take(result.order);
  state.effect(
    `${result.outcome} in myOGO as ${run.reference} with ${run.shippingCode ?? 'its code'}`,
    run.plan.addressId,
  );
  if (result.store !== undefined) {
    state.movedOn = true;
    state.rememberOwn(result.store);
    state.effect(`status ${result.store.statusId} in the store`, run.plan.addressId);
  }
}

async function afterHandOver(state: OrderState, run: AddressRun): Promise<void> {
  // After a hold, what the warehouse said last may be long out of date.
  if (!run.looked && !(await lookFirst(state, run))) return;
  run.todo = false;
  if (run.cancelWanted) return cancel(state, run);
  for (const news of Object.values(run.warehouse)) {
    if (news.status === 'SHIPPED' && tellsMore(run, news)) await ship(state, run, news);
    if (news.status === 'RETURNED') await noteReturned(state, run, news);
  }
  const own = run.warehouse[run.reference];
  if (own?.status === 'CANCELLED' && run.shipments.length === 0) {
    state.holdAddress(run, 'cancelled-in-warehouse', 'The warehouse cancelled this order.');
    return;
  }
  if (run.stage !== 'shipped') run.stage = 'handed-over';
}

/** True where the store was not told of this shipment, or not of this tracking. */
function tellsMore(run: AddressRun, news: MyOgoOrderChanged): boolean {
  const told = run.told[news.reference];
  return told === undefined || (news.trackingNumber !== undefined && told !== news.trackingNumber);
}

async function ship(state: OrderState, run: AddressRun, news: MyOgoOrderChanged): Promise<void> {
  const { storeHash, orderId } = state;
  let shipped = news;
  if (news.trackingNumber === undefined && run.told[news.reference] === undefined) {
    // Some methods have no tracking, and some get it a little later: the customer's mail is worth the wait.
    const latest = () => run.warehouse[news.reference];
    const waitMs = (state.plan?.settings.waitForTrackingMinutes ?? 0) * 60_000;
    if (waitMs > 0) await condition(() => latest()?.trackingNumber !== undefined || run.cancelWanted, waitMs);
    shipped = latest() ?? news;
    if (shipped.status !== 'SHIPPED') return;
  }
  const result = await writeShipment({ storeHash, orderId, address: run.plan, shipped });
  run.told[news.reference] = shipped.trackingNumber ?? '';
  run.shipments = result.shipments;
  state.rememberOwn(result.store);
  if (result.written > 0) {
    state.effect(
      `${result.written} shipment(s) written into the store${shipped.trackingNumber ? ' with tracking' : ''}`,
      run.plan.addressId,
    );
  }
  if (result.updated > 0) state.effect('tracking added to the shipment in the store', run.plan.addressId);
  const pieces = new Map(result.shippedPieces.map(({ orderProductId, quantity }) => [orderProductId, quantity]));
  if (allShipped(run.plan.lines, pieces)) run.stage = 'shipped';
}

async function noteReturned(state: OrderState, run: AddressRun, news: MyOgoOrderChanged): Promise<void> {
  if (run.told[news.reference] === 'returned') return;
  const { storeHash, orderId } = state;
  state.rememberOwn(await noteOnStoreOrder({ storeHash, orderId, note: `myOGO: ${news.reference} was returned.` }));
  run.told[news.reference] = 'returned';
  state.effect('return noted on the store’s order', run.plan.addressId);
}

async function cancel(state: OrderState, run: AddressRun): Promise<void> {
  const { storeHash, orderId } = state;
  const own = run.warehouse[run.reference];
  if (own?.status === 'CANCELLED' && state.plan?.meaning !== 'stopped') {
    // The warehouse cancelled first, and a person chose to cancel in the store too.
    state.rememberOwn(await cancelInStore({ storeHash, orderId }));
    state.effect('cancelled in the store', run.plan.addressId);
  } else {
    const result = await cancelInWarehouse(warehouseRequest(state, run));
    if (result.kind === 'refused') {
      const note = `myOGO: ${run.reference} could not be cancelled (${result.status}).`;
      state.rememberOwn(await noteOnStoreOrder({ storeHash, orderId, note }));
      state.holdAddress(run, 'cancel-refused', `${result.message} (${result.status})`);
      return;
    }
    state.effect('cancelled in myOGO', run.plan.addressId);
  }
  run.stage = 'cancelled';
  run.cancelWanted = false;
}

function warehouseRequest(state: OrderState, run: AddressRun) {
  const { storeHash, orderId } = state;
  return { storeHash, orderId, reference: run.reference, address: run.plan };
}
