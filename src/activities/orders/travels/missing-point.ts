import type { OpenConnection } from '../../runtime/connections.ts';
import { Held } from './held.ts';
import { askingLinks, type Ways } from './asking-links.ts';

/**
 * A last look before an order leaves without a pick-up point: a link may have been saved since it was read, or a person chose a
 * code that all links give a pick-up point to.
 * @returns `undefined` where it may leave
 */
export function missingPoint(
  { connection }: OpenConnection,
  order: Ways,
  addressId: number,
  code: string,
): Held | undefined {
  if (!connection.links.some((link) => link.code === code && link.pickUpPoint === 'required')) return undefined;
  const asking = askingLinks(connection, order, addressId, code);
  if (!asking.every(({ pickUpPoint }) => pickUpPoint === 'required')) return undefined;
  return new Held('pickup-point-missing', `${code} goes to a pick-up point, and nobody has said to which.`);
}
