import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { Control } from '../../../dev/stand-ins/control/control.ts';
import { Random } from '../../../dev/stand-ins/random.ts';
import { storeServer } from '../../../dev/stand-ins/store/server.ts';
import { upstreamEnvironment } from '../../../dev/stand-ins/upstream-environment.ts';
import { warehouseServer } from '../../../dev/stand-ins/warehouse/server.ts';
import { World } from '../../../dev/stand-ins/world.ts';
import { OgoshipClient } from '../../../src/client/index.ts';
import { WRITE_ATTEMPT_MS } from '../../../src/contract/runs/write-attempt.ts';
import { createNamespace } from '../../support/namespace.ts';
import type { LifeWorld } from '../life/life-world.ts';
import { openedStores, type Needs } from '../life/opening.ts';
import { Requests, until } from './requests.ts';
import { storedSince } from './stored.ts';
import { witness } from './witness.ts';
import { Workers } from './workers.ts';
import { usualRetries } from '../../../src/client/calls/closed-channel.ts';

/** What lasts so long in a story lasts so much shorter here: a poll is due after 5 s in place of 5 min. */
const FASTER = 60;
/** Nothing is waited for longer at once: what ends by time has short times here. */
const LONGEST_MS = 20_000;
/** A call that is not answered by then never is: nothing is judged by it. */
const PATIENCE_MS = 300_000;
/** Longer than any late effect on a machine that is busy. */
const SETTLE_MS = 5_000;

/** At rest: nothing is written any more, and every store was looked at so often meanwhile, however long that takes. */
const REST = { looks: 4, leastMs: 3 * SETTLE_MS, mostMs: 240_000 };
/**
 * What is wrong at rest may be made right for so long: what a run of which nothing is left may have sent lands, which no seed makes
 * shorter, or the longest wait between two attempts; and what follows it.
 */
const PATIENCE = { looks: 12, leastMs: WRITE_ATTEMPT_MS + SETTLE_MS + 60_000, mostMs: 600_000 };

/** Where one life after another is lived: two sides on ports of their own, a namespace of the server, worker processes. */
export interface Room {
  live(needs: Needs): LifeWorld;
  readonly tally: () => {
    readonly kills: number;
    readonly builds: number;
    readonly requests: number;
    readonly faults: number;
  };
  close(): Promise<void>;
}

export async function openRoom(address: string, seed: number, workerCount: number): Promise<Room> {
  const world = new World();
  const control = new Control(world);
  const random = new Random(seed);
  const refuse = () => undefined;
  const [store, warehouse] = [storeServer(world, refuse), warehouseServer(world, refuse)];
  const [storeUrl, warehouseUrl] = [await store.listen(0), await warehouse.listen(0)];
  const connection = await Connection.connect({ address, interceptors: usualRetries() });
  const namespace = await createNamespace(connection);
  const credentialKeys = `k1:${randomBytes(32).toString('base64')}`;
  const urls = { storeUrl, warehouseUrl, tokenUrl: `${warehouseUrl}/OAuth/Token` };
  const workers = new Workers(
    {
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      CREDENTIAL_KEYS: credentialKeys,
      ...upstreamEnvironment(urls, world.oauth),
      LATEST_CHANGES_EVERY: '5s',
      SETTLE_TIME: `${SETTLE_MS}ms`,
      LOG_LEVEL: 'warn',
    },
    workerCount,
  );
  const client = new Client({ connection, namespace });
  // What is given up may take effect all the same, and nobody could say what people had said.
  const answerWithinMs = PATIENCE_MS - 2 * LONGEST_MS;
  const ogoship = await OgoshipClient.connect({ temporal: { connection, namespace }, credentialKeys, answerWithinMs });
  const requests = new Requests(world, random);

  return {
    live: (needs) => {
      const began = new Date();
      // Other stores than those of earlier lives, whose last runs may still ask for theirs.
      control.reset({ seed: random.integer(1, 0x7fffffff), products: 1, plan: 'unlimited' });
      const stores = openedStores(control, needs);
      const hashes = stores.map(({ storeHash }) => storeHash);
      const defects = workers.watch();
      const stored = storedSince(client, began);
      let unrest: string | undefined;
      const busyFor = (ms: number): string => `no rest came within ${ms / 1_000} s`;
      return {
        world,
        control,
        stores,
        ogoship,
        get defects() {
          return defects();
        },
        // Without a number a shipment is written at once; an order of the first connect's own second counts too.
        settings: { waitForTrackingMinutes: 0, ordersFrom: new Date(Date.now() - 60_000).toISOString(), every: '5s' },
        minutes: () => 0,
        listedLateMs: SETTLE_MS / 3,
        cadence: { often: '5s', seldom: '5s' },
        afterOpening: () => requests.begin(),
        now: () => Date.now(),
        wait: (call) => within(call, PATIENCE_MS),
        insist: answered,
        pass: (ms) => sleep(Math.min(LONGEST_MS, Math.max(0, ms) / FASTER)),
        rest: async () => {
          const looked = requests.looks(hashes);
          const isAtRest = await until(() => looked(REST.looks), REST.leastMs, REST.mostMs);
          unrest = isAtRest ? undefined : busyFor(REST.mostMs);
        },
        patience: () => {
          const from = Date.now();
          const looked = requests.looks(hashes);
          return () => {
            const waited = Date.now() - from;
            if (waited < PATIENCE.leastMs) return true;
            unrest = looked(PATIENCE.looks) ? undefined : busyFor(PATIENCE.mostMs);
            return waited < PATIENCE.mostMs && unrest !== undefined;
          };
        },
        looksHourly: false,
        get unrest() {
          return unrest;
        },
        interrupt: (during, act) => requests.add(during, act),
        endInterruptions: () => requests.end(),
        restart: (how) => workers.restart(how),
        // The real server asks by the length of a history alone.
        renew: () => undefined,
        tasks: () => 0,
        stored,
        witness: () => witness({ world, ogoship, hashes, stored }),
        close: async () => {
          requests.end();
          control.faults();
          // What nobody looks at any more must not keep the machine busy.
          for (const hash of hashes)
            await within(ogoship.integration(hash).disconnect(), PATIENCE_MS).catch(() => undefined);
        },
      };
    },
    tally: () => ({
      kills: workers.kills,
      builds: workers.builds,
      requests: requests.count,
      faults: requests.faults,
    }),
    close: async () => {
      await workers.close();
      await ogoship.close();
      await connection.close();
      world.dropDelayed();
      await Promise.all([store.close(), warehouse.close()]);
    },
  };
}

/** The client gives a call up after a while, and says so: nothing is known then. */
async function answered<T>(ask: () => Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await within(ask(), PATIENCE_MS);
    } catch (error) {
      if (!(error instanceof Error && error.name.endsWith('Unavailable')) || Date.now() > end) throw error;
    }
  }
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
