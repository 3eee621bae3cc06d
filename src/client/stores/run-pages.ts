import type { WorkflowExecutionInfo } from '@temporalio/client';
import type { Calls } from '../calls/calls.ts';
import { InvalidInput } from '../errors.ts';
import { listedRuns } from '../calls/run-list.ts';

/** Rows of all stores, and how to go on after them. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Absent with the last page. */
  readonly next?: string;
}

/** In place of a query: a list that has no runs now, and keeps the place of those that follow it. */
export const NO_LIST = '';

/** Lists of one question: ten questions about a merchant of 10,000 stores. */
const MOST_LISTS = 2_000;

/** Runs that one answer of the server holds. */
const PAGE = 200;

/** Where a reading of several lists in a row stands. */
interface Cursor {
  /** Which of the lists. */
  readonly list: number;
  /** Start of the run that was read last, in epoch ms: lists of open runs come newest first. */
  readonly at?: number;
  /** Runs that were read of that millisecond. */
  readonly ids?: readonly string[];
}

/**
 * Reads lists of open runs one after the other, some runs at a time, so that the first are there at once however many there
 * are. A page can be gone on after without what was before: by when its last run began, not by a token that grows old.
 * @param queries visibility queries; runs that are in several of them come more than once
 * @param size runs of a page
 * @param ahead the beginnings of all lists are asked for at once: where the first lists are mostly empty, a first row does not
 *   wait for one answer after another
 * @param wanted others are passed over, and fill no page: a crowd of one store's runs is read in one go
 */
export async function* runPages(
  calls: Calls,
  queries: readonly string[],
  {
    after,
    size,
    ahead = false,
    wanted = () => true,
  }: {
    readonly after: string | undefined;
    readonly size: number;
    readonly ahead?: boolean;
    readonly wanted?: (run: WorkflowExecutionInfo) => boolean;
  },
): AsyncGenerator<Page<WorkflowExecutionInfo>> {
  let cursor = onwards(cursorOf(after), queries);
  const begun = ahead && after === undefined ? queries.map((query) => begin(listedRuns(calls, query, PAGE))) : [];
  try {
    while (cursor.list < queries.length) {
      const { list, at, ids = [] } = cursor;
      const until = at === undefined ? '' : ` AND StartTime < "${new Date(at + 1).toISOString()}"`;
      const page: WorkflowExecutionInfo[] = [];
      let read = cursor;
      let full = false;
      const first = at === undefined ? begun[list] : undefined;
      for await (const run of first?.() ?? listedRuns(calls, `${queries[list] ?? ''}${until}`, PAGE)) {
        if (run.startTime.getTime() === at && ids.includes(run.workflowId)) continue;
        if (page.length === size) {
          full = true;
          break;
        }
        read = following(read, run);
        if (wanted(run)) page.push(run);
      }
      cursor = full ? read : onwards({ list: list + 1 }, queries);
      const isLast = cursor.list >= queries.length;
      yield { rows: page, ...(isLast ? {} : { next: written(cursor) }) };
    }
  } finally {
    // Whoever has read enough leaves the others: what they were asked for is let end.
    await Promise.allSettled(begun.map((rest) => rest().return(undefined)));
  }
}

/** Asks for the beginning of a list now; it is read, or let go, once. */
function begin(list: AsyncGenerator<WorkflowExecutionInfo>): () => AsyncGenerator<WorkflowExecutionInfo> {
  const first = list.next();
  first.catch(() => undefined); // thrown where it is read
  const whole = (async function* () {
    const answer = await first;
    if (answer.done === true) return;
    yield answer.value;
    yield* list;
  })();
  return () => whole;
}

function following({ list, at: before, ids = [] }: Cursor, { startTime, workflowId }: WorkflowExecutionInfo): Cursor {
  const at = startTime.getTime();
  return { list, at, ids: before === at ? [...ids, workflowId] : [workflowId] };
}

function written(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** A cursor, or the beginning of the next list that there is. */
function onwards(cursor: Cursor, queries: readonly string[]): Cursor {
  if (queries[cursor.list] !== NO_LIST) return cursor;
  return onwards({ list: cursor.list + 1 }, queries);
}

/**
 * One that lies behind the last list is the end: a merchant's stores may have become fewer since it was given.
 * @throws InvalidInput
 */
export function cursorOf(after: string | undefined): Cursor {
  if (after === undefined) return { list: 0 };
  try {
    const given: unknown = JSON.parse(Buffer.from(after, 'base64url').toString());
    if (isCursor(given)) return given;
  } catch {
    // Said below.
  }
  throw new InvalidInput('The page to go on after cannot be read.', {
    field: 'after',
    expected: 'what an earlier answer of the same question gave as next',
  });
}

function isCursor(given: unknown): given is Cursor {
  if (typeof given !== 'object' || given === null || !('list' in given)) return false;
  const { list, at, ids } = given as Partial<Record<keyof Cursor, unknown>>; // each part is looked at here
  const isTime = at === undefined || (typeof at === 'number' && Math.abs(at) < 8e15);
  const areIds = ids === undefined || (Array.isArray(ids) && ids.every((id) => typeof id === 'string'));
  return Number.isInteger(list) && Number(list) >= 0 && Number(list) <= MOST_LISTS && isTime && areIds;
}
