import { Context } from '@temporalio/activity';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { FailureType } from '../../../contract/failures.ts';
import { workflowId, type StoreHash } from '../../../contract/ids.ts';
import type { Connection } from '../../../contract/integration.ts';
import { integrationMessages } from '../../../contract/messages.ts';
import { integrationKey } from '../../../contract/runs/search-attributes.ts';
import type { OwedLedgerInput } from '../../../contract/stock.ts';
import { runPriority, TaskQueue, WorkflowType } from '../../../contract/temporal.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { ifOpen } from '../../runtime/if-open.ts';
import { staysNowhere } from '../awaited/awaiting-runs.ts';

type Temporal = Pick<Dependencies, 'temporal'>;

/** A part of a store's ledger of what is owed. */
export interface OwedPart {
  readonly storeHash: StoreHash;
  readonly shard: number;
}

/** What the integration knows of its ledger. */
export type KnowsParts = Pick<Connection, 'storeHash' | 'owedParts'>;

/** Whether a part has begun and not ended in order: one that the server knows nothing of was deleted. */
export function isListed({ owedParts = [] }: Pick<Connection, 'owedParts'>, shard: number): boolean {
  return owedParts.includes(shard);
}

/** The same, as the integration says at this moment. */
export async function isListedNow(
  { connections }: Pick<Dependencies, 'connections'>,
  { storeHash, shard }: OwedPart,
): Promise<boolean> {
  try {
    return isListed(await connections.ask(storeHash, { fresh: 'now' }), shard);
  } catch (error) {
    if (error instanceof ApplicationFailure && error.type === FailureType.integrationGone) return false;
    throw error;
  }
}

/** A part is listed before it begins; it takes itself off when it ends in order. */
export async function listPart({ temporal }: Temporal, { storeHash, shard }: OwedPart): Promise<void> {
  const entity = temporal.workflow.getHandle(workflowId.integration(storeHash));
  await ifOpen(() => entity.signal(integrationMessages.owedKept, { shard, kept: true }));
}

/**
 * Has a part that should be there rebuilt from the orders' runs, where it was deleted.
 * @returns false where it is there after all: it was about to begin
 */
export async function mendPart(deps: Temporal, part: OwedPart): Promise<boolean> {
  if (!(await staysNowhere(deps, workflowId.owed(part.storeHash, part.shard)))) return false;
  if (await beginAnew(deps, part)) alertOfLoss(part);
  return true;
}

/** Begins a part that was lost: the open orders are asked before it counts. @returns false where another run has begun it */
export async function beginAnew({ temporal }: Temporal, part: OwedPart): Promise<boolean> {
  try {
    await temporal.workflow.start(WorkflowType.owedLedger, ledgerStart({ ...part, rebuild: true }));
    return true;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return false;
  }
}

/** How a part of the ledger is started. */
export function ledgerStart(input: OwedLedgerInput) {
  const { storeHash, shard, rebuild } = input;
  return {
    ...{ workflowId: workflowId.owed(storeHash, shard), args: [input] as [OwedLedgerInput] },
    taskQueue: TaskQueue.main,
    priority: runPriority(storeHash, 'stock'),
    typedSearchAttributes: [{ key: integrationKey, value: storeHash }],
    staticSummary: `Orders of store ${storeHash} that owe what no warehouse order reserves${rebuild === true ? ', found again' : ''}`,
  };
}

/** Somebody must know: levels may have been too high since it was deleted. */
export function alertOfLoss({ storeHash, shard }: OwedPart): void {
  const what = `The run ${workflowId.owed(storeHash, shard)} was deleted, and with it what some orders of store ${storeHash} owe. The orders’ own runs are asked for it; until they have answered no level rises.`;
  Context.current().log.error('alert', { alert: 'owed-lost', storeHash, what });
}
