import { Context } from '@temporalio/activity';
import { FailureType } from '../../contract/failures.ts';
import { HttpFailure } from '../../http/failure.ts';
import { activityFailure } from './failures.ts';
import { heartbeating } from './heartbeats.ts';

/** Attempts after which an answer that cannot be read is taken for the other side's new habit. */
const ATTEMPTS = 3;

/**
 * An answer that does not have its documented shape may be one proxy's bad moment: it is asked for again a few times
 * before it becomes a hold that a person must look at. Heartbeats meanwhile: a worker that died is noticed in seconds.
 */
export async function againWhereUnclear<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await heartbeating(body);
  } catch (error) {
    const unclear = error instanceof HttpFailure && error.type === FailureType.unexpectedResponse;
    if (!unclear || Context.current().info.attempt >= ATTEMPTS) throw error;
    throw activityFailure(FailureType.unavailable, error.message, error.detail);
  }
}
