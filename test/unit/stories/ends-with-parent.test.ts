import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** It waits for ever, as a worker does. */
const WAITS = `console.log(JSON.stringify({ level: 'info', msg: 'here', pid: process.pid }));
setInterval(() => undefined, 1_000);`;

it('a worker process of the tests and of the stories at real speed ends with whoever started it, also when that is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ends-'));
  const script = join(folder, 'waits.mjs');
  writeFileSync(script, WAITS);
  const program = `import { spawnWorker } from './test/support/worker-process.ts';
    const worker = spawnWorker({}, ${JSON.stringify(script)});
    console.log((await worker.line(({ msg }) => msg === 'here')).pid);`;
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]; // the child's own number
    const pid = Number(line);
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    try {
      await expect.poll(() => isAlive(pid)).toBe(false);
    } finally {
      if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    }
  } finally {
    parent.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
