import type { NativeConnection } from '@temporalio/worker';
import { parseStoreHash, workflowId, type StoreHash } from '../contract/ids.ts';
import { WorkflowType } from '../contract/temporal.ts';
import { createSealer, type KeyRing } from '../security/seal.ts';

type Service = Pick<NativeConnection, 'workflowService'>;

/** Integrations that are looked at: enough to notice wrong keys, few enough for a start in a second. */
const LOOKED_AT = 50;
const TOGETHER = 10;
const PAGES = 10;
const SEALED = /\bv1\.[A-Za-z0-9_-]{1,32}\.[A-Za-z0-9_-]{38,}/g;

/** An integration of whose sealed texts none can be opened. */
export interface Unopened {
  readonly storeHash: StoreHash;
  /** Ids of the keys that sealed them. */
  readonly keyIds: readonly string[];
}

/**
 * Connected integrations whose credentials these keys do not open. The entities cannot be asked before a worker runs, so
 * their histories are read. Texts that are not in use any more are in there too, for example of a connect that was refused:
 * only an integration none of whose texts opens counts.
 */
export async function unopenedCredentials(
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

async function openIntegrations({ workflowService }: Service, namespace: string): Promise<readonly StoreHash[]> {
  const { executions } = await workflowService.listWorkflowExecutions({
    namespace,
    query: `WorkflowType="${WorkflowType.integration}" AND ExecutionStatus="Running"`,
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
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
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
