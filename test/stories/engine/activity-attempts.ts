import proto from '@temporalio/proto';
import { timeout, timeoutTypeName } from './activity-timeouts.ts';
import type { Machine } from './machine.ts';
import { msOf, toFailure, toPayload } from './payloads.ts';
import type { Failure, Payload, Run } from './run.ts';

type Schedule = proto.coresdk.workflow_commands.IScheduleActivity;

/** One activity of a run, over all its attempts. */
export interface ActivityTask {
  readonly run: Run;
  readonly seq: number;
  readonly command: Schedule;
  readonly scheduledAt: number;
  attempt: number;
  attemptAt: number;
  heartbeat: unknown;
  lastFailure: Failure | undefined;
  /** Timers of the attempt that runs, or of the pause before the next. */
  timers: number[];
  running: { cancel: (reason: 'CANCELLED' | 'TIMED_OUT') => void; abandoned: boolean } | undefined;
  cancelRequested: boolean;
  over: boolean;
}

/** Runs one attempt: the product's activity in its context. */
export type ActivityRunner = (
  task: ActivityTask,
  heartbeat: (details: unknown) => void,
) => { readonly result: Promise<unknown>; readonly cancel: (reason: 'CANCELLED' | 'TIMED_OUT') => void };

const { RetryState, TimeoutType } = proto.temporal.api.enums.v1;
const { ActivityCancellationType } = proto.coresdk.workflow_commands;

/** The server's side of activities: attempts, retries, bounds. */
export class ActivityAttempts {
  readonly #machine: Machine;
  readonly #runner: ActivityRunner;
  readonly #tasks = new Set<ActivityTask>();
  readonly #ready: ActivityTask[] = [];

  constructor(machine: Machine, runner: ActivityRunner) {
    this.#machine = machine;
    this.#runner = runner;
  }

  get ready(): number {
    return this.#ready.length;
  }

  /** What is under way or waits for its next attempt, by name: for whoever wonders what a life waits for. */
  underWay(): readonly ActivityTask[] {
    return [...this.#tasks];
  }

  schedule(run: Run, command: Schedule): void {
    const now = this.#machine.time.now;
    const task: ActivityTask = {
      run,
      seq: command.seq ?? 0,
      command,
      scheduledAt: now,
      attempt: 0,
      attemptAt: now,
      heartbeat: undefined,
      lastFailure: undefined,
      timers: [],
      running: undefined,
      cancelRequested: false,
      over: false,
    };
    this.#tasks.add(task);
    this.#ready.push(task);
  }

  begin(index: number): void {
    const [task] = this.#ready.splice(index, 1);
    if (task === undefined || task.over) return;
    const { time } = this.#machine;
    const { command } = task;
    task.attempt += 1;
    task.attemptAt = time.now;
    const running = { cancel: (_: 'CANCELLED' | 'TIMED_OUT'): void => undefined, abandoned: false };
    task.running = running;
    const left = this.#leftMs(task);
    const bound = Math.min(msOf(command.startToCloseTimeout) ?? Infinity, left);
    if (bound < Infinity) {
      task.timers.push(
        time.schedule(bound, () => {
          running.abandoned = true;
          running.cancel('TIMED_OUT');
          const total = left <= (msOf(command.startToCloseTimeout) ?? Infinity);
          this.#failed(
            task,
            timeout(task, total ? TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE : TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE),
          );
        }),
      );
    }
    const { result, cancel } = this.#runner(task, (details) => {
      task.heartbeat = details;
      if (task.cancelRequested) cancel('CANCELLED');
    });
    running.cancel = cancel;
    result.then(
      (value) => {
        if (!running.abandoned) this.#end(task, { completed: { result: toPayload(value) ?? null } });
      },
      (error: unknown) => {
        if (!running.abandoned) this.#threw(task, error);
      },
    );
  }

  requestCancel(run: Run, seq: number): void {
    const task = [...this.#tasks].find((one) => one.run === run && one.seq === seq);
    if (task === undefined || task.over) return;
    task.cancelRequested = true;
    const waits = task.command.cancellationType === ActivityCancellationType.WAIT_CANCELLATION_COMPLETED;
    if (task.running !== undefined) {
      task.running.cancel('CANCELLED');
      if (waits) return;
    }
    if (task.running !== undefined) task.running.abandoned = true;
    this.#cancelled(task);
  }

  abandonOf(run: Run): void {
    for (const task of this.#tasks) if (task.run === run) this.#drop(task);
  }

  /** All workers died: each attempt that ran is heard of again only by its bounds. */
  abandonAll(): void {
    const { time } = this.#machine;
    for (const task of this.#tasks) {
      if (task.running === undefined) continue;
      task.running.abandoned = true;
      const beat = msOf(task.command.heartbeatTimeout);
      if (beat !== undefined) {
        task.timers.push(
          time.schedule(beat, () => this.#failed(task, timeout(task, TimeoutType.TIMEOUT_TYPE_HEARTBEAT))),
        );
      }
    }
  }

  #leftMs(task: ActivityTask): number {
    const total = msOf(task.command.scheduleToCloseTimeout);
    return total === undefined ? Infinity : Math.max(1, task.scheduledAt + total - this.#machine.time.now);
  }

  #threw(task: ActivityTask, error: unknown): void {
    const failure = toFailure(error);
    if (failure.canceledFailureInfo && task.cancelRequested) this.#cancelled(task);
    else this.#failed(task, failure);
  }

  #failed(task: ActivityTask, failure: Failure): void {
    if (task.over) return;
    const { time } = this.#machine;
    this.#stopTimers(task);
    task.running = undefined;
    task.lastFailure = failure;
    if (task.cancelRequested) {
      this.#cancelled(task);
      return;
    }
    const policy = task.command.retryPolicy;
    const type = failure.applicationFailureInfo?.type ?? timeoutTypeName(failure);
    const final =
      failure.applicationFailureInfo?.nonRetryable === true ||
      policy?.nonRetryableErrorTypes?.includes(type ?? '') === true;
    if (final || failure.timeoutFailureInfo?.timeoutType === TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE) {
      this.#end(task, {
        failed: { failure: this.#wrapped(task, failure, RetryState.RETRY_STATE_NON_RETRYABLE_FAILURE) },
      });
      return;
    }
    const most = policy?.maximumAttempts ?? 0;
    if (most > 0 && task.attempt >= most) {
      this.#end(task, {
        failed: { failure: this.#wrapped(task, failure, RetryState.RETRY_STATE_MAXIMUM_ATTEMPTS_REACHED) },
      });
      return;
    }
    const first = msOf(policy?.initialInterval) ?? 1_000;
    const grown = first * (policy?.backoffCoefficient ?? 2) ** (task.attempt - 1);
    const asked = msOf(failure.applicationFailureInfo?.nextRetryDelay);
    const pause = asked ?? Math.min(grown, msOf(policy?.maximumInterval) ?? first * 100);
    if (pause >= this.#leftMs(task)) {
      this.#end(task, { failed: { failure: this.#wrapped(task, failure, RetryState.RETRY_STATE_TIMEOUT) } });
      return;
    }
    task.timers.push(time.schedule(pause, () => this.#ready.push(task)));
  }

  #cancelled(task: ActivityTask): void {
    const canceled = { message: 'activity canceled', source: 'Server', canceledFailureInfo: {} };
    this.#end(task, { cancelled: { failure: this.#wrapped(task, canceled, RetryState.RETRY_STATE_UNSPECIFIED) } });
  }

  #wrapped(task: ActivityTask, cause: Failure, retryState: proto.temporal.api.enums.v1.RetryState): Failure {
    const { activityId, activityType } = task.command;
    return {
      message: 'Activity task failed',
      source: 'Server',
      cause,
      activityFailureInfo: {
        activityType: { name: activityType ?? '' },
        activityId: activityId ?? '',
        retryState,
        identity: 'stories',
      },
    };
  }

  #end(
    task: ActivityTask,
    result: proto.coresdk.activity_result.IActivityResolution & { completed?: { result: Payload | null } },
  ): void {
    if (task.over) return;
    this.#drop(task);
    this.#machine.tell(task.run, { resolveActivity: { seq: task.seq, result } });
  }

  #drop(task: ActivityTask): void {
    task.over = true;
    if (task.running !== undefined) task.running.abandoned = true;
    this.#stopTimers(task);
    this.#tasks.delete(task);
    const waiting = this.#ready.indexOf(task);
    if (waiting >= 0) this.#ready.splice(waiting, 1);
  }

  #stopTimers(task: ActivityTask): void {
    for (const timer of task.timers.splice(0)) this.#machine.time.cancel(timer);
  }
}
