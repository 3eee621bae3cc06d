import { activityInfo, log } from '@temporalio/activity';
import type { ReportRow, SentRows } from '../../contract/changes.ts';
import { comparisonMessages } from '../../contract/messages.ts';
import type { Dependencies } from '../runtime/dependencies.ts';

/** Bytes of one message: a server takes 2 MB, and warns of half a MB. */
const PAGE = 100_000;
/** Of all messages of a part: a history may have 50 MB. Some 100,000 rows; those beyond are counted alone. */
const MOST = 15_000_000;

/**
 * Sends rows to the comparison's run, page by page: its history keeps them as long as its report, and nothing that grows
 * with a catalogue travels in one payload. What was compared and written stands all the same where a message cannot be sent.
 */
export async function sendRows(
  { temporal }: Pick<Dependencies, 'temporal'>,
  part: ReportRow['part'],
  rows: readonly ReportRow[],
): Promise<SentRows | undefined> {
  const { workflowExecution: { workflowId, runId } = {}, attempt } = activityInfo();
  if (rows.length === 0 || workflowId === undefined) return undefined;
  const run = temporal.workflow.getHandle(workflowId, runId);
  let sent = 0;
  try {
    for (const page of pagesOf(rows)) {
      await run.signal(comparisonMessages.reportRows, { part, attempt, rows: page });
      sent += page.length;
    }
  } catch (error) {
    log.warn('rows of a comparison beyond the listed ones could not be kept', { part, sent, error: String(error) });
  }
  return sent === 0 ? undefined : { attempt, rows: sent };
}

function* pagesOf(rows: readonly ReportRow[]): Generator<readonly ReportRow[]> {
  let page: ReportRow[] = [];
  let size = 0;
  let all = 0;
  for (const row of rows) {
    const length = Buffer.byteLength(JSON.stringify(row));
    if (size + length > PAGE && page.length > 0) {
      yield page;
      page = [];
      size = 0;
    }
    all += length;
    if (all > MOST) break;
    size += length;
    page.push(row);
  }
  if (page.length > 0) yield page;
}
