import { workflowId, scheduleId, parseStoreHash } from '../../src/contract/ids.ts';
import type { ProductRow, ProductsReport, ProductState } from '../../src/contract/products.ts';
import { codeCounts, compareStock, shelfItems } from './shelves.ts';
import type { Step } from './step.ts';

/** Rows of the page that never become products of the warehouse by themselves. */
const MOST_LINES = 12;

/** Guide step 2: the product page, create all, goods arrive, stock appears on both sides. */
export async function products(step: Step, connectedAt: string): Promise<void> {
  const rows = await listAll(step);
  await verifyList(step, rows);
  const report = await createAll(step);
  await verifyCreated(step, rows, report);
  await receiveGoods(step);
  await verifyStock(step, connectedAt);
}

async function listAll(step: Step): Promise<readonly ProductRow[]> {
  const rows: ProductRow[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await step.ask('the product page', () => step.shop.products.list({ page, limit: 250 }));
    rows.push(...answer.rows);
    if (!answer.more) return rows;
  }
}

async function verifyList(step: Step, rows: readonly ProductRow[]): Promise<void> {
  const byState = new Map<ProductState, string[]>();
  for (const { state, sku, name } of rows) byState.set(state, [...(byState.get(state) ?? []), sku || `(${name})`]);
  for (const [state, skus] of byState) {
    const more = skus.length > 3 ? ', …' : '';
    step.show(`${String(skus.length).padStart(3)} ${state.padEnd(14)} ${skus.slice(0, 3).join(', ')}${more}`);
  }
  const { store, warehouse } = await step.sides.read();
  const listed = new Set(rows.map(({ variantId }) => variantId));
  const missing = shelfItems(store).filter(({ variantId }) => !listed.has(variantId));
  step.require(
    missing.length === 0 && listed.size === rows.length,
    'every variant of the store is listed once',
    missing.map(({ sku, name }) => `not listed: ${name} ${sku}`),
  );
  step.require(warehouse.products.length === 0, 'listing creates nothing', [
    `warehouse: ${warehouse.products.length} products`,
  ]);
  step.verified('store', `all its ${rows.length} variants are on the page, each once`);
}

async function createAll(step: Step): Promise<ProductsReport> {
  const run = await step.ask('the creation is started', () => step.shop.products.create({ all: true }));
  step.run(run.workflowId);
  const end = new AbortController();
  const ending = step.ask('all products are created', () => run.result()).finally(() => end.abort());
  ending.catch(() => undefined); // awaited below
  while (!end.signal.aborted) {
    await Promise.race([ending.catch(() => undefined), step.sides.untilSomethingHappens()]);
    // A run that has just ended, or a worker that is coming back, shows no progress.
    const progress = await run.progress().catch(() => undefined);
    if (progress?.total != null) step.progress(progress.done, progress.total);
  }
  return ending;
}

async function verifyCreated(step: Step, rows: readonly ProductRow[], report: ProductsReport): Promise<void> {
  for (const { sku, reason, message } of report.refused.slice(0, MOST_LINES)) {
    step.show(`not created: ${sku || '(no SKU)'} (${reason}) ${message}`);
  }
  const { store, warehouse } = await step.sides.read();
  const counts = codeCounts(warehouse);
  const wanted = rows.filter(({ state }) => state === 'not-created').map(({ sku }) => sku);
  const wrong = wanted.filter((sku) => counts.get(sku) !== 1);
  const inStore = new Set(shelfItems(store).map(({ sku }) => sku));
  const invented = [...counts.keys()].filter((code) => !inStore.has(code));
  step.require(
    wrong.length === 0 && invented.length === 0 && counts.size === wanted.length && report.created === wanted.length,
    `${wanted.length} products are created, each once and with the store's own SKU`,
    [
      `report: ${report.created} created, ${report.refusedCount} refused`,
      `warehouse: ${warehouse.products.length} products`,
      ...wrong.map((sku) => `${sku}: ${counts.get(sku) ?? 0} times in the warehouse`),
      ...invented.map((code) => `invented: ${code}`),
    ],
  );
  step.verified('warehouse', `it has ${counts.size} products, each once, with the store's own SKUs`);
}

/** The lorry brings every product that was created. */
async function receiveGoods(step: Step): Promise<void> {
  const { store, warehouse } = await step.sides.read();
  const goods = Object.fromEntries(warehouse.products.map(({ code }, index) => [code, 12 + ((index * 7) % 30)]));
  await step.sides.goodsIn(goods);
  step.show(
    `goods arrive: ${Object.values(goods).reduce((sum, n) => sum + n, 0)} pieces of ${warehouse.products.length} SKUs`,
  );

  const hash = parseStoreHash(store.storeHash);
  if (hash === undefined) throw new Error('The sandbox has a store hash that is none.');
  step.run(workflowId.integration(hash));
  await step.until('the integration sees the goods and enables latest changes by itself', async () => {
    const status = await step.patiently('the integration’s status', () => step.shop.status());
    return status.stage === 'live' && status.latestChanges.running
      ? { found: true }
      : { seen: [`integration: ${status.stage}, ${status.summary}`] };
  });
  const schedule = await step.stack.client.schedule.getHandle(scheduleId.latestChanges(hash)).describe();
  const { paused } = schedule.state;
  step.require(!paused, 'the schedule of latest changes runs', [`Temporal: ${schedule.scheduleId} is paused`]);
  step.verified('run', `Temporal has the schedule ${schedule.scheduleId}, running`);
}

async function verifyStock(step: Step, connectedAt: string): Promise<void> {
  const { store } = await step.sides.read();
  const result = await step.until('the store’s stock equals the warehouse’s', (sides) => {
    const comparison = compareStock(sides, connectedAt);
    return comparison.differing.length === 0 && comparison.equal > 0
      ? { found: comparison }
      : {
          seen: [
            `${comparison.equal} levels equal, ${comparison.differing.length} not`,
            ...comparison.differing.slice(0, MOST_LINES),
          ],
        };
  });
  step.verified('warehouse', `it has goods of all ${result.equal + result.withoutLevel} SKUs`);
  step.verified(
    'store',
    `${result.equal} levels of ${store.storeHash} equal the warehouse's available stock minus open orders` +
      (result.withoutLevel > 0 ? `; ${result.withoutLevel} SKUs have no level of their own there` : ''),
  );
}
