import { readdirSync, readFileSync } from 'node:fs';
import type * as Workflow from '@temporalio/workflow';
import type { ActivityOptions } from '@temporalio/workflow';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { msToNumber } from '@temporalio/common/lib/time.js';

interface Proxied {
  readonly file: string;
  readonly options: ActivityOptions;
}
const proxied = vi.hoisted((): { file: string; options: ActivityOptions }[] => []);

vi.mock('@temporalio/workflow', async (importOriginal) => ({
  ...(await importOriginal<typeof Workflow>()),
  proxyActivities: (options: ActivityOptions) => {
    const file = /workflows\/([a-z/-]+\.ts)/.exec(new Error().stack ?? '')?.[1] ?? 'unknown';
    proxied.push({ file, options });
    return new Proxy({}, { get: () => () => undefined });
  },
}));

const folder = new URL('../../../src/workflows/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
// Files of one worker share what they loaded: what others loaded would not be seen here, and what is loaded here would
// call no activity there.
vi.resetModules();
for (const file of files) await import(new URL(file, folder).href);
const ofInterval = new Map<number, readonly Proxied[]>();
for (const everyMs of [5_000, 60_000, 300_000, 3_600_000]) {
  const before = proxied.length;
  (await import('../../../src/workflows/changes/bounded-activities.ts')).boundedActivities(everyMs);
  ofInterval.set(everyMs, proxied.slice(before));
}
const bounded = new Set([...ofInterval.values()].flat());
afterAll(() => void vi.resetModules());

const ms = (duration: ActivityOptions['startToCloseTimeout']): number => msToNumber(duration ?? 0);
const named: [string, Proxied][] = proxied.map((each) => [
  `${each.options.summary ?? '(no summary)'} in ${each.file}`,
  each,
]);

describe('every activity that a workflow calls', () => {
  test('is among those checked here, whatever other tests have loaded before', () => {
    const calling = files.filter((file) => /\bproxyActivities\b.*\(/.test(readFileSync(new URL(file, folder), 'utf8')));
    expect(calling.length).toBeGreaterThan(5);
    expect([...new Set(proxied.map(({ file }) => file))].sort()).toEqual(calling.sort());
  });

  test.each(named.filter(([, each]) => !bounded.has(each)))(
    '%s is bounded twice: each attempt, and all of them',
    (_, { options }) => {
      expect(ms(options.startToCloseTimeout)).toBeGreaterThan(0);
      expect(ms(options.scheduleToCloseTimeout)).toBeGreaterThan(ms(options.startToCloseTimeout));
    },
  );

  test.each([...ofInterval])('of latest changes every %i ms ends with half an interval', (everyMs, activities) => {
    expect(activities.length).toBeGreaterThan(5);
    for (const { options } of activities) {
      expect(ms(options.startToCloseTimeout)).toBeGreaterThan(0);
      // One attempt may take all of it: it goes on where it stands.
      expect(ms(options.scheduleToCloseTimeout)).toBeGreaterThanOrEqual(ms(options.startToCloseTimeout));
      expect(ms(options.scheduleToCloseTimeout)).toBeLessThanOrEqual(Math.max(10_000, everyMs / 2));
    }
  });

  test.each(named)('%s says in the Web UI what it does', (_, { options }) => {
    expect(options.summary).toMatch(/\w{3}/);
  });

  test.each(named.filter(([, { options }]) => ms(options.startToCloseTimeout) > 600_000))(
    '%s may take long, so it heartbeats: a dead worker is noticed sooner',
    (_, { options }) => {
      expect(ms(options.heartbeatTimeout)).toBeGreaterThan(0);
      expect(ms(options.heartbeatTimeout)).toBeLessThanOrEqual(120_000);
    },
  );
});
