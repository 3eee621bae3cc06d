import type { OddStockRow } from '../changes.ts';
import type { Listed } from '../stock.ts';
import type { FailureType, Side } from '../failures.ts';

/** Both sides' tokens, sealed as one text and bound to the store hash. Opened only inside activities. */
export interface SealedCredentials {
  readonly sealed: string;
  readonly version: number;
}

/** What the sealed text holds. */
export interface Credentials {
  readonly bigcommerce: { readonly apiToken: string };
  readonly myogo: { readonly secretToken: string };
}

/** What the store told about itself; absent parts were not readable with the token's scopes. */
export interface StoreProfile {
  readonly name?: string;
  readonly currency?: string;
  readonly weightUnit?: string;
  readonly dimensionUnit?: string;
  readonly timeZone?: string;
  readonly defaultLocationId?: number;
  /** Every location of the store: stock can be written to one of these. */
  readonly locationIds?: readonly number[];
  readonly updateStockBehavior?: 'order_placed' | 'order_completed_or_shipped';
  /** True where stock is written by the Inventory API; false: by catalogue batches. */
  readonly inventoryScope: boolean;
}

export interface RotateRequest {
  /** Both tokens sealed anew, or only the one that changed. */
  readonly sealed: string;
  readonly parts: readonly Side[];
}

export type Need = 'required' | 'recommended';

export interface Check {
  readonly side: Side;
  /** For example `Orders: read`. */
  readonly capability: string;
  readonly needed: Need;
  /** What it is used for. */
  readonly purpose: string;
  readonly ok: boolean | 'not provable';
  readonly problem?: string;
  readonly remedy?: string;
  /** What works in its place while a recommended permission is missing. */
  readonly fallback?: string;
}

export interface TestReport {
  /** True when nothing that the guide requires is missing. */
  readonly ok: boolean;
  readonly checks: readonly Check[];
  readonly at: string;
  /** What no request can find out, and whoever connects should ask myOGO. */
  readonly notes?: readonly string[];
  /** Rows of the store (its locations) that could not be read; nothing takes them for absent. */
  readonly oddRows?: Listed<OddStockRow>;
  /** Present when a side refused the credentials themselves, or where the worker cannot open them; the store's first. */
  readonly refused?: AccessRefused;
  /** The warehouse's refusal, where the store refused as well. */
  readonly refusedToo?: AccessRefused;
  /** Sides that gave no answer that could be judged: nothing is known of their credentials. The checks say why. */
  readonly unreachable?: readonly Side[];
}

/** A side refuses the credentials themselves. */
export interface AccessRefused {
  readonly side: Side;
  readonly type: FailureType;
  /** What the worker lacks, where it has no key that opens them. */
  readonly unopened?: string;
}

/** What the Test button's activity found. */
export interface TestOutcome {
  readonly report: TestReport;
  readonly store: StoreProfile | undefined;
}

/** A 401 or 403 as an activity met it. */
export interface AccessReport {
  readonly side: Side;
  readonly type: FailureType;
  readonly credentialsVersion: number;
  readonly capability?: string;
}
