import proto from '@temporalio/proto';
import type { Machine } from './machine.ts';
import { msOf, serverFailure } from './payloads.ts';
import type { Command, Run } from './run.ts';

/** Does what a run's code asked the server for. */
export function perform(machine: Machine, run: Run, command: Command): void {
  if (run.status !== 'Running') return;
  if (command.startTimer) {
    const { seq, startToFireTimeout } = command.startTimer;
    const id = seq ?? 0;
    const timer = machine.time.schedule(msOf(startToFireTimeout) ?? 1, () => {
      run.timers.delete(id);
      machine.tell(run, { fireTimer: { seq: id } });
    });
    run.timers.set(id, timer);
  } else if (command.cancelTimer) {
    const timer = run.timers.get(command.cancelTimer.seq ?? 0);
    if (timer !== undefined) machine.time.cancel(timer);
    run.timers.delete(command.cancelTimer.seq ?? 0);
  } else if (command.scheduleActivity) machine.activities.schedule(run, command.scheduleActivity);
  else if (command.requestCancelActivity) machine.activities.requestCancel(run, command.requestCancelActivity.seq ?? 0);
  else if (command.completeWorkflowExecution) {
    machine.close(run, 'Completed', { result: command.completeWorkflowExecution.result ?? undefined });
  } else if (command.failWorkflowExecution) {
    machine.close(run, 'Failed', { failure: command.failWorkflowExecution.failure ?? undefined });
  } else if (command.cancelWorkflowExecution) machine.close(run, 'Canceled');
  else if (command.continueAsNewWorkflowExecution) continueAsNew(machine, run, command.continueAsNewWorkflowExecution);
  else if (command.startChildWorkflowExecution) startChild(machine, run, command.startChildWorkflowExecution);
  else if (command.signalExternalWorkflowExecution) signalOther(machine, run, command.signalExternalWorkflowExecution);
  else if (command.upsertWorkflowSearchAttributes) {
    const given = command.upsertWorkflowSearchAttributes.searchAttributes?.indexedFields ?? {};
    run.searchAttributes = { ...run.searchAttributes, ...given };
  } else if (command.modifyWorkflowProperties) {
    run.memo = { ...run.memo, ...command.modifyWorkflowProperties.upsertedMemo?.fields };
  } else if (command.updateResponse) answerUpdate(run, command.updateResponse);
  else if (command.setPatchMarker) run.events += 1;
  else if (command.cancelChildWorkflowExecution || command.requestCancelExternalWorkflowExecution) {
    throw new Error('The stories cannot cancel other runs yet.');
  }
}

function answerUpdate(
  run: Run,
  { protocolInstanceId, accepted, rejected, completed }: proto.coresdk.workflow_commands.IUpdateResponse,
): void {
  const update = run.updates.get(protocolInstanceId ?? '');
  if (update === undefined) return;
  if (accepted) update.accepted = true;
  else {
    run.updates.delete(protocolInstanceId ?? '');
    update.resolve(rejected ? { failure: rejected } : { success: completed ? [completed] : [] });
  }
}

function continueAsNew(
  machine: Machine,
  run: Run,
  next: proto.coresdk.workflow_commands.IContinueAsNewWorkflowExecution,
): void {
  // What came too late for this run is the next one's, as the server keeps it.
  const carried = run.jobs.filter(({ signalWorkflow }) => signalWorkflow);
  machine.close(run, 'ContinuedAsNew');
  const followed = machine.start({
    workflowId: run.workflowId,
    type: next.workflowType || run.type,
    taskQueue: next.taskQueue || run.taskQueue,
    args: next.arguments ?? [],
    searchAttributes: { ...run.searchAttributes, ...next.searchAttributes?.indexedFields },
    memo: { ...run.memo, ...next.memo },
    parent: run.parent,
    scheduleId: run.scheduleId,
    continues: run,
  });
  run.continuedBy = followed.runId;
  for (const job of carried) machine.tell(followed, job);
}

function startChild(
  machine: Machine,
  run: Run,
  child: proto.coresdk.workflow_commands.IStartChildWorkflowExecution,
): void {
  const { StartChildWorkflowExecutionFailedCause } = proto.coresdk.child_workflow;
  const seq = child.seq ?? 0;
  const workflowId = child.workflowId ?? '';
  if (machine.latest(workflowId)?.status === 'Running') {
    const cause =
      StartChildWorkflowExecutionFailedCause.START_CHILD_WORKFLOW_EXECUTION_FAILED_CAUSE_WORKFLOW_ALREADY_EXISTS;
    const failed = { workflowId, workflowType: child.workflowType ?? '', cause };
    machine.tell(run, { resolveChildWorkflowExecutionStart: { seq, failed } });
    return;
  }
  const started = machine.start({
    workflowId,
    type: child.workflowType ?? '',
    taskQueue: child.taskQueue || run.taskQueue,
    args: child.input ?? [],
    searchAttributes: child.searchAttributes?.indexedFields ?? {},
    memo: child.memo ?? {},
    parent: { run, seq },
  });
  machine.tell(run, { resolveChildWorkflowExecutionStart: { seq, succeeded: { runId: started.runId } } });
}

/** Tells the parent how its child ended. */
export function tellParent(machine: Machine, run: Run): void {
  if (run.parent === undefined) return;
  const { seq, run: parent } = run.parent;
  const failure = {
    message: 'Child Workflow execution failed',
    source: 'Server',
    childWorkflowExecutionFailureInfo: {
      namespace: 'default',
      workflowExecution: { workflowId: run.workflowId, runId: run.runId },
      workflowType: { name: run.type },
      retryState: proto.temporal.api.enums.v1.RetryState.RETRY_STATE_RETRY_POLICY_NOT_SET,
    },
    cause: run.failure ?? serverFailure(run.status),
  };
  const result = run.status === 'Completed' ? { completed: { result: run.result ?? null } } : { failed: { failure } };
  machine.tell(parent, { resolveChildWorkflowExecution: { seq, result } });
}

function signalOther(
  machine: Machine,
  run: Run,
  signal: proto.coresdk.workflow_commands.ISignalExternalWorkflowExecution,
): void {
  const seq = signal.seq ?? 0;
  const id = signal.childWorkflowId || signal.workflowExecution?.workflowId || '';
  const target = machine.latest(id);
  if (target?.status !== 'Running') {
    const failure = serverFailure(`Unable to signal external workflow because it was not found: ${id}`);
    machine.tell(run, { resolveSignalExternalWorkflow: { seq, failure } });
    return;
  }
  machine.tell(target, {
    signalWorkflow: {
      signalName: signal.signalName ?? '',
      input: signal.args ?? [],
      identity: run.workflowId,
      headers: {},
    },
  });
  machine.tell(run, { resolveSignalExternalWorkflow: { seq } });
}
