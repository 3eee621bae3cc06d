import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isBuilt } from '../../scripts/built.ts';

const root = new URL('../../', import.meta.url);

/**
 * Builds `dist/` once for all test files that run the worker or the command line as a process: what is tested is what
 * is shipped, and it starts in a fraction of the time that compiling on the fly takes.
 */
export default function setup(): void {
  if (isBuilt()) return;
  const script = fileURLToPath(new URL('scripts/build.ts', root));
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--import', 'tsx', script], {
    cwd: fileURLToPath(root),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm run build failed:\n${stdout}${stderr}`);
}
