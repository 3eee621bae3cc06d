import { Context } from '@temporalio/activity';
import { FailureType } from '../../contract/failures.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { activityFailure } from '../runtime/failures.ts';

/** Which run asks, so that a run that was reset is found out. */
export interface AskingRun {
  /** The run that began this history: a reset copies it. */
  readonly original: string;
  /** The closed run whose account it went on with last. */
  readonly knows?: string;
}

/**
 * The run that the asking one was reset from, where its account was not taken over yet. Between the point that it was reset
 * to and its end, that run may have sent, decided and heard what the asking one knows nothing of.
 *
 * A run that was never reset costs no request.
 */
export async function forgottenRun(
  { temporal }: Pick<Dependencies, 'temporal'>,
  asking: AskingRun | undefined,
): Promise<string | undefined> {
  const { workflowExecution } = Context.current().info;
  if (asking === undefined || workflowExecution === undefined || asking.original === workflowExecution.runId)
    return undefined;
  const { workflowId, runId } = workflowExecution;
  const { events } = await temporal.workflow.getHandle(workflowId, runId, { followRuns: false }).fetchHistory();
  // A reset leaves a failed workflow task that names its base.
  const resets = (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: failed }) => failed?.baseRunId ?? []);
  const base = resets.findLast((one) => one !== '');
  return base === asking.knows ? undefined : base;
}

interface Asked {
  readonly run?: AskingRun;
}

type Activities = Readonly<Record<string, (request: never) => Promise<unknown>>>;

/**
 * Activities behind one question: was the run that asks reset? Then nothing is read or changed for it, and it is told whose
 * account it must go on with first.
 */
export function unlessReset<A extends Activities>(deps: Pick<Dependencies, 'temporal'>, activities: A): A {
  const guarded = Object.entries(activities).map(([name, activity]) => [
    name,
    async (request: Asked) => {
      await refuseIfReset(deps, request.run);
      return activity(request as never); // each is asked what it takes: the types are A's
    },
  ]);
  return Object.fromEntries(guarded) as A; // the same names, and the same requests and answers
}

/** @throws `Unavailable`, once, with the run whose account must be taken over */
export async function refuseIfReset(
  deps: Pick<Dependencies, 'temporal'>,
  asking: AskingRun | undefined,
): Promise<void> {
  const base = await forgottenRun(deps, asking);
  if (base === undefined) return;
  const message = 'This run was reset: it first goes on with what the run before it knew.';
  throw activityFailure(FailureType.unavailable, message, { resetFrom: base }, { retry: false });
}
