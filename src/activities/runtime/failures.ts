import { CancelledFailure, ApplicationFailure } from '@temporalio/common';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import { FailureType, type FailureDetail } from '../../contract/failures.ts';
import { passingServerError, type GrpcError } from '../../contract/runs/server-errors.ts';
import { HttpFailure } from '../../http/failure.ts';
import { SealError } from '../../security/seal.ts';

/** Retried by Temporal; every other class needs a person, a decision, or another state of affairs. */
export const retryable: readonly string[] = [FailureType.throttled, FailureType.unavailable];

/** A typed failure of an activity. Its message is read by people: no secret, no person. */
export function activityFailure(
  type: FailureType,
  message: string,
  detail: FailureDetail = {},
  options: { retry?: boolean; afterMs?: number } = {},
): ApplicationFailure {
  const afterMs = options.afterMs ?? detail.retryAfterMs;
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable: !(options.retry ?? retryable.includes(type)),
    details: [detail],
    // A refusal by quota or a passing outage is part of normal life: it should not count as an error of ours.
    ...(type === FailureType.throttled ? { category: 'BENIGN' as const } : {}),
    ...(afterMs === undefined ? {} : { nextRetryDelay: Math.max(1, Math.ceil(afterMs)) }),
  });
}

/** Retried, unless a person waits for the answer. */
export function keyFailure({ message }: SealError, options: { readonly retry?: boolean } = {}): ApplicationFailure {
  return activityFailure(
    FailureType.unavailable,
    `This worker cannot open the credentials: ${message}. Its CREDENTIAL_KEYS must hold their key.`,
    { expected: 'that key in CREDENTIAL_KEYS of every worker; or rotateCredentials with both tokens' },
    options,
  );
}

/** The Temporal server refuses for now, or is away: as passing as an outage of a side. Its words are the log's. */
export function serverFailure(): ApplicationFailure {
  return activityFailure(FailureType.unavailable, 'The Temporal server could not answer for now.');
}

/**
 * The one place where what a client throws becomes what a workflow sees.
 *
 * An error that nobody classified is a defect of ours: it is retried, and its text stays out of the history, since it
 * may hold anything; the log has it, redacted.
 */
function toActivityFailure(error: unknown, activity: string): unknown {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  if (error instanceof HttpFailure) return activityFailure(error.type, error.message, error.detail);
  // A key taken out too early, or not there yet: another worker may have it, and this one after its next start.
  if (error instanceof SealError) return keyFailure(error);
  if (passingServerError(error) !== undefined) return serverFailure();
  const name = error instanceof Error ? error.name : typeof error;
  return ApplicationFailure.create({ type: 'Defect', message: `${name} in ${activity}: see the worker’s log` });
}

/** Applies {@link toActivityFailure} to every activity. */
export class FailureInterceptor implements ActivityInboundCallsInterceptor {
  readonly #activity: string;
  readonly #onDefect: (activity: string, error: unknown) => void;
  readonly #onServer: ((activity: string, error: GrpcError) => void) | undefined;

  /** @param onServer hears of what the Temporal server itself could not do for now */
  constructor(
    activity: string,
    onDefect: (activity: string, error: unknown) => void,
    onServer?: (activity: string, error: GrpcError) => void,
  ) {
    this.#activity = activity;
    this.#onDefect = onDefect;
    this.#onServer = onServer;
  }

  async execute(input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>): Promise<unknown> {
    try {
      return await next(input);
    } catch (error) {
      const failure = toActivityFailure(error, this.#activity);
      const server = failure === error ? undefined : passingServerError(error);
      if (server !== undefined) this.#onServer?.(this.#activity, server);
      else if (failure instanceof ApplicationFailure && failure.type === 'Defect')
        this.#onDefect(this.#activity, error);
      throw failure;
    }
  }
}
