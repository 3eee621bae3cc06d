import type { HoldReason } from '../../../contract/hold-reasons.ts';
import { type Finding, finding } from './findings.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { Obstacle } from '../facts/decision-facts.ts';
import type { ActBody, Verdict } from './steps.ts';

/** Pauses between tries of what is merely tried again: growing, an hour at most. */
export function pauseMs(tries: number): number {
  return Math.min(3_600_000, 5_000 * 2 ** Math.min(20, tries));
}

/** The obstacle in the way of an act, as long as it was judged by the same. */
export function obstacleOf({ obstacles }: OrderFacts, key: string, basis: string): Obstacle | undefined {
  return obstacles.find((one) => one.key === key && one.basis === basis);
}

/**
 * The act, unless what stopped it still stands: then the pause that it waits, or the hold that it became.
 * @param otherwise in place of the failure's own reason
 */
export function attempt(
  facts: OrderFacts,
  now: number,
  key: string,
  basis: string,
  body: ActBody,
  otherwise: {
    readonly place?: number;
    readonly reason?: HoldReason;
    readonly remedy?: string;
    readonly message?: string;
  } = {},
): Verdict {
  const obstacle = obstacleOf(facts, key, basis);
  if (obstacle === undefined) return { kind: 'act', act: { ...body, key, basis, fresh: false } };
  if (obstacle.stands) return { kind: 'hold', findings: [standing(obstacle, otherwise)] };
  if (obstacle.until !== undefined && Date.parse(obstacle.until) > now) {
    return {
      kind: 'wait',
      wait: { for: 'again', until: obstacle.until, words: `Tried again later: ${obstacle.message}` },
    };
  }
  return { kind: 'act', act: { ...body, key, basis, fresh: true } };
}

/** The hold that a failed step became. */
function standing(
  obstacle: Obstacle,
  {
    place,
    reason,
    remedy,
    message,
  }: { readonly place?: number; readonly reason?: HoldReason; readonly remedy?: string; readonly message?: string },
): Finding {
  const words = remedy ?? obstacle.remedy;
  return finding(reason ?? obstacle.reason ?? 'unexpected-response', message ?? obstacle.message, {
    ...(place === undefined ? {} : { place }),
    ...(words === undefined ? {} : { remedy: words }),
    about: [obstacle.key, obstacle.basis],
  });
}
