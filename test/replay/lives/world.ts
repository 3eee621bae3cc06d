import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { OgoshipClient, type ConnectInput, type Integration } from '../../../src/client/index.ts';
import { workflowId } from '../../../src/contract/ids.ts';
import { parseKeyRing } from '../../../src/security/seal.ts';
import { orderDesk, type OrderDesk } from '../../integration/order-desk.ts';
import { productDesk, type ProductDesk } from '../../support/products.ts';
import { openShop, type Shop } from '../../support/shop.ts';

/** A run whose history is taken: the last one under the id, or the one that is named. */
export interface Lived {
  readonly id: string;
  readonly runId?: string;
  /** What it left elsewhere, by the name of its shape. */
  readonly left?: Readonly<Record<string, unknown>>;
}

/** What happens to a run until its history is taken, by `<workflow>-<life>`: the name of the file. */
export type Lives = Readonly<Record<string, (world: LivesWorld) => Promise<Lived>>>;

/** A store that is connected as a merchant does it, with the real worker beside the stand-ins. */
export interface LivesWorld {
  readonly shop: Shop;
  readonly desk: OrderDesk;
  readonly products: ProductDesk;
  readonly ogoship: OgoshipClient;
  readonly store: Integration;
  readonly client: Client;
  readonly merchantId: string;
  /** What works now. */
  readonly credentials: ConnectInput;
  /** The store has given another token. */
  takes(apiToken: string): void;
  close(): Promise<void>;
}

export async function openLivesWorld(address: string): Promise<LivesWorld> {
  const credentialKeys = `golden:${randomBytes(32).toString('base64')}`;
  const overrides = { keyRing: parseKeyRing(credentialKeys), latestChangesEvery: '24h' };
  const shop = await openShop(address, { sandbox: { plan: 'unlimited' }, worker: { overrides } });
  const [first] = shop.sandbox.credentials.stores;
  if (first === undefined) throw new TypeError('the sandbox has no store');
  const { apiToken, merchantId, secretToken } = first;
  let credentials = { bigcommerce: { apiToken }, myogo: { merchantId, secretToken } };
  const temporal = { address, namespace: shop.worker.namespace };
  const ogoship = await OgoshipClient.connect({ temporal, credentialKeys, by: 'golden' });
  const store = ogoship.integration(shop.storeHash);
  await store.connect({
    ...credentials,
    settings: { waitForTrackingMinutes: 0, enableLatestChanges: 'by-hand', goodsInEvery: '1h' },
  });
  await store.shipping.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
  return {
    ...{ shop, ogoship, store, merchantId },
    get credentials() {
      return credentials;
    },
    takes: (token) => {
      credentials = { ...credentials, bigcommerce: { apiToken: token } };
    },
    desk: orderDesk(shop),
    products: productDesk(shop),
    client: shop.worker.client,
    close: async () => {
      await ogoship.close();
      await shop.close();
    },
  };
}

export const entityOf = ({ shop }: LivesWorld): Lived => ({ id: workflowId.integration(shop.storeHash) });

/** Waits until it is so. Whoever records sees by the name what never came. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`It did not come in a minute: ${what}.`);
    await pause(50);
  }
}

/** Pauses, for a worker that has just begun: one that knows the store goes by what it knows for some seconds. */
export async function pauseForAll({ store, shop }: LivesWorld): Promise<void> {
  await store.pause('stocktaking');
  await shop.worker.stop();
  await shop.worker.start();
}

/** How many events of the run's history have attributes of this kind. */
export async function countOf({ client }: LivesWorld, { id }: Lived, attributes: string): Promise<number> {
  const { events } = await client.workflow.getHandle(id).fetchHistory();
  return (events ?? []).filter((event) => Object.entries(event).some(([key, is]) => key === attributes && is != null))
    .length;
}
