import type { OddStockRow } from './changes.ts';
import type { Listed } from './stock.ts';

/** A link from a pattern on the store's shipping method to a myOGO shipping code. */
export interface ShippingLink {
  /** Pattern on the method's name or code; `*` matches any run of characters. Kept as typed. */
  readonly method: string;
  /** The myOGO shipping code, or `ignore`: such an address is not ours to ship. */
  readonly code: string;
  /** ISO 3166-1 alpha-2, upper case: the link applies to this country only. */
  readonly country?: string;
  /** Carrier slug for the store's tracking link, where the merchant names one. */
  readonly trackingCarrier?: string;
  /** Whether the method needs a pick-up point. Default: `none`. */
  readonly pickUpPoint?: PickUpNeed;
  /** Where the store keeps the pick-up point's code: all that need no request are read, the others while nothing was found. */
  readonly where?: readonly PickUpSource[];
  /**
   * What the method needs of an address beside what every address needs; an empty list: nothing, whatever the setting
   * `methodNeeds` says of the code. Default: what that says.
   */
  readonly needs?: readonly AddressNeed[];
  /** The most that the goods of one address may weigh, in the store's own unit of weight. Default: what the setting `methodNeeds` says. */
  readonly maxWeight?: number;
}

/** What some carriers need: parts of an address, and what customs ask of the goods wherever they go. */
export const addressNeeds = [
  'phone',
  'email',
  'company',
  'state',
  'postcode',
  'street-number',
  'customs-data',
] as const;
export type AddressNeed = (typeof addressNeeds)[number];

/** Whether a shipping method goes to a pick-up point: a locker, a parcel shop, a post office. */
export const pickUpNeeds = ['none', 'optional', 'required'] as const;
export type PickUpNeed = (typeof pickUpNeeds)[number];

/** What of a shipping quote may hold a code. */
export const quoteFields = ['rate_id', 'rate_code'] as const;

/**
 * A place of the store's order that may hold a pick-up point's code. `pattern`: the links' wildcard language with one `{code}`,
 * held against the whole text; without one the whole text is the code.
 */
export type PickUpSource =
  /** A field of the shipping address's form. */
  | { readonly kind: 'form-field'; readonly name: string; readonly pattern?: string }
  /** An option of one of the address's lines. */
  | { readonly kind: 'product-option'; readonly name: string; readonly pattern?: string }
  /** The order's words, the method's text, or any line of the address. */
  | { readonly kind: TextSource; readonly pattern: string }
  /** One request more. */
  | { readonly kind: 'metafield'; readonly namespace: string; readonly key: string; readonly pattern?: string }
  /** One request more. */
  | { readonly kind: 'shipping-quote'; readonly field: (typeof quoteFields)[number]; readonly pattern?: string };

export type TextSource = 'customer-message' | 'staff-notes' | 'shipping-method' | 'address-line';

/** The code that marks a link as "not ours to ship". */
export const IGNORE_CODE = 'ignore';

export interface LinkResult {
  readonly links: readonly ShippingLink[];
  readonly changed: boolean;
  /** What was saved for the same pattern and country, and stands no more. */
  readonly replaced?: ShippingLink;
  /** Said where a link is legal but deserves a second look, for example `*` alone. */
  readonly warnings: readonly string[];
}

/** One link beside one address: why it won or lost. */
export interface LinkCandidate {
  readonly link: ShippingLink;
  readonly matched: 'text' | 'code' | 'no';
  readonly why: string;
}

/** What the links say of one method text (and code) and country. */
export type ShippingDecision =
  | {
      readonly kind: 'code';
      readonly code: string;
      readonly link: ShippingLink;
      readonly candidates: readonly LinkCandidate[];
    }
  | { readonly kind: 'ignore'; readonly link: ShippingLink; readonly candidates: readonly LinkCandidate[] }
  | { readonly kind: 'none'; readonly candidates: readonly LinkCandidate[] }
  | { readonly kind: 'tie'; readonly links: readonly ShippingLink[]; readonly candidates: readonly LinkCandidate[] };

/** One of the store's shipping methods, for a person who links them. */
export interface StoreMethod {
  readonly zone: string;
  readonly name: string;
  readonly code?: string;
  readonly enabled: boolean;
  /** The myOGO code that the present links give for it. */
  readonly linkedTo?: string;
  /** Which row of the store cannot be read, which field of it, and what would be right. Such a row is only known to be there. */
  readonly problem?: string;
}

/** Days of past orders that a preview reads where none are named. */
export const PREVIEW_DAYS = 30;

export interface ShippingPreview {
  readonly orders: number;
  readonly matched: readonly { readonly code: string; readonly orders: number }[];
  readonly changed: number;
  readonly ties: readonly { readonly method: string; readonly orders: number }[];
  readonly unmatched: readonly { readonly method: string; readonly orders: number }[];
  /** By link that has a pick-up point: at how many addresses it would be found. Absent where no link has one. */
  readonly pickUpPoints?: readonly PickUpPreview[];
  /** By link that needs parts of an address. Absent where none does. */
  readonly addressNeeds?: readonly NeedsPreview[];
  /** Of addresses whose goods need customs data. Absent where none does. */
  readonly customs?: CustomsPreview;
  /** Orders that could not be read: they are not among `orders`. */
  readonly oddRows?: Listed<OddStockRow>;
}

/** How many of the addresses that a link fits have what it needs. */
export interface NeedsPreview {
  readonly method: string;
  readonly code: string;
  readonly complete: number;
  /** These would be held. */
  readonly incomplete: number;
  /** At how many each part is missing, the most frequent first; `weight`: the goods are too heavy. */
  readonly lacking: readonly { readonly part: AddressNeed | 'weight'; readonly addresses: number }[];
}

/** Whether goods that need customs data have them, by what the warehouse's products and the store's lines say now. */
export interface CustomsPreview {
  readonly addresses: number;
  readonly complete: number;
  /** These would be held. */
  readonly incomplete: number;
  /** None of their products that were asked for lacks anything, and not all were: the most frequent hundred SKUs are. */
  readonly notAsked: number;
  /** Where they go to, or the myOGO code whose link needs customs data. */
  readonly territories: readonly { readonly territory: string; readonly addresses: number }[];
  /** What is missing, by SKU and field, at so many addresses; the most frequent hundred. */
  readonly lacking: readonly { readonly sku: string; readonly fields: readonly string[]; readonly addresses: number }[];
}

/** What a link would find of pick-up points at the addresses that it fits. */
export interface PickUpPreview {
  readonly method: string;
  readonly code: string;
  readonly found: number;
  /** Nothing there: held, where the link requires one. */
  readonly missing: number;
  /** Two different codes: held. */
  readonly ambiguous: number;
  /** Nothing there, and a preview asks neither for metafields nor for quotes. */
  readonly notAsked: number;
}

/** Which fields of a method's orders look like a pick-up point's code: counts and shapes, no values. */
export interface ShippingHints {
  /** Addresses of this method that were read. */
  readonly addresses: number;
  readonly fields: readonly ShippingHint[];
  /** Orders that could not be read, and may have been of this method. */
  readonly oddRows?: Listed<OddStockRow>;
}

export interface ShippingHint {
  readonly kind: PickUpSource['kind'];
  /** Of a form field or an option. */
  readonly name?: string;
  /** Addresses that have something there. */
  readonly filled: number;
  /** Of these, those where one single word looks like a code. */
  readonly oneCode: number;
  /** What such words look like, most often first: `9` a digit, `a` and `A` letters. */
  readonly shapes: readonly { readonly shape: string; readonly addresses: number }[];
}

/**
 * What a pick-up point's code may look like. Always text: DHL has `0118` and `105A`, Omniva five digits. Nobody publishes a
 * length (UNCONFIRMED); 64 is far above all that were seen.
 */
export const PICK_UP_POINT_FORM = '^[A-Za-z0-9](?:[A-Za-z0-9._:/#-]{0,62}[A-Za-z0-9])?$';
