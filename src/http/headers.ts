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
export const LONGEST_WAIT_MS = 60 * 60 * 1000;

/** Shortest wait that is taken from a header: who says 0 again and again would make a circle. */
const SHORTEST_WAIT_MS = 1_000;

/**
 * How long the other side asks us to wait, in milliseconds; undefined where it does not say, or says what cannot be meant
 * (beyond an hour, or next to nothing): then the caller's own backoff, which grows, is the pause.
 * `X-Rate-Limit-Time-Reset-Ms` is milliseconds; `X-Retry-After` and `Retry-After` are seconds or a date.
 * (BigCommerce, "API rate limits"; RFC 9110 §10.2.3.)
 * @param now epoch milliseconds, for headers that hold a date
 */
export function retryAfterMs(headers: ResponseHeaders, now: number): number | undefined {
  const reset = believable(resetMs(headers) ?? 0);
  if (reset !== undefined) return reset;
  for (const name of ['x-retry-after', 'retry-after']) {
    const value = headerOf(headers, name)?.trim();
    if (value === undefined || value === '') continue;
    if (/^\d{1,9}(\.\d{1,3})?$/.test(value)) return believable(Number(value) * 1000);
    const date = Date.parse(value);
    // Measured by the answering server's own clock, where it tells: ours may be wrong.
    if (/[a-z]/i.test(value) && !Number.isNaN(date)) return believable(date - (serverTimeOf(headers) ?? now));
  }
  return undefined;
}

/** The rest of the present window of a quota; undefined where it is missing, or beyond what is believed. */
export function resetMs(headers: ResponseHeaders): number | undefined {
  const reset = countOf(headers, 'x-rate-limit-time-reset-ms');
  return reset !== undefined && reset <= LONGEST_WAIT_MS ? reset : undefined;
}

function believable(waitMs: number): number | undefined {
  return waitMs >= SHORTEST_WAIT_MS && waitMs <= LONGEST_WAIT_MS ? waitMs : undefined;
}

/**
 * The answering server's own clock (`Date` header), as epoch milliseconds with one-second granularity.
 * Cursors are taken from it, so that a skewed clock of ours can lose nothing.
 */
export function serverTimeOf(headers: ResponseHeaders): number | undefined {
  const value = headerOf(headers, 'date');
  if (value === undefined) return undefined;
  if (value !== lastDate.text) lastDate = { text: value, time: Date.parse(value) };
  return lastDate.time >= EARLIEST && lastDate.time < LATEST ? lastDate.time : undefined;
}

/** Between these a clock may be wrong, and is found to be. A year of five digits would be refused by whoever is asked from it, for ever. */
const EARLIEST = Date.UTC(2000, 0);
const LATEST = Date.UTC(2100, 0);

/** All answers of a second tell the same date, and reading one costs as much as reading a row. */
let lastDate = { text: '', time: NaN };
