import { timingSafeEqual } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { openOrderRuns, orderIdOf } from '../../contract/runs/order-run.ts';
import { stageKey } from '../../contract/runs/search-attributes.ts';
import type { Side } from '../../contract/failures.ts';
import { FailureType } from '../../contract/failures.ts';
import type { HoldReason } from '../../contract/hold-reasons.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { InFlight, OpenOrder } from '../../contract/integration.ts';
import type { Credentials, TestOutcome } from '../../contract/integration/access.ts';
import { goodsInMessages } from '../../contract/messages.ts';
import { SearchAttribute, WorkflowType } from '../../contract/temporal.ts';
import { HttpFailure } from '../../http/failure.ts';
import { SealError } from '../../security/seal.ts';
import { testConnection, unopenedOutcome } from './connection-test.ts';
import type { OpenApis } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { activityFailure } from '../runtime/failures.ts';
import { ifOpen } from '../runtime/if-open.ts';
import { askHeldRuns } from './ask-held-runs.ts';
import { ordersHeldByPause, runsInFlight } from './in-flight.ts';

export interface CredentialsRequest {
  readonly storeHash: StoreHash;
  readonly merchantId: string;
  readonly sealed: string;
  readonly version: number;
}

/** What a person forbids is heeded by every worker after so long: the act is done only then. */
interface Heeded {
  readonly heededAfterMs: number;
}

/** Open orders that are listed by name; all of them are counted. */
const LISTED = 100;

/** Attempts after which credentials count as closed to every worker. */
const KEY_ATTEMPTS = 3;

/** How often a side that fails quickly is asked, and how long the later tries may ask: a person waits. */
const ATTEMPTS = 3;
const QUICK_MS = 5_000;
const AGAIN_FOR_MS = 10_000;

/** Takes as long for tokens that are alike as for others. */
function same(a: Credentials, b: Credentials): boolean {
  const [first, second] = [a, b].map(({ bigcommerce, myogo }) =>
    Buffer.from(JSON.stringify([bigcommerce.apiToken, myogo.secretToken])),
  ) as [Buffer, Buffer]; // two were given
  return first.length === second.length && timingSafeEqual(first, second);
}

/** What the integration entity asks of the outside. */
export function createIntegrationActivities(deps: Dependencies) {
  const tokensOf = (storeHash: StoreHash, sealed: string): Credentials =>
    JSON.parse(deps.sealer.open(sealed, storeHash)) as Credentials; // written by our own client

  const opens = (storeHash: StoreHash, sealed: string): boolean => {
    try {
      tokensOf(storeHash, sealed);
      return true;
    } catch (error) {
      if (error instanceof SealError) return false;
      throw error;
    }
  };

  return {
    /** The Test button: one line per capability of both sides. Changes nothing on either. */
    async testCredentials({ storeHash, merchantId, sealed, version }: CredentialsRequest): Promise<TestOutcome> {
      let open: OpenApis;
      try {
        open = deps.connections.unseal({ storeHash, merchantId }, { sealed, version }, 'orders');
      } catch (error) {
        // Another worker may have the key, while keys are being changed.
        if (!(error instanceof SealError) || Context.current().info.attempt < KEY_ATTEMPTS) throw error;
        return unopenedOutcome(error.message);
      }
      const { attempt } = Context.current().info;
      const begun = Date.now();
      const outcome = await testConnection(storeHash, open, attempt === 1 ? undefined : AGAIN_FOR_MS);
      const { unreachable, checks } = outcome.report;
      // A passing trouble is waited out; then what is known is told.
      if (unreachable !== undefined && attempt < ATTEMPTS && Date.now() - begun < QUICK_MS) {
        const { problem = 'no answer' } =
          checks.find(({ ok, side }) => ok === false && unreachable.includes(side)) ?? {};
        throw activityFailure(FailureType.unavailable, problem);
      }
      return outcome;
    },

    /** True where both sealed texts hold the same tokens. Sealing is random, so the texts themselves never agree. */
    sameCredentials({ storeHash, a, b }: { storeHash: StoreHash; a: string; b: string }): Promise<boolean> {
      if (!opens(storeHash, a)) return Promise.resolve(false); // its key is lost: only a rotation replaces it
      return Promise.resolve(same(tokensOf(storeHash, a), tokensOf(storeHash, b)));
    },

    /** New credentials from old ones and those parts that changed: the very text of before where nothing of it is new. */
    mergeCredentials(request: {
      storeHash: StoreHash;
      base: string;
      sealed: string;
      parts: readonly Side[];
    }): Promise<string> {
      const { storeHash, parts } = request;
      const given = tokensOf(storeHash, request.sealed);
      // Not opened where all of it is replaced: the key of the old ones may be lost.
      const base = (): Credentials => {
        try {
          return tokensOf(storeHash, request.base);
        } catch (error) {
          if (!(error instanceof SealError)) throw error;
          throw activityFailure(FailureType.refused, `The stored credentials cannot be opened: ${error.message}.`, {
            expected: 'rotateCredentials with both tokens: bigcommerce.apiToken and myogo.secretToken',
          });
        }
      };
      const merged: Credentials = {
        bigcommerce: (parts.includes('bigcommerce') ? given : base()).bigcommerce,
        myogo: (parts.includes('myogo') ? given : base()).myogo,
      };
      // Where the old ones cannot be opened nothing can be compared, and all of it is new.
      const isSame = opens(storeHash, request.base) && same(merged, base());
      return Promise.resolve(isSame ? request.base : deps.sealer.seal(merged, storeHash));
    },

    /** Opens with any key and seals with the first one. */
    resealCredentials({ storeHash, sealed }: { storeHash: StoreHash; sealed: string }): Promise<string> {
      return Promise.resolve(deps.sealer.seal(tokensOf(storeHash, sealed), storeHash));
    },

    /** True where myOGO has stock of anything of this merchant. */
    async goodsInStock({ storeHash }: { storeHash: StoreHash }): Promise<boolean> {
      const { merchant } = await deps.connections.open(storeHash, 'stock', { fresh: true });
      for await (const page of merchant.stock.pages({})) {
        if (page.rows.some(({ stock, stockAvailable }) => (stock ?? stockAvailable) > 0)) return true;
      }
      return false;
    },

    /**
     * Has held runs look again: what they wait for may have happened. A visibility list lags, so the entity asks again 20
     * seconds later, and `maintain` sweeps what both missed. @returns how many heard it
     */
    async releaseHeld({
      storeHash,
      reasons,
    }: {
      storeHash: StoreHash;
      reasons: readonly HoldReason[];
    }): Promise<number> {
      deps.connections.drop(storeHash);
      const list = reasons.map((reason) => `"${reason}"`).join(',');
      // What waits for a status is not held, and depends on the same settings.
      const forStatus = `(${SearchAttribute.stage}="awaiting-payment" AND WorkflowType="${WorkflowType.fulfilOrder}")`;
      const waits = reasons.includes('status-forbids-sending') ? ` OR ${forStatus}` : '';
      // Connected to another merchant: what waits for the one before would wait for ever, and nobody would know.
      const there = reasons.includes('other-merchant')
        ? ` OR ${SearchAttribute.stage} IN ("handed-over", "ready")`
        : '';
      // What was kept elsewhere is told by no hold: what is under way may owe it now.
      const kept = reasons.includes('sku-missing')
        ? ` OR (${SearchAttribute.stage} IN ("handed-over", "ready") AND WorkflowType="${WorkflowType.fulfilOrder}")`
        : '';
      const query = `${SearchAttribute.integration}="${storeHash}" AND (${SearchAttribute.hold} IN (${list})${waits}${there}${kept})`;
      return askHeldRuns(deps.temporal, query);
    },

    /**
     * Ends what makes no sense without the store, and tells what waits. Orders are not ended: they hold, and go on when
     * the store is connected again. Repeating it changes nothing.
     */
    async leaveRuns({
      storeHash,
    }: {
      storeHash: StoreHash;
    }): Promise<Heeded & { openOrders: number; orders: readonly OpenOrder[] }> {
      const { workflow } = deps.temporal;
      const { heededAfterMs } = deps;
      await ifOpen(() => workflow.getHandle(workflowId.createProducts(storeHash)).cancel());
      // It finds the integration gone, and ends by itself.
      await ifOpen(() => workflow.getHandle(workflowId.goodsIn(storeHash)).signal(goodsInMessages.lookNow));
      const query = openOrderRuns(storeHash);
      const orders: OpenOrder[] = [];
      for await (const { workflowId: id, typedSearchAttributes } of workflow.list({ query, pageSize: LISTED })) {
        if (orders.length === LISTED) break;
        orders.push({
          orderId: orderIdOf(id),
          stage: typedSearchAttributes.get(stageKey) ?? 'starting',
        });
      }
      const openOrders = Math.max(orders.length, (await workflow.count(query)).count);
      return { openOrders, orders, heededAfterMs };
    },

    /**
     * What is under way when somebody pauses. This worker forgets what it knew of the integration: its next write asks.
     */
    async inFlight({ storeHash }: { storeHash: StoreHash }): Promise<Heeded & { readonly runs: readonly InFlight[] }> {
      deps.connections.drop(storeHash);
      return { runs: await runsInFlight(deps.temporal, storeHash), heededAfterMs: deps.heededAfterMs };
    },

    /** How many open orders wait for a pause to end. */
    heldByPause: ({ storeHash }: { storeHash: StoreHash }): Promise<number> =>
      ordersHeldByPause(deps.temporal, storeHash),

    /** Proves that an order is there, before anything is started for it. */
    async orderExists({ storeHash, orderId }: { storeHash: StoreHash; orderId: number }): Promise<boolean> {
      const { store } = await deps.connections.open(storeHash, 'orders');
      try {
        await store.orders.get(orderId);
        return true;
      } catch (error) {
        if (error instanceof HttpFailure && error.type === FailureType.notFound) return false;
        throw error;
      }
    },

    /** One alert for each cause: a structured line that a log pipeline can page on. */
    raiseAlert({ storeHash, cause, message }: { storeHash: StoreHash; cause: string; message: string }): Promise<void> {
      deps.metrics.alerts(1, { cause });
      Context.current().log.error('alert', { alert: cause, storeHash, what: message });
      return Promise.resolve();
    },
  };
}
