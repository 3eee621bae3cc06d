import fc from 'fast-check';
import type { Timed } from '../acts/act.ts';
import { story } from '../acts/story.ts';
import { liveStory } from '../life/live-story.ts';
import type { OpenWorld } from '../life/opening.ts';
import type { PlantedFault } from '../planted/faults.ts';
import { brokenAnyway, CAUGHT, keep } from '../planted/results.ts';
import { say } from './say.ts';

/** Lives until a planted fault is caught, and prints how many that took, as JSON. @returns the exit code */
export async function untilCaught(
  open: OpenWorld,
  realNow: () => number,
  { name }: PlantedFault,
  given: { readonly lives: number; readonly seed: number; readonly acts: number; readonly keep: boolean },
): Promise<number> {
  let lives = 0;
  let rule: string | undefined;
  while (lives < given.lives && rule === undefined) {
    lives += 1;
    // A life that the product as it is breaks, too, catches nothing.
    if (name !== 'nothing' && lives === brokenAnyway(given.seed)) continue;
    const seed = given.seed + lives;
    const [told] = fc.sample(story(given.acts), { seed, numRuns: 1 });
    rule = await brokenRule(told ?? [], seed, open);
  }
  const result = { name, seed: given.seed, lives, rule, on: new Date(realNow()).toISOString().slice(0, 10) };
  say(JSON.stringify(result));
  if (given.keep) keep(result);
  return rule === undefined ? 0 : CAUGHT;
}

async function brokenRule(told: readonly Timed[], seed: number, open: OpenWorld): Promise<string | undefined> {
  try {
    return (await liveStory(told, seed, open)).faults[0]?.rule;
  } catch (error) {
    // It turns in a circle, or does not answer.
    return error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
  }
}
