import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { describe, expect, inject, it, vi } from 'vitest';
import { startSandbox, type Sandbox } from '../../dev/stand-ins/start.ts';
import { currentLevel } from '../../dev/stand-ins/store/stock-levels.ts';
import { upstreamEnvironment } from '../../dev/stand-ins/upstream-environment.ts';
import { OgoshipClient } from '../../src/client/index.ts';
import { scheduleId, type StoreHash } from '../../src/contract/ids.ts';
import { createNamespace } from '../support/namespace.ts';
import { spawnWorker } from '../support/worker-process.ts';
import { usualRetries } from '../../src/client/calls/closed-channel.ts';

const long = process.env['TEST_LONG'] === '1';
/** Worker processes at once, and how many of them are killed at their work. */
const WORKERS = long ? 4 : 2;
const KILLS = long ? 10 : 1;
const SKUS = 150;

describe('stock among several worker processes', () => {
  it(
    `a process that is killed in the middle of its batches (${KILLS}×) writes nothing wrong, and others do the rest`,
    { timeout: long ? 900_000 : 120_000 },
    async () => {
      const world = await stockWorld(inject('temporalAddress'));
      const { sandbox, store } = world;
      try {
        for (let kill = 1; kill <= KILLS; kill += 1) {
          const wanted = receive(sandbox, kill);
          const from = sandbox.ledger.seq;
          const written = () => sandbox.ledger.since(from).filter(({ name }) => name === 'store stock written');
          // Some batches are written, others are not: each takes its time.
          await sandbox.waitFor(({ name, seq }) => name === 'store stock written' && seq > from, { since: from });
          expect(written().length).toBeLessThan(wanted.size);
          await world.killBusy();
          await vi.waitFor(() => expect(levelsOf(sandbox, wanted)).toEqual(wanted), {
            timeout: 100_000,
            interval: 200,
          });
          // A level that is written twice is the same both times.
          for (const { key, detail } of written()) {
            expect(detail?.['level'], key).toBe(wanted.get(key.slice(store.length + 1)));
          }
        }
        await world.expectOneRunAtATime();
      } finally {
        await world.close();
      }
    },
  );
});

/** Goods of many SKUs come. @returns what the store shall show */
function receive(sandbox: Sandbox, round: number): Map<string, number> {
  const store = sandbox.control.store();
  const skus = [...store.catalogue.variants.values()].map(({ sku }) => sku).filter((sku) => sku.startsWith('GEN-'));
  const goods = Object.fromEntries(skus.slice(0, SKUS).map((sku, place) => [sku, 100 + place]));
  if (round === 1) for (const code of Object.keys(goods)) sandbox.control.addWarehouseProduct({ code });
  sandbox.control.goodsIn(goods);
  return new Map(Object.entries(goods).map(([sku, pieces]) => [sku, pieces * round]));
}

function levelsOf(sandbox: Sandbox, of: ReadonlyMap<string, number>): Map<string, number> {
  const store = sandbox.control.store();
  const variants = [...store.catalogue.variants.values()].filter(({ sku }) => of.has(sku));
  const found = new Map(variants.map((variant) => [variant.sku, currentLevel(store, variant)]));
  return new Map([...of.keys()].map((sku) => [sku, found.get(sku) ?? NaN]));
}

/** A connected store whose levels go by catalogue batches, each of which takes a while, and several workers. */
async function stockWorld(address: string) {
  const sandbox = await startSandbox({ seed: 5, products: 400, plan: 'unlimited' });
  const connection = await Connection.connect({ address, interceptors: usualRetries() });
  const namespace = await createNamespace(connection);
  const client = new Client({ connection, namespace });
  const credentialKeys = `k1:${randomBytes(32).toString('base64')}`;
  const env = {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    CREDENTIAL_KEYS: credentialKeys,
    ...upstreamEnvironment(sandbox, sandbox.credentials.oauth),
    SETTLE_TIME: '1s',
  };
  const workers = new Map<number, ReturnType<typeof spawnWorker>>();
  const spawn = async (): Promise<void> => {
    const worker = spawnWorker(env);
    const { pid } = await worker.line(({ msg }) => msg === 'worker ready');
    workers.set(Number(pid), worker);
  };
  await Promise.all(Array.from({ length: WORKERS }, spawn));
  const ogoship = await OgoshipClient.connect({ temporal: { connection, namespace }, credentialKeys });
  const [store] = sandbox.credentials.stores;
  if (store === undefined) throw new Error('the sandbox has no store');
  const shop = ogoship.integration(store.storeHash);
  await shop.connect({
    bigcommerce: { apiToken: store.apiToken },
    myogo: { merchantId: store.merchantId, secretToken: store.secretToken },
    settings: { enableLatestChanges: 'by-hand', brakeShare: 1 },
  });
  await shop.latestChanges.enable({ every: '5s', force: true });
  // The first runs leave everything to a comparison; after it there is nothing to do.
  await vi.waitFor(
    async () => {
      const legs = (await shop.status()).lastRun?.report?.legs;
      expect(legs?.myogoStock).toEqual({ kind: 'nothing' });
    },
    { timeout: 60_000, interval: 200 },
  );
  sandbox.control.faults({ rate: 1, kinds: ['latency'], paths: ['PUT /'], latencyMs: 150 });
  const schedule = client.schedule.getHandle(scheduleId.latestChanges(store.storeHash as StoreHash)); // it was connected

  return {
    sandbox,
    store: store.storeHash,
    /** Kills the process whose batches are under way as if its machine lost power, and starts another. */
    async killBusy(): Promise<void> {
      const busy = await vi.waitFor(
        async () => {
          const run = (await schedule.describe()).info.runningActions.at(-1);
          if (run === undefined) throw new TypeError('nothing runs');
          const { raw } = await client.workflow.getHandle(run.workflow.workflowId).describe();
          const leg = raw.pendingActivities?.find(({ activityType }) => activityType?.name === 'stockLeg');
          const pid = Number((leg?.lastWorkerIdentity ?? '').split('@')[0]);
          const worker = workers.get(pid);
          if (worker === undefined) throw new TypeError(`no worker ${pid} is at it`);
          return { pid, worker };
        },
        { timeout: 60_000, interval: 20 },
      );
      busy.worker.signal('SIGKILL');
      workers.delete(busy.pid);
      await busy.worker.exited;
      await spawn();
    },
    async expectOneRunAtATime(): Promise<void> {
      const spans: (readonly [number, number])[] = [];
      for await (const run of client.workflow.list({ query: 'WorkflowType="latestChanges"' })) {
        spans.push([run.startTime.getTime(), run.closeTime?.getTime() ?? Infinity]);
      }
      spans.sort(([a], [b]) => a - b);
      expect(spans.length).toBeGreaterThan(2);
      for (const [place, [start]] of spans.entries()) {
        expect(start).toBeGreaterThanOrEqual(spans[place - 1]?.[1] ?? 0);
      }
    },
    async close(): Promise<void> {
      for (const worker of workers.values()) worker.signal('SIGKILL');
      await Promise.all([...workers.values()].map((worker) => worker.exited));
      await ogoship.close();
      await connection.close();
      await sandbox.close();
    },
  };
}
