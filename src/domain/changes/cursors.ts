import type { LegOutcome, Peek } from '../../contract/changes.ts';

/**
 * How far every window of changes reaches back before its cursor, of whatever side: clocks differ, a time has a coarse grain, and
 * whether `modifiedAfter` is inclusive is UNCONFIRMED.
 */
export const OVERLAP_MS = 2 * 60_000;

/**
 * The time to ask a source from: its cursor, moved back by a margin, because the other side's `modified` times have a
 * coarse grain and a change may become visible a little after the time it bears.
 * @returns ISO time
 */
export function askFrom(cursor: string, overlapMs: number): string {
  return new Date(Date.parse(cursor) - overlapMs).toISOString();
}

/**
 * A cursor from an answer: the answering server's own clock, so that a worker with a wrong clock loses nothing.
 * Where the answer bore no `Date` (a proxy may drop it), Temporal's time before it was asked.
 * @param serverTime epoch milliseconds
 * @param askedAt epoch milliseconds, taken before the question was sent
 */
export function cursorOf(serverTime: number | undefined, askedAt: number): string {
  return new Date(serverTime ?? askedAt).toISOString();
}

/**
 * True where a cursor lies so far ahead of the clock that answers now that what was asked from it can have shown nothing: one
 * answer with a wrong date, or a clock that was set back. What changed until then is found by a comparison alone.
 */
export function isAhead(cursor: string, now: string, overlapMs: number): boolean {
  return Date.parse(cursor) - overlapMs > Date.parse(now);
}

/** The earlier of two ISO times; `undefined` where either is missing, since then there is no common start. */
export function earlier(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return undefined;
  return Date.parse(a) <= Date.parse(b) ? a : b;
}

/**
 * Where a source's cursor stands after a run: it passes only what was acknowledged. A failed leg keeps its old cursor,
 * so the next run asks for the same again. Where the other clock went back the cursor goes with it: reading twice is
 * harmless, waiting for a time that lies ahead would lose what happens until then.
 */
export function nextCursor(
  previous: string | undefined,
  peek: Peek | undefined,
  outcome: LegOutcome | undefined,
): string | undefined {
  if (peek === undefined || peek.kind === 'failed' || outcome?.kind === 'failed') return previous;
  if (peek.kind !== 'unchanged' && outcome === undefined) return previous;
  return peek.cursor;
}

/** Where a source stands by what it answered; `undefined` where it was not asked, or did not answer. */
export function cursorIn(peek: Peek | undefined): string | undefined {
  return peek === undefined || peek.kind === 'failed' ? undefined : peek.cursor;
}
