import { defaultPayloadConverter } from '@temporalio/common';
import * as z from 'zod/mini';
import type { DriftReport, KeptRows, ReportRow, ReportRows } from '../../contract/changes.ts';
import { defined } from '../../contract/defined.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import { comparisonMessages } from '../../contract/messages.ts';
import type { Calls } from '../calls/calls.ts';
import { InvalidInput, NotFound, Refused } from '../errors.ts';

/** Rows of a report, and how to go on after them. */
export interface ReportPage {
  readonly rows: readonly ReportRow[];
  /** Absent with the last page. */
  readonly next?: string;
}

/** Events of the history in one answer: some messages of 100 KB, and what stands between them. */
const EVENTS = 20;

/** Where a reading stands: it goes on in the same report, also where a newer one has come. */
type Cursor = Pick<KeptRows, 'runId' | 'attempts'> & { readonly token?: string };

const attempt = z.optional(z.int());
const cursors = z.object({
  runId: z.string(),
  attempts: z.object({ stock: attempt, products: attempt }),
  token: z.optional(z.string()),
});

/** Whether a value that a caller gave can be read as a report. */
export const isReport = (value: unknown): boolean => {
  try {
    listedRows(value as DriftReport); // whatever it is: it is read as one
    return typeof value === 'object';
  } catch {
    return false;
  }
};

/** The rows that a report lists by name. */
export function listedRows({ levels, oddProducts, productRows = [] }: DriftReport): readonly ReportRow[] {
  return [
    ...(levels?.changed.rows ?? []).map((row) => ({ part: 'stock', what: 'written', ...row }) as const),
    ...(levels?.due.rows ?? []).map((row) => ({ part: 'stock', what: 'due', ...row }) as const),
    ...(levels?.odd?.rows ?? []).map((row) => ({ part: 'stock', what: 'unreadable', ...row }) as const),
    ...productRows.map((row) => ({ part: 'products', ...row }) as const),
    ...(oddProducts?.rows ?? []).map((row) => ({ part: 'products', what: 'unreadable', ...row }) as const),
  ];
}

/** Every row of a report, page by page: the listed ones first, then those in its run's history. */
export async function* reportPages(
  calls: Calls,
  storeHash: StoreHash,
  { report, after }: { readonly report: () => Promise<DriftReport>; readonly after: string | undefined },
): AsyncGenerator<ReportPage> {
  let cursor: Cursor | undefined;
  if (after === undefined) {
    const newest = await report();
    cursor = newest.kept;
    yield { rows: listedRows(newest), ...nextOf(cursor) };
  } else cursor = cursorOf(after);
  while (cursor !== undefined) {
    const { rows, next } = await keptPage(calls, storeHash, cursor);
    cursor = next;
    if (rows.length > 0 || next === undefined) yield { rows, ...nextOf(next) };
  }
}

async function keptPage(
  calls: Calls,
  storeHash: StoreHash,
  cursor: Cursor,
): Promise<{ readonly rows: readonly ReportRow[]; readonly next?: Cursor }> {
  const { history, nextPageToken } = await historyOf(calls, storeHash, cursor);
  const rows: ReportRow[] = [];
  for (const { workflowExecutionSignaledEventAttributes: signal } of history?.events ?? []) {
    const [payload] = signal?.input?.payloads ?? [];
    if (signal?.signalName !== comparisonMessages.reportRows.name || payload == null) continue;
    const said = defaultPayloadConverter.fromPayload<ReportRows>(payload);
    if (cursor.attempts[said.part] === said.attempt) rows.push(...said.rows);
  }
  if (nextPageToken.length === 0) return { rows };
  const { runId, attempts } = cursor;
  return { rows, next: { runId, attempts, token: Buffer.from(nextPageToken).toString('base64url') } };
}

async function historyOf(calls: Calls, storeHash: StoreHash, { runId, token }: Cursor) {
  const { workflowService, options } = calls.client;
  try {
    return await calls.ask(gone, () =>
      workflowService.getWorkflowExecutionHistory({
        namespace: options.namespace,
        execution: { workflowId: workflowId.reconcile(storeHash), runId },
        maximumPageSize: EVENTS,
        ...defined({ nextPageToken: token === undefined ? undefined : Buffer.from(token, 'base64url') }),
      }),
    );
  } catch (error) {
    // The server takes no run and no place in its history that it has not given.
    if (error instanceof Refused) throw noCursor(error);
    throw error;
  }
}

function gone(): NotFound {
  return new NotFound('The run of this report is gone: Temporal has kept it as long as the namespace says.', {
    field: 'after',
    expected: 'the newest report from its beginning',
  });
}

function nextOf(cursor: Cursor | undefined): { readonly next?: string } {
  if (cursor === undefined) return {};
  const { runId, attempts, token } = cursor;
  return { next: Buffer.from(JSON.stringify({ runId, attempts, token })).toString('base64url') };
}

/** @throws InvalidInput */
function cursorOf(after: string): Cursor {
  try {
    const { runId, attempts, token } = cursors.parse(JSON.parse(Buffer.from(after, 'base64url').toString()));
    return { runId, attempts: defined(attempts), ...defined({ token }) };
  } catch (error) {
    throw noCursor(error);
  }
}

function noCursor(cause: unknown): InvalidInput {
  return new InvalidInput(
    'The page to go on after cannot be read.',
    { field: 'after', expected: 'what an earlier page of the report gave as next' },
    { cause },
  );
}
