import { Client, WorkflowNotFoundError } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { defined } from '../contract/defined.ts';
import type { WorkerConfig } from '../config.ts';
import { integrationMessages } from '../contract/messages.ts';
import { SearchAttribute } from '../contract/temporal.ts';
import type { Log } from '../observability/log.ts';
import { reasonOf } from './connect.ts';
import { parseStoreHash, workflowId, type StoreHash } from '../contract/ids.ts';
import { createSealer, type KeyRing } from '../security/seal.ts';
import { OPEN_INTEGRATIONS } from '../contract/runs/open-runs.ts';

type Service = Pick<NativeConnection, 'workflowService'>;

/** Integrations that are looked at: enough to notice wrong keys, few enough for a start in a second. */
const LOOKED_AT = 50;
const TOGETHER = 10;
const PAGES = 10;
const SEALED = /\bv1\.[A-Za-z0-9_-]{1,32}\.[A-Za-z0-9_-]{38,}/g;

/**
 * Says which connected integrations this worker cannot open, and has them tested: each then stands as needs-credentials,
 * with its schedules stopped, until the key is back or the tokens are rotated. Those that stood so before are tested as
 * well: their key may be back. The worker runs all the same, because a rotation needs one.
 */
export async function lookAtStoredCredentials(
  connection: NativeConnection,
  { temporal: { namespace }, keyRing }: Pick<WorkerConfig, 'temporal' | 'keyRing'>,
  log: Log,
): Promise<void> {
  try {
    const unopened = await unopenedCredentials(connection, namespace, keyRing);
    for (const { storeHash, keyIds } of unopened) {
      const keys = keyIds.map((id) => `"${id}"`).join(', ');
      const what = `CREDENTIAL_KEYS cannot open the credentials of store ${storeHash}: they were sealed by the key ${keys}. Give this worker that key, or rotate both tokens of the store.`;
      log.error({ alert: 'credentials-unopened', storeHash, what }, what);
    }
    const client = new Client({ connection, namespace });
    const closed = await openIntegrations(connection, namespace, ` AND ${SearchAttribute.stage}="needs-credentials"`);
    for (const storeHash of new Set([...unopened.map((each) => each.storeHash), ...closed])) {
      try {
        await client.workflow.getHandle(workflowId.integration(storeHash)).signal(integrationMessages.testNow);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error; // disconnected meanwhile
      }
    }
  } catch (error) {
    // The circuits' own looks find the same, a little later.
    log.warn({ reason: reasonOf(error) }, 'the stored credentials could not be looked at');
  }
}

/** An integration of whose sealed texts none can be opened. */
interface Unopened {
  readonly storeHash: StoreHash;
  /** Ids of the keys that sealed them. */
  readonly keyIds: readonly string[];
}

/**
 * Connected integrations whose credentials these keys do not open. The entities cannot be asked before a worker runs, so
 * their histories are read. Texts that are not in use any more are in there too, for example of a connect that was refused:
 * only an integration none of whose texts opens counts.
 */
async function unopenedCredentials(
  service: Service,
  namespace: string,
  keyRing: KeyRing,
): Promise<readonly Unopened[]> {
  const sealer = createSealer(keyRing);
  const opens = (sealed: string, storeHash: StoreHash): boolean => {
    try {
      sealer.open(sealed, storeHash);
      return true;
    } catch {
      return false;
    }
  };
  const left = (await openIntegrations(service, namespace)).values();
  const found: Unopened[] = [];
  const one = async (): Promise<void> => {
    for (const storeHash of left) {
      const texts = await sealedTexts(service, namespace, workflowId.integration(storeHash));
      if (texts.length === 0 || texts.some((sealed) => opens(sealed, storeHash))) continue;
      found.push({ storeHash, keyIds: [...new Set(texts.map((sealed) => sealer.keyIdOf(sealed)))] });
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, one));
  return found.toSorted((a, b) => (a.storeHash < b.storeHash ? -1 : 1));
}

async function openIntegrations(
  { workflowService }: Service,
  namespace: string,
  which = '',
): Promise<readonly StoreHash[]> {
  const { executions } = await workflowService.listWorkflowExecutions({
    namespace,
    query: `${OPEN_INTEGRATIONS}${which}`,
    pageSize: LOOKED_AT,
  });
  const prefix = workflowId.integration('' as StoreHash); // the part of the id before the hash
  return executions.flatMap(({ execution }) => {
    const id = execution?.workflowId ?? '';
    return (id.startsWith(prefix) ? parseStoreHash(id.slice(prefix.length)) : undefined) ?? [];
  });
}

/** Every sealed text in the present run of an entity, newest first. */
async function sealedTexts({ workflowService }: Service, namespace: string, id: string): Promise<readonly string[]> {
  const texts: string[] = [];
  let nextPageToken: Uint8Array | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await workflowService.getWorkflowExecutionHistoryReverse({
      namespace,
      execution: { workflowId: id },
      maximumPageSize: 250,
      ...defined({ nextPageToken }),
    });
    for (const text of payloadTexts(answer.history?.events)) texts.push(...(text.match(SEALED) ?? []));
    nextPageToken = answer.nextPageToken;
    if (nextPageToken.length === 0) break;
  }
  return texts;
}

/** The texts of all payloads in a piece of history, wherever its events carry them. */
function* payloadTexts(part: unknown): Generator<string> {
  if (typeof part !== 'object' || part === null) return;
  if ('data' in part && part.data instanceof Uint8Array) yield Buffer.from(part.data).toString('utf8');
  for (const inner of Object.values(part) as unknown[]) {
    if (!(inner instanceof Uint8Array)) yield* payloadTexts(inner);
  }
}
