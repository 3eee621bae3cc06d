import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isBuilt } from '../scripts/built.ts';
import { comparable, type Comparable } from './compare/arguments.ts';
import { Closers } from './compare/closers.ts';
import { openWorld } from './compare/compare.ts';
import { loads } from './compare/loads.ts';
import { projectRoot } from './compare/older-build.ts';
import { openSide } from './compare/sides.ts';
import { reportOf } from './profile.ts';

/** Beside three rounds that warm it up. */
const ROUNDS = 12;

/**
 * `npm run bench -- profile built orders`: the built worker under the load of `compare`, by V8's sampling profiler, each of its
 * threads by itself: the main one, with the activities, and that of the workflows. @returns the exit code
 */
export async function profileBuilt(name: string): Promise<number> {
  if (!(comparable as readonly string[]).includes(name)) {
    console.error(`a load is one of: ${comparable.join(', ')}`);
    return 2;
  }
  if (!isBuilt()) throw new Error('dist/ is not what the sources are: npm run build');
  const load = loads[name as Comparable];
  const folder = mkdtempSync(join(tmpdir(), 'bench-profile-'));
  const closers = new Closers();
  try {
    const world = await openWorld(closers);
    const side = await openSide(projectRoot, world, [
      '--cpu-prof',
      `--cpu-prof-dir=${folder}`,
      '--cpu-prof-interval=500',
    ]);
    await closers.add(() => side.close());
    const round = await load.prepare(side, world);
    // What made it ready is not what is looked at.
    await side.restart();
    for (const file of readdirSync(folder)) rmSync(join(folder, file));
    for (let count = 0; count < ROUNDS; count += 1) await round();
  } finally {
    await closers.close();
  }
  try {
    for (const file of readdirSync(folder)) console.log(reportOf(readFileSync(join(folder, file), 'utf8')));
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
