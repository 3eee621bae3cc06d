import { mkdtemp, mkdir, readdir, rename, chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { compareVersions } from './cli-version.ts';

/** What names a machine for the purpose of a native binary. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly home: string;
}

/**
 * The folder per user in which a fetched server is kept. It is outside node_modules, so a clean install does not
 * fetch 45 MB again.
 */
export function cacheFolder(env: NodeJS.ProcessEnv, machine: Machine): string {
  const name = 'ogoship-bigcommerce';
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], name);
  if (machine.platform === 'darwin') return join(machine.home, 'Library', 'Caches', name);
  if (machine.platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? join(machine.home, 'AppData', 'Local'), name, 'Cache');
  return join(machine.home, '.cache', name);
}

/** The version is in the name: an update never overwrites a binary that runs. */
export function cachedBinaryName(cliVersion: string, machine: Machine): string {
  return `temporal-cli-${cliVersion}-${machine.platform}-${machine.arch}${machine.platform === 'win32' ? '.exe' : ''}`;
}

/** Binaries in the cache for this machine, the newest first. A cache that does not exist is empty. */
export async function cachedBinaries(folder: string, machine: Machine): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const found = names.flatMap((name) => {
    const version = /^temporal-cli-(\d+\.\d+\.\d+)-/.exec(name)?.[1];
    return version !== undefined && name === cachedBinaryName(version, machine) ? [{ name, version }] : [];
  });
  return found.sort((a, b) => compareVersions(b.version, a.version)).map(({ name }) => join(folder, name));
}

/** A private folder inside the cache, hence on the same file system: a later rename out of it is atomic. */
export async function privateFolderIn(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  return mkdtemp(join(folder, 'fetching-'));
}

/** Moves a complete binary to its place in one step. Of two starts at once, either's binary is whole. */
export async function keepBinary(
  source: string,
  folder: string,
  cliVersion: string,
  machine: Machine,
): Promise<string> {
  const target = join(folder, cachedBinaryName(cliVersion, machine));
  await chmod(source, 0o755);
  await rename(source, target);
  return target;
}
