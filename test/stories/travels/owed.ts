import type { StoreOrder } from '../../../dev/stand-ins/store/order-state.ts';

// What the store's order says of money, as the stand-in says it: prices without tax, four decimals.

const VAT = 1.255;
const POSTAGE = 5.9;
const round4 = (amount: number) => Math.round(amount * 10_000) / 10_000;

/** What is still to be paid, in cents with their fractions. */
export function owedOf({ lines, addresses, storeCredit, giftCertificate }: StoreOrder): number {
  const goods = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const refunded = lines.reduce((sum, line) => sum + line.refunded * round4(line.price * VAT), 0);
  const total = round4((goods + addresses.length * POSTAGE) * VAT);
  return Math.max(0, total - refunded - storeCredit - giftCertificate) * 100;
}
