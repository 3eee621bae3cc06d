import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface WorkerProcess {
  readonly pid: number;
  /** Rejected when it ends before it is told to. */
  readonly lost: Promise<never>;
  stop(): Promise<void>;
}

const TAIL_LINES = 10;
const PATIENCE_MS = 10_000;

/**
 * A build's worker as operators run it: `node dist/worker.js`, plain, so that no compiler is measured with it.
 * @param folder of the build
 * @param env the whole of it
 * @param options of Node
 * @returns when it takes tasks
 */
export async function startBuiltWorker(
  folder: string,
  env: Readonly<Record<string, string>>,
  options: readonly string[] = [],
): Promise<WorkerProcess> {
  const guard = new URL('../../dev/demo/end-with-parent.js', import.meta.url).href;
  const child = spawn(process.execPath, [...options, '--import', guard, 'dist/worker.js'], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true, // Ctrl-C reaches this process alone, which ends its workers in order
  });
  const tail: string[] = [];
  let isReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => (isReady = resolve));
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue; // a process that could not be started may have none
    createInterface({ input: stream }).on('line', (line) => {
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      if (line.includes('"msg":"worker ready"')) isReady();
    });
  }
  const closed = once(child, 'close');
  let stopping = false;
  const lost = new Promise<never>((_resolve, reject) => {
    void closed.then(() => {
      if (!stopping) reject(new Error(`the worker of ${folder} ended:\n${tail.join('\n')}`));
    }, reject);
  });
  lost.catch(() => undefined); // whoever waits for it hears of it
  await Promise.race([ready, lost]);
  return {
    pid: child.pid ?? 0,
    lost,
    stop: async () => {
      stopping = true;
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      await closed.catch(() => undefined);
      clearTimeout(insist);
    },
  };
}
