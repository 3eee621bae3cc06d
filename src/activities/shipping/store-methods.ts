import { FailureType } from '../../contract/failures.ts';
import type { StoreMethod } from '../../contract/shipping.ts';
import { compileLinks, type LinkTable } from '../../domain/shipping/link-rank.ts';
import { decideShipping } from '../../domain/shipping/shipping-links.ts';
import { normalise } from '../../domain/shared/wildcard.ts';
import { HttpFailure } from '../../http/failure.ts';
import type { OpenConnection } from '../runtime/connections.ts';

/** Orders that are read for method names where zones and methods may not be: enough to meet every method in use. */
const PAST_ORDERS = 250;

/**
 * The store's shipping methods, each with the code that the links give it now.
 *
 * With “Information & Settings” they are the zones' methods; without it, the names seen on the newest orders, which is
 * what has to be linked anyway.
 */
export async function storeMethods(open: OpenConnection): Promise<readonly StoreMethod[]> {
  const links = compileLinks(open.connection.links);
  try {
    return await methodsOfZones(open, links);
  } catch (error) {
    if (!(error instanceof HttpFailure) || error.type !== FailureType.scopeMissing) throw error;
    return methodsOfOrders(open, links);
  }
}

async function methodsOfZones(open: OpenConnection, links: LinkTable): Promise<readonly StoreMethod[]> {
  const methods: StoreMethod[] = [];
  for (const zone of (await open.store.shipping.zones()).rows) {
    const country = zone.countries[0] ?? '';
    const { rows } = await open.store.shipping.methods(zone.id);
    for (const { id, name, enabled } of rows) {
      methods.push({
        zone: zone.name,
        name,
        code: String(id),
        enabled: enabled && zone.enabled,
        ...linked(links, name, country, String(id)),
      });
    }
    // Free shipping is a switch of the zone and no row among its methods; orders say “Free Shipping”.
    if (zone.freeShipping) {
      methods.push({
        zone: zone.name,
        name: 'Free Shipping',
        enabled: zone.enabled,
        ...linked(links, 'Free Shipping', country),
      });
    }
  }
  return methods;
}

async function methodsOfOrders(open: OpenConnection, links: LinkTable): Promise<readonly StoreMethod[]> {
  const { rows } = await open.store.orders.list({ withLines: true, sort: 'id:desc', limit: PAST_ORDERS });
  const seen = new Map<string, StoreMethod>();
  for (const { method, person } of rows.flatMap((order) => order.shipping)) {
    const key = normalise(method);
    if (seen.has(key)) continue;
    seen.set(key, {
      zone: 'seen on past orders',
      name: method,
      enabled: true,
      ...linked(links, method, person.countryIso2),
    });
  }
  return [...seen.values()].sort((a, b) => a.name.localeCompare(b.name));
}

function linked(links: LinkTable, method: string, country: string, code?: string): { linkedTo?: string } {
  const decision = decideShipping(links, { method, country, ...(code === undefined ? {} : { code }) });
  return decision.kind === 'code' || decision.kind === 'ignore' ? { linkedTo: decision.link.code } : {};
}
