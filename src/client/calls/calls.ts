import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  Client,
  QueryRejectCondition,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type ConnectionLike,
  type QueryDefinition,
  type UpdateDefinition,
} from '@temporalio/client';
import { defined } from '../../contract/defined.ts';
import { integrationMessages } from '../../contract/messages.ts';
import { integrationKey } from '../../contract/runs/search-attributes.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { LookupInput, LookupRequest, LookupResults } from '../../contract/lookup.ts';
import { runPriority, TaskQueue, WorkflowType } from '../../contract/temporal.ts';
import { OgoshipError, Unavailable, UnknownIntegration } from '../errors.ts';
import { givenUp, withEffect, type Sent } from './given-up.ts';
import { isBusy, isCutOff, isLostWithTask, isUnanswered, ourError } from './temporal-failures.ts';
import { takenUp } from './taken-up.ts';
import { obstacleOf, toldWhileWaiting, type OnWaiting } from './waiting.ts';

/** A query that takes longer will not be answered: nobody polls, or the run's own task fails. */
const QUERY_WITHIN_MS = 10_000;
/** A catalogue's first scan may take its minutes; the worker itself gives up after a quarter of an hour. */
const LOOKUP_WITHIN_MS = 16 * 60_000;
/** So long it is waited for where no worker is there. */
const WITHOUT_WORKER_MS = 10_000;

export interface CallsOptions {
  readonly connection: ConnectionLike;
  readonly namespace: string;
  /** How long one attempt of a call waits for its answer, in milliseconds. */
  readonly answerWithinMs: number;
  /** Resolves once the server was reached; default: it was. */
  readonly connected?: () => Promise<void>;
  /** Is told what a call waits for that takes longer than three seconds. */
  readonly onWaiting?: OnWaiting | undefined;
}

/** The SDK splits one signature by the number of arguments; our definitions have any. */
export interface OpenRun<Result, Args extends unknown[]> {
  executeUpdate(
    update: UpdateDefinition<Result, Args>,
    options: { readonly args: Args; readonly updateId: string },
  ): Promise<Result>;
}

/** What it means that the run or schedule asked for is not there. */
export type Gone = () => OgoshipError;

interface Asking {
  /** Default: as long as any call waits. */
  readonly withinMs?: number;
  /** What the call brings about, where it is not only a question. */
  readonly sent?: Sent | undefined;
  /** The run that has to answer; default: the one that was sent something. */
  readonly answers?: string;
  /** So long the answer takes where all is well. */
  readonly takesMs?: number | undefined;
  /** So long it is waited for where no worker is there; default: as long as otherwise. */
  readonly withoutWorkerMs?: number | undefined;
}

/** Updates that answer once every worker heeds them. */
const TAKE_MS: Readonly<Partial<Record<string, number>>> = {
  [integrationMessages.pause.name]: 20_000,
  [integrationMessages.disconnect.name]: 20_000,
};

/** So often an update is sent in vain to a run whose tasks fail: some three seconds. */
const MOST_LOST_WITH_TASK = 6;

/** The ways of asking Temporal: each has a deadline, and fails with our own errors only. */
export class Calls {
  readonly client: Client;
  /** Resolves once the server was reached. @throws TemporalUnavailable */
  readonly connected: () => Promise<void>;
  /** Runs that did not answer what is told beside an answer, by id: not asked again before this time, in epoch ms. */
  readonly silentUntil = new Map<string, number>();
  readonly #answerWithinMs: number;
  readonly #onWaiting: OnWaiting | undefined;
  readonly #closing = new AbortController();

  constructor({ connection, namespace, answerWithinMs, onWaiting, connected = () => Promise.resolve() }: CallsOptions) {
    // A terminated run would still answer queries: only open ones may say how things stand.
    const workflow = { queryRejectCondition: QueryRejectCondition.NOT_OPEN };
    this.client = new Client({ connection, namespace, workflow });
    this.connected = connected;
    this.#answerWithinMs = answerWithinMs;
    this.#onWaiting = onWaiting;
  }

  /** Asks once, within the deadline. */
  async ask<T>(
    gone: Gone,
    call: () => Promise<T>,
    { withinMs = this.#answerWithinMs, sent, answers = sent?.workflowId, takesMs, withoutWorkerMs }: Asking = {},
  ): Promise<T> {
    await this.connected();
    const begun = Date.now();
    try {
      const inTime = () =>
        answeredIn(withinMs, this.#closing.signal, this.client.withDeadline(Date.now() + withinMs, call));
      const waits = { givesUpAfterMs: withinMs, withoutWorkerMs, takesMs };
      return await toldWhileWaiting(this.client, this.#onWaiting, waits, inTime, answers);
    } catch (error) {
      const ours = this.ours(error, gone);
      if (!(ours instanceof Unavailable) || this.#closing.signal.aborted || !isUnanswered(error))
        throw withEffect(ours, sent);
      const afterMs = Date.now() - begun;
      throw givenUp(ours, { afterMs, obstacle: await obstacleOf(this.client, answers), sent });
    }
  }

  /** Ends what waits: a connection that is closed may leave its calls waiting for their deadline. */
  close(): void {
    this.#closing.abort();
  }

  /** Our own error for what a call of the SDK threw. */
  ours(error: unknown, gone: Gone): unknown {
    const ours = ourError(error, gone);
    // A connection that is closed under a call ends it in several ways, one of them a plain error.
    const isCut = this.#closing.signal.aborted && (ours instanceof Unavailable || !(ours instanceof OgoshipError));
    if (!isCut) return ours;
    return new Unavailable(
      'The client was closed before the answer came. What was asked may still happen.',
      { expected: 'a client that stays open until its calls have answered', outcomeUnknown: true },
      { cause: error },
    );
  }

  /** Asks an open run. */
  query<Result>(id: string, query: QueryDefinition<Result>, gone: Gone): Promise<Result> {
    const withinMs = Math.min(this.#answerWithinMs, QUERY_WITHIN_MS);
    return this.ask(gone, () => this.client.workflow.getHandle(id).query(query), { withinMs, answers: id });
  }

  /** Sends an update to an open run and waits for what became of it. */
  update<Result, Args extends unknown[]>(
    id: string,
    update: UpdateDefinition<Result, Args>,
    args: Args,
    gone: Gone,
    repeatable = true,
  ): Promise<Result> {
    const handle: OpenRun<Result, Args> = this.client.workflow.getHandle(id);
    const send = (updateId: string) => handle.executeUpdate(update, { args, updateId });
    return this.#twice(gone, send, { repeatable, id, takesMs: TAKE_MS[update.name] });
  }

  /**
   * An update whose answer was lost is sent once more with the same id: the run then answers again, and does nothing
   * twice. One that was cut off by the end of its run is asked of the run that follows, by the same id too: after a reset
   * the server has taken it into that run already.
   * @param repeatable false where doing it once more is not the same as doing it once
   * @param id the run that it is sent to
   */
  twice<T>(gone: Gone, send: (updateId: string) => Promise<T>, repeatable = true, id?: string): Promise<T> {
    return this.#twice(gone, send, { repeatable, ...defined({ id }) });
  }

  #twice<T>(
    gone: Gone,
    send: (updateId: string) => Promise<T>,
    { repeatable, id, takesMs }: Pick<Asking, 'takesMs'> & { readonly repeatable: boolean; readonly id?: string },
  ): Promise<T> {
    const updateId = randomUUID();
    const both = async () => {
      try {
        return await this.#attempt(updateId, send);
      } catch (error) {
        const again = isCutOff(error) ? repeatable : error instanceof WorkflowUpdateRPCTimeoutOrCancelledError;
        if (!again) throw error;
        return this.#attempt(updateId, send);
      }
    };
    const sent = id === undefined ? undefined : { workflowId: id, updateId };
    return this.ask(gone, both, { withinMs: 2 * this.#answerWithinMs, sent, takesMs });
  }

  /**
   * Ten updates of a run may be in flight: a place is waited for, within the time of the call. One that a failing task took with it
   * is sent again some times: a run that renews itself in a burst of signals has such tasks, and one that cannot go on fails them all.
   */
  async #attempt<T>(updateId: string, send: (updateId: string) => Promise<T>): Promise<T> {
    const until = Date.now() + this.#answerWithinMs;
    let withTask = 0;
    for (let waitMs = 100; ; waitMs = Math.min(2 * waitMs, 2_000)) {
      try {
        return await this.client.withDeadline(until, () => send(updateId));
      } catch (error) {
        const again = isBusy(error) || (isLostWithTask(error) && ++withTask < MOST_LOST_WITH_TASK);
        if (!again || Date.now() + waitMs >= until) throw error;
      }
      await pause(waitMs);
    }
  }

  /** One read for a person, by a run of its own: an entity never waits for it. */
  async lookup<Kind extends LookupRequest['kind']>(
    storeHash: StoreHash,
    request: Extract<LookupRequest, { readonly kind: Kind }>,
  ): Promise<LookupResults[Kind]> {
    const input: LookupInput = { storeHash, request };
    const id = workflowId.lookup(storeHash, randomUUID());
    const look = async () => {
      const run = await this.client.workflow.start(WorkflowType.lookup, {
        workflowId: id,
        taskQueue: TaskQueue.main,
        args: [input],
        priority: runPriority(storeHash, 'orders'),
        typedSearchAttributes: [{ key: integrationKey, value: storeHash }],
        staticSummary: `Look up ${request.kind} of store ${storeHash}`,
      });
      return takenUp(this.client, run, WITHOUT_WORKER_MS);
    };
    const gone = () => unknownIntegration(storeHash);
    const asking = { withinMs: LOOKUP_WITHIN_MS, answers: id, withoutWorkerMs: WITHOUT_WORKER_MS };
    const result: unknown = await this.ask(gone, look, asking);
    return result as LookupResults[Kind]; // the contract ties kinds to results
  }
}

export function unknownIntegration(storeHash: StoreHash): UnknownIntegration {
  return new UnknownIntegration(`Store ${storeHash} is not connected.`, {
    field: 'storeHash',
    expected: 'the hash of a connected store; `connect` connects one',
  });
}

/** A connection that somebody else opened may go on with its own retries after the deadline of the call. */
const DEADLINE_GRACE_MS = 1_000;

async function answeredIn<T>(withinMs: number, closing: AbortSignal, call: Promise<T>): Promise<T> {
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, closing]);
  const late = pause(withinMs + DEADLINE_GRACE_MS, undefined, { signal }).then(() => {
    throw new WorkflowUpdateRPCTimeoutOrCancelledError('no answer within the deadline');
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    over.abort();
    // Whichever of the two has lost has nobody left to hear it.
    void Promise.allSettled([call, late]);
  }
}
