import type { Reference } from '../../../contract/ids.ts';
import type { MissingProduct, MyOgoStatus, Pieces } from '../../../contract/orders.ts';
import type { BoughtLine } from '../facts/codes.ts';
import type { Travels } from '../account/travels.ts';
import type { SentLine } from '../facts/warehouse-facts.ts';
import type { Finding } from './findings.ts';

/** What a run does next: something that teaches it facts. Each names all that it concerns. */
export type Act = { readonly key: string; readonly basis: string; readonly fresh: boolean } & ActBody;

/** The acts of some kinds. */
export type ActOf<K extends Act['kind']> = Extract<Act, { readonly kind: K }>;

export type ActBody =
  | { readonly kind: 'read-order' }
  | { readonly kind: 'read-shipments' }
  /** Look these references up, at the merchant of now. */
  | { readonly kind: 'look'; readonly place?: number; readonly references: readonly string[] }
  /** Go through the warehouse's list since the order's date: parts whose references nobody knows. */
  | {
      readonly kind: 'search';
      readonly since: string;
      readonly searched?: string;
      /** Find out what the warehouse calls these lines: goods that nobody sent may be theirs, renamed. */
      readonly lines?: readonly BoughtLine[];
    }
  | { readonly kind: 'match'; readonly place: number; readonly method: string; readonly country: string }
  | {
      readonly kind: 'hand-over';
      readonly place: number;
      readonly addressId: number;
      readonly reference: Reference;
      readonly lines: readonly SentLine[];
      readonly code: string;
      /** The last one moves the store's status on, too. */
      readonly moveStatus: boolean;
      readonly travels: Travels;
    }
  | { readonly kind: 'create-products'; readonly place: number; readonly products: readonly MissingProduct[] }
  | { readonly kind: 'cancel'; readonly place: number; readonly orders: readonly NamedOrder[] }
  | {
      readonly kind: 'edit';
      readonly place: number;
      readonly addressId: number;
      readonly order: NamedOrder;
      readonly code: string;
      /** What it shall hold, foreign goods included. */
      readonly pieces: readonly Pieces[];
      readonly travels: Travels;
      /** Words that went along are others by now, or gone. */
      readonly newWords?: true;
    }
  | {
      readonly kind: 'ship';
      readonly place: number;
      readonly addressId: number;
      readonly order: string;
      readonly marks: string;
      /** Pieces that are due now. */
      readonly pieces: readonly Pieces[];
      /** All that shipments of this order shall name in the end. */
      readonly goods: readonly Pieces[];
      readonly code?: string;
    }
  | {
      readonly kind: 'note';
      readonly text: string;
      readonly order?: string;
      readonly pieces: readonly Pieces[];
      /** It says that goods of this order are not ours. */
      readonly foreign?: true;
    }
  | { readonly kind: 'move-status' }
  | { readonly kind: 'cancel-in-store' }
  | { readonly kind: 'keep-decisions'; readonly fingerprint: string }
  /** The store's status calls the order shipped: settles what was never sent. No activity. */
  | { readonly kind: 'settle-by-status'; readonly version: string };

/** Which side an act changes; `undefined` for one that only asks. */
export function sideChanged(kind: Act['kind']): 'store' | 'warehouse' | undefined {
  return changed[kind];
}

const changed: Readonly<Record<Act['kind'], 'store' | 'warehouse' | undefined>> = {
  'read-order': undefined,
  'read-shipments': undefined,
  look: undefined,
  search: undefined,
  match: undefined,
  'settle-by-status': undefined,
  'hand-over': 'warehouse',
  'create-products': 'warehouse',
  cancel: 'warehouse',
  edit: 'warehouse',
  ship: 'store',
  note: 'store',
  'move-status': 'store',
  'cancel-in-store': 'store',
  'keep-decisions': 'store',
};

/** A warehouse order as it was when an act was decided: the activity changes nothing if it is another by then. */
export interface NamedOrder {
  readonly key: string;
  readonly reference: string;
  readonly status: MyOgoStatus;
  readonly pieces: readonly Pieces[];
}

/** What a wait waits for, and what guarantees that it ends. */
export interface Wait {
  readonly for:
    | 'store' // the order as a whole must be read first
    | 'payment' // the store's poll
    | 'status' // the store's poll
    | 'grace' // a time
    | 'outcome' // the settle time
    | 'again' // a growing pause
    | 'warehouse' // the warehouse's poll
    | 'tracking' // a time, or the warehouse's poll
    | 'another-place' // an act, wait or hold of the other place
    | 'standing-still'; // a time, then a hold
  /** ISO time; absent where a poll or sweep ends it. */
  readonly until?: string;
  readonly words: string;
}

export type Verdict =
  | { readonly kind: 'act'; readonly act: Act }
  | { readonly kind: 'wait'; readonly wait: Wait }
  /** `until`: something else of it is due then, although this is held. ISO time. */
  | { readonly kind: 'hold'; readonly findings: readonly Finding[]; readonly until?: string }
  | { readonly kind: 'done' };

/** For each place, and for the order as a whole: silence is impossible. */
export type Step = Verdict & { readonly place?: number };
