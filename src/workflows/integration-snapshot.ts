import type { Side } from '../contract/failures.ts';
import type { HoldReason } from '../contract/hold-reasons.ts';
import type {
  Paused,
  Question,
  SealedCredentials,
  SettingsChange,
  StoreProfile,
  TestReport,
} from '../contract/integration.ts';
import { defaultSettings, type Settings } from '../contract/settings.ts';
import type { ShippingLink } from '../contract/shipping.ts';

/** What continues as new: the credentials stay sealed. */
export interface IntegrationSnapshot {
  readonly connected: boolean;
  readonly disconnected: boolean;
  readonly merchantId: string;
  readonly credentials: SealedCredentials | undefined;
  readonly settings: Settings;
  readonly settingsVersion: number;
  readonly settingsChanges: readonly SettingsChange[];
  readonly links: readonly ShippingLink[];
  readonly linksVersion: number;
  readonly live: boolean;
  readonly wanted: boolean;
  readonly goodsArrived: boolean;
  readonly refusedBy: Side | undefined;
  readonly missingCapabilities: readonly string[];
  readonly paused: Paused | undefined;
  readonly store: StoreProfile | undefined;
  readonly lastTest: TestReport | undefined;
  readonly questions: readonly Question[];
  readonly schedulesAre: string;
  /** The note of a person who paused the schedule in Temporal. */
  readonly scheduleNote: string | undefined;
  /** The schedules could not be brought up to date: what they are is not known. */
  readonly schedulesUnknown?: boolean;
  readonly since: string;
  /** Work that is due a little later; absent where there is none. */
  readonly pending?: PendingWork | undefined;
}

/** A run that a person's answer starts. */
export type Begin = 'latest-changes' | 'compare-orders' | 'compare-stock';

/** What the entity still has to do, at the latest when it is due. */
export interface PendingWork {
  readonly release: readonly HoldReason[];
  readonly begin: readonly Begin[];
  /** Epoch ms. */
  readonly at: number;
}

/** Before anything was connected. */
export function emptySnapshot(now: string): IntegrationSnapshot {
  return {
    connected: false,
    disconnected: false,
    merchantId: '',
    credentials: undefined,
    settings: defaultSettings(wholeSecond(now)),
    settingsVersion: 1,
    settingsChanges: [],
    links: [],
    linksVersion: 1,
    live: false,
    wanted: false,
    goodsArrived: false,
    refusedBy: undefined,
    missingCapabilities: [],
    paused: undefined,
    store: undefined,
    lastTest: undefined,
    questions: [],
    schedulesAre: '',
    scheduleNote: undefined,
    since: now,
  };
}

/** The store's times have whole seconds: an order that is placed in the second of connecting is placed after it. */
function wholeSecond(time: string): string {
  return new Date(Math.floor(Date.parse(time) / 1_000) * 1_000).toISOString();
}
