import { readFile, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { UsageError } from '../usage-error.ts';
import { abbreviated } from '../usage-words.ts';

/**
 * The text of a file that a person named; `-` is standard input.
 * @throws UsageError where it cannot be read
 */
export async function readTextFile(path: string): Promise<string> {
  const bytes = path === '-' ? await buffer(process.stdin) : await bytesOf(path);
  try {
    // Another encoding's letters would be lost in silence, and a name without them fits nothing.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const which = path === '-' ? 'Standard input' : `The file ${abbreviated(path)}`;
    throw new UsageError(`${which} is not written in UTF-8.`, {
      field: 'file',
      expected: 'UTF-8, which spreadsheets offer when they save CSV',
    });
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
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
