import { z } from 'zod';
import { allRows } from '../http/paging.ts';
import { readRows, type RowKind, type Rows } from '../http/rows.ts';
import { arrayBody } from './envelopes.ts';
import { flag, id, looseCount, text, word } from './fields.ts';
import type { StoreCaller } from './store-request.ts';

/** A webhook of ours; hooks of other API accounts are not seen. */
export interface Hook {
  readonly id: number;
  /** For example `store/order/*`. */
  readonly scope: string;
  readonly destination: string;
  /** BigCommerce switches a hook off after two days of failures, or 90 without an event. */
  readonly isActive: boolean;
}

/** A webhook to write. */
export interface NewHook {
  readonly scope: string;
  /** HTTPS on port 443. */
  readonly destination: string;
  /** Sent along with every delivery; a shared secret goes here. Never read back. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly isActive?: boolean;
}

/** A domain that gets no deliveries for now, because too few of them succeeded. */
export interface BlockedDomain {
  readonly destination: string;
  readonly secondsLeft: number;
  /** For example `TIMEOUT: 40`. */
  readonly reasons: readonly string[];
}

/** Webhooks (V3). No permission beyond the default. */
export interface HooksResource {
  /** All, all pages. */
  list(): Promise<Rows<Hook>>;
  create(hook: NewHook): Promise<Hook>;
  update(hookId: number, change: Partial<NewHook>): Promise<Hook>;
  /** @throws HttpFailure `NotFound` where it is gone already */
  remove(hookId: number): Promise<void>;
  /** Domains on the denylist, of this API account. */
  blocked(): Promise<readonly BlockedDomain[]>;
}

const capability = 'Webhooks';
const path = '/v3/hooks';

const hookRows: RowKind<Hook> = {
  name: 'webhook',
  keys: ['id'],
  schema: z.object({ id, scope: text, destination: text, is_active: flag }).transform((row): Hook => ({
    id: row.id,
    scope: row.scope,
    destination: row.destination,
    isActive: row.is_active,
  })),
};

const entries = arrayBody.catch([]);

const reasonRows: RowKind<string> = {
  name: 'reason',
  keys: [],
  schema: z
    .object({ failure_description: word, count: looseCount })
    .transform(({ failure_description: what, count }) => `${what}: ${count}`),
};

const blockedRows: RowKind<BlockedDomain> = {
  name: 'blocked domain',
  keys: ['destination'],
  schema: z.object({ destination: word, time_left: looseCount, reasons: entries }).transform((row) => ({
    destination: row.destination,
    secondsLeft: row.time_left,
    reasons: readRows(row.reasons, reasonRows).rows,
  })),
};

/** No example is published: what is absent, or odd, is no reason to fail, and hides no other entry. */
const blockedRow: RowKind<readonly BlockedDomain[]> = {
  name: 'list of blocked domains',
  keys: [],
  schema: z
    .object({ blocked_domains: entries })
    .transform(({ blocked_domains: rows }) => readRows(rows, blockedRows).rows),
};

/** @internal */
export function createHooks(caller: StoreCaller): HooksResource {
  return {
    list: () =>
      allRows('bigcommerce', (options) => caller.listV3({ method: 'GET', path, capability }, hookRows, options)),
    // No default is documented for a new hook's `is_active`, so it is always sent.
    create: (hook) =>
      caller.data(
        { method: 'POST', path, body: { ...row(hook), is_active: hook.isActive ?? true }, capability },
        hookRows,
      ),
    update: (hookId, change) =>
      caller.data({ method: 'PUT', path: `${path}/{}`, ids: [hookId], body: row(change), capability }, hookRows),
    blocked: () => caller.data({ method: 'GET', path: `${path}/admin`, capability }, blockedRow),
    remove: (hookId) => caller.done({ method: 'DELETE', path: `${path}/{}`, ids: [hookId], capability }),
  };
}

/** Undefined fields are left out of the JSON. */
function row(hook: Partial<NewHook>): Record<string, unknown> {
  return { scope: hook.scope, destination: hook.destination, headers: hook.headers, is_active: hook.isActive };
}
