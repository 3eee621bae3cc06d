import { parseStoreHash, type StoreHash } from '../../contract/ids.ts';
import { searched, type FoundKind } from '../../contract/schemas/stores.ts';
import type { Calls } from '../calls/calls.ts';
import { checked } from '../calls/checked.ts';
import { InvalidInput } from '../errors.ts';
import { byReference, orderPages } from './find-orders.ts';
import { notAsked, storeLists, STORES_AT_ONCE, type Found } from './found.ts';
import { CONNECTED } from './merchants.ts';
import type { Page } from './run-pages.ts';

/**
 * Finds an order's number, a SKU or a reference in all stores. Orders are found by their runs, and without one by asking every
 * store; a reference names its store, which is asked; a SKU is asked of every store, one request to each side.
 */
export async function* findPages(
  calls: Calls,
  request: { readonly text: string; readonly as?: FoundKind; readonly merchant?: string },
): AsyncGenerator<Page<Found>> {
  const { text: given, as, merchant } = checked(searched, request, 'search');
  const text = given.trim();
  const orderId = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  const reference = referenceIn(text);
  if (as === 'order' && orderId < 1) throw wrong('an order’s number', 'digits only, for example 1042');
  if (as === 'reference' && reference === undefined)
    throw wrong('a reference', 'a store hash and an order’s number, for example abc123-1042');
  if (reference !== undefined && (as ?? 'reference') === 'reference') {
    const named = await byReference(calls, reference);
    // A SKU may look like a reference: MUG-12. The hash of a connected store is none.
    const isPerhapsSku = as === undefined && named.kind === 'absent' && !named.connected;
    if (isPerhapsSku) yield* unlessFound(skuPages(calls, text, merchant), named);
    else yield { rows: [named] };
    return;
  }
  if (orderId > 0 && (as ?? 'order') === 'order') yield* orderPages(calls, orderId, merchant);
  if ((as ?? 'sku') === 'sku') yield* skuPages(calls, text, merchant);
}

/** All that is found; where that is nothing, what else is to be told. */
async function* unlessFound(pages: AsyncGenerator<Page<Found>>, otherwise: Found): AsyncGenerator<Page<Found>> {
  let found = false;
  for await (const { rows } of pages) {
    found ||= rows.length > 0;
    yield { rows, next: '' };
  }
  yield { rows: found ? [] : [otherwise] };
}

function wrong(what: string, expected: string): InvalidInput {
  return new InvalidInput(`This is not ${what}.`, { field: 'text', expected });
}

/** The store and the order that a reference names, whatever parts them. */
function referenceIn(text: string): { readonly storeHash: StoreHash; readonly orderId: number } | undefined {
  const [, hash = '', order = ''] = /^([a-z0-9]{3,32})[^a-z0-9]+(\d{1,15})(?:[^a-z0-9].*)?$/i.exec(text) ?? [];
  const storeHash = parseStoreHash(hash);
  return storeHash === undefined || Number(order) < 1 ? undefined : { storeHash, orderId: Number(order) };
}

async function* skuPages(calls: Calls, sku: string, merchant: string | undefined): AsyncGenerator<Page<Found>> {
  for await (const { stores, isLast } of storeLists(calls, [CONNECTED], { merchant, size: STORES_AT_ONCE })) {
    const found = await Promise.all(stores.map(({ storeHash }) => skuOf(calls, storeHash, sku)));
    yield { rows: found.flat(), ...(isLast ? {} : { next: '' }) };
  }
}

async function skuOf(calls: Calls, storeHash: StoreHash, sku: string): Promise<readonly Found[]> {
  try {
    const { store, myogoStock } = await calls.lookup<'sku'>(storeHash, { kind: 'sku', sku });
    if (store.length === 0 && myogoStock === null) return [];
    const rows = store.length === 0 ? [{ productId: null, level: null }] : store;
    return rows.map(({ productId, level }) => ({
      kind: 'sku',
      storeHash,
      sku,
      productId,
      storeStock: level,
      myogoStock,
    }));
  } catch (error) {
    return [notAsked(storeHash, error)];
  }
}
