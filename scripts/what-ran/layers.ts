import { relative } from 'node:path';
import type { Covered } from './measure.ts';

/** The least share of lines and of ways that the tests must reach, in percent: what they reached when it was set. */
const FLOOR: Readonly<Record<string, { readonly lines: number; readonly ways: number }>> = {
  domain: { lines: 99, ways: 96 },
  workflows: { lines: 92, ways: 79 },
  activities: { lines: 97, ways: 83 },
};

interface Share {
  reached: number;
  all: number;
}

interface Layer {
  readonly lines: Share;
  readonly ways: Share;
}

type Sources = ReadonlyMap<string, Covered>;

/** `src/domain/orders/x.ts` is of the layer `domain`; a file beside the folders is one of its own. */
function layersOf(sources: Sources, root: string): ReadonlyMap<string, Layer> {
  const layers = new Map<string, Layer>();
  for (const [path, { lines, ways }] of sources) {
    const [, name = ''] = relative(root, path).split('/');
    const layer = layers.get(name) ?? { lines: { reached: 0, all: 0 }, ways: { reached: 0, all: 0 } };
    layers.set(name, layer);
    layer.lines.all += lines.size;
    layer.lines.reached += [...lines.values()].filter(Boolean).length;
    layer.ways.all += ways.length;
    layer.ways.reached += ways.filter(({ taken }) => taken).length;
  }
  return layers;
}

const percent = ({ reached, all }: Share): number => (all === 0 ? 100 : (100 * reached) / all);

/** A table of the layers. */
export function summary(sources: Sources, root: string): string {
  const rows = [...layersOf(sources, root)].sort(([a], [b]) => (a < b ? -1 : 1));
  const cell = (share: Share): string =>
    `${percent(share).toFixed(1).padStart(5)} % (${share.reached}/${share.all})`.padEnd(22);
  return rows.map(([name, { lines, ways }]) => `${name.padEnd(16)} lines ${cell(lines)} ways ${cell(ways)}`).join('\n');
}

/** The layers that the tests reach less of than they did, in words. */
export function belowFloor(sources: Sources, root: string): readonly string[] {
  const layers = layersOf(sources, root);
  return Object.entries(FLOOR).flatMap(([name, floor]) => {
    const layer = layers.get(name);
    if (layer === undefined) return [`Coverage: src/${name} is not there.`];
    return (['lines', 'ways'] as const)
      .filter((kind) => percent(layer[kind]) < floor[kind])
      .map(
        (kind) =>
          `Coverage: ${percent(layer[kind]).toFixed(1)} % of the ${kind} of src/${name} ran; at least ${floor[kind]} % must.`,
      );
  });
}

/** What did not run: each source with its lines, and the lines of the ways not taken. */
export function uncovered(sources: Sources, root: string): string {
  const texts = [...sources].flatMap(([path, { lines, ways }]) => {
    const missed = [...lines].filter(([, ran]) => !ran).map(([line]) => line);
    const untaken = [...new Set(ways.filter(({ taken }) => !taken).map(({ line }) => line))];
    if (missed.length === 0 && untaken.length === 0) return [];
    const list = (numbers: readonly number[]): string => numbers.toSorted((a, b) => a - b).join(' ');
    return [`${relative(root, path)}\n  lines ${list(missed)}\n  ways  ${list(untaken)}\n`];
  });
  return texts.join('');
}
