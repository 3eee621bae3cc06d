import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type { SandboxOptions } from '../../dev/stand-ins/start.ts';
import { OgoshipClient, type Integration } from '../../src/client/index.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { openShop, type Shop } from './shop.ts';

/** A shop, and the client library of somebody who seals for its worker. Nothing is connected yet. */
export interface ClientShop {
  readonly shop: Shop;
  readonly ogoship: OgoshipClient;
  readonly store: Integration;
  readonly close: () => Promise<void>;
}

/** @param by the person's name, as it stands in what is told of them */
export async function openClientShop(by: string, sandbox: SandboxOptions = {}): Promise<ClientShop> {
  const credentialKeys = `client:${randomBytes(32).toString('base64')}`;
  const shop = await openShop(inject('temporalAddress'), {
    sandbox,
    worker: { overrides: { keyRing: parseKeyRing(credentialKeys) } },
  });
  const temporal = { address: inject('temporalAddress'), namespace: shop.worker.namespace };
  const ogoship = await OgoshipClient.connect({ temporal, credentialKeys, by });
  return {
    ...{ shop, ogoship, store: ogoship.integration(shop.storeHash) },
    close: async () => {
      await ogoship.close();
      await shop.close();
    },
  };
}
