import type { Pieces } from '../../../contract/orders.ts';
import { bagOf, piecesOf } from '../facts/bag.ts';
import { sentLine } from '../facts/codes.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { SentLine } from '../facts/warehouse-facts.ts';
import { accountOf } from './account.ts';

/** What a changed order of a place shall hold, in the warehouse's codes, and the lines that its pieces stand for. */
export function inWarehouseCodes(
  facts: OrderFacts,
  of: { readonly place: number; readonly pieces: readonly Pieces[] },
): { readonly lines: readonly SentLine[]; readonly pieces: readonly Pieces[] } {
  const account = accountOf(facts).places.find(({ place }) => place.number === of.place);
  const left = new Map(of.pieces.map(({ code, quantity }) => [code, quantity]));
  const lines = (account?.lines ?? []).flatMap((line) => {
    const quantity = left.get(line.sku) ?? 0;
    left.delete(line.sku);
    return quantity > 0 ? [sentLine(facts, line, quantity)] : [];
  });
  // What no line of ours stands for stays in it, in the warehouse's own words.
  const others = [...left].map(([code, quantity]) => ({ code, quantity }));
  return { lines, pieces: piecesOf(bagOf([...lines, ...others])) };
}
