import { describe, expect, it } from 'vitest';
import { glance, type ListedSchedules } from '../../../../src/activities/integration/listed-schedules.ts';
import {
  latestChangesSchedule,
  reconcileSchedule,
  type Definition,
} from '../../../../src/activities/integration/schedule-definitions.ts';
import { parseStoreHash } from '../../../../src/contract/ids.ts';
import type { SchedulesMemo } from '../../../../src/contract/integration/schedules-memo.ts';

const storeHash = parseStoreHash('abc123') ?? expect.fail();
const on = { running: true, every: null } satisfies SchedulesMemo;
const world = { latestChangesEvery: '5m', webhooks: undefined, stores: 10 };

/** As the server lists a schedule that was made so. */
const listed = ({ spec, state }: Definition) => ({ state, intervals: JSON.stringify(spec.intervals) });

function schedulesOf(known: SchedulesMemo, everyMs = 300_000, watch: string | null = '0-of-1') {
  const request = { storeHash, ...known };
  const how = watch === null ? { everyMs } : { everyMs, watch };
  return { latest: listed(latestChangesSchedule(request, how)), daily: listed(reconcileSchedule(request)) };
}
const look = (known: SchedulesMemo | undefined, schedules: ListedSchedules, at = world) =>
  glance(storeHash, known, schedules, at);

describe('what lists show as it was made is not asked for', () => {
  it.each<[string, SchedulesMemo, ListedSchedules]>([
    ['on', on, schedulesOf(on)],
    ['on, stretched', { ...on, stretch: 4 }, schedulesOf({ ...on, stretch: 4 }, 1_200_000)],
    ['on, at its own cadence', { ...on, every: '2h' }, schedulesOf({ ...on, every: '2h' }, 7_200_000, null)],
    [
      'off',
      { ...on, running: false, why: 'paused by Ada' },
      schedulesOf({ ...on, running: false, why: 'paused by Ada' }),
    ],
    [
      'paused by a person, as the integration knows',
      { ...on, pausedByPerson: 'counting' },
      { ...schedulesOf(on), latest: { ...schedulesOf(on).latest, state: { paused: true, note: 'counting' } } },
    ],
  ])('%s', (_, known, schedules) => {
    expect(look(known, schedules)).toMatchObject({ latestChanges: 'unchanged', reconcile: 'unchanged' });
  });

  it('its watch is known, but for a paused one', () => {
    expect(look(on, schedulesOf(on))?.watched).toEqual({ storeHash, everyMs: 300_000, group: '0-of-1' });
    const off = { ...on, running: false, why: 'off' };
    expect(look(off, schedulesOf(off))?.watched).toBeUndefined();
  });

  it('a pause of the comparison by hand is told each time', () => {
    const schedules = schedulesOf(on);
    const daily = { ...schedules.daily, state: { paused: true, note: '' } };
    expect(look(on, { ...schedules, daily })).toMatchObject({ comparisonPausedByPerson: 'without a note' });
  });
});

describe('what differs is', () => {
  const made = schedulesOf(on);
  const paused = { ...on, running: false, why: 'paused by Ada' };
  const withState = (state: ListedSchedules['latest'], which: keyof ListedSchedules = 'latest') => ({
    ...made,
    [which]: state,
  });
  it.each<[string, SchedulesMemo | undefined, ListedSchedules, Partial<typeof world>?]>([
    ['nothing is known of it', undefined, made],
    ['they could not be updated', { ...on, unconfirmed: true }, made],
    ['latest changes were deleted', on, { daily: made.daily }],
    ['the comparison was deleted', on, { latest: made.latest }],
    ['a person paused latest changes', on, withState({ ...made.latest, state: { paused: true, note: 'counting' } })],
    [
      'a person paused with another note',
      { ...on, pausedByPerson: 'counting' },
      withState({ ...made.latest, state: { paused: true, note: 'back soon' } }),
    ],
    ['a person’s pause is over', { ...on, pausedByPerson: 'counting' }, made],
    ['a person set going what is paused', paused, withState({ ...made.latest, state: { paused: false, note: 'go' } })],
    ['it runs although it should not', paused, made],
    ['it rests although it should run', on, schedulesOf(paused)],
    ['it rests for another reason', { ...paused, why: 'the token is refused' }, schedulesOf(paused)],
    ['its interval was changed by hand', on, withState({ ...made.latest, intervals: '[{"every":1000}]' })],
    ['the interval of the comparison was changed', on, withState({ ...made.daily, intervals: '[]' }, 'daily')],
    ['its note was lost by a replacement', on, withState({ ...made.latest, state: { paused: false } })],
    ['the note of the comparison was lost', on, withState({ ...made.daily, state: { paused: false } }, 'daily')],
    ['the merchant’s cadence is another', { ...on, every: '10m' }, made],
    ['the worker’s cadence is another', on, made, { latestChangesEvery: '10m' }],
    ['the cadence is no duration', on, made, { latestChangesEvery: 'often' }],
    [
      'another version defines it otherwise',
      on,
      withState({
        ...made.latest,
        state: { paused: false, note: made.latest.state.note.replace(/[0-9a-f]{8}\)$/, '00000000)') },
      }),
    ],
    ['there are many more stores: another watch', on, made, { stores: 1_000 }],
    ['webhooks were made to another place', { ...on, hooksPlace: 'elsewhere' }, made],
  ])('%s', (_, known, schedules, at) => {
    expect(look(known, schedules, { ...world, ...at })).toBeUndefined();
  });
});
