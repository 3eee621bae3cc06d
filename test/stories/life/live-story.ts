import type { Timed } from '../acts/act.ts';
import { judgeHarm } from '../judge/harm.ts';
import { judgeRest } from '../judge/rest.ts';
import type { Fault } from '../judge/fault.ts';
import { Life, type Lived } from './life.ts';
import { needsOf, type OpenWorld } from './opening.ts';

/** Long enough for every wait that ends by time: the one for a number, the one for a stopped order, a hold judged again. */
const QUIET_MINUTES = 150;

export interface LifeReport {
  readonly faults: readonly Fault[];
  readonly tasks: number;
  readonly effects: number;
  readonly lived: readonly Lived[];
}

/** Lives one story from its beginning to its judgement. */
export async function liveStory(
  story: readonly Timed[],
  seed: number,
  open: OpenWorld,
  watch?: (life: Life, what: string) => Promise<void> | void,
): Promise<LifeReport> {
  const world = await open(seed, needsOf(story));
  const before = world.world.ledger.seq;
  let lived: readonly Lived[] = [];
  const report = (faults: readonly Fault[]): LifeReport => ({
    faults,
    lived,
    tasks: world.tasks(),
    effects: world.world.ledger.seq - before,
  });
  try {
    const life = await Life.begin(world, story);
    lived = life.lived;
    for (const timed of story) {
      await life.live(timed);
      await watch?.(life, 'lived');
      const harm = judgeHarm(life);
      if (harm.length > 0) return report(await seen(harm, world));
    }
    await life.quieten(QUIET_MINUTES);
    await watch?.(life, 'quiet');
    const atRest = await judged(life);
    if (atRest.length > 0) return report(atRest);
    life.shipAll();
    await life.rest(30);
    await watch?.(life, 'shipped');
    return report(await judged(life));
  } finally {
    await world.close();
  }
}

/** What is wrong at rest, once there has been time to make it right. */
async function judged(life: Life): Promise<readonly Fault[]> {
  const mayChange = life.world.patience();
  for (;;) {
    const harm = judgeHarm(life);
    const faults = [...harm, ...(await judgeRest(life))];
    if (faults.length === 0) return faults;
    if (harm.length > 0 || !mayChange()) return seen(faults, life.world);
    await life.world.pass(60_000);
  }
}

/** Who decides about a find must know whether it was seen at rest, and what else was to be seen. */
async function seen(faults: readonly Fault[], world: Life['world']): Promise<readonly Fault[]> {
  const { unrest } = world;
  const folder = await world.witness?.();
  return faults.map((fault) => ({
    ...fault,
    ...(unrest !== undefined && { what: `${fault.what} (${unrest})` }),
    ...(folder !== undefined && { folder }),
  }));
}
