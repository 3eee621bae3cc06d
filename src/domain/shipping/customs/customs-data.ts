import { hsCodeOf, isDescription, originOf } from '../../shared/customs-code.ts';
import { unitsOf } from '../../shared/currency.ts';

/** What the warehouse's product says for customs. */
export interface DeclaredProduct {
  readonly countryOfOrigin?: string | undefined;
  readonly customsDescription?: string | undefined;
  readonly hsCode?: string | undefined;
}

/** Pieces of a line that are sent, with what was paid for all its pieces: a decimal text; absent where nobody says. */
export interface PaidPieces {
  readonly ordered: number;
  readonly paid: string | undefined;
  readonly sent: number;
}

/** The names of what is missing, as people call it. A placeholder (`-`, `0`) is nothing. */
export function lackingForCustoms(
  { countryOfOrigin = '', customsDescription = '', hsCode = '' }: DeclaredProduct,
  value: string | undefined,
): readonly string[] {
  return [
    ...(value === undefined ? ['what was paid for it'] : []),
    ...(hsCodeOf(hsCode) === undefined ? ['HS code'] : []),
    ...(originOf(countryOfOrigin) === undefined ? ['country of origin'] : []),
    ...(isDescription(customsDescription) ? [] : ['description for customs']),
  ];
}

/** Of 10⁻⁸ to four decimals, which is what the store writes. */
const PER_TEN_THOUSANDTH = 10_000n;

/**
 * What the shopper paid for one piece of a SKU, with tax and after all discounts: the mean, where its lines differ. Rounded to
 * four decimals, as the store's own amounts.
 * @returns `undefined` where a line does not say
 */
export function paidForOne(pieces: readonly PaidPieces[]): string | undefined {
  let sum = 0n;
  let sent = 0n;
  for (const { ordered, paid, sent: some } of pieces) {
    const units = unitsOf(paid);
    if (units === undefined || units < 0n || ordered <= 0) return undefined;
    sum += (units * BigInt(some)) / BigInt(ordered);
    sent += BigInt(some);
  }
  if (sent === 0n) return undefined;
  const half = (sent * PER_TEN_THOUSANDTH) / 2n;
  const text = String((sum + half) / (sent * PER_TEN_THOUSANDTH)).padStart(5, '0');
  return `${text.slice(0, -4)}.${text.slice(-4)}`;
}
