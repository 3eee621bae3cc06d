import type { ScheduleDependencies } from './schedules.ts';
import { Context } from '@temporalio/activity';
import { SearchAttribute, WorkflowType } from '../../contract/temporal.ts';
import { askHeldRuns } from './ask-held-runs.ts';
import type { MaintainTurns } from '../../domain/changes/maintain-turns.ts';
import { maintainSchedules } from './maintain-schedules.ts';
import { serverTime } from '../runtime/server-clock.ts';

/** An entity's earlier runs are kept for so long, for people who look into what just happened. */
const SUPERSEDED_FOR_MS = 3_600_000;

export interface MaintainOptions {
  /** How long an entity's earlier run is kept, in milliseconds. Default: an hour. */
  readonly supersededForMs?: number;
}

/** What keeps all integrations in order. Lists are for finding work; whether it is needed, each run itself says. */
export function createMaintainActivities(
  deps: ScheduleDependencies,
  { supersededForMs = SUPERSEDED_FOR_MS }: MaintainOptions = {},
) {
  const { temporal } = deps;

  return {
    /** Makes every open integration's schedules what they should be. */
    maintainSchedules: (known?: MaintainTurns) => maintainSchedules(deps, known),

    /** Has every held run look again: its remedy may have happened without a word. @returns how many were told */
    sweepHolds: (): Promise<number> => askHeldRuns(temporal, `${SearchAttribute.hold} IS NOT NULL`),

    /**
     * Deletes earlier runs of entities: their inputs hold sealed credentials that may be out of use. The last run of a
     * disconnected store stays until the retention: it tells what connecting again goes on with.
     */
    async deleteSuperseded(): Promise<number> {
      const before = new Date(serverTime() - supersededForMs).toISOString();
      const query = `WorkflowType="${WorkflowType.integration}" AND ExecutionStatus != "Running" AND CloseTime < "${before}"`;
      let deleted = 0;
      for await (const { workflowId: id, runId, status } of temporal.workflow.list({ query })) {
        Context.current().heartbeat(deleted);
        if (status.name !== 'CONTINUED_AS_NEW' && (await isLast(id, runId))) continue;
        await temporal.workflowService.deleteWorkflowExecution({
          namespace: temporal.options.namespace,
          workflowExecution: { workflowId: id, runId },
        });
        deleted += 1;
      }
      return deleted;
    },
  };

  async function isLast(id: string, runId: string): Promise<boolean> {
    return (await temporal.workflow.getHandle(id).describe()).runId === runId;
  }
}
