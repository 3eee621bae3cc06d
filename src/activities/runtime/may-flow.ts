import { QueryNotRegisteredError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { LRUCache } from 'lru-cache';
import { defined } from '../../contract/defined.ts';
import { FailureType } from '../../contract/failures.ts';
import { scheduleId, type StoreHash } from '../../contract/ids.ts';
import type { Connection } from '../../contract/integration.ts';
import { pausedByPerson, pausedInTemporal } from '../../contract/runs/schedule-words.ts';
import { HttpFailure } from '../../http/failure.ts';
import type { AgeOfAnswer } from './connections.ts';
import type { Dependencies } from './dependencies.ts';
import { activityFailure } from './failures.ts';
import { ifThere } from './if-open.ts';

/** An entity's answer, and when it was asked for it, in epoch ms: it may be as old as that. */
export interface Known {
  readonly at: number;
  readonly connection: Connection;
}

/** What a connection is opened for. */
export interface OpenFor extends AgeOfAnswer {
  /** Only while latest changes may run: also a person who disables them then ends its writes. */
  readonly flows?: boolean;
}

/** Why nothing is asked or written, and what ends that: nobody has paused what lacks its key or its tokens. */
export function closedWords(
  storeHash: StoreHash,
  { by, reason }: NonNullable<Connection['closed']>,
): { readonly message: string; readonly expected: string } {
  if (by === 'person')
    return { message: `The integration of ${storeHash} is paused: ${reason}.`, expected: 'resume() ends the pause' };
  return {
    message: `The integration of ${storeHash} needs credentials that work: ${reason}.`,
    expected: 'what status() says that it needs: the key, or new tokens by rotateCredentials',
  };
}

/**
 * Neither stock nor new orders flow while a person's word, or the stage, forbids it: whatever run asks.
 * @throws IntegrationPaused with the reason
 */
export function mayFlow({ storeHash, stopped, credentials }: Connection): void {
  if (stopped === undefined) return;
  throw activityFailure(
    FailureType.integrationPaused,
    `Nothing flows between ${storeHash} and the warehouse now: ${stopped}`,
    credentials === undefined ? {} : { credentialsVersion: credentials.version },
  );
}

/**
 * Asked again between the parts of long work that flows: what a person did meanwhile is heeded by the next one.
 * @throws IntegrationPaused with the reason
 */
export async function stillFlows(
  { connections }: Pick<Dependencies, 'connections'>,
  storeHash: StoreHash,
): Promise<void> {
  const known = await connections.ask(storeHash);
  // Bad news from memory may be out of date.
  mayFlow(known.stopped === undefined ? known : await connections.ask(storeHash, { fresh: true }));
}

/**
 * Every write of every activity asks this, however long ago the activity began: a pause is in force for all of them as
 * soon as the answer from before it is old. A refusal is a clean one: nothing has left.
 * @param flows true where it may be written only while latest changes may run
 * @returns the answer that allows it
 */
export async function mayWrite(
  storeHash: StoreHash,
  ask: (fresh: boolean) => Promise<Known>,
  flows = false,
): Promise<Known> {
  const isClosed = ({ connection: { closed, stage, stopped } }: Known): boolean =>
    closed !== undefined || stage === 'disconnected' || (flows && stopped !== undefined);
  let known: Known;
  try {
    known = await ask(false);
    // Bad news from memory may be out of date.
    if (isClosed(known)) known = await ask(true);
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
    // Its own failures, of their own classes.
    throw new HttpFailure(error.type as FailureType, error.message, {});
  }
  if (!isClosed(known)) return known;
  const { closed, stage, stopped, credentials } = known.connection;
  const type = stage === 'disconnected' ? FailureType.integrationGone : FailureType.integrationPaused;
  const why = closed?.reason ?? (stage === 'disconnected' ? 'it is disconnected' : (stopped ?? ''));
  throw new HttpFailure(type, `Nothing is written for ${storeHash} now: ${why}`, {
    ...defined({ credentialsVersion: credentials?.version }),
  });
}

/** A schedule that ran is not described again for so long: the server asks the schedule's own run, which takes its time. */
const RUNS_FOR_MS = 15_000;
/** By client and store: when a schedule was last found to run, by the process's clock. */
const runningAt = new WeakMap<object, LRUCache<StoreHash, number>>();

/**
 * What webhooks set off is a part of latest changes: a person who paused their schedule in Temporal has stopped that as well,
 * within `RUNS_FOR_MS`.
 * @returns whether the schedule runs: a pause of ours says what the integration says
 * @throws IntegrationPaused with the person's note
 */
export async function mayFollowHints(
  { temporal: { schedule: schedules } }: { readonly temporal: Pick<Dependencies['temporal'], 'schedule'> },
  storeHash: StoreHash,
): Promise<boolean> {
  const running = runningAt.get(schedules) ?? new LRUCache<StoreHash, number>({ max: 20_000 });
  runningAt.set(schedules, running);
  const askedAt = performance.now();
  if (askedAt - (running.get(storeHash) ?? -Infinity) < RUNS_FOR_MS) return true;
  const schedule = await ifThere(() => schedules.getHandle(scheduleId.latestChanges(storeHash)).describe());
  const note = schedule && pausedByPerson(schedule.state);
  if (schedule?.state.paused === false) running.set(storeHash, askedAt);
  if (note === undefined) return schedule?.state.paused === false;
  throw activityFailure(
    FailureType.integrationPaused,
    `What webhooks tell of ${storeHash} is not read: latest changes are ${pausedInTemporal(note)}`,
  );
}

/** The entity answers, and knows nothing yet of what was connected. */
export class NotYetConnected extends Error {}

/** The SDK gives a run without that query, and one whose history its worker's code does not replay, the same class. */
export function whyNoAnswer(error: unknown): string {
  if (error instanceof NotYetConnected) return 'is only being connected';
  if (!(error instanceof QueryNotRegisteredError)) return 'did not answer in time';
  return error.message.includes('TMPRL1100') ? 'does not fit the code of the worker that has it' : 'is only starting';
}
