import type { LatestChangesInput } from '../../../contract/changes.ts';
import { defined } from '../../../contract/defined.ts';
import { scheduleId } from '../../../contract/ids.ts';
import type { Connection } from '../../../contract/integration.ts';
import type { Flow } from '../../../domain/orders/views/outlook.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { serverTime } from '../../runtime/server-clock.ts';

/** A run that began so long ago has read the orders of the store, or has failed to. */
const HAS_READ_MS = 60_000;

/** What lets new orders flow now, when latest changes look next, and when their last run was. */
export async function flowOf(
  { temporal }: Pick<Dependencies, 'temporal'>,
  { storeHash, closed, stopped }: Pick<Connection, 'storeHash' | 'closed' | 'stopped'>,
): Promise<Flow> {
  const flow = defined({ paused: closed?.reason, pausedWords: closed?.words, stopped });
  try {
    const schedule = await temporal.schedule.getHandle(scheduleId.latestChanges(storeHash)).describe();
    const { state, info, action } = schedule;
    if (state.paused) return flow.stopped === undefined ? { ...flow, stopped: 'Latest changes are paused.' } : flow;
    const now = serverTime();
    const taken = info.recentActions.map(({ takenAt }) => takenAt.getTime());
    const last = taken.filter((at) => at + HAS_READ_MS < now).sort((a, b) => b - a)[0];
    const lastRun = last === undefined ? undefined : new Date(last).toISOString();
    return { ...flow, ...defined({ lastRun }), ...nextOf(info.nextActionTimes[0], inputOf(action), now) };
  } catch {
    // No schedule yet, or Temporal is slow: the rest of the story is worth more than the time of the next poll.
    return flow.stopped === undefined ? { ...flow, stopped: 'Latest changes are not switched on.' } : flow;
  }
}

/** A store that a watch looks at is looked at in its cadence; its schedule's own run comes only every few hours. */
function nextOf(
  next: Date | undefined,
  { watch, everyMs }: Partial<LatestChangesInput>,
  now: number,
): Pick<Flow, 'nextPoll' | 'nextIsLatest'> {
  if (watch !== undefined && everyMs !== undefined && (next === undefined || next.getTime() > now + everyMs))
    return { nextPoll: new Date(now + everyMs).toISOString(), nextIsLatest: true };
  return next === undefined ? {} : { nextPoll: next.toISOString() };
}

function inputOf({ args: [input = {}] = [] }: { readonly args?: readonly unknown[] }): Partial<LatestChangesInput> {
  return input as Partial<LatestChangesInput>; // written by our worker
}
