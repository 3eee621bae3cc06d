import { LRUCache } from 'lru-cache';
import { FailureType } from '../contract/failures.ts';
import { type Call, failureOf } from './failure.ts';
import { countOf, headerOf, resetMs, type ResponseHeaders, retryAfterMs } from './headers.ts';
import { StoreQuota } from './store-quota.ts';

/** What a request is for. Orders may spend the whole quota; the others leave a reserve for them. */
export type Priority = 'orders' | 'tracking' | 'stock' | 'catalogue';

/** A place in the budget, held while one request runs. */
export interface Lease {
  /**
   * Gives the place back. Call exactly once.
   * @param answer what came back; leave it out when nothing did
   */
  settle(answer?: { readonly status: number; readonly headers: ResponseHeaders }): void;
}

/** The request quotas of all stores that this process talks to, as their own answers report them. */
export interface QuotaBudget {
  /**
   * Takes a place for one request. Waits while this process already has as many requests under way at the store as
   * what is left allows; with plenty left that is not noticed.
   * @throws HttpFailure `Throttled` with `retryAfterMs`, before anything is sent, when what is left is reserved or spent;
   * the signal's reason when the caller gives up waiting
   */
  take(storeHash: string, priority: Priority, call: Call, signal?: AbortSignal): Promise<Lease>;
  /** The same where there is a place at once, as nearly always; `undefined` where it has to be waited for, or is refused. */
  takeNow(storeHash: string, priority: Priority, signal?: AbortSignal): Lease | undefined;
}

/** Where the budget gets its time and its jitter from, and how many stores it remembers. */
export interface QuotaBudgetOptions {
  /** Epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number;
  /** A number of 0 to 1, for jitter. Default `Math.random`. */
  readonly random?: () => number;
  /** Default 10,000; the store used longest ago is forgotten first, which costs no more than a fresh look. */
  readonly maxStores?: number;
  /** Called with what an answer says of a store's quota, for metrics; it must not throw. */
  readonly onQuota?: (storeHash: string, reported: ReportedQuota) => void;
}

/** What one answer says of a quota. */
export interface ReportedQuota {
  /** Requests left in the present window. */
  readonly left: number;
  /** Requests allowed in a window, where the answer tells. */
  readonly quota: number | undefined;
}

/** Longest extra wait, so that runs that were stopped together do not come back together. */
const JITTER_MS = 2_000;

/**
 * A budget read from the answers' own `X-Rate-Limit-*` headers. Other apps and other workers spend the same quota: only the
 * headers know, so what is left is taken from every answer and never just counted down.
 */
export function createQuotaBudget(options: QuotaBudgetOptions = {}): QuotaBudget {
  const now = options.now ?? Date.now;
  const random = options.random ?? Math.random;
  const stores = new LRUCache<string, StoreQuota>({ max: options.maxStores ?? 10_000 });

  function knownOf(storeHash: string): StoreQuota {
    const known = stores.get(storeHash);
    if (known !== undefined) return known;
    const quota = new StoreQuota(now);
    stores.set(storeHash, quota);
    return quota;
  }

  return {
    async take(storeHash, priority, call, signal) {
      const quota = knownOf(storeHash);
      const waitMs = await quota.enter(priority, signal);
      if (waitMs !== undefined) {
        const wait = Math.ceil(waitMs + random() * JITTER_MS);
        throw failureOf(call, FailureType.throttled, 'the quota of the store is spent or kept for orders', {
          retryAfterMs: wait,
        });
      }
      return leaseOf(storeHash, quota);
    },
    takeNow(storeHash, priority, signal) {
      if (signal?.aborted === true) return undefined;
      const quota = knownOf(storeHash);
      return quota.enterNow(priority) ? leaseOf(storeHash, quota) : undefined;
    },
  };

  function leaseOf(storeHash: string, quota: StoreQuota): Lease {
    return {
      settle(answer) {
        const said = answer === undefined ? undefined : report(quota, answer.status, answer.headers, now());
        if (said !== undefined) options.onQuota?.(storeHash, said);
        quota.leave();
      },
    };
  }
}

/** Deletes answered with 204, and unlimited plans, carry no headers: then nothing is learnt and nothing is stopped. */
function report(known: StoreQuota, status: number, headers: ResponseHeaders, now: number): ReportedQuota | undefined {
  const left = countOf(headers, 'x-rate-limit-requests-left');
  const reset = resetMs(headers);
  const quota = quotaOf(headers, left);
  if (status === 429 || status === 509) {
    known.exhausted(retryAfterMs(headers, now) ?? reset);
    return { left: 0, quota };
  }
  if (left === undefined) return undefined;
  if (reset === undefined) {
    // Nothing left, and no end of it that can be believed: a short stop, which ends by itself.
    if (left > 0 || headerOf(headers, 'x-rate-limit-time-reset-ms') === undefined) return undefined;
    known.exhausted(undefined);
  } else known.reported(left, reset, quota);
  return { left, quota };
}

/** No plan has so many requests in a window. */
const MOST_REQUESTS = 1_000_000;

/** A quota of none, or of fewer than are left, is broken: reserves would be made of it that stop work for ever. */
function quotaOf(headers: ResponseHeaders, left: number | undefined): number | undefined {
  const quota = countOf(headers, 'x-rate-limit-requests-quota');
  return quota !== undefined && quota > 0 && quota <= MOST_REQUESTS && quota >= (left ?? 0) ? quota : undefined;
}
