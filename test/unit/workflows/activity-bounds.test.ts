import { readdirSync } from 'node:fs';
import type * as Workflow from '@temporalio/workflow';
import type { ActivityOptions } from '@temporalio/workflow';
import { describe, expect, test, vi } from 'vitest';
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
for (const file of files) await import(new URL(file, folder).href);

const ms = (duration: ActivityOptions['startToCloseTimeout']): number => msToNumber(duration ?? 0);
const named: [string, Proxied][] = proxied.map((each) => [
  `${each.options.summary ?? '(no summary)'} in ${each.file}`,
  each,
]);

describe('every activity that a workflow calls', () => {
  test('is among those checked here', () => {
    expect(files.length).toBeGreaterThan(5);
    expect(proxied.length).toBeGreaterThan(5);
  });

  test.each(named)('%s is bounded twice: each attempt, and all of them', (_, { options }) => {
    expect(ms(options.startToCloseTimeout)).toBeGreaterThan(0);
    expect(ms(options.scheduleToCloseTimeout)).toBeGreaterThan(ms(options.startToCloseTimeout));
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
