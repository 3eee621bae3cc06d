import type { StoreHash } from '../contract/ids.ts';

/** Deliveries at once, of all stores. */
const MOST_AT_ONCE = 1_000;
/** Of them, those of one store: its flood leaves room for all others. */
const MOST_OF_ONE = 200;

export interface Room {
  readonly mostAtOnce?: number | undefined;
  readonly mostOfOne?: number | undefined;
}

/** Deliveries that are known and not answered yet, from their headers on. */
export class InHand {
  readonly #mostAtOnce: number;
  readonly #mostOfOne: number;
  readonly #ofStores = new Map<StoreHash, number>();
  #all = 0;

  constructor({ mostAtOnce = MOST_AT_ONCE, mostOfOne = MOST_OF_ONE }: Room = {}) {
    this.#mostAtOnce = mostAtOnce;
    this.#mostOfOne = mostOfOne;
  }

  /** @returns what gives the room back, once; `undefined` where there is none */
  enter(storeHash: StoreHash): (() => void) | undefined {
    const ofStore = this.#ofStores.get(storeHash) ?? 0;
    if (this.#all >= this.#mostAtOnce || ofStore >= this.#mostOfOne) return undefined;
    this.#all += 1;
    this.#ofStores.set(storeHash, ofStore + 1);
    return () => {
      this.#all -= 1;
      const left = (this.#ofStores.get(storeHash) ?? 0) - 1;
      if (left > 0) this.#ofStores.set(storeHash, left);
      else this.#ofStores.delete(storeHash);
    };
  }
}
