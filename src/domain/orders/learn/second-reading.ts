import { READINGS_THAT_AGREE } from '../account/account.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { isSecondReading, triesOf } from '../steps/obstacles.ts';
import type { Act } from '../steps/steps.ts';
import { blocked, later } from './learn-obstacles.ts';
import { takeReading, type RawReading } from './learn-store.ts';

/** Readings in a row that do not agree with the one before them, before it is a person's matter. */
const MAX_DISAGREEING = 5;

/**
 * Takes a reading that an act asked for. Where it was to confirm the one before and says something else, the next one
 * waits longer, and in the end a person must look: until the store's order changes.
 */
export function takeReadingFor(
  act: Pick<Act, 'key' | 'basis'>,
  facts: OrderFacts,
  raw: RawReading,
  merchantId: string,
  now: string,
): OrderFacts {
  const next = takeReading(facts, raw, merchantId, now);
  const isChanged = next.order?.version !== facts.order?.version;
  const agrees = (next.order?.agreed ?? 0) >= READINGS_THAT_AGREE;
  if (agrees || (isChanged && !isSecondReading(act.key))) {
    const obstacles = next.obstacles.filter(({ key }) => !isSecondReading(key));
    return obstacles.length === next.obstacles.length ? next : { ...next, obstacles };
  }
  if (!isSecondReading(act.key) || next.order?.problem !== undefined) return next;
  const tries = triesOf(facts, act.key) + 1;
  const message = 'The store’s order reads differently each time it is read, and pieces would be taken back by it.';
  const { key, basis } = act;
  const stands = tries >= MAX_DISAGREEING;
  return blocked(next, { key, basis, message, tries, at: now, until: later(now, tries), stands });
}
