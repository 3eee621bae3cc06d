import {
  AWAITED_PAGE,
  awaitedRuns,
  awaitedShardOf,
  type AskedVariants,
  type AwaitedVariants,
} from '../../../contract/goods.ts';
import { workflowId, type StoreHash } from '../../../contract/ids.ts';
import { goodsInMessages } from '../../../contract/messages.ts';
import type { AwaitGoods } from '../../../contract/products.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import { chunksOf } from '../../../domain/shared/chunks.ts';
import { namesToday } from '../../../domain/stock/awaited/awaited-names.ts';
import { skusToday } from '../../products/skus-today.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { ifOpen } from '../../runtime/if-open.ts';
import { patiently } from '../../runtime/retry-in-place.ts';
import { askAwaiting } from './awaiting-runs.ts';
import { leaveToSellers, type Leaving, type OfMerchant } from './sold-by-others.ts';
import { AT_ONCE } from './who-awaits.ts';

type Temporal = Pick<Dependencies, 'temporal'>;

/** A row of the store: its SKU of today, and what does not change. */
export interface AwaitedRow {
  readonly sku: string;
  readonly variantId: number;
}

/** What a run awaits of some SKUs or variants, by the SKU that it knows; nothing where it is not open. */
async function askVariants({ temporal }: Temporal, run: string, asked: AskedVariants): Promise<AwaitedVariants> {
  const found = await askAwaiting({ temporal }, run, (open) => open.query(goodsInMessages.awaitedVariants, asked));
  return found ?? {};
}

/**
 * What runs of a store answer, as one. Its own run is asked first and has the last word: what is new is told to it, and
 * passed on to the parts later.
 */
class Answers {
  readonly #bySku = new Map<string, AwaitedVariants[string]>();

  get all(): AwaitedVariants {
    return Object.fromEntries(this.#bySku);
  }

  add(answer: AwaitedVariants): void {
    for (const [sku, variant] of Object.entries(answer)) if (!this.#bySku.has(sku)) this.#bySku.set(sku, variant);
  }
}

/** What some runs await of the variants of some rows, by the SKUs that they know: other ones where the store renamed them. */
export async function awaitedVariants(
  deps: Temporal,
  runs: readonly string[],
  rows: readonly AwaitedRow[],
): Promise<AwaitedVariants> {
  const found = new Answers();
  for (const run of runs) {
    for (const some of chunksOf(rows, AT_ONCE)) {
      const variantIds = some.map(({ variantId }) => variantId);
      found.add(await askVariants(deps, run, { variantIds }));
    }
  }
  return found.all;
}

/** All that some runs await and know the variant of, by page. */
export async function allAwaitedVariants(deps: Temporal, runs: readonly string[]): Promise<AwaitedVariants> {
  const found = new Answers();
  for (const run of runs) {
    for (let from = 0, more = true; more; from += AWAITED_PAGE) {
      const page = await askVariants(deps, run, { from });
      found.add(page);
      more = Object.keys(page).length === AWAITED_PAGE;
    }
  }
  return found.all;
}

/**
 * Brings the names of awaited products up to date: each is awaited by the SKU that its variant has in the store today. Asked
 * where goods of awaited SKUs have come, because they are those of whichever variant has them now.
 * @returns true where one was renamed
 */
export async function followRenames(
  deps: Leaving,
  { connection, store, inParts }: AwaitingStore,
  skus: readonly string[],
): Promise<boolean> {
  const { storeHash } = connection;
  const known = new Answers();
  const asked = new Set<string>();
  const today = new Map<number, string>();
  for (let open = skus; open.length > 0;) {
    const found = new Answers();
    for (const some of chunksOf(open, AT_ONCE)) {
      for (const sku of some) asked.add(sku);
      found.add(await askVariants(deps, workflowId.goodsIn(storeHash), { skus: some }));
      const parts = inParts ? shardsFor(storeHash, some) : [];
      for (const [run, skus] of parts) found.add(await askVariants(deps, run, { skus }));
    }
    known.add(found.all);
    const bought = Object.values(found.all).map(([productId, variantId]) => ({ productId, variantId }));
    const now = await skusToday(store, bought, patiently);
    for (const [variantId, sku] of now.of) today.set(variantId, sku);
    // Whoever is called now as another one is awaited takes that name over: the other one is looked up, too.
    open = [...now.of.values()].filter((sku) => !asked.has(sku));
  }
  const renamed = namesToday(known.all, today);
  if (renamed === undefined) return false;
  await tellRenamed(deps, connection, renamed);
  return true;
}

interface AwaitingStore {
  readonly connection: OfMerchant;
  readonly store: Pick<OpenConnection['store'], 'catalogue'>;
  readonly inParts: boolean;
}

/**
 * Awaits products by their SKUs of today: in one message where they fit, else the new names before the old ones go; and these
 * not before another store of the merchant that sells them awaits them. Where the run is gone, nothing is awaited any more.
 * @returns the old names that another store awaits from now on
 */
export async function tellRenamed(
  deps: Leaving,
  merchant: OfMerchant,
  { awaited, variants, dropped }: Required<Pick<AwaitGoods, 'awaited' | 'variants' | 'dropped'>>,
): Promise<ReadonlySet<string>> {
  const left = await leaveToSellers(deps, merchant, dropped);
  const run = deps.temporal.workflow.getHandle(workflowId.goodsIn(merchant.storeHash));
  const tell = (goods: Partial<AwaitGoods>): Promise<boolean> =>
    ifOpen(() => run.signal(goodsInMessages.awaitGoods, { awaited: [], received: false, ...goods }));
  if (awaited.length <= AT_ONCE && dropped.length <= AT_ONCE) {
    await tell({ awaited, variants, dropped });
    return left;
  }
  for (const some of chunksOf(awaited, AT_ONCE)) {
    const of = some.flatMap((sku) => (variants[sku] === undefined ? [] : [[sku, variants[sku]] as const]));
    await tell({ awaited: some, variants: Object.fromEntries(of) });
  }
  for (const some of chunksOf(dropped, AT_ONCE)) await tell({ dropped: some });
  return left;
}

/** The parts of a store's awaited SKUs that some codes may be in. */
export function shardsFor(storeHash: StoreHash, codes: readonly string[]): Map<string, string[]> {
  const byRun = new Map<string, string[]>();
  for (const code of codes) {
    const run = workflowId.awaited(storeHash, awaitedShardOf(code));
    const of = byRun.get(run) ?? [];
    of.push(code);
    byRun.set(run, of);
  }
  return byRun;
}

/** The runs of a store that may await a variant: which part it is in is known by its former SKU alone. */
export function runsOfStore(storeHash: StoreHash, inParts: boolean): readonly string[] {
  return inParts ? awaitedRuns(storeHash) : [workflowId.goodsIn(storeHash)];
}
