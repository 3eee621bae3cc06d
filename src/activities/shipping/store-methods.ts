import { defined } from '../../contract/defined.ts';
import { FailureType } from '../../contract/failures.ts';
import type { StoreMethod } from '../../contract/shipping.ts';
import { normalise } from '../../contract/shipping/link-pattern.ts';
import { compileLinks, type LinkTable } from '../../domain/shipping/link-rank.ts';
import { decideShipping } from '../../domain/shipping/shipping-links.ts';
import type { ShippingZone } from '../../bigcommerce/shipping.ts';
import { HttpFailure } from '../../http/failure.ts';
import { oddRowWords, type OddRow } from '../../http/rows.ts';
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
  const zones = await open.store.shipping.zones();
  const methods: StoreMethod[] = zones.leftOut.map(leftOutOf);
  const read: readonly ZoneRead[] = [...zones.rows, ...zones.unreadable.map(unreadZone)];
  for (const zone of read) {
    const country = zone.countries[0] ?? '';
    if (zone.problem !== undefined) methods.push({ zone: zone.name, name: '', enabled: false, problem: zone.problem });
    if (zone.id === undefined) continue;
    const found = await open.store.shipping.methods(zone.id);
    for (const { id, name, enabled } of found.rows) {
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
    for (const odd of found.unreadable) methods.push({ ...unread(odd), zone: zone.name });
    for (const odd of found.leftOut) methods.push({ ...leftOutOf(odd), zone: zone.name });
  }
  return methods;
}

type ZoneRead = Pick<ShippingZone, 'name' | 'enabled' | 'countries' | 'freeShipping'> & {
  readonly id?: number;
  readonly problem?: string;
};

/** A zone that cannot be read has methods all the same; whether it is switched on is not known, and thus not said. */
function unreadZone(odd: OddRow): ZoneRead {
  const id = typeof odd.id === 'number' ? { id: odd.id } : {};
  const name = `zone ${odd.id ?? 'without a readable id'}`;
  return { ...id, name, enabled: true, countries: [], freeShipping: false, problem: problemOf(odd) };
}

/** A row that is there, and of which no more than that can be read. */
function unread(odd: OddRow): StoreMethod {
  const code = odd.id === undefined ? {} : { code: String(odd.id) };
  return { zone: '', name: '', ...code, enabled: false, problem: problemOf(odd) };
}

/** What is beside a row that is shown without one of its fields. */
function leftOutOf(odd: OddRow): StoreMethod {
  return { ...unread(odd), problem: `${problemOf(odd)} The rest of it is shown.` };
}

function problemOf(odd: OddRow): string {
  return `The store’s row cannot be read: ${oddRowWords(odd)}. Open it in BigCommerce (Settings › Shipping) and save it again.`;
}

async function methodsOfOrders(open: OpenConnection, links: LinkTable): Promise<readonly StoreMethod[]> {
  const { rows, unreadable } = await open.store.orders.list({ withLines: true, sort: 'id:desc', limit: PAST_ORDERS });
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
  const odd = unreadable.map((row): StoreMethod => {
    const problem = `An order cannot be read, and its method is not known: ${oddRowWords(row)}.`;
    return { zone: 'seen on past orders', name: '', enabled: false, problem };
  });
  return [...[...seen.values()].sort((a, b) => a.name.localeCompare(b.name)), ...odd];
}

function linked(links: LinkTable, method: string, country: string, code?: string): { linkedTo?: string } {
  const decision = decideShipping(links, { method, country, ...defined({ code }) });
  return decision.kind === 'code' || decision.kind === 'ignore' ? { linkedTo: decision.link.code } : {};
}
