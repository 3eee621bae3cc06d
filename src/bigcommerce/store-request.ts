import { defined } from '../contract/defined.ts';
import type { Priority, QuotaBudget } from '../http/budget.ts';
import { expectSuccess } from '../http/classify.ts';
import type { Call } from '../http/failure.ts';
import { type Answer, serverTimeOf } from '../http/headers.ts';
import { decodeJson, decodeList, decodeRow, everyRow } from '../http/json.ts';
import { allRows, mayGoOn, type Page, type PageOptions } from '../http/paging.ts';
import { personalValues } from '../http/redact.ts';
import { readRows, type RowKind, type Rows } from '../http/rows.ts';
import type { Transport } from '../http/transport.ts';
import { pathOf, shownPath, windowOf, type Query, type Window } from './store-path.ts';
import { anyBody, arrayBody, listBody } from './envelopes.ts';
import { asList } from './fields.ts';

/** Permissions of an API account, by the names that the control panel shows. */
export type Capability =
  | 'Orders'
  | 'Order Transactions'
  | 'Products'
  | 'Information & Settings'
  | 'Store Inventory'
  | 'Store Locations'
  | 'Webhooks';

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
  /** A V2 row, or a V3 answer where the kind describes the whole body. */
  row<T>(request: StoreRequest, kind: RowKind<T>): Promise<T>;
  /** A request whose answer has no body worth reading. */
  done(request: StoreRequest): Promise<void>;
  /** The `data` of a V3 answer. */
  data<T>(request: StoreRequest, kind: RowKind<T>): Promise<T>;
  /** A page of a V2 list: a bare array; 204 when there is nothing; the last page is a short one. */
  listV2<T>(request: StoreRequest, kind: RowKind<T>, options: PageOptions): Promise<Page<T>>;
  /** A V2 list that has no pages (zones, methods, statuses). */
  wholeListV2<T>(request: StoreRequest, kind: RowKind<T>): Promise<Rows<T>>;
  /** An answer that is documented as one row and may be a list; none for a 204. */
  oneOrMore<T>(request: StoreRequest, kind: RowKind<T>): Promise<Rows<T>>;
  /** A page of a V3 list: `data` and `meta.pagination`. */
  listV3<T>(request: StoreRequest, kind: RowKind<T>, options: PageOptions): Promise<Page<T>>;
  /**
   * All pages of a list of one order, which means something only as a whole.
   * @throws HttpFailure `UnexpectedResponse` naming the row that cannot be read
   */
  everyRow<T>(version: 'v2' | 'v3', request: StoreRequest, kind: RowKind<T>): Promise<readonly T[]>;
}

/** The credentials of a store, and what its requests are for. */
export interface StoreOptions {
  readonly storeHash: string;
  readonly apiToken: string;
  /** Goes into a 401's detail, so that a report about old credentials can be told from one about the present ones. */
  readonly credentialsVersion?: number;
  readonly priority: Priority;
  readonly signal?: AbortSignal;
  /**
   * Asked right before a request that may change something leaves; throws where nothing may be written now, and says until
   * when, in epoch ms, its word holds.
   */
  readonly mayWrite?: (() => Promise<number>) | undefined;
}

/** What a caller is made of. */
export interface CallerDeps {
  /** For example `https://api.bigcommerce.com`. */
  readonly apiUrl: string;
  readonly transport: Transport;
  readonly budget: QuotaBudget;
  readonly now: () => number;
}

/** Makes the caller of one store. */
export function createStoreCaller(deps: CallerDeps, store: StoreOptions): StoreCaller {
  const { origin, pathname } = new URL(deps.apiUrl);
  const base = `${pathname.replace(/\/+$/, '')}/stores/${encodeURIComponent(store.storeHash)}`;

  // What all requests share is made once: hundreds of them may go to one store.
  const secrets = [store.apiToken];
  const readHeaders = { 'x-auth-token': store.apiToken, accept: 'application/json' };
  const writeHeaders = { ...readHeaders, 'content-type': 'application/json' };

  function callOf(request: StoreRequest): Call {
    const writes = request.method !== 'GET';
    return {
      side: 'bigcommerce',
      operation: `${request.method} ${shownPath(request.path)}`,
      writes,
      capability: request.capability,
      personal: writes ? [...secrets, ...personalValues(request.body)] : secrets,
      credentialsVersion: store.credentialsVersion,
    };
  }

  async function exchange(request: StoreRequest, window?: Window): Promise<Answered> {
    const call = callOf(request);
    const { storeHash, priority, signal } = store;
    const lease =
      deps.budget.takeNow(storeHash, priority, signal) ?? (await deps.budget.take(storeHash, priority, call, signal));
    let answer: Answer | undefined;
    try {
      // Only now: the quota may have been waited for, for minutes.
      const notAfter = call.writes ? await store.mayWrite?.() : undefined;
      answer = await deps.transport.send({
        call,
        method: request.method,
        origin,
        path: pathOf(base, request, window),
        headers: request.body === undefined ? readHeaders : writeHeaders,
        storeHash,
        body: request.body === undefined ? undefined : JSON.stringify(request.body),
        signal,
        notAfter,
      });
      return { answer, call };
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

  async function listV2<T>(request: StoreRequest, kind: RowKind<T>, options: PageOptions): Promise<Page<T>> {
    const window = windowOf(options);
    const { page, limit } = window;
    const { answer, call } = await send(request, window);
    const values = valuesOfV2(answer, call);
    const { rows, unreadable, leftOut } = readRows(values, kind);
    const more = mayGoOn(values.length, limit);
    return { rows, unreadable, leftOut, page, more, serverTime: serverTimeOf(answer.headers) };
  }

  async function listV3<T>(request: StoreRequest, kind: RowKind<T>, options: PageOptions): Promise<Page<T>> {
    const window = windowOf(options);
    const { page, limit } = window;
    const { answer, call } = await send(request, window);
    const serverTime = serverTimeOf(answer.headers);
    // Some V3 lists (transactions) answer 204 like V2.
    if (answer.status === 204) return { ...readRows([], kind), page, more: false, serverTime };
    const { data, meta } = decodeJson(answer, listBody, call);
    const pages = meta?.pagination?.total_pages;
    // Rows were seen beyond `total_pages`: a full page goes on whatever it says. An empty page ends a list in any case.
    const isFull = pages === undefined ? mayGoOn(data.length, limit) : data.length >= limit || page < pages;
    const more = data.length > 0 && isFull;
    const total = meta?.pagination?.total;
    const found = { ...readRows(data, kind), page, more, serverTime, ...defined({ total }) };
    return pages === undefined ? found : { ...found, pages };
  }

  return {
    exchange: (request) => exchange(request),
    expectSuccess: judge,
    send: (request) => send(request),
    async row(request, kind) {
      const { answer, call } = await send(request);
      return decodeRow(answer, kind, call);
    },
    async done(request) {
      await send(request);
    },
    async data(request, kind) {
      const { answer, call } = await send(request);
      return decodeRow(answer, kind, call, 'data');
    },
    listV2,
    async wholeListV2(request, kind) {
      const { answer, call } = await send(request);
      return readRows(valuesOfV2(answer, call), kind);
    },
    async oneOrMore(request, kind) {
      const { answer, call } = await send(request);
      const body = answer.status === 204 ? [] : asList(decodeJson(answer, anyBody, call));
      return readRows(Array.isArray(body) ? body : [body], kind);
    },
    listV3,
    async everyRow(version, request, kind) {
      const list = version === 'v2' ? listV2 : listV3;
      const found = await allRows('bigcommerce', (options) => list(request, kind, options));
      return everyRow(found, callOf(request));
    },
  };
}

function valuesOfV2(answer: Answer, call: Call): readonly unknown[] {
  return answer.status === 204 ? [] : decodeList(answer, arrayBody, call);
}
