import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { parseKeyRing } from '../../src/security/seal.ts';
import { openShop, type Shop } from './shop.ts';

/** A shop whose people use the command line, or a client with the same keys; its schedules run only when they are asked to. */
export interface CliShop {
  readonly shop: Shop;
  /** `CREDENTIAL_KEYS`, the worker's and theirs. */
  readonly keys: string;
  /** What the command line finds in its environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** @param user who the command line says has done it */
export async function openCliShop(user: string): Promise<CliShop> {
  const keys = `cli:${randomBytes(32).toString('base64')}`;
  const address = inject('temporalAddress');
  const shop = await openShop(address, {
    worker: { overrides: { keyRing: parseKeyRing(keys), latestChangesEvery: '24h' } },
  });
  const { namespace } = shop.worker;
  const env = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, CREDENTIAL_KEYS: keys, USER: user };
  return { shop, keys, env };
}
