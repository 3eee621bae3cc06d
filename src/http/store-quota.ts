import type { Priority } from './budget.ts';
import { LONGEST_WAIT_MS } from './headers.ts';

/** The share of the quota, and the least number of requests, that each kind of work leaves for orders. */
const RESERVES = {
  orders: { share: 0, least: 0 },
  tracking: { share: 0.1, least: 5 },
  stock: { share: 0.1, least: 5 },
  catalogue: { share: 0.3, least: 10 },
} as const satisfies Record<Priority, { share: number; least: number }>;

const RANK = { orders: 0, tracking: 1, stock: 2, catalogue: 3 } as const satisfies Record<Priority, number>;

/** Requests under way at one store from this process, whatever its quota. */
const MOST_IN_FLIGHT = 16;

/** Others (a second worker, other apps) are assumed to send as eagerly as we do: we use a third of what is left at once. */
const SHARERS = 3;

/** A 429 without headers is the platform's protection: a short stop here. */
const BLIND_STOP_MS = 5_000;

/** Stops that follow each other without an answer of another kind grow up to this. */
const LONGEST_STOP_MS = 5 * 60_000;

/** A refusal names at least so long a wait: the end of a window may be a millisecond away. */
const SHORTEST_WAIT_MS = 1_000;

interface Waiter {
  readonly priority: Priority;
  readonly wake: () => void;
}

/** What is known of one store's quota, and who waits for a place. */
export class StoreQuota {
  readonly #now: () => number;
  #left: number | undefined;
  #quota: number | undefined;
  /** Epoch milliseconds at which the present window ends. */
  #resetAt = 0;
  #inFlight = 0;
  /** Stops since the last answer that told what is left. */
  #stops = 0;
  readonly #waiters: Waiter[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Takes a place, waiting for one of our own requests to end where too many are under way.
   * @returns undefined when the place is taken, otherwise the milliseconds until the window resets
   */
  async enter(priority: Priority, signal?: AbortSignal): Promise<number | undefined> {
    let waited = false;
    for (;;) {
      if (signal?.aborted === true) {
        // The wake that was ours goes to the next one.
        this.#wakeNext();
        signal.throwIfAborted();
      }
      const spendable = this.#spendable(priority);
      if (spendable - this.#inFlight <= 0) {
        // What runs now may itself be all that was left: its answers will tell, but not before the reset.
        this.#wakeNext();
        return Math.max(SHORTEST_WAIT_MS, this.#resetAt - this.#now());
      }
      if (this.#hasPlace(spendable, priority, waited)) {
        this.#inFlight += 1;
        // A place may be left for the next one, too.
        this.#wakeNext();
        return undefined;
      }
      await this.#wait(priority, signal);
      waited = true;
    }
  }

  /** Takes a place that is free. @returns false where it has to be waited for, or is refused: `enter` says which */
  enterNow(priority: Priority): boolean {
    const spendable = this.#spendable(priority);
    if (spendable - this.#inFlight <= 0 || !this.#hasPlace(spendable, priority, false)) return false;
    this.#inFlight += 1;
    this.#wakeNext();
    return true;
  }

  #spendable(priority: Priority): number {
    const left = this.#leftNow();
    return left === undefined ? Infinity : left - this.#reserve(priority, left);
  }

  /** One that has just come stands behind those of its rank that wait already. */
  #hasPlace(spendable: number, priority: Priority, waited: boolean): boolean {
    const together = Math.min(MOST_IN_FLIGHT, Math.max(1, Math.floor(spendable / SHARERS)));
    return this.#inFlight < together && (waited || !this.#isBehind(priority));
  }

  /** Gives a place back. */
  leave(): void {
    this.#inFlight -= 1;
    this.#wakeNext();
  }

  /** An answer's headers. Answers overtake each other, so within one window only a lower figure is news. */
  reported(left: number, resetMs: number, quota: number | undefined): void {
    this.#stops = 0;
    const resetAt = this.#now() + resetMs;
    const sameWindow = Math.abs(resetAt - this.#resetAt) < 5_000;
    const changedPlan = quota !== undefined && this.#quota !== undefined && quota !== this.#quota;
    if (quota !== undefined) this.#quota = quota;
    if (this.#left === undefined || changedPlan || (!sameWindow && resetAt > this.#resetAt)) {
      this.#left = left;
      this.#resetAt = resetAt;
    } else if (sameWindow) {
      this.#left = Math.min(this.#left, left);
    }
  }

  /** A 429: nothing is left until the reset that it names. One stop after another is longer each time. */
  exhausted(waitMs: number | undefined): void {
    const now = this.#now();
    // Answers to requests that were under way together are one stop.
    const again = this.#left !== 0 || now >= this.#resetAt;
    if (again) this.#stops += 1;
    const grown =
      this.#stops <= 1 ? SHORTEST_WAIT_MS : Math.min(LONGEST_STOP_MS, BLIND_STOP_MS * 2 ** (this.#stops - 2));
    const stop = now + Math.max(waitMs ?? BLIND_STOP_MS, grown);
    this.#resetAt = again ? stop : Math.max(this.#resetAt, stop);
    this.#left = 0;
  }

  /** Undefined when nothing is known: never asked, no headers, or the window has ended since. */
  #leftNow(): number | undefined {
    // Our clock was set back meanwhile: what was known ends when nobody knows.
    if (this.#resetAt - this.#now() > LONGEST_WAIT_MS) this.#left = undefined;
    if (this.#left !== undefined && this.#now() >= this.#resetAt) {
      // A new window begins at the next request. It is taken as full, and put right by the first answer.
      this.#left = this.#quota;
      this.#resetAt = this.#now() + 30_000;
    }
    return this.#left;
  }

  /** With the quota unknown, what is left stands for it. */
  #reserve(priority: Priority, left: number): number {
    const { share, least } = RESERVES[priority];
    const quota = this.#quota ?? left;
    // Of a small quota at most half is kept back, or the others would never have their turn.
    const most = this.#quota === undefined ? Infinity : Math.floor(this.#quota / 2);
    return Math.min(most, Math.max(least, Math.ceil(quota * share)));
  }

  #isBehind(priority: Priority): boolean {
    return this.#waiters.length > 0 && this.#waiters.some((waiter) => RANK[waiter.priority] <= RANK[priority]);
  }

  async #wait(priority: Priority, signal?: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const waiter: Waiter = {
        priority,
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = (): void => {
        const place = this.#waiters.indexOf(waiter);
        if (place >= 0) this.#waiters.splice(place, 1);
        resolve();
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiters.push(waiter);
    });
  }

  /** Wakes the first of the most urgent rank; it looks again for itself. */
  #wakeNext(): void {
    if (this.#waiters.length === 0) return;
    let next: Waiter | undefined;
    for (const waiter of this.#waiters) {
      if (next === undefined || RANK[waiter.priority] < RANK[next.priority]) next = waiter;
    }
    if (next === undefined) return;
    this.#waiters.splice(this.#waiters.indexOf(next), 1);
    next.wake();
  }
}
