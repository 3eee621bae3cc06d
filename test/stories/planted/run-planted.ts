import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { storyFaults } from './faults.ts';
import { nothing } from './plant.ts';
import { CAUGHT } from './results.ts';

const stories = fileURLToPath(new URL('../main.ts', import.meta.url));

/**
 * Lives each planted fault in a process of its own: what is loaded once stays loaded.
 * A process that crashes has caught nothing.
 * @returns the exit code: 0 where all are caught, and the product as it is is not
 */
export function runPlanted(args: readonly string[], live = liveIn): number {
  let isWrong = false;
  for (const { name } of [nothing, ...storyFaults]) {
    const status = live(name, args);
    isWrong ||= status !== (name === nothing.name ? 0 : CAUGHT);
  }
  return isWrong ? 1 : 0;
}

/** @returns how the process ended; `null` where it was killed */
function liveIn(name: string, args: readonly string[]): number | null {
  const command = ['--import', 'tsx', stories, '--plant', name, '--keep', ...args];
  return spawnSync(process.execPath, command, { stdio: 'inherit' }).status;
}
