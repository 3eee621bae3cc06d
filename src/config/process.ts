import { constants } from 'node:os';
import { ConfigError } from './environment.ts';

// What a process of ours has in common with another: how it begins, and how it is asked to end.

/** What the process says when it ends. */
export const ExitCode = { done: 0, failed: 1, badConfiguration: 2 } as const;

/** A person's mistake in the environment is one line. @returns `undefined` after it was told */
export function configured<T>(load: () => T): T | undefined {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`cannot start: ${error.message}\n`);
    return undefined;
  }
}

/** Aborted by the first SIGTERM or SIGINT; the second one ends the process at once. */
export function stoppedBySignals(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(128 + constants.signals[signal]);
      stop.abort();
    });
  }
  return stop.signal;
}
