import type { OrderAddress } from '../../../dev/stand-ins/store/order-state.ts';

/** Planted in every name, street, mail and phone: found anywhere else, a person was stored. */
export const PERSON = 'Qzvonka';

/** A shipping method that is linked from the beginning, one that a story may link, and one that goes to lockers. */
export const METHOD = { linked: 'DHL Express', unlinked: 'Carrier pigeon', locker: 'Locker nearby' };

/** What people did to an order that the two sides alone do not show. */
export interface Deeds {
  /** Warehouse orders that the warehouse's people made by themselves. */
  readonly foreign: Set<string>;
  /** Pieces by SKU that the warehouse's people put into orders of ours. */
  readonly added: Map<string, number>;
  /** What people decided, in order; only what the product took. */
  readonly decisions: string[];
  /** The most pieces of a SKU that the store ever asked for. */
  readonly mostOrdered: Map<string, number>;
  /** The addresses by SKU that a line was taken out of; each is the same one under a new id. */
  readonly takenOutOf: Map<string, Set<OrderAddress>>;
  /** What every line stood for that the order ever had: a shipment names lines that may have other ids by now. */
  readonly skuOfLine: Map<number, string>;
  /** Other SKUs that what was bought by one has had since: the warehouse may have its pieces under any of them. */
  readonly calledSince: Map<string, Set<string>>;
  shipmentsDeleted: number;
  /** The same line under new ids: shipped and told can be compared by SKU only. */
  linesRenewed: boolean;
  /** A number was taken away or typed in by hand: which one is right nobody can say. */
  numbersChanged: boolean;
  /** Something changed between a reading of the order and a write of it, which only a further reading would show. */
  changedUnseen: boolean;
  /** The same, in the middle of a write of ours: the version of that hides it until the order changes again. */
  changedInWrite: boolean;
  /** Lines went from one address to another: for a while both owe them. */
  moved: boolean;
  /** Something was bought when the store had it for shipped. */
  boughtWhenShipped: boolean;
  /** When something was bought last after it was placed, by the store's clock; 0 for never. */
  boughtAt: number;
  /** Something was bought while nobody could read the store: what was said before it is read with it. */
  boughtUnread: boolean;
  /** Its store went to another merchant since it was placed. */
  otherMerchant: boolean;
}

export const newDeeds = (): Deeds => ({
  foreign: new Set(),
  added: new Map(),
  decisions: [],
  mostOrdered: new Map(),
  takenOutOf: new Map(),
  skuOfLine: new Map(),
  calledSince: new Map(),
  shipmentsDeleted: 0,
  linesRenewed: false,
  numbersChanged: false,
  changedUnseen: false,
  changedInWrite: false,
  moved: false,
  boughtWhenShipped: false,
  boughtAt: 0,
  boughtUnread: false,
  otherMerchant: false,
});

/** Ever new persons and numbers, the same in each life. */
export class People {
  #persons = 0;
  #trackings = 0;

  person() {
    this.#persons += 1;
    return {
      first_name: PERSON,
      last_name: `Muster${this.#persons}`,
      street_1: `${PERSON} street ${this.#persons}`,
      email: `${PERSON}${this.#persons}@example.com`.toLowerCase(),
      phone: `+358 40 ${PERSON}${this.#persons}`,
    };
  }

  tracking(kind: 'T' | 'HAND' | 'CORR' | 'BOX' | 'WORD'): string {
    this.#trackings += 1;
    return `${kind}${this.#trackings}`;
  }
}

/** Goes round what there is. */
export function round<T>(list: readonly T[], index: number): T | undefined {
  return list[index % Math.max(1, list.length)];
}
