import type { Context } from '@temporalio/activity';
import { AccessInterceptor } from '../activities/runtime/access.ts';
import type { FailureInterceptor } from '../activities/runtime/failures.ts';
import type { Log } from '../observability/log.ts';
import { createActivities } from './activities.ts';
import { guardActivity } from './guard-activity.ts';
import { createServices, type Services, type ServicesOptions } from './services.ts';

export interface ActivitySideOptions extends ServicesOptions {
  readonly log: Log;
}

/** Activities with all that they work with, and what stands around each. */
export interface ActivitySide {
  readonly services: Services;
  readonly activities: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
  /** Makes a workflow's failure of whatever an activity throws. */
  guard(context: Context): { readonly inbound: FailureInterceptor };
  /** Inside the one above: it must see what a client threw before that becomes a workflow's failure. */
  access(context: Context): { readonly inbound: AccessInterceptor };
}

export function openActivitySide(options: ActivitySideOptions): ActivitySide {
  const services = createServices(options);
  return {
    services,
    activities: createActivities(services.dependencies),
    guard: (context) => guardActivity(options.log, context),
    access: () => ({ inbound: new AccessInterceptor(services.dependencies) }),
  };
}
