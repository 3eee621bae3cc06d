import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface SupervisedServer {
  /** The server's own process id; rejected when it could not be started. */
  readonly pid: Promise<number>;
  /** Fulfilled when it has ended; never rejected. */
  readonly exited: Promise<void>;
  readonly hasExited: () => boolean;
  /** The last lines that it logged, and before them why it failed: a panic's stack is longer than they are. */
  readonly tail: () => string;
  readonly close: () => Promise<void>;
}

const TAIL_LINES = 20;

/** Starts a server under `supervisor.js`, which ends it as soon as this process is gone. */
export function superviseServer(
  binary: string,
  args: readonly string[],
  log: (line: string) => void = () => undefined,
): SupervisedServer {
  const supervisor = spawn(
    process.execPath,
    [fileURLToPath(new URL('supervisor.js', import.meta.url)), binary, ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C reaches this process first, which ends its workers before their server.
      detached: true,
      windowsHide: true,
      // Neither a debugger nor a loader of this process concerns the supervisor.
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );

  const lines: string[] = [];
  let failure: string | undefined;
  for (const stream of [supervisor.stdout, supervisor.stderr]) {
    if (stream === null) continue; // a process that could not be started may have none
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (/^panic:|^Error:/.test(line)) failure ??= line;
      if (lines.length > TAIL_LINES) lines.shift();
      log(line);
    });
  }

  let ended = false;
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      ended = true;
      resolve();
    };
    // 'close' comes after the last line of its output.
    supervisor.once('close', end);
    supervisor.once('error', end);
  });
  const pid = new Promise<number>((resolve, reject) => {
    supervisor.once('message', (message) => resolve((message as { pid: number }).pid)); // sent by supervisor.js
    void exited.then(() => reject(new Error(`${binary} could not be started`)));
  });
  pid.catch(() => undefined);

  return {
    pid,
    exited,
    hasExited: () => ended,
    tail: () => (failure === undefined || lines.includes(failure) ? lines : [failure, '…', ...lines]).join('\n'),
    close: () => {
      // Asked by a message: after a disconnect from this side Node never reports the child's 'close'.
      if (supervisor.connected) supervisor.send('end', () => undefined);
      return exited;
    },
  };
}
