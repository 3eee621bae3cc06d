import type { Brings } from './acts.ts';

/** Something that a person said, and since when it stands. */
export interface Said<T> {
  readonly value: T;
  readonly at: number;
}

/** What a merchant has said for the whole of a store. */
export interface StoreTravels {
  lockerWhere: Said<'Locker' | 'Box' | 'both' | undefined>;
  cash: Said<boolean>;
  customerMessage: Said<WordsSaid>;
  giftWords: Said<WordsSaid>;
  lineOptions: Said<WordsSaid>;
  customs: Said<boolean>;
  declared: Said<boolean>;
  elsewhere: Said<string | undefined>;
  /** All that was ever kept elsewhere. */
  readonly everElsewhere: Set<string>;
}

type WordsSaid = 'forward' | 'drop' | 'hold' | 'undecided';

/** As a store is connected: nobody has said anything. */
export const newStoreTravels = (): StoreTravels => ({
  lockerWhere: { value: undefined, at: 0 },
  cash: { value: false, at: 0 },
  customerMessage: { value: 'forward', at: 0 },
  giftWords: { value: 'undecided', at: 0 },
  lineOptions: { value: 'undecided', at: 0 },
  customs: { value: false, at: 0 },
  declared: { value: false, at: 0 },
  elsewhere: { value: undefined, at: 0 },
  everElsewhere: new Set(),
});

/** What became of what an order brings, that the two sides alone do not show. */
export interface OrderTravels {
  brings: Brings;
  /** When its points, or its words, or what it costs, changed for the last time. */
  pointsAt: number;
  wordsAt: number;
  owedAt: number;
  owed: number | undefined;
  /** Codes that persons gave. */
  readonly given: Set<string>;
  /** All that ever stood in its forms. */
  readonly codes: Set<string>;
}

export const newOrderTravels = (): OrderTravels => ({
  brings: {},
  pointsAt: 0,
  wordsAt: 0,
  owedAt: 0,
  owed: undefined,
  given: new Set(),
  codes: new Set(),
});
