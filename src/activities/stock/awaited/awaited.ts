import type { HoldsAwaited } from '../../../contract/goods.ts';
import { workflowId, type StoreHash } from '../../../contract/ids.ts';
import type { Connection } from '../../../contract/integration.ts';
import { goodsInMessages, merchantGoodsMessages } from '../../../contract/messages.ts';
import { MAX_SKU_LENGTH } from '../../../domain/products/sku.ts';
import { chunksOf } from '../../../domain/shared/chunks.ts';
import { namesToday } from '../../../domain/stock/awaited/awaited-names.ts';
import { HttpFailure } from '../../../http/failure.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { ifOpen } from '../../runtime/if-open.ts';
import { askAwaiting, beginAnew, isNowhere, type Asked } from './awaiting-runs.ts';
import { noAnswer } from '../../runtime/query-open-run.ts';
import { isLost } from './lost-part.ts';
import { leavesTrace } from './traces.ts';
import { awaitedAmong, whoAwaits, type Holders } from './who-awaits.ts';
import {
  AT_ONCE,
  awaitedVariants,
  followRenames,
  runsOfStore,
  shardsFor,
  tellRenamed,
  type AwaitedRow,
} from './awaited-variants.ts';

type Temporal = Pick<Dependencies, 'temporal'>;
type Merchant = Pick<Connection, 'storeHash' | 'merchantId'>;

/** What a run knows itself of the zeros that it asks about. */
export interface AskedFrom {
  /** Rows of the store: a SKU that was renamed since is awaited by its former one. */
  readonly rows?: readonly AwaitedRow[];
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
  { rows = [], before = [] }: AskedFrom = {},
): Promise<ReadonlySet<string>> {
  const { storeHash } = merchant;
  let inParts = false;
  const asked = { somebody: false };
  let listed: ReadonlySet<string> = new Set();
  const awaited = await awaitedAmong(skus, {
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
  const others = skus.filter((sku) => !awaited.has(sku));
  if (!asked.somebody && others.length > 0) await mustHaveEnded(deps, merchant, others, new Set(before));
  // One that was renamed since is awaited by its former SKU, and from now on by that of today.
  const unknown = rows.filter(({ sku }) => !awaited.has(sku));
  const known = await awaitedVariants(deps, runsOfStore(storeHash, inParts), unknown);
  const today = new Map(unknown.map(({ variantId, sku }) => [variantId, sku]));
  const renamed = namesToday(known, today);
  if (renamed === undefined) return awaited;
  await tellRenamed(deps, storeHash, renamed);
  return new Set([...awaited, ...renamed.awaited]);
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

/**
 * Tells whoever awaits some of these codes that their goods have come: for ever, also where they are sold out again. Goods
 * of a code are those of the variant that has it as its SKU today.
 * Where it cannot be found out who does, all of them are told to the merchant's run, which passes them on.
 */
export async function goodsHaveCome(
  deps: Temporal,
  {
    connection: merchant,
    store,
  }: { readonly connection: Merchant; readonly store: Pick<OpenConnection['store'], 'catalogue'> },
  codes: readonly string[],
): Promise<StoreAwaits> {
  if (codes.length === 0) return { here: false, inParts: false };
  const { storeHash } = merchant;
  try {
    let awaits: StoreAwaits = { here: false, inParts: false };
    const found = await whoAwaits(codes, {
      holdersOf: async (missing) => {
        const holders = await holdersOf(deps, merchant, missing);
        awaits = { here: awaits.here || holders.here, inParts: awaits.inParts || holders.inParts };
        return holders;
      },
      ask: (run, of) => askedOf(deps, run, of),
      follow: (held) => {
        const { inParts } = awaits;
        const ours = new Set(runsOfStore(storeHash, inParts));
        const skus = [...held].flatMap(([run, of]) => (ours.has(run) ? of : []));
        return followRenames(deps, { storeHash, store, inParts }, skus);
      },
    });
    for (const [run, of] of found) await tellCame(deps, run, of);
    // It may have given a code to a part between its answer and the telling: whoever is told last has it.
    const own = awaits.inParts ? (found.get(workflowId.goodsIn(storeHash)) ?? []) : [];
    for (const [part, of] of shardsFor(storeHash, own)) await tellCame(deps, part, of);
    return awaits;
  } catch (error) {
    if (error instanceof HttpFailure) throw error;
    await tellCame(deps, workflowId.goodsIn(storeHash), codes);
    const run = deps.temporal.workflow.getHandle(workflowId.merchantGoods(merchant.merchantId));
    for (const some of chunksOf(mayBeSkus(codes), AT_ONCE))
      await ifOpen(() => run.signal(merchantGoodsMessages.goodsCame, some));
    return { here: true, inParts: true };
  }
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

/** Nobody awaits a code that no SKU can be; a message with such a one would not be taken. */
const mayBeSkus = (codes: readonly string[]): readonly string[] =>
  codes.filter((code) => code.length <= MAX_SKU_LENGTH);

export async function tellCame({ temporal }: Temporal, run: string, codes: readonly string[]): Promise<void> {
  const handle = temporal.workflow.getHandle(run);
  for (const some of chunksOf(mayBeSkus(codes), AT_ONCE))
    await ifOpen(() => handle.signal(goodsInMessages.goodsCame, some));
}

/** Who may hold which of some codes: this store's own run, those of its siblings, and their parts. */
async function holdersOf(
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
