import { makeContinueAsNewFunc } from '@temporalio/workflow';
import { TaskQueue, WorkflowType } from '../../src/contract/temporal.ts';

/** Continues as an integration's run that carries what it is given: such a run begins in no other way. */
export async function integration(...carried: readonly unknown[]): Promise<void> {
  const options = { workflowType: WorkflowType.integration, taskQueue: TaskQueue.main };
  await makeContinueAsNewFunc<(...given: unknown[]) => Promise<void>>(options)(...carried);
}
