import type { Timed } from './acts.ts';
import type { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import type { Settings } from '../../dev/stand-ins/settings.ts';
import { Random } from '../../dev/stand-ins/random.ts';
import type { VirtualTime } from './engine/virtual-time.ts';
import { judgeHarm, judgeRest, type Fault } from './judge/judge.ts';
import { beginLife, type Life } from './life.ts';

/** When every life begins: its times are the same whenever it is lived. */
const BEGINNING = Date.parse('2026-11-02T08:00:00Z');
/** Long enough for every wait that ends by time: the one for a number, the one for a stopped order, a hold judged again. */
const QUIET_MINUTES = 150;

/** What may become of deliveries. */
const webhookWeathers: readonly Partial<Settings>[] = [
  {},
  { hookDoubling: 1, hookShuffleMs: 30_000 },
  { hookLoss: 0.3, hookDoubling: 0.3, hookShuffleMs: 3_000 },
  { hookDelayMs: 8 * 60_000 },
  { hookSecrets: 'wrong' },
  { hookLoss: 1 },
];

export interface LifeReport {
  readonly faults: readonly Fault[];
  readonly tasks: number;
  readonly effects: number;
}

/** Lives one story from its beginning to its judgement; the seed draws what happens first among what may happen at once. */
export async function liveStory(
  story: readonly Timed[],
  seed: number,
  {
    time,
    vms,
    watch,
    webhooks = false,
  }: {
    time: VirtualTime;
    vms: ReusableVMWorkflowCreator;
    watch?: (life: Life, what: string) => Promise<void> | void;
    /** Both sides tell of changes by webhooks too; what becomes of those is drawn from the seed. */
    webhooks?: boolean;
  },
): Promise<LifeReport> {
  time.reset(BEGINNING);
  const random = new Random(seed);
  const pick = (count: number) => (count === 1 ? 0 : random.integer(0, count - 1));
  const life = await beginLife({ time, vms, seed, pick, webhooks });
  if (webhooks) life.world.control.settings(webhookWeathers[seed % webhookWeathers.length] ?? {});
  const report = (faults: readonly Fault[]): LifeReport => ({
    faults,
    tasks: life.world.machine.tasks,
    effects: life.world.world.ledger.seq,
  });
  try {
    for (const timed of story) {
      await life.live(timed);
      await watch?.(life, 'lived');
      const harm = judgeHarm(life);
      if (harm.length > 0) return report(harm);
    }
    await life.quieten(QUIET_MINUTES);
    await watch?.(life, 'quiet');
    const atRest = [...judgeHarm(life), ...(await judgeRest(life))];
    if (atRest.length > 0) return report(atRest);
    life.shipAll();
    await life.quieten(30);
    await watch?.(life, 'shipped');
    return report([...judgeHarm(life), ...(await judgeRest(life))]);
  } finally {
    await life.close();
  }
}
