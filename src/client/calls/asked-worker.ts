import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { standStill, type Build, type StandStill } from '../../contract/runs/builds.ts';
import { WorkflowType } from '../../contract/temporal.ts';
import { lastHeardAt, LISTED_FOR_MS, type PolledQueue } from './polled-builds.ts';
import { isFailedQuery, isGone, isSilentWorker } from './temporal-failures.ts';

/**
 * Whether a worker of the current build answered a question just now. `nobody to ask`: no run has completed on that build,
 * so there is no question that only its workers can answer.
 */
export type WorkerAnswer = 'answered' | 'silent' | 'nobody to ask';

/** A living worker that is not busy answers within a tenth of that. */
const ASKED_FOR_MS = 5_000;
/** For whoever asks that, with the lists before it: what is found out then must not be lost to their own deadline. */
export const STANDING_WITHIN_MS = 3 * ASKED_FOR_MS;
/** Built into every workflow of the SDK. */
const METADATA = '__temporal_workflow_metadata';
const { QUERY_REJECT_CONDITION_NONE } = proto.temporal.api.enums.v1.QueryRejectCondition;

/**
 * Asks a run that has completed: only a worker can answer that, and it changes nothing. The server's own list of workers
 * has one that ended for another minute, whether it was stopped or killed.
 */
async function askWorker(client: Client, build: Build | undefined): Promise<WorkerAnswer> {
  const run = await completedOn(client, build);
  if (run === undefined) return 'nobody to ask';
  const { namespace } = client.options;
  const request = {
    namespace,
    execution: run,
    query: { queryType: METADATA },
    queryRejectCondition: QUERY_REJECT_CONDITION_NONE,
  };
  try {
    await client.withDeadline(Date.now() + ASKED_FOR_MS, () => client.workflowService.queryWorkflow(request));
  } catch (error) {
    if (isGone(error)) return 'nobody to ask'; // its retention ended meanwhile
    if (isSilentWorker(error)) return 'silent';
    if (isFailedQuery(error)) return 'answered';
    throw error;
  }
  return 'answered';
}

/** What keeps tasks from every worker, and what a worker said where tasks may reach one. */
export async function standing(
  client: Client,
  queues: readonly PolledQueue[],
): Promise<{ readonly answer: WorkerAnswer | undefined; readonly problem: StandStill | undefined }> {
  const listed = standStill(queues);
  if (listed !== undefined) return { answer: undefined, problem: listed };
  const answer = await askWorker(client, queues[0]?.current);
  return { answer, problem: answer === 'silent' ? silence(queues) : undefined };
}

/** What it means that no worker answered, in the words of a stand-still. */
function silence(queues: readonly PolledQueue[]): StandStill {
  const agoS = Math.max(0, Math.round((Date.now() - lastHeardAt(queues)) / 1000));
  return {
    message:
      `No worker answers. One was last heard of ${agoS} s ago, and did not answer a question within ` +
      `${ASKED_FOR_MS / 1000} s: it has ended, or is too busy to answer.`,
    remedy: `look whether a worker runs, and start one; the server lists one that ended for ${LISTED_FOR_MS / 1000} s`,
  };
}

async function completedOn(client: Client, build: Build | undefined) {
  const which = build === undefined ? 'IS NULL' : `= "${build.deployment}:${build.buildId}"`;
  const completed = `ExecutionStatus="Completed" AND TemporalWorkerDeploymentVersion ${which}`;
  // The maintenance's are the shortest to replay; whatever else has completed will do.
  for (const query of [`WorkflowType="${WorkflowType.maintain}" AND ${completed}`, completed]) {
    for await (const { workflowId, runId } of client.workflow.list({ query, pageSize: 1 }))
      return { workflowId, runId };
  }
  return undefined;
}
