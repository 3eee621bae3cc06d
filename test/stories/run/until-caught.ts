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
  const isPlain = name === 'nothing';
  // A life that the product as it is breaks, too, catches nothing.
  const anyway = isPlain ? new Set<number>() : brokenAnyway(given.seed);
  const broken: number[] = [];
  let lives = 0;
  let rule: string | undefined;
  while (lives < given.lives && (isPlain || rule === undefined)) {
    lives += 1;
    if (anyway.has(lives)) continue;
    const seed = given.seed + lives;
    const [told] = fc.sample(story(given.acts), { seed, numRuns: 1 });
    const found = await brokenRule(told ?? [], seed, open);
    if (found === undefined) continue;
    rule ??= found;
    if (!isPlain) continue;
    broken.push(lives);
    say(`life ${lives}: ${found}`);
  }
  const on = new Date(realNow()).toISOString().slice(0, 10);
  const result = { name, seed: given.seed, lives, rule, ...(broken.length > 0 && { broken }), on };
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
