import type proto from '@temporalio/proto';
import { Code, GrpcError } from './grpc-error.ts';
import type { Machine } from './machine.ts';
import { msOf, timestamp } from './payloads.ts';
import type { Payload, Run } from './run.ts';

type Definition = proto.temporal.api.schedule.v1.ISchedule;

interface Schedule {
  readonly id: string;
  definition: Definition;
  readonly memo: proto.temporal.api.common.v1.IMemo | null | undefined;
  readonly searchAttributes: proto.temporal.api.common.v1.ISearchAttributes | null | undefined;
  readonly createdAt: number;
  timer: number | undefined;
  actions: number;
  skipped: number;
  buffered: boolean;
  lastResult: Payload | undefined;
  running: Run | undefined;
  recent: { readonly at: number; readonly run: Run }[];
}

/** The server's schedules, as far as the product uses them: intervals, pause, trigger, overlap by skipping or buffering one. */
export class Schedules {
  readonly #machine: Machine;
  readonly #all = new Map<string, Schedule>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  ids(): readonly string[] {
    return [...this.#all.keys()];
  }

  create({
    scheduleId,
    schedule,
    memo,
    searchAttributes,
    initialPatch,
  }: proto.temporal.api.workflowservice.v1.ICreateScheduleRequest): void {
    const id = scheduleId ?? '';
    if (this.#all.has(id)) throw new GrpcError(Code.alreadyExists, 'Schedule is already registered');
    const made: Schedule = {
      id,
      definition: schedule ?? {},
      memo,
      searchAttributes,
      createdAt: this.#machine.time.now,
      timer: undefined,
      actions: 0,
      skipped: 0,
      buffered: false,
      lastResult: undefined,
      running: undefined,
      recent: [],
    };
    this.#all.set(id, made);
    this.#arm(made);
    if (initialPatch?.triggerImmediately) this.#take(made, true);
  }

  update(id: string, definition: Definition): void {
    const schedule = this.#find(id);
    schedule.definition = definition;
    this.#arm(schedule);
  }

  patch(id: string, patch: proto.temporal.api.schedule.v1.ISchedulePatch): void {
    const schedule = this.#find(id);
    if (patch.triggerImmediately) this.#take(schedule, true);
    if (patch.pause)
      schedule.definition = {
        ...schedule.definition,
        state: { ...schedule.definition.state, paused: true, notes: patch.pause },
      };
    if (patch.unpause)
      schedule.definition = {
        ...schedule.definition,
        state: { ...schedule.definition.state, paused: false, notes: patch.unpause },
      };
  }

  delete(id: string): void {
    const schedule = this.#find(id);
    if (schedule.timer !== undefined) this.#machine.time.cancel(schedule.timer);
    this.#all.delete(id);
  }

  describe(id: string) {
    const schedule = this.#find(id);
    const next = this.#nextAt(schedule);
    return {
      schedule: schedule.definition,
      memo: schedule.memo ?? {},
      searchAttributes: schedule.searchAttributes ?? {},
      conflictToken: new Uint8Array([1]),
      info: {
        actionCount: schedule.actions,
        overlapSkipped: schedule.skipped,
        missedCatchupWindow: 0,
        createTime: timestamp(schedule.createdAt),
        runningWorkflows:
          schedule.running === undefined
            ? []
            : [{ workflowId: schedule.running.workflowId, runId: schedule.running.runId }],
        recentActions: schedule.recent.slice(-10).map(({ at, run }) => ({
          scheduleTime: timestamp(at),
          actualTime: timestamp(at),
          startWorkflowResult: { workflowId: run.workflowId, runId: run.runId },
        })),
        futureActionTimes: next === undefined ? [] : [timestamp(next)],
      },
    };
  }

  /** A run of a schedule ended. */
  closed(run: Run): void {
    const schedule = this.#all.get(run.scheduleId ?? '');
    if (schedule === undefined || schedule.running?.workflowId !== run.workflowId) return;
    schedule.running = undefined;
    if (run.status === 'Completed') schedule.lastResult = run.result;
    if (!schedule.buffered) return;
    schedule.buffered = false;
    this.#take(schedule, true);
  }

  #find(id: string): Schedule {
    const schedule = this.#all.get(id);
    if (schedule === undefined) throw new GrpcError(Code.notFound, `schedule not found: ${id}`);
    return schedule;
  }

  #nextAt(schedule: Schedule): number | undefined {
    const spec = schedule.definition.spec?.interval?.[0];
    const every = msOf(spec?.interval);
    if (every === undefined) return undefined;
    const phase = msOf(spec?.phase) ?? 0;
    return Math.floor((this.#machine.time.now - phase) / every + 1) * every + phase;
  }

  #arm(schedule: Schedule): void {
    const { time } = this.#machine;
    if (schedule.timer !== undefined) time.cancel(schedule.timer);
    const next = this.#nextAt(schedule);
    if (next === undefined) return;
    schedule.timer = time.schedule(next - time.now, () => {
      schedule.timer = undefined;
      if (schedule.definition.state?.paused !== true) this.#take(schedule, false);
      this.#arm(schedule);
    });
  }

  #take(schedule: Schedule, byHand: boolean): void {
    if (
      schedule.running?.status === 'Running' ||
      this.#machine.latest(schedule.running?.workflowId ?? '')?.status === 'Running'
    ) {
      if (byHand) schedule.buffered = true;
      else schedule.skipped += 1;
      return;
    }
    const action = schedule.definition.action?.startWorkflow;
    if (!action) return;
    const at = this.#machine.time.now;
    const run = this.#machine.start({
      workflowId: `${action.workflowId ?? ''}-${new Date(at).toISOString()}`,
      type: action.workflowType?.name ?? '',
      taskQueue: action.taskQueue?.name ?? '',
      args: action.input?.payloads ?? [],
      searchAttributes: action.searchAttributes?.indexedFields ?? {},
      memo: action.memo?.fields ?? {},
      scheduleId: schedule.id,
      lastResult: schedule.lastResult,
    });
    schedule.actions += 1;
    schedule.running = run;
    schedule.recent = [...schedule.recent.slice(-9), { at, run }];
  }
}
