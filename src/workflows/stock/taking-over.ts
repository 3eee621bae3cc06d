import { ActivityFailure, isCancellation, log, proxyActivities, setHandler } from '@temporalio/workflow';
import type { KeptAwaited } from '../../contract/goods.ts';
import { goodsInMessages } from '../../contract/messages.ts';
import type { createTakeOverActivities } from '../../activities/stock/take-over.ts';

const { keptByEnded } = proxyActivities<ReturnType<typeof createTakeOverActivities>>({
  startToCloseTimeout: '2m',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
  summary: 'Take over what the run before kept, which was ended from outside',
});

/**
 * A run that awaits goods and follows one that a person cancelled or terminated goes on with what that one kept. Until it
 * knows that, it answers nothing, so that nobody takes "not known yet" for "not awaited"; and what it is told counts after it.
 */
export class TakingOver<T> {
  readonly #early: (() => void)[] = [];
  #after: string | undefined;

  /** @param keeps what this run keeps now, as it would continue as new */
  constructor(after: string | undefined, keeps: () => T) {
    this.#after = after;
    setHandler(goodsInMessages.kept, (): KeptAwaited<T> => {
      const kept = keeps();
      return this.#after === undefined ? { kept } : { kept, after: this.#after };
    });
  }

  /**
   * Does what a message says: at once, so that whoever takes over from this run has it, too; and where the run before is not
   * known yet, once more after that one's.
   * @param said does no harm a second time
   */
  take(said: () => void): void {
    said();
    if (this.#after !== undefined) this.#early.push(said);
  }

  /** @throws until it is known what the run before kept: who asks has no answer */
  answer<R>(known: () => R): R {
    if (this.#after !== undefined) throw new TypeError('What the run before kept is not known yet.');
    return known();
  }

  /** Hands over what the run before kept, and what was said meanwhile. */
  async run(id: string, add: (kept: T) => void): Promise<void> {
    if (this.#after === undefined) return;
    try {
      const found = await keptByEnded({ id, after: this.#after });
      for (const kept of found) add(kept as T); // a run of the same type answered
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
      log.error('what the run before kept cannot be taken over', { id, why: error.cause?.message });
    }
    this.#after = undefined;
    for (const said of this.#early.splice(0)) said();
  }
}
