import type { StoreHash } from '../../contract/ids.ts';
import type { MyOgoOrderChanged, PlannedAddress } from '../../contract/orders.ts';
import { MAX_TRACKING, planParcels, trackingNumbers, withCommas } from '../../domain/shipping/parcels.ts';
import {
  goodsNotWritten,
  ownShipments,
  piecesToShip,
  shipmentMarker,
  shippedPieces,
  wordsBeside,
} from '../../domain/shipping/shipment-plan.ts';
import { linksByNumber, trackingLinkFor } from '../../domain/shipping/tracking-link.ts';
import type { StoreApi } from '../../bigcommerce/client.ts';
import type { Shipment } from '../../bigcommerce/orders/shipments.ts';
import type { Once } from '../runtime/write-once.ts';
import { asFarAsTaken, type OptionalField, type Tracking } from './as-far-as-taken.ts';

export interface ShipmentRequest {
  readonly storeHash: StoreHash;
  readonly orderId: number;
  readonly address: PlannedAddress;
  /** The warehouse's order that was shipped: its reference marks the shipments. */
  readonly shipped: MyOgoOrderChanged;
  /** The myOGO code that it was handed over with; absent where another run did that. */
  readonly code?: string;
}

interface ParcelsWritten {
  readonly written: number;
  readonly updated: number;
  /** What the store refused of the tracking, so that the shipment went without it. */
  readonly refused: readonly OptionalField[];
}

/**
 * Creates the missing shipments of one warehouse order, and gives late tracking to those that stand without.
 * @param carrier the courier's slug that the merchant's link names
 */
export async function writeParcels(
  store: StoreApi,
  once: Once,
  { orderId, address, shipped }: ShipmentRequest,
  known: Shipment[],
  carrier: string | undefined,
): Promise<ParcelsWritten> {
  const own = ownShipments(known, shipped.reference);
  const goods = shipped.lines === undefined ? undefined : goodsNotWritten(shipped.lines, own, address.lines);
  const pieces = piecesToShip(address.lines, shippedPieces(known), goods);
  const numbers = trackingNumbers(withCommas(shipped.trackingNumber ?? ''));
  const links = linksByNumber(numbers, shipped.trackingUrl);
  const linkOf = (number: string | undefined) => (number === undefined ? onlyLink(shipped) : links.get(number));
  const refused = new Set<OptionalField>();
  let updated = 0;

  // Late or corrected tracking: shipments of ours without a number, or with one that the warehouse no longer names,
  // take the numbers that none of ours carries. A number in another's comment is told already.
  const isTold = (number: string) =>
    own.some((one) => numbersOn(one).includes(number) || isNamed(number, one.comments));
  const untold = numbers.filter((number) => !isTold(number));
  const spare = untold.filter((number) => number.length <= MAX_TRACKING);
  const waiting = own.filter((one) => !numbersOn(one).some((number) => numbers.includes(number)));
  for (const shipment of waiting) {
    const number = spare.shift();
    if (number === undefined) break;
    const changed = await asFarAsTaken(refused, trackingOf(number, linkOf(number), carrier), (tracking) =>
      store.shipments.update(orderId, shipment.id, tracking),
    );
    known.splice(known.indexOf(shipment), 1, { ...shipment, ...changed, lines: shipment.lines });
    updated += 1;
  }

  // The link that came or changed after the number. What the store made of an equal one is not compared for long: the
  // account asks for this only where the warehouse's own text is another.
  const numbered = ownShipments(known, shipped.reference).filter((one) => own.some(({ id }) => id === one.id));
  for (const shipment of numbered) {
    const number = shipment.trackingNumber === '' ? undefined : shipment.trackingNumber;
    const link = linkOf(number);
    if (waiting.slice(0, updated).some(({ id }) => id === shipment.id)) continue;
    if (link === undefined || link === shipment.trackingLink || refused.has('link')) continue;
    const changed = await asFarAsTaken(refused, trackingOf(number, link, carrier), (tracking) =>
      store.shipments.update(orderId, shipment.id, tracking),
    );
    known.splice(known.indexOf(shipment), 1, { ...shipment, ...changed, lines: shipment.lines });
    updated += 1;
  }

  const left = untold.filter((number) => number.length > MAX_TRACKING || spare.includes(number));
  const [mine] = ownShipments(known, shipped.reference);
  if (pieces.length === 0 && left.length > 0 && mine !== undefined) {
    const comments = `${mine.comments}${further(left)}`;
    const changed = await asFarAsTaken(
      refused,
      trackingOf(mine.trackingNumber, mine.trackingLink, carrier),
      (tracking) => store.shipments.update(orderId, mine.id, { ...tracking, comments }),
    );
    known.splice(known.indexOf(mine), 1, { ...mine, ...changed, lines: mine.lines });
    updated += 1;
  }

  // Pieces that their lines take only later left in a parcel whose number was told with others: its customer is told it again.
  const told = numbers.find((number) => number.length <= MAX_TRACKING);
  const under = spare.length > 0 || told === undefined ? left : [told, ...left];
  const parcels = planParcels(pieces, under.join(','));
  const alreadyOwn = new Set(own.map(({ id }) => id));
  let written = 0;
  for (const parcel of parcels) {
    const { found, value } = await once({
      side: 'bigcommerce',
      // The list was read at the start of this attempt, after the settle time: what is not in it was never written.
      look: () =>
        Promise.resolve(
          ownShipments(known, shipped.reference).find(
            (shipment) => !alreadyOwn.has(shipment.id) && sameLines(shipment.lines, parcel.lines),
          ),
        ),
      send: () =>
        asFarAsTaken(refused, trackingOf(parcel.trackingNumber, linkOf(parcel.trackingNumber), carrier), (tracking) =>
          store.shipments.create(orderId, {
            addressId: address.addressId,
            lines: parcel.lines,
            ...tracking,
            comments: `${shipmentMarker(shipped.reference)}${further(parcel.furtherNumbers)}`,
            shippingMethod: address.method,
          }),
        ),
    });
    alreadyOwn.add(value.id);
    if (!found) {
      known.push({ ...value, addressId: address.addressId, lines: parcel.lines });
      written += 1;
    }
  }
  return { written, updated, refused: [...refused] };
}

/** A version of before, or a person, may have written several as one. */
function numbersOn({ trackingNumber }: Shipment): readonly string[] {
  return trackingNumbers(withCommas(trackingNumber));
}

/** Whether a comment names a number as a whole, behind its mark: `T1` is not named by `T12`. */
function isNamed(number: string, comments: string): boolean {
  const escaped = number.replace(/[$()*+./?[\\\]^{|}]/g, '\\$&');
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'u');
  return whole.test(wordsBeside(comments));
}

/** Numbers that have no piece of their own, for the comment of a shipment. */
function further(numbers: readonly string[]): string {
  return numbers.length === 0 ? '' : `; further parcels: ${numbers.join(', ')}`;
}

/** A parcel without a number may have a link all the same. */
function onlyLink({ trackingNumber, trackingUrl }: MyOgoOrderChanged): string | undefined {
  if (trackingNumbers(withCommas(trackingNumber ?? '')).length > 0) return undefined;
  const found = trackingLinkFor(trackingUrl);
  return found.kind === 'link' ? found.link : undefined;
}

/** BigCommerce makes a link of its own from number and carrier; myOGO's, which leads to the parcel, goes before it. */
function trackingOf(number: string | undefined, link: string | undefined, carrier: string | undefined): Tracking {
  return {
    ...(number === undefined ? {} : { trackingNumber: number }),
    ...(number === undefined || carrier === undefined ? {} : { trackingCarrier: carrier }),
    ...(link === undefined ? {} : { trackingLink: link }),
  };
}

function sameLines(a: Shipment['lines'], b: Shipment['lines']): boolean {
  const key = (lines: Shipment['lines']) =>
    lines
      .map((line) => `${line.orderProductId}:${line.quantity}`)
      .sort()
      .join();
  return key(a) === key(b);
}
