import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Interrupted } from './interruption.ts';
import { UsageError } from './usage-error.ts';

interface AskedOn {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks on the terminal.
 * @param hidden what is typed is not shown
 * @returns what was typed; `undefined` where the input ended before
 * @throws Interrupted for Ctrl-C: nothing was begun
 */
export async function asked(
  question: string,
  { hidden = false }: { readonly hidden?: boolean } = {},
  { input, output }: AskedOn = { input: process.stdin, output: process.stderr },
): Promise<string | undefined> {
  // readline echoes to its output: this one swallows everything.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface(hidden ? { input, output: nowhere, terminal: true } : { input, output });
  // Only now: from here on the terminal itself echoes nothing, however fast somebody pastes.
  if (hidden) output.write(question);
  const ended = new AbortController();
  lines.once('SIGINT', () => ended.abort(new Interrupted('Nothing was changed.')));
  // Without this a question whose input is closed waits for ever.
  lines.once('close', () => ended.abort());
  let typed: string | undefined;
  try {
    typed = (await lines.question(hidden ? '' : question, { signal: ended.signal })).trim();
    return typed;
  } catch (error) {
    if (!ended.signal.aborted) throw error;
    const why: unknown = ended.signal.reason;
    if (why instanceof Interrupted) throw why;
    return undefined;
  } finally {
    lines.close();
    // The line end that was typed is not shown, or none was typed.
    if (hidden || typed === undefined) output.write('\n');
  }
}

/**
 * Asks for a secret on the terminal, without showing it.
 * @param variable what to set where there is no terminal
 * @throws UsageError where there is no terminal, or nothing was typed
 * @throws Interrupted for Ctrl-C
 */
export async function askSecret(what: string, variable: string): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError(`${variable} is missing.`, { field: variable, expected: `${what}, in the environment` });
  }
  const typed = (await asked(`${what}: `, { hidden: true })) ?? '';
  if (typed === '') {
    throw new UsageError(`${variable} was not given; nothing was changed.`, { field: variable, expected: what });
  }
  return typed;
}
