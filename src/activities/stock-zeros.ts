import { Context } from '@temporalio/activity';
import { workflowId, type StoreHash } from '../contract/ids.ts';
import { goodsInMessages, integrationMessages } from '../contract/messages.ts';
import { inStockForZeros } from '../domain/stock-level.ts';
import { divide, reportsOf } from '../domain/stock/questions.ts';
import type { Dependencies } from './dependencies.ts';
import { askOpenRun } from './open-run.ts';
import type { StockWriter } from './stock-writers.ts';

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
  const id = workflowId.integration(storeHash);
  const kept = await askOpenRun(deps.temporal, 'is the integration', (runs) =>
    runs.getHandle(id).query(integrationMessages.questions),
  );
  const { refused, open, fresh } = divide(kept ?? [], 'stock-brake', skus, { all: false });
  if (refused.length + open.length + fresh.length === 0) return 'write';
  if (open.length + fresh.length === 0) return 'keep-back';
  const { workflowType } = Context.current().info;
  const askedBy = workflowType === undefined ? {} : { askedBy: workflowType };
  const look = { kind: 'stock-brake' as const, due: skus, seen: skus, all: false, ...askedBy };
  for (const report of reportsOf(kept ?? [], look)) {
    await deps.temporal.workflow.getHandle(id).signal(integrationMessages.reportDue, report);
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
