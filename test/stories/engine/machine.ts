import type { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import type { Defect } from '../life/life-world.ts';
import { activation } from './activation.ts';
import { ActivityAttempts, type ActivityRunner } from './activity-attempts.ts';
import { perform } from './commands.ts';
import { Code, GrpcError } from './grpc-error.ts';
import { newRun, type StartRun } from './new-run.ts';
import { serverFailure } from './payloads.ts';
import type { Failure, Job, Payload, Run, RunStatus } from './run.ts';
import type { VirtualTime } from './virtual-time.ts';
import { WorkflowTasks } from './workflow-tasks.ts';

/** More tasks than any life needs: whatever does so many turns in a circle. */
const MOST_TASKS = 40_000;
/** Thirty times what a life costs: what grows with each turn of a circle needs fewer of them. */
const MOST_CPU_US = 15_000_000;

/**
 * What stands for the Temporal server and its worker in this process: it runs the real workflow bundle by activations, as
 * the SDK's worker does, and the real activities. One thing happens at a time; what is next among the things that may
 * happen now is drawn from a seed, so that a life can be lived again.
 */
export class Machine {
  readonly time: VirtualTime;
  readonly defects: Defect[] = [];
  readonly activities: ActivityAttempts;
  readonly #code: WorkflowTasks;
  readonly #runs = new Map<string, Run[]>();
  readonly #byRunId = new Map<string, Run>();
  readonly #ready = new Set<Run>();
  readonly #pick: (count: number) => number;
  #runNumber = 0;
  #tasks = 0;
  readonly #began = process.cpuUsage();
  #onTheWay = 0;
  #onClosed: (run: Run) => void = () => undefined;

  constructor(options: {
    time: VirtualTime;
    vms: ReusableVMWorkflowCreator;
    runner: ActivityRunner;
    pick: (count: number) => number;
  }) {
    this.time = options.time;
    this.#code = new WorkflowTasks(options.vms, this.defects);
    this.#pick = options.pick;
    this.activities = new ActivityAttempts(this, options.runner);
  }

  get tasks(): number {
    return this.#tasks;
  }

  onClosed(tell: (run: Run) => void): void {
    this.#onClosed = tell;
  }

  runs(): readonly Run[] {
    return [...this.#byRunId.values()];
  }

  latest(workflowId: string): Run | undefined {
    return this.#runs.get(workflowId)?.at(-1);
  }

  /** The run that a call means; one id may have had several. */
  find(workflowId: string, runId?: string | null): Run {
    const run = runId ? this.#byRunId.get(runId) : this.latest(workflowId);
    if (run?.workflowId !== workflowId) throw new GrpcError(Code.notFound, `workflow not found for ID: ${workflowId}`);
    return run;
  }

  start(given: StartRun): Run {
    const number = ++this.#runNumber;
    const runId = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    const run = newRun(given, { runId, number, now: this.time.now });
    const of = this.#runs.get(given.workflowId) ?? [];
    this.#runs.set(given.workflowId, [...of, run]);
    this.#byRunId.set(runId, run);
    this.tell(run, { initializeWorkflow: run.init });
    return run;
  }

  /** A job of the run's next task. */
  tell(run: Run, job: Job): void {
    if (run.status !== 'Running') return;
    run.jobs.push(job);
    this.#ready.add(run);
  }

  query(
    run: Run,
    type: string,
    args: readonly Payload[],
  ): Promise<{ result?: Payload | null; failure?: Failure | null }> {
    return new Promise((resolve) => {
      run.queries.push({ type, args, resolve });
      this.#ready.add(run);
    });
  }

  close(run: Run, status: RunStatus, how: { result?: Payload | undefined; failure?: Failure | undefined } = {}): void {
    run.status = status;
    run.closedAt = this.time.now;
    run.result = how.result;
    run.failure = how.failure;
    run.jobs = [];
    for (const timer of run.timers.values()) this.time.cancel(timer);
    run.timers.clear();
    this.activities.abandonOf(run);
    for (const update of run.updates.values()) {
      update.resolve({
        failure: serverFailure(
          'Workflow Update failed because the Workflow completed before the Update completed.',
          'AcceptedUpdateCompletedWorkflow',
        ),
      });
    }
    run.updates.clear();
    for (const done of run.onClose.splice(0)) done();
    if (status !== 'ContinuedAsNew') this.#onClosed(run);
  }

  /** What workers had in memory is gone: every run is rebuilt by replay. */
  forget(): void {
    for (const run of this.#byRunId.values()) {
      if (run.vm !== undefined) void run.vm.dispose();
      run.vm = undefined;
    }
  }

  async dispose(): Promise<void> {
    this.activities.abandonAll();
    for (const run of this.#byRunId.values()) await run.vm?.dispose();
  }

  /** Lets happen what can happen until that time, or until `done`. */
  async drive(until: number, done: () => boolean = () => false): Promise<void> {
    for (;;) {
      await this.#settled();
      if (done()) return;
      if (++this.#tasks > MOST_TASKS || (this.#tasks % 500 === 0 && process.cpuUsage(this.#began).user > MOST_CPU_US)) {
        throw new Error('The life does not come to an end: something turns in a circle.');
      }
      const ready = [...this.#ready];
      const attempts = this.activities.ready;
      const count = ready.length + attempts;
      if (count > 0) {
        const index = this.#pick(count);
        const run = ready[index];
        if (run === undefined) this.activities.begin(index - ready.length);
        else await this.#task(run);
      } else if (!this.time.fireNext(until)) {
        await this.#settled();
        return;
      }
    }
  }

  /** Waits for a call of ours, while time goes on as far as it needs. */
  async wait<T>(call: Promise<T>, withinMs: number): Promise<T> {
    const state = { over: false };
    const end = (): void => {
      state.over = true;
    };
    call.then(end, end);
    const until = this.time.now + withinMs;
    await this.drive(until, () => state.over);
    if (!isOver(state)) throw new Error(`A call was not answered within ${withinMs / 1_000} s.`);
    return call;
  }

  /** A call to the server that is on its way: it arrives in the next turn. */
  async arrive(): Promise<void> {
    this.#onTheWay += 1;
    await new Promise((resolve) => turn(resolve));
    this.#onTheWay -= 1;
  }

  /** Everything that follows in memory from what has happened. Two quiet turns: one may begin another. */
  async #settled(): Promise<void> {
    for (let quiet = 0; quiet < 2; quiet = this.#onTheWay > 0 ? 0 : quiet + 1) {
      await new Promise((resolve) => turn(resolve));
    }
  }

  async #task(run: Run): Promise<void> {
    this.#ready.delete(run);
    if (run.vm === undefined && (run.log.length > 0 || run.jobs.length > 0)) await this.#code.load(run);
    if (run.jobs.length > 0) {
      const jobs = run.jobs.splice(0);
      const at = this.time.now;
      run.events += jobs.length + 3;
      const activated = { at, jobs, historyLength: run.events, suggest: run.suggestRenewal };
      const commands = await this.#code.activate(run, activated, false);
      if (commands === undefined) {
        // The server gives the task again, later and later.
        run.jobs = [...jobs, ...run.jobs];
        run.vm = undefined;
        this.time.schedule(Math.min(600_000, 10_000 * 2 ** run.failedTasks++), () => this.#ready.add(run));
        return;
      }
      this.#code.remember(run, activated, commands);
      run.events += commands.length;
      for (const command of commands) perform(this, run, command);
      // Who asks an ended run has it rebuilt; only orders are asked often.
      if (run.closedAt !== undefined && run.type !== 'fulfilOrder') {
        await run.vm?.dispose();
        run.vm = undefined;
      }
      if (run.queries.length > 0 || run.jobs.length > 0) this.#ready.add(run);
      return;
    }
    for (const query of run.queries.splice(0)) {
      const completion = await run.vm?.activate(
        activation(
          run,
          {
            at: this.time.now,
            jobs: [{ queryWorkflow: { queryId: 'q', queryType: query.type, arguments: [...query.args], headers: {} } }],
            historyLength: run.events,
            suggest: false,
          },
          true,
        ),
      );
      const answer = completion?.successful?.commands?.[0]?.respondToQuery;
      query.resolve({
        result: answer?.succeeded?.response ?? null,
        failure: answer?.failed ?? completion?.failed?.failure ?? null,
      });
    }
  }
}

/** Asked anew: a call may have come back meanwhile, which the compiler does not know of. */
function isOver(state: { readonly over: boolean }): boolean {
  return state.over;
}

const turn = setImmediate;
