import { expect, test } from 'vitest';
import { testConnection } from '../../../../src/activities/integration/connection-test.ts';
import type { OpenApis } from '../../../../src/activities/runtime/connections.ts';
import { FailureType } from '../../../../src/contract/failures.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { TestReport } from '../../../../src/contract/integration/access.ts';
import { HttpFailure } from '../../../../src/http/failure.ts';

const storeHash = 'abc123' as StoreHash; // a valid one
const granted = () => Promise.resolve('granted');
const fails = (type: FailureType) => () => Promise.reject(new HttpFailure(type, `answers ${type}`, {}));

/** Both sides as they answer every question. */
function sides(store: () => Promise<unknown>, warehouse: () => Promise<unknown>, id: string = storeHash): OpenApis {
  const both = { read: store, modify: store };
  const access = {
    orders: both,
    transactions: both,
    products: both,
    information: both,
    inventory: both,
    locations: both,
  };
  return {
    store: {
      access,
      store: {
        get: async () => (
          await store(),
          { id, name: 'A', currency: 'EUR', weightUnits: 'kg', dimensionUnits: 'cm', timeZone: '' }
        ),
      },
      inventory: { settings: fails(FailureType.notFound), locations: fails(FailureType.notFound) },
    },
    merchant: { orders: { changedSince: warehouse }, products: { list: warehouse } },
  } as unknown as OpenApis; // all that a test asks
}

const wrongOf = ({ checks }: TestReport, of: 'bigcommerce' | 'myogo') =>
  checks
    .filter(({ side, ok, needed }) => side === of && ok === false && needed === 'required')
    .map(({ problem = '' }) => problem);

const good = granted;
const away = fails(FailureType.unavailable);
const busy = fails(FailureType.throttled);
const odd = fails(FailureType.unexpectedResponse);
const refuses = fails(FailureType.credentialsRejected);
const forbids = () => Promise.resolve('missing');

type Stands = 'good' | 'refused' | 'unreachable';
const stores = { good, away, busy, odd, refuses, forbids };
const warehouses = { good, away, busy, odd, refuses };
const stands = (what: string): Stands =>
  what === 'good' ? 'good' : ['refuses', 'forbids'].includes(what) ? 'refused' : 'unreachable';

const rows = Object.keys(stores).flatMap((store) =>
  Object.keys(warehouses).map((warehouse) => [store, warehouse] as const),
);
test.each(rows)('a store that is %s and a warehouse that is %s: neither hides the other', async (store, warehouse) => {
  const open = sides(stores[store as keyof typeof stores], warehouses[warehouse as keyof typeof warehouses]); // keys of them
  const { report } = await testConnection(storeHash, open);
  const [first, second] = [stands(store), stands(warehouse)];
  expect(wrongOf(report, 'bigcommerce')).toHaveLength(first === 'good' ? 0 : 1);
  expect(wrongOf(report, 'myogo')).toHaveLength(second === 'good' ? 0 : 1);
  expect(report.ok).toBe(first === 'good' && second === 'good');
  const refused = [...(first === 'refused' ? ['bigcommerce'] : []), ...(second === 'refused' ? ['myogo'] : [])];
  expect([report.refused, report.refusedToo].flatMap((each) => each?.side ?? [])).toEqual(refused);
  const silent = [...(first === 'unreachable' ? ['bigcommerce'] : []), ...(second === 'unreachable' ? ['myogo'] : [])];
  expect(report.unreachable ?? []).toEqual(silent);
});

test('a token of another store is named as that, whether or not it may say whose it is', async () => {
  const named = await testConnection(storeHash, sides(good, good, 'xyz789'));
  expect(wrongOf(named.report, 'bigcommerce')).toEqual(['The token is that of another store: xyz789, and not abc123.']);
  const silent = await testConnection(storeHash, sides(fails(FailureType.scopeMissing), good));
  expect(wrongOf(silent.report, 'bigcommerce')).toEqual([expect.stringMatching(/^The token is another store’s, or/)]);
  for (const { report } of [named, silent]) expect(report.refused?.side).toBe('bigcommerce');
});

test('a side that answers too slowly is left after its time, and what it has proved is told', async () => {
  const { report } = await testConnection(storeHash, sides(good, good), -1);
  expect(report.unreachable).toEqual(['bigcommerce', 'myogo']);
  expect(wrongOf(report, 'myogo')).toEqual(['myOGO answers too slowly to be tested.']);
});

test('a report says what no request can find out: what a comment may cost', async () => {
  const { report } = await testConnection(storeHash, sides(good, good));
  expect(report.notes?.join()).toMatch(/every order with a comment stands as RESERVED .* charged as work/);
});

test('what is no answer of a side is a defect, and no report', async () => {
  const broken = () => Promise.reject(new TypeError('ours'));
  await expect(testConnection(storeHash, sides(good, broken))).rejects.toThrow('ours');
});
