import { Context } from '@temporalio/activity';
import { FailureType, type Side } from '../contract/failures.ts';
import { HttpFailure } from '../http/failure.ts';
import { activityFailure } from './failures.ts';

/** What an attempt leaves for the next one, as heartbeat details: flushed together with a failure. */
interface Trace {
  /** The attempt that wrote this. Anything older is not to be trusted. */
  readonly attempt: number;
  /** Epoch ms of the last moment at which a write of unknown outcome may have left. */
  readonly unknownSince?: number;
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
 * @param settleMs milliseconds after which a write of unknown outcome has landed or never will
 */
export async function writing<T>(settleMs: number, body: (once: Once) => Promise<T>): Promise<T> {
  const context = Context.current();
  const { attempt, currentAttemptScheduledTimestampMs, startToCloseTimeoutMs, heartbeatTimeoutMs } = context.info;
  const awake = new Awake(heartbeatTimeoutMs);
  const startedAt = Date.now();
  const before =
    attempt === 1 ? undefined : sentBefore(context.info.heartbeatDetails, attempt, currentAttemptScheduledTimestampMs);
  let unknownSince = before;

  const once: Once = async (write) => {
    const found = await write.look();
    if (found !== undefined) return { found: true, value: found };
    // A process that was frozen may wake after its attempt was given to another worker: then it must not send.
    const late = startToCloseTimeoutMs > 0 && Date.now() - startedAt > startToCloseTimeoutMs / 2;
    if (late || awake.slept()) {
      throw activityFailure(FailureType.unavailable, 'This attempt took too long before sending; the next one sends.', {
        side: write.side,
      });
    }
    try {
      return { found: false, value: await write.send() };
    } catch (error) {
      if (isCleanRefusal(error)) throw error;
      unknownSince = Date.now();
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
    context.heartbeat({ attempt, ...(unknownSince === undefined ? {} : { unknownSince }) } satisfies Trace);
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

/** True where the other side said no before anything took effect. */
function isCleanRefusal(error: unknown): boolean {
  if (!(error instanceof HttpFailure)) return false;
  return error.detail.outcomeUnknown !== true && error.type !== FailureType.unexpectedResponse;
}
