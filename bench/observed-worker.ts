import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The worker in a process of its own, whose CPU is measured. */
export interface ObservedWorker {
  /** Seconds of CPU, user and system, of all its threads so far. */
  cpuSeconds(): Promise<number>;
  close(): Promise<void>;
}

/** The kernel's unit of CPU time: 100 a second on every Linux. */
const TICKS_A_SECOND = 100;
/** As often as Prometheus asks where nothing else is said. */
const SCRAPE_EVERY_MS = 15_000;

/**
 * Starts `src/worker.ts` and waits until it takes tasks.
 * @param env beside PATH; `HEALTH_ADDRESS` must be there, and where `METRICS_ADDRESS` is, it is scraped
 * @throws where the machine is no Linux
 */
export async function startObservedWorker(env: Readonly<Record<string, string>>): Promise<ObservedWorker> {
  if (process.platform !== 'linux') throw new Error('CPU seconds of a process are read from /proc: Linux only');
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/worker.ts'], {
    cwd: fileURLToPath(new URL('../', import.meta.url)),
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'close');
  const ready = `http://${env['HEALTH_ADDRESS'] ?? ''}/ready`;
  while (
    !(await fetch(ready).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`the worker ended with ${child.exitCode}`);
    await pause(100);
  }
  const stop = new AbortController();
  const scraping = env['METRICS_ADDRESS'] === undefined ? undefined : scrapeAll(env['METRICS_ADDRESS'], stop.signal);
  return {
    cpuSeconds: async () => {
      const text = await readFile(`/proc/${child.pid ?? 0}/stat`, 'utf8');
      // The name in parentheses may hold spaces; utime and stime are the 12th and 13th field after it.
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
    },
    close: async () => {
      stop.abort();
      child.kill('SIGTERM');
      await Promise.all([exited, scraping]);
    },
  };
}

async function scrapeAll(address: string, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await fetch(`http://${address}/metrics`).then((answer) => answer.text());
    await pause(SCRAPE_EVERY_MS, undefined, { signal: stop }).catch(() => undefined);
  }
}
