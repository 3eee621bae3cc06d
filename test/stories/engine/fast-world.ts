import type { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import { Control } from '../../../dev/stand-ins/control/control.ts';
import { isObject } from '../../../dev/stand-ins/exchange.ts';
import { Random } from '../../../dev/stand-ins/random.ts';
import type { Settings } from '../../../dev/stand-ins/settings.ts';
import { storeServer } from '../../../dev/stand-ins/store/server.ts';
import { warehouseServer } from '../../../dev/stand-ins/warehouse/server.ts';
import { World } from '../../../dev/stand-ins/world.ts';
import { OgoshipClient } from '../../../src/client/index.ts';
import type { LifeWorld } from '../life/life-world.ts';
import { openedStores, type Needs } from '../life/opening.ts';
import type { ActivityRunner } from './activity-attempts.ts';
import { tellParent } from './commands.ts';
import { connectionTo } from './connection.ts';
import { hookReceiver, webhooksHere, type HookReceiver } from './hook-receiver.ts';
import { Machine } from './machine.ts';
import { fromPayload } from './payloads.ts';
import type { Run } from './run.ts';
import { Schedules } from './schedules.ts';
import { inProcessTransport, type Interruption } from './transport.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Wire } from './wire.ts';
import { KEYS, startWorker } from './worker.ts';

/** When every life begins: its times are the same whenever it is lived. */
const BEGINNING = Date.parse('2026-11-02T08:00:00Z');
/** A call of the library is answered within this, or something is wrong. */
const PATIENCE_MS = 300_000;

/** A world whose server and worker are in this process. */
export interface FastWorld extends LifeWorld {
  readonly machine: Machine;
  /** Where both sides' webhooks come to; absent where the worker has no public address. */
  readonly receiver?: HookReceiver;
}

/** What may become of deliveries. */
const webhookWeathers: readonly Partial<Settings>[] = [
  {},
  { hookDoubling: 1, hookShuffleMs: 30_000 },
  { hookLoss: 0.3, hookDoubling: 0.3, hookShuffleMs: 3_000 },
  { hookDelayMs: 8 * 60_000 },
  { hookSecrets: 'wrong' },
  { hookLoss: 1 },
];

/**
 * Opens lives in this process, each in a world of its own: both sides, the machine, the product's worker, the library.
 * @param webhooks `drawn`: both sides tell of changes by webhooks too, and what becomes of those is drawn from the seed
 */
export const fastWorlds =
  (time: VirtualTime, vms: ReusableVMWorkflowCreator, webhooks: 'none' | 'all-well' | 'drawn' = 'none') =>
  async (seed: number, needs: Needs): Promise<FastWorld> => {
    time.reset(BEGINNING);
    const random = new Random(seed);
    const world = new World();
    const control = new Control(world);
    control.reset({ seed, products: 1, plan: 'unlimited' });
    const stores = openedStores(control, needs);
    const nothing = () => undefined;
    const sides = { world, store: storeServer(world, nothing), warehouse: warehouseServer(world, nothing) };
    const interruptions: Interruption[] = [];

    let wire: Wire = { dead: false };
    let runner: ActivityRunner | undefined;
    const machine = new Machine({
      time,
      vms,
      pick: (count) => (count === 1 ? 0 : random.integer(0, count - 1)),
      runner: (...attempt) => {
        if (runner === undefined) throw new Error('no worker runs');
        return runner(...attempt);
      },
    });
    const schedules = new Schedules(machine);
    machine.onClosed((run) => {
      tellParent(machine, run);
      schedules.closed(run);
    });
    const begin = (): void => {
      wire = { dead: false };
      const connection = connectionTo(machine, schedules, wire);
      const transport = inProcessTransport(sides, time, wire, interruptions);
      const given = { connection, transport, oauth: world.oauth, wire };
      runner = startWorker({ ...given, ...(webhooks !== 'none' && { webhooks: webhooksHere }) }, machine.defects);
    };
    begin();
    const receiver = webhooks === 'none' ? undefined : hookReceiver(machine, schedules);
    if (receiver !== undefined) world.postHook = (...delivery) => receiver.post(...delivery);

    const connection = connectionTo(machine, schedules, { dead: false });
    const temporal = { connection, namespace: 'default' };
    return {
      machine,
      ...(receiver !== undefined && { receiver }),
      afterOpening: () => {
        if (webhooks === 'drawn') control.settings(webhookWeathers[seed % webhookWeathers.length] ?? {});
      },
      world,
      control,
      stores,
      ogoship: await OgoshipClient.connect({ temporal, credentialKeys: KEYS }),
      defects: machine.defects,
      settings: {},
      minutes: (minutes) => minutes,
      cadence: { often: '5m', seldom: '30m' },
      listedLateMs: 10_000,
      patience: () => () => false,
      now: () => time.now,
      wait: (call) => machine.wait(call, PATIENCE_MS),
      insist: (ask) => machine.wait(ask(), PATIENCE_MS),
      pass: (ms) => machine.drive(time.now + ms),
      interrupt: ({ requests, effect, writes = false }, act) => {
        interruptions.push({ left: requests, effect, writes, act });
      },
      endInterruptions: () => {
        for (const { act } of interruptions.splice(0)) act('');
      },
      restart: (how) => {
        // Workers of two builds run beside each other for a while: what the old one has begun it ends.
        if (how === 'kill') {
          wire.dead = true;
          time.drop(wire);
          machine.activities.abandonAll();
        }
        machine.forget();
        begin();
      },
      renew: () => {
        for (const run of machine.runs()) if (run.type === 'fulfilOrder') run.suggestRenewal = true;
      },
      tasks: () => machine.tasks,
      stored: () => Promise.resolve(machine.runs().flatMap(payloadsOf).join('\n')),
      close: async () => {
        wire.dead = true;
        await machine.dispose();
        world.dropDelayed();
      },
    };
  };

/** Everything that was stored of a run: history, memo and result. */
function payloadsOf(run: Run): string[] {
  return [
    ...run.log.flatMap(({ jobs }) => jobs.flatMap(payloadsIn)),
    ...Object.values(run.memo).map((memo) => JSON.stringify(fromPayload(memo))),
    JSON.stringify(fromPayload(run.result)),
  ];
}

/** Every payload in a job, wherever it stands. */
function payloadsIn(job: unknown): string[] {
  if (Array.isArray(job)) return job.flatMap(payloadsIn);
  if (!isObject(job)) return [];
  if (job['data'] instanceof Uint8Array) return [Buffer.from(job['data']).toString('utf8')];
  return Object.values(job).flatMap(payloadsIn);
}
