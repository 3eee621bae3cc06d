import proto from '@temporalio/proto';
import type { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import { activation, signature, withoutValidator } from './activation.ts';
import { createRunVm } from './run-vm.ts';
import { ActivityAttempts, type ActivityRunner } from './activity-attempts.ts';
import { perform } from './commands.ts';
import { Code, GrpcError } from './grpc-error.ts';
import { serverFailure, timestamp } from './payloads.ts';
import type { Activated, Command, Failure, Init, Job, Parent, Payload, Run, RunStatus } from './run.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface StartRun {
  readonly workflowId: string;
  readonly type: string;
  readonly taskQueue: string;
  readonly args: readonly Payload[];
  readonly searchAttributes?: Record<string, Payload> | undefined;
  readonly memo?: Record<string, Payload> | undefined;
  readonly parent?: Parent | undefined;
  readonly scheduleId?: string | undefined;
  readonly lastResult?: Payload | undefined;
  readonly continues?: Run | undefined;
}

/** Something is wrong with the code itself: a failing workflow task, a replay that differs, a defect in an activity. */
export interface Defect {
  readonly workflowId: string;
  readonly message: string;
}

/** More tasks than any life needs: whatever does so many turns in a circle. */
const MOST_TASKS = 60_000;

/**
 * What stands for the Temporal server and its worker in this process: it runs the real workflow bundle by activations, as
 * the SDK's worker does, and the real activities. One thing happens at a time; what is next among the things that may
 * happen now is drawn from a seed, so that a life can be lived again.
 */
export class Machine {
  readonly time: VirtualTime;
  readonly defects: Defect[] = [];
  readonly activities: ActivityAttempts;
  readonly #vms: ReusableVMWorkflowCreator;
  readonly #runs = new Map<string, Run[]>();
  readonly #byRunId = new Map<string, Run>();
  readonly #ready = new Set<Run>();
  readonly #pick: (count: number) => number;
  #runNumber = 0;
  #tasks = 0;
  #onTheWay = 0;
  #onClosed: (run: Run) => void = () => undefined;

  constructor(options: {
    time: VirtualTime;
    vms: ReusableVMWorkflowCreator;
    runner: ActivityRunner;
    pick: (count: number) => number;
  }) {
    this.time = options.time;
    this.#vms = options.vms;
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
    const { continues, parent } = given;
    const init: Init = {
      workflowType: given.type,
      workflowId: given.workflowId,
      arguments: [...given.args],
      randomnessSeed: proto.google.protobuf.Duration.fromObject({ seconds: number * 7_919 }).seconds,
      headers: {},
      identity: 'stories',
      workflowTaskTimeout: proto.google.protobuf.Duration.fromObject({ seconds: 10 }),
      firstExecutionRunId: continues?.init.firstExecutionRunId ?? runId,
      originalExecutionRunId: runId,
      attempt: 1,
      startTime: timestamp(this.time.now),
      ...(continues !== undefined && { continuedFromExecutionRunId: continues.runId }),
      ...(parent !== undefined && {
        parentWorkflowInfo: { namespace: 'default', workflowId: parent.run.workflowId, runId: parent.run.runId },
      }),
      ...(given.lastResult !== undefined && { lastCompletionResult: { payloads: [given.lastResult] } }),
      ...(given.memo !== undefined && { memo: { fields: given.memo } }),
      ...(given.searchAttributes !== undefined && { searchAttributes: { indexedFields: given.searchAttributes } }),
    };
    const run: Run = {
      workflowId: given.workflowId,
      runId,
      type: given.type,
      taskQueue: given.taskQueue,
      init,
      startedAt: this.time.now,
      parent,
      scheduleId: given.scheduleId,
      status: 'Running',
      closedAt: undefined,
      result: undefined,
      failure: undefined,
      continuedBy: undefined,
      searchAttributes: { ...given.searchAttributes },
      memo: { ...given.memo },
      jobs: [],
      queries: [],
      updates: new Map(),
      timers: new Map(),
      log: [],
      flags: new Set(),
      events: 1,
      suggestRenewal: false,
      failedTasks: 0,
      retryAt: undefined,
      vm: undefined,
      onClose: [],
    };
    const of = this.#runs.get(given.workflowId) ?? [];
    this.#runs.set(given.workflowId, [...of, run]);
    this.#byRunId.set(runId, run);
    this.tell(run, { initializeWorkflow: init });
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

  /** As if all workers had died: what was in memory is gone, and what ran is heard of no more. */
  restart(): void {
    this.activities.abandonAll();
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
      if (++this.#tasks > MOST_TASKS) throw new Error('The life does not come to an end: something turns in a circle.');
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
    if (run.vm === undefined && (run.log.length > 0 || run.jobs.length > 0)) await this.#load(run);
    if (run.jobs.length > 0) {
      const jobs = run.jobs.splice(0);
      const at = this.time.now;
      run.events += jobs.length + 3;
      const activated = { at, jobs, historyLength: run.events, suggest: run.suggestRenewal };
      const commands = await this.#activate(run, activated, false);
      if (commands === undefined) {
        // The server gives the task again, later and later.
        run.jobs = [...jobs, ...run.jobs];
        run.vm = undefined;
        this.time.schedule(Math.min(600_000, 10_000 * 2 ** run.failedTasks++), () => this.#ready.add(run));
        return;
      }
      this.#remember(run, activated, commands);
      run.events += commands.length;
      for (const command of commands) perform(this, run, command);
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

  /** What a replay begins with: a refused update is in no history. */
  #remember(run: Run, activated: Omit<Activated, 'commands'>, commands: readonly Command[]): void {
    const refused = new Set(
      commands.flatMap(({ updateResponse }) => (updateResponse?.rejected ? [updateResponse.protocolInstanceId] : [])),
    );
    for (const id of refused) if (run.updates.get(id ?? '')?.accepted === true) refused.delete(id);
    for (const { updateResponse } of commands)
      if (updateResponse?.accepted) refused.delete(updateResponse.protocolInstanceId);
    const jobs = activated.jobs.filter(({ doUpdate }) => !doUpdate || !refused.has(doUpdate.protocolInstanceId));
    const told = commands.filter(
      ({ updateResponse }) => !updateResponse || !refused.has(updateResponse.protocolInstanceId),
    );
    if (jobs.length > 0) run.log.push({ ...activated, jobs, commands: signature(told) });
  }

  async #load(run: Run): Promise<void> {
    run.vm = await createRunVm(this.#vms, run);
    for (const past of run.log) {
      const commands = await this.#activate(run, past, true);
      if (commands === undefined || signature(commands) !== past.commands) {
        this.defects.push({
          workflowId: run.workflowId,
          message: `replay differs: ${commands === undefined ? 'failed' : signature(commands)} in place of ${past.commands}`,
        });
      }
    }
  }

  async #activate(
    run: Run,
    activated: Omit<Activated, 'commands'>,
    replaying: boolean,
  ): Promise<readonly Command[] | undefined> {
    const jobs = replaying ? activated.jobs.map(withoutValidator) : activated.jobs;
    const completion = await run.vm?.activate(activation(run, { ...activated, jobs }, replaying));
    await run.vm?.getAndResetSinkCalls();
    for (const flag of completion?.successful?.usedInternalFlags ?? []) run.flags.add(flag);
    if (completion?.successful?.commands) return completion.successful.commands;
    if (completion?.successful) return [];
    const message = completion?.failed?.failure?.message ?? 'no completion';
    this.defects.push({
      workflowId: run.workflowId,
      message: `a workflow task fails: ${message} ${completion?.failed?.failure?.stackTrace ?? ''}`,
    });
    return undefined;
  }
}

/** Asked anew: a call may have come back meanwhile, which the compiler does not know of. */
function isOver(state: { readonly over: boolean }): boolean {
  return state.over;
}

const turn = setImmediate;
