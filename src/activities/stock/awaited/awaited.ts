import { WorkflowNotFoundError } from '@temporalio/client';
import type { HoldsAwaited } from '../../../contract/goods.ts';
import { workflowId, type StoreHash } from '../../../contract/ids.ts';
import type { Connection } from '../../../contract/integration.ts';
import { goodsInMessages, merchantGoodsMessages } from '../../../contract/messages.ts';
import { namesToday } from '../../../domain/stock/awaited/awaited-names.ts';
import { HttpFailure } from '../../../http/failure.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { askOpenRun } from '../../runtime/query-open-run.ts';
import {
  awaitedVariants,
  chunksOf,
  followRenames,
  runsOfStore,
  shardsFor,
  tellRenamed,
  type AwaitedRow,
} from './awaited-variants.ts';

type Temporal = Pick<Dependencies, 'temporal'>;
type Merchant = Pick<Connection, 'storeHash' | 'merchantId'>;

/**
 * Which of some SKUs wait for their first receipt, whichever store of the merchant has created them: for them a zero is
 * no news.
 * @throws Unavailable where it cannot be found out: then no zero may be written
 */
export async function stillAwaited(
  deps: Temporal,
  merchant: Merchant,
  skus: readonly string[],
  rows: readonly AwaitedRow[] = [],
): Promise<ReadonlySet<string>> {
  const { storeHash } = merchant;
  let inParts = false;
  const awaited = await awaitedAmong(
    skus,
    async (codes) => {
      const holders = await holdersOf(deps, merchant, codes);
      inParts ||= holders.inParts;
      return holders;
    },
    (run, codes) => askedOf(deps, run, codes),
  );
  // One that was renamed since is awaited by its former SKU, and from now on by that of today.
  const others = rows.filter(({ sku }) => !awaited.has(sku));
  const known = await awaitedVariants(deps, runsOfStore(storeHash, inParts), others);
  const today = new Map(others.map(({ variantId, sku }) => [variantId, sku]));
  const renamed = namesToday(known, today);
  if (renamed === undefined) return awaited;
  await tellRenamed(deps, storeHash, renamed);
  return new Set([...awaited, ...renamed.awaited]);
}

/** Whether a store awaits anything itself, and whether so much that it is in parts. */
export interface StoreAwaits {
  readonly here: boolean;
  readonly inParts: boolean;
}

/** Who may hold some codes, and whether anybody has said that it holds some. */
export interface Holders {
  readonly named: boolean;
  readonly runs: readonly (readonly [run: string, codes: readonly string[]])[];
}

/**
 * Those of some codes that a holder has. A code may move while it is asked about: from a store to its sibling, from a
 * run to its part. It is with the next one before it leaves the last, so who has not been found is asked for once more.
 */
export async function awaitedAmong(
  skus: readonly string[],
  holdersOf: (codes: readonly string[]) => Promise<Holders>,
  ask: (run: string, codes: readonly string[]) => Promise<readonly string[]>,
): Promise<ReadonlySet<string>> {
  const awaited = new Set<string>();
  for (let round = 1; round <= 2; round += 1) {
    const missing = skus.filter((sku) => !awaited.has(sku));
    if (missing.length === 0) break;
    const { named, runs } = await holdersOf(missing);
    for (const [run, codes] of runs) for (const sku of await ask(run, codes)) awaited.add(sku);
    if (!named) break;
  }
  return awaited;
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
    const { runs, here, inParts } = await holdersOf(deps, merchant, codes);
    const ask = (): Promise<(readonly [string, readonly string[]])[]> =>
      Promise.all(runs.map(async ([run, of]) => [run, await askedOf(deps, run, of)] as const));
    let awaited = await ask();
    const ours = new Set(runsOfStore(storeHash, inParts));
    const skus = awaited.flatMap(([run, of]) => (ours.has(run) ? of : []));
    if (await followRenames(deps, { storeHash, store, inParts }, skus)) awaited = await ask();
    for (const [run, of] of awaited) await tellCame(deps, run, of);
    return { here, inParts };
  } catch (error) {
    if (error instanceof HttpFailure) throw error;
    await tellCame(deps, workflowId.goodsIn(storeHash), codes);
    const run = deps.temporal.workflow.getHandle(workflowId.merchantGoods(merchant.merchantId));
    for (const some of chunksOf(codes)) await ifThere(() => run.signal(merchantGoodsMessages.goodsCame, some));
    return { here: true, inParts: true };
  }
}

/** Of some codes, those that a run awaits; in questions that never grow. */
export async function askedOf(deps: Temporal, run: string, codes: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const some of chunksOf(codes)) {
    const awaited = await askOpenRun(deps.temporal, 'awaits goods', (runs) =>
      runs.getHandle(run).query(goodsInMessages.awaited, some),
    );
    if (awaited === undefined) return [];
    const asked = new Set(some);
    found.push(...awaited.filter((sku) => asked.has(sku)));
  }
  return found;
}

export async function tellCame({ temporal }: Temporal, run: string, codes: readonly string[]): Promise<void> {
  const handle = temporal.workflow.getHandle(run);
  for (const some of chunksOf(codes)) await ifThere(() => handle.signal(goodsInMessages.goodsCame, some));
}

/** Who may hold which of some codes: this store's own run, those of its siblings, and their parts. */
async function holdersOf(
  deps: Temporal,
  { storeHash, merchantId }: Merchant,
  codes: readonly string[],
): Promise<Holders & StoreAwaits> {
  const directory = workflowId.merchantGoods(merchantId);
  const found = await askOpenRun(deps.temporal, 'knows who awaits goods', (client) =>
    client.getHandle(directory).query(merchantGoodsMessages.who),
  );
  const stores = new Map<StoreHash, HoldsAwaited>((found ?? []).map((each) => [each.storeHash, each]));
  const here = stores.has(storeHash);
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
    here,
    inParts: stores.get(storeHash)?.inParts === true,
  };
}

async function ifThere(tell: () => Promise<unknown>): Promise<void> {
  try {
    await tell();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error; // nothing is awaited there any more
  }
}
