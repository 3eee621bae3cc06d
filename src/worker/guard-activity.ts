import type { Context } from '@temporalio/activity';
import { FailureInterceptor } from '../activities/runtime/failures.ts';
import { subjectOf, type Log } from '../observability/log.ts';

/** Makes a workflow's failure of whatever an activity throws, and tells the log what of it has to be looked at. */
export function guardActivity(log: Log, { info }: Pick<Context, 'info'>): { readonly inbound: FailureInterceptor } {
  const { workflowId } = info.workflowExecution ?? {};
  const about = { ...subjectOf(workflowId), workflowId };
  return {
    inbound: new FailureInterceptor(
      info.activityType,
      (activity, error) => log.error({ ...about, activity, err: error }, 'a defect of the worker'),
      (activity, { code, details }) => {
        const next =
          info.attempt === info.retryPolicy?.maximumAttempts ? 'its run goes on without' : 'it is tried again';
        const why = details === '' ? `gRPC status ${code}` : details;
        log.warn({ ...about, activity, why }, `the Temporal server could not answer an activity: ${next}`);
      },
    ),
  };
}
