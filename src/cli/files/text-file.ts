import { readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { UsageError } from '../usage-error.ts';
import { abbreviated } from '../usage-words.ts';

/**
 * The text of a file that a person named; `-` is standard input.
 * @throws UsageError where it cannot be read
 */
export async function readTextFile(path: string): Promise<string> {
  if (path === '-') return text(process.stdin);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`The file ${abbreviated(path)} cannot be read${why(error)}.`, {
      field: 'file',
      expected: 'a file to read',
    });
  }
}

/** @throws UsageError where it cannot be written */
export async function writeTextFile(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (error) {
    throw new UsageError(`The file ${abbreviated(path)} cannot be written${why(error)}.`, {
      field: 'file',
      expected: 'a file in a folder that is there, and that may be written',
    });
  }
}

function why(error: unknown): string {
  return error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
}
