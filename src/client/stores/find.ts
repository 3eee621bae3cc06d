import type { WorkflowExecutionInfo } from '@temporalio/client';
import { defined } from '../../contract/defined.ts';
import { parseStoreHash, workflowId, type StoreHash } from '../../contract/ids.ts';
import type { OrderStage } from '../../contract/orders.ts';
import { orderIdOf } from '../../contract/runs/order-run.ts';
import { holdKey, stageKey } from '../../contract/runs/search-attributes.ts';
import { searched, type FoundKind } from '../../contract/schemas/stores.ts';
import type { Calls } from '../calls/calls.ts';
import { checked } from '../calls/checked.ts';
import { InvalidInput, OgoshipError } from '../errors.ts';
import { Orders } from '../orders/orders.ts';
import { listedStore, ofMerchant, OPEN_INTEGRATIONS, type ListedStore } from './merchants.ts';
import { listedRuns } from './run-list.ts';
import { runPages, type Page } from './run-pages.ts';
import { isOpen } from '../../contract/runs/open-runs.ts';

/** What was found in one store. */
export type Found =
  | {
      readonly kind: 'order' | 'reference';
      readonly storeHash: StoreHash;
      readonly orderId: number;
      readonly stage: OrderStage | 'starting';
      /** The first reason that it is held for. */
      readonly held?: string;
      /** False where its run has ended. */
      readonly open: boolean;
      /** ISO time at which its run began; absent where it has none. */
      readonly since?: string;
      /** What the reference stands for, read from both sides. */
      readonly summary?: string;
    }
  | {
      readonly kind: 'sku';
      readonly storeHash: StoreHash;
      readonly sku: string;
      readonly productId: number | null;
      /** What the store shows; `null` where it does not track it, or does not sell it. */
      readonly storeStock: number | null;
      /** What myOGO has; `null` where it does not know the code. */
      readonly myogoStock: number | null;
    }
  /** A store that could not be asked: what is looked for may be there. */
  | { readonly kind: 'not-asked'; readonly storeHash: StoreHash; readonly message: string };

/** Stores of one query by workflow ids, and stores that are asked at once. */
const STORES_A_QUERY = 100;
const STORES_AT_ONCE = 10;

/**
 * Finds an order's number, a SKU or a reference in all stores. Orders are found by their runs, for as long as Temporal keeps
 * them; a reference names its store, which is asked; a SKU is asked of every store, one request to each side.
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
  if (reference !== undefined && (as ?? 'reference') === 'reference')
    yield { rows: await byReference(calls, reference) };
  if (orderId > 0 && (as ?? 'order') === 'order') yield* orderPages(calls, orderId, merchant);
  if ((as ?? 'sku') === 'sku' && (as === 'sku' || reference === undefined)) yield* skuPages(calls, text, merchant);
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

async function byReference(
  calls: Calls,
  { storeHash, orderId }: { readonly storeHash: StoreHash; readonly orderId: number },
): Promise<readonly Found[]> {
  try {
    const { stage, summary, hold, addresses } = await new Orders(calls, storeHash).status(orderId);
    const held = (hold ?? addresses.find((address) => address.hold !== undefined)?.hold)?.reason;
    const isOpen = !['shipped', 'cancelled', 'ignored', 'nothing-to-ship'].includes(stage);
    return [{ kind: 'reference', storeHash, orderId, stage, open: isOpen, summary, ...defined({ held }) }];
  } catch (error) {
    if (error instanceof OgoshipError && ['InvalidInput', 'NotFound', 'IntegrationGone'].includes(error.type))
      return [];
    return [notAsked(storeHash, error)];
  }
}

async function* orderPages(calls: Calls, orderId: number, merchant: string | undefined): AsyncGenerator<Page<Found>> {
  for await (const { stores, isLast } of storeLists(calls, merchant, STORES_A_QUERY)) {
    const ids = stores.map(({ storeHash }) => `"${workflowId.fulfilOrder(storeHash, orderId)}"`);
    const newest = new Map<string, WorkflowExecutionInfo>();
    for await (const run of ids.length === 0 ? [] : listedRuns(calls, `WorkflowId IN (${ids.join(', ')})`, 1_000)) {
      if (!newest.has(run.workflowId)) newest.set(run.workflowId, run); // newest first
    }
    yield { rows: [...newest.values()].flatMap(orderFound), ...(isLast ? {} : { next: '' }) };
  }
}

function orderFound(run: WorkflowExecutionInfo): readonly Found[] {
  const storeHash = parseStoreHash(run.workflowId.split(':')[1] ?? '');
  if (storeHash === undefined) return [];
  const stage = (run.typedSearchAttributes.get(stageKey) ?? 'starting') as OrderStage | 'starting'; // written by the order's run
  const held = run.typedSearchAttributes.get(holdKey);
  return [
    {
      kind: 'order',
      storeHash,
      orderId: orderIdOf(run.workflowId),
      stage,
      open: isOpen(run.status.name),
      since: run.startTime.toISOString(),
      ...defined({ held }),
    },
  ];
}

async function* skuPages(calls: Calls, sku: string, merchant: string | undefined): AsyncGenerator<Page<Found>> {
  for await (const { stores, isLast } of storeLists(calls, merchant, STORES_AT_ONCE)) {
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

function notAsked(storeHash: StoreHash, error: unknown): Found {
  if (!(error instanceof OgoshipError)) throw error;
  return { kind: 'not-asked', storeHash, message: error.message };
}

async function* storeLists(
  calls: Calls,
  merchant: string | undefined,
  size: number,
): AsyncGenerator<{ readonly stores: readonly ListedStore[]; readonly isLast: boolean }> {
  const queries = await ofMerchant(calls, [OPEN_INTEGRATIONS], merchant);
  for await (const { rows, next } of runPages(calls, queries, { after: undefined, size })) {
    yield { stores: rows.flatMap((run) => listedStore(run) ?? []), isLast: next === undefined };
  }
}
