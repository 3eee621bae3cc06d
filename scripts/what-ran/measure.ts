import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiled, compiledFile, compiledWithMap, type Compiled } from './compiled.ts';
import { counter, keyOf, type ScriptCoverage } from './counts.ts';
import { coverableOf, type Coverable, type Point, type Way } from './points.ts';

/** What ran of one source. */
export interface Covered {
  /** Each line that holds a statement, and whether one of its statements ran. */
  readonly lines: ReadonlyMap<number, boolean>;
  /** Each way with its line, and whether it was taken. */
  readonly ways: readonly { readonly line: number; readonly taken: boolean }[];
}

/** What V8 wrote when a process or a thread ended. */
interface Report {
  readonly result: readonly ScriptCoverage[];
  /** What Node kept of code that was compiled on the fly. */
  readonly 'source-map-cache'?: Readonly<
    Record<string, { readonly lineLengths: readonly number[]; readonly data: unknown }>
  >;
}

interface Source {
  readonly coverable: Coverable;
  readonly ran: Set<string>;
  readonly taken: Set<Way>;
}

/**
 * Joins what all processes and threads reported, by the places in the sources: the built files, the workflow bundle in
 * its isolates, and what was compiled on the fly, each through its source map.
 * @param reports the folder that `NODE_V8_COVERAGE` named
 * @param root the project's folder, with `src` and `dist`
 */
export function measure(reports: string, root: string): ReadonlyMap<string, Covered> {
  const folder = join(root, 'src');
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
  const sources = new Map<string, Source>(
    paths.map((path) => [path, { coverable: coverableOf(path), ran: new Set(), taken: new Set() }]),
  );
  const scriptOf = scripts(root);
  for (const name of readdirSync(reports).filter((one) => one.endsWith('.json'))) {
    const report = JSON.parse(readFileSync(join(reports, name), 'utf8')) as Report; // V8's own shape
    for (const script of report.result) {
      const made = scriptOf(script, report);
      if (made !== undefined) add(script, made, sources);
    }
  }
  return new Map(paths.map((path) => [path, coveredOf(sources.get(path))]));
}

/** Finds how a script of a report was made, once for each. */
function scripts(root: string): (script: ScriptCoverage, report: Report) => Compiled | undefined {
  const bundle = join(root, 'dist', 'workflow-bundle.js');
  const workflows = existsSync(bundle) ? compiledWithMap(bundle) : undefined;
  const bundleName = bundleFile(bundle);
  const known = new Map<string, Compiled | undefined>();
  const built = new URL('dist/', `file://${root}/`).href;
  const onTheFly = new URL('src/', `file://${root}/`).href;
  return (script, report) => {
    const { url } = script;
    if (bundleName !== undefined && basename(url) === bundleName) return workflows;
    if (!url.startsWith(built) && !url.startsWith(onTheFly)) return undefined;
    const path = fileURLToPath(url);
    if (known.has(path)) return known.get(path);
    const kept = report['source-map-cache']?.[url];
    if (url.startsWith(onTheFly) && kept?.data == null) return undefined;
    const made = url.startsWith(built)
      ? compiledFile(path)
      : compiled(kept?.data, kept?.lineLengths ?? [], join(path, '..'));
    known.set(path, made);
    return made;
  };
}

/** The name that the bundle has in its isolates: that of its source map. */
function bundleFile(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  const map = Buffer.from(text.slice(text.lastIndexOf('base64,') + 'base64,'.length), 'base64').toString();
  return /workflow-bundle-[0-9a-f]+\.js/.exec(map)?.[0];
}

function add(script: ScriptCoverage, made: Compiled, sources: ReadonlyMap<string, Source>): void {
  const countAt = counter(script);
  for (const path of made.sources) {
    const source = sources.get(path);
    if (source === undefined) continue;
    const countOf = (point: Point): number => {
      const offset = made.offsetOf(path, point);
      return offset === undefined ? 0 : countAt(offset);
    };
    for (const point of source.coverable.statements) if (countOf(point) > 0) source.ran.add(keyOf(point));
    for (const way of source.coverable.ways) {
      const taken = 'of' in way ? countOf(way.of) > countOf(way.but) : countOf(way.at) > 0;
      if (taken) source.taken.add(way);
    }
  }
}

function coveredOf(source: Source | undefined): Covered {
  const lines = new Map<number, boolean>();
  for (const point of source?.coverable.statements ?? [])
    lines.set(point.line, (lines.get(point.line) ?? false) || source?.ran.has(keyOf(point)) === true);
  const ways = (source?.coverable.ways ?? []).map((way) => ({
    line: way.at.line,
    taken: source?.taken.has(way) === true,
  }));
  return { lines, ways };
}
