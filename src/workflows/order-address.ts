import { condition, patched } from '@temporalio/workflow';
import type { HandOverResult, MissingProduct, MyOgoOrderChanged, PlannedAddress } from '../contract/orders.ts';
import { fullyShipped, orderedGoods } from '../domain/order-plan.ts';
import { candidateLines } from '../domain/shipping-links.ts';
import { awaitGoods, createProduct, handOver, lookUpInWarehouse, matchShipping } from './order-activities.ts';
import { afterHandOver, passOnWhileHeld } from './order-after.ts';
import { judgeAnew, takeNews, wasToldOtherwise } from './order-news.ts';
import { isTodo, type AddressRun } from './order-run.ts';
import type { OrderState } from './order-state.ts';
import type { Turns } from './turns.ts';

/** Hand-overs that may find the store's order changed before somebody has to look. */
const MAX_CHANGED = 5;

/**
 * Does what one address needs now. Whatever it finds is written into the state; failures are the caller's.
 * @param storeTurns one write to the store's order at a time: two addresses must not undo each other's status
 */
export async function advance(state: OrderState, run: AddressRun, storeTurns: Turns): Promise<void> {
  await takeSteps(state, run, storeTurns);
  // It went on: should the same happen again, that is another hold.
  if (run.stage !== 'held' && !run.todo) delete run.heldBefore;
}

async function takeSteps(state: OrderState, run: AddressRun, storeTurns: Turns): Promise<void> {
  run.todo = false;
  if (run.stage === 'held') return passOnWhileHeld(state, run, storeTurns);
  if (!run.handedOver) await beforeHandOver(state, run, storeTurns);
  if (!run.handedOver) return;
  // A poll may have told of the hand-over before this run knew of it, and after the store had stopped the order.
  if (state.meaning === 'stopped') run.cancelBy ??= 'store';
  // What the warehouse said last may be long out of date.
  if (!run.looked && !(await lookFirst(state, run))) return;
  await afterHandOver(state, run, storeTurns);
}

async function beforeHandOver(state: OrderState, run: AddressRun, storeTurns: Turns): Promise<void> {
  const { meaning } = state;
  const { addressId } = run.plan;
  // An order that is not fresh may have been handed over by an earlier run, or by a send of unknown outcome.
  const fresh = (meaning === 'import' || run.again) && run.cancelBy === undefined;
  const byHand = state.byHand || run.again;
  if (!fresh && !run.looked && !(await lookFirst(state, run))) return;
  if (run.handedOver) return;
  if (meaning === 'stopped' || run.cancelBy !== undefined) {
    run.stage = 'cancelled';
    return;
  }
  if (run.plan.lines.length === 0) {
    run.stage = 'ignored';
    state.decide('Nothing is left to ship to this address.', addressId);
    return;
  }
  if (fullyShipped(run.plan)) {
    run.stage = 'shipped';
    state.decide('Shipped by hand in the store.', addressId);
    return;
  }
  if (meaning === 'shipped' && !byHand) {
    run.stage = 'ignored';
    state.decide('The store’s order is completed already.', addressId);
    return;
  }
  if (meaning !== 'import' && (!byHand || meaning === 'awaiting-payment')) {
    run.stage = 'awaiting-payment';
    return;
  }
  run.stage = 'ready';
  if (run.plan.missing.length > 0) {
    state.holdAddress(run, 'address-incomplete', `The address lacks: ${run.plan.missing.join(', ')}.`);
    return;
  }
  const graceMs = state.graceEnds - Date.now();
  const news = () => state.mustRead || run.todo;
  if (graceMs > 0 && !byHand && (await condition(news, graceMs, { summary: 'Grace period before hand-over' }))) return;

  const code = run.codeByHand ?? (await matchedCode(state, run));
  // A change that came meanwhile is judged first.
  if (code === undefined || run.todo) return;
  run.shippingCode = code;
  const planned = run.plan;
  const last = state.isLast(run);
  const heard = run.warehouse[run.reference];
  const send = () => sendOver(state, run, planned, code, last);
  // The last one moves the store's status on, too.
  const result = last ? await storeTurns.take(send) : await send();
  await takeHandOver(state, run, { planned, heard }, result);
}

function sendOver(
  state: OrderState,
  run: AddressRun,
  address: PlannedAddress,
  code: string,
  last: boolean,
): Promise<HandOverResult> {
  const { storeHash, orderId, accepted, head } = state;
  // Whatever becomes of the send, an earlier look no longer says what the warehouse holds.
  run.looked = false;
  return handOver({
    storeHash,
    orderId,
    reference: run.reference,
    address,
    code,
    last,
    byHand: state.byHand || run.again,
    accepted,
    again: run.again,
    ...(head?.digestKey === undefined ? {} : { digestKey: head.digestKey }),
  });
}

/** @returns false where the look itself ended in a hold */
async function lookFirst(state: OrderState, run: AddressRun): Promise<boolean> {
  const { storeHash, orderId } = state;
  const goods = run.sent ?? orderedGoods(run.plan);
  const heard = run.warehouse[run.reference];
  const finding = await lookUpInWarehouse({ storeHash, orderId, reference: run.reference, goods });
  run.looked = true;
  if (finding.kind === 'hold') {
    state.holdAddress(run, finding.reason, finding.message);
    return false;
  }
  if (finding.kind === 'found') {
    if (!run.handedOver) {
      state.decide('Found in the warehouse already: adopted.', run.plan.addressId);
      run.stage = 'handed-over';
    }
    const { order } = finding;
    takeAnswer(run, heard, order, () => takeNews(run, order, 'look'));
  }
  return true;
}

/** Takes what the warehouse answered. Where a poll told something else meanwhile, it is asked once more. */
function takeAnswer(
  run: AddressRun,
  heard: MyOgoOrderChanged | undefined,
  answer: MyOgoOrderChanged,
  take: () => void,
): void {
  const otherwise = wasToldOtherwise(run, heard, answer);
  take();
  // A first version believed the answer, and its histories go on so.
  if (!otherwise || !patched('news-during-an-answer')) return;
  run.looked = false;
  run.todo = true;
}

/** The links' code, or `undefined` where the address is held, ignored or was found in the warehouse. */
async function matchedCode(state: OrderState, run: AddressRun): Promise<string | undefined> {
  const { addressId, method, country } = run.plan;
  const { storeHash, orderId } = state;
  const { decision, versions } = await matchShipping({ storeHash, orderId, addressId, method, country });
  if (run.todo) return undefined;
  if (state.head !== undefined) state.head = { ...state.head, versions };
  const name = method.trim() === '' ? '(no method)' : `“${method}”`;
  const candidates = candidateLines(decision.candidates);
  if (decision.kind === 'code') {
    state.decide(`Shipping method ${name} is linked to ${decision.code}.`, addressId, candidates);
    return decision.code;
  }
  // Links may have changed since an earlier run handed it over: then it is in the warehouse and nothing is missing.
  if (!(await lookFirst(state, run)) || run.handedOver || isTodo(run)) return undefined;
  if (decision.kind === 'ignore') {
    run.stage = 'ignored';
    state.decide(`Shipping method ${name} is marked as not ours to ship.`, addressId, candidates);
    return undefined;
  }
  state.decide(`Shipping method ${name} has no clear link.`, addressId, candidates);
  if (decision.kind === 'tie') {
    const tied = decision.links.map((link) => `“${link.method}” → ${link.code}`).join(', ');
    state.holdAddress(run, 'ambiguous-link', `Shipping method ${name} is matched equally well by ${tied}.`);
  } else {
    state.holdAddress(run, 'shipping-method-not-linked', `No link matches the shipping method ${name} to ${country}.`);
  }
  return undefined;
}

async function takeHandOver(
  state: OrderState,
  run: AddressRun,
  { planned, heard }: { readonly planned: PlannedAddress; readonly heard: MyOgoOrderChanged | undefined },
  result: HandOverResult,
): Promise<void> {
  const { addressId } = planned;
  switch (result.kind) {
    case 'changed':
      run.changedInARow += 1;
      if (run.changedInARow <= MAX_CHANGED) state.mustRead = true;
      else state.holdAddress(run, 'unexpected-response', 'The store’s order reads differently each time it is read.');
      return;
    case 'products-missing':
      return createMissing(state, run, result.products);
    case 'hold': {
      const more = run.todo || run.cancelBy !== undefined;
      if (state.head !== undefined) state.head = { ...state.head, versions: result.versions };
      if (result.order !== undefined) takeNews(run, result.order, 'look');
      // What a person or the store asked for meanwhile is judged before anything is held.
      if (more) judgeAnew(run);
      else state.holdAddress(run, result.reason, result.message);
      return;
    }
    case 'handed-over': {
      run.changedInARow = 0;
      const { digests, order } = result;
      takeAnswer(run, heard, order, () => state.handedOver(run, planned, digests, order));
      const code = run.shippingCode ?? 'its code';
      state.effect(`${result.outcome} in myOGO as ${run.reference} with ${code}`, addressId);
      if (result.store !== undefined) {
        state.movedOn = true;
        state.rememberOwn(result.store);
        state.effect(`status ${result.store.statusId} in the store`, addressId);
      }
      if (result.storeMoved === true) state.mustRead = true;
    }
  }
}

/** The merchant wants products created that an order needs: then it is handed over at once. */
async function createMissing(state: OrderState, run: AddressRun, products: readonly MissingProduct[]): Promise<void> {
  const { storeHash } = state;
  for (const product of products) {
    const { outcome } = await createProduct({ storeHash, ...product });
    state.effect(`product ${product.sku} ${outcome} in myOGO`, run.plan.addressId);
    // Its stock in the store stays as it is until the warehouse has received the first goods.
    await awaitGoods({ storeHash, awaited: [product.sku], received: false });
  }
  run.todo = true;
}
