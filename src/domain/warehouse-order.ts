import { warehouseCustomer, type Person, type WarehouseCustomer } from './address.ts';
import type { Reference } from '../contract/ids.ts';

/** An order as ApiV1 takes it. Holds personal data: made and sent inside one activity. */
export interface WarehouseOrder {
  readonly reference: string;
  readonly shippingCode: string;
  readonly status: 'New' | 'Cancelled';
  readonly customer: WarehouseCustomer;
  readonly orderLines: readonly { readonly code: string; readonly quantity: number; readonly unitPrice?: number }[];
  readonly comments?: string;
  readonly priceTotal?: number;
  readonly priceCurrency?: string;
}

export interface WarehouseOrderParts {
  readonly reference: Reference;
  readonly code: string;
  readonly person: Person;
  readonly billing: { readonly phone: string; readonly email: string };
  readonly customerMessage: string;
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

/** Builds the warehouse's order of one address. Prices are left out where the store's lines of one SKU disagree. */
export function warehouseOrder(parts: WarehouseOrderParts): WarehouseOrder {
  const orderLines = parts.lines.map(({ code, quantity, orderProductIds }) => {
    const price = commonPrice(orderProductIds, parts.prices);
    return { code, quantity, ...(price === undefined ? {} : { unitPrice: price }) };
  });
  const priced = orderLines.every((line) => line.unitPrice !== undefined);
  const cents = orderLines.reduce((sum, line) => sum + Math.round((line.unitPrice ?? 0) * 10_000) * line.quantity, 0);
  const comments = parts.customerMessage.trim();
  return {
    reference: parts.reference,
    shippingCode: parts.code,
    status: parts.status ?? 'New',
    customer: warehouseCustomer(parts.person, parts.billing),
    orderLines,
    ...(comments === '' ? {} : { comments }),
    ...(priced && /^[A-Z]{3}$/.test(parts.currencyCode)
      ? { priceTotal: Math.round(cents / 100) / 100, priceCurrency: parts.currencyCode }
      : {}),
  };
}

function commonPrice(ids: readonly number[], prices: ReadonlyMap<number, string>): number | undefined {
  const found = new Set(ids.map((id) => prices.get(id)));
  const [only] = found;
  if (found.size !== 1 || only === undefined || only.trim() === '') return undefined;
  const value = Number(only);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}
