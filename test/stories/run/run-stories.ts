import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { describe, type Timed } from '../acts/act.ts';
import { story } from '../acts/story.ts';
import { fastWorlds } from '../engine/fast-world.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import { liveStory, type LifeReport } from '../life/live-story.ts';
import type { PlantedFault } from '../planted/faults.ts';
import { realWorlds } from '../real/real-worlds.ts';
import { save } from './kept.ts';
import { Meetings } from './meetings.ts';
import { writeMeetings } from './meetings-page.ts';
import { relive, reliveFound, type OpenFor } from './relive.ts';
import { sandboxes } from './sandboxes.ts';
import { say } from './say.ts';
import { untilCaught } from './until-caught.ts';

const usage = `npm run stories -- [--minutes N | --lives N] [--seed S] [--acts N] [--found] [--only FILE] [--real] [--webhooks] [--skip RULE]… [--no-save] [--quiet] [--matrix]
npm run stories -- --plant NAME [--lives N] [--seed S] [--acts N] [--keep]
npm run stories -- --planted [--lives N] [--seed S]
npm run stories -- --other-tests [NAME]…`;

/** The command. @returns the exit code: 0 nothing found, 1 a fault was found, `CAUGHT` a planted one was caught */
export async function runStories(
  /** Absent: at real speed. */
  time: VirtualTime | undefined,
  realNow: () => number,
  args: readonly string[],
  fault?: PlantedFault,
): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string' },
      lives: { type: 'string' },
      seed: { type: 'string' },
      acts: { type: 'string', default: '22' },
      found: { type: 'boolean', default: false },
      only: { type: 'string' },
      skip: { type: 'string', multiple: true, default: [] },
      'no-save': { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      webhooks: { type: 'boolean', default: false },
      real: { type: 'boolean', default: false },
      matrix: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    say(usage);
    return 0;
  }
  const seed = values.seed === undefined ? realNow() % 0x7fffffff : Number(values.seed);
  const worlds = time === undefined ? await realWorlds(seed) : await fastOnes(time, fault);
  try {
    return await live(worlds.openFor, seed, values, realNow, fault);
  } finally {
    await worlds.close();
  }
}

async function fastOnes(time: VirtualTime, fault: PlantedFault | undefined) {
  const vms = await sandboxes(fault);
  const openFor: OpenFor = ({ webhooks }) => fastWorlds(time, vms, webhooks === true ? 'drawn' : 'none');
  return { openFor, close: () => Promise.resolve() };
}

interface Values {
  readonly minutes?: string | undefined;
  readonly lives?: string | undefined;
  readonly acts: string;
  readonly found: boolean;
  readonly only?: string | undefined;
  readonly skip: readonly string[];
  readonly 'no-save': boolean;
  readonly quiet: boolean;
  readonly keep: boolean;
  readonly matrix: boolean;
  readonly real: boolean;
  readonly webhooks: boolean;
}

async function live(
  openFor: OpenFor,
  seed: number,
  values: Values,
  realNow: () => number,
  fault: PlantedFault | undefined,
): Promise<number> {
  const acts = Number(values.acts);
  const webhooks = values.webhooks ? { webhooks: true as const } : {};
  const open = openFor(webhooks);
  if (fault !== undefined) {
    const given = { lives: Number(values.lives ?? 500), seed, acts, keep: values.keep };
    return untilCaught(open, realNow, fault, given);
  }
  if (values.only !== undefined) return relive(openFor, values.only);
  if (values.found) {
    const code = await reliveFound(openFor);
    if (code !== 0 || (values.lives ?? values.minutes) === undefined) return code;
  }

  const minutes = values.minutes === undefined ? (values.lives === undefined ? 1 : Infinity) : Number(values.minutes);
  const most = values.lives === undefined ? Infinity : Number(values.lives);
  const endsAt = realNow() + minutes * 60_000;
  const meetings = new Meetings();
  const count = { lives: 0, acts: 0, done: 0, effects: 0, tasks: 0, found: 0 };
  const startedAt = realNow();
  let shownAt = startedAt;
  say(`seed ${seed}`);
  const skipped = (report: LifeReport) => report.faults.every(({ rule }) => values.skip.includes(rule));
  let next = seed;
  while (realNow() < endsAt && count.lives < most && count.found < 20) {
    // One property after another, each with its own seed: a found fault does not end the search.
    const lives = Math.min(10, most - count.lives);
    const details = await fc.check(
      fc.asyncProperty(story(acts), fc.nat(), async (told, order) => {
        if (realNow() > endsAt + 60_000) return;
        const report = await liveStory(told, order, open);
        count.lives += 1;
        count.acts += told.length;
        count.done += report.lived.length;
        count.effects += report.effects;
        count.tasks += report.tasks;
        meetings.add(report.lived);
        if (!skipped(report)) throw new StoryFault(report);
      }),
      { seed: next++, numRuns: lives, endOnFailure: values.real },
    );
    const counterexample = details.counterexample;
    if (details.failed && counterexample !== null) {
      const [told, order] = counterexample;
      count.found += 1;
      const report = await liveStory(told, order, open);
      const first = report.faults[0];
      if (first === undefined) say(`failed, and not again: ${String(details.errorInstance)}`);
      else {
        printFound(first, told);
        if (!values['no-save'])
          say(`  kept as test/stories/found/${save({ ...first, seed: order, acts: told, ...webhooks })}`);
      }
    }
    if (!values.quiet && realNow() - shownAt > 10_000) {
      shownAt = realNow();
      say(
        `  ${count.lives} lives, ${count.acts} acts, ${count.effects} effects, ${count.found} faults, ${Math.round((shownAt - startedAt) / 1_000)} s`,
      );
    }
  }
  const seconds = (realNow() - startedAt) / 1_000;
  const cpu = process.cpuUsage();
  const share = meetings.share();
  if (!values.quiet) say(`\nmeetings (row before column; . not yet, - cannot)\n${meetings.table()}`);
  say(
    `\nseed ${seed}: ${count.lives} lives, ${count.acts} acts, ${count.done} of them done, ${count.effects} effects checked, ${count.tasks} tasks, ` +
      `${Math.round((count.lives / seconds) * 60)} lives a minute (${Math.round((cpu.user + cpu.system) / 1_000 / Math.max(1, count.lives))} ms of CPU each), ${share.met} of ${share.possible} pairs met, ${count.found} faults found`,
  );
  if (values.matrix) {
    const on = new Date(realNow()).toISOString().slice(0, 10);
    writeMeetings(meetings, { seed, lives: count.lives, acts: count.done, on });
  }
  return count.found === 0 ? 0 : 1;
}

class StoryFault extends Error {
  constructor({ faults }: LifeReport) {
    super(faults.map(({ rule, what }) => `${rule}: ${what}`).join('\n'));
  }
}

function printFound({ rule, what }: { rule: string; what: string }, told: readonly Timed[]): void {
  say(`\nFOUND  ${rule}\n       ${what}`);
  told.forEach((timed, index) => {
    say(`  ${index + 1}. ${describe(timed)}`);
  });
}
