import { defined } from '../contract/defined.ts';
import { FailureType, type FailureDetail } from '../contract/failures.ts';
import { wordsOf } from './error-words.ts';
import { type Call, failureOf, type HttpFailure, outcomeOf } from './failure.ts';
import { type Answer, headerOf, retryAfterMs } from './headers.ts';

/**
 * The one place that turns an HTTP status into a class of failure; nothing else in the code looks at statuses.
 * Sources: BigCommerce status codes and rate limits; OGOship ApiV1's `ApiError`.
 * @param now epoch milliseconds, for `Retry-After` dates
 * @returns undefined for 2xx. A 207 is no failure: its parts are judged by the batch that asked.
 */
export function classify(answer: Answer, call: Call, now: number): HttpFailure | undefined {
  const { status, headers, text } = answer;
  if (status >= 200 && status < 300) return undefined;
  const words = wordsOf(answer);
  const wait = retryAfterMs(headers, now);
  const retry = wait === undefined ? {} : { retryAfterMs: wait };

  if ((status === 400 || status === 401) && /"error"\s*:\s*"(?:invalid_client|unauthorized_client)"/.test(text)) {
    // The worker's own client id is refused: no merchant can mend that, and no merchant's circuit may open for it.
    const expected = 'a client id and secret that the token endpoint knows';
    return failureOf(call, FailureType.unavailable, words, { status, expected });
  }

  if ((status === 401 || status === 403) && isPage(answer)) {
    // A proxy or a firewall answered, not the API: it says nothing about the credentials, and is an outage like a 503.
    return failureOf(call, FailureType.unavailable, words, { status, ...retry, ...outcomeOf(call) });
  }

  switch (status) {
    case 400:
      if (/"error"\s*:\s*"invalid_grant"/.test(text)) return rejectedCredentials(call, status, words);
      return failureOf(call, FailureType.rejected, words, { status });
    case 401:
      return rejectedCredentials(call, status, words);
    case 403:
      return failureOf(call, FailureType.scopeMissing, missingWords(call, words), {
        status,
        ...versionOf(call),
        ...defined({ capability: call.capability }),
      });
    case 404:
      // An unknown route, or a proxy's page, says nothing about the row that was asked for.
      if (isHtml(answer) || NO_ROUTE.test(text)) {
        return failureOf(call, FailureType.unexpectedResponse, words, { status, expected: 'an API route' });
      }
      return failureOf(call, FailureType.notFound, words, { status });
    // 509 is the legacy hourly limit.
    case 429:
    case 509:
      return failureOf(call, FailureType.throttled, words, { status, ...retry });
    // Request time-out, locked, too early: the same request may pass later, and did nothing now.
    case 408:
    case 423:
    case 425:
      return failureOf(call, FailureType.unavailable, words, { status, ...retry });
    // Not implemented, and the plan's limit: no retry changes that.
    case 501:
    case 507:
      return failureOf(call, FailureType.rejected, words, { status });
    default:
      if (status >= 500) {
        return failureOf(call, FailureType.unavailable, words, { status, ...retry, ...outcomeOf(call) });
      }
      if (status >= 400) return failureOf(call, FailureType.rejected, words, { status });
      // 1xx never gets here; a redirect is not followed, because it would carry the credentials elsewhere.
      return failureOf(call, FailureType.unexpectedResponse, words, { status, expected: 'no redirect' });
  }
}

/** The words of BigCommerce, of ASP.NET, and of gateways before them, for a path that nothing listens at. */
const NO_ROUTE =
  /route is not found|no http resource was found|no (?:action|type) was found (?:on|that)|^404 page not found|^default backend|no route matched/i;

/**
 * What came of a request in one word of a short list, for metrics.
 * @param status the HTTP status, `error` where no whole answer came, `cancelled` where the caller gave up
 */
export function outcomeOfStatus(status: number | 'error' | 'cancelled'): string {
  if (status === 'error') return 'no-answer';
  if (status === 'cancelled') return 'cancelled';
  if (status === 401) return 'credentials-rejected';
  if (status === 403) return 'scope-missing';
  if (status === 404) return 'not-found';
  if (status === 429 || status === 509) return 'throttled';
  if (status >= 500) return 'unavailable';
  return status >= 300 ? 'rejected' : 'ok';
}

/** Throws what `classify` finds; returns the answer when it is a success. */
export function expectSuccess(answer: Answer, call: Call, now: number): Answer {
  const failure = classify(answer, call, now);
  if (failure !== undefined) throw failure;
  return answer;
}

function rejectedCredentials(call: Call, status: number, words: string): HttpFailure {
  return failureOf(call, FailureType.credentialsRejected, words, { status, ...versionOf(call) });
}

/** Whoever reads it must learn which permission is missing, as the connection test names it. */
function missingWords({ capability, writes }: Call, words: string): string {
  if (capability === undefined) return words;
  const missing = `the permission ${capability}: ${writes ? 'modify' : 'read'} is missing`;
  return words === '' ? missing : `${missing}: ${words}`;
}

/** Which credentials were refused: the refusal of older ones says nothing about the present ones. */
function versionOf({ credentialsVersion }: Call): Pick<FailureDetail, 'credentialsVersion'> {
  return credentialsVersion === undefined ? {} : { credentialsVersion };
}

function isHtml({ headers, text }: Answer): boolean {
  return /\bhtml\b/i.test(headerOf(headers, 'content-type') ?? '') || /^\s*<(!doctype|html)/i.test(text);
}

/**
 * A 401 or 403 that no API wrote: HTML, or plain text. The APIs write JSON or nothing, BigCommerce's gateway a line about its
 * header, and who challenges (`WWW-Authenticate`) means it.
 */
function isPage(answer: Answer): boolean {
  if (isHtml(answer) || /^\s*</.test(answer.text)) return true;
  const text = answer.text.trim();
  if (text === '' || /^["[{]/.test(text)) return false;
  if (headerOf(answer.headers, 'www-authenticate') !== undefined) return false;
  return !/x-auth-token|authentication required|\bscopes?\b|invalid_\w+/i.test(text);
}

/** Errors that happen before a byte of the request can have left. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const NETWORK_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed while sending',
  UND_ERR_SOCKET: 'the connection was closed',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped half-way',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is shorter than announced',
};

/** A request that got no whole answer. A write whose bytes may have left has an unknown outcome. */
export function classifyNetworkError(error: unknown, call: Call): HttpFailure {
  const code = codeOf(error);
  const words = NETWORK_WORDS[code] ?? `the connection failed (${/^[A-Z0-9_]{1,50}$/.test(code) ? code : 'unknown'})`;
  return failureOf(call, FailureType.unavailable, words, BEFORE_SENDING.has(code) ? {} : outcomeOf(call));
}

/** The whole request took longer than it may. */
export function timedOut(call: Call, afterMs: number): HttpFailure {
  return failureOf(call, FailureType.unavailable, `no whole answer within ${afterMs} ms`, outcomeOf(call));
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Several addresses tried: one code each, all of the same kind in practice.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return 'cause' in error ? codeOf(error.cause) : '';
}
