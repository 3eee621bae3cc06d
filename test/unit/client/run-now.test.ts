import { ScheduleNotFoundError, ServiceError, type Client } from '@temporalio/client';
import { expect, it, vi } from 'vitest';
import { Calls } from '../../../src/client/calls/calls.ts';
import { LatestChanges } from '../../../src/client/integration/latest-changes.ts';
import { parseStoreHash, scheduleId } from '../../../src/contract/ids.ts';
import type { LatestChangesState } from '../../../src/contract/integration.ts';

const storeHash = parseStoreHash('abc123');
if (storeHash === undefined) throw new Error('a store hash');
const id = scheduleId.latestChanges(storeHash);
const silent = Object.assign(new Error('late'), { code: 4, details: 'late', metadata: {} });
const on = { paused: false, note: 'Derived by the integration: on (definition 1)' };
const off = { paused: true, note: 'Derived by the integration: latest changes are not enabled' };
const following = { wanted: true, allowed: true, running: true, every: '5m' };
const behind = { ...following, running: false, why: 'the schedule is being updated' };

interface World {
  /** What the integration says, question by question; the last goes on. */
  readonly says: readonly LatestChangesState[];
  /** How the schedule stands, question by question; `undefined`: there is none. */
  readonly stands: readonly ({ readonly paused: boolean; readonly note?: string } | undefined)[];
}

/** A client whose trigger is never answered: that it was sent is all that these tests ask. */
function opened({ says, stands }: World) {
  const asked: string[] = [];
  const triggered: number[] = [];
  let looks = 0;
  let questions = 0;
  const at = <T>(list: readonly T[], index: number): T => list[Math.min(index, list.length - 1)] as T; // none is empty
  const schedule = {
    describe: () => {
      const state = at(stands, looks++);
      if (state === undefined) return Promise.reject(new ScheduleNotFoundError('none', id));
      return Promise.resolve({ scheduleId: id, state, info: { recentActions: [], runningActions: [] } });
    },
    trigger: () => {
      triggered.push(looks);
      return Promise.reject(new ServiceError('late', { cause: silent }));
    },
  };
  const run = (workflowId: string) => ({
    query: () => Promise.resolve({ stage: 'live', latestChanges: at(says, questions++) }),
    describe: () => {
      asked.push(workflowId);
      return Promise.reject(new Error('there is no such run'));
    },
  });
  const connection = { plugins: [], workflowService: { describeTaskQueue: () => Promise.resolve({ pollers: [] }) } };
  const client = {
    connection,
    options: { namespace: 'none' },
    withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
    schedule: { getHandle: () => schedule },
    workflow: { getHandle: run },
  } as unknown as Client; // nothing else of it is used here
  const calls = new Calls({ connection: connection as never, namespace: 'none', answerWithinMs: 1_000 });
  Object.assign(calls, { client });
  const failure = () =>
    new LatestChanges(calls, storeHash as NonNullable<typeof storeHash>, undefined) // it is one, above
      .runNow()
      .catch((thrown: unknown) => thrown as Error & { readonly detail: { readonly workflowId?: string } });
  return { failure, asked, triggered, looks: () => looks };
}

it('a trigger that nobody answered may still happen, and names no run: which one it is, only the server knows', async () => {
  const { failure, asked } = opened({ says: [following], stands: [on] });
  const error = await failure();
  expect(error).toMatchObject({ name: 'WorkerUnavailable', detail: { outcomeUnknown: true } });
  const { message, detail } = error as Exclude<typeof error, { readonly startedAt: unknown }>;
  expect(message).toContain('What was asked may still happen');
  expect(message).not.toContain(id);
  expect(detail.workflowId).toBeUndefined();
  expect(asked).toEqual([]);
});

it.each([
  ['still paused by the integration', [behind, following], [off, on]],
  ['still paused though the integration says that it is updated', [following], [off, off, on]],
  ['not made yet', [behind, behind, following], [undefined, undefined, on]],
] as const)('a schedule that is %s is waited for: enabling may answer before it', async (_how, says, stands) => {
  const { failure, triggered } = opened({ says, stands });
  expect(await failure()).toMatchObject({ detail: { outcomeUnknown: true } });
  expect(triggered).toEqual([stands.length]);
});

it('a schedule that was not updated in its time is said so at once, and nobody is blamed for it', async () => {
  const unconfirmed = { ...behind, unconfirmed: true as const };
  const { failure, triggered, looks } = opened({ says: [unconfirmed], stands: [off] });
  const error = await failure();
  expect(error).toMatchObject({ name: 'Unavailable', message: expect.stringContaining('not updated yet') });
  expect(error).toMatchObject({ detail: { expected: expect.stringContaining('latestChanges.enable()') } });
  expect((error as Error).message).not.toMatch(/paused|Derived/);
  expect({ looks: looks(), triggered }).toEqual({ looks: 1, triggered: [] });
});

it('a schedule that never follows is given up in the time that the integration itself gives it', async () => {
  const { failure, triggered, looks } = opened({ says: [following], stands: [off] });
  const real = Date.now;
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => real() + 9_000 * looks());
  const error = await failure().finally(() => clock.mockRestore());
  expect(error).toMatchObject({ name: 'Unavailable', message: expect.stringContaining('not updated yet') });
  expect({ looks: looks(), triggered }).toEqual({ looks: 3, triggered: [] });
});

it('what a person did meanwhile ends the wait with the right words', async () => {
  const disabled = { ...behind, wanted: false, allowed: false, why: 'latest changes are not enabled' };
  const stopped = await opened({ says: [behind, disabled], stands: [off] }).failure();
  expect(stopped).toMatchObject({
    name: 'Refused',
    message: 'Latest changes do not run: latest changes are not enabled.',
  });
  const held = await opened({ says: [following], stands: [off, { paused: true, note: 'stocktaking' }] }).failure();
  expect(held).toMatchObject({ name: 'Refused', message: 'Latest changes are paused in Temporal: stocktaking.' });
  const gone = await opened({ says: [following], stands: [undefined] }).failure();
  expect(gone).toMatchObject({ name: 'Refused', message: 'Latest changes have no schedule.' });
});
