import { readFile, readdir } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import fc from 'fast-check';
import type { Dependencies } from '../../src/activities/runtime/dependencies.ts';
import { createActivities } from '../../src/worker/activities.ts';
import { describe, story, type Timed } from './acts.ts';
import type { VirtualTime } from './engine/virtual-time.ts';
import { liveStory, type LifeReport } from './live-story.ts';
import { Meetings } from './meetings.ts';
import type { PlantedFault } from './planted/faults.ts';
import { inBundle } from './planted/plant.ts';
import { CAUGHT, keep } from './planted/results.ts';

const FOUND = new URL('found/', import.meta.url);
const BUNDLE = new URL('../../dist/workflow-bundle.js', import.meta.url);

/** A story that failed once, as it is kept. */
interface Kept {
  readonly rule: string;
  readonly what: string;
  readonly seed: number;
  readonly acts: readonly Timed[];
  /** It was lived with webhooks. */
  readonly webhooks?: true;
}

const usage = `npm run stories -- [--minutes N | --lives N] [--seed S] [--acts N] [--found] [--only FILE] [--skip RULE]… [--no-save] [--quiet] [--webhooks]
npm run stories -- --plant NAME [--lives N] [--seed S] [--acts N] [--keep]
npm run stories -- --planted [--lives N] [--seed S]`;

/** The command. @returns the exit code: 0 nothing found, 1 a fault was found, {@link CAUGHT} a planted one was caught */
export async function runStories(
  time: VirtualTime,
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
      acts: { type: 'string', default: '12' },
      found: { type: 'boolean', default: false },
      only: { type: 'string' },
      skip: { type: 'string', multiple: true, default: [] },
      'no-save': { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      webhooks: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    say(usage);
    return 0;
  }
  const vms = await sandboxes(fault);
  if (fault !== undefined) return untilCaught({ time, vms }, realNow, fault, values);
  if (values.only !== undefined) return relive(time, vms, values.only);
  if (values.found) {
    const code = await reliveFound(time, vms);
    if (code !== 0 || (values.lives ?? values.minutes) === undefined) return code;
  }

  const seed = values.seed === undefined ? realNow() % 0x7fffffff : Number(values.seed);
  const minutes = values.minutes === undefined ? (values.lives === undefined ? 1 : Infinity) : Number(values.minutes);
  const most = values.lives === undefined ? Infinity : Number(values.lives);
  const acts = Number(values.acts);
  const endsAt = realNow() + minutes * 60_000;
  const meetings = new Meetings();
  const count = { lives: 0, acts: 0, effects: 0, tasks: 0, found: 0 };
  const startedAt = realNow();
  let shownAt = startedAt;
  say(`seed ${seed}`);
  const { webhooks } = values;
  const skipped = (report: LifeReport) => report.faults.every(({ rule }) => values.skip.includes(rule));
  let next = seed;
  while (realNow() < endsAt && count.lives < most && count.found < 20) {
    // One property after another, each with its own seed: a found fault does not end the search.
    const lives = Math.min(10, most - count.lives);
    const details = await fc.check(
      fc.asyncProperty(story(acts), fc.nat(), async (told, order) => {
        if (realNow() > endsAt + 60_000) return;
        const report = await liveStory(told, order, { time, vms, webhooks });
        count.lives += 1;
        count.acts += told.length;
        count.effects += report.effects;
        count.tasks += report.tasks;
        meetings.add(told);
        if (!skipped(report)) throw new StoryFault(report);
      }),
      { seed: next++, numRuns: lives, endOnFailure: false },
    );
    const counterexample = details.counterexample;
    if (details.failed && counterexample !== null) {
      const [told, order] = counterexample;
      count.found += 1;
      const report = await liveStory(told, order, { time, vms, webhooks });
      const first = report.faults[0];
      if (first === undefined) say(`failed, and not again: ${String(details.errorInstance)}`);
      else {
        printFound(first, told);
        if (!values['no-save']) save({ ...first, seed: order, acts: told, ...(webhooks ? { webhooks } : {}) });
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
  if (!values.quiet) say(`\nmeetings (acts on the same order; row before column)\n${meetings.table()}`);
  say(
    `\nseed ${seed}: ${count.lives} lives, ${count.acts} acts, ${count.effects} effects checked, ${count.tasks} tasks, ` +
      `${Math.round((count.lives / seconds) * 60)} lives a minute (${Math.round((cpu.user + cpu.system) / 1_000 / Math.max(1, count.lives))} ms of CPU each), ${meetings.share()} pairs met, ${count.found} faults found`,
  );
  return count.found === 0 ? 0 : 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

class StoryFault extends Error {
  constructor({ faults }: LifeReport) {
    super(faults.map(({ rule, what }) => `${rule}: ${what}`).join('\n'));
  }
}

/** Lives until a planted fault is caught, and prints how many that took, as JSON. */
async function untilCaught(
  by: Parameters<typeof liveStory>[2],
  realNow: () => number,
  { name }: PlantedFault,
  given: {
    readonly lives?: string | undefined;
    readonly seed?: string | undefined;
    readonly acts: string;
    readonly keep: boolean;
  },
): Promise<number> {
  const most = Number(given.lives ?? 500);
  const seed = Number(given.seed ?? 1);
  let lives = 0;
  let rule: string | undefined;
  while (lives < most && rule === undefined) {
    lives += 1;
    const [told] = fc.sample(story(Number(given.acts)), { seed: seed + lives, numRuns: 1 });
    rule = await brokenRule(told ?? [], seed + lives, by);
  }
  const result = { name, seed, lives, rule, on: new Date(realNow()).toISOString().slice(0, 10) };
  say(JSON.stringify(result));
  if (given.keep) keep(result);
  return rule === undefined ? 0 : CAUGHT;
}

async function brokenRule(
  told: readonly Timed[],
  seed: number,
  by: Parameters<typeof liveStory>[2],
): Promise<string | undefined> {
  try {
    return (await liveStory(told, seed, by)).faults[0]?.rule;
  } catch (error) {
    // It turns in a circle, or does not answer.
    return error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
  }
}

/** What runs of the built workflow code are made in. */
export async function sandboxes(fault?: PlantedFault): Promise<ReusableVMWorkflowCreator> {
  const code = inBundle(await readFile(BUNDLE, 'utf8'), fault);
  const sourceMap = { version: 3, sources: [], names: [], mappings: '' };
  const names = new Set(Object.keys(createActivities({ temporal: {} } as unknown as Dependencies))); // asked for their names alone
  const made: unknown = await ReusableVMWorkflowCreator.create(
    { code, filename: 'workflow-bundle.js', sourceMap } as unknown as Parameters<
      typeof ReusableVMWorkflowCreator.create
    >[0], // a map of nothing will do
    30_000,
    names,
  );
  return made as ReusableVMWorkflowCreator; // its type is that of a subclass's constructor
}

function printFound({ rule, what }: { rule: string; what: string }, told: readonly Timed[]): void {
  say(`\nFOUND  ${rule}\n       ${what}`);
  told.forEach((timed, index) => {
    say(`  ${index + 1}. ${describe(timed)}`);
  });
}

function save(kept: Kept): void {
  const name = `${kept.rule.replaceAll(/[^a-z]+/g, '-')}-${kept.seed}.json`;
  writeFileSync(new URL(name, FOUND), `${JSON.stringify(kept, undefined, 2)}\n`);
  say(`  kept as test/stories/found/${name}`);
}

async function relive(time: VirtualTime, vms: ReusableVMWorkflowCreator, file: string): Promise<number> {
  const kept = JSON.parse(await readFile(file, 'utf8')) as Kept; // written by `save`
  let index = 0;
  const report = await liveStory(kept.acts, kept.seed, {
    time,
    vms,
    webhooks: kept.webhooks ?? false,
    watch: async (life, what) => {
      const timed = kept.acts[index++];
      say(
        `\n${new Date(time.now).toISOString()} ${what === 'lived' && timed !== undefined ? describe(timed) : what.toUpperCase()}`,
      );
      for (const orderId of life.orders) {
        const order = life.storeOrder(orderId);
        say(
          `   store ${orderId}: status ${order.statusId}, lines ${JSON.stringify(order.lines.map(({ id, sku, quantity, shipped, refunded, addressId }) => ({ id, sku, quantity, shipped, refunded, addressId })))} shipments ${JSON.stringify(order.shipments.map(({ by, items, tracking_number }) => ({ by, items, tracking_number })))} notes ${order.staffNotes}`,
        );
        for (const one of life.warehouseOrders(orderId))
          say(
            `   warehouse ${one.reference} (${one.id}) ${one.status}${one.hidden ? ' hidden' : ''} ${JSON.stringify(one.lines.map(({ code, quantity }) => [code, quantity]))} ${one.trackingNumber}`,
          );
        if (what !== 'lived' || process.env['STORIES_SHOW'] !== undefined) {
          const status = await life.status(orderId);
          say(
            `   shown: ${status.stage} “${status.summary}” ${JSON.stringify(status.addresses.map(({ stage, hold, waits, pieces }) => ({ stage, hold: hold?.reason, why: hold?.message, waits, pieces })))} ${JSON.stringify(status.hold)}`,
          );
        }
      }
    },
  });
  say(
    report.faults.length === 0
      ? '\nnothing is wrong'
      : `\n${report.faults.map(({ rule, what }) => `${rule}: ${what}`).join('\n')}`,
  );
  return report.faults.length === 0 ? 0 : 1;
}

async function reliveFound(time: VirtualTime, vms: ReusableVMWorkflowCreator): Promise<number> {
  const files = (await readdir(FOUND)).filter((name) => name.endsWith('.json')).sort();
  let failed = 0;
  for (const file of files) {
    const kept = JSON.parse(await readFile(new URL(file, FOUND), 'utf8')) as Kept; // written by `save`
    const { faults } = await liveStory(kept.acts, kept.seed, { time, vms, webhooks: kept.webhooks ?? false });
    if (faults.length === 0) continue;
    failed += 1;
    say(`${file}\n  ${faults.map(({ rule, what }) => `${rule}: ${what}`).join('\n  ')}`);
  }
  say(`${files.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
