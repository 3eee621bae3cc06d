import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Lines of the report. */
const SHOWN = 40;

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/**
 * `npm run bench -- profile NAME`: runs a benchmark under V8's sampling profiler and prints where its own process spent
 * its time, by function, without what the function called. @returns the exit code
 */
export async function profile(names: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-profile-'));
  try {
    const main = fileURLToPath(new URL('./main.ts', import.meta.url));
    const options = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=200', '--import', 'tsx'];
    const child = spawn(process.execPath, [...options, main, ...names], { stdio: 'inherit' });
    const [code] = (await once(child, 'exit')) as [number | null]; // what a process ends with
    // The largest: the other threads only load modules.
    const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const [largest] = texts.sort((a, b) => b.length - a.length);
    if (largest !== undefined) console.log(reportOf(largest));
    return code ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function reportOf(text: string): string {
  const { nodes, samples, timeDeltas } = JSON.parse(text) as CpuProfile; // V8's own
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
      const file = url.replace(/^.*\/(node_modules\/)?/, '');
      return [id, `${functionName === '' ? '(anonymous)' : functionName} ${file}:${lineNumber + 1}`];
    }),
  );
  const own = new Map<string, number>();
  samples.forEach((id, n) => {
    const name = names.get(id) ?? '?';
    own.set(name, (own.get(name) ?? 0) + (timeDeltas[n] ?? 0));
  });
  const busy = [...own].filter(([name]) => !name.startsWith('(idle)')).sort(([, a], [, b]) => b - a);
  const all = busy.reduce((sum, [, us]) => sum + us, 0);
  const lines = busy.slice(0, SHOWN).map(([name, us]) => `${((us / all) * 100).toFixed(1).padStart(5)} %  ${name}`);
  return [`${(all / 1e6).toFixed(1)} s busy`, ...lines].join('\n');
}
