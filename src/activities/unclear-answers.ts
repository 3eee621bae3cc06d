import { Context } from '@temporalio/activity';
import { FailureType } from '../contract/failures.ts';
import { HttpFailure } from '../http/failure.ts';
import { activityFailure } from './failures.ts';

/** Attempts after which an answer that cannot be read is taken for the other side's new habit. */
const ATTEMPTS = 3;

/**
 * An answer that does not have its documented shape may be one proxy's bad moment: it is asked for again a few times
 * before it becomes a hold that a person must look at.
 */
export async function againWhereUnclear<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    const unclear = error instanceof HttpFailure && error.type === FailureType.unexpectedResponse;
    if (!unclear || Context.current().info.attempt >= ATTEMPTS) throw error;
    throw activityFailure(FailureType.unavailable, error.message, error.detail);
  }
}
