import { isGrpcServiceError, ServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import type { WorkflowBundle } from '../../src/worker/bundle.ts';

/** Who ends a run in the place of a worker: a test that plays an earlier run. */
export const PLAYED = 'played by a test';

export interface ReplayOptions {
  readonly client: Client;
  readonly workflowBundle: WorkflowBundle;
  /** A visibility query; default: every run of the namespace. */
  readonly query?: string;
  /** Secrets and people that no history may hold, in any payload. Compared without regard to case. */
  readonly hidden?: readonly string[];
  /** Of each workflow type the so many longest are replayed; default: all. Whatever is hidden is looked for in every run. */
  readonly longest?: number;
}

export interface ReplayReport {
  /** Runs replayed. */
  readonly replayed: number;
  /** Bytes of history read for `hidden`. */
  readonly bytes: number;
}

interface WorkflowHistory {
  readonly workflowId: string;
  readonly history: temporal.api.history.v1.IHistory;
  /** It is one of the longest of its type. */
  readonly isLongest: boolean;
}

/**
 * Replays histories against the present workflow code, and searches them for what must not be there.
 * @throws AggregateError of every run that no longer replays, and of every find
 */
export async function replayAll(options: ReplayOptions): Promise<ReplayReport> {
  const problems: Error[] = [];
  const needles = (options.hidden ?? []).filter((text) => text.length > 3).map((text) => text.toLowerCase());
  let replayed = 0;
  let bytes = 0;

  const histories: Pick<WorkflowHistory, 'workflowId' | 'history'>[] = [];
  for await (const each of historiesOf(options)) {
    const { history } = each;
    const text = textOf(history).toLowerCase();
    bytes += text.length;
    for (const needle of needles) {
      if (text.includes(needle)) problems.push(new Error(`The history of ${each.workflowId} holds “${needle}”.`));
    }
    // What no worker has touched yet has nothing to replay.
    const workers = history.events?.flatMap(({ workflowTaskCompletedEventAttributes: task }) => task?.identity ?? []);
    if (each.isLongest && workers?.some((identity) => identity !== PLAYED) === true) {
      histories.push({ workflowId: each.workflowId, history });
    }
  }

  const { workflowBundle } = options;
  // A replaying worker has a thread of its own with all workflows, also for none.
  const replays = histories.length === 0 ? [] : Worker.runReplayHistories({ workflowBundle }, histories);
  for await (const { workflowId, error } of replays) {
    replayed += 1;
    if (error !== undefined) problems.push(new Error(`${workflowId} does not replay: ${error.message}`));
  }
  if (problems.length > 0) {
    throw new AggregateError(problems, problems.map(({ message }) => message).join('\n'));
  }
  return { replayed, bytes };
}

const GRPC_NOT_FOUND = 5;

/** Ten at once. What a test deleted may still be listed. */
async function* historiesOf({
  client,
  query,
  hidden = [],
  longest = Infinity,
}: ReplayOptions): AsyncGenerator<WorkflowHistory, void, undefined> {
  const read = async ({ workflowId, runId }: Run): Promise<readonly Omit<WorkflowHistory, 'isLongest'>[]> => {
    try {
      return [{ workflowId, history: await client.workflow.getHandle(workflowId, runId).fetchHistory() }];
    } catch (error) {
      const known = error instanceof WorkflowNotFoundError;
      // The SDK has no error of its own for a history that is gone.
      const gone =
        error instanceof ServiceError &&
        isGrpcServiceError(error.cause) &&
        (error.cause.code as number) === GRPC_NOT_FOUND;
      if (known || gone) return [];
      throw error;
    }
  };
  const runs: Run[] = [];
  for await (const run of client.workflow.list(query === undefined ? {} : { query })) {
    const { workflowId, runId, type, historyLength: length } = run;
    runs.push({ workflowId, runId, type, length });
  }
  const long = new Set(longestOf(runs, longest));
  const wanted = hidden.length > 0 ? runs : [...long];
  for (let from = 0; from < wanted.length; from += 10) {
    const reading = wanted.slice(from, from + 10).map(async (run) => {
      const found = await read(run);
      return found.map((one) => ({ ...one, isLongest: long.has(run) }));
    });
    yield* (await Promise.all(reading)).flat();
  }
}

interface Run {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  readonly length: number;
}

function longestOf(runs: readonly Run[], most: number): readonly Run[] {
  const sorted = [...runs].sort((a, b) => b.length - a.length);
  return sorted.filter((run, at) => sorted.slice(0, at).filter(({ type }) => type === run.type).length < most);
}

/** Everything that a history says, payloads decoded: keys, texts, and bytes as the text that they are. */
function textOf(value: unknown): string {
  const parts: string[] = [];
  collect(value, parts);
  return parts.join('\n');
}

function collect(value: unknown, parts: string[]): void {
  if (typeof value === 'string') parts.push(value);
  else if (value instanceof Uint8Array) parts.push(Buffer.from(value).toString('utf8'));
  else if (Array.isArray(value)) for (const item of value) collect(item, parts);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) collect(item, parts);
}
