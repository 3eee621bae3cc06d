import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  sleep,
  TimeoutFailure,
} from '@temporalio/workflow';
import { FailureType, type FailureDetail } from '../../contract/failures.ts';

/** What an activity that writes is told of the tries before it: see `activities/runtime/write-once.ts`. */
type Before = 'nothing' | 'settled' | 'unknown';

/**
 * What an activity's failure says of its writes: milliseconds to wait from now until a look is conclusive, or `ask`:
 * the attempt died without a word, and the next activity says how long. `undefined` where nothing is on its way.
 */
export function unsettled(error: unknown): number | 'ask' | undefined {
  if (!(error instanceof ActivityFailure)) return undefined;
  const { cause } = error;
  // Its worker died, or its time was up in the middle: it may have sent.
  if (cause instanceof TimeoutFailure) return 'ask';
  if (!(cause instanceof ApplicationFailure) || cause.type !== FailureType.unavailable) return undefined;
  const detail = cause.details?.[0] as FailureDetail | undefined; // written by activities/runtime/failures.ts
  return detail?.outcomeUnknown === true ? Math.max(1, detail.retryAfterMs ?? 0) : undefined;
}

/**
 * Options of an activity that {@link settledWrite} runs: it is known when it ended although it was cancelled, and an
 * attempt that dies without a word ends it, so that the run hears of it at once.
 */
export const settledBounds = {
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  nonRetryableErrorTypes: ['TemporalTimeout:StartToClose', 'TemporalTimeout:Heartbeat'],
} as const;

/** The waits grow by this from the third unknown outcome in a row on, up to sixteen times the settle time. */
const growth = (waits: number): number => Math.min(16, 2 ** Math.max(0, waits - 2));

export interface SettledWriteOptions {
  /** True where a run of before may have sent and left no word: where this one is the reset of it. */
  readonly startsUnknown?: boolean;
  /** Milliseconds after which the last failure is the run's, once nothing is on its way any more. */
  readonly giveUpAfterMs: number;
  /** What the Web UI shows of a wait. */
  readonly summary: string;
}

/**
 * Runs an activity whose writes go by `writing(…, { before })` until its outcome is known. **The settle time is waited
 * here, by a timer of the run**: no end of an activity, whatever brought it about, leads to a send before that.
 *
 * A cancelled run waits it out too: whoever does the same next then finds what was sent. The activity must have
 * {@link settledBounds}.
 */
export async function settledWrite<T>(
  activity: (before: Before) => Promise<T>,
  { startsUnknown = false, giveUpAfterMs, summary }: SettledWriteOptions,
): Promise<T> {
  const scope = CancellationScope.current();
  const startedAt = Date.now();
  let before: Before = startsUnknown ? 'unknown' : 'nothing';
  for (let waits = 1; ;) {
    try {
      // What only asks for the settle time sends nothing: it is not cancelled.
      if (before === 'unknown') return await CancellationScope.nonCancellable(() => activity('unknown'));
      return await activity(before);
    } catch (error) {
      const open = unsettled(error);
      if (open === undefined) throw error;
      before = 'unknown';
      if (open === 'ask') continue;
      await CancellationScope.nonCancellable(() => sleep(open * growth(waits++), { summary }));
      before = 'settled';
      if (scope.consideredCancelled) throw new CancelledFailure('Cancelled: nothing is on its way any more');
      if (Date.now() - startedAt >= giveUpAfterMs) throw error;
    }
  }
}
