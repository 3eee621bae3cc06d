import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CAUGHT } from '../../stories/planted/results.ts';

const long = process.env['TEST_LONG'] === '1';
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A process of its own: a life's time is the whole process's, `Date` and timers included. */
function stories(...args: string[]): { readonly status: number | null; readonly said: string } {
  const run = spawnSync(process.execPath, ['--import', 'tsx', 'test/stories/main.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status: run.status, said: `${run.stdout}${run.stderr}` };
}

describe('stories', () => {
  // Each part has the time of a test: what once found a fault grows.
  it.each(['1/4', '2/4', '3/4', '4/4'])('what once found a fault finds none any more (part %s)', (part) => {
    const { status, said } = stories('--found', '--part', part);
    expect(status, said).toBe(0);
    expect(said).toMatch(/[1-9]\d* passed, 0 failed/);
  });

  it('lives of random acts end with every promised piece gone once or visibly held', () => {
    // A seed of its own each time would make a red run nobody's fault: the long run draws one, and prints it.
    const lives = long ? ['--minutes', '10'] : ['--lives', '2', '--acts', '8', '--seed', '18', '--quiet', '--no-save'];
    const { status, said } = stories(...lives);
    expect(status, said).toBe(0);
  });

  it.runIf(long).each(['refund-ignored', 'cancel-ignored'])('a planted fault is caught: %s', (name) => {
    const { status, said } = stories('--plant', name, '--lives', '500', '--seed', '9000');
    expect(status, said).toBe(CAUGHT);
    expect(said).toContain('"rule"');
  });
});
