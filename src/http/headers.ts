/** Response headers with lower-case names; a repeated header is an array, as undici gives it. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** An HTTP answer, read and decompressed. */
export interface Answer {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly text: string;
}

/** The first value of a header, by its lower-case name. */
export function headerOf(headers: ResponseHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** A header that is a whole number of zero or more, or undefined for anything else. */
export function countOf(headers: ResponseHeaders, name: string): number | undefined {
  const value = headerOf(headers, name)?.trim();
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** Longest wait that is believed: beyond an hour (the longest documented window) a header is broken. */
const LONGEST_WAIT_MS = 60 * 60 * 1000;

/**
 * How long the other side asks us to wait, in milliseconds.
 * `X-Rate-Limit-Time-Reset-Ms` is milliseconds; `X-Retry-After` and `Retry-After` are seconds or a date.
 * (BigCommerce, "API rate limits"; RFC 9110 §10.2.3.)
 * @param now epoch milliseconds, for headers that hold a date
 */
export function retryAfterMs(headers: ResponseHeaders, now: number): number | undefined {
  const reset = countOf(headers, 'x-rate-limit-time-reset-ms');
  if (reset !== undefined) return Math.min(reset, LONGEST_WAIT_MS);
  for (const name of ['x-retry-after', 'retry-after']) {
    const value = headerOf(headers, name)?.trim();
    if (value === undefined || value === '') continue;
    if (/^\d{1,9}(\.\d{1,3})?$/.test(value)) return Math.min(Number(value) * 1000, LONGEST_WAIT_MS);
    const date = Date.parse(value);
    if (/[a-z]/i.test(value) && !Number.isNaN(date)) return Math.min(Math.max(0, date - now), LONGEST_WAIT_MS);
  }
  return undefined;
}

/**
 * The answering server's own clock (`Date` header), as epoch milliseconds with one-second granularity.
 * Cursors are taken from it, so that a skewed clock of ours can lose nothing.
 */
export function serverTimeOf(headers: ResponseHeaders): number | undefined {
  const value = headerOf(headers, 'date');
  if (value === undefined) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}
