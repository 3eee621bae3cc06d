import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { TaskQueue } from '../../contract/temporal.ts';

/** What a call waits for, told once after three seconds, so that nobody waits in silence. */
export interface Waiting {
  /** `worker`: nobody takes tasks; `answer`: a worker does, and has not answered; `temporal`: the server is silent. */
  readonly for: 'worker' | 'answer' | 'temporal';
  /** One sentence for a person. */
  readonly message: string;
  /** When the call gives up at the latest, in milliseconds from its start. */
  readonly givesUpAfterMs: number;
}

export type OnWaiting = (waiting: Waiting) => void;

const TELL_AFTER_MS = 3_000;
/** How long the question who polls may take. */
const LOOK_WITHIN_MS = 2_000;
/** A worker polls anew within a minute: one that was not heard of for longer is gone. */
const POLLED_WITHIN_MS = 70_000;

const words: Record<Waiting['for'], string> = {
  worker: `No worker takes tasks of "${TaskQueue.main}" in this namespace.`,
  answer: 'A worker runs, and has not answered yet.',
  temporal: 'The Temporal server does not answer.',
};

/** Does the work; tells what it waits for where that takes longer than three seconds. */
export async function toldWhileWaiting<T>(
  client: Client,
  tell: OnWaiting | undefined,
  givesUpAfterMs: number,
  work: () => Promise<T>,
): Promise<T> {
  if (tell === undefined || givesUpAfterMs <= TELL_AFTER_MS) return work();
  let over = false;
  const timer = setTimeout(() => {
    void waitsFor(client).then((what) => {
      if (over) return;
      try {
        tell({ for: what, message: words[what], givesUpAfterMs });
      } catch {
        // The caller's own fault must not fail the call that it asked about.
      }
    });
  }, TELL_AFTER_MS);
  timer.unref();
  try {
    return await work();
  } finally {
    over = true;
    clearTimeout(timer);
  }
}

async function waitsFor(client: Client): Promise<Waiting['for']> {
  const { workflowService } = client.connection;
  const { namespace } = client.options;
  const { TASK_QUEUE_TYPE_WORKFLOW: taskQueueType } = proto.temporal.api.enums.v1.TaskQueueType;
  try {
    const { pollers } = await client.withDeadline(Date.now() + LOOK_WITHIN_MS, () =>
      workflowService.describeTaskQueue({ namespace, taskQueue: { name: TaskQueue.main }, taskQueueType }),
    );
    const since = Date.now() - POLLED_WITHIN_MS;
    const polls = pollers.some((poller) => Number(poller.lastAccessTime?.seconds ?? 0) * 1000 >= since);
    return polls ? 'answer' : 'worker';
  } catch {
    return 'temporal';
  }
}
