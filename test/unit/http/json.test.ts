import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Call } from '../../../src/http/failure.ts';
import { HttpFailure } from '../../../src/http/failure.ts';
import { decodeJson } from '../../../src/http/json.ts';

const read: Call = { side: 'myogo', operation: 'GET /x', writes: false };
const write: Call = { side: 'myogo', operation: 'POST /x', writes: true };
const schema = z.object({ rows: z.array(z.object({ id: z.int(), codes: z.record(z.string(), z.int()).optional() })) });

function failureOf(
  text: string,
  call: Call,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): HttpFailure {
  try {
    decodeJson({ status: 200, headers, text }, schema, call);
  } catch (error) {
    if (error instanceof HttpFailure) return error;
    throw error;
  }
  throw new Error('decoded');
}

describe('a body that cannot be read', () => {
  it.each([
    ['empty', '', {}],
    ['blank', ' \n ', {}],
    ['cut short', '{"rows":[{"id":1', { 'content-type': 'application/json' }],
    ['a page', '<html></html>', { 'content-type': 'text/html' }],
    ['text', 'OK', {}],
  ])('%s: a write has an unknown outcome, a read has not', (_name, text, headers) => {
    const failure = failureOf(text, write, headers);
    expect(failure.type).toBe('UnexpectedResponse');
    expect(failure.detail.outcomeUnknown).toBe(true);
    expect(failureOf(text, read, headers).detail.outcomeUnknown).toBeUndefined();
  });
});

describe('a body that does not fit', () => {
  it('names the field and what was expected, never the value', () => {
    const failure = failureOf('{"rows":[{"id":1},{"id":"Jane Doe"}]}', write);
    expect(failure.detail).toMatchObject({ field: 'rows[1].id', expected: 'number', status: 200 });
    expect(failure.detail.outcomeUnknown).toBeUndefined();
    expect(JSON.stringify(failure.detail) + failure.message).not.toContain('Jane');
  });

  it('does not repeat a key that could be a value', () => {
    const failure = failureOf('{"rows":[{"id":1,"codes":{"Jane Doe":"x"}}]}', read);
    expect(failure.detail.field).toBe('rows[0].codes.*');
  });

  it('names the whole body', () => {
    expect(failureOf('[]', read).detail.field).toBe('(the whole body)');
  });
});

it('reads JSON with a byte order mark, with any JSON type and without one', () => {
  for (const headers of [{}, { 'content-type': 'application/problem+json' }]) {
    expect(decodeJson({ status: 200, headers, text: '\ufeff{"rows":[]}' }, schema, read)).toEqual({ rows: [] });
  }
});
