import type { MissingProduct } from '../../contract/orders.ts';
import { boughtAs, type LineCode } from '../../domain/orders/facts/codes.ts';
import type { Travels } from '../../domain/orders/account/travels.ts';
import type { SentLine } from '../../domain/orders/facts/facts.ts';
import { skuProblem } from '../../domain/products/sku.ts';
import { bankReference } from '../../domain/orders/payment/bank-reference.ts';
import type { WarehouseCustomer } from '../../domain/orders/facts/address.ts';
import { outgoingOrder, type OutgoingOrder } from '../../domain/orders/facts/outgoing-order.ts';
import type { Reference } from '../../contract/ids.ts';
import type { Consignment, Order } from '../../bigcommerce/orders/order-schema.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { codesOfBought, type CodeQuestion } from '../products/bought-codes.ts';
import { knownCodes } from '../products/warehouse-index.ts';
import { Held } from './travels/held.ts';
import { customsPrices } from './travels/customs.ts';
import { commentsOf, wordsSource } from './travels/words.ts';

export interface BodyRequest extends Pick<CodeQuestion, 'anew' | 'mayBeOld'> {
  readonly reference: Reference;
  readonly code: string;
  readonly addressId: number;
  readonly lines: readonly SentLine[];
  readonly travels: Travels;
  /** To whom the warehouse has it already. */
  readonly before?: Pick<WarehouseCustomer, 'countryCode' | 'zip' | 'city'> | undefined;
}

/** An order that is ready to be sent, or the products that have to be created before. */
export type BodyResult =
  | { readonly kind: 'ready'; readonly body: OutgoingOrder }
  | { readonly kind: 'products-missing'; readonly products: readonly MissingProduct[] }
  /** The warehouse has what these lines are under other codes than those that were given. */
  | { readonly kind: 'renamed'; readonly codes: readonly LineCode[] };

/**
 * Builds the warehouse's order of one place, personal data included: made and sent inside one activity.
 * @throws Held where something is missing that a person must give
 */
export async function orderBody(
  deps: Dependencies,
  open: OpenConnection,
  order: Order,
  request: BodyRequest,
): Promise<BodyResult> {
  const { reference, code, addressId, lines, travels, mayBeOld, anew = false, before } = request;
  const consignment = order.shipping.find((one) => one.addressId === addressId);
  if (consignment === undefined) throw new Held('address-incomplete', 'The address is no longer on the store’s order.');
  const renamed = await renamedLines(deps, open, consignment, lines, { mayBeOld, anew });
  if (renamed.length > 0) return { kind: 'renamed', codes: renamed };
  const merged = byCode(lines);
  const known = await knownCodes(
    deps,
    open,
    merged.map((line) => line.code),
  );
  const lacking = merged.map((line) => line.code).filter((sku) => known.get(sku) !== 'known');
  if (lacking.length > 0) {
    const lackingLines = lines.filter((line) => lacking.includes(line.code));
    const products = creatable(open, consignment, lackingLines, (sku) => known.get(sku) === 'unknown');
    if (products !== undefined) return { kind: 'products-missing', products };
    throw unknownProducts(consignment, lacking, (sku) => known.get(sku) === 'unknown');
  }
  const paid = await customsPrices(deps, open, { order, consignment, code, lines, before });
  const body = outgoingOrder({
    reference,
    code,
    person: consignment.person,
    billing: order.billing,
    comments: commentsOf(
      wordsSource(order, {
        ...consignment,
        lines: consignment.lines.filter(({ id }) => lines.some(({ line }) => line === id)),
      }),
      open.connection.links,
      travels.words,
    ),
    pickUpPoint: travels.pickUpPoint,
    cash: travels.cash && { ...travels.cash, reference: bankReference(order.id, addressId) },
    currencyCode: order.currencyCode,
    lines: merged,
    // What customs are told is what was paid.
    prices:
      paid ??
      new Map(
        consignment.lines.flatMap(({ id, priceIncTax }) => (priceIncTax === undefined ? [] : [[id, priceIncTax]])),
      ),
  });
  return { kind: 'ready', body };
}

/** The lines that the warehouse has under another code than they are to be sent by. */
async function renamedLines(
  deps: Dependencies,
  open: OpenConnection,
  consignment: Consignment,
  lines: readonly SentLine[],
  question: Pick<CodeQuestion, 'anew' | 'mayBeOld'>,
): Promise<readonly LineCode[]> {
  const bought = lines.map((line) => {
    const { productId = 0, variantId = 0 } = consignment.lines.find(({ id }) => id === line.line) ?? {};
    return { sku: boughtAs(line), productId, variantId };
  });
  const codes = await codesOfBought(deps, open, bought, question);
  const others = lines.filter((_, at) => codes[at] === undefined).map(boughtAs);
  if (others.length > 0) throw heldByAnother(others);
  return lines.flatMap(({ line, code }, at) => {
    const is = codes[at];
    return is === undefined || is === code ? [] : [{ line, code: is }];
  });
}

/** The code is there, and is another product's: what was bought is nowhere that could be told. */
function heldByAnother(skus: readonly string[]): Held {
  const names = [...new Set(skus)].slice(0, 20).join(', ');
  return new Held(
    'product-not-in-myogo',
    `In myOGO, ${names} is another product of the store than the one ordered.`,
    'code-of-another-product',
    skus,
  );
}

function byCode(lines: readonly SentLine[]) {
  const merged = new Map<string, { code: string; quantity: number; orderProductIds: number[] }>();
  for (const { line, code, quantity } of lines) {
    const same = merged.get(code);
    if (same === undefined) merged.set(code, { code, quantity, orderProductIds: [line] });
    else {
      same.quantity += quantity;
      same.orderProductIds.push(line);
    }
  }
  return [...merged.values()];
}

/** The products behind the codes, where the merchant wants them created and the store has each of them. */
function creatable(
  open: OpenConnection,
  consignment: Consignment,
  lines: readonly SentLine[],
  isUnknown: (code: string) => boolean,
): readonly MissingProduct[] | undefined {
  if (!open.connection.settings.createMissingProducts) return undefined;
  const products = lines.map(({ line: id, code }) => {
    const line = consignment.lines.find((one) => one.id === id);
    const isProduct = line !== undefined && line.productId > 0 && line.variantId > 0 && isUnknown(code);
    return isProduct && skuProblem(code) === undefined
      ? { sku: code, productId: line.productId, variantId: line.variantId }
      : undefined;
  });
  if (!products.every((product) => product !== undefined)) return undefined;
  return [...new Map(products.map((product) => [product.sku, product])).values()];
}

/** What of the remedy this reader can do depends on why myOGO has no such product. */
function unknownProducts(
  consignment: Consignment,
  codes: readonly string[],
  isUnknown: (code: string) => boolean,
): Held {
  const names = codes.slice(0, 20).join(', ');
  const doubled = codes.filter((code) => !isUnknown(code));
  if (doubled.length > 0) {
    const message = `myOGO has several products of the code ${doubled.slice(0, 20).join(', ')}.`;
    return new Held('product-not-in-myogo', message, 'code-of-several-products', codes);
  }
  const bad = codes.find((code) => skuProblem(code) !== undefined);
  if (bad !== undefined) {
    const message = `myOGO cannot have a product ${bad}: ${skuProblem(bad)?.message ?? ''}`;
    return new Held('product-not-in-myogo', message, 'impossible-code', codes);
  }
  const custom = codes.filter((code) =>
    consignment.lines.some(({ sku, productId }) => sku === code && productId === 0),
  );
  if (custom.length > 0) {
    const message = `${custom.slice(0, 20).join(', ')} is not a product of the store, and myOGO does not know it.`;
    return new Held('product-not-in-myogo', message, 'not-a-store-product', codes);
  }
  return new Held('product-not-in-myogo', `myOGO does not know: ${names}.`, 'unknown-product', codes);
}
