import { Context } from '@temporalio/activity';
import type { ApplicationFailure } from '@temporalio/common';
import { defined } from '../../contract/defined.ts';
import { FailureType, type Side } from '../../contract/failures.ts';
import { HttpFailure } from '../../http/failure.ts';
import { activityFailure } from './failures.ts';
import { serverTime } from './server-clock.ts';

/** What an attempt leaves for the next one, as heartbeat details: flushed together with a failure. */
interface Trace {
  /** The attempt that wrote this. Anything older is not to be trusted. */
  readonly attempt: number;
  /** Epoch ms of the last moment at which a write of unknown outcome may have left. */
  readonly unknownSince?: number;
}

/** So far apart an activity's two times may lie by rounding; nobody resets it that soon. */
const ROUNDING_MS = 100;

/**
 * True where no attempt of this activity was made before. The number alone does not say: *Reset Activity* counts from one
 * again, and may clear the heartbeat's details (server 1.32.0). The time for which it was first scheduled stays.
 */
export function isFirstAttempt(): boolean {
  const { attempt, scheduledTimestampMs, currentAttemptScheduledTimestampMs } = Context.current().info;
  return attempt === 1 && currentAttemptScheduledTimestampMs - scheduledTimestampMs < ROUNDING_MS;
}

/** What the run knows of its own earlier tries when it waits out unknown outcomes by itself. */
export interface InRun {
  /**
   * `nothing`: this is the first activity. `unknown`: an earlier one may have sent, and the run has not waited since: it
   * is told how long to wait, and nothing is looked at. `settled`: the run has waited; what an earlier one sent is there
   * or never will be.
   */
  readonly before: 'nothing' | 'settled' | 'unknown';
}

export interface Write<T> {
  readonly side: Side;
  /** Looks the write's business key up: what is there already, or `undefined`. */
  readonly look: () => Promise<T | undefined>;
  readonly send: () => Promise<T>;
}

/** Looks, then sends if nothing was there. */
export type Once = <T>(write: Write<T>) => Promise<{ readonly found: boolean; readonly value: T }>;

/**
 * An activity body with writes that must take effect exactly once, although the other side knows no idempotency key.
 *
 * Each write is looked up before every send. After an unknown outcome (time-out, reset, 5xx, or a worker that died) the
 * next attempt looks only when the settle time has passed, because an effect may land seconds after the time-out. The
 * wait is a retry delay, never a sleep that holds a slot.
 *
 * How the next attempt knows: a failing attempt leaves a trace in its heartbeat details, which the server keeps
 * together with the failure. Where the trace is missing or older, the attempt before died in silence, and it may have
 * sent at any moment up to the time at which this attempt was scheduled.
 *
 * **Who waits.** A retry delay that is longer than what is left of the activity's total time ends the activity at once,
 * and a new activity knows nothing of the send before it. So a run that can wait passes `inRun`: every unknown outcome
 * then ends the activity with {@link outcomeUnknown}, the run waits `retryAfterMs` by a timer of its own, and only then
 * starts the next activity (`workflows/shared/settled-write.ts` is that loop). Clocks are never compared between
 * machines: the whole settle time is waited from when the run heard. Without `inRun` the wait is a retry delay, and the
 * caller must see to it that no fresh activity follows before the settle time.
 *
 * @param settleMs milliseconds after which a write of unknown outcome has landed or never will
 * @param inRun where the run waits; leave it out where the activity's own retries do
 */
export async function writing<T>(settleMs: number, body: (once: Once) => Promise<T>, inRun?: InRun): Promise<T> {
  const context = Context.current();
  const { attempt, currentAttemptScheduledTimestampMs, startToCloseTimeoutMs, heartbeatTimeoutMs } = context.info;
  const { scheduledTimestampMs, scheduleToCloseTimeoutMs } = context.info;
  const awake = new Awake(heartbeatTimeoutMs);
  const startedAt = Date.now();
  const endsAt = scheduleToCloseTimeoutMs > 0 ? scheduledTimestampMs + scheduleToCloseTimeoutMs : Infinity;
  const before = isFirstAttempt()
    ? undefined
    : sentBefore(context.info.heartbeatDetails, attempt, currentAttemptScheduledTimestampMs);
  let unknownSince = before;

  const once: Once = async (write) => {
    const found = await write.look();
    if (found !== undefined) return { found: true, value: found };
    // A process that was frozen may wake after its attempt was given to another worker: then it must not send.
    const late = startToCloseTimeoutMs > 0 && Date.now() - startedAt > startToCloseTimeoutMs / 2;
    // Nor is anything sent whose answer would come after the activity's end, when the run no longer listens.
    const ending = inRun !== undefined && serverTime() > endsAt - startToCloseTimeoutMs / 2;
    if (late || ending || awake.slept()) {
      throw activityFailure(FailureType.unavailable, 'This attempt took too long before sending; the next one sends.', {
        side: write.side,
      });
    }
    try {
      return { found: false, value: await write.send() };
    } catch (error) {
      if (isCleanRefusal(error)) throw error;
      unknownSince = Date.now();
      if (inRun !== undefined) throw outcomeUnknown(settleMs, unknownSince, error, write.side);
      if (!(error instanceof HttpFailure)) throw error;
      // Also an answer that cannot be read: the next attempt reads back what it did.
      throw activityFailure(FailureType.unavailable, error.message, { ...error.detail, retryAfterMs: settleMs });
    }
  };

  // Shows that this worker lives, so that a dead one is noticed early. It says nothing about sends: an attempt that dies
  // leaves this behind, and the next one then assumes the worst.
  const beat = heartbeatTimeoutMs
    ? setInterval(() => {
        awake.tick();
        context.heartbeat({ alive: attempt });
      }, heartbeatTimeoutMs / 3).unref()
    : undefined;
  try {
    // Before anything is read: what is read earlier may be out of date when the effect has landed.
    if (inRun !== undefined && (inRun.before === 'unknown' || before !== undefined)) {
      throw outcomeUnknown(settleMs, before ?? scheduledTimestampMs);
    }
    const waitMs = before === undefined ? 0 : before + settleMs - Date.now();
    if (waitMs > 0) {
      throw activityFailure(
        FailureType.unavailable,
        `The outcome of the last write is unknown: looking again when ${settleMs / 1000} s have passed.`,
        { retryAfterMs: waitMs },
      );
    }
    return await body(once);
  } catch (error) {
    context.heartbeat({ attempt, ...defined({ unknownSince }) } satisfies Trace);
    throw error;
  } finally {
    clearInterval(beat);
  }
}

/** Notices that this process did not run for so long that the server may have given its attempt to another worker. */
class Awake {
  readonly #longestMs: number | undefined;
  #last = Date.now();
  #slept = false;

  constructor(longestMs: number | undefined) {
    this.#longestMs = longestMs;
  }

  tick(): void {
    const now = Date.now();
    if (this.#longestMs !== undefined && now - this.#last >= this.#longestMs) this.#slept = true;
    this.#last = now;
  }

  slept(): boolean {
    this.tick();
    return this.#slept;
  }
}

function sentBefore(details: unknown, attempt: number, scheduledAt: number): number | undefined {
  const trace = details as Partial<Trace> | undefined; // our own shapes, written above
  return trace?.attempt === attempt - 1 ? trace.unknownSince : scheduledAt;
}

/**
 * A write may have taken effect: for the run, which waits `retryAfterMs` and asks again. Never retried by the server. A
 * cancellation in the middle of a send ends like this too, so that the run knows what it must wait for before it ends.
 */
function outcomeUnknown(settleMs: number, since: number, error?: unknown, side?: Side): ApplicationFailure {
  const { message, detail } =
    error instanceof HttpFailure
      ? error
      : { message: 'The outcome of the last write is unknown', detail: side === undefined ? {} : { side } };
  return activityFailure(
    FailureType.unavailable,
    `${message}: looking again when ${settleMs / 1000} s have passed.`,
    { ...detail, outcomeUnknown: true, unknownSince: since, retryAfterMs: settleMs },
    { retry: false },
  );
}

/** True where the other side said no before anything took effect. */
function isCleanRefusal(error: unknown): boolean {
  if (!(error instanceof HttpFailure)) return false;
  return error.detail.outcomeUnknown !== true && error.type !== FailureType.unexpectedResponse;
}
