import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, it } from 'vitest';
import type { Flow } from '../../../../src/domain/orders/views/outlook.ts';
import { flowOf } from '../../../../src/activities/orders/explain/flow.ts';

const NOW = Date.UTC(2026, 0, 2, 12);
const at = (minutes: number) => new Date(NOW + minutes * 60_000);

function flow(schedule: {
  readonly next: number;
  readonly ran?: readonly number[];
  readonly input?: object;
}): Promise<Flow> {
  const description = {
    state: { paused: false },
    info: {
      nextActionTimes: [at(schedule.next)],
      recentActions: (schedule.ran ?? []).map((run) => ({ takenAt: at(run) })),
    },
    action: { args: [{ storeHash: 'h', ...schedule.input }] },
  };
  const deps = { temporal: { schedule: { getHandle: () => ({ describe: () => Promise.resolve(description) }) } } };
  const environment = new MockActivityEnvironment({ currentAttemptScheduledTimestampMs: NOW });
  const connection = { storeHash: 'h' };
  return environment.run<[], Flow, () => Promise<Flow>>(() =>
    flowOf(
      deps as unknown as Parameters<typeof flowOf>[0], // only what is asked
      connection as unknown as Parameters<typeof flowOf>[1],
    ),
  );
}

const minute = (time: string | undefined) => Math.floor((Date.parse(time ?? '') - NOW) / 60_000);

it('a store that a watch looks at is looked at in its cadence, and not when its schedule runs next', async () => {
  const watched = await flow({ next: 170, input: { watch: '3-of-8', everyMs: 300_000 } });
  expect([minute(watched.nextPoll), watched.nextIsLatest]).toEqual([5, true]);
  const soon = await flow({ next: 2, input: { watch: '3-of-8', everyMs: 300_000 } });
  expect([minute(soon.nextPoll), soon.nextIsLatest]).toEqual([2, undefined]);
  const own = await flow({ next: 170, input: { everyMs: 300_000 } });
  expect([minute(own.nextPoll), own.nextIsLatest]).toEqual([170, undefined]);
});

it('the last run is the newest one that has had time to read', async () => {
  expect(minute((await flow({ next: 1, ran: [-9, -30, 0] })).lastRun)).toBe(-9);
  expect((await flow({ next: 1, ran: [0] })).lastRun).toBeUndefined();
  expect((await flow({ next: 1 })).lastRun).toBeUndefined();
});
