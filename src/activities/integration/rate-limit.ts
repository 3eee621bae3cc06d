import { setTimeout as wait } from 'node:timers/promises';
import { Context } from '@temporalio/activity';

/** Held runs are released at this rate, so that a store's whole backlog is not sent at once. */
const RELEASES_PER_SECOND = 50;

/** Waits between two releases; a timer may fire a millisecond early, which must not make one more of them fit. */
export async function pace(): Promise<void> {
  await wait(1000 / RELEASES_PER_SECOND + 1, undefined, { signal: Context.current().cancellationSignal });
}
