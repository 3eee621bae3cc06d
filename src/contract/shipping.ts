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
}

/** The code that marks a link as "not ours to ship". */
export const IGNORE_CODE = 'ignore';

export interface LinkResult {
  readonly links: readonly ShippingLink[];
  readonly changed: boolean;
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

export interface ShippingPreview {
  readonly orders: number;
  readonly matched: readonly { readonly code: string; readonly orders: number }[];
  readonly changed: number;
  readonly ties: readonly { readonly method: string; readonly orders: number }[];
  readonly unmatched: readonly { readonly method: string; readonly orders: number }[];
  /** Orders that could not be read: they are not among `orders`. */
  readonly oddRows?: Listed<OddStockRow>;
}
