import { FailureType, type Side } from '../contract/failures.ts';
import type { StoreHash } from '../contract/ids.ts';
import type { Check, Need, StoreProfile, TestOutcome } from '../contract/integration.ts';
import type { Access, AccessResource } from '../bigcommerce/access.ts';
import { HttpFailure } from '../http/failure.ts';
import type { OpenApis } from './connections.ts';

interface Probe {
  readonly side: Side;
  readonly capability: string;
  readonly needed: Need;
  readonly purpose: string;
  readonly remedy: string;
  readonly fallback?: string;
  readonly ask?: (open: OpenApis) => Promise<Access>;
}

const menu = (scope: string, level: string) =>
  `BigCommerce: Settings › Store-level API accounts › create an account with ${scope} set to “${level}”, then rotate the credentials.`;

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
  ...(fallback === undefined ? {} : { fallback }),
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
const probes: readonly Probe[] = [
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

/**
 * Runs all probes of both sides. Nothing is changed on either, which the probes see to.
 * @throws HttpFailure where a side cannot be reached: that says nothing about its credentials
 */
export async function testConnection(storeHash: StoreHash, open: OpenApis): Promise<TestOutcome> {
  const checks: Check[] = [];
  const refused = new Map<Side, HttpFailure>();
  for (const probe of probes) checks.push(await run(probe, open, refused));

  const ours = checks.filter(({ side, ok }) => side === 'bigcommerce' && ok !== 'not provable');
  const nothing = ours.every(({ ok }) => ok === false);
  const reached: Check = {
    side: 'bigcommerce',
    capability: 'Store reached',
    needed: 'required',
    purpose: 'the store hash names a store of this token',
    ok: !nothing,
    ...(nothing
      ? {
          problem: refused.has('bigcommerce')
            ? 'BigCommerce refuses the API token.'
            : `Nothing of the store ${storeHash} may be read: the store hash is wrong, or every permission is missing.`,
          remedy: 'Copy the API path of the API account again: it holds the store hash between slashes.',
        }
      : {}),
  };
  const all = [reached, ...checks];
  const first = refused.values().next().value;
  return {
    report: {
      ok: all.every(({ ok, needed }) => ok !== false || needed !== 'required'),
      checks: all,
      at: new Date().toISOString(),
      ...(first === undefined ? {} : { refused: { side: first.detail.side ?? 'bigcommerce', type: first.type } }),
    },
    store: nothing ? undefined : await profile(open, checks),
  };
}

async function run(probe: Probe, open: OpenApis, refused: Map<Side, HttpFailure>): Promise<Check> {
  const { side, capability, needed, purpose, remedy, fallback } = probe;
  const check = { side, capability, needed, purpose, ...(fallback === undefined ? {} : { fallback }) };
  if (probe.ask === undefined) return { ...check, ok: 'not provable' };
  const already = refused.get(side);
  // A refused token is refused for everything: asking on would only repeat it.
  if (already !== undefined) return { ...check, ok: false, problem: already.message, remedy };
  try {
    const access = await probe.ask(open);
    if (access === 'granted') return { ...check, ok: true };
    return { ...check, ok: false, problem: `The permission ${capability} is missing.`, remedy };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    if (error.type === FailureType.credentialsRejected) refused.set(side, error);
    else if (error.type !== FailureType.scopeMissing) throw error;
    return { ...check, ok: false, problem: error.message, remedy };
  }
}

/** What the store tells of itself; each part only where the token may read it. */
async function profile(open: OpenApis, checks: readonly Check[]): Promise<StoreProfile> {
  const may = (capability: string) => checks.some((check) => check.capability === capability && check.ok === true);
  const information = may('Information & Settings: read') ? await open.store.store.get() : undefined;
  const settings = information === undefined ? undefined : await optional(() => open.store.inventory.settings());
  const locations = may('Store Locations: read')
    ? (await optional(() => open.store.inventory.locations()))?.rows
    : undefined;
  const defaultLocation = locations?.find(({ isDefault }) => isDefault)?.id;
  const behavior = settings?.updateStockBehavior;
  return {
    ...(information === undefined
      ? {}
      : {
          name: information.name,
          currency: information.currency,
          weightUnit: information.weightUnits,
          dimensionUnit: information.dimensionUnits,
          ...(information.timeZone === '' ? {} : { timeZone: information.timeZone }),
        }),
    ...(defaultLocation === undefined ? {} : { defaultLocationId: defaultLocation }),
    ...(locations === undefined ? {} : { locationIds: locations.map(({ id }) => id) }),
    ...(behavior === 'order_placed' || behavior === 'order_completed_or_shipped'
      ? { updateStockBehavior: behavior }
      : {}),
    inventoryScope: may('Store Inventory: read') && may('Store Inventory: modify'),
  };
}

/** A part that some plans or tokens may not read, and that nothing rests on. */
async function optional<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (
      error instanceof HttpFailure &&
      (error.type === FailureType.scopeMissing || error.type === FailureType.notFound)
    )
      return undefined;
    throw error;
  }
}
