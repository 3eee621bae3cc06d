import { setTimeout as delay } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { FailureType } from '../../contract/failures.ts';
import { HttpFailure } from '../../http/failure.ts';

/** An answer that cannot be read may be a proxy's page: as passing as an outage. */
const passing: readonly string[] = [FailureType.unavailable, FailureType.unexpectedResponse];

/** Pauses before a page is asked for again after an outage, in milliseconds. */
const PAUSES = [500, 1_000, 2_000, 4_000, 8_000];

/** From its first failure on an outage is waited out for at most so long: requests that time out take their time, too. */
const LONGEST_OUTAGE_MS = 30_000;

/** Pauses after refusals that name no time: each longer than the one before, up to a minute. */
const blindPause = (refusals: number): number => Math.min(60_000, 5_000 * 2 ** refusals);

/** How a request is sent: at once, or with patience. */
export type Asking = <T>(request: () => Promise<T>) => Promise<T>;

/** Hears how patient a request must be. */
export interface HearsPauses {
  /** A pause begins: the quota is spent, or the side does not answer. */
  paused(why: HttpFailure): void;
  /** The request was answered at once. */
  answered(): void;
}

/**
 * Sends one request of many, waiting out a spent quota: work of hundreds of requests that began anew at each refused one
 * would never end on a small plan. All else is left to Temporal.
 */
export function waitingForQuota<T>(request: () => Promise<T>): Promise<T> {
  return withPauses(request, []);
}

/**
 * Reads one page of a long scan, waiting out a spent quota and a short outage.
 *
 * Elsewhere Temporal alone retries. A scan of hundreds of pages that began anew at each refused one would never end on a
 * small plan, so it waits where it stands; an outage that lasts is handed to Temporal after all.
 */
export function patiently<T>(read: () => Promise<T>, hears?: HearsPauses): Promise<T> {
  return withPauses(read, PAUSES, hears);
}

async function withPauses<T>(request: () => Promise<T>, pauses: readonly number[], hears?: HearsPauses): Promise<T> {
  const signal = Context.current().cancellationSignal;
  let firstOutage: number | undefined;
  let blind = 0;
  let waited = false;
  for (let outages = 0; ;) {
    try {
      const answer = await request();
      if (!waited) hears?.answered();
      return answer;
    } catch (error) {
      if (!(error instanceof HttpFailure) || signal.aborted) throw error;
      waited = true;
      if (error.type === FailureType.throttled) {
        hears?.paused(error);
        await pause(error.detail.retryAfterMs ?? blindPause(blind++), signal);
      } else if (passing.includes(error.type) && outages < pauses.length) {
        firstOutage ??= performance.now();
        if (performance.now() - firstOutage > LONGEST_OUTAGE_MS) throw error;
        hears?.paused(error);
        await pause(pauses[outages++] ?? 0, signal);
      } else throw error;
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(Math.max(50, ms), undefined, { signal });
  } catch (error) {
    // Node wraps the reason of the cancellation; the caller must see the cancellation itself.
    throw signal.aborted ? signal.reason : error;
  }
}
