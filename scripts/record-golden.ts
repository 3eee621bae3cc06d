import { mkdir, writeFile } from 'node:fs/promises';
import { startDevServer } from '../dev/temporal-server/dev-server.ts';
import { goldenStories } from '../test/replay/golden-stories.ts';

/**
 * Records one history of every stage of an order, with the code as it is. They are replayed by every later version: a new
 * one is recorded only where a workflow's code was changed by a patch, and the old ones stay.
 *
 * `node --import tsx scripts/record-golden.ts VERSION`, for example `1`: the files begin with it.
 */
async function main(version: string | undefined): Promise<number> {
  if (version === undefined || !/^\w+$/.test(version)) {
    process.stderr.write('Which version? For example: record-golden.ts 2\n');
    return 2;
  }
  const folder = new URL('../test/replay/golden/', import.meta.url);
  await mkdir(folder, { recursive: true });
  const server = await startDevServer({ memory: true });
  try {
    for (const { name, history } of await goldenStories(server.address)) {
      await writeFile(new URL(`v${version}-${name}.json`, folder), `${JSON.stringify(history, withoutMachine)}\n`);
      process.stdout.write(`v${version}-${name}.json\n`);
    }
  } finally {
    await server.close();
  }
  return 0;
}

/** Which process on which machine did it is nobody's business, and nothing that a replay reads. */
function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'identity') return 'golden';
  return typeof value === 'string' && /^\d+@/.test(value) ? 'golden' : value;
}

process.exitCode = await main(process.argv[2]);
