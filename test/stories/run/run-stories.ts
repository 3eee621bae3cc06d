import { describe } from '../acts/act.ts';
import type { Found } from './batch.ts';
import type { Crew } from './crew.ts';
import { save } from './kept.ts';
import { Meetings } from './meetings.ts';
import { writeMeetings } from './meetings-page.ts';
import type { Options } from './options.ts';
import { say } from './say.ts';

/** Lives of one seed; after them the next seed. */
const BATCH = 10;
/** Whoever finds so many has enough to mend. */
const ENOUGH = 20;
const SHOW_MS = 10_000;

/** Lives random stories. @returns the exit code: 1 where a fault was found */
export async function runStories(crew: Crew, options: Options, now: () => number): Promise<number> {
  const { seed, life, acts, skip, real, shrink, webhooks } = options;
  const startedAt = now();
  const endsAt = startedAt + options.minutes * 60_000;
  const meetings = new Meetings();
  const count = { lives: 0, acts: 0, done: 0, effects: 0, tasks: 0, found: 0, cpuMs: 0 };
  let shownAt = startedAt;
  let asked = 0;
  let next = seed;
  say(`seed ${seed}`);
  const lives = async (): Promise<void> => {
    while (now() < endsAt && asked < options.lives && count.found < ENOUGH) {
      const lives = Math.min(real ? 1 : BATCH, options.lives - asked);
      asked += lives;
      // One property after another, each with its own seed: a found fault does not end the search.
      const { found, met, ...report } = await crew.batch({
        seed: next++,
        order: life,
        lives,
        acts,
        skip,
        endsAt,
        shrink: shrink && !options.matrix,
        // Of the lives for the matrix all but one batch in four: what people do most often is in it, too.
        even: options.matrix && asked % (4 * BATCH) !== 0,
      });
      for (const key of ['lives', 'acts', 'done', 'effects', 'tasks', 'cpuMs'] as const) count[key] += report[key];
      meetings.take(met);
      if (found !== undefined) {
        count.found += 1;
        sayFound(found, options.save, webhooks);
      }
      if (options.quiet || now() - shownAt < SHOW_MS) continue;
      shownAt = now();
      const seconds = Math.round((shownAt - startedAt) / 1_000);
      say(
        `  ${count.lives} lives, ${count.acts} acts, ${count.effects} effects, ${count.found} faults, ${meetings.share().met} pairs met, ${seconds} s`,
      );
    }
  };
  await Promise.all(Array.from({ length: crew.size }, lives));
  const minutes = (now() - startedAt) / 60_000;
  const share = meetings.share();
  if (!options.quiet && !real) say(`\nmeetings (row before column; . not yet, - cannot)\n${meetings.table()}`);
  say(
    `\nseed ${seed}: ${count.lives} lives, ${count.acts} acts, ${count.done} of them done, ${count.effects} effects checked, ${count.tasks} tasks, ` +
      `${Math.round(count.lives / minutes)} lives a minute in ${crew.size} processes (${Math.round(count.cpuMs / Math.max(1, count.lives))} ms of CPU each), ${share.met} of ${share.possible} pairs met, ${count.found} faults found`,
  );
  if (options.matrix) {
    const on = new Date(now()).toISOString().slice(0, 10);
    writeMeetings(meetings, { seed, lives: count.lives, acts: count.done, on });
  }
  return count.found === 0 ? 0 : 1;
}

function sayFound({ rule, what, folder, told, order, error }: Found, isSaved: boolean, webhooks: boolean): void {
  if (rule === undefined || what === undefined) {
    say(`failed, and not again: ${error}`);
    return;
  }
  say(`\nFOUND  ${rule}\n       ${what}`);
  told.forEach((timed, index) => {
    say(`  ${index + 1}. ${describe(timed)}`);
  });
  if (folder !== undefined) say(`  what was to be seen of it: ${folder}`);
  if (!isSaved) return;
  const file = save({ rule, what, seed: order, acts: told, ...(webhooks && { webhooks: true as const }) });
  say(`  kept as test/stories/found/${file}`);
}
