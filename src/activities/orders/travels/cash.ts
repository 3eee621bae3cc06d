import type { Settings } from '../../../contract/settings.ts';
import { paidBy } from '../../../domain/orders/payment/at-the-door.ts';
import { owedByAddress, type OwedLine, type OwedThere } from '../../../domain/orders/payment/owed.ts';
import type { Cash, CashRead } from '../../../domain/orders/facts/travels/cash.ts';
import { isNotAtWarehouse } from '../../../domain/shared/not-at-warehouse.ts';
import type { Order } from '../../../bigcommerce/orders/order-schema.ts';

/**
 * What a store order says of payment at the door, and what each of its addresses owes, also where nobody has decided (any more): what
 * was handed over collects all the same. Nothing for one that is paid otherwise.
 */
export function cashOf(
  { cashOnDelivery }: Pick<Settings, 'cashOnDelivery'>,
  order: Order,
  /** What the merchant keeps elsewhere. */
  notHere: readonly string[] = [],
): {
  readonly cash?: CashRead;
  readonly owed?: ReadonlyMap<number, Cash>;
  /** What of it falls on each line, by the line's id. */
  readonly owedByLine?: ReadonlyMap<number, number>;
} {
  const { paymentMethod: method, currencyCode: currency } = order;
  const by = paidBy(cashOnDelivery, order);
  if (paidBy(cashOnDelivery, { ...order, paymentStatus: '' }) === 'otherwise') return {};
  const isElsewhere = ({ type, sku }: Order['unaddressedLines'][number]) =>
    type === 'physical' && isNotAtWarehouse(notHere, sku);
  const owed = owedByAddress({
    currency,
    total: order.totalIncTax,
    storeCredit: order.storeCredit,
    giftCertificate: order.giftCertificate,
    refunded: order.refundedAmount,
    addresses: order.shipping.map(({ addressId, lines, costs }) => ({
      ...{ addressId, costs },
      lines: lines.filter((line) => !isElsewhere(line)).map(owedLine),
      servedElsewhere: lines.some((line) => isElsewhere(line) && line.quantityRefunded < line.quantity),
    })),
    otherLines: order.unaddressedLines.map(owedLine),
    linesElsewhere: order.shipping.flatMap(({ lines }) => lines.filter(isElsewhere).map(owedLine)),
  });
  const codes = cashOnDelivery?.shippingCodes;
  const cash: CashRead = { by: by === 'otherwise' ? 'paid' : by, method, ...(codes === undefined ? {} : { codes }) };
  if (owed === undefined) return { cash };
  // What is paid owes nothing: said of each address, so that this is another content than the one that was sent.
  const due = [...owed].map(
    ([addressId, { amount }]) => [addressId, { amount: by === 'otherwise' ? 0 : amount, currency }] as const,
  );
  return { cash, owed: new Map(due), ...(by !== 'otherwise' ? { owedByLine: linesOf([...owed.values()]) } : {}) };
}

function linesOf(addresses: readonly OwedThere[]): ReadonlyMap<number, number> {
  return new Map(addresses.flatMap(({ lines }) => [...lines]));
}

function owedLine({
  id,
  quantity,
  quantityRefunded,
  paidIncTax,
  priceIncTax,
}: Order['unaddressedLines'][number]): OwedLine {
  return { id, quantity, refunded: quantityRefunded, paid: paidIncTax, price: priceIncTax };
}
