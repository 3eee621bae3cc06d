import type { FailingLeg, ListsOwed } from './integration/health.ts';
import type { Side } from './failures.ts';
import type { StoreHash } from './ids.ts';
import type { Versions } from './orders.ts';
import type { Settings, SettingsPatch } from './settings.ts';
import type { ShippingLink } from './shipping.ts';
import type { HooksKept, WebhooksStatus } from './integration/hooks.ts';
import type { KeptQuestion, Question } from './integration/questions.ts';
import type { SealedCredentials, StoreProfile, TestReport } from './integration/access.ts';

export type IntegrationStage =
  'connecting' | 'needs-credentials' | 'awaiting-goods' | 'live' | 'paused' | 'disconnected';

/** What to do about a store that is not connected, for people. */
export const CONNECT_AGAIN = '`connect` connects it again, and its open orders go on by themselves';

/** What keeps every order of a paused store, since when, and what ends it. */
export function pauseStands({ reason, by, at }: Pick<Paused, 'reason' | 'by' | 'at'>): string {
  const who = by === undefined ? '' : ` by ${by}`;
  return `The integration is paused${who} (${reason}), since ${at}: resume() lets its orders go on.`;
}

/** What to do about an order of such a store. @param then what it waits for beside that */
export function connectFirst(then?: string): string {
  return `The store is not connected: ${CONNECT_AGAIN}.${then === undefined ? '' : ` Then: ${then}`}`;
}

/** The `connection` query: what activities need before any effect. */
export interface Connection extends ListsOwed {
  readonly storeHash: StoreHash;
  readonly merchantId: string;
  readonly credentials: SealedCredentials | undefined;
  readonly stage: IntegrationStage;
  /** Why no run may touch the outside now; `undefined` when all is well. */
  readonly closed?: {
    readonly by: 'person' | 'circuit' | 'disconnected';
    readonly reason: string;
    /** The same in a sentence, since when, and what ends it. */
    readonly words?: string;
  };
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
  /** Webhooks that are in place; absent where there are none. */
  readonly hooks?: {
    /** The oldest version whose secret a hook may still carry. */
    readonly oldestSecret: number;
    readonly oldestSecrets?: HooksKept['oldestSecrets'];
  };
}

export interface ConnectRequest {
  readonly merchantId: string;
  readonly sealed: string;
  readonly settings?: SettingsPatch;
  /** What an earlier integration of this store left, where the client found it. */
  readonly continues?: EarlierIntegration;
}

export interface SettingsChange {
  readonly at: string;
  readonly by: string;
  readonly fields: readonly string[];
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
  /** How many times that it may wait, because webhooks tell of changes. */
  readonly stretch?: number;
  /** Why it does not run, in one sentence. */
  readonly why?: string;
  /** The note of a person who paused the schedule in Temporal, as the integration was last told. */
  readonly pausedByPerson?: string;
  /** The schedule could not be updated: the integration does not know how it stands in Temporal. */
  readonly unconfirmed?: true;
}

/** Work that was under way when somebody paused. Requests that have left are let end: nobody can take them back. */
export interface InFlight {
  readonly what: InFlightKind;
  /** Of a visibility list, so a moment old. */
  readonly runs: number;
}

export const inFlightKinds = ['createProducts', 'latestChanges', 'reconcile', 'orders'] as const;
export type InFlightKind = (typeof inFlightKinds)[number];

/** What becomes of it: none is ended, and none writes anything until the resume. */
export const inFlightWords: Record<InFlightKind, string> = {
  createProducts: 'stands still before its next write, and goes on by itself after the resume',
  latestChanges: 'ends without writing more; the first run after the resume asks again from where it was',
  reconcile: 'ends without writing more; the next one compares everything again',
  orders: 'hold before their next write as integration-paused, and go on by themselves after the resume',
};

/** The answer to a pause. */
export interface PauseReport extends IntegrationStatus {
  /** Absent where it could not be found out. */
  readonly inFlight?: readonly InFlight[];
  /** It was paused already, so, by somebody. */
  readonly earlier?: Paused;
}

/** The answer to a resume: what is done now that was not done meanwhile. */
export interface ResumeReport extends IntegrationStatus {
  readonly catchesUp?: CatchUpAfterPause;
}

export interface CatchUpAfterPause {
  /** ISO time of the pause: changes of both sides since then are asked for. Absent where nobody had paused. */
  readonly since?: string;
  /** Open orders that wait because of the pause or of refused credentials. Of a visibility list. */
  readonly heldOrders: number;
}

/** A pause by a person. */
export interface Paused {
  readonly reason: string;
  readonly at: string;
  /** Who paused it, where that was told. */
  readonly by?: string;
  /** Who paused it once more while it was paused: the resume ends all of it. */
  readonly also?: readonly Omit<Paused, 'also'>[];
}

export interface IntegrationStatus extends ListsOwed {
  readonly storeHash: StoreHash;
  readonly merchantId: string;
  /** ISO time at which another merchant's integration of the store ended; absent where there was none. */
  readonly merchantSince?: string;
  readonly stage: IntegrationStage;
  readonly since: string;
  /** One sentence: what happens, or what it waits for. */
  readonly summary: string;
  /** Legs that fail, as the integration was last told; absent where none does. The stage stays what it is. */
  readonly failing?: readonly FailingLeg[];
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
  readonly webhooks: WebhooksStatus;
}

/** The answer to a rotation. */
export interface RotatedStatus extends IntegrationStatus {
  /** Present where every token that was given is the one that was in use: tested again, and not new. */
  readonly unchanged?: readonly Side[];
}

export interface GoodsArrived {
  readonly skus: number;
  /** Whose they are; absent where a person says so. */
  readonly merchantId?: string;
}

export interface IntegrationInput {
  readonly storeHash: StoreHash;
  /** What an earlier integration of this store left: orders must neither be lost nor doubled by connecting again. */
  readonly continues?: EarlierIntegration;
}

/** What connecting a store again goes on with. Free of secrets. */
export interface EarlierIntegration {
  readonly merchantId: string;
  readonly merchantSince?: string;
  /** ISO time. */
  readonly endedAt: string;
  /** Latest changes were enabled once. */
  readonly live: boolean;
  /** They were enabled at the end. */
  readonly enabled?: boolean;
  /** A person's word, which stands until a person takes it back. */
  readonly disabled?: Disabled;
  readonly paused?: Paused;
  /** Zeros that a person refused, in their fall; absent where none are. */
  readonly refused?: readonly KeptQuestion[];
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
  /** Webhooks that could not be taken away, a sentence each: what they still tell of starts nothing. */
  readonly webhooksLeft?: readonly string[];
  /** What connecting again goes on with; absent where nothing was ever connected. */
  readonly leaves?: EarlierIntegration;
}

export interface OpenOrder {
  readonly orderId: number;
  /** As it was last shown, for example `handed-over`. */
  readonly stage: string;
}
