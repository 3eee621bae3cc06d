import { spawnWorker, type WorkerProcess } from '../../support/worker-process.ts';
import type { Defect } from '../life/life-world.ts';

/** What a worker says that is wrong with the code itself. */
const DEFECT = /a defect of the worker|nondeterminism|TMPRL1100/i;

/** The worker processes of one room: some are killed, some are replaced, and none may end by itself. */
export class Workers {
  readonly #env: Readonly<Record<string, string>>;
  readonly #living: WorkerProcess[] = [];
  readonly #all: WorkerProcess[] = [];
  readonly #ended: Defect[] = [];
  readonly #sent = new Set<WorkerProcess>();
  kills = 0;
  builds = 0;

  constructor(env: Readonly<Record<string, string>>, count: number) {
    this.#env = env;
    for (let n = 0; n < count; n += 1) this.#start();
  }

  /** The oldest dies at once, or ends what it has begun, and another takes its place. */
  restart(how: 'kill' | 'build'): void {
    if (how === 'kill') this.kills += 1;
    else this.builds += 1;
    this.#start();
    const oldest = this.#living.shift();
    if (oldest !== undefined) this.#send(oldest, how === 'kill' ? 'SIGKILL' : 'SIGTERM');
  }

  /** What went wrong from now on. */
  watch(): () => readonly Defect[] {
    const said = new Map(this.#all.map((worker) => [worker, worker.lines.length]));
    const endedBefore = this.#ended.length;
    return () => [
      ...this.#ended.slice(endedBefore),
      ...this.#all.flatMap((worker) =>
        worker.lines
          .slice(said.get(worker) ?? 0)
          .filter((line) => DEFECT.test(JSON.stringify(line)))
          .map((line) => ({ workflowId: String(line['workflowId']), message: JSON.stringify(line) })),
      ),
    ];
  }

  async close(): Promise<void> {
    for (const worker of this.#living) this.#send(worker, 'SIGKILL');
    await Promise.all(this.#all.map(({ exited }) => exited));
  }

  #start(): void {
    const worker = spawnWorker(this.#env);
    this.#all.push(worker);
    this.#living.push(worker);
    void worker.exited.then((code) => {
      if (this.#sent.has(worker)) return;
      const message = `a worker ended by itself with ${code}: ${worker.errorOutput()} ${worker.output().slice(-2_000)}`;
      this.#ended.push({ workflowId: '', message });
    });
  }

  #send(worker: WorkerProcess, signal: NodeJS.Signals): void {
    this.#sent.add(worker);
    worker.signal(signal);
  }
}
