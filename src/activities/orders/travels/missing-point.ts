import { decideShipping } from '../../../domain/shipping/shipping-links.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import { Held } from '../order-body.ts';

/** Where an order's addresses are shipped, and by which method. */
interface Ways {
  readonly shipping: readonly {
    readonly addressId: number;
    readonly method: string;
    readonly person: { readonly countryIso2: string };
  }[];
}

/**
 * A last look before an order leaves without a pick-up point: a link may have been saved since it was read, or a person chose a
 * code that all links give a pick-up point to.
 * @returns `undefined` where it may leave
 */
export function missingPoint(
  { connection: { links } }: OpenConnection,
  order: Ways,
  addressId: number,
  code: string,
): Held | undefined {
  const ofCode = links.filter((link) => link.code === code);
  if (!ofCode.some(({ pickUpPoint }) => pickUpPoint === 'required')) return undefined;
  const { method = '', person } = order.shipping.find((one) => one.addressId === addressId) ?? {};
  const decision = decideShipping(links, { method, country: person?.countryIso2.toUpperCase() ?? '' });
  const asking = decision.kind === 'code' && decision.code === code ? [decision.link] : ofCode;
  if (!asking.every(({ pickUpPoint }) => pickUpPoint === 'required')) return undefined;
  return new Held('pickup-point-missing', `${code} goes to a pick-up point, and nobody has said to which.`);
}
