import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { optionsOf } from '../run/options.ts';
import { say } from '../run/say.ts';
import { storyFaults } from './faults.ts';
import { nothing } from './plant.ts';
import { CAUGHT, isLived } from './results.ts';

const stories = fileURLToPath(new URL('../main.ts', import.meta.url));

/**
 * Lives each planted fault in processes of its own: what is loaded once stays loaded. What was lived with this seed before is
 * not lived again, so that a run which was broken off goes on where it was.
 * A process that crashes has caught nothing.
 * @returns the exit code: 0 where all of this run are caught, and the product as it is is not
 */
export function runPlanted(args: readonly string[], live = liveIn, isKnown = isLived): number {
  const options = optionsOf(['--plant', nothing.name, ...args], Date.now());
  const given = [...args, ...(args.includes('--seed') ? [] : ['--seed', String(options.seed)])];
  let isWrong = false;
  for (const { name } of [nothing, ...storyFaults]) {
    if (isKnown(name, options)) {
      say(`${name}: lived before with seed ${options.seed}`);
      continue;
    }
    const status = live(name, given);
    isWrong ||= status !== (name === nothing.name ? 0 : CAUGHT);
  }
  return isWrong ? 1 : 0;
}

/** @returns how the process ended; `null` where it was killed */
function liveIn(name: string, args: readonly string[]): number | null {
  const command = ['--import', 'tsx', stories, '--plant', name, '--keep', ...args];
  return spawnSync(process.execPath, command, { stdio: 'inherit' }).status;
}
