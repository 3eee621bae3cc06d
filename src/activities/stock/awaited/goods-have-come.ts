import { awaitingRunOf } from '../../../contract/goods.ts';
import { workflowId } from '../../../contract/ids.ts';
import { goodsInMessages, merchantGoodsMessages } from '../../../contract/messages.ts';
import { MAX_SKU_LENGTH } from '../../../domain/products/sku.ts';
import { chunksOf } from '../../../domain/shared/chunks.ts';
import { HttpFailure } from '../../../http/failure.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { ifOpen } from '../../runtime/if-open.ts';
import { askedOf, holdersOf, type Merchant, type StoreAwaits } from './awaited.ts';
import { followRenames, runsOfStore, shardsFor } from './awaited-variants.ts';
import type { Leaving } from './sold-by-others.ts';
import { AT_ONCE, whoAwaits } from './who-awaits.ts';

type Temporal = Pick<Dependencies, 'temporal'>;

/**
 * Tells whoever awaits some of these codes that their goods have come: for ever, also where they are sold out again. Goods
 * of a code are those of the variant that has it as its SKU today.
 * Where it cannot be found out who does, all of them are told to the merchant's run, which passes them on.
 */
export async function goodsHaveCome(
  deps: Leaving,
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
        return followRenames(deps, { connection: merchant, store, inParts }, skus);
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
    await tellAllOfMerchant(deps, merchant, codes);
    return { here: true, inParts: true };
  }
}

/** The same of what a store's own look has found, which has told its own runs: the merchant's other stores await it no more. */
export async function othersHearOfGoods(deps: Temporal, merchant: Merchant, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  const isOurs = (run: string): boolean => awaitingRunOf(run)?.storeHash === merchant.storeHash;
  try {
    const found = await whoAwaits(codes, {
      holdersOf: async (missing) => {
        const { named, runs } = await holdersOf(deps, merchant, missing);
        return { named, runs: runs.filter(([run]) => !isOurs(run)) };
      },
      ask: (run, of) => askedOf(deps, run, of),
    });
    for (const [run, of] of found) await tellCame(deps, run, of);
  } catch {
    await tellAllOfMerchant(deps, merchant, codes);
  }
}

async function tellAllOfMerchant(
  { temporal }: Temporal,
  { merchantId }: Merchant,
  codes: readonly string[],
): Promise<void> {
  const run = temporal.workflow.getHandle(workflowId.merchantGoods(merchantId));
  for (const some of chunksOf(mayBeSkus(codes), AT_ONCE))
    await ifOpen(() => run.signal(merchantGoodsMessages.goodsCame, some));
}

/** Nobody awaits a code that no SKU can be; a message with such a one would not be taken. */
const mayBeSkus = (codes: readonly string[]): readonly string[] =>
  codes.filter((code) => code.length <= MAX_SKU_LENGTH);

export async function tellCame({ temporal }: Temporal, run: string, codes: readonly string[]): Promise<void> {
  const handle = temporal.workflow.getHandle(run);
  for (const some of chunksOf(mayBeSkus(codes), AT_ONCE))
    await ifOpen(() => handle.signal(goodsInMessages.goodsCame, some));
}
