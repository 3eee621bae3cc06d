import { goodsWords, type Pieces } from '../../../contract/orders.ts';

/** Pieces by SKU. What is not in it is zero; nothing in it is zero or below. */
export type Bag = ReadonlyMap<string, number>;

export const empty: Bag = new Map<string, number>([]);

export function bagOf(pieces: Iterable<Pieces>): Bag {
  const sums = new Map<string, number>();
  for (const { code, quantity } of pieces) if (quantity > 0) sums.set(code, (sums.get(code) ?? 0) + quantity);
  return sums;
}

/** As it is stored and shown: by code, so that equal bags look equal. */
export function piecesOf(bag: Bag): readonly Pieces[] {
  return [...bag].map(([code, quantity]) => ({ code, quantity })).sort((a, b) => (a.code < b.code ? -1 : 1));
}

export function plus(...bags: readonly Bag[]): Bag {
  return bagOf(bags.flatMap((bag) => [...bag].map(([code, quantity]) => ({ code, quantity }))));
}

/** Nothing below zero. */
export function minus(from: Bag, ...taken: readonly Bag[]): Bag {
  const off = plus(...taken);
  return mapped(from, (code, quantity) => quantity - (off.get(code) ?? 0));
}

export function least(a: Bag, b: Bag): Bag {
  return mapped(a, (code, quantity) => Math.min(quantity, b.get(code) ?? 0));
}

export function most(a: Bag, b: Bag): Bag {
  return plus(a, minus(b, a));
}

/** Only what one of these codes names. */
export function only(bag: Bag, codes: ReadonlySet<string>): Bag {
  return mapped(bag, (code, quantity) => (codes.has(code) ? quantity : 0));
}

export function isEmpty(bag: Bag): boolean {
  return bag.size === 0;
}

export function total(bag: Bag): number {
  return [...bag.values()].reduce((sum, quantity) => sum + quantity, 0);
}

export function sameBag(a: Bag, b: Bag): boolean {
  return a.size === b.size && [...a].every(([code, quantity]) => b.get(code) === quantity);
}

/** `2 × A, 1 × B`, cut after ten codes. */
export function bagWords(bag: Bag): string {
  const pieces = piecesOf(bag);
  const words = pieces.slice(0, 10).map(goodsWords);
  return pieces.length > 10 ? `${words.join(', ')} and ${pieces.length - 10} more` : words.join(', ');
}

function mapped(bag: Bag, of: (code: string, quantity: number) => number): Bag {
  const result = new Map<string, number>();
  for (const [code, quantity] of bag) {
    const value = of(code, quantity);
    if (value > 0) result.set(code, value);
  }
  return result;
}
