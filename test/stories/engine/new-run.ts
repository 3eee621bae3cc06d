import proto from '@temporalio/proto';
import { timestamp } from './payloads.ts';
import type { Init, Parent, Payload, Run } from './run.ts';

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

interface Given {
  readonly runId: string;
  /** How many runs there were before it, and it. */
  readonly number: number;
  readonly now: number;
}

/** A run as it begins: nothing of it was told yet. */
export function newRun(given: StartRun, { runId, number, now }: Given): Run {
  return {
    workflowId: given.workflowId,
    runId,
    type: given.type,
    taskQueue: given.taskQueue,
    init: initOf(given, { runId, number, now }),
    startedAt: now,
    parent: given.parent,
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
}

function initOf(given: StartRun, { runId, number, now }: Given): Init {
  const { continues, parent } = given;
  return {
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
    startTime: timestamp(now),
    ...(continues !== undefined && { continuedFromExecutionRunId: continues.runId }),
    ...(parent !== undefined && {
      parentWorkflowInfo: { namespace: 'default', workflowId: parent.run.workflowId, runId: parent.run.runId },
    }),
    ...(given.lastResult !== undefined && { lastCompletionResult: { payloads: [given.lastResult] } }),
    ...(given.memo !== undefined && { memo: { fields: given.memo } }),
    ...(given.searchAttributes !== undefined && { searchAttributes: { indexedFields: given.searchAttributes } }),
  };
}
