import { defined } from '../../../../src/contract/defined.ts';
import type { Reference, StoreHash } from '../../../../src/contract/ids.ts';
import { bagOf, empty, piecesOf, type Bag } from '../../../../src/domain/orders/facts/bag.ts';
import { newFacts, type OrderFacts } from '../../../../src/domain/orders/facts/facts.ts';
import type { Decision } from '../../../../src/domain/orders/facts/decision-facts.ts';
import type { ReadLine, ReadPlace, StoreReading } from '../../../../src/domain/orders/facts/store-facts.ts';
import type { Sending, WarehouseOrder } from '../../../../src/domain/orders/facts/warehouse-facts.ts';
import type { OwnedOrder } from '../../../../src/domain/orders/account/ownership.ts';

// Facts of one order, written down for a table that asks a page by itself: what a row does not name is undisturbed.

const storeHash = 'h' as StoreHash;
export const ref = (text: string) => text as Reference;
/** The time of day at which something is, in minutes. */
export const at = (minutes: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + minutes * 60_000).toISOString();

/** `3 A, 1 B` */
export function bag(words: string): Bag {
  return bagOf(
    words
      .split(',')
      .filter((one) => one.trim() !== '')
      .map((one) => {
        const [quantity = '', code = ''] = one.trim().split(' ');
        return { quantity: Number(quantity), code };
      }),
  );
}

export const pieces = (words: string) => piecesOf(bag(words));

/** `3 A, 1 B`, by code; "" for nothing. */
export const words = (of: Bag) =>
  piecesOf(of)
    .map(({ code, quantity }) => `${quantity} ${code}`)
    .join(', ');

export function facts(of: Partial<OrderFacts> = {}): OrderFacts {
  return {
    ...newFacts(storeHash, 100, false),
    merchantId: 'm1',
    places: [{ number: 1, addressId: 7, references: [ref('h-100')] }],
    ...of,
  };
}

export function decision(of: { [K in keyof Decision]?: Decision[K] | undefined } = {}): Decision {
  return defined({
    ...{
      kind: 'treat-as-done',
      at: at(10),
      version: at(0),
      reasons: [],
      fingerprints: [],
      settled: [],
      writtenOff: [],
    },
    ...{ again: [], accepted: [], abandoned: [], explained: [], leaves: [], leftAs: [] },
    ...of,
  }) as Decision;
}

export function order(of: Partial<WarehouseOrder> = {}): WarehouseOrder {
  return {
    ...{ key: 'w1', reference: 'h-100', merchantId: 'm1', status: 'NEW', pieces: pieces('3 A'), editTime: at(0) },
    ...{ since: at(0), missed: [], left: false },
    ...of,
  };
}

export function owned(own: string, of: Partial<OwnedOrder> = {}): OwnedOrder {
  return {
    ...{ order: order({ pieces: pieces(own) }), place: 1, root: 'h-100', part: false, sending: undefined },
    ...{ own: bag(own), unexplained: empty, foreign: empty, state: 'living', unclear: false, isForeign: false },
    ...of,
  };
}

export function sending(of: Partial<Sending> = {}): Sending {
  return {
    ...{ number: 1, place: 1, reference: ref('h-100'), merchantId: 'm1', code: 'DHL', method: 'DHL', country: 'FI' },
    ...{ lines: [{ line: 1, code: 'A', quantity: 3 }], at: at(1), outcome: 'landed', key: 'w1' },
    ...of,
  };
}

export function line(of: Partial<ReadLine> = {}): ReadLine {
  return { id: 1, sku: 'A', quantity: 3, refunded: 0, shipped: 0, ...of };
}

export function readPlace(lines: readonly ReadLine[] = [line()], of: Partial<ReadPlace> = {}): ReadPlace {
  return {
    ...{ place: 1, addressId: 7, method: 'DHL', country: 'FI', missing: [], lines },
    digests: { street: 's', postcode: 'p', city: 'c' },
    ...of,
  };
}

/** Facts of an order that was read at one status, 11 unless the reading says another, and is to be read no more. */
export const asRead = (of: Partial<OrderFacts> = {}, read: Partial<StoreReading> = {}): OrderFacts =>
  facts({
    order: reading(undefined, read),
    readDue: undefined as never,
    statuses: [{ status: read.status ?? 11, version: at(0) }],
    ...of,
  });

export function reading(places: readonly ReadPlace[] = [readPlace()], of: Partial<StoreReading> = {}): StoreReading {
  return {
    ...{ status: 11, version: at(0), placed: at(0), itemsTotal: 3, archived: false, dateShipped: false, counts: true },
    ...{ places, agreed: 1, versions: { credentials: 1, links: 1, settings: 1 }, settleMs: 60_000, digestKey: 'k' },
    rules: {
      ...{ importStatuses: [11], waitingStatuses: [7, 11, 12], statusAfterHandOver: 9, waitForTrackingMinutes: 60 },
      ordersEditable: true,
    },
    skipped: { digital: 0, refunded: 0, pickup: 0 },
    ...of,
  };
}

/** The same without these fields. */
export function less<T extends object, K extends keyof T & string>(of: T, ...fields: readonly K[]): Omit<T, K> {
  const kept = Object.entries(of).filter(([field]) => !(fields as readonly string[]).includes(field));
  return Object.fromEntries(kept) as Omit<T, K>; // just that
}
