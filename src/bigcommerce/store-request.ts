import type { z } from 'zod';
import type { Lease, Priority, QuotaBudget } from '../http/budget.ts';
import { expectSuccess } from '../http/classify.ts';
import type { Call } from '../http/failure.ts';
import { type Answer, serverTimeOf } from '../http/headers.ts';
import { decodeJson } from '../http/json.ts';
import type { Page, PageOptions } from '../http/paging.ts';
import { personalValues } from '../http/redact.ts';
import type { Transport } from '../http/transport.ts';
import { arrayOf, dataOf, listBodyOf } from './envelopes.ts';

/** Permissions of an API account, by the names that the control panel shows. */
export type Capability =
  | 'Orders'
  | 'Order Transactions'
  | 'Products'
  | 'Information & Settings'
  | 'Store Inventory'
  | 'Store Locations'
  | 'Webhooks';

/** Values of a query string; undefined ones are left out, arrays are joined by commas. */
export type Query = Readonly<Record<string, string | number | boolean | readonly (string | number)[] | undefined>>;

/** One request to a store. */
export interface StoreRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The path template below the store, with `{}` for each value of `ids`: `/v2/orders/{}/shipments`. */
  readonly path: string;
  readonly ids?: readonly number[];
  readonly query?: Query;
  readonly body?: unknown;
  readonly capability: Capability;
}

/** An answer with the call that it belongs to, for decoding. */
export interface Answered {
  readonly answer: Answer;
  readonly call: Call;
}

/** Sends requests for one store with one set of credentials. */
export interface StoreCaller {
  /** Any answer, also one that is a failure. Throws only where there is none, or the quota is spent. */
  exchange(request: StoreRequest): Promise<Answered>;
  /** Throws the class of failure that an answer is; returns it when it is a success. */
  expectSuccess(answered: Answered): Answer;
  /** A success, not decoded. */
  send(request: StoreRequest): Promise<Answered>;
  /** A V2 row, or a V3 answer where `schema` describes the whole body. */
  row<T>(request: StoreRequest, schema: z.ZodType<T>): Promise<T>;
  /** The same, or undefined for a 204. */
  rowOrNone<T>(request: StoreRequest, schema: z.ZodType<T>): Promise<T | undefined>;
  /** A request whose answer has no body worth reading. */
  done(request: StoreRequest): Promise<void>;
  /** The `data` of a V3 answer. */
  data<T>(request: StoreRequest, schema: z.ZodType<T>): Promise<T>;
  /** A page of a V2 list: a bare array; 204 when there is nothing; the last page is a short one. */
  listV2<T>(request: StoreRequest, schema: z.ZodType<T>, options: PageOptions): Promise<Page<T>>;
  /** A V2 list that has no pages (zones, methods, statuses). */
  wholeListV2<T>(request: StoreRequest, schema: z.ZodType<T>): Promise<T[]>;
  /** A page of a V3 list: `data` and `meta.pagination`. */
  listV3<T>(request: StoreRequest, schema: z.ZodType<T>, options: PageOptions): Promise<Page<T>>;
}

/** The credentials of a store, and what its requests are for. */
export interface StoreOptions {
  readonly storeHash: string;
  readonly apiToken: string;
  /** Goes into a 401's detail, so that a report about old credentials can be told from one about the present ones. */
  readonly credentialsVersion?: number;
  readonly priority: Priority;
  readonly signal?: AbortSignal;
}

/** What a caller is made of. */
export interface CallerDeps {
  /** For example `https://api.bigcommerce.com`. */
  readonly apiUrl: string;
  readonly transport: Transport;
  readonly budget: QuotaBudget;
  readonly now: () => number;
}

const LARGEST_PAGE = 250;

/** Makes the caller of one store. */
export function createStoreCaller(deps: CallerDeps, store: StoreOptions): StoreCaller {
  const { origin, pathname } = new URL(deps.apiUrl);
  const base = `${pathname.replace(/\/+$/, '')}/stores/${encodeURIComponent(store.storeHash)}`;

  // What all requests share is made once: hundreds of them may go to one store.
  const secrets = [store.apiToken];
  const readHeaders = { 'x-auth-token': store.apiToken, accept: 'application/json' };
  const writeHeaders = { ...readHeaders, 'content-type': 'application/json' };

  async function exchange(request: StoreRequest, window?: Window): Promise<Answered> {
    const writes = request.method !== 'GET';
    const call: Call = {
      side: 'bigcommerce',
      operation: `${request.method} ${request.path.replaceAll('{}', '{id}')}`,
      writes,
      capability: request.capability,
      personal: writes ? [...secrets, ...personalValues(request.body)] : secrets,
      credentialsVersion: store.credentialsVersion,
    };
    const lease = await deps.budget.take(store.storeHash, store.priority, call, store.signal);
    return { answer: await sendWithin(lease, request, window, call), call };
  }

  async function sendWithin(
    lease: Lease,
    request: StoreRequest,
    window: Window | undefined,
    call: Call,
  ): Promise<Answer> {
    let answer: Answer | undefined;
    try {
      answer = await deps.transport.send({
        call,
        method: request.method,
        origin,
        path: pathOf(base, request, window),
        headers: request.body === undefined ? readHeaders : writeHeaders,
        storeHash: store.storeHash,
        body: request.body === undefined ? undefined : JSON.stringify(request.body),
        signal: store.signal,
      });
      return answer;
    } finally {
      lease.settle(answer);
    }
  }

  async function send(request: StoreRequest, window?: Window): Promise<Answered> {
    const answered = await exchange(request, window);
    judge(answered);
    return answered;
  }

  function judge({ answer, call }: Answered): Answer {
    return expectSuccess(answer, call, deps.now());
  }

  return {
    exchange: (request) => exchange(request),
    expectSuccess: judge,
    send: (request) => send(request),
    async row(request, schema) {
      const { answer, call } = await send(request);
      return decodeJson(answer, schema, call);
    },
    async rowOrNone(request, schema) {
      const { answer, call } = await send(request);
      return answer.status === 204 ? undefined : decodeJson(answer, schema, call);
    },
    async done(request) {
      await send(request);
    },
    async data(request, schema) {
      const { answer, call } = await send(request);
      return decodeJson(answer, dataOf(schema), call).data;
    },
    async listV2(request, schema, options) {
      const window = windowOf(options);
      const { page, limit } = window;
      const { answer, call } = await send(request, window);
      const rows = rowsOfV2(answer, schema, call);
      return { rows, page, more: rows.length >= limit, serverTime: serverTimeOf(answer.headers) };
    },
    async wholeListV2(request, schema) {
      const { answer, call } = await send(request);
      return rowsOfV2(answer, schema, call);
    },
    async listV3(request, schema, options) {
      const window = windowOf(options);
      const { page, limit } = window;
      const { answer, call } = await send(request, window);
      const serverTime = serverTimeOf(answer.headers);
      // Some V3 lists (transactions) answer 204 like V2.
      if (answer.status === 204) return { rows: [], page, more: false, serverTime };
      const body = decodeJson(answer, listBodyOf(schema), call);
      const pages = body.meta?.pagination?.total_pages;
      const more = pages === undefined ? body.data.length >= limit : page < pages;
      // An empty page ends a list whatever its meta says: paging must not run for ever.
      const found = { rows: body.data, page, more: more && body.data.length > 0, serverTime };
      return pages === undefined ? found : { ...found, pages };
    },
  };
}

function rowsOfV2<T>(answer: Answer, schema: z.ZodType<T>, call: Call): T[] {
  if (answer.status === 204) return [];
  return decodeJson(answer, arrayOf(schema), call);
}

/** The page of a list that is asked for. */
interface Window {
  readonly page: number;
  readonly limit: number;
}

function windowOf({ page, limit }: PageOptions): Window {
  return { page: page ?? 1, limit: limit ?? LARGEST_PAGE };
}

/** Written by hand: a `URL` object for every request costs more than all the rest of it. */
function pathOf(base: string, { path, ids, query }: StoreRequest, window: Window | undefined): string {
  let next = 0;
  const where = base + (ids === undefined ? path : path.replace(/\{\}/g, () => String(ids[next++])));
  const parts: string[] = [];
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    parts.push(`${name}=${encodeURIComponent(typeof value === 'object' ? value.join(',') : value)}`);
  }
  if (window !== undefined) parts.push(`page=${window.page}`, `limit=${window.limit}`);
  return parts.length === 0 ? where : `${where}?${parts.join('&')}`;
}
