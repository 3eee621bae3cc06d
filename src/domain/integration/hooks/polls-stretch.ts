import { stretchOfAll, type Stretch } from '../../changes/cadence.ts';
import { legWords } from '../../../contract/integration/health.ts';
import { failingRuns } from '../attention.ts';
import { schedulesOf } from '../integration-schedules.ts';
import type { IntegrationSnapshot } from '../integration-snapshot.ts';

/**
 * How far polls are stretched now: hooks are trusted where they are what they should be, and while somebody reads what they
 * tell. Status and schedules go by this alone.
 */
export function stretchNow(s: IntegrationSnapshot, now: number): Stretch {
  const { hooks, hooksPlace } = s;
  if (hooks === undefined || hooksPlace === undefined || !schedulesOf(s).running) return { stretch: 1 };
  if (hooks.place !== hooksPlace) return { stretch: 1, why: 'webhooks are being brought to another address' };
  const trouble = troubleOf(s);
  if (trouble !== undefined) return { stretch: 1, why: trouble };
  return stretchOfAll(hooks.trust, now);
}

/** No webhook tells when a side that failed is back, or a level may be written that was refused: runs find out by trying. */
function troubleOf(s: IntegrationSnapshot): string | undefined {
  if (s.heedsTrouble !== true) return undefined;
  const leg = failingRuns(s).find((one) => one.leg !== 'comparison')?.leg;
  if (leg !== undefined) return `${legWords[leg]} fail: they are tried again`;
  return s.triesAgain === true ? 'what a run could not do is tried again' : undefined;
}
