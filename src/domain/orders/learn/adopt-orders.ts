import { notRefundedOf, orderedBy, readAt } from '../facts/places.ts';
import { sendingsUnder } from '../facts/references.ts';
import type { AddressDigests } from '../../../contract/orders.ts';
import { defined } from '../../../contract/defined.ts';
import { pointKey } from '../../shipping/pick-up/pick-up-read.ts';
import { adoptedPieces, ownedOrders, type OwnedOrder } from '../account/ownership.ts';
import { bagOf, isEmpty, minus, piecesOf, plus, sameBag } from '../facts/bag.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { ReadPlace } from '../facts/store-facts.ts';
import { pickUpAt, pointsOf } from '../facts/travels/pick-up.ts';
import { forwardedWords, wordsName } from '../facts/travels/words.ts';
import type { Adopted, ShownTravels, WarehouseOrder } from '../facts/warehouse-facts.ts';

/** Counts as ours although no sending that we know of explains it. */
export function isAdopted({ sending, isForeign, unclear, part }: OwnedOrder): boolean {
  return sending === undefined && !isForeign && !unclear && !part;
}

/**
 * Notes what was found again as ours, with what it then was: no later edit in the store makes it another's, and each is
 * compared with it.
 */
export function noteAdopted(facts: OrderFacts): OrderFacts {
  const { order: reading, warehouse } = facts;
  if (reading === undefined) return facts;
  const found = new Map<WarehouseOrder, Adopted>();
  const orders = ownedOrders(facts);
  for (const { order, own, place, root } of orders) {
    // Nothing is ours of what is foreign, or cannot be told.
    if (isEmpty(own) || sendingsUnder(facts, place, root).length > 0) continue;
    const read = readAt({ order: reading }, place);
    const compared = order.digests !== undefined && order.digestKey === reading.digestKey;
    // What was found by its goods alone is noted once more when its address is known.
    if (read === undefined || (order.adopted !== undefined && (order.adopted.compared || !compared))) continue;
    const content = contentAt(facts, read, compared ? order : undefined);
    // What its root held when that was found, and holds no longer, was noted there.
    const noted = orders.filter((one) => one.root === root && one.order.adopted !== undefined);
    const movedOn = minus(plus(...noted.map((one) => adoptedPieces(one.order))), ...noted.map((one) => one.own));
    const pieces = order.adopted?.pieces ?? piecesOf(minus(own, movedOn));
    const perhapsSent = order.adopted === undefined ? wantedThen(facts, read, pieces) : order.adopted.perhapsSent;
    found.set(order, {
      ...{ ...content, pieces, ...orderedThen(order.adopted, read, pieces) },
      ...defined({ perhapsSent }),
      compared,
    });
  }
  if (found.size === 0) return facts;
  const noted = (order: WarehouseOrder) => {
    const adopted = found.get(order);
    return adopted === undefined ? order : { ...order, adopted };
  };
  return { ...facts, warehouse: warehouse.map(noted) };
}

/** What was ordered when it was found first: parts that are heard of later may hold that much, and no line that was added since. */
function orderedThen(
  adopted: Adopted | undefined,
  { lines }: ReadPlace,
  pieces: Adopted['pieces'],
): Pick<Adopted, 'ordered'> {
  if (adopted !== undefined) return defined({ ordered: adopted.ordered });
  const ordered = orderedBy(lines);
  return sameBag(ordered, bagOf(pieces)) ? {} : { ordered: piecesOf(ordered) };
}

/** What was wanted at its place, where nothing at all is known of what was sent there. */
function wantedThen(facts: OrderFacts, { place, lines }: ReadPlace, pieces: Adopted['pieces']): Adopted['perhapsSent'] {
  if (facts.sendings.some((one) => one.place === place)) return undefined;
  const wanted = notRefundedOf(lines);
  return sameBag(wanted, bagOf(pieces)) ? undefined : piecesOf(wanted);
}

/** The store's content, but as the warehouse has it where that could be compared. */
function contentAt(
  facts: OrderFacts,
  read: ReadPlace,
  there: WarehouseOrder | undefined,
): Omit<Adopted, 'pieces' | 'compared'> {
  const { method, country, pickUp } = read;
  // What nobody has decided about was not asked for, as far as anybody knows.
  const cash = facts.order?.cash?.by === 'undecided' ? undefined : read.cash;
  const words = forwardedWords(facts, read);
  if (read.digests === undefined) return { method, country, ...defined({ pickUp, cash, words }) };
  const { digests, shows } = there ?? {};
  return {
    method,
    country,
    digests: { ...read.digests, ...digests, ...otherWords(facts, read, shows) },
    ...defined({ digestKey: facts.order?.digestKey, words }),
    ...(shows === undefined ? defined({ pickUp, cash }) : shownContent(facts, read, shows)),
  };
}

/** Where it goes and what it collects, as the warehouse shows it. */
function shownContent(
  facts: OrderFacts,
  read: ReadPlace,
  { pickUpPoint, cash: asked }: ShownTravels,
): Pick<Adopted, 'pickUp' | 'pickUpPoint' | 'cash'> {
  const { pickUp, cash } = read;
  const point = pickUp && pickUpAt(facts, read, pickUp.shippingCode);
  const named = point === undefined ? [] : pointsOf(point).map(pointKey);
  const isOther = named.length > 0 && !named.includes(pointKey(pickUpPoint ?? ''));
  // In another currency it is not what is owed.
  const isAsked =
    asked !== undefined && (asked.currency === '' || cash === undefined || asked.currency === cash.currency);
  return defined({
    pickUp: pickUp && isOther ? { ...pickUp, codes: pickUpPoint === undefined ? [] : [pickUpPoint] } : pickUp,
    pickUpPoint,
    cash: isAsked ? { ...asked, currency: cash?.currency ?? asked.currency } : undefined,
  });
}

/** Stands for words that are not among those that the store has now. */
const OTHER = '?';

/**
 * The words that were sent are others than the store's, as far as both sides show them: what the warehouse's people wrote beside
 * them is no change. What a person decided about them is not known to the digests: it is not compared.
 */
function otherWords(facts: OrderFacts, read: ReadPlace, shows: ShownTravels | undefined): AddressDigests {
  const { place, digests = {}, comments = [] } = read;
  if (shows === undefined || facts.decisions.some((one) => one.place === place && one.words !== undefined)) return {};
  const there = shows.comments ?? [];
  const isSame = comments.length === 0 ? there.length === 0 : comments.every((line) => there.includes(line));
  if (isSame) return {};
  const names = (forwardedWords(facts, read) ?? ['customerMessage']).map(wordsName);
  const fields = Object.keys(digests).filter((field) => names.some((name) => field.startsWith(name)));
  return Object.fromEntries(fields.map((field) => [field, OTHER]));
}
