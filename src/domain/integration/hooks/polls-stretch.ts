import { stretchOfAll, type Stretch } from '../../changes/cadence.ts';
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
  return stretchOfAll(hooks.trust, now);
}
