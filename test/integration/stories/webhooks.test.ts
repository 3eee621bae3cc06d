import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Trusted } from '../../stories/webhooks/trust.ts';
import { isLong } from '../../support/sample.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A process of its own: a life's time is the whole process's, `Date` and timers included. */
function lived(...args: string[]): readonly unknown[] {
  const run = spawnSync(process.execPath, ['--import', 'tsx', 'test/stories/webhooks-main.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(run.status, run.stderr).toBe(0);
  return run.stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

const fewWeathers = [
  'without webhooks',
  'with webhooks',
  'all lost',
  'all doubled and out of order',
  'with forged secrets',
];

it('the same life ends in equal ledgers, whatever becomes of its webhooks', () => {
  const lives = lived('ledgers', ...(isLong ? [] : fewWeathers)) as readonly { weather: string; noticed: string }[]; // the script's own report
  expect(lives.length).toBeGreaterThanOrEqual(fewWeathers.length);
  const [first] = lives;
  const { faults, counts, sent } = JSON.parse(first?.noticed ?? '{}') as {
    faults: unknown[];
    counts: [string, unknown[]][];
    sent: unknown[];
  };
  expect([faults, sent.length]).toEqual([[], 5]);
  for (const [effect, keys] of counts) expect([effect, keys.length > 0]).toEqual([effect, true]);
  for (const { weather, noticed } of lives) expect([weather, noticed]).toEqual([weather, first?.noticed]);
});

/** Minutes of a stretched poll, and of a poll as without webhooks; beside the moment that an order's own steps take. */
const STRETCHED = 60;
const AS_EVER = 5;
const A_MOMENT = 0.5;

it.each<['lost' | 'receiver-dead', readonly string[]]>([
  ['lost', isLong ? ['3', '17', '31', '44', '58'] : ['3']],
  ['receiver-dead', isLong ? ['3', '29', '52'] : ['29']],
])(
  'where deliveries stop after trust was earned (%s), the first change waits an hour at most and every later one as long as ever',
  (stop, quietMinutes) => {
    for (const life of lived(stop, ...quietMinutes) as readonly Trusted[]) {
      // the script's own report
      expect(life).toMatchObject({ stop, stretch: 12, fallen: { stretch: 1 } });
      expect(life.trusted).toBeLessThan(A_MOMENT);
      expect(life.first).toBeGreaterThan(A_MOMENT); // no webhook told of it
      expect(life.first).toBeLessThanOrEqual(STRETCHED + A_MOMENT);
      for (const minutes of life.later) expect(minutes).toBeLessThanOrEqual(AS_EVER + A_MOMENT);
      expect(life.after).toBeLessThan(A_MOMENT);
    }
  },
);
