import type { WorkflowExecutionInfo } from '@temporalio/client';
import { holdRemedies, type HoldReason } from '../../contract/hold-reasons.ts';
import { parseStoreHash, type StoreHash } from '../../contract/ids.ts';
import type { OpenQuestion } from '../../contract/integration/health.ts';
import { connectFirst } from '../../contract/integration.ts';
import type { QuestionKind } from '../../contract/integration/questions.ts';
import type { HeldOrder } from '../../contract/orders.ts';
import { orderIdOf } from '../../contract/runs/order-run.ts';
import { holdKey, orderKey } from '../../contract/runs/search-attributes.ts';
import { ageMs } from '../../contract/runs/age.ts';
import { heldEverywhere, questionsEverywhere, type StoresFilter } from '../../contract/schemas/stores.ts';
import { SearchAttribute, WorkflowType } from '../../contract/temporal.ts';
import type { Calls } from '../calls/calls.ts';
import { checked } from '../calls/checked.ts';
import { isStill } from '../calls/still-runs.ts';
import { OgoshipError, TemporalUnavailable } from '../errors.ts';
import { holdsOf, HELD } from '../orders/held-orders.ts';
import { connectedStores, listedStore, ofMerchant, CONNECTED } from './merchants.ts';
import { whoAnswers } from './no-worker.ts';
import { cursorOf, runPages, type Page } from './run-pages.ts';
import { OPEN } from '../../contract/runs/open-runs.ts';

export interface HeldAnywhere extends HeldOrder {
  readonly storeHash: StoreHash;
  /** The store is not connected: nothing of it goes on before it is, and `remedy` says so first. */
  readonly disconnected?: true;
  /**
   * Why its run did not answer. Told is what a list knows: the first reason, of the order as a whole; `since` is when its run
   * began, and it is held from then on at the longest.
   */
  readonly notAsked?: string;
}

export interface QuestionAnywhere extends OpenQuestion {
  readonly storeHash: StoreHash;
  readonly merchantId: string;
}

/** Orders that are asked at once: each query costs the worker a replay where the run is not in its memory. */
const ORDERS_AT_ONCE = 10;
const STORES_A_PAGE = 100;

/** What is held, over all stores, address by address. */
export async function* heldPages(
  calls: Calls,
  filter: StoresFilter & { readonly reason?: HoldReason },
): AsyncGenerator<Page<HeldAnywhere>> {
  const { reason, olderThan, merchant, after } = checked(heldEverywhere, filter, 'filter');
  cursorOf(after); // what no answer gave is refused before anybody is asked
  const { hold } = SearchAttribute;
  const held = `WorkflowType="${WorkflowType.fulfilOrder}" AND ${OPEN} AND ${HELD}`;
  // An order may be held for several reasons, and its search attribute names only the first: those that name it come first.
  const queries =
    reason === undefined ? [held] : [`${held} AND ${hold}="${reason}"`, `${held} AND ${hold} != "${reason}"`];
  const isOld = oldEnough(olderThan);
  const isConnected = connectedStores(calls);
  const answers = asked(calls);
  for await (const page of runPages(calls, await ofMerchant(calls, queries, merchant), {
    after,
    size: ORDERS_AT_ONCE,
  })) {
    const found = await Promise.all(
      page.rows.map(async (run) => {
        const storeHash = parseStoreHash(run.typedSearchAttributes.get(orderKey)?.split('-', 1)[0] ?? '');
        if (storeHash === undefined) return [];
        const [holds, connected] = await Promise.all([answers(run, reason), isConnected(storeHash)]);
        return holds.map((each) => ({ storeHash, ...each, ...(connected ? {} : afterConnecting(each)) }));
      }),
    );
    yield { ...page, rows: found.flat().filter(({ since }) => isOld(since)) };
  }
}

type Holds = readonly Omit<HeldAnywhere, 'storeHash' | 'disconnected'>[];

/** Asks each order's run; one that does not answer is told as the list has it, and where no worker answers nobody is asked. */
function asked(calls: Calls): (run: WorkflowExecutionInfo, reason?: HoldReason) => Promise<Holds> {
  const { known: nobody, afterSilence } = whoAnswers(calls);
  return async (run, reason) => {
    // One that hears nothing says why by its description.
    const known = isStill(run) ? undefined : await nobody();
    if (known !== undefined) return asListed(run, reason, known);
    try {
      return await holdsOf(calls, run.workflowId, reason);
    } catch (error) {
      if (!(error instanceof OgoshipError) || error instanceof TemporalUnavailable) throw error;
      const { message, expected } = error;
      const helps = expected === undefined ? '' : ` What helps: ${expected}.`;
      return asListed(run, reason, (await afterSilence()) ?? `${message}${helps}`);
    }
  };
}

function asListed(run: WorkflowExecutionInfo, reason: HoldReason | undefined, notAsked: string): Holds {
  const first = run.typedSearchAttributes.get(holdKey);
  if (first === undefined || (reason !== undefined && first !== reason)) return [];
  const texts: Readonly<Partial<Record<string, string>>> = holdRemedies; // a newer worker may have further reasons
  const since = run.startTime.toISOString();
  const remedy = [ASK_AGAIN, texts[first]].filter((text) => text !== undefined).join(' Then: ');
  return [{ orderId: orderIdOf(run.workflowId), addressId: 0, reason: first, remedy, since, notAsked }];
}

const ASK_AGAIN = 'Its own run does not answer: whoever runs the workers mends that, then ask again.';

/** What its run last heard waits for the store. */
function afterConnecting({ reason, remedy }: HeldOrder): Pick<HeldAnywhere, 'disconnected' | 'remedy'> {
  return { disconnected: true, remedy: connectFirst(reason === 'integration-gone' ? undefined : remedy) };
}

/** Open questions, over all stores. Nobody is asked: each integration shows its own in the list. */
export async function* questionPages(
  calls: Calls,
  filter: StoresFilter & { readonly reason?: QuestionKind },
): AsyncGenerator<Page<QuestionAnywhere>> {
  const { reason, olderThan, merchant, after } = checked(questionsEverywhere, filter, 'filter');
  cursorOf(after); // what no answer gave is refused before anybody is asked
  const query = `${CONNECTED} AND ${SearchAttribute.hold} IN ("question", "failing+question")`;
  const isOld = oldEnough(olderThan);
  for await (const page of runPages(calls, await ofMerchant(calls, [query], merchant), {
    after,
    size: STORES_A_PAGE,
  })) {
    const rows = page.rows.flatMap((run) => {
      const store = listedStore(run);
      if (store === undefined) return [];
      const { storeHash, merchantId, attention } = store;
      return attention.questions.map((question) => ({ storeHash, merchantId, ...question }));
    });
    const wanted = rows.filter(({ kind, askedAt }) => (reason === undefined || kind === reason) && isOld(askedAt));
    yield { ...page, rows: wanted };
  }
}

/** @returns whether an ISO time lies at least so long back */
export function oldEnough(olderThan: string | undefined): (since: string) => boolean {
  const until = Date.now() - (olderThan === undefined ? 0 : (ageMs(olderThan) ?? 0));
  return (since) => olderThan === undefined || !(Date.parse(since) > until);
}
