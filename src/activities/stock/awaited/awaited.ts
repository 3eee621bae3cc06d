import { awaitingRunOf, type HoldsAwaited } from '../../../contract/goods.ts';
import { workflowId, type StoreHash } from '../../../contract/ids.ts';
import type { Connection } from '../../../contract/integration.ts';
import { goodsInMessages, merchantGoodsMessages } from '../../../contract/messages.ts';
import { chunksOf } from '../../../domain/shared/chunks.ts';
import { namesToday } from '../../../domain/stock/awaited/awaited-names.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { askAwaiting, beginAnew, isNowhere, type Asked } from './awaiting-runs.ts';
import { noAnswer } from '../../runtime/query-open-run.ts';
import { isLost } from './lost-part.ts';
import { leavesTrace } from './traces.ts';
import { AT_ONCE, whoAwaits, type AwaitedByRun, type Holders } from './who-awaits.ts';
import { awaitedVariants, runsOfStore, shardsFor, tellRenamed } from './awaited-variants.ts';
import { awaitRows, type Leaving, type SoldRow } from './sold-by-others.ts';

type Temporal = Pick<Dependencies, 'temporal'>;
export type Merchant = Pick<Connection, 'storeHash' | 'merchantId'>;

/** What a run knows itself of the zeros that it asks about. */
export interface AskedFrom {
  /** SKUs that were awaited when a run asked last. */
  readonly before?: readonly string[];
}

/**
 * Which of some SKUs wait for their first receipt, whichever store of the merchant has created them: for them a zero is
 * no news.
 * @throws Unavailable where it cannot be found out, or a run that knew was deleted: then no zero may be written
 */
export async function stillAwaited(
  deps: Temporal,
  merchant: Merchant,
  skus: readonly string[],
  { before = [] }: AskedFrom = {},
): Promise<ReadonlySet<string>> {
  const { found } = await askedAll(deps, merchant, skus, before);
  return new Set([...found.values()].flat());
}

/**
 * Which zeros of a store's rows are no news, as {@link stillAwaited} says. What was renamed since is awaited by its SKU of
 * today from now on; and what only another store of the merchant has awaited until now, this one awaits itself, so that
 * neither a rename nor the end of it in that store ends the wait here.
 * @throws Unavailable where it cannot be found out: then no zero may be written
 */
export async function zerosAwaited(
  deps: Leaving,
  merchant: Merchant,
  rows: readonly SoldRow[],
  { before = [] }: AskedFrom = {},
): Promise<ReadonlySet<string>> {
  const { storeHash } = merchant;
  const skus = [...new Set(rows.map(({ sku }) => sku))];
  const { found, inParts } = await askedAll(deps, merchant, skus, before);
  const awaited = new Set([...found.values()].flat());
  const here = new Set([...found].flatMap(([run, of]) => (awaitingRunOf(run)?.storeHash === storeHash ? of : [])));
  await awaitRows(
    deps,
    merchant,
    rows.filter(({ sku }) => awaited.has(sku) && !here.has(sku)),
  );
  // One that was renamed since is awaited by its former SKU, and from now on by that of today.
  const unknown = rows.filter(({ sku }) => !awaited.has(sku));
  const known = await awaitedVariants(deps, runsOfStore(storeHash, inParts), unknown);
  const today = new Map(unknown.map(({ variantId, sku }) => [variantId, sku]));
  const renamed = namesToday(known, today);
  if (renamed === undefined) return awaited;
  await tellRenamed(deps, merchant, renamed);
  return new Set([...awaited, ...renamed.awaited]);
}

async function askedAll(
  deps: Temporal,
  merchant: Merchant,
  skus: readonly string[],
  before: readonly string[],
): Promise<{ readonly found: AwaitedByRun; readonly inParts: boolean }> {
  const { storeHash } = merchant;
  let inParts = false;
  const asked = { somebody: false };
  let listed: ReadonlySet<string> = new Set();
  const found = await whoAwaits(skus, {
    holdersOf: async (codes) => {
      const holders = await holdersOf(deps, merchant, codes);
      inParts ||= holders.inParts;
      asked.somebody ||= holders.named;
      listed = holders.listed;
      return holders;
    },
    ask: (run, codes) =>
      askedOf(deps, run, codes, {
        isLost: () => isLost(deps, run, listed),
        ...(run === workflowId.goodsIn(storeHash) ? { merchantId: merchant.merchantId } : {}),
      }),
  });
  const awaited = new Set([...found.values()].flat());
  const others = skus.filter((sku) => !awaited.has(sku));
  if (!asked.somebody && others.length > 0) await mustHaveEnded(deps, merchant, others, new Set(before));
  return { found, inParts };
}

/**
 * A wait ends in order: then the run that knew, or the one that knew of it, is still to be seen. Where there is neither, either
 * nothing was ever awaited, or both were deleted: then what was awaited has left its traces elsewhere.
 * @param before SKUs that were awaited a moment ago
 * @throws Unavailable where both were deleted
 */
async function mustHaveEnded(
  deps: Temporal,
  { storeHash, merchantId }: Merchant,
  skus: readonly string[],
  before: ReadonlySet<string>,
): Promise<void> {
  const own = workflowId.goodsIn(storeHash);
  if (!(await isNowhere(deps, workflowId.merchantGoods(merchantId))) || !(await isNowhere(deps, own))) return;
  if (!skus.some((sku) => before.has(sku)) && !(await leavesTrace(deps, storeHash, skus))) return;
  if (await beginAnew(deps, own, { lost: true })) throw noAnswer('awaits goods', undefined);
}

/** Whether a store awaits anything itself, and whether so much that it is in parts. */
export interface StoreAwaits {
  readonly here: boolean;
  readonly inParts: boolean;
}

/** Whether a store awaits anything itself; its own run is asked whatever the merchant's one says. */
export async function storeAwaits(deps: Temporal, merchant: Merchant): Promise<StoreAwaits> {
  const { here, inParts } = await holdersOf(deps, merchant, []);
  return { here, inParts };
}

/** Of some codes, those that a run awaits; in questions that never grow. */
export async function askedOf(
  deps: Temporal,
  run: string,
  codes: readonly string[],
  of: Asked = {},
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const some of chunksOf(codes, AT_ONCE)) {
    const awaited = await askAwaiting(deps, run, (open) => open.query(goodsInMessages.awaited, some), of);
    if (awaited === undefined) return [];
    const asked = new Set(some);
    found.push(...awaited.filter((sku) => asked.has(sku)));
  }
  return found;
}

/** Who may hold which of some codes: this store's own run, those of its siblings, and their parts. */
export async function holdersOf(
  deps: Temporal,
  { storeHash, merchantId }: Merchant,
  codes: readonly string[],
): Promise<Holders & StoreAwaits & { readonly listed: ReadonlySet<string> }> {
  const directory = workflowId.merchantGoods(merchantId);
  const found = await askAwaiting(deps, directory, (open) => open.query(merchantGoodsMessages.who));
  const stores = new Map<StoreHash, HoldsAwaited>((found ?? []).map((each) => [each.storeHash, each]));
  const here = stores.has(storeHash);
  const listed = new Set([...stores.keys()].map((store) => workflowId.goodsIn(store)));
  // Its own run is asked whatever the merchant's one says.
  if (!stores.has(storeHash)) stores.set(storeHash, { storeHash, inParts: false });
  const runs: [string, readonly string[]][] = [];
  for (const { storeHash: store, inParts } of stores.values()) {
    runs.push([workflowId.goodsIn(store), codes]);
    if (inParts) runs.push(...shardsFor(store, codes));
  }
  return {
    named: found !== undefined && found.length > 0,
    runs,
    listed,
    here,
    inParts: stores.get(storeHash)?.inParts === true,
  };
}
