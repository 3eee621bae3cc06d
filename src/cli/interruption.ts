import { pendingWords, type FailureDetail } from '../contract/failures.ts';

/** A person pressed Ctrl-C, or the platform wants the process to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** How long calls may take to say what may still happen. */
const LAST_WORDS_MS = 2_000;

/**
 * The work, or `Interrupted` a moment after the signal where the work does not end by itself.
 * @param interrupt ends what waits
 */
export async function unlessInterrupted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  interrupt: () => Promise<void>,
): Promise<T> {
  const interrupted = new Promise<never>((_, reject) => {
    const end = (): void => {
      setTimeout(() => reject(new Interrupted()), LAST_WORDS_MS).unref();
      interrupt().catch(() => undefined); // it closes connections; the process ends anyway
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  return Promise.race([work, interrupted]);
}

/** What a command that was interrupted leaves behind. */
export function interruptedWords(error: unknown): string {
  // Asked by a question of ours: it says itself what was done.
  if (error instanceof Interrupted && error.message !== '') return `Interrupted. ${error.message}`;
  const rest = 'What was done stays done, runs that were started go on, and nothing else is begun.';
  const what = pendingWords((error as { detail?: FailureDetail }).detail ?? {});
  if (what === undefined) return `Interrupted. ${rest}`;
  return `Interrupted. What was asked last may still happen: it is ${what}. ${rest}`;
}

let outputClosed = false;

/** Whoever read the output is gone. */
export function nobodyReads(): boolean {
  return outputClosed;
}

/** `ogoship … | head` ends before everything is written: that is no failure, and what is being done is done to its end. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      outputClosed ||= stream === process.stdout;
    });
  }
}
