import type { OrderStatus } from '../../../src/contract/orders.ts';
import type { Life } from '../life.ts';
import { PERSON } from '../people.ts';
import { judgeLevels } from './levels.ts';
import { ENDED, hasLeft, isLiving, isOurs, piecesOf } from './pieces.ts';

/** A rule that does not hold, with the order and the numbers that show it. */
export interface Fault {
  readonly rule: string;
  readonly what: string;
}

/** Statuses that ask for nothing, or for nothing yet. */
const WAITING: readonly number[] = [0, 1, 7, 8, 12, 13];
const CLOSED: readonly number[] = [2, 10];
/** The wait for a number, in milliseconds: the default of `waitForTrackingMinutes`. */
const WAIT_FOR_TRACKING_MS = 60 * 60_000;

/**
 * What must be true whenever nobody has done anything for long enough. It knows the two sides, what people did and
 * decided, and what the client library shows; of the product's code it knows nothing.
 */
export async function judgeRest(life: Life): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  const held = new Set<number>();
  for (const orderId of life.orders) {
    const status = await life.status(orderId);
    if (holdsOf(status).length > 0) held.add(orderId);
    faults.push(...judgeOrder(life, orderId, status));
  }
  faults.push(...judgeLevels(life, held), ...judgeStored(life));
  return faults;
}

/** What is harm whenever it is seen. */
export function judgeHarm(life: Life): readonly Fault[] {
  return [
    ...life.orders.flatMap((orderId) => [
      ...doubled(life, orderId),
      ...backwards(life, orderId),
      ...tooEarly(life, orderId),
      ...unpaid(life, orderId),
    ]),
    ...defects(life),
  ];
}

function judgeOrder(life: Life, orderId: number, status: OrderStatus): Fault[] {
  const order = life.storeOrder(orderId);
  const warehouse = life.warehouseOrders(orderId);
  const deeds = life.deeds(orderId);
  const held = holdsOf(status).length > 0;
  const settled = deeds.decisions.some((kind) => kind === 'treat-as-done' || kind === 'cancel');
  const faults: Fault[] = [];
  const sent = warehouse.some((one) => isOurs(one, deeds));
  const say = (rule: string, what: string) =>
    faults.push({
      rule,
      what: `order ${orderId} (status ${order.statusId}${order.isDeleted ? ', archived' : ''}): ${what}; the library shows: ${status.stage}, “${status.summary}”`,
    });

  for (const pieces of piecesOf(order, warehouse, deeds)) {
    const { sku, ordered, refunded, byHand, told, living, shipped } = pieces;
    const numbers = JSON.stringify(pieces);
    const ended = ENDED.includes(order.statusId) || order.isDeleted;
    // A refund of what had left already changes nothing: with something gone, only the pieces never refunded are sure.
    const gone = shipped + byHand;
    // What the warehouse's people shipped beyond an order is one address's surplus, and no other's piece.
    const sureGone = Math.max(0, shipped - (deeds.added.get(sku) ?? 0)) + byHand;
    const mostOpen = ended ? 0 : Math.max(0, gone === 0 ? ordered - refunded : ordered - sureGone);
    const leastOpen = ended ? 0 : Math.max(0, ordered - refunded - gone);

    if (living > mostOpen && !held && !settled) {
      say(
        ended ? 'what was cancelled does not ship' : 'what is not wanted is cancelled or held',
        `${living - mostOpen} × ${sku} will leave though nobody wants it: ${numbers}`,
      );
    }
    if (leastOpen > living && !held && !settled && mustGo(order.statusId, sent)) {
      say(
        'what is wanted and not sent is visible',
        `${leastOpen - living} × ${sku} is wanted, not sent, and nobody is told: ${numbers}`,
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
    if (told > pieces.leftAtAll && deeds.shipmentsDeleted === 0) {
      say('what has not left is not told', `${told - pieces.leftAtAll} × ${sku} told too much: ${numbers}`);
    }
  }
  const streets = new Set(order.addresses.map(({ street_1 }) => street_1));
  for (const one of warehouse) {
    if (!isLiving(one) || !isOurs(one, deeds) || held || settled || ENDED.includes(order.statusId)) continue;
    const street = streetOf(one.fields['customer']);
    if (street !== undefined && !streets.has(street))
      say(
        'it goes to the present address',
        `${one.reference} (${one.status}) goes to ${street}, and the order says ${[...streets].join(', ')}`,
      );
  }
  return faults;
}

/** Whether the store's status asks for what was not sent. */
function mustGo(statusId: number, sent: boolean): boolean {
  if (WAITING.includes(statusId) || CLOSED.includes(statusId) || ENDED.includes(statusId)) return false;
  return statusId === 11 || sent;
}

function holdsOf(status: OrderStatus): readonly unknown[] {
  return [status, ...status.addresses].flatMap(({ hold, moreHolds = [] }) => [
    ...(hold === undefined ? [] : [hold]),
    ...moreHolds,
  ]);
}

/** Each promised piece leaves once; again only where a person said so. */
function doubled(life: Life, orderId: number): Fault[] {
  const deeds = life.deeds(orderId);
  const warehouse = life.warehouseOrders(orderId);
  const again = deeds.decisions.filter((kind) => kind === 'hand-over-again').length;
  return piecesOf(life.storeOrder(orderId), warehouse, deeds).flatMap(({ sku, leftAtAll, ...rest }) => {
    const most = (deeds.mostOrdered.get(sku) ?? 0) * (1 + again) + (deeds.added.get(sku) ?? 0);
    if (leftAtAll <= most) return [];
    return [
      {
        rule: 'each promised piece leaves once',
        what: `order ${orderId}: ${leftAtAll} × ${sku} left, at most ${most} were ever asked for: ${JSON.stringify(rest)}`,
      },
    ];
  });
}

const ADVANCED: readonly number[] = [2, 3, 4, 5, 6, 10, 14];

function backwards(life: Life, orderId: number): Fault[] {
  return life.storeOrder(orderId).statusHistory.flatMap(({ by, from, to, shown, at }) => {
    if (by !== 'api' || from === null || !ADVANCED.includes(from) || ![0, 1, 7, 9, 11, 12].includes(to)) return [];
    // What the merchant did between our reading and our writing cannot be known.
    if (shown !== undefined && shown !== from) return [];
    return [{ rule: 'no status goes backwards', what: `order ${orderId}: we moved it from ${from} to ${to} at ${at}` }];
  });
}

/** Statuses that alone let nothing go: nobody has paid, or somebody must look first, or nothing is wanted. */
const KEEPING: readonly number[] = [0, 1, 4, 5, 6, 7, 8, 12, 13];

/** What never had a status that lets it go is sent by a person's word alone. */
function unpaid(life: Life, orderId: number): Fault[] {
  const { statusId, statusHistory } = life.storeOrder(orderId);
  const deeds = life.deeds(orderId);
  const statuses = [statusId, ...statusHistory.flatMap(({ from, to }) => [from ?? to, to])];
  const sent = life.warehouseOrders(orderId).filter((one) => isOurs(one, deeds));
  if (sent.length === 0 || deeds.decisions.length > 0 || !statuses.every((one) => KEEPING.includes(one))) return [];
  const what = `order ${orderId}: ${sent.map(({ reference }) => reference).join(', ')} was sent, and the store's status was ${statuses.join(', ')}`;
  return [{ rule: 'what nobody paid does not go', what }];
}

/** A shipment without a number is written only after the wait for one. */
function tooEarly(life: Life, orderId: number): Fault[] {
  const warehouse = life.warehouseOrders(orderId);
  const shippedAt = warehouse.flatMap((one) =>
    hasLeft(one) ? one.statusHistory.filter(({ to }) => to === 'Shipped').map(({ at }) => Date.parse(at)) : [],
  );
  return life.storeOrder(orderId).shipments.flatMap((shipment) => {
    if (shipment.by !== 'api' || shipment.tracking_number !== '') return [];
    const first = Math.min(...shippedAt);
    if (shippedAt.length === 0 || shipment.created - first >= WAIT_FOR_TRACKING_MS) return [];
    // It may have had one when it was written, which was taken away since.
    if (warehouse.some((one) => one.trackingNumber === null && life.deeds(orderId).decisions.length > 0)) return [];
    return [
      {
        rule: 'a parcel waits for its number',
        what: `order ${orderId}: shipment ${shipment.id} without a number after ${Math.round((shipment.created - first) / 60_000)} min`,
      },
    ];
  });
}

function judgeStored(life: Life): Fault[] {
  const stored = life.stored();
  const at = stored.toLowerCase().indexOf(PERSON.toLowerCase());
  if (at < 0) return [];
  return [{ rule: 'no person is stored', what: `a history holds “${stored.slice(Math.max(0, at - 80), at + 80)}”` }];
}

function defects(life: Life): Fault[] {
  return life.world.machine.defects.map(({ workflowId, message }) => ({
    rule: 'the code does not fail',
    what: `${workflowId}: ${message}`,
  }));
}

function streetOf(customer: unknown): string | undefined {
  if (typeof customer !== 'object' || customer === null) return undefined;
  const found = Object.entries(customer).find(([name]) => /^(address1|street|address)$/i.test(name));
  return typeof found?.[1] === 'string' ? found[1] : undefined;
}
