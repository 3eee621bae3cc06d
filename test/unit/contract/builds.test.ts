import { expect, test } from 'vitest';
import { standStill, type Build, type QueueBuilds } from '../../../src/contract/runs/builds.ts';
import { lineOf } from '../../../src/worker/deployment-watch.ts';

const build = (buildId: string): Build => ({ deployment: 'd', buildId });
const [v1, v2] = [build('v1'), build('v2')];
const queue = (
  current: Build | undefined,
  living: QueueBuilds['living'],
  ramping?: QueueBuilds['ramping'],
): QueueBuilds => ({
  taskQueue: 'orders',
  current,
  living,
  ...(ramping === undefined ? {} : { ramping }),
});

const directed: readonly [string, readonly QueueBuilds[], RegExp | undefined, RegExp?][] = [
  ['a worker of the current build lives', [queue(v1, [v1])], undefined],
  ['the old one lives beside the current one', [queue(v2, [v1, v2])], undefined],
  ['nobody has a build id', [queue(undefined, [undefined])], undefined],
  ['nobody lives', [queue(v1, [])], /No worker takes tasks of "orders"/, /a worker of build v1/],
  ['nobody lives, without versions', [queue(undefined, [])], /No worker takes tasks/, /^start a worker$/],
  [
    'the current one is gone',
    [queue(v1, [v2, v2])],
    /go to build v1, .* Living: build v2/,
    /--make-current v2`, or start a worker of build v1/,
  ],
  ['none was made current', [queue(undefined, [v1])], /go to workers without a build id/, /--make-current v1`/],
  [
    'only workers without a build id are left',
    [queue(v1, [undefined])],
    /Living: workers without/,
    /--make-current ""`/,
  ],
  ['several live, and none is it', [queue(build('v0'), [v1, v2])], /Living: build v1, build v2/, /<build id>/],
  [
    'another deployment has a build of the same name',
    [queue(v1, [{ ...v1, deployment: 'e' }])],
    /everything stands still/,
  ],
  [
    'one of two queues is without',
    [queue(v1, [v1]), { ...queue(v1, [v2]), taskQueue: 'scans' }],
    /Tasks of "scans" go/,
  ],
  [
    'a share goes to one that is gone',
    [queue(v1, [v1], { build: v2, percentage: 10 })],
    /^10 % of the tasks go to build v2/,
    /ends the ramp/,
  ],
  ['a share of nothing goes to one that is gone', [queue(v1, [v1], { build: v2, percentage: 0 })], undefined],
];
test.each(directed)('where %s', (_where, queues, message, remedy = /./) => {
  const still = standStill(queues);
  expect(still === undefined).toBe(message === undefined);
  expect(still?.message ?? '').toMatch(message ?? '');
  expect(still?.remedy ?? ' ').toMatch(remedy);
});

const told: readonly [string, QueueBuilds, Build | undefined, boolean | undefined, RegExp?][] = [
  ['gets the tasks', queue(v1, []), v1, undefined],
  ['gets a share of them', queue(v1, [v1], { build: v2, percentage: 5 }), v2, undefined],
  ['waits for its turn', queue(v1, [v1]), v2, false, /of build v2 waits: tasks go to build v1.*--make-current v2/],
  ['has no build id beside one that has', queue(v1, [v1]), undefined, false, /has no build id, waits/],
  [
    'is alone with another build than the current one',
    queue(v1, []),
    v2,
    true,
    /everything stands still.*--make-current v2/,
  ],
  [
    'is the first with a build id',
    queue(undefined, []),
    v1,
    true,
    /What to do: `ogoship deployment --make-current v1`/,
  ],
];
test.each(told)('a worker that %s', (_which, present, own, alert, what = /./) => {
  const line = lineOf([present], own);
  expect(line?.alert).toBe(alert);
  if (line !== undefined) expect(line.what).toMatch(what);
});
