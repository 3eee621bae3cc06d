import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/** What a build writes last, at the same time. */
const LAST = ['client/index.d.ts', 'workflow-bundle.js'].map((file) => new URL(`dist/${file}`, root));

/**
 * Builds `dist/` once for all test files that run the worker or the command line as a process: what is tested is what
 * is shipped, and it starts in a fraction of the time that compiling on the fly takes.
 */
export default function setup(): void {
  const sources = Math.max(newest(new URL('src/', root)), changed(new URL('package-lock.json', root)));
  if (LAST.every((file) => existsSync(file) && sources < changed(file))) return;
  const script = fileURLToPath(new URL('scripts/build.ts', root));
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--import', 'tsx', script], {
    cwd: fileURLToPath(root),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm run build failed:\n${stdout}${stderr}`);
}

/** When the newest file under a folder was last changed, in epoch ms. */
function newest(folder: URL): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Math.max(...entries.map((entry) => changed(`${entry.parentPath}/${entry.name}`)));
}

const changed = (file: string | URL): number => statSync(file).mtimeMs;
