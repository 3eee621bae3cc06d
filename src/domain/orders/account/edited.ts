import type { Pieces } from '../../../contract/orders.ts';
import { bagOf, piecesOf } from '../facts/bag.ts';
import { sentLine } from '../facts/codes.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { currentLine } from '../facts/places.ts';
import { sendingsUnder } from '../facts/references.ts';
import type { SentLine } from '../facts/warehouse-facts.ts';
import { accountOf, type PlaceAccount } from './account.ts';
import type { LineAccount } from './lines.ts';

/** What a warehouse order of a place shall hold, by the SKUs that it was bought with. */
interface Edited {
  readonly place: number;
  readonly order: { readonly key: string };
  readonly pieces: readonly Pieces[];
}

/** What a changed order of a place shall hold, in the warehouse's codes, and the lines that its pieces stand for. */
export function inWarehouseCodes(
  facts: OrderFacts,
  of: Edited,
): { readonly lines: readonly SentLine[]; readonly pieces: readonly Pieces[] } {
  const account = accountOf(facts).places.find(({ place }) => place.number === of.place);
  const rows = account === undefined ? [] : sentWithItFirst(facts, account, of.order.key);
  const left = new Map(of.pieces.map(({ code, quantity }) => [code, quantity]));
  const taken = new Map<LineAccount, number>();
  // Several lines may have one SKU, each with words and a price of its own.
  const take = (line: LineAccount, most: number) => {
    const rest = left.get(line.sku) ?? 0;
    const pieces = Math.min(most, rest);
    taken.set(line, (taken.get(line) ?? 0) + pieces);
    left.set(line.sku, rest - pieces);
  };
  for (const line of rows) take(line, line.open);
  // What is beyond all that is open belongs to one of them all the same.
  for (const line of rows) take(line, Infinity);
  const lines = [...taken].flatMap(([line, pieces]) => (pieces > 0 ? [sentLine(facts, line, pieces)] : []));
  // What no line of ours stands for stays in it, in the warehouse's own words.
  const others = [...left].map(([code, quantity]) => ({ code, quantity }));
  return { lines, pieces: piecesOf(bagOf([...lines, ...others])) };
}

/** The lines of a place, first those that were sent under the reference of this order. */
function sentWithItFirst(facts: OrderFacts, { place, lines, orders }: PlaceAccount, key: string): LineAccount[] {
  const root = orders.find(({ order }) => order.key === key)?.root;
  const sendings = root === undefined ? [] : sendingsUnder(facts, place.number, root);
  const sent = new Set(sendings.flatMap((one) => one.lines.map(({ line }) => currentLine(facts.successors, line))));
  return [...lines].sort((a, b) => Number(sent.has(b.id)) - Number(sent.has(a.id)));
}
