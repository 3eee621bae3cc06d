import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { parser } from '@prometheus-io/lezer-promql';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { parse } from 'yaml';
import { startSandbox, type Sandbox } from '../../dev/stand-ins/start.ts';
import { freePorts } from '../../dev/temporal-server/ports.ts';
import { upstreamEnvironment } from '../../dev/stand-ins/upstream-environment.ts';
import { OgoshipClient } from '../../src/client/index.ts';
import { holdReasons } from '../../src/contract/hold-reasons.ts';
import { TaskQueue } from '../../src/contract/temporal.ts';
import { exportedName, ownMetrics, type MetricDefinition } from '../../src/observability/own-metrics.ts';
import { Counters, outcomes } from '../../src/webhooks/counters.ts';
import { createNamespace } from '../support/namespace.ts';
import { scrape, seriesOf, type Series } from '../support/scrape.ts';
import { spawnWorker, type WorkerProcess } from '../support/worker-process.ts';
import { usualRetries } from '../../src/client/calls/closed-channel.ts';

const SKU = 'METRIC-1';
let connection: Connection;
let sandbox: Sandbox;
let worker: WorkerProcess;
let series: readonly Series[];
/** The same before the store refused the token. */
let whileTaken: readonly Series[] = [];
let handedOver: number;
let storeHash: string;

/** Everything that the rules speak of happens once, in a worker process as operators run it. */
beforeAll(async () => {
  const address = inject('temporalAddress');
  connection = await Connection.connect({ address, interceptors: usualRetries() });
  const namespace = await createNamespace(connection);
  sandbox = await startSandbox();
  const [account] = sandbox.credentials.stores;
  if (account === undefined) throw new Error('the sandbox has no store');
  storeHash = account.storeHash;
  const credentialKeys = `k1:${randomBytes(32).toString('base64')}`;
  const [port] = await freePorts(1);
  const metrics = `127.0.0.1:${port ?? 0}`;
  worker = spawnWorker({
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    CREDENTIAL_KEYS: credentialKeys,
    ...upstreamEnvironment(sandbox, sandbox.credentials.oauth),
    METRICS_ADDRESS: metrics,
    CENSUS_EVERY: '1s',
  });
  const ogoship = await OgoshipClient.connect({ temporal: { address, namespace }, credentialKeys });
  const shop = ogoship.integration(storeHash);
  await ogoship.setUp();
  await shop.connect({
    bigcommerce: { apiToken: account.apiToken },
    myogo: { merchantId: account.merchantId, secretToken: account.secretToken },
    settings: { enableLatestChanges: 'by-hand' },
  });
  await shop.shipping.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
  sandbox.control.addWarehouseProduct({ code: SKU, name: SKU });
  sandbox.control.goodsIn({ [SKU]: 5 });
  const order = { lines: [{ name: SKU, sku: SKU }], country: 'FI', statusId: 11 };
  const linked = sandbox.control.placeOrder({ ...order, shippingMethod: 'DHL Express' });
  const unlinked = sandbox.control.placeOrder({ ...order, shippingMethod: 'Pigeon' });
  await shop.orders.fulfil(linked.orderId);
  await shop.orders.fulfil(unlinked.orderId);
  await vi.waitFor(async () => {
    expect((await shop.orders.status(linked.orderId)).stage).toBe('handed-over');
    expect((await shop.orders.status(unlinked.orderId)).stage).toBe('held');
  }, waiting);
  await shop.latestChanges.enable({ force: true });
  const [{ sku } = { sku: '' }] = (await shop.products.list({ limit: 1 })).rows;
  sandbox.control.addWarehouseProduct({ code: sku, name: sku });
  // The first run leaves everything to the full comparison; the stock leg itself comes after that.
  await vi.waitFor(async () => {
    sandbox.control.goodsIn({ [sku]: 7 });
    expect((await shop.latestChanges.runNow()).stock?.written).toBeGreaterThan(0);
  }, waiting);
  // An activity and a workflow task that fail.
  await expect(ogoship.integration('nobody1').products.list()).rejects.toThrow();
  await new Client({ connection, namespace }).workflow.start('noSuchWorkflow', {
    workflowId: 'unknown',
    taskQueue: TaskQueue.main,
  });
  // A held order that is judged again from here on may be held for the token: what it was held for is read now.
  await vi.waitFor(async () => {
    whileTaken = await scrape(metrics);
    expect(valueOf('ogoship_holds', { reason: 'shipping-method-not-linked' }, whileTaken)).toBe(1);
  }, waiting);
  // At last, the store refuses the token.
  sandbox.control.access({ storeHash, token: 'new' });
  await expect(shop.products.list()).rejects.toThrow();
  await ogoship.close();
  handedOver = linked.orderId;
  const names = Object.values(ownMetrics).map(exportedName);
  await vi.waitFor(async () => {
    series = await scrape(metrics);
    const there = new Set(series.map(({ name }) => name));
    expect(names.filter((name) => !there.has(name) && !there.has(`${name}_bucket`))).toEqual([]);
    expect([...there]).toContain('temporal_workflow_task_execution_failed_total');
    expect(valueOf('ogoship_alerts_total', { cause: 'needs-credentials' })).toBe(1);
    expect(valueOf('ogoship_integrations', { stage: 'needs-credentials' })).toBe(1);
    // What looks again is not held for a moment.
    for (const stage of ['handed-over', 'held']) expect(valueOf('ogoship_orders', { stage })).toBe(1);
  }, waiting);
}, 180_000);

afterAll(async () => {
  worker.signal('SIGKILL');
  await worker.exited;
  await sandbox.close();
  await connection.close();
});

/** Bounds for a run that hangs. */
const waiting = { timeout: 120_000, interval: 100 };

function valueOf(
  name: string,
  labels: Readonly<Record<string, string>> = {},
  from: readonly Series[] = series,
): number | undefined {
  const fits = (each: Series) => Object.entries(labels).every(([label, value]) => each.labels[label] === value);
  return from.find((each) => each.name === name && fits(each))?.value;
}

describe('a worker’s own metrics', () => {
  it.each(Object.values<MetricDefinition>(ownMetrics))('$name is there, with the labels that it says', (definition) => {
    const exported = exportedName(definition);
    const found = series.filter(({ name }) => name === exported || name === `${exported}_bucket`);
    expect(found.length).toBeGreaterThan(0);
    const labels = [...Object.keys(definition.labels), ...(definition.kind === 'histogram' ? ['le'] : [])].toSorted();
    for (const each of found) expect(Object.keys(each.labels).toSorted()).toEqual(labels);
  });

  it('tell what happened', () => {
    expect(valueOf('ogoship_hand_overs_total', { outcome: 'created' })).toBe(1);
    expect(valueOf('ogoship_hand_over_latency_seconds_count')).toBe(1);
    expect(valueOf('ogoship_orders', { stage: 'handed-over' })).toBe(1);
    expect(valueOf('ogoship_orders', { stage: 'held' })).toBe(1);
    const notLinked = { reason: 'shipping-method-not-linked' };
    expect(valueOf('ogoship_holds', notLinked, whileTaken)).toBe(1);
    expect(valueOf('ogoship_oldest_hold_age_seconds', notLinked, whileTaken)).toBeGreaterThan(0);
    expect(valueOf('ogoship_stock_lag_seconds_count')).toBeGreaterThan(0);
    expect(valueOf('ogoship_store_quota_left', { store: storeHash })).toBeGreaterThan(0);
    const created = { side: 'myogo', operation: 'POST /api/v1/Orders', outcome: 'ok' };
    expect(valueOf('ogoship_http_requests_total', created)).toBe(1);
    expect(valueOf('ogoship_http_requests_total', { outcome: 'credentials-rejected' })).toBeGreaterThan(0);
  });

  it('have few series: every reason and stage once, and no order in any label', () => {
    const ours = series.filter(({ name }) => name.startsWith('ogoship_'));
    expect(ours.filter(({ name }) => name === 'ogoship_holds')).toHaveLength(holdReasons.length);
    const values = ours.flatMap(({ labels }) => Object.values(labels));
    expect(values.filter((value) => value.includes(String(handedOver)) || value.includes('http'))).toEqual([]);
  });
});

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

const root = new URL('../../', import.meta.url);
const text = await readFile(new URL('ops/alerts.yml', root), 'utf8');
const file = parse(text) as { readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[] };
const rules = file.groups.flatMap((group) => group.rules);

const dashboard = JSON.parse(await readFile(new URL('ops/dashboard.json', root), 'utf8')) as {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
};
const panels = dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ alert: title, expr })));

/** What the receiver of webhooks exports once every outcome has been. */
const counters = new Counters();
for (const outcome of outcomes) counters.count('bigcommerce', outcome);
counters.answered(3);
const ofReceiver = seriesOf(counters.text);

/** A metric that an expression reads, with what it asks of the labels. */
interface Selector {
  readonly name: string;
  readonly matchers: readonly { readonly label: string; readonly value: string }[];
}

/** What an expression reads, and the labels that it groups by. @throws where it is no PromQL */
function read(expr: string): { readonly selectors: readonly Selector[]; readonly grouping: readonly string[] } {
  const selectors: { name: string; matchers: { label: string; value: string }[] }[] = [];
  const grouping: string[] = [];
  let within = '';
  parser.parse(expr).iterate({
    enter: ({ type, from, to }) => {
      const here = expr.slice(from, to);
      if (type.isError) throw new SyntaxError(`${expr}: at “${expr.slice(from)}”`);
      if (type.name === 'GroupingLabels' || type.name === 'LabelMatchers') within = type.name;
      if (type.name === 'VectorSelector') selectors.push({ name: '', matchers: [] });
      const selector = selectors.at(-1);
      if (type.name === 'Identifier' && selector !== undefined) selector.name = here;
      if (type.name === 'LabelName') {
        if (within === 'GroupingLabels') grouping.push(here);
        else selector?.matchers.push({ label: here, value: '' });
      }
      const matcher = selector?.matchers.at(-1);
      if (type.name === 'StringLiteral' && matcher !== undefined) matcher.value = here.slice(1, -1);
    },
  });
  return { selectors, grouping };
}

/** What the core of the SDK may say: its strings are in its library, also those of failures that did not happen here. */
async function coreLibrary(): Promise<Buffer> {
  const require = createRequire(import.meta.url);
  const bridge = dirname(createRequire(require.resolve('@temporalio/worker')).resolve('@temporalio/core-bridge'));
  const target = { x64: 'x86_64', arm64: 'aarch64' }[process.arch as 'x64' | 'arm64'];
  const system = { linux: 'unknown-linux-gnu', darwin: 'apple-darwin', win32: 'pc-windows-msvc' };
  const platform = system[process.platform as keyof typeof system];
  return readFile(join(bridge, 'releases', `${target}-${platform}`, 'index.node'));
}

describe('the alert rules and the dashboard', () => {
  it('are told apart when their syntax is wrong', () => {
    expect(() => read('sum by (side) (rate(ogoship_http_requests_total[5m])')).toThrow(SyntaxError);
  });

  it.each<Pick<Rule, 'alert' | 'expr'>>([...rules, ...panels])(
    '$alert reads only metrics and labels that a worker or the receiver exports',
    async ({ expr }) => {
      const { selectors, grouping } = read(expr);
      expect(selectors.length).toBeGreaterThan(0);
      const core = await coreLibrary();
      const exported = [...series, ...ofReceiver];
      for (const { name, matchers } of selectors) {
        const found = exported.filter((each) => each.name === name);
        expect(found.length, name).toBeGreaterThan(0);
        for (const { label, value } of matchers) {
          const seen = found.flatMap(({ labels }) => labels[label] ?? []);
          expect(seen.length, `${name}{${label}}`).toBeGreaterThan(0);
          for (const each of value.split('|')) {
            const isKnown = seen.includes(each) || ourWords.has(each) || core.includes(each);
            expect(isKnown, `${label}="${each}"`).toBe(true);
          }
        }
      }
      const labels = new Set(
        exported
          .filter(({ name }) => selectors.some((each) => each.name === name))
          .flatMap((each) => Object.keys(each.labels)),
      );
      expect(grouping.filter((label) => !labels.has(label))).toEqual([]);
    },
  );

  it.each(rules)('$alert says what it means on the operators’ page', async ({ alert, labels, annotations }) => {
    expect(['page', 'ticket']).toContain(labels.severity);
    expect(annotations.summary).not.toBe('');
    expect(await readFile(new URL('docs/operations/metrics.md', root), 'utf8')).toContain(`### ${alert}\n`);
  });
});

/** Values of labels that need not have happened here. */
const ourWords = new Set(
  Object.values<MetricDefinition>(ownMetrics).flatMap(({ labels }) =>
    Object.values(labels).flatMap((values) => [...values.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)),
  ),
);
