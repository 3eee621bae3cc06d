import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/** A package as a lock file has it. */
interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function npm(folder: string, ...args: readonly string[]): string {
  // Nothing is asked of any registry: npm's own cache has by its checksum all that `npm ci` has installed here.
  const quiet = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  return execFileSync('npm', [...args, ...quiet], { cwd: folder, encoding: 'utf8' });
}

/** Packs a built package. @returns the archive */
export function pack(built: URL, into: string): string {
  const [{ filename }] = JSON.parse(npm(fileURLToPath(built), 'pack', '--json', '--pack-destination', into)) as [
    { readonly filename: string }, // npm's answer for one package
  ];
  return join(into, filename);
}

/**
 * Installs packages into an empty folder, without a network. npm's cache knows what `npm ci` installed by its checksum and
 * not by its name, so the folder gets a lock file: the part of this project's that the packages need.
 * @param dependencies what is installed, or what the archive needs
 * @returns the names of all packages that came
 */
export function installOffline(
  folder: string,
  { archive, dependencies }: { readonly archive?: string; readonly dependencies: Readonly<Record<string, string>> },
): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const lock = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  const packages = closureOf(lock.packages, Object.keys(dependencies));
  const own = archive === undefined ? undefined : archived(archive, dependencies);
  const wanted = own === undefined ? dependencies : { [own.name]: own.file };
  const described = { name: 'empty', version: '1.0.0', private: true, type: 'module', dependencies: wanted };
  write(join(folder, 'package.json'), described);
  write(join(folder, 'package-lock.json'), {
    ...{ name: 'empty', version: '1.0.0', lockfileVersion: 3, requires: true },
    packages: { '': described, ...packages, ...own?.locked },
  });
  npm(folder, 'ci');
  return Object.keys(packages).map((path) => path.replace('node_modules/', ''));
}

/** What a folder takes of the disk, in bytes. */
export function sizeOf(folder: string): number {
  const entries = readdirSync(folder, { recursive: true }).map((entry) => join(folder, String(entry)));
  return entries.reduce((sum, entry) => sum + 512 * lstatSync(entry).blocks, 0);
}

function archived(archive: string, dependencies: Readonly<Record<string, string>>) {
  const text = execFileSync('tar', ['-xOf', archive, 'package/package.json'], { encoding: 'utf8' });
  const { name, version } = JSON.parse(text) as { readonly name: string; readonly version: string }; // npm has packed it
  const file = `file:${archive}`;
  return { name, file, locked: { [`node_modules/${name}`]: { version, resolved: file, dependencies } } };
}

/** What the named packages need, each where Node looks for it. */
function closureOf(
  packages: Readonly<Record<string, Locked>>,
  names: readonly string[],
): Readonly<Record<string, Locked>> {
  const found: Record<string, Locked> = {};
  const look = (name: string, from: string): void => {
    for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
      const path = `${place === '' ? '' : `${place}/`}node_modules/${name}`;
      const locked = packages[path];
      if (locked === undefined && place !== '') continue;
      if (locked === undefined || path in found) return; // an optional one of another platform; or found before
      found[path] = locked;
      for (const needed of Object.keys({ ...locked.dependencies, ...locked.optionalDependencies })) look(needed, path);
      return;
    }
  };
  for (const name of names) look(name, '');
  return found;
}

function write(file: string, value: unknown): void {
  writeFileSync(file, JSON.stringify(value, null, 2));
}
