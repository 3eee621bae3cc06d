import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { storyFaults } from './faults.ts';
import { nothing } from './plant.ts';

const stories = fileURLToPath(new URL('../main.ts', import.meta.url));

/**
 * Lives each planted fault in a process of its own: what is loaded once stays loaded.
 * @returns the exit code: 0 where all are caught, and the product as it is is not
 */
export function runPlanted(args: readonly string[]): number {
  let isWrong = false;
  for (const { name } of [nothing, ...storyFaults]) {
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', stories, '--plant', name, '--keep', ...args], {
      stdio: 'inherit',
    });
    isWrong ||= (status === 1) === (name === nothing.name);
  }
  return isWrong ? 1 : 0;
}
