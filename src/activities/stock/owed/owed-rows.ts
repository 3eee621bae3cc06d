import { QueryRejectedError, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import proto from '@temporalio/proto';
import { integrationKey } from '../../../contract/runs/search-attributes.ts';
import { workflowId, type StoreHash } from '../../../contract/ids.ts';
import { owedMessages } from '../../../contract/messages.ts';
import { OWED_SHARDS, type OwedLedgerInput, type OwedReport } from '../../../contract/stock.ts';
import { runPriority, TaskQueue, WorkflowType } from '../../../contract/temporal.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { queryOpen } from '../../runtime/query-open-run.ts';

const { WORKFLOW_EXECUTION_STATUS_COMPLETED: COMPLETED } = proto.temporal.api.enums.v1.WorkflowExecutionStatus;

type Temporal = Pick<Dependencies, 'temporal'>;

/** The ledger of a store: the orders whose unreserved pieces its statuses do not tell. */
export interface OwedRows {
  readonly rows: readonly OwedReport[];
  /** False where a part did not answer, was lost, or is being rebuilt: then levels may fall and not rise. */
  readonly complete: boolean;
}

/** Reads all parts of the ledger. A part that has ended in order has no rows; one that was lost is begun anew. */
export async function readOwed(deps: Temporal, storeHash: StoreHash): Promise<OwedRows> {
  const parts = await Promise.all(Array.from({ length: OWED_SHARDS }, (_, shard) => readPart(deps, storeHash, shard)));
  return { rows: parts.flatMap(({ rows }) => rows), complete: parts.every(({ complete }) => complete) };
}

const nothing: OwedRows = { rows: [], complete: true };

async function readPart({ temporal }: Temporal, storeHash: StoreHash, shard: number): Promise<OwedRows> {
  const id = workflowId.owed(storeHash, shard);
  const rows: OwedReport[] = [];
  try {
    for (let from = -1, complete = true; ;) {
      const after = from;
      const page = await queryOpen(temporal, (runs) => runs.getHandle(id).query(owedMessages.rows, after));
      rows.push(...page.rows);
      complete &&= page.complete;
      if (page.next === undefined) return { rows, complete };
      from = page.next;
    }
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return nothing;
    if (!(error instanceof QueryRejectedError)) return { rows, complete: false };
    if (error.status === COMPLETED) return nothing;
    await beginAnew(temporal, { storeHash, shard, rebuild: true });
    return { rows: [], complete: false };
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

async function beginAnew(temporal: Dependencies['temporal'], input: OwedLedgerInput): Promise<void> {
  try {
    await temporal.workflow.start(WorkflowType.owedLedger, ledgerStart(input));
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error; // another run has begun it
  }
}
