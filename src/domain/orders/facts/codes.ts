import { readAt } from './places.ts';
import type { Pieces } from '../../../contract/orders.ts';
import type { Bought } from '../../products/warehouse-code.ts';
import { bagOf, type Bag } from './bag.ts';
import type { OrderFacts } from './facts.ts';
import type { ReadLine, StoreReading } from './store-facts.ts';
import type { Sending, SentLine } from './warehouse-facts.ts';

// An order's account speaks in the SKUs that its lines were bought with, which never change; the warehouse in its codes of
// today. What goes there is put into its words here, and what comes from there into ours.

/** The warehouse's code of a line, as it was found out last. */
export interface LineCode {
  readonly line: number;
  readonly code: string;
}

/** A line whose code is to be found out. */
export interface BoughtLine extends Bought {
  readonly line: number;
}

/** The lines of some pieces, as their codes are asked for. */
export function boughtLines(lines: readonly ReadLine[], pieces: Bag): readonly BoughtLine[] {
  return lines
    .filter(({ sku, variant }) => pieces.has(sku) && variant !== undefined)
    .map(({ id, sku, product = 0, variant = 0 }) => ({ line: id, sku, productId: product, variantId: variant }));
}

/** The code that the warehouse is told for a line. */
function codeOfLine({ codes }: Pick<OrderFacts, 'codes'>, { id, sku }: Pick<ReadLine, 'id' | 'sku'>): string {
  return codes.find(({ line }) => line === id)?.code ?? sku;
}

/** A line as it is sent. */
export function sentLine(
  facts: Pick<OrderFacts, 'codes'>,
  line: Pick<ReadLine, 'id' | 'sku'>,
  quantity: number,
): SentLine {
  const code = codeOfLine(facts, line);
  return { line: line.id, code, quantity, ...(code === line.sku ? {} : { sku: line.sku }) };
}

/** The SKU that a sent line was bought with. */
export function boughtAs({ code, sku = code }: SentLine): string {
  return sku;
}

/** What was sent, by the SKUs that it was bought with. */
export function boughtPieces(lines: readonly SentLine[]): Bag {
  return bagOf(lines.map((line) => ({ code: boughtAs(line), quantity: line.quantity })));
}

/** What of the facts says which lines there are. */
interface ReadLines extends Pick<OrderFacts, 'codes'> {
  readonly order?: {
    readonly places: readonly { readonly place: number; readonly lines: readonly Pick<ReadLine, 'id' | 'sku'>[] }[];
  };
}

/**
 * Puts pieces of a warehouse's order of a place into the SKUs that they were bought with: as its sendings say, else as the
 * codes say that were found out. What neither names stays as it is.
 */
export function inBoughtSkus(
  { codes, order }: ReadLines,
  place: number,
  sendings: readonly Pick<Sending, 'lines'>[],
): (pieces: readonly Pieces[]) => Bag {
  const sent = sendings.flatMap(({ lines }) => lines);
  if (codes.length === 0 && sent.every(({ sku }) => sku === undefined)) return bagOf;
  const lines = readAt({ order }, place)?.lines ?? [];
  const skus = new Map(lines.map(({ id, sku }) => [id, sku]));
  const bought = new Set([...skus.values(), ...sent.map(boughtAs)]);
  const named = new Map(
    codes.flatMap(({ line, code }) => {
      const sku = skus.get(line) ?? sent.find((one) => one.line === line)?.sku;
      return sku === undefined || bought.has(code) ? [] : [[code, sku] as const];
    }),
  );
  return (pieces) => bagOf(pieces.flatMap((piece) => spread(piece, sent, named)));
}

/** Several lines may go under one code: each takes what was sent of it. */
function spread(
  { code, quantity }: Pieces,
  sent: readonly SentLine[],
  named: ReadonlyMap<string, string>,
): readonly Pieces[] {
  const lines = sent.filter((line) => line.code === code);
  const [first, ...others] = lines;
  if (first === undefined) return [{ code: named.get(code) ?? code, quantity }];
  let left = quantity;
  const shares = others.map((line) => {
    const share = Math.max(0, Math.min(line.quantity, left - first.quantity));
    left -= share;
    return { code: boughtAs(line), quantity: share };
  });
  return [{ code: boughtAs(first), quantity: left }, ...shares];
}

/** Lines whose code the warehouse was found to have otherwise. */
export function withCodes<F extends Pick<OrderFacts, 'codes'>>(facts: F, found: readonly LineCode[]): F {
  const lines = new Set(found.map(({ line }) => line));
  return { ...facts, codes: [...facts.codes.filter(({ line }) => !lines.has(line)), ...found] };
}

/** An order that goes out within this time after it was placed goes under the SKUs that it was placed with. Milliseconds. */
const NEW_MS = 3_600_000;

interface Looked extends Pick<OrderFacts, 'statuses' | 'sendings' | 'decisions' | 'firstSeen' | 'codes'> {
  readonly order?: Pick<StoreReading, 'placed'>;
}

/**
 * Whether a product may have been renamed since the order was placed: it waited for something, or was looked at before. An
 * order that goes out as it comes in costs no question.
 */
export function mayBeRenamed(facts: Looked, now: number): boolean {
  const { order, statuses, sendings, decisions, firstSeen, codes } = facts;
  if (order === undefined || statuses.length > 1 || sendings.length > 1) return true;
  if (decisions.length + firstSeen.length + codes.length > 0) return true;
  return now - Date.parse(order.placed) > NEW_MS;
}
