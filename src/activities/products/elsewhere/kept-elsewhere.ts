import type { Order } from '../../../bigcommerce/orders/order-schema.ts';
import { variantsOfProducts } from '../../../bigcommerce/catalogue/variants-of-products.ts';
import { defined } from '../../../contract/defined.ts';
import type { StoreHash } from '../../../contract/ids.ts';
import {
  categoriesIn,
  isNotAtWarehouse,
  mayBeElsewhere,
  unreadRowsWords,
  type KeptElsewhere,
  type UnreadRows,
} from '../../../domain/shared/not-at-warehouse.ts';
import { type OddRow, oddRowWords } from '../../../http/rows.ts';
import { oddRowFailure } from '../../../http/json.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { serverTime } from '../../runtime/server-clock.ts';

/** So long a category’s products are believed: what is put into one, or taken out, counts this much later. */
const BELIEVED_MS = 5 * 60_000;

/** The same where a row of one could not be read: it may be well again. */
const BELIEVED_UNREAD_MS = 60_000;

type Deps = Pick<Dependencies, 'products'>;
type Open = Pick<OpenConnection, 'connection' | 'store'>;

/**
 * What the merchant keeps elsewhere, as `isNotAtWarehouse` takes it: the setting, and the SKUs that the categories in it have now.
 * No request where it names no category. Whoever writes or sends by it asks `elsewhereOf`, which says what could not be read.
 */
export async function keptElsewhere(deps: Deps, open: Open): Promise<readonly string[]> {
  const { entries } = await elsewhereOf(deps, open);
  return entries;
}

/** The same, with the rows of its categories that could not be read: of those it is not known, and nothing is done by it. */
export async function elsewhereOf(deps: Deps, open: Open): Promise<KeptElsewhere> {
  const { storeHash, settings } = open.connection;
  const entries = settings.notAtWarehouse;
  const categories = categoriesIn(entries);
  if (categories.length === 0) return { entries };
  const key = `${storeHash}:${JSON.stringify(entries)}`;
  const read = async (): Promise<KeptElsewhere> => {
    const { skus, unread } = await skusOf(open, categories);
    return { entries: [...entries, ...skus], ...defined({ unread }) };
  };
  const within = (ms: number) => deps.products.elsewhere.get(key, serverTime() - ms, read);
  const kept = await within(BELIEVED_MS);
  return kept.unread === undefined ? kept : within(BELIEVED_UNREAD_MS);
}

/**
 * Opens a store's connection, and reads an order by it. What is kept elsewhere is left out, and a run that leaves out all of it ends: nobody
 * would notice that the settings of some seconds ago said so. Where they do, those of now are asked for; what is handed over names the
 * settings that it was decided by.
 */
export async function readByElsewhere<O extends Pick<Order, 'shipping'>>(
  deps: Deps & Pick<Dependencies, 'connections'>,
  { storeHash, fresh }: { readonly storeHash: StoreHash; readonly fresh: boolean },
  read: (open: OpenConnection) => Promise<O | undefined>,
): Promise<{ readonly open: OpenConnection; readonly order: O | undefined }> {
  const open = await deps.connections.open(storeHash, 'orders', { fresh });
  const order = await read(open);
  if (fresh || order === undefined || !leavesOut(await elsewhereOf(deps, open), order)) return { open, order };
  return { open: await deps.connections.open(storeHash, 'orders', { fresh: true }), order };
}

function leavesOut(kept: KeptElsewhere, order: Pick<Order, 'shipping'>): boolean {
  return physicalOf(order).some((line) => isNotAtWarehouse(kept.entries, line.sku) || mayBeElsewhere(kept, line));
}

function physicalOf({ shipping }: Pick<Order, 'shipping'>) {
  return shipping.flatMap(({ lines }) => lines).filter(({ type }) => type === 'physical');
}

interface InCategories {
  readonly skus: readonly string[];
  readonly unread: UnreadRows | undefined;
}

/** One category at a time: of several, the store lists what is in all of them. */
async function skusOf({ store }: Pick<OpenConnection, 'store'>, categories: readonly number[]): Promise<InCategories> {
  const { products, variants } = store.catalogue;
  const skus = new Set<string>();
  const unread = { variants: new Set<number>(), products: new Set<number>() };
  let words: string | undefined;
  // A SKU is a name here: none of its characters stands for others.
  const has = (sku: string): void => {
    if (sku.trim() !== '' && !sku.includes('*')) skus.add(sku);
  };
  for (const category of categories) {
    const ids: number[] = [];
    for await (const page of products.pages({ category, includeFields: ['id'] })) {
      ids.push(...page.rows.map(({ id }) => id));
      for (const odd of page.unreadable) {
        // Any product may be the one that does not even say its id.
        if (typeof odd.id !== 'number') throw oddRowFailure('bigcommerce', odd);
        ids.push(odd.id);
      }
    }
    for await (const page of variantsOfProducts((at) => variants.list(at), ids, ['sku'])) {
      for (const { sku } of page.rows) has(sku);
      for (const odd of page.unreadable) {
        if (odd.sku !== undefined) has(odd.sku);
        else {
          words ??= oddRowWords(odd);
          if (typeof odd.id === 'number') unread.variants.add(odd.id);
          else for (const id of odd.of === undefined ? ids : [odd.of]) unread.products.add(id);
        }
      }
    }
  }
  return { skus: [...skus], unread: words === undefined ? undefined : { ...unread, words } };
}

/** A row of the store of which it cannot be told, as people read of it. */
export function unreadElsewhere({ id, productId, sku }: { id: number; productId: number; sku: string }): OddRow {
  return {
    kind: 'variant',
    id,
    of: productId,
    sku,
    field: 'notAtWarehouse',
    expected: 'readable rows of its category',
  };
}

/** What makes an order unusable: goods of it, that are still to leave, of which nobody can tell who keeps them. */
export function unreadProblem(
  kept: KeptElsewhere,
  order: Pick<Order, 'shipping'>,
): { readonly field: string; readonly message: string } | undefined {
  const unknown = physicalOf(order).find(
    (line) => line.quantity > line.quantityShipped + line.quantityRefunded && mayBeElsewhere(kept, line),
  );
  return unknown && { field: 'notAtWarehouse', message: `${unknown.sku}: ${unreadRowsWords(kept)}` };
}
