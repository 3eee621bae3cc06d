import { ApplicationFailure } from '@temporalio/common';
import { defined } from '../../contract/defined.ts';
import { FailureType } from '../../contract/failures.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { Connection } from '../../contract/integration.ts';
import { HttpFailure } from '../../http/failure.ts';
import type { Known } from './connections.ts';
import { activityFailure } from './failures.ts';

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
 * Every write of every activity asks this, however long ago the activity began: a pause is in force for all of them as
 * soon as the answer from before it is old. A refusal is a clean one: nothing has left.
 * @returns the answer that allows it
 */
export async function mayWrite(storeHash: StoreHash, ask: (fresh: boolean) => Promise<Known>): Promise<Known> {
  const isClosed = ({ connection: { closed, stage } }: Known): boolean =>
    closed !== undefined || stage === 'disconnected';
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
  const { closed, stage, credentials } = known.connection;
  const type = stage === 'disconnected' ? FailureType.integrationGone : FailureType.integrationPaused;
  throw new HttpFailure(type, `Nothing is written for ${storeHash} now: ${closed?.reason ?? 'it is disconnected'}`, {
    ...defined({ credentialsVersion: credentials?.version }),
  });
}
