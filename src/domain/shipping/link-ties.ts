import type { ShippingLink } from '../../contract/shipping.ts';
import { byRank, compileLinks, saysTheSame, type LinkRow } from './link-rank.ts';

/** Two links that would hold an order as `ambiguous-link`, and a method name on which they do. */
export interface PossibleTie {
  readonly links: readonly [ShippingLink, ShippingLink];
  /** The shortest name that both fit, as it is compared. */
  readonly example: string;
}

const STAR = 0x2a;

/**
 * The pairs of links that rank equal, say different things, and both fit some method name. A third link may still beat
 * both on that very name: then the tie never shows.
 */
export function possibleTies(links: readonly ShippingLink[]): readonly PossibleTie[] {
  const rows = compileLinks(links).rows;
  const ties: PossibleTie[] = [];
  for (const [index, a] of rows.entries()) {
    for (const b of rows.slice(index + 1)) {
      if (a.country !== b.country || byRank(a, b) !== 0 || saysTheSame(a.link, b.link)) continue;
      const example = commonName(a, b);
      if (example !== undefined) ties.push({ links: [a.link, b.link], example });
    }
  }
  return ties;
}

interface Step {
  readonly a: number;
  readonly b: number;
  readonly before: Step | undefined;
  /** The character that this step adds to the name. */
  readonly adds?: number;
}

/** A shortest name that fits both patterns: a breadth-first walk over the pairs of positions. */
function commonName(left: LinkRow, right: LinkRow): string | undefined {
  const [p, q] = [left.pattern.codePoints, right.pattern.codePoints];
  const seen = new Set<number>();
  let sameLength: Step[] = [{ a: 0, b: 0, before: undefined }];
  while (sameLength.length > 0) {
    const longer: Step[] = [];
    for (let at = sameLength.pop(); at !== undefined; at = sameLength.pop()) {
      const { a, b } = at;
      const key = a * (q.length + 1) + b;
      if (seen.has(key)) continue;
      seen.add(key);
      if (a === p.length && b === q.length) return nameOf(at);
      const [x, y] = [p[a], q[b]];
      // A star may stand for nothing,
      if (x === STAR) sameLength.push({ a: a + 1, b, before: at });
      if (y === STAR) sameLength.push({ a, b: b + 1, before: at });
      // or take the character that the other pattern asks for.
      if (x !== undefined && x === y && x !== STAR) longer.push({ a: a + 1, b: b + 1, before: at, adds: x });
      if (x === STAR && y !== undefined && y !== STAR) longer.push({ a, b: b + 1, before: at, adds: y });
      if (y === STAR && x !== undefined && x !== STAR) longer.push({ a: a + 1, b, before: at, adds: x });
    }
    sameLength = longer;
  }
  return undefined;
}

function nameOf(end: Step): string {
  const points: number[] = [];
  for (let at: Step | undefined = end; at !== undefined; at = at.before)
    if (at.adds !== undefined) points.unshift(at.adds);
  return String.fromCodePoint(...points);
}
