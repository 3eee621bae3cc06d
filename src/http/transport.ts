import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type * as Undici from 'undici';
import { FailureType, type Side } from '../contract/failures.ts';
import { classifyNetworkError, timedOut } from './classify.ts';
import { type Call, failureOf, outcomeOf } from './failure.ts';
import { collect, NotSent, type Exchange, type RawAnswer } from './collect.ts';
import { Deadlines } from './deadlines.ts';
import { type Answer, headerOf } from './headers.ts';

// By its own path: the package's entry loads its `fetch`, WebSockets and caches too, which is four times as much, at every start.
const Agent = createRequire(import.meta.url)('undici/lib/dispatcher/agent.js') as typeof Undici.Agent;

const gunzipAll = promisify(gunzip);

/** Bounds of every request. All times in milliseconds. */
export interface TransportOptions {
  readonly userAgent: string;
  /** For the TCP and TLS handshake. Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** From the request's last byte to the answer's headers. Default 15,000. */
  readonly headersTimeoutMs?: number;
  /** Between two pieces of the body. Default 10,000. */
  readonly bodyTimeoutMs?: number;
  /** For the whole exchange, waiting for a free connection included. Must be shorter than an activity's start-to-close. Default 20,000. */
  readonly totalTimeoutMs?: number;
  /** Longest body, counted after decompression. Default 32 MiB (a page of 250 products with descriptions is under 10). */
  readonly maxResponseBytes?: number;
  /** Connections held to one origin. Default 32. */
  readonly connectionsPerOrigin?: number;
  /** Called once an exchange, for metrics; it must not throw. */
  readonly onResponse?: (response: ResponseEvent) => void;
}

/** What `onResponse` is told. */
export interface ResponseEvent {
  readonly side: Side;
  readonly operation: string;
  /** The HTTP status, `error` where no whole answer came, `cancelled` where the caller gave up. */
  readonly status: number | 'error' | 'cancelled';
  readonly ms: number;
  readonly storeHash?: string;
}

/** One request. */
export interface TransportRequest {
  readonly call: Call;
  readonly method: Undici.Dispatcher.HttpMethod;
  /** Scheme, host and port: `https://api.bigcommerce.com`. */
  readonly origin: string;
  /** Path and query, escaped. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly storeHash?: string;
  readonly signal?: AbortSignal | undefined;
  /** Epoch ms after which it must not leave any more, however long it waited for a connection. */
  readonly notAfter?: number | undefined;
}

/** Sends requests over connections of its own. Never retries, never follows a redirect. */
export interface Transport {
  /**
   * One exchange. Any status is an answer; see `classify`.
   * @throws HttpFailure `Unavailable` when no whole answer came, `UnexpectedResponse` when a success's body is over the
   * bound or cannot be decompressed; the signal's own reason when it was cancelled (the socket is then closed).
   */
  send(request: TransportRequest): Promise<Answer>;
  /** Closes all connections. A request that still runs is cut off: nobody waits for it any more. */
  close(): Promise<void>;
}

/** Makes a transport; one serves all stores and merchants of a process. */
export function createTransport(options: TransportOptions): Transport {
  const totalTimeoutMs = options.totalTimeoutMs ?? 20_000;
  const maxBytes = options.maxResponseBytes ?? 32 * 1024 * 1024;
  const agent = new Agent({
    connect: { timeout: options.connectTimeoutMs ?? 5_000 },
    headersTimeout: options.headersTimeoutMs ?? 15_000,
    bodyTimeout: options.bodyTimeoutMs ?? 10_000,
    connections: options.connectionsPerOrigin ?? 32,
    // One request at a time on a connection: a lost connection then loses one answer only.
    pipelining: 1,
  });

  const deadlines = new Deadlines(totalTimeoutMs, (exchange: Exchange) => exchange.abort(new TotalTimeout()));

  async function send(request: TransportRequest): Promise<Answer> {
    const { call, signal } = request;
    signal?.throwIfAborted();
    const started = performance.now();
    const exchange = collect(agent, dispatchOptions(request, options.userAgent), maxBytes, request.notAfter);
    const deadline = deadlines.set(exchange);
    const cancel = signal === undefined ? undefined : () => exchange.abort(new Cancelled());
    if (cancel !== undefined) signal?.addEventListener('abort', cancel, { once: true });
    let status: ResponseEvent['status'] = 'error';
    try {
      const raw = await exchange.answer;
      const answer = isPlain(raw) ? plainAnswer(raw) : await readAnswer(raw, maxBytes);
      status = answer.status;
      return answer;
    } catch (error) {
      if (signal?.aborted === true) {
        status = 'cancelled';
        signal.throwIfAborted();
      }
      // Nothing has left: who asks once more is told what holds now.
      if (error instanceof NotSent) throw failureOf(call, FailureType.unavailable, 'a free connection came too late');
      if (error instanceof TotalTimeout) throw timedOut(call, totalTimeoutMs);
      if (error instanceof Oversized) {
        const expected = `at most ${maxBytes} bytes`;
        throw failureOf(call, FailureType.unexpectedResponse, 'the body is too long', { expected, ...outcomeOf(call) });
      }
      if (error instanceof Undecodable) {
        const expected = 'a plain or gzip body';
        throw failureOf(call, FailureType.unexpectedResponse, 'the body cannot be decompressed', {
          expected,
          ...outcomeOf(call),
        });
      }
      throw classifyNetworkError(error, call);
    } finally {
      deadlines.clear(deadline);
      if (cancel !== undefined) signal?.removeEventListener('abort', cancel);
      options.onResponse?.(eventOf(request, status, performance.now() - started));
    }
  }

  return { send, close: () => agent.destroy() };
}

class Oversized extends Error {}
class Undecodable extends Error {}
class TotalTimeout extends Error {}
class Cancelled extends Error {}

function eventOf(request: TransportRequest, status: ResponseEvent['status'], ms: number): ResponseEvent {
  const { call, storeHash } = request;
  const event = { side: call.side, operation: call.operation, status, ms };
  return storeHash === undefined ? event : { ...event, storeHash };
}

function dispatchOptions(request: TransportRequest, userAgent: string): Undici.Dispatcher.DispatchOptions {
  return {
    origin: request.origin,
    path: request.path,
    method: request.method,
    headers: { 'user-agent': userAgent, 'accept-encoding': 'gzip', ...request.headers },
    body: request.body ?? null,
  };
}

function isPlain({ headers, oversized }: RawAnswer): boolean {
  return !oversized && headers['content-encoding'] === undefined;
}

function plainAnswer({ status, headers, body }: RawAnswer): Answer {
  return { status, headers, text: body.toString('utf8') };
}

async function readAnswer({ status, headers, body, oversized }: RawAnswer, maxBytes: number): Promise<Answer> {
  try {
    if (oversized) throw new Oversized();
    const text = await decompress(body, headerOf(headers, 'content-encoding') ?? '', maxBytes);
    return { status, headers, text };
  } catch (error) {
    // An error's status says enough; that its body is oversized or broken changes nothing.
    if (status >= 400) return { status, headers, text: '' };
    throw error;
  }
}

async function decompress(raw: Buffer, contentEncoding: string, maxBytes: number): Promise<string> {
  const encoding = contentEncoding.trim().toLowerCase();
  if (encoding === '' || encoding === 'identity' || raw.length === 0) return raw.toString('utf8');
  if (encoding !== 'gzip' && encoding !== 'x-gzip') throw new Undecodable();
  try {
    return (await gunzipAll(raw, { maxOutputLength: maxBytes })).toString('utf8');
  } catch (error) {
    const tooLong = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw tooLong ? new Oversized() : new Undecodable();
  }
}
