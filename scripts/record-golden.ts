import { mkdir, writeFile } from 'node:fs/promises';
import { goldenStories } from '../test/replay/golden-stories.ts';

/**
 * Records a history of every life of every workflow, and a sample of each stored shape, with the code as it is. They are
 * replayed and read by every later version: a new one is recorded only where a workflow's code was changed by a patch,
 * and the old ones stay.
 *
 * `node --import tsx scripts/record-golden.ts VERSION [LIFE]…`, for example `1`: the files begin with it. Lives that are
 * named are recorded alone, and the files of all others stay.
 */
async function main([version, ...wanted]: readonly string[]): Promise<number> {
  if (version === undefined || !/^\w+$/.test(version)) {
    process.stderr.write('Which version? For example: record-golden.ts 2\n');
    return 2;
  }
  const golden = new URL('../test/replay/golden/', import.meta.url);
  const shapes = new URL('../test/replay/shapes/', import.meta.url);
  for (const folder of [golden, shapes]) await mkdir(folder, { recursive: true });
  for (const { name, recorded, left } of await goldenStories(wanted)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await writeFile(new URL(`v${version}-${name}.json`, golden), `${JSON.stringify(recorded, withoutMachine)}\n`);
    process.stdout.write(`v${version}-${name}.json\n`);
    for (const [shape, sample] of Object.entries(left)) {
      if (sample === undefined) throw new TypeError(`${name} left no ${shape}`);
      await writeFile(new URL(`v${version}-${shape}.json`, shapes), `${JSON.stringify(sample)}\n`);
    }
  }
  return 0;
}

/** Which process on which machine did it, and where its files lie, is nobody's business, and nothing that a replay reads. */
function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'identity' || key === 'stackTrace') return 'golden';
  return typeof value === 'string' && /^\d+@/.test(value) ? 'golden' : value;
}

process.exitCode = await main(process.argv.slice(2));
