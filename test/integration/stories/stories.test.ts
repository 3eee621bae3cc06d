import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

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
  it('every story that once found a fault is lived without one', () => {
    const { status, said } = stories('--found');
    expect(status, said).toBe(0);
  });

  it('lives of random acts end with every promised piece gone once or visibly held', () => {
    // A seed of its own each time would make a red run nobody's fault: the long run draws one, and prints it.
    const { status, said } = long
      ? stories('--minutes', '10')
      : stories('--lives', '3', '--acts', '8', '--seed', '18', '--quiet', '--no-save');
    expect(status, said).toBe(0);
  });
});
