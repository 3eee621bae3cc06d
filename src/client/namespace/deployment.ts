import { setTimeout as sleep } from 'node:timers/promises';
import proto from '@temporalio/proto';
import { defined } from '../../contract/defined.ts';
import { sameBuild, type Build, type StandStill } from '../../contract/runs/builds.ts';
import { TaskQueue } from '../../contract/temporal.ts';
import type { Calls } from '../calls/calls.ts';
import { unlessNotThere } from '../calls/not-there.ts';
import { standing, type WorkerAnswer, STANDING_WITHIN_MS } from '../calls/asked-worker.ts';
import { lastHeardAt, polledQueues } from '../calls/polled-builds.ts';
import { checked } from '../calls/checked.ts';
import { unmetConditionOf } from '../calls/temporal-failures.ts';
import { InvalidInput, NotFound, Refused } from '../errors.ts';
import { buildName } from '../inputs.ts';
import { OPEN } from '../../contract/runs/open-runs.ts';

/** How a build stands: what the server says of it, or `unversioned` for workers without a build id. */
export type BuildStatus = 'current' | 'ramping' | 'draining' | 'drained' | 'inactive' | 'unversioned';

/** One build of the worker, with who runs it and what runs on it. */
export interface BuildReport {
  /** Absent for workers without a build id. */
  readonly deployment?: string;
  readonly buildId?: string;
  readonly status: BuildStatus;
  /** Identities of the processes that polled within the last minute. */
  readonly workers: readonly string[];
  /** ISO time when one of them last asked for a task: idle ones do so once a minute. */
  readonly lastHeard?: string;
  /** Runs whose last task a worker of this build did. From a visibility list, so a moment old. */
  readonly openRuns: number;
}

/** Which builds run, and whether tasks reach one of them. */
export interface DeploymentReport {
  /** Absent where tasks go to workers without a build id. */
  readonly current?: string;
  readonly builds: readonly BuildReport[];
  /**
   * What a worker of the current build said when it was asked, which alone proves that it lives: one that ended is listed
   * for 70 s. Absent where tasks reach none as it is.
   */
  readonly answer?: WorkerAnswer;
  /** Present where tasks reach no living worker. */
  readonly problem?: StandStill;
}

const Status = proto.temporal.api.enums.v1.WorkerDeploymentVersionStatus;
const statuses: Readonly<Record<number, BuildStatus>> = {
  [Status.WORKER_DEPLOYMENT_VERSION_STATUS_CURRENT]: 'current',
  [Status.WORKER_DEPLOYMENT_VERSION_STATUS_RAMPING]: 'ramping',
  [Status.WORKER_DEPLOYMENT_VERSION_STATUS_DRAINING]: 'draining',
  [Status.WORKER_DEPLOYMENT_VERSION_STATUS_DRAINED]: 'drained',
};

/** How long the server's parts are waited for until all of them know a new current build. */
const KNOWN_TRIES = 40;
const KNOWN_EVERY_MS = 100;

const noSuchBuild = (details = 'it has not polled yet') =>
  new Refused(`The server does not take this build: ${details}`, {
    field: 'buildId',
    expected: 'a build whose workers poll both task queues; try again in a moment',
  });
const nothing = () => new NotFound('There is no such deployment.');

export async function deploymentReport(calls: Calls): Promise<DeploymentReport> {
  const { connection, options } = calls.client;
  const queues = await calls.ask(nothing, () => polledQueues(connection, options.namespace));
  const [main] = queues;
  const workersOf = (build: Build | undefined): Pick<BuildReport, 'workers' | 'lastHeard'> => {
    const workers = queues.flatMap((queue) => queue.workers.filter((each) => sameBuild(each.build, build)));
    const heard = lastHeardAt([{ workers }]);
    return {
      workers: [...new Set(workers.map(({ identity }) => identity))].sort(),
      ...defined({ lastHeard: heard === 0 ? undefined : new Date(heard).toISOString() }),
    };
  };
  const current = main?.current;
  const known = (await Promise.all(namesOf(queues).map((name) => buildsOf(calls, name)))).flat();
  const reportOf = async (status: BuildStatus, build?: Build): Promise<BuildReport> => {
    return { ...build, status, ...workersOf(build), openRuns: await openRunsOf(calls, build) };
  };
  const [unversioned, builds] = await Promise.all([
    reportOf('unversioned'),
    Promise.all(known.map(({ build, status }) => reportOf(status, build))),
  ]);
  const { answer, problem } = await calls.ask(nothing, () => standing(calls.client, queues), {
    withinMs: STANDING_WITHIN_MS,
  });
  const isUsed = current === undefined || unversioned.workers.length > 0 || unversioned.openRuns > 0;
  return {
    builds: isUsed ? [...builds, unversioned] : builds,
    ...defined({ current: current?.buildId, answer, problem }),
  };
}

/**
 * Sends new tasks to the workers of a build. Runs move to it with their next task.
 * @param given a build id; `''`: to workers without a build id
 * @throws InvalidInput where no living worker has it
 */
export async function makeCurrent(calls: Calls, given: string): Promise<DeploymentReport> {
  const buildId = checked(buildName, given, 'buildId');
  const { connection, options } = calls.client;
  const { namespace } = options;
  const queues = await calls.ask(nothing, () => polledQueues(connection, namespace));
  const living = queues.flatMap(({ workers }) => workers.map(({ build }) => build));
  const build = living.find((each) => (each?.buildId ?? '') === buildId);
  if (!living.some((each) => (each?.buildId ?? '') === buildId)) {
    const known = [...new Set(living.map((each) => each?.buildId ?? '"" (workers without a build id)'))]
      .sort()
      .join(', ');
    throw new InvalidInput(`No living worker has the build ${buildId === '' ? '""' : buildId}.`, {
      field: 'buildId',
      expected: known === '' ? 'a worker that runs; none does' : `the build of a living worker: ${known}`,
    });
  }
  const deploymentName = build?.deployment ?? queues.find(({ current }) => current !== undefined)?.current?.deployment;
  if (deploymentName === undefined) return deploymentReport(calls); // nothing was ever current
  const request = { namespace, deploymentName, buildId, identity: options.identity };
  await calls.ask(noSuchBuild, async () => {
    try {
      await connection.workflowService.setWorkerDeploymentCurrentVersion(request);
    } catch (error) {
      // The present build takes tasks of a queue that the new one does not poll.
      const unmet = unmetConditionOf(error);
      throw unmet === undefined ? error : noSuchBuild(unmet);
    }
  });
  // The queue of activities learns of it a moment after that of workflows.
  const target = buildId === '' ? undefined : build;
  for (let tries = 1; tries < KNOWN_TRIES; tries += 1) {
    const seen = await calls.ask(nothing, () => polledQueues(connection, namespace));
    if (seen.every(({ current }) => sameBuild(current, target))) break;
    await sleep(KNOWN_EVERY_MS);
  }
  return deploymentReport(calls);
}

function namesOf(queues: Awaited<ReturnType<typeof polledQueues>>): readonly string[] {
  const named = queues.flatMap(({ current, ramping, living }) => [current, ramping?.build, ...living]);
  return [...new Set([TaskQueue.main, ...named.flatMap((build) => build?.deployment ?? [])])];
}

async function buildsOf(
  calls: Calls,
  deploymentName: string,
): Promise<readonly { readonly build: Build; readonly status: BuildStatus }[]> {
  const { connection, options } = calls.client;
  const { namespace } = options;
  const describe = () => connection.workflowService.describeWorkerDeployment({ namespace, deploymentName });
  // No answer: no worker with a build id ever polled.
  const answer = await unlessNotThere(calls.ask(nothing, describe));
  return (answer?.workerDeploymentInfo?.versionSummaries ?? []).flatMap(({ deploymentVersion: version, status }) => {
    if (version?.buildId == null) return [];
    return [
      {
        build: { deployment: deploymentName, buildId: version.buildId },
        status: statuses[status ?? 0] ?? 'inactive',
      },
    ];
  });
}

async function openRunsOf(calls: Calls, build: Build | undefined): Promise<number> {
  const which = build === undefined ? 'IS NULL' : `= "${build.deployment}:${build.buildId}"`;
  const query = `TemporalWorkerDeploymentVersion ${which} AND ${OPEN}`;
  return (await calls.ask(nothing, () => calls.client.workflow.count(query))).count;
}
