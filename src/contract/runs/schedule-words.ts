import { SCHEDULE_NOTE } from '../temporal.ts';

/** The part of a schedule's state in Temporal that tells who paused it. */
interface ScheduleState {
  readonly paused: boolean;
  readonly note?: string | undefined;
}

/** The note of a person who paused a schedule in Temporal; `undefined` where nobody has. A pause of ours has our note. */
export function pausedByPerson(state: ScheduleState): string | undefined {
  return state.paused && state.note?.startsWith(SCHEDULE_NOTE) !== true ? noteOf(state) : undefined;
}

/** What a paused schedule is shown with. */
export function noteOf({ note }: ScheduleState): string {
  return note === undefined || note === '' ? 'without a note' : note;
}

/** How a status shows a pause by hand. */
export function pausedInTemporal(note: string): string {
  return `paused in Temporal: ${note}`;
}
