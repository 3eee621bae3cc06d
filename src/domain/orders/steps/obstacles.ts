import type { HoldReason, RemedyCase } from '../../../contract/hold-reasons.ts';
import { type Finding, finding } from './findings.ts';
import type { OwnedOrder } from '../account/ownership.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { Obstacle } from '../facts/decision-facts.ts';
import { sideChanged, type ActBody, type Verdict } from './steps.ts';
import { fingerprint } from '../../../contract/runs/short-digest.ts';

/** Pauses between tries of what is merely tried again: 3 s, 12 s, 48 s …, an hour at most. Most troubles are over at once. */
export function pauseMs(tries: number): number {
  return Math.min(3_600_000, 3_000 * 4 ** Math.min(10, tries - 1));
}

/** Between two looks of which the second decides that an order is gone, on either side. Milliseconds. */
export const SECOND_LOOK_MS = 60_000;

/** Pauses after unknown outcomes in a row: the settle time first, then growing, an hour at most where that is longer. */
function settlePauseMs(settleMs: number, tries: number): number {
  return Math.max(settleMs, Math.min(3_600_000, settleMs * 2 ** Math.min(20, tries - 1)));
}

/** When a write that may have left up to `since` has landed or never will. Epoch ms. */
export function settledAt({ order }: Pick<OrderFacts, 'order'>, since: string, tries = 1): number {
  return Date.parse(since) + settlePauseMs(order?.settleMs ?? 0, tries);
}

/** So often the very same is tried before people see it as a hold: it goes on being tried all the same. */
export const TRIES_UNTIL_SEEN = 5;

/** What a look's basis begins with where it is to tell whether orders are ours. */
export const UNCLEAR = 'unclear';

/** What a search for the missing parts of a place was made by: what stands there, with its pieces. */
export function searchedBasis(place: number, orders: readonly Pick<OwnedOrder, 'order' | 'state'>[]): string {
  const there = orders.filter(({ state }) => state !== 'dead');
  const words = there.map(({ order: { key, status, left, pieces } }) => [key, left ? 'left' : status, pieces]);
  return `${place} ${fingerprint(words)}`;
}

/** The bases of searches with another one: of each place the last one counts, and its number stands before it. */
export function withSearched(before: readonly string[], searched: string): readonly string[] {
  const [place = ''] = searched.split(' ');
  return [...before.filter((one) => !one.startsWith(`${place} `)), searched];
}

/** What the next reading of an order that the store has never shown is judged by. */
export function unfoundBasis({ unfound }: Pick<OrderFacts, 'unfound'>): string {
  return `unfound ${unfound?.readings ?? 0}`;
}

const SECOND_READING = 'read again';

/** The key of a reading that must agree with the one before it, for a place that is to lose pieces. */
export function secondReading(place: number): string {
  return `${SECOND_READING} ${place}`;
}

export function isSecondReading(key: string): boolean {
  return key.startsWith(SECOND_READING);
}

/** The obstacle in the way of an act, as long as it was judged by the same. */
export function obstacleOf({ obstacles }: OrderFacts, key: string, basis: string): Obstacle | undefined {
  return obstacles.find((one) => one.key === key && one.basis === basis);
}

/** How often a step was stopped in a row; with a basis, by what was judged by that very one. */
export function triesOf({ obstacles }: Pick<OrderFacts, 'obstacles'>, key: string, basis?: string): number {
  return obstacles.find((one) => one.key === key && (basis === undefined || one.basis === basis))?.tries ?? 0;
}

/**
 * The act, unless what stopped it still stands: then the pause that it waits, or the hold that it became.
 * @param otherwise in place of the failure's own reason
 */
export function unlessStopped(
  facts: OrderFacts,
  now: number,
  key: string,
  basis: string,
  body: ActBody,
  otherwise: Otherwise = {},
): Verdict {
  const obstacle = obstacleOf(facts, key, basis);
  if (obstacle === undefined) return { kind: 'act', act: { ...body, key, basis, fresh: false } };
  if (obstacle.stands) return { kind: 'hold', findings: [holdOfObstacle(obstacle, body, otherwise)] };
  if (obstacle.until !== undefined && Date.parse(obstacle.until) > now) {
    if (obstacle.tries >= TRIES_UNTIL_SEEN)
      return { kind: 'hold', findings: [holdOfObstacle(obstacle, body, otherwise)], until: obstacle.until };
    return {
      kind: 'wait',
      wait: { for: 'again', until: obstacle.until, words: `Tried again later: ${obstacle.message}` },
    };
  }
  return { kind: 'act', act: { ...body, key, basis, fresh: true } };
}

/** In place of the failure's own words. */
type Otherwise = Partial<Pick<Finding, 'place' | 'reason' | 'message' | 'remedy' | 'order' | 'codes'>>;

/** No decision takes the place of their answer. */
const needed: readonly ActBody['kind'][] = ['read-order', 'read-shipments', 'look', 'search', 'cancel', 'edit'];

/** What helps where a decision cannot; `undefined` where the reason's own remedy holds. */
function remedyWithoutDecision(kind: ActBody['kind'], reason: HoldReason): RemedyCase | undefined {
  if (reason === 'rejected-by-myogo' && (needed.includes(kind) || sideChanged(kind) === 'store'))
    return 'warehouse-must-answer';
  if (reason === 'rejected-by-bigcommerce' && needed.includes(kind)) return 'store-must-answer';
  return undefined;
}

/** The hold that a failed step became. */
function holdOfObstacle(
  obstacle: Obstacle,
  { kind }: ActBody,
  { place, reason, remedy, message, order, ...otherwise }: Otherwise,
): Finding {
  const why = reason ?? obstacle.reason ?? 'unexpected-response';
  const words = remedy ?? obstacle.remedy ?? remedyWithoutDecision(kind, why);
  const codes = obstacle.codes ?? otherwise.codes;
  return finding(why, message ?? obstacle.message, {
    ...(place === undefined ? {} : { place }),
    ...(words === undefined ? {} : { remedy: words }),
    ...(order === undefined ? {} : { order }),
    ...(codes === undefined ? {} : { codes }),
    step: obstacle.key,
    about: [obstacle.key, obstacle.basis],
    matter: [obstacle.key, codes, order],
  });
}
