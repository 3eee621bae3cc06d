import type { WorkflowExecutionInfo } from '@temporalio/client';
import { parseStoreHash, type StoreHash } from '../../contract/ids.ts';
import { integrationKey } from '../../contract/runs/search-attributes.ts';
import type { Calls } from '../calls/calls.ts';
import { NotFound } from '../errors.ts';

/** The runs of a visibility query, read as they are consumed; it fails with our own errors only. */
export async function* listedRuns(
  calls: Calls,
  query: string,
  pageSize: number,
): AsyncGenerator<WorkflowExecutionInfo> {
  await calls.connected();
  try {
    yield* calls.client.workflow.list({ query, pageSize });
  } catch (error) {
    throw calls.ours(error, () => new NotFound('There is no such list.'));
  }
}

/** The store that a run is of, as its entry in a list tells it. */
export function storeOf({ typedSearchAttributes }: WorkflowExecutionInfo): StoreHash | undefined {
  return parseStoreHash(typedSearchAttributes.get(integrationKey) ?? '');
}
