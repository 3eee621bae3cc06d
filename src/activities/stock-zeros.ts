import { createHash } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { workflowId, type StoreHash } from '../contract/ids.ts';
import { goodsInMessages, integrationMessages } from '../contract/messages.ts';
import { inStockForZeros } from '../domain/stock-level.ts';
import type { Dependencies } from './dependencies.ts';
import { askOpenRun } from './open-run.ts';
import type { StockWriter } from './stock-writers.ts';

const LISTED = 100;

type Temporal = Pick<Dependencies, 'temporal'>;

/**
 * Which of some SKUs wait for their first receipt: for them a zero is no news. No run that awaits goods means that none
 * are awaited.
 * @throws Unavailable where it did not answer: then no zero may be written
 */
export async function awaitedOf({ temporal }: Temporal, storeHash: StoreHash): Promise<ReadonlySet<string>> {
  const awaited = await askOpenRun(temporal, 'awaits goods', (runs) =>
    runs.getHandle(workflowId.goodsIn(storeHash)).query(goodsInMessages.awaited),
  );
  return new Set(awaited ?? []);
}

export type BrakeDecision = 'write' | 'keep-back' | 'keep-back-and-ask';

/** A run's zeros, for the brake to judge. */
export interface FallingLevels {
  readonly storeHash: StoreHash;
  /** SKUs that are in stock in the store and would go to zero. */
  readonly skus: readonly string[];
  /** SKUs in stock among the rows that the run has read. */
  readonly inStockRead: number;
  /** 0–1. */
  readonly share: number;
}

/**
 * Decides whether so many zeros need a person. The share is one of everything that is in stock in the store; that is
 * only counted as far as the answer needs it.
 */
export async function brake(
  deps: Temporal,
  writer: Pick<StockWriter, 'allRows'>,
  { storeHash, skus, inStockRead, share }: FallingLevels,
): Promise<BrakeDecision> {
  const needed = inStockForZeros(skus.length, share);
  if (inStockRead >= needed || (await inStockAtLeast(writer, needed))) return 'write';
  const items = [...skus].sort();
  const fingerprint = createHash('sha256').update(items.join('\n')).digest('hex').slice(0, 16);
  const id = workflowId.integration(storeHash);
  const status = await askOpenRun(deps.temporal, 'is the integration', (runs) =>
    runs.getHandle(id).query(integrationMessages.status),
  );
  const asked = status?.questions.find((one) => one.kind === 'stock-brake' && one.fingerprint === fingerprint);
  if (asked?.answer?.decision === 'approve') return 'write';
  if (asked?.answer?.decision === 'refuse') return 'keep-back';
  if (asked === undefined) {
    const { workflowType } = Context.current().info;
    await deps.temporal.workflow.getHandle(id).signal(integrationMessages.ask, {
      kind: 'stock-brake',
      summary: `${items.length} SKUs that are in stock in the store would go to zero. Everything else was written.`,
      items: items.slice(0, LISTED),
      count: items.length,
      fingerprint,
      ...(workflowType === undefined ? {} : { askedBy: workflowType }),
    });
  }
  return 'keep-back-and-ask';
}

async function inStockAtLeast(writer: Pick<StockWriter, 'allRows'>, needed: number): Promise<boolean> {
  if (!Number.isFinite(needed)) return false;
  let inStock = 0;
  for await (const rows of writer.allRows()) {
    inStock += rows.filter(({ level }) => (level ?? 0) > 0).length;
    if (inStock >= needed) return true;
  }
  return false;
}
