import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BatchJob, BatchReport } from './batch.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
/** What a life leaves behind dies young: with more room for it the collector costs half. */
const ROOM = '--max-semi-space-size=64';

/** One life, of a story that its seed draws. */
export interface LifeJob {
  readonly seed: number;
  readonly acts: number;
}
/** The rule that it broke. */
export interface LifeAnswer {
  readonly rule?: string | undefined;
}

export type Job = { readonly batch: BatchJob } | { readonly life: LifeJob };

/** What lives jobs: processes beside each other, or this one. */
export interface Crew {
  readonly size: number;
  readonly batch: (job: BatchJob) => Promise<BatchReport>;
  readonly life: (job: LifeJob) => Promise<LifeAnswer>;
  readonly close: () => Promise<void>;
}

/** Processes that live fast stories beside each other. What comes of a job depends on its seed alone, and not on who lives it. */
export function crewOf(
  size: number,
  options: { readonly plant?: string | undefined; readonly webhooks: boolean },
): Crew {
  const given = [
    '--crew',
    ...(options.plant === undefined ? [] : ['--plant', options.plant]),
    ...(options.webhooks ? ['--webhooks'] : []),
  ];
  const free: ChildProcess[] = Array.from({ length: size }, () =>
    fork(MAIN, given, { execArgv: [ROOM, '--import', 'tsx'], serialization: 'advanced' }),
  );
  const all = [...free];
  const waiting: ((one: ChildProcess) => void)[] = [];

  async function ask(job: Job): Promise<unknown> {
    const one = free.pop() ?? (await new Promise<ChildProcess>((resolve) => waiting.push(resolve)));
    const answer = await new Promise((resolve, reject) => {
      const died = (code: number | null, signal: string | null): void =>
        reject(new Error(`A process of the stories ended (${code ?? signal}) while it lived ${JSON.stringify(job)}.`));
      one.once('exit', died);
      one.once('message', (message) => {
        one.off('exit', died);
        resolve(message);
      });
      one.send(job);
    });
    const next = waiting.shift();
    if (next === undefined) free.push(one);
    else next(one);
    return answer;
  }

  return {
    size,
    batch: (batch) => ask({ batch }) as Promise<BatchReport>, // what `crew-member.ts` answers
    life: (life) => ask({ life }) as Promise<LifeAnswer>,
    close: async () => {
      const alive = all.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
      const gone = alive.map((one) => new Promise((resolve) => one.once('exit', resolve)));
      for (const one of alive) one.kill('SIGKILL');
      await Promise.all(gone);
    },
  };
}
