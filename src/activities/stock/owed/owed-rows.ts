import { QueryRejectedError, WorkflowNotFoundError } from '@temporalio/client';
import proto from '@temporalio/proto';
import { workflowId } from '../../../contract/ids.ts';
import { owedMessages } from '../../../contract/messages.ts';
import { OWED_SHARDS, type OwedReport } from '../../../contract/stock.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { queryOpen } from '../../runtime/query-open-run.ts';
import { beginAnew, isListed, listPart, mendPart, type KnowsParts, type OwedPart } from './owed-parts.ts';

const { WORKFLOW_EXECUTION_STATUS_COMPLETED: COMPLETED } = proto.temporal.api.enums.v1.WorkflowExecutionStatus;

type Temporal = Pick<Dependencies, 'temporal'>;

/** The ledger of a store: the orders whose unreserved pieces its statuses do not tell. */
export interface OwedRows {
  readonly rows: readonly OwedReport[];
  /** False where a part did not answer, was lost, or is being rebuilt: then levels may fall and not rise. */
  readonly complete: boolean;
}

/**
 * Reads all parts of the ledger. A part that has ended in order has no rows; one that was ended from outside, or deleted, is
 * begun anew.
 */
export async function readOwed(deps: Temporal, connection: KnowsParts): Promise<OwedRows> {
  const { storeHash } = connection;
  const read = async (shard: number): Promise<OwedRows> => {
    const part = { storeHash, shard };
    const found = await readPart(deps, part, isListed(connection, shard));
    // Its store may have been connected anew since it began.
    if (found.rows.length > 0 && !isListed(connection, shard)) await listPart(deps, part);
    return found;
  };
  const parts = await Promise.all(Array.from({ length: OWED_SHARDS }, (_, shard) => read(shard)));
  return { rows: parts.flatMap(({ rows }) => rows), complete: parts.every(({ complete }) => complete) };
}

const nothing: OwedRows = { rows: [], complete: true };
const unknown: OwedRows = { rows: [], complete: false };

async function readPart(deps: Temporal, part: OwedPart, mustBeThere: boolean): Promise<OwedRows> {
  const id = workflowId.owed(part.storeHash, part.shard);
  const rows: OwedReport[] = [];
  try {
    for (let from = -1, complete = true; ;) {
      const after = from;
      const page = await queryOpen(deps.temporal, (runs) => runs.getHandle(id).query(owedMessages.rows, after));
      rows.push(...page.rows);
      complete &&= page.complete;
      if (page.next === undefined) return { rows, complete };
      from = page.next;
    }
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) {
      if (!mustBeThere) return nothing;
      await mendPart(deps, part);
      return unknown;
    }
    if (!(error instanceof QueryRejectedError)) return { rows, complete: false };
    if (error.status === COMPLETED) return nothing;
    await beginAnew(deps, part);
    return unknown;
  }
}
