import { pendingWords, type FailureDetail } from '../../contract/failures.ts';
import { TemporalUnavailable, Unavailable, WorkerUnavailable, type OgoshipError } from '../errors.ts';
import type { Obstacle } from './waiting.ts';

/** What a call sends to a run: it may take effect although nobody waits for it any more. */
export interface Sent {
  /** Absent where the server alone names the run, once it has begun. */
  readonly workflowId?: string;
  /** Of an update; a start or a signal has none. */
  readonly updateId?: string;
}

/**
 * The error of a call that nobody answered: what kept the answer, what to do, and under which id what was asked may still
 * take effect.
 * @param ours the error as it is without all that
 */
export function givenUp(
  ours: Unavailable,
  {
    afterMs,
    obstacle,
    sent,
  }: { readonly afterMs: number; readonly obstacle: Obstacle; readonly sent: Sent | undefined },
): OgoshipError {
  const after = `Given up after ${Math.max(1, Math.round(afterMs / 1000))} s.`;
  const message = [obstacle.message, after, ...(sent === undefined ? [] : [stillHappens(sent)])].join(' ');
  const detail: FailureDetail = { ...ours.detail, expected: obstacle.expected, ...effectOf(sent) };
  return unavailable(ours, obstacle, message, detail);
}

/** The same for a call whose client was closed, or whose run ended under it: why is known. */
export function withEffect(ours: unknown, sent: Sent | undefined): unknown {
  if (!(ours instanceof Unavailable) || sent === undefined || ours.detail.outcomeUnknown !== true) return ours;
  const expected = [ours.expected, pendingWords(sent)].filter((text) => text !== undefined).join('; it is ');
  return unavailable(ours, undefined, ours.message, { ...ours.detail, expected, ...effectOf(sent) });
}

function unavailable(
  ours: Unavailable,
  obstacle: Obstacle | undefined,
  message: string,
  detail: FailureDetail,
): OgoshipError {
  const options = { cause: ours.cause };
  if (obstacle?.for === 'temporal') return new TemporalUnavailable(message, detail, options);
  if (obstacle?.for === 'side') return new Unavailable(message, detail, options);
  if (obstacle !== undefined || ours instanceof WorkerUnavailable)
    return new WorkerUnavailable(message, detail, options);
  if (ours instanceof TemporalUnavailable) return new TemporalUnavailable(message, detail, options);
  return new Unavailable(message, detail, options);
}

function effectOf(sent: Sent | undefined): Pick<FailureDetail, 'outcomeUnknown' | 'workflowId' | 'updateId'> {
  return sent === undefined ? {} : { outcomeUnknown: true, ...sent };
}

function stillHappens(sent: Sent): string {
  const named = pendingWords(sent);
  return named === undefined ? 'What was asked may still happen.' : `What was asked may still happen: it is ${named}.`;
}
