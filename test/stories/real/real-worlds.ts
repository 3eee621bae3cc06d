import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { Control } from '../../../dev/stand-ins/control/control.ts';
import { storeServer } from '../../../dev/stand-ins/store/server.ts';
import { upstreamEnvironment } from '../../../dev/stand-ins/upstream-environment.ts';
import { warehouseServer } from '../../../dev/stand-ins/warehouse/server.ts';
import { World } from '../../../dev/stand-ins/world.ts';
import { startDevServer } from '../../../dev/temporal-server/dev-server.ts';
import { OgoshipClient } from '../../../src/client/index.ts';
import { createNamespace, removeSchedules } from '../../support/namespace.ts';
import { spawnWorker, type WorkerProcess } from '../../support/worker-process.ts';
import { openedStores, type OpenWorld } from '../life/opening.ts';
import { interruptionsOf } from './interruptions.ts';
import { storedSince } from './stored.ts';

/** What lasts so long in a story lasts so much shorter here: a poll is due after 5 s in place of 5 min. */
const FASTER = 60;
/** Nothing is waited for longer at once: what ends by time has short times here. */
const LONGEST_MS = 20_000;
const PATIENCE_MS = 60_000;
/** After the last act both sides agree within this, or never. */
const UNTIL_REST_MS = 120_000;

/** Lives over HTTP, with the real server and worker processes, which are killed. One after the other, each with stores of its own. */
export async function realWorlds(
  seed: number,
): Promise<{ readonly openFor: () => OpenWorld; readonly close: () => Promise<void> }> {
  const server = await startDevServer({ memory: true });
  const world = new World();
  const control = new Control(world);
  control.reset({ seed, products: 1, plan: 'unlimited' });
  const refuse = () => undefined;
  const [store, warehouse] = [storeServer(world, refuse), warehouseServer(world, refuse)];
  const [storeUrl, warehouseUrl] = [await store.listen(0), await warehouse.listen(0)];
  const connection = await Connection.connect({ address: server.address });
  const namespace = await createNamespace(connection);
  const credentialKeys = `k1:${randomBytes(32).toString('base64')}`;
  const urls = { storeUrl, warehouseUrl, tokenUrl: `${warehouseUrl}/OAuth/Token` };
  const env = {
    TEMPORAL_ADDRESS: server.address,
    TEMPORAL_NAMESPACE: namespace,
    CREDENTIAL_KEYS: credentialKeys,
    ...upstreamEnvironment(urls, world.oauth),
    LATEST_CHANGES_EVERY: '5s',
    SETTLE_TIME: '1s',
    LOG_LEVEL: 'warn',
  };
  const workers: WorkerProcess[] = [spawnWorker(env), spawnWorker(env)];
  const all: WorkerProcess[] = [...workers];
  const client = new Client({ connection, namespace });
  const ogoship = await OgoshipClient.connect({ temporal: { connection, namespace }, credentialKeys });
  const interruptions = interruptionsOf(world);

  const open: OpenWorld = (_, needs) => {
    const began = new Date();
    const stores = openedStores(control, needs);
    return Promise.resolve({
      world,
      control,
      stores,
      ogoship,
      // Without a number a shipment is written at once; an order of the first connect's own second counts too.
      settings: { waitForTrackingMinutes: 0, ordersFrom: new Date(Date.now() - 60_000).toISOString(), every: '5s' },
      minutes: () => 0,
      cadence: { often: '5s', seldom: '5s' },
      untilRestMs: UNTIL_REST_MS,
      get defects() {
        return all.flatMap(({ lines }) =>
          lines
            .filter(({ msg }) => msg.includes('a defect of the worker'))
            .map((line) => ({ workflowId: String(line['workflowId']), message: JSON.stringify(line) })),
        );
      },
      now: () => Date.now(),
      wait: (call) => within(call, PATIENCE_MS),
      pass: (ms) => sleep(Math.min(LONGEST_MS, Math.max(0, ms) / FASTER)),
      interrupt: interruptions.add,
      endInterruptions: interruptions.end,
      restart: (how) => {
        const next = spawnWorker(env);
        all.push(next);
        workers.push(next);
        workers.shift()?.signal(how === 'kill' ? 'SIGKILL' : 'SIGTERM');
      },
      // The real server asks by the length of a history alone.
      renew: () => undefined,
      tasks: () => 0,
      stored: () => storedSince(client, began),
      close: async () => {
        interruptions.end();
        control.faults();
        // What nobody looks at any more must not keep the machine busy.
        for (const { storeHash } of stores)
          await ogoship
            .integration(storeHash)
            .disconnect()
            .catch(() => undefined);
      },
    });
  };
  return {
    openFor: () => open,
    close: async () => {
      for (const worker of workers) worker.signal('SIGKILL');
      await Promise.all(all.map((worker) => worker.exited));
      await removeSchedules(client);
      await ogoship.close();
      await connection.close();
      world.dropDelayed();
      await Promise.all([store.close(), warehouse.close()]);
      await server.close();
    },
  };
}

async function within<T>(call: Promise<T>, ms: number): Promise<T> {
  const over = new AbortController();
  const late = sleep(ms, undefined, { signal: over.signal }).then(() => {
    throw new Error(`A call was not answered within ${ms / 1_000} s.`);
  });
  late.catch(() => undefined); // aborted below, once the call has come back
  try {
    return await Promise.race([call, late]);
  } finally {
    over.abort();
  }
}
