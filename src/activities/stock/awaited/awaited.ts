import { WorkflowNotFoundError } from '@temporalio/client';
import { awaitedShardOf, type HoldsAwaited } from '../../../contract/goods.ts';
import { workflowId, type StoreHash } from '../../../contract/ids.ts';
import type { Connection } from '../../../contract/integration.ts';
import { goodsInMessages, merchantGoodsMessages } from '../../../contract/messages.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { askOpenRun } from '../../runtime/query-open-run.ts';

/** SKUs of one question or one message: some 20 KB. */
const AT_ONCE = 1_000;

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
): Promise<ReadonlySet<string>> {
  return awaitedAmong(
    skus,
    (codes) => holdersOf(deps, merchant, codes),
    (run, codes) => askedOf(deps, run, codes),
  );
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
 * Tells whoever awaits some of these codes that their goods have come: for ever, also where they are sold out again.
 * Where it cannot be found out who does, all of them are told to the merchant's run, which passes them on.
 */
export async function goodsHaveCome(deps: Temporal, merchant: Merchant, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  try {
    for (const [run, of] of (await holdersOf(deps, merchant, codes)).runs) {
      await tellCame(deps, run, await askedOf(deps, run, of));
    }
  } catch {
    await tellCame(deps, workflowId.goodsIn(merchant.storeHash), codes);
    const run = deps.temporal.workflow.getHandle(workflowId.merchantGoods(merchant.merchantId));
    for (const some of chunksOf(codes)) await ifThere(() => run.signal(merchantGoodsMessages.goodsCame, some));
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

/** Who may hold which of some codes: this store's own run, those of its siblings, and their parts. */
async function holdersOf(
  deps: Temporal,
  { storeHash, merchantId }: Merchant,
  codes: readonly string[],
): Promise<Holders> {
  const directory = workflowId.merchantGoods(merchantId);
  const found = await askOpenRun(deps.temporal, 'knows who awaits goods', (client) =>
    client.getHandle(directory).query(merchantGoodsMessages.who),
  );
  const stores = new Map<StoreHash, HoldsAwaited>((found ?? []).map((each) => [each.storeHash, each]));
  // Its own run is asked whatever the merchant's one says.
  if (!stores.has(storeHash)) stores.set(storeHash, { storeHash, inParts: false });
  const runs: [string, readonly string[]][] = [];
  for (const { storeHash: store, inParts } of stores.values()) {
    runs.push([workflowId.goodsIn(store), codes]);
    if (inParts) runs.push(...shardsFor(store, codes));
  }
  return { named: found !== undefined && found.length > 0, runs };
}

async function ifThere(tell: () => Promise<unknown>): Promise<void> {
  try {
    await tell();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error; // nothing is awaited there any more
  }
}

function* chunksOf(codes: readonly string[]): Generator<readonly string[], void, undefined> {
  for (let at = 0; at < codes.length; at += AT_ONCE) yield codes.slice(at, at + AT_ONCE);
}
