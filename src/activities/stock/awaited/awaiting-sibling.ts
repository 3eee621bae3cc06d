import { ApplicationFailure } from '@temporalio/common';
import { integrationKey } from '../../../contract/runs/search-attributes.ts';
import { FailureType } from '../../../contract/failures.ts';
import type { StoreHash } from '../../../contract/ids.ts';
import { Memo } from '../../../contract/registered-names.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { OPEN_INTEGRATIONS } from '../../../contract/runs/open-runs.ts';

type Asked = Pick<Dependencies, 'temporal' | 'connections'>;

interface OfMerchant {
  readonly storeHash: StoreHash;
  readonly merchantId: string;
}

/** Another connected store of a merchant, if there is one. */
export async function awaitingSibling(deps: Asked, of: OfMerchant): Promise<StoreHash | null> {
  for await (const sibling of listedSiblings(deps, of)) {
    if (await isConnectedTo(deps, sibling, of.merchantId)) return sibling;
  }
  return null;
}

/**
 * What the list of open integrations has as other stores of a merchant. All are read for it, because their memos are not
 * searchable; a list lags, so each store found is to be asked itself.
 */
export async function* listedSiblings(
  { temporal }: Pick<Asked, 'temporal'>,
  { storeHash, merchantId }: OfMerchant,
): AsyncGenerator<StoreHash, void, undefined> {
  for await (const { memo, typedSearchAttributes } of temporal.workflow.list({ query: OPEN_INTEGRATIONS })) {
    const other = typedSearchAttributes.get(integrationKey);
    if (other === undefined || other === storeHash || memo?.[Memo.merchant] !== merchantId) continue;
    yield other as StoreHash; // an integration's own attribute
  }
}

/** Whether a store is connected with a merchant. @throws where it does not answer */
export async function isConnectedTo(
  { connections }: Pick<Asked, 'connections'>,
  store: StoreHash,
  merchantId: string,
): Promise<boolean> {
  try {
    const connection = await connections.ask(store, { fresh: 'now' });
    return connection.stage !== 'disconnected' && connection.merchantId === merchantId;
  } catch (error) {
    if (error instanceof ApplicationFailure && error.type === FailureType.integrationGone) return false;
    throw error;
  }
}
