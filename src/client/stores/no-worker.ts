import type { StandStill } from '../../contract/runs/builds.ts';
import type { Calls } from '../calls/calls.ts';
import { notThere } from '../calls/not-there.ts';
import { standing, STANDING_WITHIN_MS } from '../calls/asked-worker.ts';
import { mainOf, mainStandStill, polledQueues } from '../calls/polled-builds.ts';
import { OgoshipError } from '../errors.ts';

/**
 * Why no store's runs are worked at now, in a sentence: a run that no worker takes shows nothing of it by itself before hours
 * are over. `undefined` where somebody works, and where that cannot be found out.
 */
export async function noWorker(calls: Calls): Promise<string | undefined> {
  const { client } = calls;
  return unlessUnknown(async () => {
    const queues = await calls.ask(notThere, () => polledQueues(client, client.options.namespace));
    return mainStandStill(queues);
  });
}

/**
 * The same by a question that only a worker can answer: the server lists one that has ended for another minute.
 * Five seconds, where nobody answers.
 */
async function silentWorkers(calls: Calls): Promise<string | undefined> {
  const { client } = calls;
  return unlessUnknown(async () => {
    const ask = async () => standing(client, mainOf(await polledQueues(client, client.options.namespace)));
    return (await calls.ask(notThere, ask, { withinMs: STANDING_WITHIN_MS })).problem;
  });
}

/** What is known of all workers, for whoever asks run after run. */
export interface WhoAnswers {
  /** Why nobody is asked. */
  readonly known: () => Promise<string | undefined>;
  /** To be asked after a run did not answer. */
  readonly afterSilence: () => Promise<string | undefined>;
}

export function whoAnswers(calls: Calls): WhoAnswers {
  let stopped: Promise<string | undefined> | undefined;
  let silent: Promise<string | undefined> | undefined;
  return {
    known: async () => (await (stopped ??= noWorker(calls))) ?? (await silent),
    afterSilence: () => (silent ??= silentWorkers(calls)),
  };
}

async function unlessUnknown(find: () => Promise<StandStill | undefined>): Promise<string | undefined> {
  try {
    const still = await find();
    return still === undefined ? undefined : `${still.message} What helps: ${still.remedy}.`;
  } catch (error) {
    if (error instanceof OgoshipError) return undefined; // the list itself says what is wrong
    throw error;
  }
}
