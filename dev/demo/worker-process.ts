import { isBuilt } from '../../scripts/built.ts';
import type { Tell } from './events.ts';
import type { LogFile } from './log-file.ts';
import { WalkError } from './walk-error.ts';
import { startNode, type NodeChild } from './node-child.ts';

export interface KeptWorker {
  /** Fulfilled when the worker takes tasks for the first time; rejected when it cannot be kept running. */
  readonly ready: Promise<void>;
  /** Aborted when it cannot be kept running; the reason says why. */
  readonly lost: AbortSignal;
  readonly stop: () => Promise<void>;
}

/** Ends in a row, without having been ready in between, that are believed to be more than bad luck. */
const MOST_FAILED_STARTS = 3;
/** What the worker answers to a configuration that can never work. */
const BAD_CONFIGURATION = 'exit code 2';

/** Runs the worker as a process of its own and starts it again when it ends: its runs go on where they were. */
export function keepWorker(env: NodeJS.ProcessEnv, log: LogFile, tell: Tell): KeptWorker {
  const lost = new AbortController();
  let stopping = false;
  let failedStarts = 0;
  let current: NodeChild | undefined;
  let isReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    isReady = resolve;
    lost.signal.addEventListener('abort', () => reject(lost.signal.reason as Error), { once: true }); // an Error, below
  });
  ready.catch(() => undefined); // whoever waits hears of it

  // From the sources it bundles its workflows at each start, for seconds: a build that is up to date is the same.
  const script = isBuilt() ? 'dist/worker.js' : 'src/worker.ts';
  const start = (): void => {
    const child = startNode({
      script,
      env,
      onLine: (line) => {
        log.write(line);
        if (!line.includes('"msg":"worker ready"')) return;
        failedStarts = 0;
        tell({ event: 'worker', state: 'ready', pid: child.pid ?? 0 });
        isReady();
      },
    });
    current = child;
    void child.exited.then((how) => {
      if (stopping) return;
      failedStarts += 1;
      tell({ event: 'worker', state: 'ended', how });
      if (how === BAD_CONFIGURATION || failedStarts > MOST_FAILED_STARTS) {
        lost.abort(
          new WalkError({
            expected: 'the worker stays up',
            seen: [`it ended ${failedStarts} times (${how})`, child.tail()],
          }),
        );
      } else {
        start();
      }
    });
  };
  start();

  return {
    ready,
    lost: lost.signal,
    stop: async () => {
      stopping = true;
      await current?.stop();
    },
  };
}
