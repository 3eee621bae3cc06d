import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A line of the worker's log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** The worker as operators run it: a process of its own. */
export interface WorkerProcess {
  /** Everything it wrote so far. */
  readonly output: () => string;
  readonly errorOutput: () => string;
  readonly lines: readonly LogLine[];
  /** The first line that fits, also one of the past. Rejected when the process ends without it. */
  line(fits: (line: LogLine) => boolean): Promise<LogLine>;
  signal(name: NodeJS.Signals): void;
  /** Its exit code, when it has ended. */
  readonly exited: Promise<number | null>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Before its own code: ends it as soon as we are gone, even by SIGKILL. */
const guard = new URL('../../dev/demo/end-with-parent.js', import.meta.url).href;

/** Starts the worker, or another process of ours, with this environment and nothing of ours. It dies with this process. */
export function spawnWorker(env: Readonly<Record<string, string>>, script = 'dist/worker.js'): WorkerProcess {
  const child: ChildProcess = spawn(process.execPath, ['--import', guard, script], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new TypeError('the worker was spawned without pipes');
  const texts: string[] = [];
  const lines: LogLine[] = [];
  let errors = '';
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const look of waiting) look();
  };
  const reader = createInterface({ input: stdout });
  reader.on('line', (text) => {
    texts.push(text);
    lines.push(JSON.parse(text) as LogLine); // a line that is no JSON fails the test, as it should
    wake();
  });
  stderr.on('data', (part: Buffer) => (errors += part.toString()));
  let ended = false;
  const exited = once(child, 'close').then(([code]: unknown[]) => {
    ended = true;
    wake();
    return code as number | null; // of Node's own event
  });
  return {
    output: () => texts.join('\n'),
    errorOutput: () => errors,
    lines,
    line: (fits) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.find(fits);
          if (found !== undefined) resolve(found);
          else if (ended) reject(new Error(`The worker ended without that line:\n${texts.join('\n')}\n${errors}`));
          else return;
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
    signal: (name) => void child.kill(name),
    exited,
  };
}
