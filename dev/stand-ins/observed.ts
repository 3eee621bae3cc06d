import type { Exchange } from './exchange.ts';
import type { SideName } from './ledger.ts';
import type { Reply } from './reply.ts';

/** One exchange as it went over the wire, secrets of the headers hidden. */
export interface Observed {
  readonly side: SideName;
  readonly method: string;
  /** Path as sent, without the query. */
  readonly path: string;
  /** The route's pattern, e.g. `/stores/:hash/v2/orders/:id`; undefined where no route fits. */
  readonly route: string | undefined;
  readonly query: URLSearchParams;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Undefined where none was sent, and where it is no JSON: a token request's form holds secrets. */
  readonly requestBody: string | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** "" where there is none. */
  readonly body: string;
}

/** Told of every answered API exchange that no fault touched and nobody staged. Called just before the answer is sent; it must not throw. */
export type Observe = (observed: Observed) => void;

const secretHeaders = new Set(['x-auth-token', 'authorization']);

/** The body as it is sent. */
export function bodyText(reply: Reply): string {
  if (reply.status === 204) return '';
  return reply.json !== undefined ? JSON.stringify(reply.json) : (reply.text ?? '');
}

/** The media type that an answer with a body gets. */
export const contentTypeOf = (reply: Reply): string =>
  reply.contentType ?? (reply.json !== undefined ? 'application/json' : 'text/plain');

/** The exchange as an observer sees it. */
export function observed(side: SideName, exchange: Exchange, route: string | undefined, reply: Reply): Observed {
  const requestHeaders: Record<string, string> = {};
  for (const [name, value] of Object.entries(exchange.headers)) {
    if (typeof value === 'string') requestHeaders[name] = secretHeaders.has(name) ? '(hidden)' : value;
  }
  const json = requestHeaders['content-type']?.includes('json') === true;
  return {
    side,
    method: exchange.method,
    path: exchange.path,
    route,
    query: exchange.query,
    requestHeaders,
    requestBody: json ? exchange.rawBody : undefined,
    status: reply.status,
    headers: { ...reply.headers, ...(reply.status === 204 ? {} : { 'content-type': contentTypeOf(reply) }) },
    body: bodyText(reply),
  };
}
