/** One version of the worker's code, where worker versioning is on. */
export interface Build {
  readonly deployment: string;
  readonly buildId: string;
}

/** Which build the server sends the tasks of a queue to, and which ones are there to take them. */
export interface QueueBuilds {
  readonly taskQueue: string;
  /** `undefined`: workers without a build id. */
  readonly current: Build | undefined;
  /** A share of the tasks goes to another build. */
  readonly ramping?: { readonly build: Build | undefined; readonly percentage: number };
  /** Of every worker that polled within the last minute; `undefined` for one without a build id. */
  readonly living: readonly (Build | undefined)[];
}

/** What keeps tasks from every worker, and what mends it. */
export interface StandStill {
  readonly message: string;
  readonly remedy: string;
}

export function sameBuild(a: Build | undefined, b: Build | undefined): boolean {
  return a?.deployment === b?.deployment && a?.buildId === b?.buildId;
}

/** What a build is called in a sentence. */
export function nameOf(build: Build | undefined): string {
  return build === undefined ? 'workers without a build id' : `build ${build.buildId}`;
}

/** Tasks that no living worker gets, because the server sends them to a build that nobody has. */
export function standStill(queues: readonly QueueBuilds[]): StandStill | undefined {
  const without = queues.filter(({ living }) => living.length === 0);
  if (without.length > 0) {
    const [{ current }] = without as [QueueBuilds]; // one at least
    const wanted = current === undefined ? 'a worker' : `a worker of ${nameOf(current)}`;
    return { message: `No worker takes tasks of ${namesOf(without)}.`, remedy: `start ${wanted}` };
  }
  const current = queues.filter((queue) => !has(queue, queue.current));
  if (current.length > 0) {
    const [first] = current as [QueueBuilds]; // one at least
    return {
      message:
        `Tasks of ${namesOf(current)} go to ${nameOf(first.current)}, and no living worker is one: everything stands still. ` +
        `Living: ${livingOf(first)}.`,
      remedy: `${makeCurrent(first)}, or start ${first.current === undefined ? 'a worker without TEMPORAL_WORKER_BUILD_ID' : `a worker of ${nameOf(first.current)}`}`,
    };
  }
  const ramping = queues.find(
    ({ ramping: ramp, ...queue }) => ramp !== undefined && ramp.percentage > 0 && !has(queue, ramp.build),
  );
  if (ramping?.ramping === undefined) return undefined;
  const { build, percentage } = ramping.ramping;
  return {
    message: `${percentage} % of the tasks go to ${nameOf(build)}, and no living worker is one: they stand still.`,
    remedy: `${makeCurrent(ramping)}, which ends the ramp, or start a worker of ${nameOf(build)}`,
  };
}

function has({ living }: Pick<QueueBuilds, 'living'>, build: Build | undefined): boolean {
  return living.some((each) => sameBuild(each, build));
}

/** The command that sends the tasks to a build that lives. */
function makeCurrent({ living }: QueueBuilds): string {
  const builds = [...new Set(living.map((build) => build?.buildId ?? ''))];
  const [only] = builds;
  if (builds.length > 1) return '`ogoship deployment --make-current <build id>` with one that lives';
  return only === undefined || only === '' ? '`ogoship deployment --make-current ""`' : makeCurrentOf(only);
}

/** @param buildId `''`: workers without one */
export function makeCurrentOf(buildId: string): string {
  return `\`ogoship deployment --make-current ${buildId === '' ? '""' : buildId}\``;
}

function livingOf({ living }: QueueBuilds): string {
  return [...new Set(living.map(nameOf))].join(', ');
}

function namesOf(queues: readonly QueueBuilds[]): string {
  return queues.map(({ taskQueue }) => `"${taskQueue}"`).join(' and ');
}
