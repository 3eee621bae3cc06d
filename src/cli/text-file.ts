import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { UsageError } from './usage-error.ts';

/**
 * The text of a file that a person named; `-` is standard input.
 * @throws UsageError where it cannot be read
 */
export async function readTextFile(path: string): Promise<string> {
  if (path === '-') return text(process.stdin);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read';
    throw new UsageError(`The file ${path} cannot be read (${reason}).`, { field: 'file', expected: 'a file to read' });
  }
}
