import { describe, expect, it } from 'vitest';
import type { Calls } from '../../../src/client/calls/calls.ts';
import {
  NotFound,
  OgoshipError,
  Throttled,
  UnknownIntegration,
  WorkerUnavailable,
} from '../../../src/client/errors.ts';
import {
  healthOf,
  recurringOf,
  refusedLegs,
  legsOf,
  withMissing,
  type Behind,
  type LegStatus,
  type Recurring,
} from '../../../src/client/integration/legs.ts';
import { failingPages, storePages } from '../../../src/client/stores/store-rows.ts';
import { parseStoreHash } from '../../../src/contract/ids.ts';
import type { TestReport } from '../../../src/contract/integration/access.ts';
import { afterTest } from '../../../src/domain/integration/after-test.ts';
import { integrationKey, stageKey } from '../../../src/contract/runs/search-attributes.ts';
import type { IntegrationSnapshot } from '../../../src/domain/integration/integration-snapshot.ts';

const BEGUN = '2026-11-20T08:00:00.000Z';
const good: TestReport = { ok: true, checks: [], at: '2026-11-28T12:00:00.000Z' };
const failing = (type: string): LegStatus => ({
  leg: 'storeOrders',
  state: 'failing',
  lastSuccess: '2026-11-28T10:00:00.000Z',
  failing: { since: '2026-11-28T11:00:00.000Z', type, message: 'no' },
});

/** A run of a schedule: when it began, and what it reported where it has ended. */
interface Ran {
  readonly at: string;
  readonly failing?: readonly string[];
}

interface World {
  readonly changes: readonly Ran[];
  readonly comparisons?: readonly Ran[];
  /** The note of both schedules where they are paused. */
  readonly pausedAs?: string;
  /** What the integration says of its schedules. */
  readonly says?: object;
}

/** A server with one store, of whose runs the oldest come first. */
function serverOf(
  { changes, comparisons = [], pausedAs, says = {} }: World,
  lastTest?: TestReport,
  stage = 'live',
  memo: object = {},
  pollers: readonly object[] = [{ identity: 'w', lastAccessTime: { seconds: Math.floor(Date.now() / 1000) } }],
): Calls {
  const runsOf = (id: string) => (id.startsWith('reconcile') ? comparisons : changes);
  const schedule = (id: string) => ({
    describe: () =>
      Promise.resolve({
        action: { args: [{ everyMs: 300_000 }] },
        state: { paused: pausedAs !== undefined, note: pausedAs },
        info: {
          nextActionTimes: [],
          recentActions: runsOf(id).map(({ at }) => ({
            takenAt: new Date(at),
            action: { workflow: { workflowId: id, firstExecutionRunId: at } },
          })),
        },
      }),
  });
  const run = (id: string, runId?: string) => {
    // By hand nothing was compared.
    if (runId === undefined && id.startsWith('reconcile')) return { describe: () => Promise.reject(new NotFound('')) };
    const ran = runsOf(id).find(({ at }) => at === runId);
    if (ran === undefined) return {};
    const legOf = (type: string) => failing(type);
    const health = id.startsWith('reconcile')
      ? legOf(ran.failing?.[0] ?? '')
      : Object.fromEntries((ran.failing ?? []).map((type) => ['storeOrders', legOf(type)]));
    return {
      describe: () => Promise.resolve({ status: { name: ran.failing === undefined ? 'RUNNING' : 'COMPLETED' } }),
      result: () => Promise.resolve({ health }),
    };
  };
  async function* list() {
    await Promise.resolve();
    yield {
      type: 'integration',
      workflowId: 'integration:abc123',
      status: { name: 'RUNNING' },
      startTime: new Date(good.at),
      typedSearchAttributes: {
        getAll: () => [],
        get: (key: unknown) => (key === integrationKey ? 'abc123' : key === stageKey ? stage : undefined),
      },
      memo,
    };
  }
  const query = () =>
    lastTest === undefined
      ? Promise.reject(new WorkerUnavailable('No worker runs.', {}))
      : Promise.resolve({
          stage,
          lastTest,
          since: good.at,
          summary: 'So it is.',
          latestChanges: { allowed: true, running: true, ...says },
        });
  return {
    client: {
      workflow: { list, getHandle: run, count: () => Promise.resolve({ count: 0 }) },
      schedule: { getHandle: schedule },
      workflowService: { describeTaskQueue: () => Promise.resolve({ pollers }) },
      options: { namespace: 'default' },
    },
    connected: () => Promise.resolve(),
    ask: (_: unknown, call: () => unknown) => call(),
    query,
    ours: (error: unknown) => error,
  } as unknown as Calls; // all that is used here
}

const storeHash = parseStoreHash('abc123') ?? never();

function never(): never {
  throw new NotFound('no store hash');
}

describe('legs that failed by refused credentials', () => {
  const before = '2026-11-28T11:59:00.000Z';
  const after = '2026-11-28T12:01:00.000Z';
  const stands = async (world: Parameters<typeof serverOf>[0], lastTest: TestReport, of: string) => {
    const legs = legsOf(await recurringOf(serverOf(world), storeHash), { begun: BEGUN, lastTest });
    return legs.find(({ leg }) => leg === of);
  };

  it('do not fail any more once a test is good, and are good with their next run', async () => {
    const refused = (at: string) => ({ changes: [{ at, failing: ['CredentialsRejected'] }] });
    expect(await stands(refused(before), good, 'storeOrders')).toEqual({
      leg: 'storeOrders',
      state: 'not-yet',
      lastSuccess: '2026-11-28T10:00:00.000Z',
    });
    const away = { changes: [{ at: before, failing: ['Unavailable'] }] };
    expect(await stands(away, good, 'storeOrders')).toEqual(failing('Unavailable'));
    // A run that came after it is believed, and so is a test that was not good.
    expect(await stands(refused(after), good, 'storeOrders')).toEqual(failing('CredentialsRejected'));
    expect(await stands(refused(before), { ...good, ok: false }, 'storeOrders')).toEqual(
      failing('CredentialsRejected'),
    );
  });

  it('do not fail again while the first run after that test has not ended', async () => {
    const changes = [{ at: before, failing: ['CredentialsRejected'] }, { at: new Date().toISOString() }];
    expect(await stands({ changes }, good, 'storeOrders')).toMatchObject({ state: 'not-yet' });
  });

  it('are answered by a test after their own run, whenever another leg’s runs were', async () => {
    const refused = [{ at: before, failing: ['CredentialsRejected'] }];
    const done = [{ at: after, failing: [] }];
    expect(await stands({ changes: done, comparisons: refused }, good, 'comparison')).toMatchObject({
      state: 'not-yet',
    });
    const later = [{ at: after, failing: ['CredentialsRejected'] }];
    expect(await stands({ changes: refused, comparisons: later }, good, 'comparison')).toMatchObject({
      state: 'failing',
    });
  });

  it('are in a list of all stores as in the status of one; where no worker answers, they fail', async () => {
    const world = { changes: [{ at: before, failing: ['CredentialsRejected'] }] };
    const listed = async (calls: Calls) => {
      const found: { health: string[]; failing: string[] } = { health: [], failing: [] };
      for await (const { rows } of storePages(calls, {})) found.health.push(...rows.map(({ health }) => health));
      for await (const { rows } of failingPages(calls, {})) found.failing.push(...rows.map(({ type }) => type));
      return found;
    };
    expect(await listed(serverOf(world, good))).toEqual({ health: ['good'], failing: [] });
    const still = { health: ['failing'], failing: ['CredentialsRejected'] };
    expect(await listed(serverOf(world, { ...good, ok: false }))).toEqual(still);
    expect(await listed(serverOf(world))).toEqual(still);
  });

  it('are forgotten by the integration with the test that opens it, and others are not', () => {
    const of = (type: string) => ({ leg: 'storeOrders' as const, since: good.at, type, message: 'no' });
    const snapshot = {
      refusedBy: 'bigcommerce',
      missingCapabilities: [],
      failing: [of('CredentialsRejected'), of('Unavailable')],
    } as unknown as IntegrationSnapshot; // what a test looks at
    expect(afterTest(snapshot, { report: good, store: undefined })).toMatchObject({
      opens: true,
      change: { failing: [of('Unavailable')] },
    });
    const still = { ...good, ok: false, refused: { side: 'bigcommerce', type: 'CredentialsRejected' } } as const;
    expect(afterTest(snapshot, { report: still, store: undefined }).change).not.toHaveProperty('failing');
  });

  it('fail all together while the credentials are refused, whatever each last run says', () => {
    const resting: LegStatus = { leg: 'myogoStock', state: 'resting', lastSuccess: good.at, why: 'refused' };
    const legs = refusedLegs([resting], { since: good.at, summary: 'Needs new credentials.' });
    expect(healthOf(legs)).toBe('failing');
    expect(legs).toMatchObject([{ leg: 'myogoStock', lastSuccess: good.at, failing: { type: 'CredentialsRejected' } }]);
  });
});

describe('a required permission that a test found missing', () => {
  const missing = {
    leg: 'myogoStock' as const,
    since: good.at,
    type: 'ScopeMissing',
    message: 'Products: modify is missing',
  };
  const memo = { attention: { failing: [missing], questions: [] } };

  it.each(['live', 'awaiting-goods'])('is seen in lists before any run has missed it: %s', async (stage) => {
    const calls = serverOf({ changes: [{ at: good.at, failing: [] }] }, good, stage, memo);
    const health: string[] = [];
    for await (const { rows } of storePages(calls, {})) health.push(...rows.map((row) => row.health));
    expect(health).toEqual(['failing']);
    const failing: object[] = [];
    for await (const { rows } of failingPages(calls, {})) failing.push(...rows);
    expect(failing).toEqual([expect.objectContaining(missing)]);
  });

  it('hides no failure that a run has met', () => {
    const legs = withMissing([failing('Unavailable')], [{ ...missing, leg: 'storeOrders' }]);
    expect(legs).toEqual([failing('Unavailable')]);
  });
});

describe('the leg of the comparison goes by the newer one, whoever began it', () => {
  const schedule = { state: { paused: false }, info: { nextActionTimes: [] }, action: { args: [] } };
  const stands = (daily: object | undefined, byHand: object) => {
    const recurring = {
      ...{ latestChanges: schedule, comparison: schedule, changesRuns: {}, byHand },
      comparisonRuns: daily === undefined ? {} : { report: daily },
    } as unknown as Recurring; // what legs are made of
    return legsOf(recurring, { begun: BEGUN }).find(({ leg }) => leg === 'comparison');
  };
  const ofMonday = { startedAt: '2026-11-23T04:00:00.000Z', health: failing('Unavailable') };
  const ofTuesday = { startedAt: '2026-11-24T04:00:00.000Z', health: { lastSuccess: '2026-11-24T04:00:00.000Z' } };

  it('before the first daily one it has been done already', () => {
    expect(stands(undefined, ofTuesday)).toMatchObject({ state: 'good', lastSuccess: ofTuesday.startedAt });
  });

  it('a later one by hand ends what the daily one failed by, and an older one does not', () => {
    expect(stands(ofMonday, ofTuesday)).toMatchObject({ state: 'good' });
    expect(stands({ ...ofTuesday, health: ofMonday.health }, { ...ofMonday, health: ofTuesday.health })).toMatchObject({
      state: 'failing',
    });
  });
});

it('a list of what fails tells when each leg was good last, as the status of the store does', async () => {
  const changes = [{ at: '2026-11-28T11:00:00.000Z', failing: ['Unavailable'] }];
  const refused = serverOf({ changes }, good, 'needs-credentials');
  const found: (string | undefined)[] = [];
  for await (const { rows } of failingPages(refused, {}))
    found.push(...rows.filter(({ leg }) => leg === 'storeOrders').map(({ lastSuccess }) => lastSuccess));
  expect(found).toEqual(['2026-11-28T10:00:00.000Z']);
});

describe('a store that is listed with refused credentials, and stands otherwise when its run is asked', () => {
  const changes = [{ at: '2026-11-28T11:00:00.000Z', failing: [] }];
  const listed = (query: () => Promise<object>): Calls =>
    Object.assign(serverOf({ changes }, good, 'needs-credentials'), { query });
  const read = async (calls: Calls) => {
    const health: string[] = [];
    for await (const { rows } of storePages(calls, {})) health.push(...rows.map((row) => row.health));
    const failingLegs: object[] = [];
    for await (const { rows } of failingPages(calls, {})) failingLegs.push(...rows);
    return { health, failing: failingLegs.length };
  };

  it('was disconnected since the list: it ends no list, and fails nowhere', async () => {
    const calls = listed(() => Promise.reject(new UnknownIntegration('Store abc123 is not connected.', {})));
    expect(await read(calls)).toEqual({ health: ['resting'], failing: 0 });
  });

  it.each<OgoshipError>([new Throttled('Temporal is busy.'), new OgoshipError('UnexpectedResponse', 'Odd.')])(
    'does not say how it is ($type): it ends no list, and is told as it is listed',
    async (error) => {
      expect(await read(listed(() => Promise.reject(error)))).toEqual({ health: ['failing'], failing: 5 });
    },
  );

  it('has good ones by now: it is told as it is', async () => {
    const latestChanges = { allowed: true, running: true };
    const calls = listed(() => Promise.resolve({ stage: 'live', since: good.at, summary: 'Live.', latestChanges }));
    expect(await read(calls)).toEqual({ health: ['good'], failing: 0 });
  });
});

describe('stores whose tasks no worker takes', () => {
  const longAgo = [{ identity: 'w', lastAccessTime: { seconds: Math.floor(Date.now() / 1000) - 200 } }];
  const world = { changes: [{ at: good.at, failing: [] }] };
  const listed = async (calls: Calls) => {
    const health: string[] = [];
    for await (const { rows } of storePages(calls, {})) health.push(...rows.map((row) => row.health));
    const legs: object[] = [];
    for await (const { rows } of failingPages(calls, {})) legs.push(...rows);
    return { health, legs };
  };

  it.each([
    ['there was none', []],
    ['the last one was heard of long ago', longAgo],
  ])('fail in every list, although their last runs were good: %s', async (_, pollers) => {
    const { health, legs } = await listed(serverOf(world, good, 'live', {}, pollers));
    expect(health).toEqual(['failing']);
    expect(legs).toHaveLength(5);
    for (const leg of legs)
      expect(leg).toMatchObject({
        type: 'Unavailable',
        message: expect.stringMatching(/^No worker takes tasks .*start a worker\.$/),
      });
  });

  it.each(['paused', 'awaiting-goods'])('and of which nothing flows anyway do not fail: %s', async (stage) => {
    expect(await listed(serverOf(world, good, stage, {}, []))).toEqual({ health: ['resting'], legs: [] });
  });
});

describe('all stores where no worker answers', () => {
  const read = async (calls: Calls) => {
    const found: { health: string; message: string; since: string }[] = [];
    const health: string[] = [];
    for await (const { rows } of storePages(calls, {})) health.push(...rows.map((row) => row.health));
    for await (const { rows } of failingPages(calls, {}))
      found.push(...rows.map(({ message, since }) => ({ health: health[0] ?? '', message, since })));
    return found;
  };
  const isTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;
  const nobody = /no worker takes tasks/i;

  it.each([
    ['live', [], nobody],
    ['needs-credentials', [], /^The credentials are refused\. .*no worker takes tasks/i],
    ['needs-credentials', undefined, /^The credentials are refused\. .*No worker runs\./],
  ] as const)('a store that is %s is listed all the same, since an ISO time', async (stage, pollers, message) => {
    const rows = await read(serverOf({ changes: [] }, undefined, stage, {}, pollers));
    expect(rows).toHaveLength(5);
    expect(new Set(rows.map(({ health }) => health))).toEqual(new Set(['failing']));
    for (const row of rows) {
      expect(row.message).toMatch(message);
      expect(row.since).toEqual(isTime);
    }
  });

  it('goes on after a place that was given with a worker, and the other way about', async () => {
    const after = Buffer.from('{"list":4}').toString('base64url');
    const of = async (pollers?: readonly object[]) => {
      let count = 0;
      for await (const { rows } of failingPages(serverOf({ changes: [] }, good, 'live', {}, pollers), { after }))
        count += rows.length;
      return count;
    };
    expect(await of()).toBe(0);
    expect(await of([])).toBe(5);
  });
});

it('a schedule that is gone fails since the store was live, where its runs say nothing', () => {
  const recurring = { latestChanges: undefined, comparison: undefined, changesRuns: {}, comparisonRuns: {} };
  const since = new Set(legsOf(recurring, { begun: BEGUN }).map(({ failing: found }) => found?.since));
  expect(since).toEqual(new Set([BEGUN]));
});

describe('a schedule that does not follow the integration yet', () => {
  const nothing = { changesRuns: {}, comparisonRuns: {} };
  const action = { args: [{}] };
  const paused = {
    action,
    state: { paused: true, note: 'Derived by the integration: latest changes are not enabled' },
  };
  const byPerson = { action, state: { paused: true, note: 'stocktaking' } };
  const at = (schedule: unknown, behind: Behind | undefined) =>
    legsOf({ ...nothing, latestChanges: schedule, comparison: schedule } as Recurring, { begun: BEGUN, behind });
  const updating = { why: 'the schedule is being updated', failed: false };
  const missed = { why: 'the schedule could not be updated; retried within the hour', failed: true };

  it.each([
    ['is not made yet', undefined],
    ['is still paused by the integration', paused],
  ])('rests where it %s, and says why: nobody has deleted or disabled it', (_how, schedule) => {
    for (const leg of at(schedule, updating)) expect(leg).toMatchObject({ state: 'resting', why: updating.why });
  });

  it.each([
    ['was never made', undefined],
    ['is still paused by the integration', paused],
  ])('fails where it could not be updated and %s, and says what helps', (_how, schedule) => {
    const failingAs = { since: BEGUN, message: expect.stringContaining('changes enable') as string };
    for (const leg of at(schedule, missed)) expect(leg).toMatchObject({ state: 'failing', failing: failingAs });
  });

  it('is in a list of all stores as in the status of one', async () => {
    const says = { running: false, why: missed.why, unconfirmed: true };
    const listed = async (world: World) => {
      const found: string[] = [];
      for await (const { rows } of failingPages(serverOf(world, good), {}))
        found.push(...rows.map(({ message }) => message));
      return found;
    };
    const note = paused.state.note;
    expect(await listed({ changes: [], pausedAs: note, says })).not.toEqual([]);
    expect(await listed({ changes: [], pausedAs: note, says: { ...says, unconfirmed: undefined } })).toEqual([]);
    expect(await listed({ changes: [], pausedAs: 'stocktaking', says })).toEqual([]);
  });

  it('is a person’s pause all the same where a person paused it', () => {
    for (const behind of [updating, missed, undefined])
      for (const leg of at(byPerson, behind))
        expect(leg).toMatchObject({ state: 'resting', why: 'paused in Temporal: stocktaking' });
  });
});
