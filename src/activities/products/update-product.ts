import { FailureType } from '../../contract/failures.ts';
import type { CreateProductInput, CreateProductResult } from '../../contract/products.ts';
import { compareRow, refusalOf } from '../../domain/products/catalogue-row.ts';
import { differingFields, fingerprintOf } from '../../domain/products/product-difference.ts';
import type { WarehouseProduct } from '../../domain/products/product-mapping.ts';
import { productPage, sharedPage } from '../../domain/products/product-page.ts';
import { lostFields, wholeProduct } from '../../domain/products/whole-product.ts';
import { WarehouseCatalogue } from '../../domain/products/warehouse-catalogue.ts';
import type { NewProduct, Product as MyogoProduct } from '../../myogo/products.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { activityFailure } from '../runtime/failures.ts';
import { noteProducts, productsByCode } from './warehouse-index.ts';
import type { Once } from '../runtime/write-once.ts';
import { goneStores } from './sibling-stores.ts';

/** A product that is in myOGO, and what the store has of it. */
interface Change {
  readonly product: WarehouseProduct;
  readonly input: CreateProductInput;
  readonly held: MyogoProduct;
}

/**
 * Tells myOGO what differs. The whole product is sent, what was read just now with our fields in it: whether myOGO's PUT
 * blanks what is absent is not documented. Then it is read back where the answer does not show it.
 *
 * Where another store of the merchant tells the product's texts, this one only adds itself to the page.
 * @throws `Refused` where the code turns out to be another variant's, or where myOGO does not keep what it was sent
 */
export async function updateProduct(
  deps: Dependencies,
  open: OpenConnection,
  once: Once,
  { product, input, held }: Change,
): Promise<CreateProductResult> {
  const { code } = product;
  const alone = new WarehouseCatalogue(open.connection.storeHash);
  alone.replace(code, [held]);
  refuseAnothers(alone, input, product);
  const mayTell = await tellsTexts(deps, open, held);
  const fields = mayTell ? differingFields(product, held) : [];
  const infoUrl = sharedPage(held.infoUrl, product.infoUrl ?? '', {
    store: open.connection.storeHash,
    variantId: input.variantId,
    mayTell,
  });
  if (fields.length === 0 && infoUrl === held.infoUrl) return resultOf(code, 'unchanged', held);
  const changes = { ...Object.fromEntries(fields.map((field) => [field, product[field]])), infoUrl };
  const body: NewProduct = {
    ...wholeProduct(held),
    ...changes,
    code,
    languageCode: languageOf(product, held, mayTell),
  };
  const { value } = await once<MyogoProduct>({
    side: 'myogo',
    // Looked at just now; the same update twice changes nothing.
    look: () => Promise.resolve(undefined),
    send: () => open.merchant.products.update(code, body),
  });
  const lostIn = (answer: MyogoProduct) => [
    ...lostFields(body, answer),
    ...fields.filter((field) => field !== 'infoUrl' && answer[field] === held[field]),
  ];
  const kept = lostIn(value).length === 0 ? value : await readBack(deps, open, code, lostIn);
  noteProducts(deps, open, code, [kept]);
  return resultOf(code, 'updated', kept);
}

/** Refuses a row whose code is, by these products, another variant's, or held under another code. */
export function refuseAnothers(
  products: WarehouseCatalogue,
  { sku, variantId, replaces }: CreateProductInput,
  product: WarehouseProduct,
): void {
  const view = products.view(
    { sku, variantId, fingerprint: fingerprintOf(product) },
    { hasVariant: (other) => other !== replaces, isLive: () => true },
  );
  const state = compareRow(view);
  const refusal = refusalOf(state, sku, view);
  if (refusal !== undefined) throw activityFailure(FailureType.refused, refusal, { side: 'myogo', field: state });
}

export function resultOf(
  sku: string,
  outcome: CreateProductResult['outcome'],
  product: MyogoProduct,
): CreateProductResult {
  const received = [product.stock, product.stockAvailable, product.reserved].some((pieces) => (pieces ?? 0) > 0);
  return { sku, outcome, received };
}

/** A store tells a product's texts where the page is its own, nobody's, or that of a store that is gone. */
async function tellsTexts(deps: Dependencies, open: OpenConnection, held: MyogoProduct): Promise<boolean> {
  const teller = productPage(held.infoUrl)?.store;
  if (teller === undefined || teller === open.connection.storeHash) return true;
  return (await goneStores(deps, open, [teller])).has(teller);
}

function languageOf(product: WarehouseProduct, held: MyogoProduct, mayTell: boolean): string {
  return mayTell ? product.languageCode : (held.languageCode ?? product.languageCode);
}

/** The answer to the PUT did not show what was sent: asked by code, it must be there. */
async function readBack(
  deps: Dependencies,
  open: OpenConnection,
  code: string,
  lostIn: (answer: MyogoProduct) => readonly string[],
): Promise<MyogoProduct> {
  const [kept] = await productsByCode(deps, open, code);
  const lost = kept === undefined ? ['code'] : lostIn(kept);
  if (kept !== undefined && lost.length === 0) return kept;
  throw activityFailure(
    FailureType.refused,
    `myOGO took the update and does not keep it (${lost.join(', ')}): look at the product there, and ask OGOship.`,
    { side: 'myogo', field: 'not-kept' },
  );
}
