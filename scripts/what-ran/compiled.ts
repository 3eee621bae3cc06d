import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedPositionFor, LEAST_UPPER_BOUND, TraceMap } from '@jridgewell/trace-mapping';
import type { Point } from './points.ts';

/** Compiled code, and where in it the pieces of its sources lie. */
export interface Compiled {
  /** The sources that it was made of: absolute paths. */
  readonly sources: readonly string[];
  /** Characters from its start; undefined where nothing was made of that place. */
  offsetOf(source: string, point: Point): number | undefined;
}

/**
 * @param lineLengths of the compiled code, in characters without the line's end
 * @param folder what the map's own paths are relative to
 */
export function compiled(map: unknown, lineLengths: readonly number[], folder: string): Compiled {
  const trace = new TraceMap(map as string); // what it is given is checked by it
  const starts = [0];
  for (const length of lineLengths) starts.push((starts.at(-1) ?? 0) + length + 1);
  const named = new Map(
    trace.sources.flatMap((name) => (name === null ? [] : [[absolute(name, folder), name] as const])),
  );
  return {
    sources: [...named.keys()],
    offsetOf: (source, { line, column }) => {
      const name = named.get(source);
      if (name === undefined) return undefined;
      const found = generatedPositionFor(trace, { source: name, line, column, bias: LEAST_UPPER_BOUND });
      const start = found.line === null ? undefined : starts[found.line - 1];
      return start === undefined || found.column === null ? undefined : start + found.column;
    },
  };
}

function absolute(name: string, folder: string): string {
  if (name.startsWith('file:')) return fileURLToPath(name);
  return isAbsolute(name) ? name : resolve(folder, name);
}

/** A file of the build, with its map beside it. */
export function compiledFile(path: string): Compiled | undefined {
  if (!existsSync(`${path}.map`)) return undefined;
  const folder = resolve(path, '..');
  return compiled(readFileSync(`${path}.map`, 'utf8'), lengthsOf(readFileSync(path, 'utf8')), folder);
}

/** A file that holds its own map, as the workflow bundle does. */
export function compiledWithMap(path: string): Compiled | undefined {
  const text = readFileSync(path, 'utf8');
  const at = text.lastIndexOf('//# sourceMappingURL=data:');
  if (at < 0) return undefined;
  const map = Buffer.from(text.slice(text.indexOf('base64,', at) + 'base64,'.length), 'base64').toString();
  return compiled(map, lengthsOf(text.slice(0, at)), resolve(path, '..'));
}

const lengthsOf = (text: string): number[] => text.split('\n').map((line) => line.length);
