import { setTimeout as pause } from 'node:timers/promises';
import type { DriftReport, ReconcileInput } from '../src/contract/changes.ts';
import { orderReference, workflowId, type StoreHash } from '../src/contract/ids.ts';
import { runPriority, TaskQueue, WorkflowType } from '../src/contract/temporal.ts';
import { summarise, type BenchResult } from './result.ts';
import { recommendedScopes } from '../dev/stand-ins/store/store-state.ts';
import { openStockBench, type StockBench } from './stock-world.ts';

const VARIANTS = 100_000;
/** SKUs whose level differs, so that the comparison has something to write. */
const DIFFERING = 5_000;
const ORDERS_BEFORE = 7;
/** Orders come so far apart that their own requests are no more than the quota keeps back for them. */
const PAUSE_MS = 5_000;
const SKU = 'MUG-ENAMEL';

/**
 * The full comparison of a store of 100,000 variants within the quota of the standard plan (150 requests in 30 s), with
 * orders placed beside it: how long it takes, what it asks, and how long an order takes from its start to the warehouse,
 * before and meanwhile.
 * @param whole true for products as well, which takes minutes; else stock alone
 */
export async function benchStockReconcile(whole: boolean): Promise<BenchResult[]> {
  const bench = await openStockBench(VARIANTS, DIFFERING);
  try {
    const { first } = bench;
    const storeHash = first.storeHash as StoreHash; // the sandbox makes hashes that fit
    await bench.control('access', { quota: 'standard', scopes: recommendedScopes });
    await bench.connect(first);
    const shop = bench.ogoship.integration(storeHash);
    // A comparison writes levels only while latest changes may run; their own runs stay away.
    await shop.latestChanges.enable({ every: '24h', force: true });
    await shop.changeSettings({ brakeShare: 1 });
    await shop.shipping.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
    await bench.control('goods-in', { [SKU]: 1_000_000 });

    const before: number[] = [];
    for (let n = 0; n < ORDERS_BEFORE; n += 1) before.push(await orderSeconds(bench, storeHash));
    const ledger = await bench.ledger();
    const memory = (await bench.used()).residentMiB;
    const input: ReconcileInput = whole ? { storeHash } : { storeHash, catchUp: { myogoStock: null } };
    const startedAt = performance.now();
    const handle = await bench.client.workflow.start(WorkflowType.reconcile, {
      workflowId: workflowId.reconcile(storeHash),
      taskQueue: TaskQueue.main,
      args: [input],
      priority: runPriority(storeHash, 'catalogue'),
    });
    let report: DriftReport | undefined;
    let highest = memory;
    const ended = handle.result().then((result) => {
      report = result as DriftReport; // what this workflow returns
    });
    const meanwhile: number[] = [];
    while (report === undefined) {
      meanwhile.push(await orderSeconds(bench, storeHash));
      highest = Math.max(highest, (await bench.used()).residentMiB);
      await Promise.race([ended, pause(PAUSE_MS)]);
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    if (report.stock.repaired < DIFFERING) throw new Error(`not all was repaired: ${JSON.stringify(report)}`);
    const after = await bench.ledger();
    const asked = sum(after.requests.store) - sum(ledger.requests.store);
    const refused = (after.answers.store['429'] ?? 0) - (ledger.answers.store['429'] ?? 0);
    const name = whole ? 'reconcile100k' : 'reconcileStock100k';
    const one = (metric: string, value: number, unit: string): BenchResult => ({
      bench: 'stock',
      metric: `${name}${metric}`,
      value,
      unit,
    });
    return [
      one('Seconds', seconds, 's'),
      one('StoreRequests', asked, 'requests'),
      one('Orders', meanwhile.length, 'orders'),
      one('Refused', refused, 'answers 429'),
      one('GrowthMiB', highest - memory, 'MiB'),
      { ...one('OrderSeconds', 0, 's'), ...summarise(meanwhile) },
      { ...one('OrderSeconds', 0, 's'), ...summarise(before), counterpart: 'without the comparison' },
    ];
  } finally {
    await bench.close();
  }
}

const sum = (routes: Readonly<Record<string, number>>): number => Object.values(routes).reduce((all, n) => all + n, 0);

/** From the start of an order's run to the order in the warehouse. */
export async function orderSeconds(bench: StockBench, storeHash: StoreHash): Promise<number> {
  const order = { lines: [{ sku: SKU }], shippingMethod: 'DHL Express', country: 'FI' };
  const { orderId } = (await bench.control('orders', order)) as { orderId: number }; // the sandbox's own answer
  const reference = orderReference(storeHash, orderId);
  const { seq } = await bench.ledger();
  const startedAt = performance.now();
  await bench.client.workflow.start(WorkflowType.fulfilOrder, {
    workflowId: workflowId.fulfilOrder(storeHash, orderId),
    taskQueue: TaskQueue.main,
    args: [{ storeHash, orderId }],
    priority: runPriority(storeHash, 'orders'),
  });
  for (let since = seq; ;) {
    const found = await bench.effects(since);
    since = found.seq;
    if (found.effects.some(({ name, key }) => name === 'myogo order created' && key.endsWith(reference))) {
      return (performance.now() - startedAt) / 1_000;
    }
  }
}
