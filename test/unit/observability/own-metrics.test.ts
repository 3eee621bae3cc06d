import type { MetricMeter } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { createQuotaBudget, type ReportedQuota } from '../../../src/http/budget.ts';
import { outcomeOfStatus } from '../../../src/http/classify.ts';
import {
  alertCauses,
  createMetrics,
  exportedName,
  histogramBuckets,
  ownMetrics,
  type MetricDefinition,
} from '../../../src/observability/own-metrics.ts';

interface Recorded {
  readonly name: string;
  readonly value: number;
  readonly labels: unknown;
}

/** A meter that keeps what it is told. */
function meterInto(recorded: Recorded[]): MetricMeter {
  const make = (name: string) => {
    const record = (value: number, labels: unknown): void => void recorded.push({ name, value, labels });
    return { add: record, set: record, record };
  };
  return { createCounter: make, createGauge: make, createHistogram: make } as unknown as MetricMeter; // what is used of it
}

describe('our metrics', () => {
  it('pass values and labels on', () => {
    const recorded: Recorded[] = [];
    const metrics = createMetrics(meterInto(recorded));
    recorded.splice(0);
    metrics.handOvers(1, { outcome: 'created' });
    metrics.maintenanceAge(12.5);
    metrics.httpSeconds(0.25, { side: 'myogo' });
    expect(recorded).toEqual([
      { name: 'ogoship_hand_overs', value: 1, labels: { outcome: 'created' } },
      { name: 'ogoship_maintenance_age_seconds', value: 12.5, labels: undefined },
      { name: 'ogoship_http_request_seconds', value: 0.25, labels: { side: 'myogo' } },
    ]);
  });

  it('never throw for a clock that is ahead, or a time that cannot be read', () => {
    const recorded: Recorded[] = [];
    const metrics = createMetrics(meterInto(recorded));
    recorded.splice(0);
    metrics.handOverLatency(-3);
    metrics.handOverLatency(NaN);
    expect(recorded.map(({ value }) => value)).toEqual([0]);
  });

  it('start counters that alerts watch at zero, so that the first event is an increase', () => {
    const recorded: Recorded[] = [];
    createMetrics(meterInto(recorded));
    expect(recorded).toEqual([
      ...alertCauses.map((cause) => ({ name: 'ogoship_alerts', value: 0, labels: { cause } })),
      ...['storeOrders', 'myogoOrders'].flatMap((source) =>
        ['webhook', 'poll'].map((by) => ({ name: 'ogoship_order_changes', value: 0, labels: { source, by } })),
      ),
      { name: 'ogoship_census_failures', value: 0, labels: undefined },
    ]);
  });

  it.each(Object.values<MetricDefinition>(ownMetrics))('$name is named as Prometheus wants it', (definition) => {
    expect(exportedName(definition)).toMatch(/^ogoship_[a-z_]+$/);
    expect(definition.name.endsWith('_total')).toBe(false);
    expect(exportedName(definition).endsWith('_total')).toBe(definition.kind === 'counter');
    expect(definition.buckets === undefined).toBe(definition.kind !== 'histogram');
    // The exporter finds buckets by a part of the name.
    const fitting = Object.keys(histogramBuckets()).filter((name) => definition.name.includes(name));
    expect(fitting).toEqual(definition.kind === 'histogram' ? [definition.name] : []);
  });
});

it.each([
  [200, 'ok'],
  [204, 'ok'],
  [302, 'rejected'],
  [401, 'credentials-rejected'],
  [403, 'scope-missing'],
  [404, 'not-found'],
  [409, 'rejected'],
  [429, 'throttled'],
  [509, 'throttled'],
  [503, 'unavailable'],
  ['error', 'no-answer'],
  ['cancelled', 'cancelled'],
] as const)('a request that ends with %s counts as %s', (status, outcome) => {
  expect(outcomeOfStatus(status)).toBe(outcome);
  expect(ownMetrics.httpRequests.labels.outcome).toContain(`\`${outcome}\``);
});

describe('a store’s quota is told as its answers report it', () => {
  const headers = (left: number, quota?: number) => ({
    'x-rate-limit-requests-left': String(left),
    'x-rate-limit-time-reset-ms': '20000',
    ...(quota === undefined ? {} : { 'x-rate-limit-requests-quota': String(quota) }),
  });

  it.each<[string, number, Record<string, string>, ReportedQuota | undefined]>([
    ['with everything', 200, headers(140, 150), { left: 140, quota: 150 }],
    ['without the whole', 200, headers(3), { left: 3, quota: undefined }],
    ['of a plan without limits', 204, {}, undefined],
    ['that it is spent', 429, {}, { left: 0, quota: undefined }],
  ])('%s', async (_, status, given, expected) => {
    const told: [string, ReportedQuota][] = [];
    const budget = createQuotaBudget({ onQuota: (store, reported) => told.push([store, reported]) });
    const lease = await budget.take('abc123', 'orders', { side: 'bigcommerce', operation: 'GET /', writes: false });
    lease.settle({ status, headers: given });
    expect(told).toEqual(expected === undefined ? [] : [['abc123', expected]]);
  });
});
