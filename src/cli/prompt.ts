import { Writable } from 'node:stream';
import { createInterface } from 'node:readline/promises';
import { UsageError } from './usage-error.ts';

/**
 * Asks for a secret on the terminal, without showing it.
 * @param variable what to set where there is no terminal
 * @throws UsageError where there is no terminal, or nothing was typed
 */
export async function askSecret(what: string, variable: string): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError(`${variable} is missing.`, { field: variable, expected: `${what}, in the environment` });
  }
  // readline echoes to its output: this one swallows everything.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  // Only now: from here on the terminal itself echoes nothing, however fast somebody pastes.
  process.stderr.write(`${what}: `);
  const interrupted = new AbortController();
  lines.once('SIGINT', () => interrupted.abort());
  try {
    const typed = (await lines.question('', { signal: interrupted.signal })).trim();
    if (typed === '') throw new UsageError(`${what} is empty.`, { field: variable, expected: what });
    return typed;
  } catch (error) {
    if (interrupted.signal.aborted) throw new UsageError('Nothing was changed.', {});
    throw error;
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
