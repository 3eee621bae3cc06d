/**
 * Decimals of the currencies that do not have two (ISO 4217 list one, SIX, as of 2026). Not `Intl`'s, which says what prices
 * usually look like: it differs for sixteen currencies (HUF, IDR, COP and PKR have two, IQD has three).
 */
const decimals: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  CLF: 4,
  UYW: 4,
};

/** How many decimals an amount of a currency has. @param code three letters, upper case */
export function decimalsOf(code: string): number {
  return Object.hasOwn(decimals, code) ? (decimals[code] ?? 2) : 2;
}

/** Digits kept while amounts are added up: more than either side writes. */
const SCALE = 8;

/**
 * The sum of prices times quantities, rounded half up to the currency's decimals. Calculated in whole units, so that no
 * fraction is lost or made on the way.
 * @param amounts not negative; `price` as a decimal text
 * @returns undefined where a price is no such text
 */
export function totalOf(
  amounts: readonly { readonly price: string; readonly quantity: number }[],
  currency: string,
): number | undefined {
  let sum = 0n;
  for (const { price, quantity } of amounts) {
    const units = price.trim().startsWith('-') ? undefined : unitsOf(price);
    if (units === undefined || !Number.isSafeInteger(quantity)) return undefined;
    sum += units * BigInt(quantity);
  }
  return Number(toSmallest(sum, currency)) / 10 ** decimalsOf(currency);
}

/** An amount in whole units of 10⁻⁸, to be calculated with; `undefined` for what is no decimal text. */
export function unitsOf(amount: string | undefined): bigint | undefined {
  const parts = /^(-?)(\d{1,15})(?:\.(\d{1,15}))?$/.exec(amount?.trim() ?? '');
  if (parts === null) return undefined;
  const [, sign = '', whole = '0', fraction = ''] = parts;
  const units = BigInt(whole + fraction.slice(0, SCALE).padEnd(SCALE, '0'));
  return sign === '-' ? -units : units;
}

/** Units as the currency's smallest ones (cents, for most), rounded half up. @param units not negative */
export function toSmallest(units: bigint, currency: string): bigint {
  const unit = 10n ** BigInt(SCALE - decimalsOf(currency));
  return (units + unit / 2n) / unit;
}

/** A number of a currency in its smallest unit: the other way round of {@link fromSmallest}. */
export function inSmallest(amount: number, currency: string): number {
  return Math.round(amount * 10 ** decimalsOf(currency));
}

/** An amount in a currency's smallest unit, as the number that it is. */
export function fromSmallest(amount: number, currency: string): number {
  return Number(smallestText(amount, currency));
}

/** The same as a text with all its decimals. */
export function smallestText(amount: number, currency: string): string {
  const digits = decimalsOf(currency);
  const text = String(amount).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
