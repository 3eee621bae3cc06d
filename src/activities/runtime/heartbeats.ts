import { Context } from '@temporalio/activity';

const EVERY_MS = 5_000;

/** Shows that this worker lives while a long activity reads, so that a dead one is noticed in seconds. */
export async function heartbeating<T>(body: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), EVERY_MS);
  try {
    return await body();
  } finally {
    clearInterval(beat);
  }
}
