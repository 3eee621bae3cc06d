import { Connection } from '@temporalio/client';
import { Stopped, stopSignal, unless } from '../../dev/demo/stop-signal.ts';
import { startDevServer } from '../../dev/temporal-server/dev-server.ts';
import { isBuilt } from '../../scripts/built.ts';
import { writeResults } from '../results-file.ts';
import { BadComparison, comparable, readComparison, type Comparable, type Comparison } from './arguments.ts';
import type { BuildShop } from './build-client.ts';
import { Closers } from './closers.ts';
import { loads, type Load } from './loads.ts';
import { measure, type Figures } from './measure.ts';
import { buildOlder, commitOf, projectRoot, type OlderBuild } from './older-build.ts';
import { orderOfPair, type BuildName } from './pairs.ts';
import { resultsOf, tableOf, type Compared, type FiguresPair } from './report.ts';
import { runCommand } from './run-command.ts';
import { eachOf } from '../each-of.ts';
import { openSide, type Side, type World } from './sides.ts';
import { startStandIns } from './stand-ins.ts';
import { usualRetries } from '../../src/client/calls/closed-channel.ts';

const tell = (line: string): void => console.error(line);

/**
 * `npm run bench -- compare <git ref> NAME…`: an older build beside this one.
 * @param benches all benchmarks of this build
 * @returns the process's exit code
 */
export async function compare(argv: readonly string[], benches: readonly string[]): Promise<number> {
  const stop = stopSignal();
  const closers = new Closers();
  try {
    const comparison = readComparison(argv, benches);
    if (process.platform !== 'linux') throw new Error('CPU and memory of a process are read from /proc: Linux only');
    await run(comparison, closers, stop);
    return 0;
  } catch (error) {
    if (!(error instanceof BadComparison || error instanceof Stopped)) throw error;
    tell(error.message);
    return error instanceof Stopped ? error.exitCode : 2;
  } finally {
    await closers.close();
  }
}

async function run({ ref, names, pairs, look }: Comparison, closers: Closers, stop: AbortSignal): Promise<void> {
  const older = await buildOlder(await commitOf(ref, stop), stop, tell);
  await closers.add(() => older.remove());
  if (!isBuilt()) {
    tell('this build is built');
    await runCommand('npm', ['run', 'build'], { cwd: projectRoot, signal: stop });
  }
  const world = await unless(stop, openWorld(closers));
  const all: Compared[] = [];
  for (const name of names ?? comparable) {
    const compared = await compareOne(name, { older, world, pairs, mustBe: names !== undefined, stop });
    if (compared !== undefined) all.push(compared);
  }
  if (all.length === 0) throw new Error(`There is nothing that both ${older.commit} and this build have.`);
  console.log(tableOf(all));
  if (look) tell('A look: nothing is kept in bench/results.json.');
  else writeResults(all.flatMap(resultsOf));
}

export async function openWorld(closers: Closers): Promise<World> {
  const server = await startDevServer({ memory: true, headless: true });
  await closers.add(() => server.close());
  const connection = await Connection.connect({ address: server.address, interceptors: usualRetries() });
  await closers.add(() => connection.close());
  const standIns = await startStandIns();
  await closers.add(() => standIns.stop());
  return { address: server.address, connection, standIns };
}

/** A new process compiles its code while it works first: what is measured is one that has worked for a while. */
const WARM_UPS = 3;

interface Plan {
  readonly older: OlderBuild;
  readonly world: World;
  readonly pairs: number;
  /** It was named: a build without it is an error, not an omission. */
  readonly mustBe: boolean;
  readonly stop: AbortSignal;
}

async function compareOne(name: Comparable, plan: Plan): Promise<Compared | undefined> {
  const { older, pairs, mustBe, stop } = plan;
  const measured: FiguresPair[] = [];
  for (let pair = 1; pair <= pairs; pair += 1) {
    stop.throwIfAborted();
    const figures = await measurePair(loads[name], orderOfPair(pair), plan);
    if (figures === undefined) {
      const problem = `The benchmark ${name} is not in both builds.`;
      if (mustBe) throw new BadComparison(problem);
      tell(problem);
      return undefined;
    }
    measured.push(figures);
    tell(`${name}, pair ${pair} of ${pairs}: ${lineOf(figures)}`);
  }
  return { name, unit: loads[name].unit, commit: older.commit, pairs: measured };
}

/**
 * One pair, with workers, namespaces and stores of its own: a process has luck of its own (what was compiled when, how its
 * heap lies), so pairs of the same two processes would all tell the same luck.
 * @returns nothing where one build lacks what the load calls
 */
async function measurePair(
  load: Load,
  order: readonly BuildName[],
  { older, world, stop }: Plan,
): Promise<FiguresPair | undefined> {
  const closers = new Closers();
  const folders = { older: older.folder, newer: projectRoot };
  const work = async (): Promise<FiguresPair | undefined> => {
    const sides: Side[] = [];
    for (const name of order) sides.push(await open(folders[name], world, closers));
    if (!sides.every(({ client }) => hasAll(load.needs, client.integration('abc123')))) return undefined;

    const rounds = await Promise.all(sides.map((side) => load.prepare(side, world)));
    await eachOf(sides, 1, (side) => side.restart());
    for (let warmUp = 0; warmUp < WARM_UPS; warmUp += 1) await Promise.all(rounds.map((round) => round()));
    const figures: { older?: Figures; newer?: Figures } = {};
    for (const [index, name] of order.entries()) {
      const [side, round] = [sides[index], rounds[index]];
      if (side !== undefined && round !== undefined) figures[name] = await measure(world, side, load.types, round);
    }
    return figures as FiguresPair; // the order names both
  };
  try {
    return await unless(stop, work());
  } finally {
    await closers.close();
  }
}

async function open(folder: string, world: World, closers: Closers): Promise<Side> {
  const side = await openSide(folder, world);
  await closers.add(() => side.close());
  return side;
}

/** @param needs as paths, for example `latestChanges.runNow` */
function hasAll(needs: readonly string[], shop: BuildShop): boolean {
  return needs.every((path) => {
    let part: unknown = shop;
    for (const name of path.split('.')) part = (part as Readonly<Record<string, unknown>> | undefined)?.[name]; // looked at below
    return typeof part === 'function';
  });
}

function lineOf({ older, newer }: FiguresPair): string {
  const ratio = (figure: keyof Figures): string => (newer[figure] / older[figure]).toFixed(2);
  return `rate × ${ratio('rate')}, CPU × ${ratio('cpuMs')}, peak memory × ${ratio('peakMiB')}`;
}
