import type { StoreHash } from '../../contract/ids.ts';
import type { OrderStage } from '../../contract/orders.ts';
import type { Calls } from '../calls/calls.ts';
import { OgoshipError, WorkerUnavailable } from '../errors.ts';
import { listedStore, ofMerchant, type ListedStore } from './merchants.ts';
import { whoAnswers } from './no-worker.ts';
import { runPages } from './run-pages.ts';

/** Stores that are asked at once. */
export const STORES_AT_ONCE = 10;

/** What was found in one store. */
export type Found =
  | {
      readonly kind: 'order' | 'reference';
      readonly storeHash: StoreHash;
      readonly orderId: number;
      readonly stage: OrderStage | 'starting';
      /** The first reason that it is held for. */
      readonly held?: string;
      /** False where its run has ended. */
      readonly open: boolean;
      /** ISO time at which its run began; absent where it has none. */
      readonly since?: string;
      /** Its store is not connected: an open run of it waits for that. */
      readonly disconnected?: true;
      /** What the reference stands for, read from both sides. */
      readonly summary?: string;
    }
  | {
      readonly kind: 'sku';
      readonly storeHash: StoreHash;
      readonly sku: string;
      readonly productId: number | null;
      /** What the store shows; `null` where it does not track it, or does not sell it. */
      readonly storeStock: number | null;
      /** What myOGO has; `null` where it does not know the code. */
      readonly myogoStock: number | null;
      /** What the store should show, of all that is known now; absent where nothing is written for it. */
      readonly shouldBe?: number;
      /** Why it shows another number than myOGO has. */
      readonly why?: string;
    }
  /** A reference names this store and this order, and there is no such order, or no such store. */
  | {
      readonly kind: 'absent';
      readonly storeHash: StoreHash;
      readonly orderId: number;
      /** False where there is no such store. */
      readonly connected: boolean;
      /** What was looked for, where it may be a SKU as well: it is neither. */
      readonly text?: string;
      readonly message: string;
    }
  /** A store that could not be asked: what is looked for may be there. */
  | { readonly kind: 'not-asked'; readonly storeHash: StoreHash; readonly message: string };

export function notAsked(storeHash: StoreHash, error: unknown): Found {
  if (!(error instanceof OgoshipError)) throw error;
  return { kind: 'not-asked', storeHash, message: error.message };
}

/** Asks store after store. Where no worker answers none is asked any more: each of ten thousand would be waited for. */
export function storeAsker(
  calls: Calls,
): (storeHash: StoreHash, ask: () => Promise<readonly Found[]>) => Promise<readonly Found[]> {
  const { known, afterSilence } = whoAnswers(calls);
  return async (storeHash, ask) => {
    const message = await known();
    if (message !== undefined) return [{ kind: 'not-asked', storeHash, message }];
    try {
      return await ask();
    } catch (error) {
      if (error instanceof WorkerUnavailable) await afterSilence();
      return [notAsked(storeHash, error)];
    }
  };
}

/** Stores some at a time, from visibility lists of their integrations. */
export async function* storeLists(
  calls: Calls,
  lists: readonly string[],
  { merchant, size }: { readonly merchant: string | undefined; readonly size: number },
): AsyncGenerator<{ readonly stores: readonly ListedStore[]; readonly isLast: boolean }> {
  const queries = await ofMerchant(calls, lists, merchant);
  for await (const { rows, next } of runPages(calls, queries, { after: undefined, size })) {
    yield { stores: rows.flatMap((run) => listedStore(run) ?? []), isLast: next === undefined };
  }
}
