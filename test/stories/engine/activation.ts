import proto from '@temporalio/proto';
import { timestamp } from './payloads.ts';
import type { Activated, Command, Job, Run } from './run.ts';

// What a run's sandbox is given, and what of its answer a replay must give again.

export function withoutValidator(job: Job): Job {
  return job.doUpdate ? { doUpdate: { ...job.doUpdate, runValidator: false } } : job;
}

export function activation(
  run: Run,
  { at, jobs, historyLength, suggest }: Omit<Activated, 'commands'>,
  isReplaying: boolean,
) {
  return proto.coresdk.workflow_activation.WorkflowActivation.fromObject({
    runId: run.runId,
    timestamp: timestamp(at),
    isReplaying,
    historyLength,
    jobs: [...jobs],
    availableInternalFlags: [...run.flags],
    historySizeBytes: historyLength * 200,
    continueAsNewSuggested: suggest,
  });
}

/** What a replay must give again: which commands, in which order. */
export function signature(commands: readonly Command[]): string {
  return commands
    .map((command) => {
      if (command.scheduleActivity) return `activity ${command.scheduleActivity.activityType}`;
      if (command.startTimer) return `timer ${Number(command.startTimer.startToFireTimeout?.seconds)}`;
      return (
        Object.keys(command).find((key) => key !== 'userMetadata' && command[key as keyof Command] != null) ?? 'nothing'
      );
    })
    .join(', ');
}
