import { Context } from '@temporalio/activity';
import {
  QueryRejectedError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
  type WorkflowClient,
} from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';
import { defined } from '../../../contract/defined.ts';
import { awaitingRunOf } from '../../../contract/goods.ts';
import type { StoreHash } from '../../../contract/ids.ts';
import { isOpen, isRejectedAsPaused } from '../../../contract/runs/open-runs.ts';
import { integrationKey } from '../../../contract/runs/search-attributes.ts';
import { runPriority, TaskQueue, WorkflowType } from '../../../contract/temporal.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { lastRun, tellOrBegin } from '../../runtime/if-open.ts';
import { noAnswer, queryOpen } from '../../runtime/query-open-run.ts';
import { keepsStill } from './keeps-still.ts';

type Temporal = Pick<Dependencies, 'temporal'>;

/**
 * A run is listed before it begins, and that takes two calls: one that is not there may be there in a moment. A machine that
 * has much to do takes its time for them; who waits for the last pause waits for a run that was deleted.
 */
const BEGINS_AFTER_MS = [500, 1_500, 3_000];

/** How a run stands that a person, or a fault, has ended before its time: what it kept still counts. */
const endedFromOutside: ReadonlySet<string> = new Set(['CANCELLED', 'TERMINATED', 'FAILED', 'TIMED_OUT']);

/** What is known of a run that is asked. */
export interface Asked {
  /** True where one that is not there should be: somebody deleted it, and what it kept must be found again. */
  readonly isLost?: () => boolean | Promise<boolean>;
  /** The merchant whose goods are asked about: one that ended while its store was gone, or another one's, may have kept some. */
  readonly merchantId?: string;
}

/**
 * The answer of a run that keeps what is awaited: **the one way to ask it**. `undefined` where there is none, because it has
 * ended in order or never was. One that was ended from outside, or before its goods came, is begun anew, and takes over what
 * that one kept.
 * @throws Unavailable where it does not answer in time, or does not know yet: then nobody knows what is awaited
 */
export async function askAwaiting<T>(
  { temporal }: Temporal,
  id: string,
  ask: (run: ReturnType<WorkflowClient['getHandle']>) => Promise<T>,
  { isLost = () => false, merchantId }: Asked = {},
): Promise<T | undefined> {
  try {
    return await queryOpen(temporal, (runs) => ask(runs.getHandle(id)));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) {
      if (!(await isLost())) return undefined;
      if (await staysNowhere({ temporal }, id)) await beginAnew({ temporal }, id, { lost: true });
      throw noAnswer('awaits goods', error);
    }
    const isClosed = error instanceof QueryRejectedError && !isRejectedAsPaused(error);
    if (isClosed && !(await beginAnew({ temporal }, id, defined({ merchantId })))) return undefined;
    throw noAnswer('awaits goods', error);
  }
}

/** What a run that keeps what is awaited is told, and how it begins where none is open. */
interface Telling<Arg> {
  readonly signal: SignalDefinition<[Arg]>;
  readonly arg: Arg;
  readonly summary: string;
  /** Where the server knows no run of this id: somebody has deleted one. */
  readonly lost?: boolean;
}

/**
 * Tells a run that keeps what is awaited, and begins it where none is open: **the one way to do either**.
 * @throws Unavailable where it ends again and again
 */
export function tellAwaiting<Arg>({ temporal }: Temporal, id: string, telling: Telling<Arg>): Promise<void> {
  const { signal, arg, summary, lost = false } = telling;
  return tellOrBegin({ temporal }, id, {
    which: 'awaits goods',
    tell: () => temporal.workflow.getHandle(id).signal<[Arg]>(signal, arg),
    begin: async (last) => {
      // A store's own run ends where its store is gone, too: whatever had not come until then is awaited still.
      const counts = last !== undefined && (endedFromOutside.has(last.status.name) || isStoresOwn(id));
      const run = startOf(id, counts ? { after: last.runId } : last === undefined && lost ? { lost } : {});
      if (run === undefined) throw new TypeError(`${id} is no run that keeps what is awaited.`);
      const { type, ...start } = run;
      await temporal.workflow.signalWithStart(type, {
        ...{ ...start, signal, signalArgs: [arg] as [Arg], staticSummary: summary },
        ...(last === undefined ? { workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE } : {}),
      });
    },
  });
}

/** True where the server knows no run of this id, open or closed. */
export async function isNowhere(deps: Temporal, id: string): Promise<boolean> {
  return (await lastRun(deps, id)) === undefined;
}

/** The same of one that should be there: it may be about to begin. */
export async function staysNowhere(deps: Temporal, id: string): Promise<boolean> {
  for (const pauseMs of BEGINS_AFTER_MS) {
    await Context.current().sleep(pauseMs);
    if (!(await isNowhere(deps, id))) return false;
  }
  return true;
}

/**
 * Begins a run anew that was ended from outside, or that ended before the goods came that it awaited.
 * @param lost true where one that is not there was deleted: what it kept is found again on both sides
 * @param merchantId whose goods are asked about; without it one that ended by itself stays ended
 * @returns false where it has ended in order, or is not there
 */
export async function beginAnew(
  { temporal }: Temporal,
  id: string,
  { lost = false, merchantId }: { readonly lost?: boolean; readonly merchantId?: string } = {},
): Promise<boolean> {
  const last = await lastRun({ temporal }, id);
  const run = startOf(id, last === undefined ? { lost: true } : { after: last.runId });
  if (run === undefined || (last === undefined && !lost)) return false;
  if (last !== undefined && !endedFromOutside.has(last.status.name)) {
    if (isOpen(last.status.name)) return true;
    if (merchantId === undefined || !isStoresOwn(id)) return false;
    if (!(await keepsStill({ temporal }, { id, runId: last.runId, merchantId }))) return false;
  }
  const { type, ...start } = run;
  try {
    await temporal.workflow.start(type, {
      ...start,
      staticSummary: `First goods, ${last === undefined ? 'found again after a run that was deleted' : 'taken over from a run that has ended'}`,
    });
    if (last === undefined) alertOfLoss(id, awaitingRunOf(id)?.storeHash);
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error; // somebody else has begun it
  }
  return true;
}

/** Whether it is a store's own run, which ends with the connection of its store. */
export function isStoresOwn(id: string): boolean {
  return awaitingRunOf(id)?.type === WorkflowType.goodsIn;
}

/** How a run of this id is started; `undefined` for one of another kind. */
function startOf(id: string, before: { readonly after?: string; readonly lost?: boolean }) {
  const run = awaitingRunOf(id);
  if (run === undefined) return undefined;
  const { type, input, storeHash } = run;
  return {
    ...{ type, workflowId: id, taskQueue: TaskQueue.main, args: [{ ...input, ...before }] },
    // A merchant's run is of no store.
    priority: runPriority(storeHash ?? id, 'stock'),
    typedSearchAttributes: storeHash === undefined ? [] : [{ key: integrationKey, value: storeHash }],
  };
}

/** Somebody must know: what is found again may be more than what was awaited. */
export function alertOfLoss(id: string, storeHash: StoreHash | undefined): void {
  const what = `The run ${id} was deleted, and with it what awaits first goods. It is found again on both sides: what the store sells and the warehouse never received. Until then no zero is written.`;
  Context.current().log.error('alert', { alert: 'awaited-lost', storeHash, what });
}
