import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { eachOf } from '../each-of.ts';
import { actionsOf, billedCalls, timeOf } from './billed.ts';
import { cpuSecondsOf, forgetPeak, peakMiBOf } from './process-usage.ts';
import type { Side, World } from './sides.ts';

/** A stretch of work: from the first event of its runs after it was set off until its last effect. Epoch ms. */
export interface Phase {
  readonly setOffAt: number;
  readonly lastEffectAt: number;
}

/** What a round of a load did. */
export interface RoundDone {
  /** Orders, SKUs or products. */
  readonly units: number;
  readonly phases: readonly Phase[];
  /** Runs of the load's own types that must have ended. */
  readonly runs: number;
}

/** What a round cost; all but rate and memory for each unit. */
export interface Figures {
  readonly rate: number;
  readonly cpuMs: number;
  readonly peakMiB: number;
  /** Of the load's own runs. */
  readonly actions: number;
  readonly events: number;
  /** Of all other runs meanwhile, and the worker's queries and heartbeats. */
  readonly otherActions: number;
  readonly bigcommerceRequests: number;
  readonly myogoRequests: number;
}

interface ListedRun {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  readonly isOpen: boolean;
}

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 250;
const READS_AT_ONCE = 20;

/**
 * Lets a side do a round and counts from outside: the server's histories, the stand-ins' ledger, the kernel's figures of the
 * worker's process.
 * @param types workflow types of the load's own runs
 */
export async function measure(
  { standIns }: Pick<World, 'standIns'>,
  side: Side,
  types: readonly string[],
  round: () => Promise<RoundDone>,
): Promise<Figures> {
  const { pid } = side.worker;
  await forgetPeak(pid);
  const since = Date.now();
  const before = await standing(side, standIns);
  const done = await Promise.race([round(), side.worker.lost]);
  const runs = await endedRuns(side.temporal, since, types, done.runs);
  const after = await standing(side, standIns);
  const peakMiB = await peakMiBOf(pid);

  const histories = await eachOf(runs, READS_AT_ONCE, async (run) => ({
    isOwn: types.includes(run.type),
    events: await historyOf(side, run),
  }));
  const own = histories.filter(({ isOwn }) => isOwn).map(({ events }) => events);
  const others = histories.filter(({ isOwn }) => !isOwn).map(({ events }) => events);
  const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);
  const { units } = done;
  return {
    rate: units / secondsOf(done.phases, own.flat().map(timeOf)),
    cpuMs: ((after.cpu - before.cpu) * 1_000) / units,
    peakMiB,
    actions: sum(own.map((events) => actionsOf(events))) / units,
    events: own.flat().length / units,
    otherActions: (sum(others.map((events) => actionsOf(events, since))) + after.calls - before.calls) / units,
    bigcommerceRequests: (after.requests.store - before.requests.store) / units,
    myogoRequests: (after.requests.warehouse - before.requests.warehouse) / units,
  };
}

/** @param times of all events of the load's own runs, epoch ms */
export function secondsOf(phases: readonly Phase[], times: readonly number[]): number {
  let milliseconds = 0;
  for (const { setOffAt, lastEffectAt } of phases) {
    const within = times.filter((time) => time >= setOffAt && time <= lastEffectAt);
    milliseconds += lastEffectAt - within.reduce((first, time) => Math.min(first, time), lastEffectAt);
  }
  return milliseconds / 1_000;
}

async function standing(side: Side, standIns: World['standIns']) {
  return {
    calls: billedCalls(await side.metrics()),
    requests: await standIns.requests(),
    cpu: await cpuSecondsOf(side.worker.pid),
  };
}

/** All runs that were open since then, when so many of the own types have begun and all of these have ended. */
async function endedRuns(
  client: Client,
  since: number,
  types: readonly string[],
  count: number,
): Promise<readonly ListedRun[]> {
  const givenUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const runs = await runsSince(client, since);
    const own = runs.filter(({ type }) => types.includes(type));
    const open = own.filter(({ isOpen }) => isOpen).length;
    if (own.length >= count && open === 0) return runs;
    if (Date.now() > givenUpAt) {
      throw new Error(`${own.length} of ${count} runs of ${types.join(', ')} are listed, and ${open} are open still`);
    }
    await pause(LOOK_EVERY_MS); // a visibility list lags
  }
}

async function runsSince({ workflow }: Client, since: number): Promise<ListedRun[]> {
  const runs = new Map<string, ListedRun>();
  const began = `StartTime >= '${new Date(since).toISOString()}'`;
  for (const query of [began, `ExecutionStatus = 'Running'`]) {
    for await (const { workflowId, runId, type, status } of workflow.list({ query })) {
      runs.set(runId, { workflowId, runId, type, isOpen: status.name === 'RUNNING' });
    }
  }
  return [...runs.values()];
}

async function historyOf(
  { temporal: { workflow } }: Side,
  { workflowId, runId }: ListedRun,
): Promise<readonly temporal.api.history.v1.IHistoryEvent[]> {
  return (await workflow.getHandle(workflowId, runId).fetchHistory()).events ?? [];
}
