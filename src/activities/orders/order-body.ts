import type { MissingProduct } from '../../contract/orders.ts';
import type { HoldReason } from '../../contract/hold-reasons.ts';
import type { SentLine } from '../../domain/orders/facts/facts.ts';
import { skuProblem } from '../../domain/products/sku.ts';
import { warehouseOrder, type WarehouseOrder } from '../../domain/orders/facts/warehouse-order.ts';
import type { Reference } from '../../contract/ids.ts';
import type { Consignment, Order } from '../../bigcommerce/orders/order-schema.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { knownCodes } from '../products/warehouse-index.ts';

/** An outcome that a person must settle. Thrown inside an activity, answered as a hold. */
export class Held extends Error {
  readonly reason: HoldReason;
  readonly remedy: string | undefined;
  constructor(reason: HoldReason, message: string, remedy?: string) {
    super(message);
    this.reason = reason;
    this.remedy = remedy;
  }
}

export interface BodyRequest {
  readonly reference: Reference;
  readonly code: string;
  readonly addressId: number;
  readonly lines: readonly SentLine[];
}

/** An order that is ready to be sent, or the products that have to be created before. */
export type BodyResult =
  | { readonly kind: 'ready'; readonly body: WarehouseOrder }
  | { readonly kind: 'products-missing'; readonly products: readonly MissingProduct[] };

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
  const { reference, code, addressId, lines } = request;
  const consignment = order.shipping.find((one) => one.addressId === addressId);
  if (consignment === undefined) throw new Held('address-incomplete', 'The address is no longer on the store’s order.');
  const merged = byCode(lines);
  const known = await knownCodes(
    deps,
    open,
    merged.map((line) => line.code),
  );
  const lacking = merged.map((line) => line.code).filter((sku) => known.get(sku) !== 'known');
  if (lacking.length > 0) {
    const products = creatable(open, consignment, lacking, (sku) => known.get(sku) === 'unknown');
    if (products !== undefined) return { kind: 'products-missing', products };
    throw unknownProducts(consignment, lacking, (sku) => known.get(sku) === 'unknown');
  }
  const body = warehouseOrder({
    reference,
    code,
    person: consignment.person,
    billing: order.billing,
    customerMessage: order.customerMessage,
    currencyCode: order.currencyCode,
    lines: merged,
    prices: new Map(
      consignment.lines.flatMap(({ id, priceIncTax }) => (priceIncTax === undefined ? [] : [[id, priceIncTax]])),
    ),
  });
  return { kind: 'ready', body };
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
  codes: readonly string[],
  isUnknown: (code: string) => boolean,
): readonly MissingProduct[] | undefined {
  if (!open.connection.settings.createMissingProducts) return undefined;
  const products = codes.map((code) => {
    const line = consignment.lines.find(({ sku }) => sku === code);
    const isProduct = line !== undefined && line.productId > 0 && line.variantId > 0 && isUnknown(code);
    return isProduct && skuProblem(code) === undefined
      ? { sku: code, productId: line.productId, variantId: line.variantId }
      : undefined;
  });
  return products.every((product) => product !== undefined) ? products : undefined;
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
    return new Held(
      'product-not-in-myogo',
      message,
      'Ask the warehouse’s people to merge them, then retry. Or release with treat-as-done.',
    );
  }
  const bad = codes.find((code) => skuProblem(code) !== undefined);
  if (bad !== undefined) {
    const message = `myOGO cannot have a product ${bad}: ${skuProblem(bad)?.message ?? ''}`;
    const remedy =
      'The line keeps the SKU that it was bought with: ship it yourself and release with treat-as-done, or cancel.';
    return new Held('product-not-in-myogo', message, remedy);
  }
  const custom = codes.filter((code) =>
    consignment.lines.some(({ sku, productId }) => sku === code && productId === 0),
  );
  if (custom.length > 0) {
    const message = `${custom.slice(0, 20).join(', ')} is no product of the store, and myOGO does not know it.`;
    const remedy =
      'Have the warehouse’s people create a product of this code, then retry. Or release with treat-as-done.';
    return new Held('product-not-in-myogo', message, remedy);
  }
  // A line keeps the SKU that it was bought with: where its product was renamed since, creating products cannot bring it.
  const remedy =
    'Create the product in myOGO (sync webshop products): the order then goes on by itself. If its SKU was changed since the order, ship it yourself and release with treat-as-done, or cancel.';
  return new Held('product-not-in-myogo', `myOGO does not know: ${names}.`, remedy);
}
