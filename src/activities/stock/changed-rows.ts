import type { StoreApi } from '../../bigcommerce/client.ts';
import type { ProductFilter, VariantFilter } from '../../bigcommerce/catalogue/catalogue.ts';
import type { StoreHash } from '../../contract/ids.ts';
import { variantsOfProducts } from '../../bigcommerce/catalogue/variants-of-products.ts';
import { pagesOf } from '../../http/paging.ts';
import type { ProductTracking } from '../../domain/stock/stock-writes.ts';
import type { ChangeMemory } from '../runtime/change-memory.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Asking } from '../runtime/retry-in-place.ts';

interface Memory {
  readonly deps: { readonly changes: ChangeMemory };
  readonly open: Pick<OpenConnection, 'connection'>;
}

interface CatalogueRow {
  readonly sku: string;
  readonly variantId: number;
  readonly level: number | undefined;
  /**
   * True where orders have a part in its level that no run of latest changes may ever read: one that is archived before the next
   * of them is in neither of their readings, and takes its pieces along in silence.
   */
  readonly byOrders?: boolean;
}

/** Stands for the level of a row that is news however it is shown. */
const BY_ORDERS = 'by-orders';

/**
 * The SKUs of the store's rows that changed since a time: given, swapped or renamed, their tracking switched, their
 * product made again, their level written by somebody else. A level that we wrote moves its product's time, too: what
 * this process wrote, and has seen as it is, is left out; where runs have left a level since, whichever process did, that one counts.
 * @param since ISO time with the overlap already taken off
 * @param before.shared SKUs whose levels wait for a change of another row than theirs: the row that shares one may be called
 * otherwise by now, and names it no more
 * @param before.left levels as runs have left them since rows were last asked for, by SKU
 * @param before.missing SKUs that no row had when a level was due: one that has it again is news as it was seen before
 */
export async function changedSkus(
  store: Pick<StoreApi, 'catalogue'>,
  memory: Memory,
  since: string,
  ask: Asking,
  {
    shared = [],
    left = new Map(),
    missing = [],
  }: {
    readonly shared?: readonly string[];
    readonly left?: ReadonlyMap<string, number>;
    readonly missing?: readonly string[];
  } = {},
): Promise<{
  readonly skus: readonly string[];
  /** Levels of all rows that were shown. */
  readonly levels: ReadonlyMap<string, number>;
  readonly seen: () => void;
}> {
  const trackings = new Map<number, string>();
  const filter = { minDateModified: since, sort: 'id', includeFields: ['id', 'inventory_tracking'] } as const;
  const products = (at: ProductFilter) => ask(() => store.catalogue.products.list(at));
  for await (const page of pagesOf('bigcommerce', products, filter)) {
    for (const { id, inventoryTracking } of page.rows) trackings.set(id, inventoryTracking);
    // One that cannot be read has changed all the same.
    for (const { id } of page.unreadable) if (typeof id === 'number') trackings.set(id, 'unread');
  }
  const isMissing = new Set(missing);
  const news: { row: CatalogueRow; tracking: string }[] = [];
  const levels = new Map<string, number>();
  const variants = (at: VariantFilter) => ask(() => store.catalogue.variants.list(at));
  const fields = ['product_id', 'sku', 'inventory_level'];
  for await (const page of variantsOfProducts(variants, [...trackings.keys()], fields)) {
    for (const { id: variantId, productId, sku, inventoryLevel: level } of page.rows) {
      const row = { sku, variantId, level };
      const tracking = trackings.get(productId) ?? 'none';
      if (sku !== '' && level !== undefined) levels.set(sku, level);
      if (sku !== '' && (isMissing.has(sku) || isNews(memory, row, tracking, left))) news.push({ row, tracking });
    }
  }
  return {
    levels,
    skus: [...new Set([...news.map(({ row }) => row.sku), ...(news.length > 0 ? shared : [])])],
    seen: () => {
      for (const { row, tracking } of news) if (!isByOrders(memory, row)) remember(memory, row, tracking);
    },
  };
}

/** Our own write of a level comes back as a change of its product. */
export function rememberRow(
  memory: Memory,
  row: CatalogueRow & { readonly productId: number },
  trackings: ReadonlyMap<number, ProductTracking>,
): void {
  remember(memory, row, trackings.get(row.productId)?.tracking ?? 'none');
}

/**
 * A level that was found right, whoever wrote it, takes the place of what was seen before: where the store goes back to that
 * (a line is taken out of its order), it is a change. A row that was never seen needs no memory.
 */
export function rememberRight(memory: Memory, row: CatalogueRow): void {
  const known = knownOf(memory, row);
  // Tracked as it was: where that has changed as well, the version is another one in any case.
  const [, tracking] = known?.split('@') ?? [];
  if (tracking === undefined) return;
  remember(memory, row, tracking);
}

/** What this process remembers may be older than what another one has left: then a level that went back to it is no news to it. */
function isNews(memory: Memory, row: CatalogueRow, tracking: string, left: ReadonlyMap<string, number>): boolean {
  const known = knownOf(memory, row);
  const level = left.get(row.sku);
  if (level === undefined || isByOrders(memory, row)) return known !== versionOf(row, tracking);
  // Whatever its level was: it is the same row, tracked as it was.
  const isSame = known?.endsWith(`@${tracking}@${row.sku}`) === true;
  return !isSame || row.level !== level;
}

function isByOrders(memory: Memory, row: CatalogueRow): boolean {
  return knownOf(memory, row)?.startsWith(`${BY_ORDERS}@`) === true;
}

function knownOf({ deps, open }: Memory, { variantId }: CatalogueRow): string | undefined {
  return deps.changes.known('stock-row', hashOf(open), variantId);
}

function remember({ deps, open }: Memory, row: CatalogueRow, tracking: string): void {
  deps.changes.remember('stock-row', hashOf(open), row.variantId, versionOf(row, tracking));
}

const hashOf = ({ connection }: Pick<OpenConnection, 'connection'>): StoreHash => connection.storeHash;

const versionOf = ({ sku, level, byOrders }: CatalogueRow, tracking: string): string =>
  `${byOrders === true ? BY_ORDERS : (level ?? '')}@${tracking}@${sku}`;
