/**
 * Reads a GTIN (EAN-8, UPC-A, EAN-13, GTIN-14) whose check digit is right.
 *
 * Stores hold all sorts of things in their UPC fields; a wrong EAN in the warehouse is worse than none, and myOGO does
 * not overwrite an EAN once it is there.
 * @returns the digits as they are, or `undefined`
 */
export function validGtin(text: string | undefined): string | undefined {
  const digits = text?.trim() ?? '';
  if (!/^(?:\d{8}|\d{12,14})$/.test(digits) || /^0+$/.test(digits)) return undefined;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    // Weights 3, 1, 3, … counted from the right, the check digit itself having weight 1 (GS1 General Specifications).
    sum += Number(digits[index]) * ((digits.length - index) % 2 === 0 ? 3 : 1);
  }
  return sum % 10 === 0 ? digits : undefined;
}
