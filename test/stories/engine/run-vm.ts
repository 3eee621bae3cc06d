import { TypedSearchAttributes } from '@temporalio/common';
import type { Workflow } from '@temporalio/worker/lib/workflow/interface.js';
import type { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import type { Run } from './run.ts';

type InfoOfRun = Parameters<ReusableVMWorkflowCreator['createWorkflow']>[0]['info'];

/** The sandbox of a run, as the SDK's worker makes it. */
export async function createRunVm(vms: ReusableVMWorkflowCreator, run: Run): Promise<Workflow> {
  const info = {
    workflowId: run.workflowId,
    runId: run.runId,
    workflowType: run.type,
    searchAttributes: {},
    typedSearchAttributes: new TypedSearchAttributes(),
    ...(run.parent !== undefined && {
      parent: { workflowId: run.parent.run.workflowId, runId: run.parent.run.runId, namespace: 'default' },
    }),
    taskQueue: run.taskQueue,
    namespace: 'default',
    firstExecutionRunId: run.init.firstExecutionRunId ?? run.runId,
    originalExecutionRunId: run.runId,
    ...(run.init.continuedFromExecutionRunId && { continuedFromExecutionRunId: run.init.continuedFromExecutionRunId }),
    startTime: new Date(run.startedAt),
    runStartTime: new Date(run.startedAt),
    taskTimeoutMs: 10_000,
    attempt: 1,
    historyLength: 0,
    historySize: 0,
    continueAsNewSuggested: false,
    targetWorkerDeploymentVersionChanged: false,
    suggestedContinueAsNewReasons: [],
    currentBuildId: '',
    unsafe: {
      now: () => Date.now(),
      isReplaying: false,
      isReplayingHistoryEvents: false,
      random: { random: () => 0.5 },
    },
  };
  const seed = Array.from({ length: 8 }, (_, index) => (Number(run.runId.slice(-6)) * 31 + index * 17) % 256);
  return vms.createWorkflow({
    info: info as unknown as InfoOfRun, // what the bundle reads of it is here; the type asks for what is deprecated, too
    randomnessSeed: seed,
    now: run.startedAt,
    showStackTraceSources: false,
    failureExceptionTypeNames: [],
  });
}
