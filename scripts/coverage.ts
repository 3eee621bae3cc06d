import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { belowFloor, summary, uncovered } from './what-ran/layers.ts';
import { measure } from './what-ran/measure.ts';

// `npm run coverage [-- what vitest is given]`: runs the tests against the built code, and reports what of src/ ran in
// their process, in the workflows' isolates and in the processes that they started.
const root = fileURLToPath(new URL('../', import.meta.url)).replace(/\/$/, '');
const folder = join(root, 'coverage');
const reports = join(folder, 'v8');
const reportOnly = process.argv.includes('--report');
const given = process.argv.slice(2).filter((one) => one !== '--report');

/** Runs a program of ours; answers its exit code. */
async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  const [code] = (await once(child, 'exit')) as [number | null]; // what a process ends with
  return code ?? 1;
}

if (!reportOnly) {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  process.exitCode = await run(['--import', 'tsx', 'scripts/build.ts']);
  const vitest = createRequire(import.meta.url)
    .resolve('vitest/package.json')
    .replace(/package\.json$/, 'vitest.mjs');
  if (process.exitCode === 0) process.exitCode = await run([vitest, 'run', ...given], { NODE_V8_COVERAGE: reports });
}

const covered = measure(reports, root);
writeFileSync(join(folder, 'uncovered.txt'), uncovered(covered, root));
console.log(summary(covered, root));
console.log('What did not run, line by line: coverage/uncovered.txt');
// A part of the tests says nothing about the whole.
const missing = given.length > 0 ? [] : belowFloor(covered, root);
for (const line of missing) console.error(line);
if (missing.length > 0) process.exitCode = 1;
