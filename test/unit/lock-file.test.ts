import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe('package-lock.json', () => {
  const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };

  it('names no registry, so that it works behind every mirror', () => {
    expect(Object.values(lock.packages).flatMap(({ resolved }) => resolved ?? [])).toEqual([]);
  });

  it('holds every optional package of another platform, without which npm ci refuses', () => {
    const names = new Set(Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, '')));
    const missing = Object.values(lock.packages)
      .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
      .filter((name) => !names.has(name));
    expect(missing).toEqual([]);
  });

  it('has one version of every @temporalio package', () => {
    const versions = Object.entries(lock.packages)
      .filter(([path]) => /node_modules\/@temporalio\/[^/]+$/.test(path))
      .map(([, entry]) => (entry as { version?: string }).version);
    expect(new Set(versions)).toEqual(new Set(['1.24.0']));
  });
});
