import type { DueLevel, Listed } from '../../contract/stock.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { IntegrationStatus } from '../../contract/integration.ts';
import { goodsInMessages, merchantGoodsMessages } from '../../contract/messages.ts';
import { many } from '../../contract/runs/many.ts';
import type { Calls } from '../calls/calls.ts';
import { notThere, unlessNotThere } from '../calls/not-there.ts';

/** That a run which kept what awaits first goods was lost in Temporal, and what becomes of it. */
export interface FirstGoodsLost {
  /** `lost` until both sides were asked for it: no zero is written until then. */
  readonly state: 'lost' | 'found-again';
  /** SKUs that both sides say were never received. */
  readonly found?: number;
  /** One sentence for a person, with what mends it. */
  readonly summary: string;
}

/** What is known of a store beside the runs themselves. */
type Known = Pick<IntegrationStatus, 'storeHash' | 'merchantId'>;

/**
 * Whether a run that kept what awaits first goods was deleted: it says so itself once it is begun anew; until then its place
 * in the merchant's run, or a zero that the last run of latest changes kept back, shows that it should be there.
 * `undefined` where all is well, or nobody answers.
 */
export async function firstGoodsLost(
  calls: Calls,
  store: Known,
  due: () => Promise<Listed<DueLevel> | undefined>,
): Promise<FirstGoodsLost | undefined> {
  try {
    return await askedOf(calls, store, due);
  } catch {
    return undefined; // the status says by itself that no worker answers
  }
}

async function askedOf(
  calls: Calls,
  { storeHash, merchantId }: Known,
  due: () => Promise<Listed<DueLevel> | undefined>,
): Promise<FirstGoodsLost | undefined> {
  const own = workflowId.goodsIn(storeHash);
  const answer = await unlessNotThere(calls.query(own, goodsInMessages.kept, notThere));
  if (answer !== undefined) {
    const { lost, foundAgain } = answer.kept as { lost?: true; foundAgain?: number }; // a store's own run answered
    if (lost === true) return { state: 'lost', summary: lookedFor(own, storeHash) };
    if (foundAgain === undefined) return undefined;
    return { state: 'found-again', found: foundAgain, summary: foundWords(own, foundAgain) };
  }
  // One that has ended is followed by the next one, which takes over what it kept.
  if ((await unlessNotThere(calls.ask(notThere, () => calls.client.workflow.getHandle(own).describe()))) !== undefined)
    return undefined;
  const stores = await unlessNotThere(
    calls.query(workflowId.merchantGoods(merchantId), merchantGoodsMessages.who, notThere),
  );
  const isListed = stores?.some((store) => store.storeHash === storeHash);
  const isKeptBack = stores === undefined && (await due())?.rows.some(({ reason }) => reason === 'awaited');
  return isListed === true || isKeptBack === true
    ? { state: 'lost', summary: notBegunAnew(own, storeHash) }
    : undefined;
}

const GONE = (own: string): string =>
  `The run ${own}, which kept what awaits first goods, or one of its parts was deleted in Temporal.`;

function notBegunAnew(own: string, storeHash: StoreHash): string {
  return `The run ${own}, which kept what awaits first goods, is gone from Temporal. The first run that meets a zero begins it anew, and writes none before both sides were asked what was never received: \`ogoship ${storeHash} reconcile\` does it now.`;
}

function lookedFor(own: string, storeHash: StoreHash): string {
  return `${GONE(own)} It was begun anew and asks both sides what was never received; until they have answered no zero is written. Where that does not end by itself, \`ogoship ${storeHash} test\` says which side refuses, and \`temporal workflow signal --workflow-id ${own} --name lookNow\` has it ask again.`;
}

function foundWords(own: string, found: number): string {
  return `${GONE(own)} ${many(found, 'SKU that the warehouse never received was', 'SKUs that the warehouse never received were')} found again on both sides: no zero is written until the first goods come.`;
}
