import { brokenAnyway, CAUGHT, keep } from '../planted/results.ts';
import type { Crew } from './crew.ts';
import { say } from './say.ts';

/** Lives until a planted fault is caught, and prints how many that took, as JSON. @returns the exit code */
export async function untilCaught(
  crew: Crew,
  name: string,
  given: { readonly lives: number; readonly seed: number; readonly acts: number; readonly keep: boolean },
  now: () => number,
): Promise<number> {
  const isPlain = name === 'nothing';
  // A life that the product as it is breaks, too, catches nothing.
  const anyway = isPlain ? new Set<number>() : brokenAnyway(given.seed);
  const broken = new Map<number, string>();
  let next = 1;
  const first = (): number => Math.min(Infinity, ...broken.keys());
  // Each life before the first that broke a rule is lived, whoever is quicker.
  const lives = async (): Promise<void> => {
    while (next <= given.lives && (isPlain || next < first())) {
      const life = next++;
      if (anyway.has(life)) continue;
      const { rule } = await crew.life({ seed: given.seed + life, acts: given.acts });
      if (rule === undefined) continue;
      broken.set(life, rule);
      if (isPlain) say(`life ${life}: ${rule}`);
    }
  };
  await Promise.all(Array.from({ length: crew.size }, lives));
  const on = new Date(now()).toISOString().slice(0, 10);
  const rule = broken.get(first());
  const result = {
    name,
    seed: given.seed,
    lives: isPlain || rule === undefined ? given.lives : first(),
    rule,
    ...(isPlain && broken.size > 0 && { broken: [...broken.keys()].sort((a, b) => a - b) }),
    on,
  };
  say(JSON.stringify(result));
  if (given.keep) keep(result);
  return rule === undefined ? 0 : CAUGHT;
}
