import type { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import type { Defect } from '../life/life-world.ts';
import { activation, signature, withoutValidator } from './activation.ts';
import { createRunVm } from './run-vm.ts';
import type { Activated, Command, Job, Run } from './run.ts';

/** The worker's side of workflow tasks: a run's code in its sandbox, and what a replay of it must give again. */
export class WorkflowTasks {
  readonly #vms: ReusableVMWorkflowCreator;
  readonly #defects: Defect[];

  constructor(vms: ReusableVMWorkflowCreator, defects: Defect[]) {
    this.#vms = vms;
    this.#defects = defects;
  }

  /** What a replay begins with: a refused update is in no history, and a patch's marker is told of before its task. */
  remember(run: Run, activated: Omit<Activated, 'commands'>, commands: readonly Command[]): void {
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
    if (jobs.length === 0) return;
    const markers = told.flatMap(({ setPatchMarker }) =>
      setPatchMarker ? [{ notifyHasPatch: { patchId: setPatchMarker.patchId ?? '' } }] : [],
    );
    const [init, rest] = [jobs.filter(isInit), jobs.filter((job) => !isInit(job))];
    run.log.push({ ...activated, jobs: [...init, ...markers, ...rest], commands: signature(told) });
  }

  async load(run: Run): Promise<void> {
    run.vm = await createRunVm(this.#vms, run);
    for (const past of run.log) {
      const commands = await this.activate(run, past, true);
      if (commands === undefined || signature(commands) !== past.commands) {
        this.#defects.push({
          workflowId: run.workflowId,
          message: `replay differs: ${commands === undefined ? 'failed' : signature(commands)} in place of ${past.commands}`,
        });
      }
    }
  }

  async activate(
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
    this.#defects.push({
      workflowId: run.workflowId,
      message: `a workflow task fails: ${message} ${completion?.failed?.failure?.stackTrace ?? ''}`,
    });
    return undefined;
  }
}

const isInit = ({ initializeWorkflow }: Job): boolean => Boolean(initializeWorkflow);
