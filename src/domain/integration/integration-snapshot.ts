import type { Side } from '../../contract/failures.ts';
import type { FailingLeg } from '../../contract/integration/health.ts';
import type { HoldReason } from '../../contract/hold-reasons.ts';
import type { Disabled, Paused, SettingsChange } from '../../contract/integration.ts';
import type { AccessReport, SealedCredentials, StoreProfile, TestReport } from '../../contract/integration/access.ts';
import type { KeptQuestion } from '../../contract/integration/questions.ts';
import { defaultSettings, type Settings } from '../../contract/settings.ts';
import type { HooksKept } from '../../contract/integration/hooks.ts';
import type { Fall } from './questions/fallen-zeros.ts';
import type { Stretch } from '../changes/cadence.ts';
import type { WantedSchedules } from './integration-schedules.ts';
import type { ShippingLink } from '../../contract/shipping.ts';

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
  /** A person's word; absent where nobody has switched latest changes off. */
  readonly disabled?: Disabled | undefined;
  readonly goodsArrived: boolean;
  /** Connected again: whether goods are in stock is looked at once, as soon as that is allowed. */
  readonly lookForGoods: boolean;
  /** ISO time at which another merchant's integration of the store ended: what runs reported before is that one's. */
  readonly merchantSince?: string;
  /** They were enabled before it was connected again: goods alone are enough to go on. */
  readonly wasEnabled: boolean;
  readonly refusedBy: Side | undefined;
  /** What the worker lacks, where it cannot open the credentials. */
  readonly unopened?: string | undefined;
  readonly missingCapabilities: readonly string[];
  /** Of what the guide requires; absent where nothing of it is missing. */
  readonly missingRequired?: readonly MissingPermission[] | undefined;
  readonly paused: Paused | undefined;
  readonly store: StoreProfile | undefined;
  readonly lastTest: TestReport | undefined;
  readonly questions: readonly KeptQuestion[];
  /** Zeros that runs have let through lately. */
  readonly falls?: readonly Fall[];
  /** Legs that failed when last heard of; absent where none does. */
  readonly failing?: readonly FailingLeg[] | undefined;
  /** Something that a run could not do is tried again by the next ones. */
  readonly triesAgain?: true | undefined;
  /** What fails, or is tried again, is not polled more rarely: a history of before goes on as it was. */
  readonly heedsTrouble?: true;
  /** What the schedules were last brought to; absent before the first time. */
  readonly schedulesAre?: WantedSchedules | undefined;
  /** The note of a person who paused the schedule in Temporal. */
  readonly scheduleNote: string | undefined;
  /** The schedules could not be updated: what they are is not known. */
  readonly schedulesUnknown?: boolean;
  /** A person enabled or resumed: the schedules are looked at, whatever is known of them. */
  readonly mendSchedules: boolean;
  /** Which state of settings, links and words was copied to where it survives this run. */
  readonly copyIs: string;
  readonly since: string;
  /** Where the worker can have webhooks made to; absent where it cannot. */
  readonly hooksPlace?: string | undefined;
  /** The webhooks as they were last found, and how far they are trusted. */
  readonly hooks?: HooksKept | undefined;
  /** How far polls are stretched because of that. */
  readonly stretch?: Stretch | undefined;
  /** Parts of the store's ledger that are there, by their number; absent where none is. */
  readonly owedParts?: readonly number[] | undefined;
  /** Work that is not done yet; absent where there is none. */
  readonly pending?: PendingWork | undefined;
}

/** A permission that a test found missing. */
export interface MissingPermission {
  /** For example `Orders: modify`. */
  readonly capability: string;
  /** ISO time of the first test that found it missing, with none since that found it. */
  readonly since: string;
}

/** A run that a person's answer starts. */
export type Begin = 'latest-changes' | 'compare-orders' | 'compare-stock';

/** What the entity still has to do. */
export interface PendingWork {
  readonly release: readonly HoldReason[];
  readonly begin: readonly Begin[];
  readonly unconfirmed?: AccessReport | undefined;
  readonly testNow: boolean;
  /** To be done once more, at this time (epoch ms). */
  readonly again: { readonly release: readonly HoldReason[]; readonly begin: readonly Begin[]; readonly at?: number };
  /** The circuit's next look at the same credentials. */
  readonly probe?: { readonly at: number; readonly pauseMs: number } | undefined;
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
    lookForGoods: false,
    wasEnabled: false,
    refusedBy: undefined,
    missingCapabilities: [],
    paused: undefined,
    store: undefined,
    lastTest: undefined,
    questions: [],
    scheduleNote: undefined,
    mendSchedules: false,
    copyIs: '',
    since: now,
  };
}

/** The store's times have whole seconds: an order that is placed in the second of connecting is placed after it. */
function wholeSecond(time: string): string {
  return new Date(Math.floor(Date.parse(time) / 1_000) * 1_000).toISOString();
}
