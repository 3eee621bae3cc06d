import type { OrderFacts } from '../../facts/facts.ts';
import { currentLine, namedByShipments } from '../../facts/places.ts';
import type { RemovedLine, StoreShipment } from '../../facts/store-facts.ts';

/** A line that shipments name, and that no reading had. */
interface Unread {
  readonly line: number;
  readonly quantity: number;
  readonly product: number | undefined;
  readonly addressId: number;
}

/** A line as it stands in the store, with the pieces that count as shipped there and that no shipment names. */
interface Unnamed {
  readonly id: number;
  readonly product: number | undefined;
  readonly addressId: number;
  left: number;
}

type Fits = (unread: Unread, line: Unnamed) => boolean;

const isWhole: Fits = ({ quantity }, { left }) => left === quantity;
const isAt: Fits = (unread, { addressId }) => unread.addressId === addressId;

/** What fits best comes first: an edit may have given the address another id, too. */
const byFit: readonly Fits[] = [
  (unread, line) => isAt(unread, line) && isWhole(unread, line),
  isAt,
  isWhole,
  () => true,
];

/**
 * An edit in the store may make a line anew before it is read, or between two readings, or an account that knew it is lost. Then
 * shipments name lines that nobody knows, and other lines count as shipped though no shipment names them: those follow these. A
 * line that none follows was taken out. Their pieces have left all the same, and are not sent or told once more.
 */
export function followUnreadLines(facts: OrderFacts): OrderFacts {
  let unread = unreadLines(facts);
  if (unread.length === 0) return facts;
  const unnamed = unnamedLines(facts);
  const found: (readonly [number, number])[] = [];
  for (const fits of byFit) {
    unread = unread.filter((one) => {
      const line = unnamed.find((other) => other.left > 0 && mayFollow(one, other) && fits(one, other));
      if (line === undefined) return true;
      line.left -= one.quantity;
      found.push([one.line, line.id]);
      return false;
    });
  }
  const out = unread.flatMap((one) => takenOut(facts, one));
  if (found.length + out.length === 0) return facts;
  return {
    ...facts,
    successors: [...facts.successors, ...found],
    ...(out.length === 0 ? {} : { removed: [...(facts.removed ?? []), ...out] }),
  };
}

/**
 * What a line was that an edit took out: its goods are known where others of its product are left. One that is newer than all that
 * was read is to be read yet.
 */
function takenOut({ order }: OrderFacts, { line, product, addressId }: Unread): readonly RemovedLine[] {
  const places = order?.places ?? [];
  const all = places.flatMap(({ lines }) => lines);
  if (product === undefined || !all.some(({ id }) => id > line)) return [];
  const [sku, ...more] = new Set(all.filter((one) => one.product === product).map((one) => one.sku));
  const place = places.find((one) => one.addressId === addressId)?.place;
  return sku === undefined || more.length > 0 || place === undefined ? [] : [{ line, place, sku }];
}

/** The store gives ids in their order: what follows a line came after it. */
function mayFollow({ line, product }: Unread, { id, product: its }: Unnamed): boolean {
  return id > line && (product === undefined || its === undefined || product === its);
}

function unnamedLines({ order, ...facts }: OrderFacts): readonly Unnamed[] {
  const named = namedByShipments(facts);
  return (order?.places ?? [])
    .flatMap(({ addressId, lines }) =>
      lines.map(({ id, product, shipped }) => ({ id, product, addressId, left: shipped - (named.get(id) ?? 0) })),
    )
    .filter(({ left }) => left > 0)
    .sort((a, b) => a.id - b.id);
}

function unreadLines({ order, shipments, successors, removed = [] }: OrderFacts): readonly Unread[] {
  const known = new Set([
    ...(order?.places ?? []).flatMap(({ lines }) => lines.map(({ id }) => id)),
    ...removed.map(({ line }) => line),
  ]);
  const unread = new Map<number, Unread>();
  const named = ({ addressId, lines }: StoreShipment) => lines.map((line) => ({ ...line, addressId }));
  for (const { line: of, quantity, product, addressId } of shipments.flatMap(named)) {
    const line = currentLine(successors, of);
    if (known.has(line)) continue;
    const before = unread.get(line)?.quantity ?? 0;
    unread.set(line, { line, quantity: before + quantity, product, addressId });
  }
  return [...unread.values()].sort((a, b) => a.line - b.line);
}
