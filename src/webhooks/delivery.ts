import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ChangeSource } from '../contract/changes.ts';
import type { StoreHash } from '../contract/ids.ts';
import type { Hint } from '../contract/integration/hooks.ts';
import { parseOrderReference } from '../domain/orders/facts/references.ts';

/** Ids of one delivery. More is no delivery of either side: the list is read. */
const MOST_IDS = 50;
/** References and codes are short texts. */
const LONGEST_ID = 120;
/** Numbers of orders have 32 bits. A larger one would have the store refuse the question for all that are asked with it. */
const LARGEST_ORDER = 2 ** 31 - 1;

/**
 * The hint of a delivery: ids, and nothing else of it. Whatever cannot be read is a hint all the same, because the address
 * that it came to says what it is about.
 * @returns `undefined` where all that it names are the merchant's orders of elsewhere: a merchant's hooks tell each of its
 * stores of all of them, and one store's busy day must not use up another's room
 */
export function hintOf(storeHash: StoreHash, source: ChangeSource, body: Buffer): Hint | undefined {
  const named = idsOf(source, parsed(body));
  const ids = named.filter((id) => typeof id === 'number' || parseOrderReference(storeHash, id) !== undefined);
  if (named.length > 0 && ids.length === 0) return undefined;
  return ids.length === 0 || ids.length > MOST_IDS ? { source } : { source, ids };
}

function idsOf(source: ChangeSource, event: unknown): readonly (number | string)[] {
  switch (source) {
    case 'storeOrders': {
      const data = part(event, 'data');
      // Of a channel's hooks the shape differs.
      const id = part(data, 'type') === 'order' ? part(data, 'id') : (part(data, 'order_id') ?? part(data, 'orderId'));
      return typeof id === 'number' && Number.isInteger(id) && id > 0 && id <= LARGEST_ORDER ? [id] : [];
    }
    case 'myogoOrders': {
      // UNCONFIRMED: the payload is not public. One order of it that names no reference may be any: the list is read.
      const orders: readonly unknown[] = Array.isArray(event) ? event : [event];
      const references = orders.map((order) => part(order, 'reference'));
      return references.every(isReference) ? references : [];
    }
    // What changed among levels and products is found by time: one question shows them all.
    case 'myogoStock':
    case 'storeProducts':
      return [];
  }
}

function isReference(given: unknown): given is string {
  return typeof given === 'string' && given !== '' && given.length <= LONGEST_ID;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function part(of: unknown, field: string): unknown {
  return typeof of === 'object' && of !== null && Object.hasOwn(of, field)
    ? (of as Record<string, unknown>)[field]
    : undefined; // an object, by the line before
}

/** myOGO's signature: base64 of HMAC-SHA256 over the raw body. */
export function isSignedByMyogo(body: Buffer, key: string, signature: string): boolean {
  return same(createHmac('sha256', key).update(body).digest('base64'), signature);
}

/** Standard Webhooks, as BigCommerce signs by the client secret of an app. */
export function isSignedByBigCommerce(
  body: Buffer,
  clientSecret: string,
  given: { readonly id: string; readonly timestamp: string; readonly signatures: string },
): boolean {
  const content = Buffer.concat([Buffer.from(`${given.id}.${given.timestamp}.`), body]);
  const right = `v1,${createHmac('sha256', clientSecret).update(content).digest('base64')}`;
  return given.signatures.split(' ').some((signature) => same(right, signature));
}

function same(right: string, given: string): boolean {
  const [a, b] = [Buffer.from(right), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
