import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BadComparison } from './arguments.ts';
import { runCommand } from './run-command.ts';
import { sameModules } from './same-modules.ts';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));
/** What this reads of a build: everything else may be named otherwise. */
const NEEDED = ['dist/worker.js', 'dist/client/index.js'];
const PREFIX = 'ogoship-compare-';

export interface OlderBuild {
  /** Abbreviated, for tables. */
  readonly commit: string;
  readonly folder: string;
  /** Removes the worktree. */
  remove(): Promise<void>;
}

/**
 * The commit that a ref names.
 * @throws BadComparison where there is none
 */
export async function commitOf(ref: string, signal: AbortSignal): Promise<string> {
  const options = { cwd: projectRoot, signal };
  try {
    const commit = await runCommand(
      'git',
      ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`],
      options,
    );
    return await runCommand('git', ['rev-parse', '--short', commit], options);
  } catch {
    signal.throwIfAborted();
    throw new BadComparison(`There is no commit ${ref} in this repository: name a commit, branch or tag that it has.`);
  }
}

/** Builds a commit in a worktree of its own, outside the project. */
export async function buildOlder(
  commit: string,
  signal: AbortSignal,
  tell: (line: string) => void,
): Promise<OlderBuild> {
  await removeLeftOver();
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    await prune();
  };
  try {
    await runCommand('git', ['worktree', 'add', '--detach', '--force', folder, commit], { cwd: projectRoot, signal });
    const options = { cwd: folder, signal };
    const [own, its] = [projectRoot, folder].map((root) => readFileSync(join(root, 'package-lock.json'), 'utf8'));
    if (own !== undefined && its !== undefined && sameModules(own, its)) {
      // Hard links where they can be, and never a symbolic one: the bundle would name its modules by other paths than ours.
      await runCommand('cp', ['-a', '--link', join(projectRoot, 'node_modules'), folder], options).catch(() =>
        runCommand('cp', ['-a', join(projectRoot, 'node_modules'), folder], options),
      );
    } else {
      tell(`${commit} has other dependencies: they are installed`);
      await runCommand('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], options);
    }
    tell(`${commit} is built`);
    await runCommand('npm', ['run', 'build'], options);
    const missing = NEEDED.filter((file) => !existsSync(join(folder, file)));
    if (missing.length > 0) throw new Error(`${commit} cannot be compared: its build has no ${missing.join(', ')}.`);
    return { commit, folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Worktrees of comparisons that were killed. */
async function removeLeftOver(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid)) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
  await prune();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // what kill says of another person's process
  }
}

/** Forgets worktrees whose folder is gone; to be done also while this process is being stopped. */
async function prune(): Promise<void> {
  await runCommand('git', ['worktree', 'prune'], { cwd: projectRoot, signal: new AbortController().signal });
}
