/**
 * Reads a GTIN (EAN-8, UPC-A, EAN-13, GTIN-14) whose check digit is right and which can be a product's all over the world.
 *
 * Stores hold all sorts of things in their UPC fields; a wrong EAN in the warehouse is worse than none, and myOGO does
 * not overwrite an EAN once it is there.
 * @returns the digits as they are, or `undefined`
 */
export function validGtin(text: string | undefined): string | undefined {
  const digits = text?.trim() ?? '';
  if (!/^(?:\d{8}|\d{12,14})$/.test(digits) || /^0+$/.test(digits)) return undefined;
  if (!checks(digits)) return undefined;
  const thirteen = digits.length === 14 ? digits.slice(1) : digits.padStart(13, '0');
  // Five zeros before eight digits are an EAN-8 in a longer field.
  if (digits.length === 8 || thirteen.startsWith('00000')) {
    return isProductEan8(thirteen.slice(5)) ? digits : undefined;
  }
  return isInStore(thirteen) ? undefined : digits;
}

/** Weights 3, 1, 3, … counted from the right, the check digit itself having weight 1 (GS1 General Specifications, 7.9). */
function checks(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    sum += Number(digits[index]) * ((digits.length - index) % 2 === 0 ? 3 : 1);
  }
  return sum % 10 === 0;
}

/**
 * Restricted numbers, which each shop gives out for itself, coupons and refund receipts (GS1 prefixes 02, 04, 05, 20 to 29,
 * 980 to 984, 99), and examples (952): the same digits stand for something else next door.
 */
function isInStore(thirteen: string): boolean {
  return /^(?:0[245]|2\d|952|98[0-4]|99)/.test(thirteen);
}

/**
 * Eight digits: an EAN-8 begins with neither 0 nor 2 (restricted), nor 140 to 199 (not given out). A UPC-E has eight digits,
 * too, begins with 0 or 1, and passes the EAN-8's check in more than half of the cases; one that could be either is neither.
 */
function isProductEan8(eight: string): boolean {
  if (/^(?:0|2|1[4-9]|99)/.test(eight)) return false;
  return !(eight.startsWith('1') && checks(upcAOf(eight)));
}

/** The UPC-A that a UPC-E stands for (GS1 General Specifications, 5.2.2.4). */
function upcAOf(upcE: string): string {
  const [system = '', a = '', b = '', c = '', d = '', e = '', rule = '', check = ''] = upcE;
  if (rule <= '2') return `${system}${a}${b}${rule}0000${c}${d}${e}${check}`;
  if (rule === '3') return `${system}${a}${b}${c}00000${d}${e}${check}`;
  if (rule === '4') return `${system}${a}${b}${c}${d}00000${e}${check}`;
  return `${system}${a}${b}${c}${d}${e}0000${rule}${check}`;
}
