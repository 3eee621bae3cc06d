import type { LinkCandidate, ShippingLink } from '../../contract/shipping.ts';
import { countryOf } from '../../contract/shipping/link-pattern.ts';
import { type CompiledPattern, compilePattern } from '../shared/wildcard.ts';

/** A link, read once for many addresses. */
export interface LinkRow {
  readonly link: ShippingLink;
  readonly pattern: CompiledPattern;
  /** Upper case; `undefined`: every country. */
  readonly country: string | undefined;
  /** What is said where the pattern does not fit: made once, since most links do not fit most methods. */
  readonly misfit: LinkCandidate;
}

/** Links read once, for many addresses. */
export interface LinkTable {
  readonly rows: readonly LinkRow[];
}

/** Reads links for repeated decisions. */
export function compileLinks(links: readonly ShippingLink[]): LinkTable {
  return {
    rows: links.map((link) => ({
      link,
      pattern: compilePattern(link.method),
      country: countryOf(link),
      misfit: { link, matched: 'no', why: 'the pattern does not fit' },
    })),
  };
}

/**
 * The order of two links that fit the same address: negative where `a` beats `b`, 0 where neither does.
 * Exact beats wildcard; then more literal characters beat fewer; then a named country beats none.
 */
export function byRank(a: LinkRow, b: LinkRow): number {
  return (
    Number(a.pattern.wildcard) - Number(b.pattern.wildcard) ||
    b.pattern.literalLength - a.pattern.literalLength ||
    Number(a.country === undefined) - Number(b.country === undefined)
  );
}

/** Why one link ranks before another, in words that follow "it". */
export function advantage(winner: LinkRow, loser: LinkRow): string {
  if (winner.pattern.wildcard !== loser.pattern.wildcard) return 'is exact, without *';
  const [more, fewer] = [winner.pattern.literalLength, loser.pattern.literalLength];
  if (more !== fewer) return `has more literal characters (${more} against ${fewer})`;
  return `names the country ${winner.country ?? ''}`;
}

/** Whether two links of equal rank lead to the same parcel, so that choosing between them is no guess. */
export function saysTheSame(a: ShippingLink, b: ShippingLink): boolean {
  return a.code === b.code && a.trackingCarrier === b.trackingCarrier && asksTheSame(a, b);
}

function asksTheSame(a: ShippingLink, b: ShippingLink): boolean {
  const words = ({ pickUpPoint = 'none', where = [], needs, maxWeight = 0 }: ShippingLink) =>
    JSON.stringify([pickUpPoint, where, needs ?? 'by the setting', maxWeight]);
  return words(a) === words(b);
}
