import { z } from 'zod';
import type { RowKind, Rows } from '../../http/rows.ts';
import { allRows } from '../../http/paging.ts';
import { id, optionalText, money, optionalDate, text, word } from '../fields.ts';
import type { StoreCaller } from '../store-request.ts';

/** A movement of money of an order. */
export interface Transaction {
  readonly id: number;
  /** `purchase`, `authorization`, `capture`, `refund`, `void`, `pending`, `settled`. */
  readonly event: string;
  readonly method: string;
  /** A decimal string of `currency`. */
  readonly amount: string | undefined;
  readonly currency: string;
  readonly gateway: string;
  /** `ok` or `error`. */
  readonly status: string;
  /** ISO 8601 in UTC. */
  readonly dateCreated: string | undefined;
}

/** Transactions of an order (V3). Needs "Order Transactions". */
export interface TransactionsResource {
  /** All, all pages (paging beyond 250 rows is reported to be unreliable; no order has so many). */
  list(orderId: number): Promise<Rows<Transaction>>;
}

/** A note of ours on an order; other API accounts can read it, so that a new one finds it again. */
export interface Metafield {
  readonly id: number;
  readonly namespace: string;
  readonly key: string;
  readonly value: string;
}

/** A note to write. */
export interface NewMetafield {
  /** At most 64 characters. */
  readonly namespace: string;
  /** At most 64 characters; unique within the namespace and order. */
  readonly key: string;
  /** At most 65,535 characters. */
  readonly value: string;
}

/** Metafields of an order (V3). */
export interface MetafieldsResource {
  /** All of ours on the order, all pages. */
  list(orderId: number, filter?: { readonly namespace?: string; readonly key?: string }): Promise<readonly Metafield[]>;
  /** The orders, of all, that have a metafield of this name; all pages. */
  ordersWith(filter: { readonly namespace: string; readonly key: string }): Promise<Rows<{ readonly orderId: number }>>;
  /** @throws HttpFailure `Rejected` with status 409 where the key is there already */
  create(orderId: number, metafield: NewMetafield): Promise<Metafield>;
  /** Replaces its value. */
  update(orderId: number, metafieldId: number, metafield: NewMetafield): Promise<Metafield>;
}

const transactionRows: RowKind<Transaction> = {
  name: 'transaction',
  keys: ['id'],
  schema: z
    .object({
      id,
      event: text,
      method: text,
      amount: money,
      currency: text,
      gateway: optionalText,
      status: text,
      date_created: optionalDate,
    })
    .transform((row): Transaction => ({
      id: row.id,
      event: row.event,
      method: row.method,
      amount: row.amount,
      currency: row.currency,
      gateway: row.gateway ?? '',
      status: row.status,
      dateCreated: row.date_created,
    })),
};

const metafieldRows: RowKind<Metafield> = {
  name: 'metafield',
  keys: ['id'],
  schema: z.object({ id, namespace: word, key: word, value: word }).transform((row): Metafield => row),
};

/** Whose a metafield is: its value may be long, and nobody needs it. */
const metafieldOwnerRows: RowKind<{ readonly orderId: number }> = {
  name: 'metafield',
  keys: ['resource_id'],
  schema: z.object({ resource_id: id }).transform((row) => ({ orderId: row.resource_id })),
};

/** @internal */
export function createTransactions(caller: StoreCaller): TransactionsResource {
  return {
    async list(orderId) {
      const path = '/v3/orders/{}/transactions';
      const request = { method: 'GET', path, ids: [orderId], capability: 'Order Transactions' } as const;
      return allRows('bigcommerce', (options) => caller.listV3(request, transactionRows, options));
    },
  };
}

/** @internal */
export function createMetafields(caller: StoreCaller): MetafieldsResource {
  const path = '/v3/orders/{}/metafields';
  return {
    async list(orderId, filter = {}) {
      const request = { method: 'GET', path, ids: [orderId], query: { ...filter }, capability: 'Orders' } as const;
      return caller.everyRow('v3', request, metafieldRows);
    },
    async ordersWith({ namespace, key }) {
      const query = { namespace, key, include_fields: 'resource_id' };
      const request = { method: 'GET', path: '/v3/orders/metafields', query, capability: 'Orders' } as const;
      return allRows('bigcommerce', (options) => caller.listV3(request, metafieldOwnerRows, options));
    },
    update: (orderId, metafieldId, { namespace, key, value }) =>
      caller.data(
        {
          method: 'PUT',
          path: '/v3/orders/{}/metafields/{}',
          ids: [orderId, metafieldId],
          // The contract asks for all of it, also where only the value changes.
          body: { namespace, key, value, permission_set: 'read' },
          capability: 'Orders',
        },
        metafieldRows,
      ),
    create: (orderId, { namespace, key, value }) =>
      caller.data(
        {
          method: 'POST',
          path,
          ids: [orderId],
          body: { namespace, key, value, permission_set: 'read' },
          capability: 'Orders',
        },
        metafieldRows,
      ),
  };
}
