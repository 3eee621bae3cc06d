/** What an order may bring beside its pieces. */
export interface Brings {
  /** It goes to a locker: which fields of its form hold a point's code. `two`: both, with different ones. */
  readonly locker?: 'Locker' | 'Box' | 'two' | 'none' | undefined;
  /** It is paid at the door: nobody has paid. */
  readonly door?: boolean | undefined;
  /** A gift certificate and store credit pay for some of it. */
  readonly partlyPaid?: boolean | undefined;
  readonly message?: boolean | undefined;
  readonly engraved?: boolean | undefined;
  readonly wrapped?: boolean | undefined;
  /** It leaves the customs territory of the warehouse. */
  readonly abroad?: boolean | undefined;
}

/** What people do about what travels with an order beside its pieces. */
export type TravelAct =
  /** The link of lockers is saved: which fields of the form it looks into. */
  | { readonly do: 'locker-link'; readonly where: 'Locker' | 'Box' | 'both' }
  | { readonly do: 'cash-setting'; readonly decided: boolean }
  | {
      readonly do: 'words-setting';
      readonly words: 'customerMessage' | 'giftWords' | 'lineOptions';
      /** `undecided`: as it was at the beginning. */
      readonly rule: 'forward' | 'drop' | 'hold' | 'undecided';
    }
  | { readonly do: 'customs-setting'; readonly asked: boolean }
  /** The warehouse lets orders be changed while they are new, and the merchant says so, or not any more. */
  | { readonly do: 'edits-taken'; readonly on: boolean }
  /** All goods get what customs ask for. */
  | { readonly do: 'declare' }
  /** One of the goods is kept elsewhere, or none. */
  | { readonly do: 'elsewhere'; readonly sku: number | null; readonly as: 'name' | 'wildcard' }
  | { readonly do: 'point'; readonly field: 'Locker' | 'Box'; readonly what: 'set' | 'remove' }
  /** A further address with a point of its own. */
  | { readonly do: 'second-point' }
  | { readonly do: 'message' }
  | { readonly do: 'use-point' }
  | { readonly do: 'decide-words'; readonly kind: 'forward-words' | 'drop-words' };

/** Those that people of the store do to an order, at any moment. */
export const instantTravels = ['point', 'second-point', 'message', 'declare'] as const;

/** Those that concern no single order. */
export const storeTravels = [
  'locker-link',
  'cash-setting',
  'words-setting',
  'customs-setting',
  'edits-taken',
  'declare',
  'elsewhere',
] as const;
