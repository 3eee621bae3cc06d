import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionLike } from '@temporalio/client';
import { polledQueues } from '../client/calls/polled-builds.ts';
import { makeCurrentOf, nameOf, sameBuild, standStill, type Build, type QueueBuilds } from '../contract/runs/builds.ts';
import type { Log } from '../observability/log.ts';
import { reasonOf } from './connect.ts';

export interface DeploymentWatch {
  readonly connection: Pick<ConnectionLike, 'workflowService'>;
  readonly namespace: string;
  /** Of this worker; `undefined`: it has none. */
  readonly build: Build | undefined;
  readonly log: Log;
  /** Default: a minute. */
  readonly everyMs?: number;
}

const EVERY_MS = 60_000;
/** The server learns of a new build a moment after its first poll. */
const FIRST_LOOK_MS = 2_000;

/**
 * Says when the server sends tasks to a build that no living worker has, at start and for as long as this worker runs: then
 * nothing moves, and nothing else would say so. One line for each change.
 */
export async function watchDeployment(watch: DeploymentWatch, stop: AbortSignal): Promise<void> {
  const { connection, namespace, build, log, everyMs = EVERY_MS } = watch;
  let said: string | undefined;
  const isOver = () => stop.aborted;
  for (let pauseMs = Math.min(FIRST_LOOK_MS, everyMs); !isOver(); pauseMs = everyMs) {
    await sleep(pauseMs, undefined, { signal: stop }).catch(() => undefined);
    if (isOver()) return;
    try {
      const queues = await polledQueues(connection, namespace);
      const line = lineOf(queues, build);
      if (line?.what === said) continue;
      if (line === undefined) log.info('tasks reach a living build again');
      else if (line.alert) log.error({ alert: 'no-living-build', what: line.what }, line.what);
      else log.info(line.what);
      said = line?.what;
    } catch (error) {
      log.debug({ reason: reasonOf(error) }, 'who takes tasks could not be looked at');
    }
  }
}

/** What is to be said of where tasks go; `undefined` where this worker gets them. */
export function lineOf(
  queues: readonly QueueBuilds[],
  build: Build | undefined,
): { readonly what: string; readonly alert: boolean } | undefined {
  // This worker lives, whether or not the server has heard its first poll.
  const still = standStill(queues.map((queue) => ({ ...queue, living: [...queue.living, build] })));
  if (still !== undefined) return { what: `${still.message} What to do: ${still.remedy}.`, alert: true };
  const [elsewhere] = queues.filter(
    ({ current, ramping }) => !sameBuild(current, build) && !(ramping !== undefined && sameBuild(ramping.build, build)),
  );
  if (elsewhere === undefined) return undefined;
  const own = build === undefined ? 'This worker, which has no build id,' : `This worker of ${nameOf(build)}`;
  return {
    what: `${own} waits: tasks go to ${nameOf(elsewhere.current)}. ${makeCurrentOf(build?.buildId ?? '')} sends them here.`,
    alert: false,
  };
}
