import { z } from 'zod';
import { defined } from '../contract/defined.ts';
import { wellFormed } from '../domain/shared/well-formed.ts';
import { classify, expectSuccess } from '../http/classify.ts';
import { type Call, failureOf } from '../http/failure.ts';
import { FailureType } from '../contract/failures.ts';
import { type Answer, serverTimeOf } from '../http/headers.ts';
import { decodeJson, decodeRow, everyRow } from '../http/json.ts';
import { mayGoOn, type Page, type PageOptions } from '../http/paging.ts';
import { personalValues } from '../http/redact.ts';
import { readRows, type RowKind, type Rows, valueAt } from '../http/rows.ts';
import type { Transport } from '../http/transport.ts';
import type { MerchantCredentials, TokenCache } from './token-cache.ts';

/** One request to ApiV1. */
export interface MerchantRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The path template with at most one `{}`: `/api/v1/Orders/{}`. */
  readonly path: string;
  /** Stands for `{}`. */
  readonly id?: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: object;
  /** True where a 404 means that the list is empty. */
  readonly emptyOn404?: boolean;
}

/** What has changed since, page by page. */
export interface ChangedFilter extends PageOptions {
  /** ISO 8601. Whether it is inclusive is not documented (UNCONFIRMED): overlap. */
  readonly modifiedAfter?: string;
}

/** Sends requests for one merchant. */
export interface MerchantCaller {
  row<T>(request: MerchantRequest, kind: RowKind<T>): Promise<T>;
  list<T>(request: MerchantRequest, kind: RowKind<T>, options: PageOptions): Promise<Page<T>>;
  /** A list without pages. */
  wholeList<T>(request: MerchantRequest, kind: RowKind<T>): Promise<Rows<T>>;
  /** A request whose answer has no body worth reading. */
  done(request: MerchantRequest): Promise<void>;
  /**
   * All rows whose field is exactly this, judged here once more: a filter that the server ignores or takes loosely must not
   * fool us. A row that cannot be read and may be one of them is among `unreadable`.
   * @throws HttpFailure `UnexpectedResponse` when the filter turns out to be ignored and the list too long to read through
   */
  matching<T>(request: MerchantRequest, kind: RowKind<T>, field: string, value: string): Promise<Rows<T>>;
  /**
   * The same, where what cannot be read must not be taken for absent: before something is created.
   * @throws HttpFailure `UnexpectedResponse` naming the row and the field, too
   */
  everyMatching<T>(request: MerchantRequest, kind: RowKind<T>, field: string, value: string): Promise<readonly T[]>;
}

/** The credentials of a merchant. */
export interface MerchantOptions extends MerchantCredentials {
  readonly signal?: AbortSignal;
  /** Asked right before a request that may change something leaves, as for the store's. */
  readonly mayWrite?: (() => Promise<number>) | undefined;
}

/** What a caller is made of. */
export interface MerchantCallerDeps {
  /** For example `https://api.ogoship.com`. */
  readonly apiUrl: string;
  readonly transport: Transport;
  readonly tokens: TokenCache;
  readonly now: () => number;
}

const LARGEST_PAGE = 250;
/** Pages read of a list whose filter does nothing, before giving up. */
const MOST_PAGES = 20;

/** Makes the caller of one merchant. */
export function createMerchantCaller(deps: MerchantCallerDeps, merchant: MerchantOptions): MerchantCaller {
  const { origin, pathname } = new URL(deps.apiUrl);
  const base = pathname.replace(/\/+$/, '');
  const { signal } = merchant;

  async function sendWith(token: string, request: MerchantRequest, call: Call): Promise<Answer> {
    // Only now: a token may have been waited for.
    const notAfter = call.writes ? await merchant.mayWrite?.() : undefined;
    return deps.transport.send({
      call: { ...call, personal: [...(call.personal ?? []), token] },
      method: request.method,
      origin,
      path: pathOf(base, request),
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...defined({ signal, notAfter }),
    });
  }

  async function exchange(request: MerchantRequest): Promise<{ answer: Answer; call: Call }> {
    const call = callOf(request, merchant);
    const token = await deps.tokens.get(merchant, signal);
    let answer = await sendWith(token, request, call);
    if (classify(answer, call, deps.now())?.type === FailureType.credentialsRejected) {
      // The token may have ended early. A 401 did nothing, so once more with a new one; a second 401 is the answer.
      const renewed = await deps.tokens.renew(merchant, token, signal);
      answer = await sendWith(renewed, request, call);
    }
    return { answer, call };
  }

  async function send(request: MerchantRequest): Promise<{ answer: Answer; call: Call }> {
    const answered = await exchange(request);
    expectSuccess(answered.answer, answered.call, deps.now());
    return answered;
  }

  /** A page as it came, and whether it was full. */
  async function valuesOf(request: MerchantRequest, options: PageOptions): Promise<Found> {
    const page = options.page ?? 1;
    const limit = options.limit ?? LARGEST_PAGE;
    const { answer, call } = await exchange({ ...request, query: { ...request.query, limit, page } });
    const serverTime = serverTimeOf(answer.headers);
    const failure = classify(answer, call, deps.now());
    if (failure !== undefined) {
      if (request.emptyOn404 === true && failure.type === FailureType.notFound) {
        return { values: [], page, more: false, serverTime };
      }
      throw failure;
    }
    const values = answer.status === 204 ? [] : (decodeJson(answer, listBody, call) ?? []);
    return { values, page, more: mayGoOn(values.length, limit), serverTime };
  }

  async function matching<T>(
    request: MerchantRequest,
    kind: RowKind<T>,
    field: string,
    value: string,
  ): Promise<Rows<T>> {
    const found: unknown[] = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const { values, more } = await valuesOf(request, { page });
      found.push(...values.filter((row) => mayHave(row, field, value)));
      if (!more) return readRows(found, kind);
    }
    throw failureOf(callOf(request, merchant), FailureType.unexpectedResponse, `the filter ${field} has no effect`, {
      field,
      expected: 'only the rows that were asked for',
    });
  }

  return {
    async list(request, kind, options) {
      const { values, ...page } = await valuesOf(request, options);
      return { ...readRows(values, kind), ...page };
    },
    async wholeList(request, kind) {
      const { answer, call } = await send(request);
      return readRows(answer.status === 204 ? [] : (decodeJson(answer, listBody, call) ?? []), kind);
    },
    async row(request, kind) {
      const { answer, call } = await send(request);
      return decodeRow(answer, kind, call);
    },
    async done(request) {
      await send(request);
    },
    matching,
    async everyMatching(request, kind, field, value) {
      return everyRow(await matching(request, kind, field, value), callOf(request, merchant));
    },
  };
}

interface Found {
  readonly values: readonly unknown[];
  readonly page: number;
  readonly more: boolean;
  readonly serverTime: number | undefined;
}

/** The literal `null` stands for an empty list. */
const listBody = z.array(z.unknown()).nullish();

/** A row whose field cannot be read, or is empty, may have any value in it. */
function mayHave(row: unknown, field: string, value: string): boolean {
  const found = valueAt(row, field);
  return (
    found === value || (typeof found === 'number' ? String(found) === value : typeof found !== 'string' || found === '')
  );
}

function callOf(request: MerchantRequest, merchant: MerchantCredentials): Call {
  const writes = request.method !== 'GET';
  return {
    side: 'myogo',
    operation: `${request.method} ${request.path.replace('{}', '{id}')}`,
    writes,
    personal: [merchant.secretToken, ...(writes ? personalValues(request.body) : [])],
    ...defined({ credentialsVersion: merchant.credentialsVersion }),
  };
}

function pathOf(base: string, { path, id = '', query = {} }: MerchantRequest): string {
  const where = base + path.replace('{}', () => encodeURIComponent(wellFormed(id)));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size === 0 ? where : `${where}?${search.toString()}`;
}
