import type { MissingProduct, PlannedAddress } from '../contract/orders.ts';
import type { Reference } from '../contract/ids.ts';
import { linesMissingSku, warehouseLines } from '../domain/order-plan.ts';
import { warehouseOrder, type WarehouseOrder } from '../domain/warehouse-order.ts';
import type { Consignment, Order } from '../bigcommerce/order-schema.ts';
import type { OpenConnection } from './connections.ts';
import type { Dependencies } from './dependencies.ts';
import { knownCodes } from './warehouse-index.ts';
import { Held } from './warehouse-look.ts';

export interface BodyRequest {
  readonly reference: Reference;
  readonly code: string;
  /** The address as the store has it now. */
  readonly address: PlannedAddress;
}

/** An order that is ready to be sent, or the products that have to be created before. */
export type BodyResult =
  | { readonly kind: 'ready'; readonly body: WarehouseOrder }
  | { readonly kind: 'products-missing'; readonly products: readonly MissingProduct[] };

/**
 * Builds the warehouse's order of one address, personal data included: made and sent inside one activity.
 * @throws Held where something is missing that a person must give
 */
export async function orderBody(
  deps: Dependencies,
  open: OpenConnection,
  order: Order,
  { reference, code, address }: BodyRequest,
): Promise<BodyResult> {
  const consignment = order.shipping.find(({ addressId }) => addressId === address.addressId);
  if (consignment === undefined) throw new Held('address-incomplete', 'The address is no longer on the store’s order.');
  if (address.missing.length > 0) {
    throw new Held('address-incomplete', `The address lacks: ${address.missing.join(', ')}.`);
  }
  const nameless = linesMissingSku(address);
  if (nameless.length > 0) throw new Held('sku-missing', `${nameless.length} ordered item(s) have no SKU.`);

  const skus = [...new Set(address.lines.map(({ sku }) => sku))].filter((sku) => sku !== '');
  const known = await knownCodes(deps, open, skus);
  const lines = warehouseLines(address.lines, (sku) => known.get(sku) === 'known');
  const lacking = lines.filter((line) => known.get(line.code) !== 'known').map((line) => line.code);
  if (lacking.length > 0) {
    const products = creatable(open, consignment, lacking, (sku) => known.get(sku) === 'unknown');
    if (products !== undefined) return { kind: 'products-missing', products };
    throw new Held('product-not-in-myogo', `myOGO does not know: ${lacking.slice(0, 20).join(', ')}.`);
  }
  if (lines.length === 0) throw new Held('product-not-in-myogo', 'myOGO knows none of what is left to ship.');
  const body = warehouseOrder({
    reference,
    code,
    person: consignment.person,
    billing: order.billing,
    customerMessage: order.customerMessage,
    currencyCode: order.currencyCode,
    lines,
    prices: new Map(
      consignment.lines.flatMap(({ id, priceIncTax }) => (priceIncTax === undefined ? [] : [[id, priceIncTax]])),
    ),
  });
  return { kind: 'ready', body };
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
    return isProduct ? { sku: code, productId: line.productId, variantId: line.variantId } : undefined;
  });
  return products.every((product) => product !== undefined) ? products : undefined;
}
