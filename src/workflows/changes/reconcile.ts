import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import { many } from '../../contract/runs/many.ts';
import { defined } from '../../contract/defined.ts';
import { comparisonMessages } from '../../contract/messages.ts';
import type { DriftReport, ReconcileInput, ReportRow, SentRows, StockLegResult } from '../../contract/changes.ts';
import { FailureType } from '../../contract/failures.ts';
import { reconcileInput, reportRows } from '../../contract/schemas/changes.ts';
import type { createChangesActivities } from '../../activities/changes/changes.ts';
import type { createReconcileActivities, OrdersComparison } from '../../activities/changes/reconcile.ts';
import type { createLocationActivities } from '../../activities/stock/leave-location.ts';
import { workflowId } from '../../contract/ids.ts';
import { TaskQueue } from '../../contract/temporal.ts';
import { failureOf } from '../shared/part-failure.ts';
import { awaitedNote, elsewhereUnknown, waitsUnknown } from './comparison-notes.ts';
import { keptRows, productRowsOf } from './report-rows.ts';
import { comparisonOfSchedule } from './scheduled-reconcile.ts';
import { onSignal, startedWith } from '../shared/checked.ts';

type Changes = ReturnType<typeof createChangesActivities>;
type Comparison = ReturnType<typeof createReconcileActivities>;

// A scan waits out a small plan's quota, and an outage of half a day; then the next day's run does it again.
const scan = {
  taskQueue: TaskQueue.scan,
  startToCloseTimeout: '3h',
  scheduleToCloseTimeout: '12h',
  // A comparison shows every few seconds that it lives: one whose worker died begins anew at once, and orders wait for it.
  heartbeatTimeout: '30s',
  retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '5m' },
} as const;

const { reconcileStock } = proxyActivities<Pick<Comparison, 'reconcileStock'>>({
  ...scan,
  summary: 'Compare all stock levels',
});
const { reconcileStoreOrders } = proxyActivities<Pick<Comparison, 'reconcileStoreOrders'>>({
  ...scan,
  summary: 'Find paid orders that nobody took',
});
const { reconcileMyogoOrders } = proxyActivities<Pick<Comparison, 'reconcileMyogoOrders'>>({
  ...scan,
  summary: 'Find shipments that the store lacks',
});
const { reconcileProducts } = proxyActivities<Pick<Comparison, 'reconcileProducts'>>({
  ...scan,
  summary: 'Compare all products',
});
const { stockLeg } = proxyActivities<Pick<Changes, 'stockLeg'>>({ ...scan, summary: 'Catch up with stock' });
const { leaveLocation } = proxyActivities<Pick<ReturnType<typeof createLocationActivities>, 'leaveLocation'>>({
  ...scan,
  summary: 'Take stock away from the place before',
});
const { storeOrdersLeg } = proxyActivities<Pick<Changes, 'storeOrdersLeg'>>({
  ...scan,
  summary: 'Catch up with the store’s orders',
});
const { productsLeg } = proxyActivities<Pick<Changes, 'productsLeg'>>({ ...scan, summary: 'Catch up with products' });
const { myogoOrdersLeg } = proxyActivities<Pick<Changes, 'myogoOrdersLeg'>>({
  ...scan,
  summary: 'Catch up with the warehouse’s orders',
});

/**
 * Compares both sides, all of them or what a latest-changes run had too much of. Each part is an activity of its own:
 * a part that was done is not done again when a worker dies, and one that fails stops no other. Orders come first.
 */
export async function reconcile(given: ReconcileInput): Promise<DriftReport> {
  const input = startedWith(reconcileInput, given);
  // They are kept by having come: whoever reads the whole report reads them in the history.
  onSignal(comparisonMessages.reportRows, reportRows, () => undefined);
  const ofSchedule = workflowInfo().workflowId !== workflowId.reconcile(input.storeHash);
  return ofSchedule ? comparisonOfSchedule(input) : compare(input);
}

async function compare({ storeHash, catchUp, leftLocations = [] }: ReconcileInput): Promise<DriftReport> {
  const drift: { -readonly [K in 'stock' | 'orders' | 'products']: DriftReport[K] } = {
    stock: { compared: 0, repaired: 0, left: 0 },
    orders: { compared: 0, started: 0, left: 0 },
    products: { compared: 0, differing: 0, missingInStore: 0 },
  };
  const notes: string[] = [];
  const failures: { readonly type: string; readonly message: string }[] = [];
  let levels: DriftReport['levels'];
  let productRows: DriftReport['productRows'];
  const sent = new Map<ReportRow['part'], SentRows>();
  let oddProducts: DriftReport['oddProducts'];
  const settled = { levels: false };
  let closed = false;

  /** Runs a part, unless the integration was found paused or gone. */
  async function part(name: string, work: () => Promise<void>): Promise<void> {
    if (closed) return;
    try {
      await work();
    } catch (error) {
      const { type, message } = failureOf(error);
      closed = type === FailureType.integrationGone || type === FailureType.integrationPaused;
      notes.push(`${name}: ${message}`);
      failures.push({ type, message: `${name}: ${message}` });
    }
  }
  /** What a part could not judge, although it was done. */
  function unjudged({ type, message }: { readonly type: string; readonly message: string }): void {
    notes.push(message);
    failures.push({ type, message });
  }
  const addOrders = (found: OrdersComparison): void => {
    const { compared, started, left } = drift.orders;
    drift.orders = { compared: compared + found.compared, started: started + found.started, left: left + found.left };
    if (found.elsewhereUnknown !== undefined) unjudged(elsewhereUnknown(found.elsewhereUnknown));
  };

  const storeOrders = catchUp === undefined ? null : catchUp.storeOrders;
  if (storeOrders !== undefined) {
    await part('The store’s orders', async () => {
      if (storeOrders === null) addOrders(await reconcileStoreOrders({ storeHash }));
      else addOrders(ordersOf(await storeOrdersLeg({ storeHash, since: storeOrders })));
    });
  }

  const myogoOrders = catchUp === undefined ? null : catchUp.myogoOrders;
  if (myogoOrders !== undefined) {
    await part('The warehouse’s orders', async () => {
      if (myogoOrders === null) addOrders(await reconcileMyogoOrders({ storeHash }));
      else addOrders(ordersOf(await myogoOrdersLeg({ storeHash, since: myogoOrders })));
    });
  }

  const myogoStock = catchUp === undefined ? null : catchUp.myogoStock;
  if (myogoStock !== undefined) {
    await part('Stock', async () => {
      drift.stock = myogoStock === null ? await fullStock() : await stockOf({ storeHash, since: myogoStock });
    });
    // A part of its own: what fails there says nothing of the levels that were written here.
    await part('Levels at places before', async () => {
      for (const locationId of settled.levels ? leftLocations : [])
        await leaveLocation({ storeHash, locationId, written: true });
    });
  }

  const storeProducts = catchUp === undefined ? null : catchUp.storeProducts;
  if (storeProducts === null) {
    await part('Products', async () => {
      const found = await reconcileProducts({ storeHash });
      const { compared, differing, missingInStore, renamed, unclear, odd, awaitedNoMore, awaitedUnknown } = found;
      oddProducts = odd;
      productRows = productRowsOf(found);
      if (found.sent !== undefined) sent.set('products', found.sent);
      drift.products = { compared, differing, missingInStore: missingInStore.count };
      if (renamed.length > 0)
        notes.push(`${many(renamed.length, 'SKU was', 'SKUs were')} renamed in the store: rename or merge in myOGO.`);
      if (awaitedNoMore !== undefined) notes.push(awaitedNote(awaitedNoMore));
      if (awaitedUnknown !== undefined) unjudged(waitsUnknown(awaitedUnknown));
      if (unclear !== undefined)
        notes.push(
          `${many(unclear.count, 'row was', 'rows were')} not sent to myOGO, because it is unclear whose the code is: see the products' list.`,
        );
    });
  }

  if (typeof storeProducts === 'string') {
    await part('Products', async () => {
      const { started, notCreated, odd } = await productsLeg({ storeHash, since: storeProducts });
      oddProducts = odd;
      drift.products = { compared: started + notCreated.count, differing: started, missingInStore: 0 };
    });
    // Levels follow from the rows of the catalogue, too.
    await part('Stock of changed products', async () => {
      const before = drift.stock;
      const { repaired, left } = await stockOf({ storeHash, productsSince: storeProducts });
      drift.stock = { ...before, repaired: before.repaired + repaired, left: before.left + left };
    });
  }

  async function fullStock(): Promise<DriftReport['stock']> {
    const found = await reconcileStock({ storeHash });
    const { compared, changed, left } = found;
    levels = rowsOf(found);
    settled.levels = true;
    if (found.sent !== undefined) sent.set('stock', found.sent);
    return { compared, repaired: changed.count, left };
  }

  async function stockOf(request: Parameters<Changes['stockLeg']>[0]): Promise<DriftReport['stock']> {
    const outcome = await stockLeg({ ...request, beside: true });
    if (outcome.kind !== 'done') return drift.stock;
    const { result } = outcome;
    const { changed, unchanged, left } = result;
    levels ??= rowsOf(result);
    return { compared: changed.count + unchanged, repaired: changed.count, left };
  }

  return {
    startedAt: workflowInfo().startTime.toISOString(),
    finishedAt: new Date().toISOString(),
    ...drift,
    ...defined({ levels, oddProducts, productRows, kept: keptRows(sent) }),
    notes,
    ...(failures.length === 0 ? {} : { failures }),
  };
}

function rowsOf({ changed, due, odd }: StockLegResult): DriftReport['levels'] {
  return { changed, due, ...defined({ odd }) };
}

function ordersOf(outcome: Awaited<ReturnType<Changes['storeOrdersLeg']>>) {
  if (outcome.kind !== 'done') return { compared: 0, started: 0, left: 0 };
  const { started, signalled, dropped } = outcome;
  return { compared: started + signalled + dropped, started, left: 0 };
}
