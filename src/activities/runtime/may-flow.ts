import { FailureType } from '../../contract/failures.ts';
import type { Connection } from '../../contract/integration.ts';
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
