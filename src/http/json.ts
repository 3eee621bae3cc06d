import type { z } from 'zod';
import { defined } from '../contract/defined.ts';
import { FailureType, sideNames, type Side } from '../contract/failures.ts';
import { type Call, failureOf, HttpFailure, outcomeOf } from './failure.ts';
import { type Answer, headerOf } from './headers.ts';
import { fieldOf, type OddRow, oddRowWords, readRow, type RowKind, type Rows, valueAt } from './rows.ts';

/**
 * Reads a successful answer's body by its schema.
 * @throws HttpFailure `UnexpectedResponse` naming the field's path and what was expected, never the value. A write whose
 * body could not be read at all has an unknown outcome.
 */
export function decodeJson<T>(answer: Answer, schema: z.ZodType<T>, call: Call): T {
  return decodeValue(parseJson(answer, call), schema, call, answer.status);
}

/**
 * The rows of a body that is a list, each still to be read. What is no plain array the schema judges.
 * @throws HttpFailure `UnexpectedResponse`, as {@link decodeJson}
 */
export function decodeList(answer: Answer, schema: z.ZodType<unknown[]>, call: Call): readonly unknown[] {
  const body = parseJson(answer, call);
  return Array.isArray(body) ? body : decodeValue(body, schema, call, answer.status);
}

/** The JSON value of an answer, not yet judged by a schema. */
function parseJson(answer: Answer, call: Call): unknown {
  const { status, headers, text } = answer;
  if (text.trim() === '') throw unreadable(call, status, 'the body is empty');
  const type = headerOf(headers, 'content-type');
  // `application/problem+json` and the like count; a missing type is forgiven, a page is not.
  if (type !== undefined && !/json/i.test(type)) throw unreadable(call, status, 'the body is not JSON');
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    throw unreadable(call, status, 'the JSON is broken or cut short');
  }
}

/** Judges a JSON value by its schema. */
function decodeValue<T>(value: unknown, schema: z.ZodType<T>, call: Call, status: number): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { field, expected } = fieldOf(result.error.issues[0]);
  throw failureOf(call, FailureType.unexpectedResponse, `the field ${field} does not fit, expected ${expected}`, {
    status,
    field,
    expected,
  });
}

/**
 * Reads an answer that is one row.
 * @param within the field of the body that holds the row, where it is wrapped
 * @throws HttpFailure `UnexpectedResponse` naming the row and the field
 */
export function decodeRow<T>(answer: Answer, kind: RowKind<T>, call: Call, within?: string): T {
  const body = parseJson(answer, call);
  const read = readRow(within === undefined ? body : valueAt(body, within), kind);
  if ('unreadable' in read) throw unreadableRow(read.unreadable, call, answer.status);
  return read.row;
}

/**
 * The rows of a list that means something only as a whole (an order's shipments): one that is unreadable is not absent.
 * @throws HttpFailure `UnexpectedResponse` naming the row and the field
 */
export function everyRow<T>({ rows, unreadable: [odd] }: Rows<T>, call: Call): readonly T[] {
  if (odd !== undefined) throw unreadableRow(odd, call);
  return rows;
}

/** A row that cannot be read, where that what is asked of it cannot be told without it. */
export function oddRowFailure(side: Side, odd: OddRow): HttpFailure {
  return new HttpFailure(FailureType.unexpectedResponse, `${sideNames[side]}: ${oddRowWords(odd)}`, {
    side,
    field: odd.field,
    ...defined({ expected: odd.expected }),
  });
}

function unreadableRow(odd: OddRow, call: Call, status?: number): HttpFailure {
  const { kind, id, field, expected } = odd;
  const which = `${kind}${id === undefined ? '' : ` ${id}`}`;
  return new HttpFailure(
    FailureType.unexpectedResponse,
    `${sideNames[call.side]} ${call.operation}: ${which}: the field ${field} does not fit, expected ${expected ?? 'another shape'}`,
    {
      side: call.side,
      operation: call.operation,
      ...defined({ status }),
      field,
      ...defined({ expected }),
    },
  );
}

function unreadable(call: Call, status: number, words: string): HttpFailure {
  return failureOf(call, FailureType.unexpectedResponse, words, { status, expected: 'JSON', ...outcomeOf(call) });
}
