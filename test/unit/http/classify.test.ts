import { describe, expect, it } from 'vitest';
import { classify, classifyNetworkError } from '../../../src/http/classify.ts';
import type { Call } from '../../../src/http/failure.ts';
import type { ResponseHeaders } from '../../../src/http/headers.ts';

const read: Call = {
  side: 'bigcommerce',
  operation: 'GET /v2/orders/{id}',
  writes: false,
  capability: 'Orders',
  credentialsVersion: 7,
};
const write: Call = { ...read, operation: 'POST /v2/orders/{id}/shipments', writes: true };
const now = Date.parse('2026-06-18T14:00:00Z');
const type = 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes';

interface Row {
  readonly name: string;
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: ResponseHeaders;
  readonly call?: Call;
  readonly expected: string | undefined;
  readonly detail?: object;
  readonly says?: string;
}

const text = { 'content-type': 'text/plain' };
const html = { 'content-type': 'text/html' };

const rows: Row[] = [
  { name: 'a success', status: 200, body: {}, expected: undefined },
  { name: 'a partial success, whose parts are judged elsewhere', status: 207, body: {}, expected: undefined },
  { name: 'an empty list', status: 204, expected: undefined },
  {
    name: 'a missing token, in plain text',
    status: 401,
    body: 'X-Auth-Token header is required',
    headers: text,
    expected: 'CredentialsRejected',
    detail: { status: 401, credentialsVersion: 7 },
    says: 'X-Auth-Token header is required',
  },
  {
    name: 'an empty token, in plain text',
    status: 401,
    body: 'X-Auth-Token header should have correct format',
    headers: text,
    expected: 'CredentialsRejected',
  },
  {
    name: 'a wrong token, in JSON',
    status: 401,
    body: { status: 401, title: 'Unauthorized', type, errors: {} },
    expected: 'CredentialsRejected',
    detail: { credentialsVersion: 7 },
    says: 'Unauthorized',
  },
  {
    name: 'a missing scope',
    status: 403,
    body: { status: 403, title: "You don't have a required scope to access the endpoint", type, errors: {} },
    expected: 'ScopeMissing',
    detail: { capability: 'Orders', credentialsVersion: 7 },
    says: "the permission Orders: read is missing: You don't have a required scope to access the endpoint",
  },
  {
    name: 'a missing scope of older days',
    status: 403,
    body: { error: 'You are authorized but your scope does not include this resource.' },
    expected: 'ScopeMissing',
    says: 'your scope does not include this resource',
  },
  { name: 'a trailing slash', status: 403, body: 'Authentication Required', headers: text, expected: 'ScopeMissing' },
  {
    name: 'a 403 without a body',
    status: 403,
    expected: 'ScopeMissing',
    says: 'the permission Orders: read is missing',
  },
  {
    name: 'a 403 of a write',
    status: 403,
    call: { ...write, capability: 'Orders' },
    expected: 'ScopeMissing',
    says: 'the permission Orders: modify is missing',
  },
  {
    name: 'a V2 error array',
    status: 400,
    body: [{ status: 400, message: "The field 'id' is not supported by this resource." }],
    expected: 'Rejected',
    says: "The field 'id' is not supported by this resource.",
  },
  {
    name: 'a V2 error with details',
    status: 409,
    body: [
      { status: 409, message: 'Out of stock', details: { errors: [{ type: 'OutOfStock', message: 'not enough' }] } },
    ],
    expected: 'Rejected',
    says: 'Out of stock; errors: not enough',
  },
  {
    name: 'a V2 row that is not there',
    status: 404,
    body: [{ status: 404, message: 'The requested resource was not found.' }],
    expected: 'NotFound',
  },
  {
    name: 'an unknown route',
    status: 404,
    body: 'The route is not found, check the URL',
    headers: text,
    expected: 'UnexpectedResponse',
  },
  {
    name: 'an unknown route of ASP.NET',
    status: 404,
    body: {
      Message: "No HTTP resource was found that matches the request URI 'https://api.example.test/api/v1/Stock'.",
    },
    expected: 'UnexpectedResponse',
  },
  {
    name: 'a route of ASP.NET without its action',
    status: 404,
    body: { Message: '', MessageDetail: "No action was found on the controller 'Stock' that matches the request." },
    expected: 'UnexpectedResponse',
  },
  // The API never saw these: an outage like a 503.
  { name: "a proxy's 401 page", status: 401, body: '<html>401</html>', headers: html, expected: 'Unavailable' },
  { name: "a firewall's 403 page", status: 403, body: '<!DOCTYPE html><p>Blocked', expected: 'Unavailable' },
  { name: "a proxy's 403 text", status: 403, body: 'RBAC: access denied', headers: text, expected: 'Unavailable' },
  { name: "a proxy's 401 text", status: 401, body: 'Unauthorized', headers: {}, expected: 'Unavailable' },
  { name: 'a 401 without a body', status: 401, body: '', headers: {}, expected: 'CredentialsRejected' },
  {
    name: 'a challenge in plain text',
    status: 401,
    body: 'Unauthorized',
    headers: { ...text, 'www-authenticate': 'Bearer' },
    expected: 'CredentialsRejected',
  },
  {
    name: "the gateway's line about its header",
    status: 401,
    body: 'X-Auth-Token header is required',
    headers: text,
    expected: 'CredentialsRejected',
  },
  { name: "a proxy's 404 page", status: 404, body: '<html>404</html>', headers: html, expected: 'UnexpectedResponse' },
  {
    name: 'V3 field errors',
    status: 422,
    body: { status: 422, title: 'Unprocessable', type, errors: { 'items.0.quantity': 'must be an integer' } },
    expected: 'Rejected',
    says: 'items.0.quantity: must be an integer',
  },
  {
    name: 'V3 field errors about a person, without their words',
    status: 422,
    body: { title: 'Unprocessable', errors: { first_name: 'Jane Doe is too odd' } },
    expected: 'Rejected',
    says: 'first_name is refused',
  },
  {
    name: 'V3 with an empty errors array',
    status: 422,
    body: { title: 'No', errors: [] },
    expected: 'Rejected',
    says: 'No',
  },
  {
    name: 'batch errors',
    status: 422,
    body: { batch_errors: [{ status: 422, title: 'variant 5 is gone', type, errors: {} }] },
    expected: 'Rejected',
    says: 'variant 5 is gone',
  },
  {
    name: 'problem+json',
    status: 422,
    body: { status: 422, title: '[Item with variant_id 106 is tracked by product, please update stock by product id]' },
    headers: { 'content-type': 'application/problem+json' },
    expected: 'Rejected',
    says: 'variant_id 106 is tracked by product',
  },
  {
    name: 'a batch that is too large',
    status: 413,
    body: { errors: {}, status: 413, title: 'The maximum items allowed in the array is 10.' },
    expected: 'Rejected',
    detail: { status: 413 },
  },
  {
    name: "ApiV1's error",
    status: 400,
    body: { statusCode: 400, statusDescription: 'Bad Request', message: 'shippingCode is not enabled' },
    call: { ...write, side: 'myogo' },
    expected: 'Rejected',
    says: 'shippingCode is not enabled',
  },
  {
    name: 'a refused secret at the token endpoint',
    status: 400,
    body: { error: 'invalid_grant', error_description: 'no' },
    expected: 'CredentialsRejected',
  },
  {
    name: "the worker's own client id refused, which is no merchant's fault",
    status: 400,
    body: { error: 'invalid_client' },
    expected: 'Unavailable',
  },
  { name: 'a conflict', status: 409, body: { title: 'duplicate' }, expected: 'Rejected', detail: { status: 409 } },
  { name: 'a row that is locked', status: 423, expected: 'Unavailable' },
  {
    name: 'a request time-out, which did nothing',
    status: 408,
    call: write,
    expected: 'Unavailable',
    detail: { outcomeUnknown: undefined },
  },
  {
    name: 'a 429 with its reset, in milliseconds',
    status: 429,
    headers: { 'x-rate-limit-time-reset-ms': '12345' },
    expected: 'Throttled',
    detail: { retryAfterMs: 12_345 },
  },
  {
    name: 'a 429 with seconds',
    status: 429,
    headers: { 'retry-after': '3' },
    expected: 'Throttled',
    detail: { retryAfterMs: 3_000 },
  },
  {
    name: 'a 429 with X-Retry-After',
    status: 429,
    headers: { 'x-retry-after': '4' },
    expected: 'Throttled',
    detail: { retryAfterMs: 4_000 },
  },
  {
    name: 'a 429 with a date',
    status: 429,
    headers: { 'retry-after': 'Thu, 18 Jun 2026 14:00:09 GMT' },
    expected: 'Throttled',
    detail: { retryAfterMs: 9_000 },
  },
  { name: 'a 429 without headers', status: 429, expected: 'Throttled', detail: { retryAfterMs: undefined } },
  {
    name: 'a 429 with a nonsense reset',
    status: 429,
    headers: { 'x-rate-limit-time-reset-ms': '-5' },
    expected: 'Throttled',
    detail: { retryAfterMs: undefined },
  },
  {
    name: 'a 429 with an epoch for a reset',
    status: 429,
    headers: { 'x-rate-limit-time-reset-ms': '1795817350497' },
    expected: 'Throttled',
    detail: { retryAfterMs: undefined },
  },
  {
    name: 'a 429 that says at once',
    status: 429,
    headers: { 'retry-after': '0' },
    expected: 'Throttled',
    detail: { retryAfterMs: undefined },
  },
  {
    name: 'a 429 that says in a day',
    status: 429,
    headers: { 'retry-after': '86400' },
    expected: 'Throttled',
    detail: { retryAfterMs: undefined },
  },
  {
    name: 'a 429 with a date, by the server’s own clock',
    status: 429,
    headers: { 'retry-after': 'Fri, 19 Jun 2026 14:00:09 GMT', date: 'Fri, 19 Jun 2026 14:00:00 GMT' },
    expected: 'Throttled',
    detail: { retryAfterMs: 9_000 },
  },
  {
    name: 'a 429 of a write, which did nothing',
    status: 429,
    call: write,
    expected: 'Throttled',
    detail: { outcomeUnknown: undefined },
  },
  { name: 'the legacy hourly limit', status: 509, expected: 'Throttled' },
  { name: 'a read during maintenance', status: 503, expected: 'Unavailable', detail: { outcomeUnknown: undefined } },
  {
    name: 'a write during maintenance',
    status: 503,
    call: write,
    expected: 'Unavailable',
    detail: { outcomeUnknown: true },
  },
  {
    name: 'a write that broke the server',
    status: 500,
    call: write,
    expected: 'Unavailable',
    detail: { outcomeUnknown: true },
  },
  {
    name: "a gateway's page",
    status: 502,
    body: '<!DOCTYPE html><html><body>Bad gateway for Jane Doe</body></html>',
    headers: html,
    expected: 'Unavailable',
    says: 'a page, not an API answer',
  },
  { name: 'a limit of the plan', status: 507, expected: 'Rejected' },
  { name: 'a thing that is not implemented', status: 501, expected: 'Rejected' },
  { name: 'a wrong method', status: 405, expected: 'Rejected' },
  { name: 'a redirect', status: 302, headers: { location: 'https://example.test/' }, expected: 'UnexpectedResponse' },
  {
    name: 'a broken error body',
    status: 400,
    body: '{"title":',
    expected: 'Rejected',
    says: 'an unreadable error body',
  },
];

describe('every documented answer has its class of failure', () => {
  it.each(rows)('$name ($status)', ({ status, body = '', headers = {}, call = read, expected, detail = {}, says }) => {
    const failure = classify(
      { status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) },
      call,
      now,
    );
    expect(failure?.type).toBe(expected);
    if (failure === undefined) return;
    expect(failure.detail).toMatchObject({ side: call.side, operation: call.operation, status });
    const found = new Map<string, unknown>(Object.entries(failure.detail));
    for (const [name, value] of Object.entries(detail)) expect(found.get(name), name).toBe(value);
    if (says !== undefined) expect(failure.message).toContain(says);
    expect(failure.message).not.toMatch(/Jane|Doe|https?:/);
  });
});

describe('a request without an answer', () => {
  const error = (code: string) => Object.assign(new Error('secret words of the socket'), { code });
  it.each([
    ['ECONNREFUSED', undefined],
    ['ENOTFOUND', undefined],
    ['UND_ERR_CONNECT_TIMEOUT', undefined],
    ['ECONNRESET', true],
    ['UND_ERR_SOCKET', true],
    ['UND_ERR_HEADERS_TIMEOUT', true],
    ['UND_ERR_BODY_TIMEOUT', true],
    ['EPIPE', true],
    ['HPE_INVALID_CONSTANT', true],
  ])('%s of a write: outcome unknown is %s', (code, outcomeUnknown) => {
    const failure = classifyNetworkError(error(code), write);
    expect(failure.type).toBe('Unavailable');
    expect(failure.detail.outcomeUnknown).toBe(outcomeUnknown);
    expect(failure.message).not.toContain('secret');
    expect(classifyNetworkError(error(code), read).detail.outcomeUnknown).toBeUndefined();
  });

  it('finds the code of several refused addresses, and takes anything else as unknown', () => {
    const failure = classifyNetworkError(new AggregateError([error('ECONNREFUSED'), error('ECONNREFUSED')]), write);
    expect(failure.detail.outcomeUnknown).toBeUndefined();
    for (const odd of [undefined, null, 'text', 5, {}, new Error('token abc')]) {
      expect(classifyNetworkError(odd, write).detail.outcomeUnknown).toBe(true);
    }
  });
});
