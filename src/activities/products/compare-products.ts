import { defined } from '../../contract/defined.ts';
import type { ComparedProduct, ReportRow } from '../../contract/changes.ts';
import type { ProductsComparison, ProductState } from '../../contract/products.ts';
import { LISTED, OddList } from '../../domain/shared/odd-rows.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { catalogueIndex, viewRow } from './catalogue-index.ts';
import { goneStores } from './sibling-stores.ts';

/**
 * Compares all products of both sides, for the daily reconcile. Nothing is deleted in the warehouse: what the store does
 * not sell any more is reported.
 * @param unlisted takes the rows beyond the first 100 of each kind
 */
export async function compareProducts(
  deps: Dependencies,
  open: OpenConnection,
  freshAfter: number,
  unlisted: ReportRow[] = [],
): Promise<ProductsComparison> {
  const index = await catalogueIndex(deps, open, freshAfter);
  let compared = 0;
  let differing = 0;
  const differ: string[] = [];
  const renamed: Rename[] = [];
  const unclear = { count: 0, rows: [] as { sku: string; state: ProductState }[] };
  const list = <Row>(rows: Row[], row: Row, whole: ComparedProduct): void => {
    if (rows.length < LISTED) rows.push(row);
    else unlisted.push({ part: 'products', ...whole });
  };
  for (let position = 0; position < index.store.size; position += 1) {
    const { entry, state, formerCode } = viewRow(index, index.store.at(position));
    if (state === 'in-myogo' || state === 'differs') compared += 1;
    const { sku } = entry;
    if (state === 'differs') {
      differing += 1;
      list(differ, sku, { what: 'differs', sku });
    }
    if (formerCode !== undefined) {
      list(renamed, { from: formerCode, to: sku }, { what: 'renamed', sku: formerCode, to: sku });
    }
    if (!isUnclear.has(state)) continue;
    unclear.count += 1;
    list(unclear.rows, { sku, state }, { what: 'unclear', sku, state });
  }
  const missingInStore = { count: 0, codes: [] as string[] };
  for (const { variantId, code, soldBy } of index.warehouse.products.variants()) {
    if (index.store.hasVariant(variantId) || index.store.find(code) !== undefined || soldBy.length > 0) continue;
    missingInStore.count += 1;
    list(missingInStore.codes, code, { what: 'missing-in-store', sku: code });
  }
  const odd = new OddList([
    ...index.store.oddProducts.rows,
    ...index.store.unread,
    ...index.warehouse.products.odd.rows,
  ]);
  for (const row of odd.unlisted) unlisted.push({ part: 'products', what: 'unreadable', ...row });
  return {
    ...{ compared, differing, missingInStore, renamed },
    ...(differ.length === 0 ? {} : { differ }),
    ...(unclear.count === 0 ? {} : { unclear }),
    ...defined({ odd: odd.listed }),
  };
}

/** What is sold of some codes, as the comparison has read it. */
export async function soldByAnybody(deps: Dependencies, open: OpenConnection, freshAfter: number) {
  const { store, warehouse } = await catalogueIndex(deps, open, freshAfter);
  return {
    rows: store,
    /** Those of some codes that another connected store of the merchant sells. */
    async soldElsewhere(codes: readonly string[]): Promise<ReadonlySet<string>> {
      const sellers = new Map(codes.map((code) => [code, warehouse.products.sellersOf(code)]));
      const gone = await goneStores(deps, open, [...new Set([...sellers.values()].flat())]);
      return new Set(codes.filter((code) => sellers.get(code)?.some((other) => !gone.has(other)) === true));
    },
  };
}

/** States that only a person can decide, beside renames and what the store alone says. */
const isUnclear: ReadonlySet<ProductState> = new Set(['ambiguous', 'other-product', 'twin-code']);

interface Rename {
  readonly from: string;
  readonly to: string;
}
