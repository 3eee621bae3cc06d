import { FailureType, type Side } from '../../contract/failures.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { OddStockRow } from '../../contract/changes.ts';
import type { Check, Need, StoreProfile, TestOutcome, TestReport } from '../../contract/integration.ts';
import type { Access, AccessResource } from '../../bigcommerce/access.ts';
import { HttpFailure } from '../../http/failure.ts';
import type { OpenApis } from '../runtime/connections.ts';
import { profileOf } from './store-profile.ts';

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

const NEW_ACCOUNT =
  'BigCommerce: Settings › Store-level API accounts › create an account with the permissions of the guide, then rotate to its token.';
const OTHER_STORE =
  'Copy the API path and the token of one API account again: the path holds the store hash between slashes, and the token is that store’s alone.';

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

type Refused = NonNullable<TestReport['refused']>;

/**
 * Runs all probes of both sides. Nothing is changed on either, which the probes see to. A side that refuses the
 * credentials themselves has one line, which is true; the other side is asked all the same.
 * @throws HttpFailure where a side cannot be reached: that says nothing about its credentials
 */
export async function testConnection(storeHash: StoreHash, open: OpenApis): Promise<TestOutcome> {
  const store = await testStore(storeHash, open);
  const warehouse = await testWarehouse(open);
  const all = [...store.checks, ...warehouse.checks];
  const refused = store.refused ?? warehouse.refused;
  const { odd = [] } = store;
  return {
    report: {
      ok: all.every(({ ok, needed }) => ok !== false || needed !== 'required'),
      checks: all,
      at: new Date().toISOString(),
      ...(refused === undefined ? {} : { refused }),
      ...(odd.length === 0 ? {} : { oddRows: { count: odd.length, rows: odd.slice(0, 100) } }),
    },
    store: store.profile,
  };
}

/** What a test says where this worker cannot open the credentials: nobody was asked. */
export function unopenedOutcome(why: string): TestOutcome {
  const problem = `This worker cannot open the credentials: ${why}.`;
  const line = (side: Side): Check => ({
    side,
    capability: 'Credentials opened',
    needed: 'required',
    purpose: 'nothing can be asked without them',
    ok: false,
    problem,
    remedy: 'Give the worker its key again (CREDENTIAL_KEYS), or rotate both tokens.',
  });
  const refused = {
    side: 'bigcommerce',
    type: FailureType.credentialsRejected,
    unopened: problem.slice(0, -1),
  } as const;
  const checks = [line('bigcommerce'), line('myogo')];
  return { report: { ok: false, checks, at: new Date().toISOString(), refused }, store: undefined };
}

async function testStore(
  storeHash: StoreHash,
  open: OpenApis,
): Promise<{
  checks: readonly Check[];
  refused?: Refused;
  profile: StoreProfile | undefined;
  odd?: readonly OddStockRow[];
}> {
  const reached = {
    side: 'bigcommerce',
    capability: 'Store reached',
    needed: 'required',
    purpose: 'the store hash names a store of this token',
  } as const;
  const refusal = (type: FailureType, problem: string, remedy: string) => ({
    checks: [{ ...reached, ok: false, problem, remedy }],
    refused: { side: 'bigcommerce', type } as const,
    profile: undefined,
  });

  const checks: Check[] = [];
  for (const probe of probes.filter(({ side }) => side === 'bigcommerce')) {
    const check = await run(probe, open);
    if (check === 'refused') {
      return refusal(FailureType.credentialsRejected, 'BigCommerce refuses the API token.', NEW_ACCOUNT);
    }
    checks.push(check);
  }
  if (checks.every(({ ok }) => ok !== true)) {
    const problem = `Nothing of the store ${storeHash} may be read: the token is another store’s, the store hash is wrong, or every permission is missing.`;
    return refusal(FailureType.scopeMissing, problem, OTHER_STORE);
  }
  const { profile, id, odd } = await profileOf(open, checks);
  if (id !== undefined && id !== '' && id !== storeHash) {
    return refusal(FailureType.scopeMissing, `The token is that of another store: ${id}.`, OTHER_STORE);
  }
  return { checks: [{ ...reached, ok: true }, ...checks], profile, odd };
}

async function testWarehouse(open: OpenApis): Promise<{ checks: readonly Check[]; refused?: Refused }> {
  const checks: Check[] = [];
  for (const probe of probes.filter(({ side }) => side === 'myogo')) {
    const check = await run(probe, open);
    if (check === 'refused') {
      const { capability, needed, purpose, remedy } = probe;
      const problem = 'myOGO refuses the merchant id and the secret token.';
      return {
        checks: [{ side: 'myogo', capability, needed, purpose, ok: false, problem, remedy }],
        refused: { side: 'myogo', type: FailureType.credentialsRejected },
      };
    }
    checks.push(check);
  }
  return { checks };
}

/** Asks one thing. @returns `refused` where it is the credentials themselves that are refused */
async function run(probe: Probe, open: OpenApis): Promise<Check | 'refused'> {
  const { side, capability, needed, purpose, remedy, fallback } = probe;
  const check = { side, capability, needed, purpose, ...(fallback === undefined ? {} : { fallback }) };
  if (probe.ask === undefined) return { ...check, ok: 'not provable' };
  try {
    const access = await probe.ask(open);
    if (access === 'granted') return { ...check, ok: true };
    return { ...check, ok: false, problem: `The permission ${capability} is missing.`, remedy };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    if (error.type === FailureType.credentialsRejected) return 'refused';
    if (error.type !== FailureType.scopeMissing) throw error;
    return { ...check, ok: false, problem: error.message, remedy };
  }
}
