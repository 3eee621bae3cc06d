import type proto from '@temporalio/proto';
import type { Workflow } from '@temporalio/worker/lib/workflow/interface.js';

export type Job = proto.coresdk.workflow_activation.IWorkflowActivationJob;
export type Command = proto.coresdk.workflow_commands.IWorkflowCommand;
export type Payload = proto.temporal.api.common.v1.IPayload;
export type Failure = proto.temporal.api.failure.v1.IFailure;
export type Init = proto.coresdk.workflow_activation.IInitializeWorkflow;

export type RunStatus = 'Running' | 'Completed' | 'Failed' | 'Canceled' | 'Terminated' | 'ContinuedAsNew';

/** One activation and what came of it: a run's history, as far as the code sees it. */
export interface Activated {
  readonly at: number;
  readonly jobs: readonly Job[];
  readonly commands: string;
  readonly historyLength: number;
  readonly suggest: boolean;
}

export interface PendingUpdate {
  readonly id: string;
  readonly resolve: (outcome: { success?: Payload[]; failure?: Failure }) => void;
  accepted: boolean;
}

export interface PendingQuery {
  readonly type: string;
  readonly args: readonly Payload[];
  readonly resolve: (answer: { result?: Payload | null; failure?: Failure | null }) => void;
}

export interface Parent {
  readonly run: Run;
  readonly seq: number;
}

/** One execution: what the server keeps of it, and the sandbox that runs its code while it is in memory. */
export interface Run {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  readonly taskQueue: string;
  readonly init: Init;
  readonly startedAt: number;
  readonly parent: Parent | undefined;
  readonly scheduleId: string | undefined;
  status: RunStatus;
  closedAt: number | undefined;
  result: Payload | undefined;
  failure: Failure | undefined;
  continuedBy: string | undefined;
  searchAttributes: Record<string, Payload>;
  memo: Record<string, Payload>;
  jobs: Job[];
  queries: PendingQuery[];
  updates: Map<string, PendingUpdate>;
  timers: Map<number, number>;
  log: Activated[];
  flags: Set<number>;
  events: number;
  suggestRenewal: boolean;
  failedTasks: number;
  retryAt: number | undefined;
  vm: Workflow | undefined;
  onClose: (() => void)[];
}
