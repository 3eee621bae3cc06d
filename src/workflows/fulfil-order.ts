import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { FailureType } from '../contract/failures.ts';
import type { HoldReason } from '../contract/hold-reasons.ts';
import { workflowId } from '../contract/ids.ts';
import { integrationMessages, orderMessages } from '../contract/messages.ts';
import type {
  FulfilOrderInput,
  MyOgoOrderChanged,
  OrderStory,
  ReleaseDecision,
  StoreOrderChanged,
} from '../contract/orders.ts';
import { isFinal } from '../domain/order-status.ts';
import { advance } from './order-address.ts';
import { cancelInStore, markHandedOver, readStoreOrder } from './order-activities.ts';
import { orderDetails } from './order-details.ts';
import { orderDescriptions } from './message-descriptions.ts';
import { isStoreChange, isWarehouseNews } from './order-news.ts';
import { isMalformed, possibleDecisions, refusalOf, releasable } from './order-release.ts';
import type { AddressRun, OrderSnapshot } from './order-run.ts';
import { OrderState } from './order-state.ts';
import { refused } from './refusals.ts';
import { Turns } from './turns.ts';
import { failedStep } from './hold-failure.ts';
import { holdAttribute, stageAttribute } from './search-attributes.ts';

/** Holds that may already be out of date: the entity knows whether what they were judged by has moved on. */
const judgedByEntity: readonly HoldReason[] = [
  'shipping-method-not-linked',
  'ambiguous-link',
  'shipping-code-refused',
  'integration-paused',
  'scope-missing',
];

/**
 * One store order, all its addresses, until it is shipped or cancelled on both sides: however long that takes.
 *
 * read the order → each address by itself: match → hand over → wait → ship → done
 */
export async function fulfilOrder(input: FulfilOrderInput, carried?: OrderSnapshot): Promise<OrderStory> {
  const state = new OrderState(input, () => new Date().toISOString(), carried);
  const working = new Map<AddressRun, Promise<void>>();
  const storeTurns = new Turns();
  let broken: Error | undefined;
  let shown = '';

  setHandler(
    orderMessages.storeOrderChanged,
    (change: Partial<StoreOrderChanged> | null | undefined) => {
      // A person may send anything from a form: what says nothing asks for a look.
      if (!isStoreChange(change) || state.isNews(change)) state.mustRead = true;
    },
    { description: orderDescriptions.storeOrderChanged },
  );
  setHandler(
    orderMessages.myOgoOrderChanged,
    (news: Partial<MyOgoOrderChanged> | null | undefined) => {
      if (isWarehouseNews(news)) state.take(news);
      else log.warn('news of the warehouse without a reference were left out', { orderId: state.orderId });
    },
    { description: orderDescriptions.myOgoOrderChanged },
  );
  setHandler(
    orderMessages.retry,
    () => {
      state.mustRead = true;
    },
    { description: orderDescriptions.retry },
  );
  setHandler(orderMessages.status, () => state.story(), { description: orderDescriptions.status });
  // Both are updates and not signals: the person who decides must hear whether it was possible.
  setHandler(
    orderMessages.release,
    async (decision) => {
      // What is being judged anew may hold again in a moment: the decision waits for the outcome.
      if (refusalOf(state.addresses, decision) !== undefined) await rest('Until what is being judged is known');
      checkRelease(state, decision);
      for (const run of releasable(state.addresses, decision)) state.release(run, decision);
      return settled();
    },
    {
      description: orderDescriptions.release,
      validator: (decision: ReleaseDecision | undefined) => {
        if (decision === undefined || isMalformed(decision) || atRest()) checkRelease(state, decision);
      },
    },
  );
  setHandler(
    orderMessages.cancel,
    async () => {
      state.cancelAll();
      return settled();
    },
    { description: orderDescriptions.cancel, validator: () => validateCancel(state) },
  );

  /** Lets what a decision set off come to rest, so that its answer tells the outcome and not the intention. */
  async function settled(): Promise<OrderStory> {
    await rest('Until the decision has taken effect');
    return state.story();
  }

  function atRest(): boolean {
    return broken !== undefined || state.finished || (working.size === 0 && !hasWork());
  }

  /** Bounded: a side that is away keeps a step busy for hours, and the person gets an answer all the same. */
  async function rest(summary: string): Promise<void> {
    await condition(atRest, '20s', { summary });
  }

  /** Every promise of an address is owned here: a failure becomes a hold or another try, and a defect ends the run. */
  function start(run: AddressRun): void {
    const work = advance(state, run, storeTurns)
      .catch((error: unknown) => {
        const step = failedStep(error);
        if (step === undefined) broken ??= error instanceof Error ? error : new TypeError(String(error));
        else if (step.kind === 'again') run.todo = true;
        // What came meanwhile is judged before anything is held.
        else if (!run.todo) state.holdAddress(run, step.reason, step.message);
      })
      .finally(() => working.delete(run));
    working.set(run, work);
  }

  function hasWork(): boolean {
    if (state.mustRead || state.mustMoveOn || (state.mustCancelInStore && working.size === 0)) return true;
    return state.addresses.some((run) => run.todo && !working.has(run));
  }

  const mustRenew = () =>
    workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > (input.historyLimit ?? Infinity);

  while (true) {
    if (state.mustRead) await readOrder(state);
    if (state.mustMoveOn) await storeTurns.take(() => moveOn(state));
    if (state.mustCancelInStore && working.size === 0) await storeTurns.take(() => cancelStore(state));
    for (const run of state.addresses) if (run.todo && !working.has(run)) start(run);
    if (broken !== undefined) throw broken;
    if (state.finished && working.size === 0) break;
    if (working.size === 0 && !hasWork()) shown = await show(state, shown);
    if (mustRenew() && working.size === 0 && !hasWork()) {
      await condition(allHandlersFinished);
      if (!hasWork()) await continueAsNew<typeof fulfilOrder>(input, state.snapshot());
    }
    const busy = working.size;
    // Also while it works: a side that is away for hours keeps an activity busy, and whoever looks must see for what.
    if (busy > 0) setCurrentDetails(orderDetails(state.story(), possibleDecisions(state.addresses)));
    await condition(() => hasWork() || broken !== undefined || working.size < busy || (busy === 0 && mustRenew()));
  }
  await condition(allHandlersFinished);
  await show(state, shown);
  return state.story();
}

async function readOrder(state: OrderState): Promise<void> {
  state.mustRead = false;
  const { storeHash, orderId } = state;
  try {
    const key = state.head?.digestKey === undefined ? {} : { digestKey: state.head.digestKey };
    state.apply(await readStoreOrder({ storeHash, orderId, fresh: state.wasRead, ...key }));
  } catch (error) {
    if (isCancellation(error)) throw error;
    const step = failedStep(error);
    if (step === undefined) throw error;
    if (isNotFound(error)) state.ended = 'The store has no such order any more.';
    else if (step.kind === 'again') state.mustRead = true;
    else state.holdOrder(step.reason, step.message);
  }
}

async function moveOn(state: OrderState): Promise<void> {
  const { storeHash, orderId } = state;
  await ofTheOrder(state, async () => {
    state.rememberOwn(await markHandedOver({ storeHash, orderId }));
    state.movedOn = true;
    state.effect('status moved on in the store');
  });
}

async function cancelStore(state: OrderState): Promise<void> {
  const { storeHash, orderId } = state;
  await ofTheOrder(state, async () => state.cancelledInStore(await cancelInStore({ storeHash, orderId })));
}

/** A step of the order as a whole: what fails for good holds the order, and the next reading lets it try again. */
async function ofTheOrder(state: OrderState, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    const failed = failedStep(error);
    if (failed === undefined) throw error;
    if (failed.kind === 'hold') state.holdOrder(failed.reason, failed.message);
  }
}

/** Shows where the run stands, in the UI and to saved queries; tells the entity of a hold that it may undo at once. */
async function show(state: OrderState, shown: string): Promise<string> {
  setCurrentDetails(orderDetails(state.story(), possibleDecisions(state.addresses)));
  const reason = state.holds[0]?.reason;
  const now = `${state.stage}/${reason ?? ''}`;
  if (now !== shown) {
    upsertSearchAttributes([
      { key: stageAttribute, value: state.stage },
      ...(reason !== undefined || shown.includes('held/') ? [{ key: holdAttribute, value: reason ?? null }] : []),
    ]);
  }
  const reasons = state.holds.map((hold) => hold.reason);
  if (now !== shown && reasons.some((held) => judgedByEntity.includes(held))) await tellEntity(state, reasons);
  return now;
}

async function tellEntity(state: OrderState, reasons: readonly string[]): Promise<void> {
  const versions = state.head?.versions ?? { credentials: 0, links: 0, settings: 0 };
  try {
    await getExternalWorkflowHandle(workflowId.integration(state.storeHash)).signal(integrationMessages.held, {
      workflowId: workflowInfo().workflowId,
      credentialsVersion: versions.credentials,
      linksVersion: versions.links,
      settingsVersion: versions.settings,
      reasons,
    });
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('the integration could not be told of a hold', { orderId: state.orderId });
  }
}

function isNotFound(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof ApplicationFailure && cause.type === FailureType.notFound;
}

function checkRelease(state: OrderState, decision: ReleaseDecision | undefined): void {
  const refusal = refusalOf(state.addresses, decision);
  if (refusal === undefined) return;
  const { type, message, detail } = refusal;
  throw ApplicationFailure.create({ type, message, nonRetryable: true, details: [detail] });
}

function validateCancel(state: OrderState): void {
  if (state.addresses.length === 0 || state.addresses.some(({ stage }) => !isFinal(stage))) return;
  throw refused('Nothing of this order can be cancelled any more.', 'an order that is not shipped or cancelled yet');
}
