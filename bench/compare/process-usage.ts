import { readFile, writeFile } from 'node:fs/promises';

/** The kernel's unit of CPU time: 100 a second on every Linux. */
const TICKS_A_SECOND = 100;
/** What makes the kernel forget a process's peak. */
const FORGET_PEAK = '5';

/** CPU of a process, all its threads, so far. */
export async function cpuSecondsOf(pid: number): Promise<number> {
  return cpuSecondsIn(await readFile(`/proc/${pid}/stat`, 'utf8'));
}

/** The most memory that a process has had resident since `forgetPeak`. */
export async function peakMiBOf(pid: number): Promise<number> {
  return peakMiBIn(await readFile(`/proc/${pid}/status`, 'utf8'));
}

export async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, FORGET_PEAK);
}

/** @param stat a process's line in `/proc`; its name, in parentheses, may hold anything */
export function cpuSecondsIn(stat: string): number {
  // utime and stime are the 12th and 13th field after the name.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

export function peakMiBIn(status: string): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}
