import { WorkflowNotFoundError } from '@temporalio/client';
import type { LatestChangesReport } from '../../../contract/changes.ts';
import { workflowId, type StoreHash } from '../../../contract/ids.ts';
import type { CreateProductResult } from '../../../contract/products.ts';
import { Memo } from '../../../contract/registered-names.ts';
import { isOpen } from '../../../contract/runs/open-runs.ts';
import { WorkflowType } from '../../../contract/temporal.ts';
import { skuKey } from '../../../domain/products/sku.ts';
import { chunksOf } from '../../../domain/shared/chunks.ts';
import { waitingFor } from '../../../domain/stock/carry.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';

type Temporal = Pick<Dependencies, 'temporal'>;

/** Ids of one question. */
const AT_ONCE = 50;
/** Runs of products that are looked at where it is not known which. */
const MOST_LOOKED_AT = 100;

/**
 * Whether any of some SKUs was awaited, where every run that would know is gone: **what else knows of it**. The last run of latest
 * changes names the zeros that it kept back; a product's own run says that it created it. Neither outlives Temporal's retention, and a
 * wait that ended in order is there as long as the run that began it.
 */
export async function leavesTrace(deps: Temporal, storeHash: StoreHash, skus: readonly string[]): Promise<boolean> {
  const asked = new Set(skus);
  if ((await keptBackLast(deps, storeHash)).some((sku) => asked.has(sku))) return true;
  for (const some of chunksOf(skus, AT_ONCE)) if (await anyCreated(deps, storeHash, some)) return true;
  return false;
}

/** The same of any SKU, for who begins a store's run and knows of none. */
export async function leavesAnyTrace(deps: Temporal, storeHash: StoreHash): Promise<boolean> {
  if ((await keptBackLast(deps, storeHash)).length > 0) return true;
  return createdBy(deps, `WorkflowId STARTS_WITH ${quoted(workflowId.createProduct(storeHash, ''))}`, MOST_LOOKED_AT);
}

/** Zeros that the last run of latest changes left waiting for first goods. */
async function keptBackLast({ temporal }: Temporal, storeHash: StoreHash): Promise<readonly string[]> {
  const query = `WorkflowType = '${WorkflowType.latestChanges}' AND OgoIntegration = '${storeHash}' AND ExecutionStatus = 'Completed'`;
  for await (const { workflowId: id, runId } of temporal.workflow.list({ query, pageSize: 1 })) {
    const report = await resultOf<LatestChangesReport>({ temporal }, id, runId);
    return report?.stockCarry === undefined ? [] : waitingFor(report.stockCarry, 'awaited');
  }
  return [];
}

async function anyCreated(deps: Temporal, storeHash: StoreHash, skus: readonly string[]): Promise<boolean> {
  const ids = skus.map((sku) => workflowId.createProduct(storeHash, skuKey(sku)));
  const plain = ids.filter(isPlain);
  if (plain.length > 0 && (await createdBy(deps, `WorkflowId IN (${plain.map(quoted).join(', ')})`, Infinity)))
    return true;
  for (const id of ids) if (!isPlain(id) && (await createdLast(deps, id))) return true;
  return false;
}

/** Of a product's runs the last one only: a query finds no text with marks that it would have to escape. */
async function createdLast({ temporal }: Temporal, id: string): Promise<boolean> {
  try {
    const { status, runId, memo } = await temporal.workflow.getHandle(id).describe();
    if (isOpen(status.name)) return isOfNew(memo);
    if (status.name !== 'COMPLETED') return false;
    return (await resultOf<CreateProductResult>({ temporal }, id, runId))?.outcome === 'created';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Whether any of the runs of products that a query names has created its product, or is at it. */
async function createdBy({ temporal }: Temporal, query: string, most: number): Promise<boolean> {
  let looked = 0;
  for await (const { workflowId: id, runId, status, memo } of temporal.workflow.list({ query })) {
    if (isOpen(status.name) && isOfNew(memo)) return true;
    if (status.name !== 'COMPLETED') continue;
    if ((looked += 1) > most) return false;
    const result = await resultOf<CreateProductResult>({ temporal }, id, runId);
    if (result?.outcome === 'created') return true;
  }
  return false;
}

/** True for a run of a product that myOGO did not have. Most runs only tell it what has changed of one that it has: nobody awaits that. */
function isOfNew(memo: Readonly<Record<string, unknown>> | undefined): boolean {
  return memo?.[Memo.awaitsGoods] === true;
}

const isPlain = (id: string): boolean => /^[^"'\\\u0000-\u001f]*$/.test(id);

/** A text of a visibility query. @param text that needs no escape */
const quoted = (text: string): string => `"${text}"`;

/** What a run of ours has returned; `undefined` where it was deleted meanwhile. */
async function resultOf<T>({ temporal }: Temporal, id: string, runId: string): Promise<T | undefined> {
  try {
    return (await temporal.workflow.getHandle(id, runId).result()) as T; // a completed run of ours
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
