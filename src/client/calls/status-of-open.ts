import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { IntegrationStatus } from '../../contract/integration.ts';
import { integrationMessages } from '../../contract/messages.ts';
import { unknownIntegration, type Calls } from './calls.ts';

/** The status of a connected store. @throws UnknownIntegration */
export async function statusOfOpen(calls: Calls, storeHash: StoreHash): Promise<IntegrationStatus> {
  const gone = () => unknownIntegration(storeHash);
  const status = await calls.query(workflowId.integration(storeHash), integrationMessages.status, gone);
  // A `connect` that was refused leaves a run behind for two minutes: nothing is connected.
  if (status.stage === 'connecting') throw gone();
  return status;
}
