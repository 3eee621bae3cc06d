import type { MetricMeter } from '@temporalio/common';
import { defined } from '../contract/defined.ts';

/** What one of our metrics is; the reference is generated from it. */
export interface MetricDefinition<Label extends string = string> {
  /** As it is exported, but for the `_total` that the exporter adds to counters. */
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /** What each label takes: few values, and never an order, a URL or a person. */
  readonly labels: Readonly<Record<Label, string>>;
  readonly help: string;
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
}

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

const SECONDS_TO_A_DAY = [1, 5, 15, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 4 * HOUR, DAY];

function metric<Label extends string = never>(
  kind: MetricDefinition['kind'],
  name: string,
  help: string,
  options: { readonly labels?: Readonly<Record<Label, string>>; readonly buckets?: readonly number[] } = {},
): MetricDefinition<Label> {
  const { labels = {} as Readonly<Record<Label, string>>, buckets } = options; // without labels `Label` is never
  return { name, kind, help, labels, ...defined({ buckets }) };
}

const STORE = { store: 'a store hash: one series for each store that this process talked to' };
const ORDER_STAGE = 'a stage of an order; `starting` for one that does not wait for anything yet';

const changedOrders = ['storeOrders', 'myogoOrders'] as const;
const heardBy = ['webhook', 'poll'] as const;
export const alertCauses = ['needs-credentials', 'scope-missing'] as const;

/**
 * Our metrics. Those of one process (requests, quota, hand-overs, stock) are added up over the workers; those of the whole
 * (orders, holds, integrations, schedules) are read from Temporal by every worker, so that one worker's figure is the figure.
 */
export const ownMetrics = {
  httpRequests: metric(
    'counter',
    'ogoship_http_requests',
    'Requests to BigCommerce and myOGO, by path template and by what came of them.',
    {
      labels: {
        side: '`bigcommerce`, `myogo`',
        operation: 'method and path template, for example `GET /v2/orders/{id}`',
        outcome:
          '`ok`, `throttled`, `unavailable` (5xx), `no-answer`, `rejected`, `not-found`, `credentials-rejected`, `scope-missing`, `cancelled`',
      },
    },
  ),
  httpSeconds: metric('histogram', 'ogoship_http_request_seconds', 'How long requests took, whatever came of them.', {
    labels: { side: '`bigcommerce`, `myogo`' },
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
  }),
  storeQuotaLeft: metric(
    'gauge',
    'ogoship_store_quota_left',
    'Requests left in the store’s present window, by its latest answer.',
    { labels: STORE },
  ),
  storeQuota: metric('gauge', 'ogoship_store_quota', 'Requests that the store’s plan allows in one window.', {
    labels: STORE,
  }),
  handOvers: metric('counter', 'ogoship_hand_overs', 'Attempts to hand an address over to myOGO that came to an end.', {
    labels: {
      outcome: '`created`, `adopted` (it was there already), `reactivated`, `hold`, `changed`, `products-missing`',
    },
  }),
  handOverLatency: metric(
    'histogram',
    'ogoship_hand_over_latency_seconds',
    'From the store’s last change of an order until myOGO had created it: waiting for the poll, a grace period and holds included.',
    { buckets: SECONDS_TO_A_DAY },
  ),
  stockLag: metric(
    'histogram',
    'ogoship_stock_lag_seconds',
    'From myOGO’s change of a level until it was written to the store: the oldest change of each run that wrote any.',
    { buckets: SECONDS_TO_A_DAY },
  ),
  orderChanges: metric(
    'counter',
    'ogoship_order_changes',
    'Changed orders of stores that have webhooks, by what this process heard of them first: where polls are far ahead, webhooks do not arrive.',
    {
      labels: {
        source: changedOrders.map((source) => `\`${source}\``).join(', '),
        by: heardBy.map((by) => `\`${by}\``).join(', '),
      },
    },
  ),
  orderChangeLag: metric(
    'histogram',
    'ogoship_order_change_lag_seconds',
    'From a change of an order until a webhook’s reading passed it on, or a poll found it, by this process.',
    {
      labels: {
        source: changedOrders.map((source) => `\`${source}\``).join(', '),
        by: heardBy.map((by) => `\`${by}\``).join(', '),
      },
      buckets: SECONDS_TO_A_DAY,
    },
  ),
  drift: metric(
    'counter',
    'ogoship_drift',
    'What full comparisons of both sides found to differ, whatever the reason: levels, orders, products.',
    {
      labels: {
        part: '`stock`, `orders`, `products`',
        what: '`found`, of which `repaired` at once, and `left` to people',
      },
    },
  ),
  alerts: metric(
    'counter',
    'ogoship_alerts',
    'Alerts raised about integrations, each with a log line that says more.',
    {
      labels: { cause: alertCauses.map((cause) => `\`${cause}\``).join(', ') },
    },
  ),
  integrations: metric('gauge', 'ogoship_integrations', 'Connected integrations, by stage.', {
    labels: { stage: 'a stage of an integration' },
  }),
  orders: metric('gauge', 'ogoship_orders', 'Orders whose run is open, by stage.', { labels: { stage: ORDER_STAGE } }),
  holds: metric('gauge', 'ogoship_holds', 'Runs that are held, by their first reason.', {
    labels: { reason: 'a hold reason' },
  }),
  oldestHold: metric(
    'gauge',
    'ogoship_oldest_hold_age_seconds',
    'How long the oldest hold for this reason has been there; 0 where there is none.',
    { labels: { reason: 'a hold reason' } },
  ),
  scheduleRunsSkipped: metric(
    'gauge',
    'ogoship_schedule_runs_skipped',
    'Runs of latest changes that did not start because the one before still ran: all present schedules, since each was made, as the last day counted them.',
  ),
  scheduleRunsMissed: metric(
    'gauge',
    'ogoship_schedule_runs_missed',
    'Runs of latest changes that came too late to be started: all present schedules, since each was made, as the last day counted them.',
  ),
  schedulesPausedByPerson: metric(
    'gauge',
    'ogoship_schedules_paused_by_person',
    'Schedules that a person paused in Temporal: they stay paused.',
  ),
  runsPaused: metric(
    'gauge',
    'ogoship_runs_paused',
    'Runs that a person paused in Temporal: they hear nothing until they are unpaused.',
  ),
  integrationsUnanswered: metric(
    'gauge',
    'ogoship_integrations_unanswered',
    'Integrations that did not answer the latest maintenance, of those that it asked.',
  ),
  maintenanceAge: metric(
    'gauge',
    'ogoship_maintenance_age_seconds',
    'Since the latest hourly maintenance ended. The figures about schedules and unanswered integrations are as old.',
  ),
  censusFailures: metric(
    'counter',
    'ogoship_census_failures',
    'Rounds in which orders, holds and integrations could not be counted: their gauges then stay as they were.',
  ),
} as const;

type OwnMetrics = typeof ownMetrics;
type LabelOf<Definition> = Definition extends MetricDefinition<infer Label> ? Label : never;
type Arguments<Label extends string> = [Label] extends [never]
  ? [value: number]
  : [value: number, labels: Readonly<Record<Label, string>>];

/** One function a metric: a counter is added to, a gauge is set, a histogram takes a value. */
export type Metrics = { readonly [Name in keyof OwnMetrics]: (...args: Arguments<LabelOf<OwnMetrics[Name]>>) => void };

/** The name under which Prometheus finds a metric. */
export function exportedName({ name, kind }: MetricDefinition): string {
  return kind === 'counter' ? `${name}_total` : name;
}

/**
 * Our metrics on the SDK's meter, so that both are on one endpoint.
 * @param meter of the runtime; without an endpoint it does nothing
 */
export function createMetrics(meter: MetricMeter): Metrics {
  const made = Object.entries(ownMetrics).map(([key, definition]) => [key, recorder(meter, definition)]);
  const metrics = Object.fromEntries(made) as Metrics; // one function a definition, by the same key
  // A counter that first appears with its first event shows no increase: alerts would miss that one.
  for (const cause of alertCauses) metrics.alerts(0, { cause });
  for (const source of changedOrders) for (const by of heardBy) metrics.orderChanges(0, { source, by });
  metrics.censusFailures(0);
  return metrics;
}

type Recorder = (value: number, labels?: Readonly<Record<string, string>>) => void;

function recorder(meter: MetricMeter, definition: MetricDefinition): Recorder {
  const record = rawRecorder(meter, definition);
  return (value, labels) => {
    // A clock of another machine may be ahead of ours; a time that cannot be read tells nothing.
    if (!Number.isNaN(value)) record(Math.max(0, value), labels);
  };
}

function rawRecorder(meter: MetricMeter, { name, kind, help }: MetricDefinition): Recorder {
  switch (kind) {
    case 'counter': {
      const counter = meter.createCounter(name, '', help);
      return (value, labels) => counter.add(value, labels);
    }
    case 'gauge': {
      const gauge = meter.createGauge(name, 'float', '', help);
      return (value, labels) => gauge.set(value, labels);
    }
    case 'histogram': {
      const histogram = meter.createHistogram(name, 'float', '', help);
      return (value, labels) => histogram.record(value, labels);
    }
  }
}

/** Buckets by metric name, for the exporter. */
export function histogramBuckets(): Record<string, number[]> {
  const definitions: readonly MetricDefinition[] = Object.values(ownMetrics);
  return Object.fromEntries(
    definitions.flatMap(({ name, buckets }) => (buckets === undefined ? [] : [[name, [...buckets]]])),
  );
}
