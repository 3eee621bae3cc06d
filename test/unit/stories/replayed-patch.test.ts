import type proto from '@temporalio/proto';
import type { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import { expect, it } from 'vitest';
import { newRun } from '../../stories/engine/new-run.ts';
import type { Command } from '../../stories/engine/run.ts';
import { WorkflowTasks } from '../../stories/engine/workflow-tasks.ts';
import type { Defect } from '../../stories/life/life-world.ts';

type Activation = proto.coresdk.workflow_activation.IWorkflowActivation;

/** Asks for a patch in its first task, as the SDK answers it: in a replay it is there only where its marker is told of. */
function activated({ isReplaying, jobs = [] }: Activation): Command[] {
  const isThere = !isReplaying || jobs?.some(({ notifyHasPatch }) => notifyHasPatch?.patchId === 'a-patch');
  return isThere
    ? [{ setPatchMarker: { patchId: 'a-patch', deprecated: false } }, { modifyWorkflowProperties: {} }]
    : [];
}

const sandboxes = {
  createWorkflow: () =>
    Promise.resolve({
      activate: (activation: Activation) => Promise.resolve({ successful: { commands: activated(activation) } }),
      getAndResetSinkCalls: () => Promise.resolve([]),
    }),
} as unknown as ReusableVMWorkflowCreator; // all that a run's tasks need of it

it('a run that asked for a patch is told of its marker in a replay, as the server’s history tells it', async () => {
  const defects: Defect[] = [];
  const tasks = new WorkflowTasks(sandboxes, defects);
  const run = newRun(
    { workflowId: 'order:a:1', type: 'fulfilOrder', taskQueue: 'q', args: [] },
    { runId: '00000000-0000-4000-8000-000000000001', number: 1, now: 0 },
  );
  const first = { at: 0, jobs: [{ initializeWorkflow: run.init }], historyLength: 3, suggest: false };

  await tasks.load(run);
  const commands = (await tasks.activate(run, first, false)) ?? [];
  expect(commands).toHaveLength(2);
  tasks.remember(run, first, commands);
  await tasks.load(run);

  expect(defects).toEqual([]);
});
