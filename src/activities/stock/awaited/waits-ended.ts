import type { AwaitedVariants } from '../../../contract/goods.ts';
import { awaitedInStore, type StoreRows } from '../../../domain/stock/awaited/awaited-in-store.ts';
import { namesToday } from '../../../domain/stock/awaited/awaited-names.ts';
import { skusToday } from '../../products/skus-today.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { patiently } from '../../runtime/retry-in-place.ts';
import { storeAwaits } from './awaited.ts';
import { allAwaitedVariants, runsOfStore, tellRenamed } from './awaited-variants.ts';

/** What is sold, as the comparison of products has read it. */
interface Sold {
  readonly rows: StoreRows;
  /** Those of some codes that another connected store of the merchant sells. */
  readonly soldElsewhere: (codes: readonly string[]) => Promise<ReadonlySet<string>>;
}

/**
 * Brings what the store awaits up to date with its whole catalogue: a product that was renamed or made again waits by its
 * SKU and variant of today, and one that is gone, or that no warehouse ships any more, waits no longer. What is not in the
 * catalogue is looked for in the store once more, because it may be younger; and where another store of the merchant
 * sells the code, it waits on for that one.
 * @returns the SKUs that are awaited no more
 * @throws Unavailable where who awaits them does not answer
 */
export async function endWaits(
  deps: Pick<Dependencies, 'temporal' | 'connections'>,
  open: OpenConnection,
  { rows, soldElsewhere }: Sold,
): Promise<readonly string[]> {
  const { storeHash } = open.connection;
  const { inParts } = await storeAwaits(deps, open.connection);
  const known = await allAwaitedVariants(deps, runsOfStore(storeHash, inParts));
  const { today, madeAgain, digital, missing } = awaitedInStore(known, rows);
  const { gone, found } = await lookedForAgain(open, known, missing);
  const renamed = namesToday(known, new Map([...today, ...found]));
  const elsewhere = await soldElsewhere(gone);
  const over = [...digital, ...gone.filter((sku) => !elsewhere.has(sku))].filter(
    (sku) => !Object.hasOwn(renamed?.variants ?? {}, sku),
  );
  const variants = { ...madeAgain, ...renamed?.variants };
  const dropped = [...(renamed?.dropped ?? []), ...over].filter((sku) => !Object.hasOwn(variants, sku));
  const awaited = Object.keys(variants);
  if (awaited.length + dropped.length === 0) return over;
  const left = await tellRenamed(deps, open.connection, { awaited, variants, dropped });
  return over.filter((sku) => !left.has(sku));
}

/** What some variants are called that the catalogue does not have, and which of them the store does not have either. */
async function lookedForAgain(
  { store }: Pick<OpenConnection, 'store'>,
  known: AwaitedVariants,
  missing: readonly string[],
): Promise<{ readonly gone: readonly string[]; readonly found: ReadonlyMap<number, string> }> {
  const bought = missing.flatMap((sku) => {
    const variant = known[sku];
    return variant === undefined ? [] : [{ sku, productId: variant[0], variantId: variant[1] }];
  });
  const now = await skusToday(store, bought, patiently);
  const gone = bought.filter(({ variantId }) => !now.of.has(variantId) && now.unread(variantId) === undefined);
  return { gone: gone.map(({ sku }) => sku), found: now.of };
}
