import { realNow, VirtualTime } from './engine/virtual-time.ts';
import { plant } from './planted/plant.ts';
import { crewOf, type Crew } from './run/crew.ts';
import { optionsOf, usage, type Options } from './run/options.ts';
import { say } from './run/say.ts';

const args = process.argv.slice(2);
const [option, ...rest] = args;
process.exit(await command());

/** What is needed is loaded when it is: before anything of the product comes the time that it reads. */
async function command(): Promise<number> {
  if (option === '--planted') return (await import('./planted/run-planted.ts')).runPlanted(rest);
  if (option === '--other-tests') {
    (await import('./planted/other-tests.ts')).runOtherTests(rest);
    return 0;
  }
  if (option === '--crew') return serve();
  const options = optionsOf(args, realNow());
  if (options.help) {
    say(usage);
    return 0;
  }
  const { openFor, close } = options.real ? await atRealSpeed(options) : await fastHere(options);
  try {
    if (openFor !== undefined && (options.only !== undefined || options.found)) {
      const { relive, reliveFound } = await import('./run/relive.ts');
      if (options.only !== undefined) return await relive(openFor, options.only);
      const code = await reliveFound(openFor, options.part);
      if (code !== 0 || options.foundAlone) return code;
    }
    const { webhooks } = options;
    const crew =
      openFor === undefined || (options.crew > 1 && !options.real)
        ? crewOf(options.crew, options)
        : (await import('./run/crew-member.ts')).alone(
            openFor(webhooks ? { webhooks } : {}),
            realNow,
            options.real ? options.rooms : 1,
          );
    return await liveIn(crew, options);
  } finally {
    await close();
  }
}

async function liveIn(crew: Crew, options: Options): Promise<number> {
  try {
    if (options.plant === undefined) {
      return await (await import('./run/run-stories.ts')).runStories(crew, options, realNow);
    }
    return await (await import('./run/until-caught.ts')).untilCaught(crew, options.plant, options, realNow);
  } finally {
    await crew.close();
  }
}

async function serve(): Promise<never> {
  const { plant: planted, webhooks } = optionsOf(rest, realNow());
  const openFor = await fast(planted);
  return (await import('./run/crew-member.ts')).serve(openFor(webhooks ? { webhooks } : {}), realNow);
}

/** What one process lives as soon needs no crew, which costs its start. */
async function fastHere({ crew, only, found, plant: planted }: Options) {
  const isHere = crew === 1 || only !== undefined || found;
  return { openFor: isHere ? await fast(planted) : undefined, close: () => Promise.resolve() };
}

/** The time of this process is a life's, from before anything of the product is loaded. */
async function fast(planted: string | undefined) {
  const time = new VirtualTime(Date.parse('2026-11-02T08:00:00Z'));
  time.install();
  const fault = planted === undefined ? undefined : plant(planted);
  const { fastWorlds } = await import('./engine/fast-world.ts');
  const { sandboxes } = await import('./run/sandboxes.ts');
  const vms = await sandboxes(fault);
  return ({ webhooks }: { readonly webhooks?: true }) => fastWorlds(time, vms, webhooks === true ? 'drawn' : 'none');
}

/** Here the time is everybody's, and the processes are those of the product. */
async function atRealSpeed({ seed, rooms, only, found }: Options) {
  return (await import('./real/real-worlds.ts')).realWorlds(seed, only === undefined && !found ? rooms : 1);
}
