import type { z } from 'zod';
import { FailureType } from '../contract/failures.ts';
import { type Call, failureOf, type HttpFailure, outcomeOf } from './failure.ts';
import { type Answer, headerOf } from './headers.ts';

/**
 * Reads a successful answer's body by its schema.
 * @throws HttpFailure `UnexpectedResponse` naming the field's path and what was expected, never the value. A write whose
 * body could not be read at all has an unknown outcome.
 */
export function decodeJson<T>(answer: Answer, schema: z.ZodType<T>, call: Call): T {
  return decodeValue(parseJson(answer, call), schema, call, answer.status);
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
  const issue = deepest(result.error.issues[0]);
  const field = pathOf(issue?.path ?? []);
  const expected = issue?.expected ?? issue?.code ?? 'another shape';
  throw failureOf(call, FailureType.unexpectedResponse, `the field ${field} does not fit, expected ${expected}`, {
    status,
    field,
    expected,
  });
}

function unreadable(call: Call, status: number, words: string): HttpFailure {
  return failureOf(call, FailureType.unexpectedResponse, words, { status, expected: 'JSON', ...outcomeOf(call) });
}

interface Found {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly expected: string | undefined;
}

/** Zod's first issue; of a union's branches the first one's, which is the documented shape. */
function deepest(issue: z.core.$ZodIssue | undefined, above: readonly PropertyKey[] = []): Found | undefined {
  if (issue === undefined) return undefined;
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union') {
    const inner = deepest(issue.errors[0]?.[0], path);
    if (inner !== undefined) return inner;
  }
  return { path, code: issue.code, expected: issue.code === 'invalid_type' ? issue.expected : undefined };
}

/** `[3].shipping[0].id`; a key that is no plain identifier could itself be a value, and is written `*`. */
function pathOf(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (typeof part === 'string' && /^[A-Za-z_][A-Za-z0-9_]{0,40}$/.test(part))
      text += text === '' ? part : `.${part}`;
    else text += text === '' ? '*' : '.*';
  }
  return text === '' ? '(the whole body)' : text;
}
