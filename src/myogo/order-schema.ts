import { z } from 'zod';
import { myOgoStatuses, type MyOgoStatus } from '../contract/orders.ts';
import type { WarehouseCustomer } from '../domain/orders/facts/address.ts';
import { essential, optionalObject, readNumber } from '../http/row-fields.ts';
import type { RowKind } from '../http/rows.ts';
import {
  essentialNumber,
  optionalDate,
  optionalFlag,
  optionalText,
  optionalTexts,
  pieces,
  withoutUndefined,
  statusWord,
  word,
} from './fields.ts';

/** A status of an order. It may go back (PENDING to NEW), and a poll can miss one in between. */
export type OrderStatus = MyOgoStatus;

/** An order as the warehouse has it, without the person. */
export interface Order {
  readonly id: string | undefined;
  readonly reference: string;
  readonly status: OrderStatus;
  /** The word that came. */
  readonly statusText: string;
  readonly shippingCode: string | undefined;
  readonly lines: readonly { readonly code: string; readonly quantity: number }[];
  /** May hold several numbers, separated by commas. */
  readonly trackingNumber: string | undefined;
  readonly trackingUrl: string | undefined;
  /** ISO 8601 in UTC. */
  readonly editTime: string | undefined;
  /** The warehouse's words, in which a person may be named: for people's eyes, never for a log. */
  readonly warehouseComments: string | undefined;
  readonly countryCode: string | undefined;
}

/** An order to send. Personal data. Fields that are not set are left out, never null. */
export interface NewOrder {
  readonly reference: string;
  readonly shippingCode?: string;
  readonly pickUpPointCode?: string;
  /** Any casing; `New` or `Draft` for a new one, `Cancelled` to cancel (UNCONFIRMED: there is no other way in ApiV1). */
  readonly status?: string;
  readonly customer: WarehouseCustomer;
  /** When given on an update, the whole list is replaced. */
  readonly orderLines: readonly {
    readonly code: string;
    readonly quantity: number;
    /** Including VAT. */
    readonly unitPrice?: number;
    readonly vatPercentage?: number;
    readonly productInfoUrl?: string;
    readonly productPictureUrl?: string;
  }[];
  readonly comments?: string;
  readonly priceTotal?: number;
  /** Three letters. */
  readonly priceCurrency?: string;
  readonly cashOnDelivery?: { readonly amount: number; readonly currencyCode?: string; readonly reference?: string };
  readonly test?: boolean;
}

/** .NET writes `Shipped`, the PHP client's contract says `shipped`: the casing means nothing. */
function parseOrderStatus(word: string): OrderStatus {
  const upper = word.trim().toUpperCase();
  return myOgoStatuses.find((status) => status === upper) ?? 'UNKNOWN';
}

/**
 * A row of `/api/v1/Orders`; the customer and the documents are dropped while reading. Its lines are its meaning: where one
 * cannot be read, or none are told, the order cannot.
 */
export const orderRows: RowKind<Order> = {
  name: 'warehouse order',
  keys: ['reference', 'id'],
  schema: z
    .object({
      id: optionalText,
      reference: word,
      status: statusWord,
      shippingCode: optionalText,
      orderLines: z.array(z.object({ code: word, quantity: pieces })),
      trackingNumber: optionalTexts(','),
      trackingUrl: optionalTexts(' '),
      editTime: optionalDate,
      warehouseComments: optionalText,
      customer: optionalObject({ countryCode: optionalText }),
    })
    .transform(({ status, orderLines, trackingNumber, trackingUrl, customer, ...row }): Order => ({
      ...row,
      status: parseOrderStatus(status),
      statusText: status,
      lines: orderLines,
      trackingNumber: trimmed(trackingNumber),
      trackingUrl: trimmed(trackingUrl),
      countryCode: customer?.countryCode,
    })),
};

function trimmed(text: string | undefined): string | undefined {
  const found = text?.trim();
  return found === '' ? undefined : found;
}

const fullLine = z
  .object({
    code: word,
    quantity: pieces,
    unitPrice: essentialNumber,
    vatPercentage: essentialNumber,
    productInfoUrl: optionalText,
    productPictureUrl: optionalText,
  })
  .transform(withoutUndefined);

const customer = z
  .object({
    name: word,
    company: optionalText,
    address1: word,
    address2: optionalText,
    city: word,
    countryCode: word,
    zip: optionalText,
    phone: optionalText,
    email: optionalText,
  })
  .transform(withoutUndefined);

const amount = essential('number', readNumber);
const cashOnDelivery = z
  .object({ amount, currencyCode: optionalText, reference: optionalText })
  .transform(withoutUndefined)
  .nullish()
  .transform((value) => value ?? undefined);

/**
 * A row of `/api/v1/Orders` as it can be sent again: what only the server sets is left out, and so are the documents, whose
 * contents do not come back (a list that is not sent is not replaced).
 */
export const fullOrderRows: RowKind<NewOrder> = {
  name: 'warehouse order',
  keys: ['reference'],
  schema: z
    .object({
      reference: word,
      shippingCode: optionalText,
      pickUpPointCode: optionalText,
      status: optionalText,
      customer,
      orderLines: z.array(fullLine),
      comments: optionalText,
      priceTotal: essentialNumber,
      priceCurrency: optionalText,
      cashOnDelivery,
      test: optionalFlag,
    })
    // The fields that are undefined are gone, which the types of a transformation cannot tell.
    .transform((row) => withoutUndefined(row) as NewOrder),
};

/** The answer to an order that was sent: one that does not show its lines, which were taken, says nothing of them. */
export function answerRows({ orderLines }: NewOrder, isUntold: (lines: unknown) => boolean): RowKind<Order> {
  const { schema } = orderRows;
  const told = (row: unknown): unknown =>
    typeof row === 'object' && row !== null && isUntold(Reflect.get(row, 'orderLines')) ? { ...row, orderLines } : row;
  return { ...orderRows, schema: z.preprocess(told, schema) };
}

/** An order of the warehouse with all that it was made of. Personal data. */
export interface FoundOrder {
  readonly order: Order;
  /** As it can be sent again; undefined where it cannot be read whole. */
  readonly whole?: NewOrder | undefined;
}

/** A row of `/api/v1/Orders`, both as it is read and as it can be sent again. */
export const foundOrderRows: RowKind<FoundOrder> = {
  name: orderRows.name,
  keys: orderRows.keys,
  schema: z.preprocess(
    (raw) => ({ order: raw, whole: raw }),
    z.object({ order: orderRows.schema, whole: fullOrderRows.schema.optional().catch(undefined) }),
  ),
};
