import type { ConnectionLike } from '@temporalio/client';
import proto from '@temporalio/proto';
import { defined } from '../../contract/defined.ts';
import { standStill, type Build, type QueueBuilds, type StandStill } from '../../contract/runs/builds.ts';
import { TaskQueue } from '../../contract/temporal.ts';

const { WORKER_VERSIONING_MODE_VERSIONED: VERSIONED } = proto.temporal.api.enums.v1.WorkerVersioningMode;
const { TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY } = proto.temporal.api.enums.v1.TaskQueueType;

/** A worker polls anew within a minute: one that was not heard of for longer is gone. One that ended is listed as long. */
export const LISTED_FOR_MS = 70_000;

/** A process that takes tasks. */
export interface PollingWorker {
  /** As the SDK names it: process id and host. */
  readonly identity: string;
  /** `undefined`: it has no build id. */
  readonly build: Build | undefined;
  /** When it last asked for a task, in epoch ms. */
  readonly heardAt: number;
}

/** A task queue with who polls it. */
export interface PolledQueue extends QueueBuilds {
  readonly workers: readonly PollingWorker[];
}

/** Epoch ms when any of their workers last asked for a task; 0 where there is none. */
export function lastHeardAt(queues: readonly Pick<PolledQueue, 'workers'>[]): number {
  return Math.max(0, ...queues.flatMap(({ workers }) => workers.map(({ heardAt }) => heardAt)));
}

/** What keeps everything from going on. A share of the tasks that nobody takes, or scans alone, are no stop of everything. */
export function mainStandStill(queues: readonly PolledQueue[]): StandStill | undefined {
  return standStill(mainOf(queues).map(({ taskQueue, current, living }) => ({ taskQueue, current, living })));
}

export function mainOf(queues: readonly PolledQueue[]): readonly PolledQueue[] {
  return queues.filter(({ taskQueue }) => taskQueue === TaskQueue.main);
}

/** Both task queues, as the server has them now. */
export function polledQueues(
  { workflowService }: Pick<ConnectionLike, 'workflowService'>,
  namespace: string,
): Promise<readonly PolledQueue[]> {
  return Promise.all(
    Object.values(TaskQueue).map(async (taskQueue) => {
      const answer = await workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: taskQueue },
        // From the queue of scans, activities alone are taken.
        taskQueueType: taskQueue === TaskQueue.scan ? TASK_QUEUE_TYPE_ACTIVITY : TASK_QUEUE_TYPE_WORKFLOW,
      });
      const since = Date.now() - LISTED_FOR_MS;
      const workers = answer.pollers.flatMap(({ identity, lastAccessTime, deploymentOptions: said }) => {
        const heardAt = Number(lastAccessTime?.seconds ?? 0) * 1000;
        const versioned = said?.workerVersioningMode === VERSIONED;
        const worker = { identity: identity ?? '', build: versioned ? buildOf(said) : undefined, heardAt };
        return heardAt >= since ? [worker] : [];
      });
      const {
        currentDeploymentVersion: current,
        rampingDeploymentVersion,
        rampingVersionPercentage,
      } = answer.versioningInfo ?? {};
      const percentage = rampingVersionPercentage ?? 0;
      return {
        taskQueue,
        current: buildOf(current),
        ...defined({ ramping: percentage > 0 ? { build: buildOf(rampingDeploymentVersion), percentage } : undefined }),
        living: workers.map(({ build }) => build),
        workers,
      };
    }),
  );
}

function buildOf(
  version: { readonly deploymentName?: string | null; readonly buildId?: string | null } | null | undefined,
): Build | undefined {
  if (version?.buildId == null || version.buildId === '') return undefined;
  return { deployment: version.deploymentName ?? '', buildId: version.buildId };
}
