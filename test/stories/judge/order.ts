import type { WarehouseOrder } from '../../../dev/stand-ins/warehouse/merchant-state.ts';
import type { OrderStatus } from '../../../src/contract/orders.ts';
import type { LifeOrder } from '../life/life-order.ts';
import type { Fault } from './fault.ts';
import { NEWS_MS } from './harm.ts';
import { ENDED, hasLeft, isLiving, isOurs, mostRenamed, piecesIn, piecesOf, timesAgain } from './pieces.ts';

/** Statuses that ask for nothing, or for nothing yet. */
const WAITING: readonly number[] = [0, 1, 7, 8, 12, 13];
const CLOSED: readonly number[] = [2, 10];
const PARTLY_REFUNDED = 14;
/** No run is open for such an order. */
const OVER: readonly OrderStatus['stage'][] = ['nothing-to-ship', 'shipped', 'ignored', 'cancelled'];
/** A worker may know a setting of before for some seconds. */
const A_MINUTE = 60_000;

/**
 * One order at rest: what both sides hold of it beside what the library shows.
 * @param looksHourly what the store's lists show no more is found out within an hour, which this life lasts
 */
export function judgeOrder(lived: LifeOrder, status: OrderStatus, looksHourly: boolean): Fault[] {
  const order = lived.inStore();
  const warehouse = lived.inWarehouse();
  const { deeds } = lived;
  const held = holdsOf(status).length > 0;
  const settled = deeds.decisions.some((kind) => kind === 'treat-as-done' || kind === 'cancel');
  const faults: Fault[] = [];
  const sent = warehouse.some((one) => isOurs(one, deeds));
  const say = (rule: string, what: string) =>
    faults.push({
      rule,
      what: `order ${lived.name} (status ${order.statusId}${order.isDeleted ? ', archived' : ''}): ${what}; the library shows: ${status.stage}, “${status.summary}”`,
    });

  for (const pieces of piecesOf(order, warehouse, deeds)) {
    const { sku, ordered, refunded, byHand, byHandWhereWanted, told, living, livingAtAll, shipped } = pieces;
    const { livingRenamed, leftRenamed } = pieces;
    const numbers = JSON.stringify(pieces);
    const ended = ENDED.includes(order.statusId) || order.isDeleted;
    // A refund of what had left already changes nothing: with something gone, only the pieces never refunded are sure.
    const gone = shipped + byHand;
    // Which address's pieces went by hand, and which by the warehouse, may be the same.
    const places = new Set(order.lines.filter((line) => line.sku === sku).map(({ addressId }) => addressId));
    // What left beyond an order, added by the warehouse's people or taken out since, is one address's surplus, and no other's piece.
    // That address may ask for nothing any more.
    const formerly = [...(deeds.takenOutOf.get(sku) ?? [])].map(({ id }) => id);
    const isForSome = new Set([...places, ...formerly]).size > 1;
    const taken = isForSome ? Math.max(0, (deeds.mostOrdered.get(sku) ?? ordered) - ordered) : 0;
    const sureShipped = Math.max(0, shipped - (deeds.added.get(sku) ?? 0) - taken);
    const sureGone = places.size > 1 ? Math.max(sureShipped, byHandWhereWanted) : sureShipped + byHandWhereWanted;
    // What has left, and is sent once more by a person's word, is wanted so often.
    const asked = ordered * (1 + timesAgain(deeds));
    const mostOpen = ended ? 0 : Math.max(0, gone === 0 ? ordered - refunded : asked - sureGone);
    // What people made under our reference, and shipped, stands for a piece that the store was told of by its number.
    const leastGone = Math.max(shipped, Math.min(told, pieces.leftAtAll)) + byHand;
    const leastOpen = ended ? 0 : Math.max(0, ordered - refunded - leastGone - leftRenamed - livingRenamed);

    const known = warehouse.filter((one) => isToldAsTheirs(lived, one) || isLeftThere(lived, one));

    if (
      living - piecesIn(known, sku) > mostOpen + (ended ? 0 : mostRenamed(deeds, sku)) &&
      !held &&
      !settled &&
      (looksHourly || !order.isDeleted) &&
      (ended || !deeds.changedInWrite)
    ) {
      say(
        ended ? 'what was cancelled does not ship' : 'what is not wanted is cancelled or held',
        `${living - mostOpen} × ${sku} will leave though nobody wants it: ${numbers}`,
      );
    }
    const isElsewhere = lived.store.travels.elsewhere.value === sku || isUncompared(lived, status, sku);
    if (leastOpen > livingAtAll && !held && !settled && !deeds.changedInWrite && !isElsewhere && mustGo(lived, sent)) {
      say(
        'what is wanted and not sent is visible',
        `${leastOpen - livingAtAll} × ${sku} is wanted, not sent, and nobody is told: ${numbers}`,
      );
    }
    const tellable = Math.min(shipped, ordered - byHand);
    if (
      told < tellable &&
      !ended &&
      !held &&
      deeds.shipmentsDeleted === 0 &&
      !deeds.linesRenewed &&
      order.staffNotes === null
    ) {
      say('what has left is told', `${tellable - told} × ${sku} left and the store does not know: ${numbers}`);
    }
    if (told > pieces.leftAtAll + leftRenamed && deeds.shipmentsDeleted === 0) {
      say('what has not left is not told', `${told - pieces.leftAtAll} × ${sku} told too much: ${numbers}`);
    }
  }
  if (isOpenedAgain(lived) && !held) say('what is opened again is asked about', 'all of it has left');
  faults.push(...judgeAddresses(lived, held || settled), ...judgeNumbers(lived, held || settled));
  return faults;
}

/** The number of what has left stands in the store, also one that came later. */
function judgeNumbers(lived: LifeOrder, isHeld: boolean): Fault[] {
  const { shipments, statusId, isDeleted, lines } = lived.inStore();
  const { deeds } = lived;
  const isSure = !deeds.numbersChanged && deeds.shipmentsDeleted === 0 && !deeds.linesRenewed && !deeds.otherMerchant;
  if (isHeld || !isSure || isDeleted || ENDED.includes(statusId) || shipments.some(({ by }) => by !== 'api')) return [];
  const told = shipments.map(({ tracking_number }) => tracking_number).join(',');
  return lived.inWarehouse().flatMap((one) => {
    const number = one.trackingNumber;
    // What the store was told of without a number, or with another one.
    if (!hasLeft(one) || !isOurs(one, deeds) || number === null || shipments.length === 0) return [];
    // What no line takes any more was told when it left; nobody waits for its number.
    const isTaken = ({ sku, quantity, refunded }: (typeof lines)[number]): boolean =>
      quantity > refunded && one.lines.some(({ code }) => code === sku);
    if (!lines.some(isTaken)) return [];
    if (number.split(',').every((each) => told.includes(each)) || isNoted(lived, one.reference, number)) return [];
    const what = `order ${lived.name}: ${one.reference} left with ${number}, and the store says “${told}”`;
    return [{ rule: 'a number is told', what }];
  });
}

/** What the lines do not take is told by a note, with the number that it had then. */
function isNoted(lived: LifeOrder, reference: string, number: string): boolean {
  const notes = lived.inStore().staffNotes ?? '';
  return notes.includes(number) || notes.includes(`${reference} shipped `);
}

/**
 * Split off an order that people also put something into, and heard of first when all that was ordered had left, or one of two that are
 * called the same: whether it is a part or people's own nobody can tell, and the store's order says that it is there.
 */
function isToldAsTheirs(lived: LifeOrder, one: WarehouseOrder): boolean {
  const isTold = (lived.inStore().staffNotes ?? '').includes(`${one.reference} holds `);
  return isLiving(one) && isOurs(one, lived.deeds) && (mayBeSurplus(lived, one) || isOneOfTwins(lived, one)) && isTold;
}

/** People made another beside it that is called as it is, and holds the same. */
function isOneOfTwins(lived: LifeOrder, { id, reference }: WarehouseOrder): boolean {
  return lived
    .inWarehouse()
    .some((other) => other.id !== id && other.reference === reference && !isOurs(other, lived.deeds));
}

/** It is at a merchant that cannot be asked, and a person who was shown that said that all goes once more: that one is left there. */
function isLeftThere(lived: LifeOrder, one: WarehouseOrder): boolean {
  const isElsewhere = lived.merchantOf(one).merchantId !== lived.store.merchant.merchantId;
  return isLiving(one) && isOurs(one, lived.deeds) && isElsewhere && timesAgain(lived.deeds) > 0;
}

/**
 * All that was ordered has left, for the order or for the address whose warehouse order it is beside, with what the warehouse's people
 * put there: of this nobody can tell whether it is the order's.
 */
function mayBeSurplus(lived: LifeOrder, one: WarehouseOrder): boolean {
  const left = lived.inWarehouse().filter(hasLeft);
  const beside = left.filter(({ reference }) => one.reference !== reference && one.reference.startsWith(reference));
  return one.lines.every(({ code, quantity }) => {
    const lines = lived.inStore().lines.filter(({ sku }) => sku === code);
    const ordered = (of: typeof lines) => of.reduce((sum, line) => sum + line.quantity, 0);
    const places = [...new Set(lines.map(({ addressId }) => addressId))];
    const leastOfOne = Math.min(...places.map((place) => ordered(lines.filter((line) => line.addressId === place))));
    const isAllGone = piecesIn(left, code) >= ordered(lines) || piecesIn(beside, code) >= leastOfOne;
    return (lived.deeds.added.get(code) ?? 0) >= quantity && isAllGone;
  });
}

/** What will leave goes to an address that the order has now. */
function judgeAddresses(lived: LifeOrder, isHeld: boolean): Fault[] {
  const order = lived.inStore();
  if (isHeld || ENDED.includes(order.statusId) || lived.deeds.changedUnseen) return [];
  const streets = new Set(order.addresses.map(({ street_1 }) => street_1));
  return lived.inWarehouse().flatMap((one) => {
    if (!isLiving(one) || !isOurs(one, lived.deeds)) return [];
    const street = streetOf(one.fields['customer']);
    if (street === undefined || streets.has(street) || mayBeSurplus(lived, one)) return [];
    const what = `order ${lived.name}: ${one.reference} (${one.status}) goes to ${street}, and the order says ${[...streets].join(', ')}`;
    return [{ rule: 'it goes to the present address', what }];
  });
}

/** What was kept elsewhere when its order's run ended, and is not any more, is found by the next comparison. */
function isUncompared({ store }: LifeOrder, { stage }: OrderStatus, sku: string): boolean {
  const { travels, comparedAt } = store;
  return OVER.includes(stage) && travels.everElsewhere.has(sku) && comparedAt < travels.elsewhere.at + A_MINUTE;
}

/** Whether the store's status asks for what was not sent. */
function mustGo(lived: LifeOrder, sent: boolean): boolean {
  const { statusId } = lived.inStore();
  if (isCalledShipped(lived)) return false;
  // What is bought after our shipments had closed the order goes as well.
  if (statusId === 2 && lived.deeds.boughtWhenShipped && lived.inStore().statusHistory.at(-1)?.by === 'store')
    return sent;
  if (WAITING.includes(statusId) || CLOSED.includes(statusId) || ENDED.includes(statusId)) return false;
  return statusId === 11 || sent;
}

/**
 * The merchant called it shipped, by a status or by a shipment of all of it, and has said nothing else since than a refund: what was
 * there then is settled, and shown, whatever our shipments make of the status later. What was bought before a poll had to know of that
 * word, or could, may have been there when it was read.
 */
function isCalledShipped(lived: LifeOrder): boolean {
  const { statusHistory, shipments } = lived.inStore();
  const isByHand = shipments.some(({ by }) => by === 'merchant');
  const last = statusHistory.findLastIndex(
    ({ by, to }) => (by === 'merchant' || (by === 'store' && isByHand)) && CLOSED.includes(to),
  );
  const called = statusHistory[last];
  if (called === undefined) return false;
  const isTakenBack = statusHistory.slice(last + 1).some(({ by, to }) => by === 'merchant' && to !== PARTLY_REFUNDED);
  const { boughtAt, boughtUnread } = lived.deeds;
  return !isTakenBack && (boughtUnread || boughtAt - Date.parse(called.at) < NEWS_MS);
}

/** Somebody set it to be sent once more, after all of it had left and was told. */
function isOpenedAgain(lived: LifeOrder): boolean {
  const { deeds } = lived;
  const order = lived.inStore();
  const { by, from, to } = order.statusHistory.at(-1) ?? {};
  if (by !== 'merchant' || from !== 2 || to !== 11 || order.isDeleted || deeds.decisions.length > 0) return false;
  if (deeds.changedUnseen || deeds.linesRenewed || deeds.shipmentsDeleted > 0 || deeds.otherMerchant) return false;
  const warehouse = lived.inWarehouse();
  if (!warehouse.some((one) => hasLeft(one) && isOurs(one, deeds))) return false;
  const pieces = piecesOf(order, warehouse, deeds);
  return (
    pieces.some(({ ordered }) => ordered > 0) &&
    pieces.every(({ ordered, refunded, byHand, told, livingAtAll }) => {
      return refunded === 0 && byHand === 0 && livingAtAll === 0 && told === ordered;
    })
  );
}

export const reasonsOf = (status: OrderStatus): readonly string[] => holdsOf(status).map(({ reason }) => reason);

/** Everything that waits for a person, whichever part of the order. */
export function holdsOf(status: OrderStatus): readonly { readonly reason: string }[] {
  return [status, ...status.addresses].flatMap(({ hold, moreHolds = [] }) => [
    ...(hold === undefined ? [] : [hold]),
    ...moreHolds,
  ]);
}

function streetOf(customer: unknown): string | undefined {
  if (typeof customer !== 'object' || customer === null) return undefined;
  const found = Object.entries(customer).find(([name]) => /^(address1|street|address)$/i.test(name));
  return typeof found?.[1] === 'string' ? found[1] : undefined;
}
