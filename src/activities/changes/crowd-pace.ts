import { setTimeout as delay } from 'node:timers/promises';
import { Context } from '@temporalio/activity';

/** So many are told as fast as any message goes. */
const AT_ONCE = 10;
const FIRST_MS = 50;
const LONGEST_MS = 2_000;

/**
 * Pauses between messages that make runs ask a side. A list that is wrongly empty misses every order: the first few are
 * looked for at once, and each of the others after a longer pause, up to one every two seconds. Ends when the asking activity is
 * cancelled.
 */
export class CrowdPace {
  readonly #wait: (ms: number) => Promise<unknown>;
  #told = 0;
  #pauseMs = FIRST_MS;

  constructor(
    wait = (ms: number): Promise<unknown> => delay(ms, undefined, { signal: Context.current().cancellationSignal }),
  ) {
    this.#wait = wait;
  }

  /** Returns when the next one may be told. */
  async next(): Promise<void> {
    this.#told += 1;
    if (this.#told <= AT_ONCE) return;
    await this.#wait(this.#pauseMs);
    this.#pauseMs = Math.min(LONGEST_MS, Math.round(this.#pauseMs * 1.2));
  }
}
