import { warehouseCustomer, type Person, type WarehouseCustomer } from './address.ts';
import { fromSmallest, totalOf } from '../../shared/currency.ts';
import type { Cash } from './travels/cash.ts';
import type { Reference } from '../../../contract/ids.ts';

/** An order as ApiV1 takes it. Holds personal data: made and sent inside one activity. */
export interface OutgoingOrder {
  readonly reference: string;
  readonly shippingCode: string;
  /** Always text: `0118` is no number. */
  readonly pickUpPointCode?: string;
  readonly status: 'New' | 'Cancelled';
  readonly customer: WarehouseCustomer;
  readonly orderLines: readonly { readonly code: string; readonly quantity: number; readonly unitPrice?: number }[];
  readonly comments?: string;
  readonly priceTotal?: number;
  readonly priceCurrency?: string;
  readonly cashOnDelivery?: { readonly amount: number; readonly currencyCode: string; readonly reference: string };
}

export interface OutgoingOrderParts {
  readonly reference: Reference;
  readonly code: string;
  readonly person: Person;
  readonly billing: { readonly phone: string; readonly email: string };
  /** For the packer: what people wrote. */
  readonly comments: string;
  readonly pickUpPoint?: string | undefined;
  /** What the carrier collects; 0 takes back what an earlier sending asked for. */
  readonly cash?: (Cash & { readonly reference: string }) | undefined;
  readonly currencyCode: string;
  readonly lines: readonly {
    readonly code: string;
    readonly quantity: number;
    readonly orderProductIds: readonly number[];
  }[];
  /** Price of one piece including tax, as the store's decimal string, by order_product_id. */
  readonly prices: ReadonlyMap<number, string>;
  readonly status?: 'New' | 'Cancelled';
}

/**
 * Builds the warehouse's order of one address. Prices are left out where the store's lines of one SKU disagree.
 *
 * `unitPrice` includes VAT, as ApiV1 has it. `vatPercentage` is never sent: the store gives amounts with and without tax, which
 * are rounded and do not tell the rate. `priceTotal` is the sum of the lines that are sent, in the currency's own decimals;
 * postage and discounts of the whole order are not in it, because an order may have several addresses and be handed over in
 * parts. It is left out where a line has no price.
 */
export function outgoingOrder(parts: OutgoingOrderParts): OutgoingOrder {
  const priced: { price: string; quantity: number }[] = [];
  const orderLines = parts.lines.map(({ code, quantity, orderProductIds }) => {
    const price = commonPrice(orderProductIds, parts.prices);
    if (price === undefined) return { code, quantity };
    priced.push({ price, quantity });
    return { code, quantity, unitPrice: Number(price) };
  });
  const hasCurrency = /^[A-Z]{3}$/.test(parts.currencyCode) && priced.length === orderLines.length;
  const priceTotal = hasCurrency ? totalOf(priced, parts.currencyCode) : undefined;
  const comments = parts.comments.trim();
  return {
    reference: parts.reference,
    shippingCode: parts.code,
    ...(parts.pickUpPoint === undefined ? {} : { pickUpPointCode: parts.pickUpPoint }),
    status: parts.status ?? 'New',
    customer: warehouseCustomer(parts.person, parts.billing),
    orderLines,
    ...(comments === '' ? {} : { comments }),
    ...(priceTotal === undefined ? {} : { priceTotal, priceCurrency: parts.currencyCode }),
    ...(parts.cash === undefined ? {} : { cashOnDelivery: collected(parts.cash) }),
  };
}

function collected({
  amount,
  currency,
  reference,
}: NonNullable<OutgoingOrderParts['cash']>): NonNullable<OutgoingOrder['cashOnDelivery']> {
  return { amount: fromSmallest(amount, currency), currencyCode: currency, reference };
}

/** The one price of the lines of an SKU; `10.1` and `10.1000` are one. */
function commonPrice(ids: readonly number[], prices: ReadonlyMap<number, string>): string | undefined {
  const found = ids.map((id) => prices.get(id)?.trim());
  const [first] = found;
  if (first === undefined || !/^\d{1,15}(\.\d{1,15})?$/.test(first)) return undefined;
  return found.every((price) => price !== undefined && price !== '' && Number(price) === Number(first))
    ? first
    : undefined;
}
