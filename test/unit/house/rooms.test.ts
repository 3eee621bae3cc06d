import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const src = join(root, 'src');
const entries = readdirSync(src, { recursive: true, withFileTypes: true });
const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));

/** The most files beside each other that are still taken in at a glance. */
const MOST_FILES = 16;

/** The most lines of a file. */
const MOST_LINES = 250;

describe('src', () => {
  it(`has at most ${MOST_FILES} files beside each other in a folder`, () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    const crowded = [...counts].filter(([, count]) => count > MOST_FILES);
    expect(crowded.map(([folder, count]) => `${relative(root, folder)}: ${count}`)).toEqual([]);
  });

  it(`has no file of more than ${MOST_LINES} lines`, () => {
    const long = files
      .map((file) => ({ file: relative(root, file), lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > MOST_LINES);
    expect(long).toEqual([]);
  });

  it('has no door between rooms that nobody uses', () => {
    const { forbidden } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
      readonly forbidden: readonly { readonly name: string; readonly from: { readonly pathNot?: unknown } }[];
    };
    const doors = forbidden
      .filter(({ name }) => name.startsWith('door-'))
      .map(({ name }) => name.slice('door-'.length));
    expect(doors.length).toBeGreaterThan(5);
    const entered = new Set(files.flatMap((file) => importsFromOtherRooms(file)));
    expect(doors.filter((door) => !entered.has(door))).toEqual([]);
  });
});

function importsFromOtherRooms(file: string): readonly string[] {
  const roomOf = (path: string): string => relative(src, path).split('/').slice(0, 2).join('/');
  return [...readFileSync(file, 'utf8').matchAll(/^(?:import|export) [^;]*?from '(\.[^']+)'/gms)]
    .map(([, path = '']) => resolve(dirname(file), path))
    .filter((path) => relative(src, file).split('/').length > 2 && roomOf(path) !== roomOf(file))
    .map((path) => relative(src, path).replace(/\.ts$/, ''));
}
