import fc from 'fast-check';
import { story } from '../acts/story.ts';
import { liveStory } from '../life/live-story.ts';
import type { OpenWorld } from '../life/opening.ts';
import { liveBatch } from './batch.ts';
import type { Crew, Job, LifeAnswer, LifeJob } from './crew.ts';

/** Lives what the parent process asks for, one job after another, until it is gone. */
export async function serve(open: OpenWorld, realNow: () => number): Promise<never> {
  process.on('disconnect', () => process.exit());
  return new Promise<never>((_, reject) => {
    process.on('message', (job: Job) => {
      const lived = 'batch' in job ? liveBatch(job.batch, open, realNow) : oneLife(job.life, open);
      lived.then((answer) => process.send?.(answer), reject);
    });
  });
}

/** Lives all of it in this process, so much at once. */
export const alone = (open: OpenWorld, realNow: () => number, size = 1): Crew => ({
  size,
  batch: (job) => liveBatch(job, open, realNow),
  life: (job) => oneLife(job, open),
  close: () => Promise.resolve(),
});

/** @returns the rule that a life broke, or how it failed */
async function oneLife({ seed, acts }: LifeJob, open: OpenWorld): Promise<LifeAnswer> {
  const [told = []] = fc.sample(story(acts), { seed, numRuns: 1 });
  try {
    return { rule: (await liveStory(told, seed, open)).faults[0]?.rule };
  } catch (error) {
    // It turns in a circle, or does not answer.
    return { rule: error instanceof Error ? error.message.split('\n', 1)[0] : String(error) };
  }
}
