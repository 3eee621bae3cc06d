import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import type { BenchResult } from './result.ts';

interface Report {
  /** No host name: figures are compared by what the machine is. */
  readonly machine: {
    readonly cores: number;
    readonly memoryGiB: number;
    readonly node: string;
    readonly platform: string;
  };
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly BenchResult[];
}

const file = new URL('results.json', import.meta.url);

/**
 * Writes `bench/results.json`, with the results of other benchmarks from the same machine and versions as they are.
 * @param replaced benchmarks of which nothing older is kept, beside what has a new figure
 */
export function writeResults(results: readonly BenchResult[], replaced: readonly string[] = []): void {
  const here = { machine: machine(), versions: versions() };
  const names = new Set(results.map(nameOf));
  const kept = earlier(here).filter((old) => !replaced.includes(old.bench) && !names.has(nameOf(old)));
  const report: Report = { ...here, results: [...kept, ...results] };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

const nameOf = ({ bench, metric, counterpart }: BenchResult): string => `${bench} ${metric} ${counterpart ?? ''}`;

function earlier(here: Omit<Report, 'results'>): readonly BenchResult[] {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report; // written above
    const same = JSON.stringify([report.machine, report.versions]) === JSON.stringify([here.machine, here.versions]);
    return same ? report.results : [];
  } catch {
    return [];
  }
}

function machine(): Report['machine'] {
  return {
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
  };
}

function versions(): Report['versions'] {
  const ours = packageAt('../package.json');
  const sdk = packageAt('../node_modules/@temporalio/worker/package.json');
  const undici = packageAt('../node_modules/undici/package.json');
  return { [ours.name]: ours.version, [sdk.name]: sdk.version, [undici.name]: undici.version };
}

function packageAt(path: string): { readonly name: string; readonly version: string } {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { name: string; version: string };
}
