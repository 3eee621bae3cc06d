import { FailureType } from '../../contract/failures.ts';
import type { CreateProductInput, CreateProductResult } from '../../contract/products.ts';
import { judgeRow, refusalOf } from '../../domain/products/catalogue-row.ts';
import type { WarehouseProduct } from '../../domain/products/product-mapping.ts';
import { HttpFailure } from '../../http/failure.ts';
import { oddRowFailure } from '../../http/json.ts';
import type { OddRow } from '../../http/rows.ts';
import type { Product as MyogoProduct } from '../../myogo/products.ts';
import { dropReady, readyProduct, rowMapper } from './catalogue-index.ts';
import { readProducts } from './catalogue-join.ts';
import { mayBeElsewhere } from '../../domain/shared/not-at-warehouse.ts';
import { elsewhereOf, unreadElsewhere } from './elsewhere/kept-elsewhere.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { activityFailure } from '../runtime/failures.ts';
import { refuseAnothers, resultOf, updateProduct } from './update-product.ts';
import { serverTime } from '../runtime/server-clock.ts';
import { knownWarehouse, noteProducts, productsByCode, warehouseIndex } from './warehouse-index.ts';
import { isFirstAttempt, type Once } from '../runtime/write-once.ts';

/** How old the knowledge that a code is free may be (it was read for this very run) to send without asking again. */
const TRUST_MS = 15 * 60_000;
/** How old all of myOGO's products may be where the run that asked has not compared them. */
const KNOWN_MS = 10 * 60_000;

/**
 * Brings one product to myOGO: creates it, or updates what differs and the store owns. One request for a new one whose
 * row was read a moment ago.
 * @param isFirst false where an earlier activity may have created it
 * @throws `Refused` with the product's state as `field`; `Rejected` with the warehouse's words
 */
export async function createProduct(
  deps: Dependencies,
  open: OpenConnection,
  once: Once,
  input: CreateProductInput,
  isFirst: boolean,
): Promise<CreateProductResult> {
  const product = readyProduct(deps, open, input, input.readAfter ?? Infinity) ?? (await readRow(deps, open, input));
  await refuseWhatIsAnothers(deps, open, input, product);
  const knowsAll = isFirst && input.again !== true && isFirstAttempt();
  const result = await bring(deps, open, once, { product, input, isFirst: knowsAll });
  dropReady(deps, open, input.variantId);
  return result;
}

/** What is brought, and what is known of it. */
interface Errand {
  readonly product: WarehouseProduct;
  readonly input: CreateProductInput;
  readonly isFirst: boolean;
}

async function bring(
  deps: Dependencies,
  open: OpenConnection,
  once: Once,
  { product, input, isFirst }: Errand,
): Promise<CreateProductResult> {
  const { code } = product;
  if (isFirst && knownFree(deps, open, code)) {
    const created = await createUnseen(deps, open, once, product);
    if (created !== undefined) return resultOf(code, 'created', created);
  }
  const { found, value } = await once<MyogoProduct>({
    side: 'myogo',
    look: async () => theOnly(await productsByCode(deps, open, code), code),
    send: () => open.merchant.products.create(product),
  });
  noteProducts(deps, open, code, [value]);
  if (!found) return resultOf(code, 'created', value);
  return updateProduct(deps, open, once, { product, input, held: value });
}

/**
 * Whose the code is. Where the run that asked has compared it with all of myOGO, what this process knows since is looked
 * at once more; otherwise myOGO's products are read, because a variant's former code and a twin are found in no other
 * way.
 */
async function refuseWhatIsAnothers(
  deps: Dependencies,
  open: OpenConnection,
  input: CreateProductInput,
  product: WarehouseProduct,
): Promise<void> {
  const index =
    input.judged === true ? knownWarehouse(deps, open) : await warehouseIndex(deps, open, serverTime() - KNOWN_MS);
  if (index !== undefined) refuseAnothers(index.products, input, product);
}

/** Creates a product without looking first; `undefined` where myOGO refuses, because then it may be there after all. */
async function createUnseen(
  deps: Dependencies,
  open: OpenConnection,
  once: Once,
  product: WarehouseProduct,
): Promise<MyogoProduct | undefined> {
  try {
    const { value } = await once<MyogoProduct>({
      side: 'myogo',
      // The list of all products was read moments ago, and the code was not among them.
      look: () => Promise.resolve(undefined),
      send: () => open.merchant.products.create(product),
    });
    noteProducts(deps, open, product.code, [value]);
    return value;
  } catch (error) {
    if (error instanceof HttpFailure && error.type === FailureType.rejected) {
      const there = await productsByCode(deps, open, product.code);
      if (there.length > 0) return undefined;
    }
    throw error;
  }
}

/** Free, as far as the list that was read for this run tells; not to be believed after a try that may have created it. */
function knownFree(deps: Dependencies, open: OpenConnection, code: string): boolean {
  const known = knownWarehouse(deps, open);
  return known !== undefined && performance.now() - known.asOf < TRUST_MS && known.products.isFree(code);
}

async function readRow(
  deps: Dependencies,
  open: OpenConnection,
  { sku, productId, variantId }: CreateProductInput,
): Promise<WarehouseProduct> {
  const unread: OddRow[] = [];
  const rowsOf = readProducts(
    open.store,
    [productId],
    (odd) => void unread.push(odd),
    (read) => read(),
  );
  for await (const rows of rowsOf) {
    const row = rows.find(({ variant }) => variant.id === variantId);
    if (row === undefined) continue;
    if (row.variant.sku !== sku) {
      throw activityFailure(FailureType.refused, 'Its SKU was changed in the store meanwhile: start again.');
    }
    const kept = await elsewhereOf(deps, open);
    if (mayBeElsewhere(kept, { ...row.variant, variantId }))
      throw oddRowFailure('bigcommerce', unreadElsewhere(row.variant));
    const state = judgeRow(row.product, row.variant, kept.entries);
    if (state !== 'sellable') {
      throw activityFailure(FailureType.refused, refusalOf(state, sku) ?? 'It cannot be created.', { field: state });
    }
    return rowMapper(open)(row);
  }
  const odd = unread.find(({ id }) => id === variantId) ?? unread[0];
  if (odd !== undefined) throw oddRowFailure('bigcommerce', odd);
  throw activityFailure(FailureType.notFound, 'It is not in the store any more.', { side: 'bigcommerce' });
}

function theOnly(products: readonly MyogoProduct[], sku: string): MyogoProduct | undefined {
  if (products.length > 1) {
    throw activityFailure(FailureType.refused, refusalOf('ambiguous', sku) ?? '', {
      side: 'myogo',
      field: 'ambiguous',
    });
  }
  return products[0];
}
