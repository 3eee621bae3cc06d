import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { Random } from '../../dev/stand-ins/random.ts';
import { startSandbox, type Sandbox } from '../../dev/stand-ins/start.ts';
import { upstreamEnvironment } from '../../dev/stand-ins/upstream-environment.ts';
import type { StoreCredentials } from '../../dev/stand-ins/world.ts';
import { OgoshipClient } from '../../src/client/index.ts';
import { createNamespace, removeSchedules } from '../support/namespace.ts';
import { spawnWorker, type WorkerProcess } from '../support/worker-process.ts';
import { usualRetries } from '../../src/client/calls/closed-channel.ts';

/** What becomes of an order if nothing but faults and kills happens to it. */
export type Fate = 'shipped' | 'paid-later' | 'cancelled' | 'unlinked';

export interface Placed {
  readonly storeHash: string;
  readonly orderId: number;
  readonly fate: Fate;
  readonly addressIds: readonly number[];
}

export interface ChaosWorld {
  readonly sandbox: Sandbox;
  readonly ogoship: OgoshipClient;
  readonly stores: readonly StoreCredentials[];
  readonly random: Random;
  /** Kills the older of the two workers as if its machine lost power, and starts another. */
  kill(): void;
  close(): Promise<void>;
}

/** Three stores, two of them on one merchant with the same order numbers, and two real worker processes. */
export async function chaosWorld(address: string, seed: number): Promise<ChaosWorld> {
  const random = new Random(seed);
  // The retries of so many faults use a plan's quota up, and the next one comes after 30 s: that is for the long suite.
  const plan = process.env['TEST_LONG'] === '1' ? 'pro' : 'unlimited';
  const sandbox = await startSandbox({ seed, plan });
  const [first] = sandbox.credentials.stores;
  if (first === undefined) throw new Error('the sandbox has no store');
  const second = sandbox.control.addStore({ merchantId: first.merchantId, plan });
  const third = sandbox.control.addStore({ plan });
  const stores = [first, second, third];

  const connection = await Connection.connect({ address, interceptors: usualRetries() });
  const namespace = await createNamespace(connection);
  const credentialKeys = `k1:${randomBytes(32).toString('base64')}`;
  const env = {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    CREDENTIAL_KEYS: credentialKeys,
    ...upstreamEnvironment(sandbox, sandbox.credentials.oauth),
    LATEST_CHANGES_EVERY: '5s',
    SETTLE_TIME: '1s',
    LOG_LEVEL: 'warn',
  };
  const workers: WorkerProcess[] = [spawnWorker(env), spawnWorker(env)];
  const all: WorkerProcess[] = [...workers];
  const ogoship = await OgoshipClient.connect({ temporal: { connection, namespace }, credentialKeys });
  for (const store of stores) {
    const shop = ogoship.integration(store.storeHash);
    await shop.connect({
      bigcommerce: { apiToken: store.apiToken },
      myogo: { merchantId: store.merchantId, secretToken: store.secretToken },
      settings: {
        waitForTrackingMinutes: 0,
        enableLatestChanges: 'by-hand',
        // The store's times have whole seconds: an order of the first connect's own second counts too.
        ordersFrom: new Date(Date.now() - 60_000).toISOString(),
      },
    });
    await shop.shipping.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
    await shop.latestChanges.enable({ every: '5s', force: true });
  }
  return {
    sandbox,
    ogoship,
    stores,
    random,
    kill: () => {
      const next = spawnWorker(env);
      all.push(next);
      workers.push(next);
      workers.shift()?.signal('SIGKILL');
    },
    close: async () => {
      for (const worker of workers) worker.signal('SIGKILL');
      await Promise.all(all.map((worker) => worker.exited));
      await removeSchedules(new Client({ connection, namespace }));
      await ogoship.close();
      await connection.close();
      await sandbox.close();
    },
  };
}

/** Places one order in one of the stores; its goods are in the warehouse. */
export function placeOne({ sandbox, stores, random }: ChaosWorld, index: number): Placed {
  const store = stores[index % stores.length];
  if (store === undefined) throw new Error('there is no store');
  const { storeHash, merchantId } = store;
  const fate: Fate =
    index % 10 === 4 ? 'paid-later' : index % 10 === 7 ? 'cancelled' : index % 20 === 9 ? 'unlinked' : 'shipped';
  const addresses = index % 6 === 5 ? 2 : 1;
  const placed = sandbox.control.placeOrder({
    storeHash,
    addresses,
    lines: Array.from({ length: addresses + random.integer(0, 1) }, () => ({ quantity: random.integer(1, 3) })),
    shippingMethod: fate === 'unlinked' ? 'Carrier pigeon' : 'DHL Express',
    country: 'FI',
    statusId: fate === 'paid-later' ? 7 : 11,
  });
  const order = sandbox.control.store(storeHash).book.orders.get(placed.orderId);
  const known = new Set(sandbox.control.merchant(merchantId).products.map(({ code }) => code));
  for (const { sku } of order?.lines ?? []) {
    if (!known.has(sku)) sandbox.control.addWarehouseProduct({ merchantId, code: sku, name: sku });
    known.add(sku);
    sandbox.control.goodsIn({ [sku]: 50 }, merchantId);
  }
  return { storeHash, orderId: placed.orderId, fate, addressIds: placed.addressIds };
}

/** One round of the warehouse's people: they pick what is new, and ship what is picked. */
export function workInWarehouse({ sandbox, stores, random }: ChaosWorld): void {
  for (const merchantId of new Set(stores.map((store) => store.merchantId))) {
    for (const order of sandbox.control.merchant(merchantId).orders) {
      if (!random.chance(0.5)) continue;
      if (order.status === 'New') sandbox.control.warehouse(order.reference, { merchantId, status: 'COLLECTING' });
      else if (order.status === 'Collecting') {
        sandbox.control.warehouse(order.reference, { merchantId, status: 'SHIPPED', tracking: `T-${order.reference}` });
      }
    }
  }
}
