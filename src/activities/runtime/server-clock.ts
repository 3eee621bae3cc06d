import { Context } from '@temporalio/activity';

const beginnings = new WeakMap<Context, { readonly server: number; readonly here: number }>();

/**
 * Epoch ms by the Temporal server's clock, as far as this activity knows it: never ahead of it, and behind only by what
 * the attempt waited in its queue. Ages that a run asks for (`freshAfter`) are by that clock, because a run's `Date.now`
 * is; a worker's own clock may be minutes off, and then each answer would seem too old, or an old one fresh.
 */
export function serverTime(): number {
  const context = Context.current();
  const known = beginnings.get(context) ?? {
    server: context.info.currentAttemptScheduledTimestampMs,
    here: performance.now(),
  };
  beginnings.set(context, known);
  return Math.floor(known.server + performance.now() - known.here);
}
