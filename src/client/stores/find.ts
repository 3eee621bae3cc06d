import { defined } from '../../contract/defined.ts';
import { parseStoreHash, type StoreHash } from '../../contract/ids.ts';
import { searched, type FoundKind } from '../../contract/schemas/stores.ts';
import type { Calls } from '../calls/calls.ts';
import { checked } from '../calls/checked.ts';
import { InvalidInput, OgoshipError } from '../errors.ts';
import { dueWords, type DueLevel } from '../../contract/stock.ts';
import { byReference, orderPages } from './find-orders.ts';
import { integrationOverview } from '../integration/integration-overview.ts';
import { storeAsker, storeLists, STORES_AT_ONCE, type Found } from './found.ts';
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
    if (as !== undefined || named.kind !== 'absent' || named.connected) yield { rows: [named] };
    else yield* unlessFound(skuPages(calls, text, merchant), neither(text, named));
    return;
  }
  yield* eachStoreOnce(both());

  async function* both(): AsyncGenerator<Page<Found>> {
    if (orderId > 0 && (as ?? 'order') === 'order') yield* orderPages(calls, orderId, merchant);
    if ((as ?? 'sku') === 'sku') yield* skuPages(calls, text, merchant);
  }
}

/** A store that could not be asked for the one may not be asked for the other either: it is named once. */
async function* eachStoreOnce(pages: AsyncGenerator<Page<Found>>): AsyncGenerator<Page<Found>> {
  const named = new Set<StoreHash>();
  for await (const { rows, ...page } of pages) {
    const isNew = (row: Found) => row.kind !== 'not-asked' || !named.has(row.storeHash);
    const told = rows.filter(isNew);
    for (const { kind, storeHash } of told) if (kind === 'not-asked') named.add(storeHash);
    yield { ...page, rows: told };
  }
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

/** It may have been meant as either: nothing is taken for a reference because it looks like one. */
function neither(text: string, { storeHash, orderId, ...named }: Extract<Found, { kind: 'absent' }>): Found {
  const message = `No connected store sells such a SKU, and myOGO does not know it. Read as a reference, it would be order ${orderId} of store ${storeHash}: ${named.message}`;
  return { ...named, storeHash, orderId, message, text };
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
  const ask = storeAsker(calls);
  for await (const { stores, isLast } of storeLists(calls, [CONNECTED], { merchant, size: STORES_AT_ONCE })) {
    const found = await Promise.all(stores.map(({ storeHash }) => ask(storeHash, () => skuOf(calls, storeHash, sku))));
    yield { rows: found.flat(), ...(isLast ? {} : { next: '' }) };
  }
}

async function skuOf(calls: Calls, storeHash: StoreHash, sku: string): Promise<readonly Found[]> {
  const { store, myogoStock } = await calls.lookup<'sku'>(storeHash, { kind: 'sku', sku });
  if (store.length === 0 && myogoStock === null) return [];
  if (store.length === 0) return [{ kind: 'sku', storeHash, sku, productId: null, storeStock: null, myogoStock }];
  const isWrong = store.some(({ level, shouldBe }) => shouldBe !== undefined && level !== shouldBe);
  const row = isWrong ? await dueOf(calls, storeHash, sku) : undefined;
  return store.map(({ productId, level, shouldBe, why, then, isWritten }) => {
    // What the rows themselves say already is not said twice.
    const due = row && dueText(storeHash, row, then);
    // A run that found it due says more than the rule that levels are written.
    const rest = isWritten === true && due !== undefined ? [due] : [then, due];
    const words = level === shouldBe ? why : [why, ...rest].filter(Boolean).join('; ') || undefined;
    const both = { storeStock: level, myogoStock, ...defined({ shouldBe, why: words }) };
    return { kind: 'sku', storeHash, sku, productId, ...both };
  });
}

/** Why the last runs left its level as it is, where they say so. It is only told beside what was found. */
async function dueOf(calls: Calls, storeHash: StoreHash, sku: string): Promise<DueLevel | undefined> {
  try {
    const { dueLevels } = await integrationOverview(calls, storeHash);
    return dueLevels?.rows.find((each) => each.sku === sku);
  } catch (error) {
    if (error instanceof OgoshipError) return undefined;
    throw error;
  }
}

function dueText(storeHash: StoreHash, { since, reason, message }: DueLevel, said = ''): string {
  const known: Readonly<Partial<typeof dueWords>> = dueWords; // a newer worker may have further reasons
  const words = known[reason];
  const told = words === undefined || said.includes(words) ? undefined : words.replaceAll('<store>', storeHash);
  return [`due since ${since} (${reason})`, told, message].filter((each) => each !== undefined).join(': ');
}
