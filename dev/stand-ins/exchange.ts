import type { IncomingHttpHeaders } from 'node:http';

export type JsonObject = Record<string, unknown>;

/** One request as a handler sees it. */
export interface Exchange {
  readonly method: string;
  /** Path without the query, as sent. */
  readonly path: string;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: string;
  /** Epoch ms of the sandbox's clock: its effect may come later. */
  readonly receivedAt: number;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body as JSON; undefined when it is empty or not JSON. */
export function jsonBody(exchange: Exchange): unknown {
  try {
    return JSON.parse(exchange.rawBody) as unknown;
  } catch {
    return undefined;
  }
}

/** A path parameter as a positive whole number; NaN when it is none, which no id equals. */
export function idParam(exchange: Exchange, name: string): number {
  const text = exchange.params[name] ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : NaN;
}
