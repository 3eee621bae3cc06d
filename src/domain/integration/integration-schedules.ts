import { defined } from '../../contract/defined.ts';
import type { LatestChangesState } from '../../contract/integration.ts';
import type { SchedulesMemo } from '../../contract/integration/schedules-memo.ts';
import { pausedInTemporal } from '../../contract/runs/schedule-words.ts';
import type { IntegrationSnapshot } from './integration-snapshot.ts';
import { closedBy, disabledWords } from './integration-stage.ts';

/** What the schedules should be: derived from the state, never toggled. */
export interface WantedSchedules {
  readonly running: boolean;
  /** The merchant's cadence, for example `5m`; `null`: the worker's. */
  readonly every: string | null;
  /** How many times that it may wait, because webhooks tell of changes; absent: once. */
  readonly stretch?: number;
  /** Why they do not run, in one sentence. */
  readonly why?: string;
}

type Change = Partial<IntegrationSnapshot>;

export function schedulesOf(s: IntegrationSnapshot): WantedSchedules {
  const off =
    s.disabled === undefined ? 'latest changes are not enabled' : `latest changes are ${disabledWords(s.disabled)}`;
  const why = s.wanted ? closedBy(s)?.reason : off;
  const { stretch = 1 } = s.stretch ?? {};
  return {
    running: why === undefined,
    every: s.settings.every,
    ...(stretch > 1 ? { stretch } : {}),
    ...defined({ why }),
  };
}

export function sameSchedules(a: WantedSchedules, b: WantedSchedules): boolean {
  return a.running === b.running && a.every === b.every && a.stretch === b.stretch && a.why === b.why;
}

/** True where the schedules in Temporal were brought to what they should be now, or that was tried. */
export function schedulesFollowed(s: IntegrationSnapshot): boolean {
  return s.schedulesAre !== undefined && sameSchedules(s.schedulesAre, schedulesOf(s));
}

/** What is known of the schedule in Temporal where it is not as wanted. */
export function scheduleInTemporal(s: IntegrationSnapshot): Pick<LatestChangesState, 'pausedByPerson' | 'unconfirmed'> {
  return {
    ...defined({ pausedByPerson: s.scheduleNote }),
    ...(s.schedulesUnknown === true ? { unconfirmed: true } : {}),
  };
}

/** What the schedules were made; `undefined` before the first enabling, and after the end. */
export function schedulesMemo(s: IntegrationSnapshot): SchedulesMemo | undefined {
  if (s.schedulesAre === undefined || s.disconnected) return undefined;
  return { ...s.schedulesAre, ...scheduleInTemporal(s), ...defined({ hooksPlace: s.hooksPlace }) };
}

/** Why the schedule in Temporal is not what it should be, as far as is known. */
export function whyNotFollowed(s: IntegrationSnapshot): string | undefined {
  if (!schedulesFollowed(s)) return 'the schedule is being updated';
  if (s.schedulesUnknown === true) return 'the schedule could not be updated; retried within the hour';
  return s.scheduleNote === undefined ? undefined : pausedInTemporal(s.scheduleNote);
}

/** @param mendSchedules true where a person wanted them mended since that began */
export function afterEnsuring(as: WantedSchedules, note: string | undefined, mendSchedules: boolean): Change {
  return { schedulesAre: as, scheduleNote: note, schedulesUnknown: false, mendSchedules };
}

/** They were not updated in the time that was given for it: `maintain` does it. */
export function afterMissing(schedulesAre: WantedSchedules): Change {
  return { schedulesAre, scheduleNote: undefined, schedulesUnknown: true, mendSchedules: false };
}

/** How somebody else found the schedule. @returns `undefined` where that is known */
export function afterSeeing(s: IntegrationSnapshot, note: string | undefined): Change | undefined {
  if (s.schedulesUnknown !== true && s.scheduleNote === note) return undefined;
  return { scheduleNote: note, schedulesUnknown: false };
}
