import { defined } from '../../../contract/defined.ts';
import { isReturned } from '../../shared/warehouse-status.ts';
import { StoreStatus } from '../../../contract/orders.ts';
import { trackingNumbers, waitsForNumber } from '../../shipping/parcels.ts';
import { linksByNumber } from '../../shipping/tracking-link.ts';
import type { OrderAccount, PlaceAccount } from '../account/account.ts';
import { bagOf, bagWords, empty, isEmpty, least, minus, piecesOf, plus, type Bag } from '../facts/bag.ts';
import { isStopped } from '../../shared/store-status.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { ReadLine } from '../facts/store-facts.ts';
import type { WarehouseOrder } from '../facts/warehouse-facts.ts';
import { codeSent } from './edit-rules.ts';
import { finding } from './findings.ts';
import { goodsLines } from '../account/lines.ts';
import { settledAt, unlessStopped, TRIES_UNTIL_SEEN } from './obstacles.ts';
import { isMissed } from '../account/order-state.ts';
import type { OwnedOrder } from '../account/ownership.ts';
import { namedByShipments } from '../facts/places.ts';
import { isOutcomeUnknown } from '../facts/references.ts';
import type { Verdict } from './steps.ts';
import { NOT_OURS } from '../account/ownerless.ts';
import { markOf, shipmentsUndone } from '../account/told.ts';
import { fingerprint } from '../../../contract/runs/short-digest.ts';

/** What the store is told of: shipments first, then what its lines do not take as notes. `undefined` where nothing is due. */
export function tellStoreStep(account: OrderAccount, place: PlaceAccount, now: number): Verdict | undefined {
  let waits: Verdict | undefined;
  for (const order of place.orders) {
    const step = tellOfOneOrder(account, place, order, now);
    if (step?.kind === 'wait') waits ??= step;
    else if (step !== undefined) return step;
  }
  return waits;
}

function tellOfOneOrder(account: OrderAccount, place: PlaceAccount, one: OwnedOrder, now: number): Verdict | undefined {
  const { facts } = account;
  const { order } = one;
  if (one.state === 'shipped') {
    const untold = place.untoldOf.get(order.key) ?? empty;
    const undone = shipmentsUndone(facts, place).includes(one);
    const { takes, beyond } = splitUntold(account, place, untold);
    const numberDue = isNumberDue(account, one);
    if ((!isEmpty(takes) || numberDue) && !undone && place.read !== undefined) {
      const until = waitsForNumber(order, facts.order?.rules.waitForTrackingMinutes ?? 0);
      if (until > now && !numberDue) {
        const words = 'The warehouse has shipped it; waits a while for the tracking number.';
        return { kind: 'wait', wait: { for: 'tracking', until: new Date(until).toISOString(), words } };
      }
      return ship(account, place, one, takes, now);
    }
    if (!isEmpty(beyond)) {
      const numbers = trackingNumbers(order.trackingNumber);
      const tracking = numbers.length === 0 ? '' : ` (${numbers.join(', ')})`;
      const text = `myOGO: ${order.reference} shipped ${bagWords(beyond)}${tracking}, which this order no longer takes.`;
      return note(facts, text, now, { order: order.key, pieces: beyond });
    }
    if (crossedCancel(facts, one)) {
      const is = facts.order?.status === StoreStatus.refunded ? 'refunded' : 'cancelled';
      const text = `myOGO: ${order.reference} had left the warehouse when the order was ${is}.`;
      const step = noteOnce(facts, text, order.key, now);
      if (step !== undefined) return step;
    }
    if (isReturned(order.status)) {
      const step = noteOnce(facts, `myOGO: ${order.reference} was returned.`, order.key, now);
      if (step !== undefined) return step;
    }
  }
  if (isEmpty(one.foreign) || one.state === 'dead' || one.unclear) return undefined;
  return foreignStep(facts, place, one, now);
}

/** Its shipment was written after the store had cancelled or refunded the order, which nobody had told us yet. */
function crossedCancel({ order: reading, statuses, tellings }: OrderFacts, { order }: OwnedOrder): boolean {
  const since = statuses.at(-1)?.version;
  if (reading === undefined || since === undefined || !isStopped(reading.status)) return false;
  const written = tellings.filter(({ key, pieces }) => key === order.key && pieces.length > 0);
  return written.some(({ version }) => Date.parse(version) >= Date.parse(since));
}

/** Goods that are not ours beside ours: people read of them on the store's order. */
function foreignStep(facts: OrderFacts, { orders }: PlaceAccount, one: OwnedOrder, now: number): Verdict | undefined {
  const { order, foreign, state, isForeign, part, place, root } = one;
  // It may be a part of what nobody knows yet whether it landed, or whether it is still there.
  const isOpen = isOutcomeUnknown(facts, place, root) || orders.some((other) => other.root === root && isMissed(other));
  if (part && isOpen) return undefined;
  // In place of ours it is a finding, and no news for the customer's order until it leaves.
  if (isForeign && !part && state !== 'shipped') return undefined;
  return foreignNote(facts, order, foreign, now);
}

/** Says on the store's order what the warehouse holds, or shipped, under its number without us. */
export function foreignNote(facts: OrderFacts, order: WarehouseOrder, foreign: Bag, now: number): Verdict | undefined {
  const numbers = order.left ? trackingNumbers(order.trackingNumber) : [];
  const tracking = numbers.length === 0 ? '' : ` (${numbers.join(', ')})`;
  const does = order.left ? 'shipped' : 'holds';
  const text = `myOGO: ${order.reference} ${does} ${bagWords(foreign)}, ${NOT_OURS}${tracking}.`;
  return noteOnce(facts, text, order.key, now, true);
}

/** What of the untold pieces the store's lines still take, and what is beyond them. */
function splitUntold(account: OrderAccount, place: PlaceAccount, untold: Bag): { takes: Bag; beyond: Bag } {
  if (isEmpty(untold)) return { takes: empty, beyond: empty };
  const room = account.closed ? empty : roomOf(account, goodsLines(account.facts, place.place.number));
  const takes = least(untold, room);
  return { takes, beyond: minus(untold, takes) };
}

/** Pieces that a shipment may still name: ordered less refunded less what shipments name, whoever wrote them. */
function roomOf({ facts }: OrderAccount, lines: readonly ReadLine[]): Bag {
  const named = namedByShipments(facts);
  return bagOf(
    lines.map(({ id, sku, quantity, refunded }) => ({
      code: sku,
      quantity: quantity - refunded - (named.get(id) ?? 0),
    })),
  );
}

/** A number or link that the store does not have: later ones, and corrected ones. */
function isNumberDue({ facts, side }: OrderAccount, { order, own }: OwnedOrder): boolean {
  const { trackingNumber, trackingUrl } = order;
  if (isEmpty(own) || (trackingNumber === undefined && trackingUrl === undefined)) return false;
  const shipments = side.shipmentsOf.get(order.key) ?? [];
  if (shipments.length === 0) return false;
  const telling = facts.tellings.findLast(({ key }) => key === order.key);
  // The warehouse's own texts are compared, not what the store made of them: a store that rewrites them starts no circle.
  if (telling !== undefined) {
    const isNewNumber = trackingNumber !== undefined && telling.trackingNumber !== trackingNumber;
    return isNewNumber || telling.trackingUrl !== (trackingUrl ?? '');
  }
  const ours = shipments.filter(({ marks }) => marks !== undefined);
  const told = shipments.flatMap((shipment) => trackingNumbers(shipment.trackingNumber));
  const numbers = trackingNumbers(trackingNumber);
  const links = linksByNumber(numbers, trackingUrl);
  const isLinkDue = ours.some(({ trackingNumber: number, trackingLink = '' }) => {
    const link = links.get(number);
    return link !== undefined && link !== trackingLink;
  });
  return ours.length > 0 && (isLinkDue || numbers.some((number) => !told.includes(number)));
}

function ship(account: OrderAccount, place: PlaceAccount, one: OwnedOrder, pieces: Bag, now: number): Verdict {
  const { facts, side } = account;
  const { order } = one;
  const noted = facts.notes.filter(({ key }) => key === order.key).map((note) => bagOf(note.pieces));
  const number = place.place.number;
  const unsettled = unsettledStep(facts, place.place.number, order.key, now);
  if (unsettled !== undefined) return unsettled;
  const code = codeSent(facts, one);
  const basis = fingerprint(
    order.key,
    order.trackingNumber,
    order.trackingUrl,
    [...pieces].sort(),
    facts.order?.version,
  );
  return unlessStopped(
    facts,
    now,
    `ship ${order.key}`,
    basis,
    {
      kind: 'ship',
      place: number,
      addressId: place.read?.addressId ?? 0,
      order: order.key,
      marks: markOf(one, place.orders, facts.shipments),
      pieces: piecesOf(pieces),
      // What was told in another way is no shipment's of ours, whichever line would take it by now.
      goods: piecesOf(minus(one.own, ...noted, side.typedIn.get(order.key) ?? empty)),
      ...(code === undefined ? {} : { code }),
    },
    { place: number, order: order.key },
  );
}

/** A write of the shipment whose outcome is unknown may still land. Each one in a row is waited for longer, and then seen. */
function unsettledStep(facts: OrderFacts, place: number, key: string, now: number): Verdict | undefined {
  const write = facts.unsettled.find((one) => one.key === key);
  if (write === undefined) return undefined;
  const until = settledAt(facts, write.since, write.tries);
  if (until <= now) return undefined;
  const words = 'The outcome of the shipment’s write is unknown: it may still land.';
  const at = new Date(until).toISOString();
  if (write.tries < TRIES_UNTIL_SEEN) return { kind: 'wait', wait: { for: 'outcome', until: at, words } };
  const message = 'The store did not answer to the shipment’s write, several times in a row. It is tried again.';
  return {
    kind: 'hold',
    findings: [
      finding('rejected-by-bigcommerce', message, {
        place,
        order: key,
        step: `ship ${key}`,
        remedy: 'store-silent',
        about: [key],
      }),
    ],
    until: at,
  };
}

/** Noted already, or to be noted now. */
export function noteOnce(
  facts: OrderFacts,
  text: string,
  key: string,
  now: number,
  foreign?: true,
): Verdict | undefined {
  const left = facts.decisions.some(({ leaves }) => leaves.includes(noteKey(text)));
  if (left || facts.notes.some((one) => one.text === text)) return undefined;
  return note(facts, text, now, { order: key, pieces: empty, ...defined({ foreign }) });
}

function note(
  facts: OrderFacts,
  text: string,
  now: number,
  of: { readonly order?: string; readonly pieces: Bag; readonly foreign?: true },
): Verdict {
  const { order, pieces, foreign } = of;
  const body = {
    kind: 'note',
    text,
    pieces: piecesOf(plus(pieces)),
    ...defined({ order, foreign }),
  } as const;
  return unlessStopped(facts, now, noteKey(text), fingerprint(text), body, order === undefined ? {} : { order });
}

function noteKey(text: string): string {
  return `note ${fingerprint(text)}`;
}
