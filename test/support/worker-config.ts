import type { WorkerConfig } from '../../src/config.ts';
import type { Sandbox } from '../../dev/stand-ins/start.ts';
import { parseKeyRing } from '../../src/security/seal.ts';

/** Where the stand-ins are, and the account with the warehouse. */
export type StandIns = Pick<Sandbox, 'storeUrl' | 'warehouseUrl' | 'tokenUrl'> & {
  readonly credentials: Pick<Sandbox['credentials'], 'oauth'>;
};

/** What every worker has that runs in the process of a test or a benchmark: the stand-ins as its two sides, and no server of its own. */
export function configBeside(
  { storeUrl, warehouseUrl, tokenUrl, credentials }: StandIns,
  { address, namespace }: { readonly address: string; readonly namespace: string },
  credentialKeys: string,
) {
  return {
    temporal: { address, namespace, connectionOptions: { address } },
    keyRing: parseKeyRing(credentialKeys),
    bigcommerce: { apiUrl: storeUrl },
    myogo: { apiUrl: warehouseUrl, tokenUrl, ...credentials.oauth },
    metricsAddress: undefined,
    censusEveryMs: 60_000,
    healthAddress: undefined,
    deployment: undefined,
  } satisfies Partial<WorkerConfig>;
}
