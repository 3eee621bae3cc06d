import { ApplicationFailure, Context } from '@temporalio/activity';
import { ScheduleOverlapPolicy, type ScheduleDescription } from '@temporalio/client';
import { defined } from '../../contract/defined.ts';
import type { LatestChangesInput, LatestChangesReport } from '../../contract/changes.ts';
import { FailureType } from '../../contract/failures.ts';
import { scheduleId } from '../../contract/ids.ts';
import type { LookBase, Looked, LookRequest } from '../../contract/runs/changes-watch.ts';
import { OVERLAP_MS } from '../../domain/changes/cursors.ts';
import { afterLook, hasMoved, isTimeForProducts, lookBase } from '../../domain/changes/look-base.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { heartbeating } from '../runtime/heartbeats.ts';
import { ifThere, latestChangesInputOf } from '../runtime/if-open.ts';
import { peekAtSources, type PeekRequest } from './peek.ts';
import { isOpen } from '../../contract/runs/open-runs.ts';

/** Stores that are looked at side by side: one that answers slowly keeps only its own place. */
const TOGETHER = 10;
/** What one store may take of it; then its run finds out what is wrong. */
const STORE_MS = 15_000;
const SERVER_MS = 5_000;

/** Nothing may flow now: a run would do nothing either. */
const closed: ReadonlySet<string> = new Set([FailureType.integrationGone, FailureType.integrationPaused]);

type Store = LookRequest['stores'][number];
interface Look extends Pick<LookRequest, 'group' | 'at'> {
  readonly overlapMs: number;
}

export function createLookActivities(deps: Dependencies, { overlapMs = OVERLAP_MS }: { overlapMs?: number } = {}) {
  return {
    /**
     * Looks whether anything moved in some stores, and asks for a run of those where it did. Each store is looked at for
     * itself: whatever one of them answers, or does not, is nothing to the others.
     */
    lookAtStores({ stores, ...look }: LookRequest): Promise<readonly Looked[]> {
      return heartbeating(async () => {
        const found: Looked[] = [];
        const left = stores.values();
        const one = async (): Promise<void> => {
          for (const store of left) {
            found.push(await lookAt(deps, store, { ...look, overlapMs }));
            // The worker stops: what was not looked at is looked at elsewhere.
            Context.current().cancellationSignal.throwIfAborted();
          }
        };
        await Promise.all(Array.from({ length: Math.min(TOGETHER, stores.length) }, one));
        return found;
      });
    },
  };
}

async function lookAt(deps: Dependencies, store: Store, look: Look): Promise<Looked> {
  const { storeHash } = store;
  const handle = deps.temporal.schedule.getHandle(scheduleId.latestChanges(storeHash));
  const stop = Context.current().cancellationSignal;
  try {
    const schedule = await soon(deps, () => ifThere(() => handle.describe()));
    const input = latestChangesInputOf(schedule);
    if (schedule === undefined || input?.watch !== look.group) return { storeHash, kind: 'gone' };
    const same = defined({ everyMs: input.everyMs, base: store.base });
    if (schedule.state.paused || schedule.info.runningActions.length > 0) return { storeHash, kind: 'waits', ...same };
    const found = await changesOf(deps, schedule, store, look, input);
    if (stop.aborted || found.kind !== 'ran') return { ...same, ...found };
    await soon(deps, () => handle.trigger(ScheduleOverlapPolicy.BUFFER_ONE));
    return { ...same, ...found };
  } catch (error) {
    if (stop.aborted) throw error;
    Context.current().log.warn('a store could not be looked at', { storeHash, why: wordsOf(error) });
    return { storeHash, kind: 'unanswered', ...defined({ base: store.base }) };
  }
}

/** Whether a run has something to do. What is not plainly nothing is left to the run: it says what it met. */
async function changesOf(
  deps: Dependencies,
  schedule: ScheduleDescription,
  store: Store,
  look: Look,
  input: LatestChangesInput,
): Promise<Looked> {
  const { storeHash } = store;
  const last = schedule.info.recentActions.at(-1)?.action.workflow;
  if (last === undefined) return { storeHash, kind: 'ran' };
  const runId = last.firstExecutionRunId;
  let { base } = store;
  if (base?.run !== runId) {
    const report = await reportOf(deps, last.workflowId, runId);
    if (report === 'running') return { storeHash, kind: 'waits' };
    base = report === undefined ? undefined : lookBase(report, runId);
  }
  if (base === undefined) return { storeHash, kind: 'ran' };
  const signal = AbortSignal.any([Context.current().cancellationSignal, AbortSignal.timeout(STORE_MS)]);
  try {
    const { versions } = input;
    const request = requestOf(store, base, look.at);
    const answer = await peekAtSources(deps, request, look.overlapMs, defined({ since: versions, signal }));
    if (hasMoved(base, answer)) return { storeHash, kind: 'ran', base };
    return { storeHash, kind: 'unchanged', base: afterLook(base, answer, look.at) };
  } catch (error) {
    if (error instanceof ApplicationFailure && closed.has(error.type ?? ''))
      return { storeHash, kind: 'unanswered', base };
    Context.current().log.warn('a look at a store failed: its run shows why', { storeHash, why: wordsOf(error) });
    return { storeHash, kind: 'ran', base };
  }
}

function requestOf({ storeHash, everyMs }: Store, base: LookBase, at: string): PeekRequest {
  const { cursors, stockOrdersSince, stockProductsSince, estimate, productsAt } = base;
  const products = isTimeForProducts(productsAt, at, everyMs);
  return {
    storeHash,
    cursors,
    products,
    ...defined({ stockOrdersSince, stockProductsSince }),
    ...(products && estimate !== undefined ? { due: { awaited: [], asked: [], estimate } } : {}),
  };
}

/** What a run left; `undefined` where it left nothing, or is older than what the server keeps. */
async function reportOf(
  { temporal }: Dependencies,
  workflowId: string,
  runId: string,
): Promise<LatestChangesReport | 'running' | undefined> {
  const run = temporal.workflow.getHandle(workflowId, runId);
  return temporal.withDeadline(Date.now() + SERVER_MS, async () => {
    const { status } = await run.describe().catch((error: unknown) => {
      if (error instanceof Error && error.name === 'WorkflowNotFoundError') return { status: { name: 'GONE' } };
      throw error;
    });
    if (isOpen(status.name)) return 'running';
    if (status.name !== 'COMPLETED') return undefined;
    return (await run.result()) as LatestChangesReport; // the schedule's only workflow
  });
}

function soon<T>({ temporal }: Dependencies, ask: () => Promise<T>): Promise<T> {
  return temporal.withDeadline(Date.now() + SERVER_MS, ask);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
