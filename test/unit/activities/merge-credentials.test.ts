import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Dependencies } from '../../../src/activities/runtime/dependencies.ts';
import { createIntegrationActivities } from '../../../src/activities/integration/integration.ts';
import type { StoreHash } from '../../../src/contract/ids.ts';
import { createSealer, parseKeyRing } from '../../../src/security/seal.ts';

const storeHash = 'abc123' as StoreHash; // a valid one
const ring = (id: string) => createSealer(parseKeyRing(`${id}:${randomBytes(32).toString('base64')}`));
const sealer = ring('present');
const activities = createIntegrationActivities({ sealer } as Dependencies); // it needs no more than that

const tokens = (apiToken: string, secretToken: string) => ({ bigcommerce: { apiToken }, myogo: { secretToken } });
const old = tokens('old store', 'old merchant');
const given = sealer.seal(tokens('new store', 'new merchant'), storeHash);
const opened = (sealed: string): unknown => JSON.parse(sealer.open(sealed, storeHash));

test.each([
  [['bigcommerce'] as const, tokens('new store', 'old merchant')],
  [['myogo'] as const, tokens('old store', 'new merchant')],
  [['bigcommerce', 'myogo'] as const, tokens('new store', 'new merchant')],
])('new credentials of %j take the place of those alone', async (parts, expected) => {
  const base = sealer.seal(old, storeHash);
  expect(opened(await activities.mergeCredentials({ storeHash, base, sealed: given, parts }))).toEqual(expected);
});

test('where the key of the old ones is lost, both tokens together can be given anew, and one alone cannot', async () => {
  const base = ring('lost').seal(old, storeHash);
  const both = await activities.mergeCredentials({ storeHash, base, sealed: given, parts: ['bigcommerce', 'myogo'] });
  expect(opened(both)).toEqual(tokens('new store', 'new merchant'));
  await expect(async () =>
    activities.mergeCredentials({ storeHash, base, sealed: given, parts: ['bigcommerce'] }),
  ).rejects.toThrow();
});

test('tokens that are the ones in use are told from new ones by the very text that was sealed before', async () => {
  const base = sealer.seal(old, storeHash);
  const merged = (sealed: string, parts: readonly ('bigcommerce' | 'myogo')[]) =>
    activities.mergeCredentials({ storeHash, base, sealed, parts });
  expect(await merged(sealer.seal(old, storeHash), ['bigcommerce', 'myogo'])).toBe(base);
  expect(await merged(sealer.seal(tokens('old store', ''), storeHash), ['bigcommerce'])).toBe(base);
  expect(await merged(given, ['bigcommerce'])).not.toBe(base);
});
