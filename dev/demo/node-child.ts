import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The project's folder: where the children run, so that `tsx` and their own paths are found from anywhere. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

export interface NodeChildOptions {
  /** A TypeScript or JavaScript file, from the project's folder. */
  readonly script: string;
  readonly args?: readonly string[];
  /** The whole environment: nothing is inherited beside it. */
  readonly env: NodeJS.ProcessEnv;
  /** Each line of its output; stdout and stderr alike. */
  readonly onLine: (line: string) => void;
}

/** A process of ours that dies with this one, even on SIGKILL. */
export interface NodeChild {
  /** Undefined where it could not be started: `exited` says why. */
  readonly pid: number | undefined;
  /** How it ended, in a few words; never rejected. */
  readonly exited: Promise<string>;
  /** The last lines of its output. */
  readonly tail: () => string;
  /** Asks it to end, insists after `patienceMs`, and waits until it is gone. May be called again. */
  readonly stop: (patienceMs?: number) => Promise<void>;
}

const TAIL_LINES = 15;
const PATIENCE_MS = 5_000;

/** Starts a script of ours in a process of its own. */
export function startNode({ script, args = [], env, onLine }: NodeChildOptions): NodeChild {
  const guard = new URL('end-with-parent.js', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', guard, script, ...args], {
    cwd: projectRoot,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own: Ctrl-C reaches this process alone, which ends its children in order.
    detached: true,
    windowsHide: true,
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue; // a process that could not be started may have none
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > TAIL_LINES) lines.shift();
      onLine(line);
    });
  }
  let ended = false;
  const exited = new Promise<string>((resolve) => {
    const end = (how: string) => {
      ended = true;
      resolve(how);
    };
    // 'close' comes after the last line of its output.
    child.once('close', (code, signal) => end(signal ?? `exit code ${code ?? 'unknown'}`));
    child.once('error', (error) => end(error.message));
  });
  return {
    pid: child.pid,
    exited,
    tail: () => lines.join('\n'),
    stop: async (patienceMs = PATIENCE_MS) => {
      if (ended) return;
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await exited;
      clearTimeout(insist);
    },
  };
}
