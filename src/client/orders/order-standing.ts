import { defined } from '../../contract/defined.ts';
import { CONNECT_AGAIN, pauseStands } from '../../contract/integration.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { Calls } from '../calls/calls.ts';
import { notThere, unlessNotThere } from '../calls/not-there.ts';
import { statusOfOpen } from '../calls/status-of-open.ts';
import { OgoshipError, Refused, UnknownIntegration } from '../errors.ts';

/** What keeps every order of a store, whatever the order's own run last heard. */
export interface Standing {
  readonly kind: 'gone' | 'paused' | 'needs-credentials';
  /** ISO time; absent where nobody knows any more. */
  readonly since?: string;
  /** One sentence, with what ends it. */
  readonly words: string;
}

/** @returns `undefined` where nothing keeps them, and where that cannot be found out now: it is told beside what is known */
export async function standingOf(calls: Calls, storeHash: StoreHash): Promise<Standing | undefined> {
  try {
    const { stage, since, summary, paused } = await statusOfOpen(calls, storeHash);
    if (stage === 'paused' && paused !== undefined)
      return { kind: stage, since: paused.at, words: pauseStands(paused) };
    return stage === 'needs-credentials' ? { kind: stage, since, words: summary } : undefined;
  } catch (error) {
    if (error instanceof UnknownIntegration) return gone(calls, storeHash);
    if (error instanceof OgoshipError) return undefined;
    throw error;
  }
}

/** A refusal names what keeps every order as well: mending what it says would change nothing. */
export async function withStanding<T>(
  standing: () => Promise<Standing | undefined>,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const keeps = await standing();
    if (keeps === undefined) throw error;
    throw new Refused(`${error.message} ${keeps.words}`, error.detail, { cause: error });
  }
}

/** Reads both sides of an order that has no run: where its store is not connected, nobody can, and nothing takes it. */
export async function readWithoutRun<T>(
  orderId: number,
  standing: () => Promise<Standing | undefined>,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UnknownIntegration)) throw error;
    const { since, words } = (await standing()) ?? {};
    // A store that nobody knows is a mistyped one.
    if (since === undefined || words === undefined) throw error;
    const what = `Nothing is known of order ${orderId} now: no run of it is there, or none any more, and neither side can be asked, since ${since}.`;
    throw new UnknownIntegration(`${what} ${words}`, error.detail, { cause: error });
  }
}

async function gone(calls: Calls, storeHash: StoreHash): Promise<Standing> {
  const handle = calls.client.workflow.getHandle(workflowId.integration(storeHash));
  const last = await unlessNotThere(calls.ask(notThere, () => handle.describe()));
  const since = last?.closeTime?.toISOString();
  return { kind: 'gone', ...defined({ since }), words: `Store ${storeHash} is not connected: ${CONNECT_AGAIN}.` };
}
