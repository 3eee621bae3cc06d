import { defined } from '../../contract/defined.ts';
import { type Side } from '../../contract/failures.ts';
import type { Need } from '../../contract/integration/access.ts';
import type { Access, AccessResource } from '../../bigcommerce/access.ts';
import type { OpenApis } from '../runtime/connections.ts';

export interface Probe {
  readonly side: Side;
  readonly capability: string;
  readonly needed: Need;
  readonly purpose: string;
  readonly remedy: string;
  readonly fallback?: string;
  readonly ask?: (open: OpenApis) => Promise<Access>;
}

const menu = (scope: string, level: string) =>
  `BigCommerce: Settings › Store-level API accounts › the account: set ${scope} to “${level}”, save, then test again. Or create an account that has it, then rotate the credentials.`;

const bigcommerce = (
  scope: string,
  level: 'read-only' | 'modify',
  needed: Need,
  purpose: string,
  ask?: (access: AccessResource) => Promise<Access>,
  fallback?: string,
): Probe => ({
  side: 'bigcommerce',
  capability: `${scope}: ${level === 'modify' ? 'modify' : 'read'}`,
  needed,
  purpose,
  remedy: menu(scope, level),
  ...defined({ fallback }),
  ...(ask === undefined ? {} : { ask: (open) => ask(open.store.access) }),
});

const myogo = (capability: string, purpose: string, ask: (open: OpenApis) => Promise<unknown>): Probe => ({
  side: 'myogo',
  capability,
  needed: 'required',
  purpose,
  remedy:
    'myOGO: Edit merchant › Integrations › API Information: copy the merchant id and a new secret token, then rotate.',
  ask: async (open) => {
    await ask(open);
    return 'granted';
  },
});

/** What the Test button asks, in the order that the guide names it. */
export const probes: readonly Probe[] = [
  bigcommerce('Orders', 'read-only', 'required', 'finding paid orders', (access) => access.orders.read()),
  bigcommerce('Orders', 'modify', 'required', 'shipments, tracking and order statuses', (access) =>
    access.orders.modify(),
  ),
  bigcommerce('Order Transactions', 'read-only', 'required', 'payments of an order', (access) =>
    access.transactions.read(),
  ),
  // A request that would prove it is a payment action: none is sent, not even to an order that cannot exist.
  bigcommerce('Order Transactions', 'modify', 'required', 'the guide asks for it; nothing is changed there'),
  bigcommerce('Products', 'read-only', 'required', 'the catalogue', (access) => access.products.read()),
  bigcommerce('Products', 'modify', 'required', 'stock levels in the catalogue', (access) => access.products.modify()),
  // Nothing of it is used, so nothing of it is asked.
  bigcommerce('Content', 'modify', 'required', 'the guide asks for it; nothing is read or changed there'),
  bigcommerce(
    'Information & Settings',
    'read-only',
    'recommended',
    'units, time zone, shipping zones and methods',
    (access) => access.information.read(),
    'shipping methods are taken from past orders; the store is reached by reading one order',
  ),
  bigcommerce(
    'Store Inventory',
    'read-only',
    'recommended',
    'reading many stock levels at once',
    (access) => access.inventory.read(),
    'levels are read from the catalogue',
  ),
  bigcommerce(
    'Store Inventory',
    'modify',
    'recommended',
    'writing up to 2,000 stock levels a request',
    (access) => access.inventory.modify(),
    'levels are written by catalogue batches of 50 variants or 10 products',
  ),
  bigcommerce(
    'Store Locations',
    'read-only',
    'recommended',
    'the store’s locations',
    (access) => access.locations.read(),
    'stock goes to the default location, or to locationId unchecked',
  ),
  myogo('Token', 'signing in to myOGO', (open) => open.merchant.orders.changedSince(farFuture, { limit: 1 })),
  myogo('Products: read', 'products and stock', (open) => open.merchant.products.list({ limit: 1 })),
  myogo('Orders: read', 'orders and tracking', (open) => open.merchant.orders.changedSince(farFuture, { limit: 1 })),
];

/** Nothing was changed after it: the answer is short, and it proves as much. */
const farFuture = '2999-01-01T00:00:00Z';
