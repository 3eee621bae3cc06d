import type { OddStockRow } from './changes.ts';
import type { FailureType, Side } from './failures.ts';
import type { StoreHash } from './ids.ts';
import type { Versions } from './orders.ts';
import type { Settings, SettingsPatch } from './settings.ts';
import type { ShippingLink } from './shipping.ts';
import type { Listed } from './stock.ts';

export type IntegrationStage =
  'connecting' | 'needs-credentials' | 'awaiting-goods' | 'live' | 'paused' | 'disconnected';

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

/** The `connection` query: what activities need before any effect. */
export interface Connection {
  readonly storeHash: StoreHash;
  readonly merchantId: string;
  readonly credentials: SealedCredentials | undefined;
  readonly stage: IntegrationStage;
  /** Why no run may touch the outside now; `undefined` when all is well. */
  readonly closed?: { readonly by: 'person' | 'circuit' | 'disconnected'; readonly reason: string };
  readonly settings: Settings;
  readonly settingsVersion: number;
  readonly links: readonly ShippingLink[];
  readonly linksVersion: number;
  readonly store: StoreProfile | undefined;
  /**
   * Why neither stock nor new orders may flow now, by whatever run: not live yet, disabled, paused, refused. Absent where
   * they may. Orders that have a run go on while latest changes are only disabled.
   */
  readonly stopped?: string;
  /** True where a question or an answer about zeros stands: what a run saw of its SKUs must be told (`reportDue`). */
  readonly zerosAsked?: boolean;
  /**
   * ISO time: a first import waits for a person's word. No path but `orders.fulfil` takes an order placed before it that
   * has no run yet (`waitsForImport`).
   */
  readonly importWaitsBefore?: string;
  /** True where a question or an answer about a first import stands. */
  readonly importAsked?: boolean;
}

export interface ConnectRequest {
  readonly merchantId: string;
  readonly sealed: string;
  readonly settings?: SettingsPatch;
  /** What an earlier integration of this store left, where the client found it. */
  readonly continues?: EarlierIntegration;
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
  /** Rows of the store (its locations) that could not be read; nothing takes them for absent. */
  readonly oddRows?: Listed<OddStockRow>;
  /** Present when one side refused the credentials themselves, or where the worker cannot open them. */
  readonly refused?: {
    readonly side: Side;
    readonly type: FailureType;
    /** What the worker lacks, where it has no key that opens them. */
    readonly unopened?: string;
  };
}

/** What the Test button's activity found. */
export interface TestOutcome {
  readonly report: TestReport;
  readonly store: StoreProfile | undefined;
}

export interface SettingsChange {
  readonly at: string;
  readonly by: string;
  readonly fields: readonly string[];
}

export type QuestionKind = 'stock-brake' | 'first-import';

/** A person's word about a question. It stands for the items that are left of it, and for no other fall or list. */
export interface Answer {
  readonly decision: 'approve' | 'refuse';
  /** ISO time. */
  readonly at: string;
  readonly by?: string;
}

/** What only a person may decide. The run that asked goes on with everything else. */
export interface Question {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly summary: string;
  /** The first 100 items that it is about. */
  readonly items: readonly string[];
  /** How many items it is about; of an answered one: for how many the answer still stands. */
  readonly count: number;
  readonly fingerprint: string;
  /** The type of the run that asked: an approval starts one at once. */
  readonly askedBy?: string;
  readonly askedAt: string;
  readonly answer?: Answer;
}

/** A question as the entity keeps it, with all its items: what a run asks for before it acts on any of them. */
export interface KeptQuestion {
  /** Changes whenever an item is added: an answer is for what a person was shown. */
  readonly id: string;
  readonly kind: QuestionKind;
  readonly askedAt: string;
  readonly askedBy?: string;
  /** The keys of all its items, sorted; of the first 100 where there are more than 5,000. */
  readonly items: readonly string[];
  /** How many there are, where that is more than 5,000: then only a full comparison settles it. */
  readonly beyond?: number;
  /** ISO time of the oldest item, where items have one. */
  readonly oldest?: string;
  readonly answer?: Answer;
}

/** What a run has seen of the items of one kind. Repeating it changes nothing. At most 1,000 items of each list. */
export interface DueReport {
  readonly kind: QuestionKind;
  /** Kept back until a person decides: a SKU whose zero is due, an order that was never taken. */
  readonly due: readonly string[];
  /** Not due any more: written, above zero, shown as zero already; taken, cancelled; gone. */
  readonly over: readonly string[];
  /** How many are due in all: told by a run that has read everything. */
  readonly total?: number;
  /** The type of the run. */
  readonly askedBy?: string;
  /** ISO time of the oldest item that is due, where items have one. */
  readonly oldest?: string;
}

/** Somebody switched latest changes off: nothing but a person switches them on again. */
export interface Disabled {
  /** ISO time. */
  readonly at: string;
  /** Who disabled them, where that was told. */
  readonly by?: string;
}

export interface LatestChangesState {
  /** Somebody (or the goods-in gate) switched it on. */
  readonly wanted: boolean;
  /** Derived: wanted, live, not paused and credentials good. */
  readonly allowed: boolean;
  /** Allowed, and the schedule in Temporal is there and not paused by a person, as far as is known. */
  readonly running: boolean;
  readonly every: string | null;
  /** Why it does not run, in one sentence. */
  readonly why?: string;
}

/** A pause by a person. */
export interface Paused {
  readonly reason: string;
  readonly at: string;
  /** Who paused it, where that was told. */
  readonly by?: string;
}

export interface IntegrationStatus {
  readonly storeHash: StoreHash;
  readonly merchantId: string;
  readonly stage: IntegrationStage;
  readonly since: string;
  /** One sentence: what happens, or what it waits for. */
  readonly summary: string;
  readonly settings: Settings;
  readonly settingsChanges: readonly SettingsChange[];
  readonly links: readonly ShippingLink[];
  readonly latestChanges: LatestChangesState;
  readonly store: StoreProfile | undefined;
  readonly lastTest: TestReport | undefined;
  readonly credentialsVersion: number | undefined;
  /** Capabilities that answered 403 since the last good test. */
  readonly missingCapabilities: readonly string[];
  readonly paused?: Paused;
  readonly disabled?: Disabled;
  readonly questions: readonly Question[];
}

/** A 401 or 403 as an activity met it. */
export interface AccessReport {
  readonly side: Side;
  readonly type: FailureType;
  readonly credentialsVersion: number;
  readonly capability?: string;
}

export interface ScheduleSeen {
  /** The person's note; absent where nobody has paused it. */
  readonly pausedByPerson?: string;
}

export interface GoodsArrived {
  /** How many SKUs have stock, for the status line. */
  readonly skus: number;
}

export interface IntegrationInput {
  readonly storeHash: StoreHash;
  /** What an earlier integration of this store left: orders must neither be lost nor doubled by connecting again. */
  readonly continues?: EarlierIntegration;
}

/** What connecting a store again goes on with. Free of secrets. */
export interface EarlierIntegration {
  readonly merchantId: string;
  /** ISO time. */
  readonly endedAt: string;
  /** Latest changes were enabled once. */
  readonly live: boolean;
  /** They were enabled at the end. */
  readonly enabled?: boolean;
  /** A person's word, which stands until a person takes it back. */
  readonly disabled?: Disabled;
  readonly paused?: Paused;
  readonly settings: Settings;
  readonly links: readonly ShippingLink[];
  /** Versions go on counting: what judged by one of them must be able to tell that it has moved on. */
  readonly versions: Versions;
}

export interface DisconnectReport {
  readonly storeHash: StoreHash;
  /** Orders that are not finished. */
  readonly openOrders: number;
  /** The first 100 of them, each with its stage: they wait, and go on when the store is connected again. */
  readonly orders?: readonly OpenOrder[];
  readonly advice: string;
  /** What connecting again goes on with; absent where nothing was ever connected. */
  readonly leaves?: EarlierIntegration;
}

export interface OpenOrder {
  readonly orderId: number;
  /** As it was last shown, for example `handed-over`. */
  readonly stage: string;
}
