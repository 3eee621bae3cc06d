const weights = [7, 3, 1];

/**
 * The reference of a payment at the door: the order's number and the address's with a Finnish check digit (7-3-1, from the
 * right). myOGO makes one of the order's reference where none is given, and ours has letters, which a bank does not take
 * (UNCONFIRMED).
 */
export function bankReference(orderId: number, addressId: number): string {
  const digits = `${orderId}${addressId}`.padStart(3, '0');
  const sum = Array.from(digits)
    .reverse()
    .reduce((all, digit, at) => all + Number(digit) * (weights[at % 3] ?? 0), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
