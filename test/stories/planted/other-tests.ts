import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { planted } from '../../../models/planted.ts';
import { storyFaults } from './faults.ts';
import { keepOtherTests } from './results.ts';

/** It says that a fault stands in its place, and so is no test of the product. */
const ABOUT_FAULTS = 'test/unit/stories/planted-stories.test.ts';

/**
 * Runs the unit tests with each planted fault in the source, and keeps which leave them green: of them those that load the
 * file, since no other can see the fault. For a checkout of its own: the fault stands in its file while the tests run.
 * @param names of faults; all without any
 */
export function runOtherTests(names: readonly string[]): void {
  for (const fault of storyFaults.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const file = new URL(`../../../${fault.file}`, import.meta.url);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, planted(text, fault));
    try {
      const only = ['--run', '--project', 'unit', '--bail', '1', '--exclude', ABOUT_FAULTS];
      const { status } = spawnSync('npx', ['vitest', 'related', fault.file, ...only], { stdio: 'ignore' });
      keepOtherTests({ name: fault.name, green: status === 0 });
      process.stdout.write(`${fault.name}: ${status === 0 ? 'green' : 'red'}\n`);
    } finally {
      writeFileSync(file, text);
    }
  }
}
