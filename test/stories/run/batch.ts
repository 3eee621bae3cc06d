import fc from 'fast-check';
import type { Timed } from '../acts/act.ts';
import { evenStory } from '../acts/even.ts';
import { story } from '../acts/story.ts';
import type { Fault } from '../judge/fault.ts';
import { liveStory, type LifeReport } from '../life/live-story.ts';
import type { OpenWorld } from '../life/opening.ts';
import { Meetings, type Met } from './meetings.ts';

/** Lives of one seed, one after another. */
export interface BatchJob {
  readonly seed: number;
  /** Draws what comes first of what may happen at once; drawn itself where nothing is said. */
  readonly order?: number | undefined;
  readonly lives: number;
  readonly acts: number;
  /** Rules that may be broken. */
  readonly skip: readonly string[];
  /** By the machine's own clock. */
  readonly endsAt: number;
  /** Whether a life that failed is reduced to its fewest acts. */
  readonly shrink: boolean;
  /** Whether every kind of act is as likely as any other: see `acts/even.ts`. */
  readonly even?: boolean;
}

/** What came of a batch, as plain data: it goes from one process to another. */
export interface BatchReport {
  readonly lives: number;
  readonly acts: number;
  readonly done: number;
  readonly effects: number;
  readonly tasks: number;
  readonly cpuMs: number;
  readonly met: Met;
  readonly found?: Found | undefined;
}

/** A fault with the fewest acts that still show it; one that does not show it again has no rule. */
export interface Found extends Partial<Fault> {
  readonly told: readonly Timed[];
  readonly order: number;
  readonly error: string;
}

/** Lives a batch until its end, or until a rule is broken. */
export async function liveBatch(job: BatchJob, open: OpenWorld, realNow: () => number): Promise<BatchReport> {
  const cpu = process.cpuUsage();
  const meetings = new Meetings();
  const count = { lives: 0, acts: 0, done: 0, effects: 0, tasks: 0 };
  const { counterexample, errorInstance } = await fc.check(
    fc.asyncProperty(
      job.even === true ? evenStory(job.acts) : story(job.acts),
      job.order === undefined ? fc.nat() : fc.constant(job.order),
      async (told, order) => {
        if (realNow() > job.endsAt) return;
        const report = await liveStory(told, order, open);
        count.lives += 1;
        count.acts += told.length;
        count.done += report.lived.length;
        count.effects += report.effects;
        count.tasks += report.tasks;
        meetings.add(report.lived);
        if (!report.faults.every(({ rule }) => job.skip.includes(rule))) throw new StoryFault(report);
      },
    ),
    { seed: job.seed, numRuns: job.lives, endOnFailure: !job.shrink },
  );
  const found =
    counterexample === null
      ? undefined
      : job.shrink
        ? await again(counterexample, String(errorInstance), open)
        : asItWas(counterexample, errorInstance);
  const { user, system } = process.cpuUsage(cpu);
  return { ...count, cpuMs: (user + system) / 1_000, met: meetings.all(), ...(found !== undefined && { found }) };
}

async function again([told, order]: [readonly Timed[], number], error: string, open: OpenWorld): Promise<Found> {
  try {
    const [first] = (await liveStory(told, order, open)).faults;
    return { ...first, told, order, error };
  } catch (thrown) {
    return { rule: 'a life is lived to its end', what: String(thrown), told, order, error };
  }
}

/** What depends on a machine's own time may not show again: it is kept as it was seen. */
function asItWas([told, order]: [readonly Timed[], number], thrown: unknown): Found {
  const error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  const [first] = thrown instanceof StoryFault ? thrown.faults : [];
  return { ...(first ?? { rule: 'a life is lived to its end', what: error }), told, order, error };
}

class StoryFault extends Error {
  readonly faults: readonly Fault[];

  constructor({ faults }: LifeReport) {
    super(faults.map(({ rule, what }) => `${rule}: ${what}`).join('\n'));
    this.faults = faults;
  }
}
