import { ApplicationFailure } from '@temporalio/common';
import type { AwaitedVariants } from '../../../contract/goods.ts';
import type { StoreHash } from '../../../contract/ids.ts';
import { chunksOf } from '../../../domain/shared/chunks.ts';
import { HttpFailure } from '../../../http/failure.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { catalogueRows } from '../writers/store-levels.ts';
import { isConnectedTo, listedSiblings } from './awaiting-sibling.ts';
import { tellAwaited } from './merchant-directory.ts';
import { AT_ONCE } from './who-awaits.ts';

/** Requests to another store for what none of its products bears. */
const LOOKED_UP = 40;

export type Leaving = Pick<Dependencies, 'temporal' | 'connections'>;

export interface OfMerchant {
  readonly storeHash: StoreHash;
  readonly merchantId: string;
}

/** A row of the store that shows a code of the merchant. */
export interface SoldRow {
  readonly sku: string;
  readonly productId: number;
  readonly variantId: number;
}

/**
 * What a store awaits no more, because it was renamed there, is gone or is a download, another store of the merchant may
 * sell: a code belongs to the merchant. Each that does, or that cannot be asked, awaits it from now on.
 * @returns those that another store has taken
 */
export async function leaveToSellers(
  deps: Leaving,
  merchant: OfMerchant,
  skus: readonly string[],
): Promise<ReadonlySet<string>> {
  const taken = new Set<string>();
  if (skus.length === 0) return taken;
  for await (const storeHash of listedSiblings(deps, merchant)) {
    const { sold, unknown } = await soldIn(deps, { ...merchant, storeHash }, skus);
    await awaitRows(deps, { ...merchant, storeHash }, sold, unknown);
    for (const sku of [...sold.map((row) => row.sku), ...unknown]) taken.add(sku);
  }
  return taken;
}

/** A store awaits these codes of its merchant itself from now on, each for the variant that it sells under it. */
export async function awaitRows(
  deps: Pick<Dependencies, 'temporal'>,
  merchant: OfMerchant,
  rows: readonly SoldRow[],
  others: readonly string[] = [],
): Promise<void> {
  const variants = new Map<string, AwaitedVariants[string] | undefined>(others.map((sku) => [sku, undefined]));
  // Which of several rows it is for, nobody knows.
  for (const { sku, productId, variantId } of rows)
    variants.set(sku, variants.has(sku) ? undefined : [productId, variantId]);
  for (const some of chunksOf([...variants], AT_ONCE)) {
    const known = some.flatMap(([sku, of]) => (of === undefined ? [] : [[sku, of] as const]));
    const awaited = some.map(([sku]) => sku);
    await tellAwaited(deps, merchant, { awaited, variants: Object.fromEntries(known), received: false });
  }
}

/** Which of some codes a store sells, and of which that is not known: then it may. */
async function soldIn(
  { connections }: Pick<Dependencies, 'connections'>,
  { storeHash, merchantId }: OfMerchant,
  skus: readonly string[],
): Promise<{ readonly sold: readonly SoldRow[]; readonly unknown: readonly string[] }> {
  const unknown = new Set<string>();
  const mayHave = (some: readonly string[]) => some.forEach((sku) => unknown.add(sku));
  try {
    if (!(await isConnectedTo({ connections }, storeHash, merchantId))) return { sold: [], unknown: [] };
    const { store } = await connections.open(storeHash, 'stock');
    const sold = await catalogueRows(store, skus, {
      mostRequests: LOOKED_UP,
      // Whatever is the matter with another store, this one does not wait for it.
      ask: (request) => request(),
      givenUp: mayHave,
      odd: ({ unreadable }) => {
        if (unreadable.length > 0) mayHave(skus);
      },
    });
    for (const { sku } of sold) unknown.delete(sku);
    return { sold, unknown: [...unknown] };
  } catch (error) {
    if (error instanceof HttpFailure || error instanceof ApplicationFailure) return { sold: [], unknown: skus };
    throw error;
  }
}
