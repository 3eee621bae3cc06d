import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { holdKey } from '../contract/runs/search-attributes.ts';
import { holdReasons, type HoldReason } from '../contract/hold-reasons.ts';
import type { IntegrationStage } from '../contract/integration.ts';
import { orderMessages } from '../contract/messages.ts';
import type { OrderStage } from '../contract/orders.ts';
import { SearchAttribute, WorkflowType } from '../contract/temporal.ts';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/own-metrics.ts';
import type { MaintainReport } from '../workflows/maintain.ts';
import { reasonOf } from './connect.ts';
import { OPEN, OPEN_INTEGRATIONS, PAUSED_IN_TEMPORAL } from '../contract/runs/open-runs.ts';

export interface CensusOptions {
  readonly client: Client;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly everyMs: number;
}

/** Each question may take so long; a server under load must not be asked twice at once. */
const DEADLINE_MS = 10_000;
/** Held runs whose answer is asked for in one round: each costs a worker a replay where it is not in memory. */
const ASKED_A_ROUND = 50;
/** Held runs whose age is followed; beyond them the counts are still right. */
const MOST_HELD = 10_000;

const { stage, hold } = SearchAttribute;
const ORDERS = `WorkflowType="${WorkflowType.fulfilOrder}" AND ${OPEN}`;
// An integration has the same attribute for what it needs people for.
const HELD = `${hold} IS NOT NULL AND ${OPEN} AND WorkflowType != "${WorkflowType.integration}"`;

const integrationStages = Object.keys({
  connecting: true,
  'needs-credentials': true,
  'awaiting-goods': true,
  live: true,
  paused: true,
  disconnected: true,
} satisfies Record<IntegrationStage, true>);
const orderStages = Object.keys({
  'awaiting-payment': true,
  ready: true,
  'handed-over': true,
  shipped: true,
  held: true,
  ignored: true,
  cancelled: true,
  'nothing-to-ship': true,
} satisfies Record<OrderStage, true>);

/** Since when a run is held. */
interface Held {
  readonly reason: string;
  /** Epoch ms: the run's own word, or until it was asked the time at which it was first seen. */
  readonly since: number;
  readonly asked: boolean;
}

/**
 * Counts what no single process knows, and shows it as gauges: orders and integrations by stage, holds and their age, what
 * the latest maintenance found. Every worker counts for itself, so any one's figures are the whole's, and none is older than
 * a round. Counts and lists only; a held run is asked once.
 * @param stop ends it
 */
export async function takeCensus(options: CensusOptions, stop: AbortSignal): Promise<void> {
  const census = new Census(options);
  const isOver = (): boolean => stop.aborted;
  while (!isOver()) {
    try {
      await options.client.withAbortSignal(stop, () => census.round());
    } catch (error) {
      if (isOver()) return;
      options.metrics.censusFailures(1);
      options.log.warn({ reason: reasonOf(error) }, 'orders and holds could not be counted for the metrics');
    }
    await sleep(options.everyMs, undefined, { signal: stop }).catch(() => undefined); // woken by the end
  }
}

class Census {
  readonly #options: CensusOptions;
  #held: ReadonlyMap<string, Held> = new Map();
  #maintenance: { readonly runId: string; readonly report: MaintainReport } | undefined;

  constructor(options: CensusOptions) {
    this.#options = options;
  }

  async round(): Promise<void> {
    const { metrics } = this.#options;
    for (const each of integrationStages) {
      metrics.integrations(await this.#count(`${OPEN_INTEGRATIONS} AND ${stage}="${each}"`), { stage: each });
    }
    for (const each of orderStages) {
      metrics.orders(await this.#count(`${ORDERS} AND ${stage}="${each}"`), { stage: each });
    }
    metrics.orders(await this.#count(`${ORDERS} AND ${stage} IS NULL`), { stage: 'starting' });
    metrics.runsPaused(await this.#count(PAUSED_IN_TEMPORAL));
    await this.#countHolds();
    await this.#readMaintenance();
  }

  async #countHolds(): Promise<void> {
    const { metrics } = this.#options;
    const held = (await this.#count(HELD)) > 0;
    this.#held = held ? await this.#listHeld() : new Map();
    await this.#askWhen();
    const oldest = new Map<string, number>();
    for (const { reason, since } of this.#held.values()) {
      oldest.set(reason, Math.min(since, oldest.get(reason) ?? Infinity));
    }
    for (const reason of holdReasons) {
      metrics.holds(held ? await this.#count(`${HELD} AND ${hold}="${reason}"`) : 0, { reason });
      metrics.oldestHold((Date.now() - (oldest.get(reason) ?? Date.now())) / 1_000, { reason });
    }
  }

  async #listHeld(): Promise<Map<string, Held>> {
    const found = new Map<string, Held>();
    for await (const run of this.#options.client.workflow.list({ query: HELD })) {
      const reason = run.typedSearchAttributes.get(holdKey);
      if (reason === undefined) continue; // it went on meanwhile
      const known = this.#held.get(run.workflowId);
      const same = known?.reason === reason ? known : undefined;
      // Only an order tells since when; another run's hold is as old as it was seen.
      const asked = run.type !== WorkflowType.fulfilOrder;
      found.set(run.workflowId, same ?? { reason, since: Date.now(), asked });
      if (found.size === MOST_HELD) break;
    }
    return found;
  }

  /** Asks those held runs that are new here; one that does not answer is asked again in the next round. */
  async #askWhen(): Promise<void> {
    const held = new Map(this.#held);
    const unasked = [...held].filter(([, { asked }]) => !asked).slice(0, ASKED_A_ROUND);
    for (const [id, { reason }] of unasked) {
      const since = await this.#sinceOf(id, reason).catch(() => undefined);
      if (since !== undefined) held.set(id, { reason, since, asked: true });
    }
    this.#held = held;
  }

  async #sinceOf(id: string, reason: string): Promise<number | undefined> {
    const { client } = this.#options;
    const story = await this.#ask(() => client.workflow.getHandle(id).query(orderMessages.status));
    const holds = [story.hold, ...story.addresses.map((address) => address.hold)];
    const since = holds.flatMap((each) => (each?.reason === (reason as HoldReason) ? [Date.parse(each.since)] : []));
    return since.length === 0 ? undefined : Math.min(...since);
  }

  /** Schedules are looked at by the hourly maintenance; its report is the same for every worker. */
  async #readMaintenance(): Promise<void> {
    const { client, metrics } = this.#options;
    const query = `WorkflowType="${WorkflowType.maintain}" AND ExecutionStatus="Completed"`;
    const [latest] = await this.#ask(() => firstOf(client.workflow.list({ query, pageSize: 1 })));
    if (latest?.closeTime === undefined) return;
    if (this.#maintenance?.runId !== latest.runId) {
      const handle = client.workflow.getHandle(latest.workflowId, latest.runId);
      const report = (await this.#ask(() => handle.result())) as MaintainReport; // of our own workflow
      this.#maintenance = { runId: latest.runId, report };
    }
    metrics.maintenanceAge((Date.now() - latest.closeTime.getTime()) / 1_000);
    const { schedules } = this.#maintenance.report;
    if (schedules === undefined) return;
    metrics.scheduleRunsSkipped(schedules.skipped);
    metrics.scheduleRunsMissed(schedules.missed);
    metrics.schedulesPausedByPerson(schedules.pausedByPerson);
    metrics.integrationsUnanswered(schedules.unanswered);
  }

  async #count(query: string): Promise<number> {
    return (await this.#ask(() => this.#options.client.workflow.count(query))).count;
  }

  #ask<T>(call: () => Promise<T>): Promise<T> {
    return this.#options.client.withDeadline(Date.now() + DEADLINE_MS, call);
  }
}

async function firstOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  for await (const item of items) return [item];
  return [];
}
