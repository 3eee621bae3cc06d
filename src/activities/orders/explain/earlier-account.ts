import { WorkflowNotFoundError, type WorkflowHandle } from '@temporalio/client';
import type { StoreHash } from '../../../contract/ids.ts';
import { workflowId } from '../../../contract/ids.ts';
import { orderMessages } from '../../../contract/messages.ts';
import type { Earlier } from '../../../domain/orders/learn/answers.ts';
import { FACTS_FORMAT, type OrderFacts } from '../../../domain/orders/facts/facts.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { serverTime } from '../../runtime/server-clock.ts';

type Temporal = Pick<Dependencies, 'temporal'>;
type Asked = Pick<Dependencies, 'temporal' | 'settleMs' | 'writeAttemptMs'>;

/** The account of a closed run: its result, else what it still answers. Nothing where it is lost. */
export async function accountOfClosed(
  { temporal }: Temporal,
  storeHash: StoreHash,
  orderId: number,
  runId: string,
): Promise<Earlier> {
  const id = workflowId.fulfilOrder(storeHash, orderId);
  const handle = temporal.workflow.getHandle(id, runId, { followRuns: false });
  try {
    const { status, closeTime } = await handle.describe();
    const complete = status.name === 'COMPLETED';
    const ended = { runId, complete, endedAt: iso(closeTime?.getTime() ?? serverTime()) };
    const account = complete ? accountIn(await handle.result()) : await answered(handle);
    if (account === undefined) return ended;
    const { format } = account as { readonly format: number }; // another build may have written it
    if (format !== FACTS_FORMAT) return { ...ended, unknownFormat: { of: 'an earlier run', format } };
    return { ...ended, facts: account };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { runId, complete: false, endedAt: iso(serverTime()) };
    throw error;
  }
}

/** What an open run answers of its account; nothing where it has ended, does not answer or was written by another format. */
export async function accountOfOpen(
  { temporal }: Temporal,
  storeHash: StoreHash,
  orderId: number,
): Promise<OrderFacts | undefined> {
  const account = await answered(temporal.workflow.getHandle(workflowId.fulfilOrder(storeHash, orderId)));
  return account?.format === FACTS_FORMAT ? account : undefined;
}

/** What a run that follows begins with: where the closed one was ended from outside, until when its writes may land. */
export async function earlierAccount(
  deps: Asked,
  storeHash: StoreHash,
  orderId: number,
  runId: string,
): Promise<Earlier> {
  const earlier = await accountOfClosed(deps, storeHash, orderId, runId);
  return earlier.complete ? earlier : { ...earlier, ...landing(deps, Date.parse(earlier.endedAt)) };
}

/** The same for the reset of that run: others may have come between, of which nothing is known. */
export async function accountBeforeReset(
  deps: Asked,
  storeHash: StoreHash,
  orderId: number,
  runId: string,
): Promise<Earlier> {
  return { ...(await accountOfClosed(deps, storeHash, orderId, runId)), ...lostNow(deps) };
}

/** A run that is lost with its history may have been ended a moment ago, in the middle of a write. */
export function lostNow(deps: Asked): Earlier {
  const now = serverTime();
  return { complete: false, endedAt: iso(now), ...landing(deps, now) };
}

function landing({ settleMs, writeAttemptMs }: Asked, endedAt: number): Pick<Earlier, 'landsUntil'> {
  return { landsUntil: iso(endedAt + writeAttemptMs + settleMs) };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** A closed run answers as it ended, as long as its history is kept and a worker can replay it. */
async function answered(handle: Pick<WorkflowHandle, 'query'>): Promise<OrderFacts | undefined> {
  try {
    return factsIn(await handle.query(orderMessages.account));
  } catch {
    // Whatever it is that keeps it from answering: both sides are asked in its place.
    return undefined;
  }
}

function accountIn(result: unknown): OrderFacts | undefined {
  return typeof result === 'object' && result !== null && 'account' in result ? factsIn(result.account) : undefined;
}

function factsIn(value: unknown): OrderFacts | undefined {
  const known = typeof value === 'object' && value !== null && 'format' in value && typeof value.format === 'number';
  return known ? (value as OrderFacts) : undefined; // written by our own runs; its format is checked
}
