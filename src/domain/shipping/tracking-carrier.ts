import type { ShippingLink } from '../../contract/shipping.ts';
import { decideShipping } from './shipping-links.ts';

/** An address whose goods were shipped. */
export interface ShippedAddress {
  /** The method's text on the store's order. */
  readonly method: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** The myOGO code that it was handed over with; absent where that is not known any more. */
  readonly code?: string;
}

/**
 * The carrier that a parcel is told with, by the links as they are now: so that one which is named or corrected later
 * still reaches the parcels that are written after it.
 *
 * Where the links would decide otherwise by now, or the code came from a person or fitted the method's code, it is the
 * carrier on which all links to that code agree; else none is named, since it would be a guess.
 */
export function trackingCarrierOf(
  links: readonly ShippingLink[],
  { method, country, code }: ShippedAddress,
): string | undefined {
  const decision = decideShipping(links, { method, country });
  if (decision.kind === 'code' && decision.code === (code ?? decision.code)) return decision.link.trackingCarrier;
  const [first, ...others] = links.filter((link) => link.code === code);
  const agree = others.every(({ trackingCarrier }) => trackingCarrier === first?.trackingCarrier);
  return agree ? first?.trackingCarrier : undefined;
}
