import type { ChangeSource } from '../changes.ts';
import type { Side } from '../failures.ts';
import type { StoreHash } from '../ids.ts';

/** The header that carries our secret; both sides send a hook's own headers along. */
export const HOOK_HEADER = 'x-ogoship-webhook';

/** A part of a hook's address: what its deliveries are about, whatever they say themselves. */
export type HookTopic = 'orders' | 'products' | 'stock';

export interface HookPlan {
  readonly side: Side;
  readonly topic: HookTopic;
  /** BigCommerce's scope, or myOGO's type. */
  readonly of: string;
}

/**
 * The hooks that we keep. Of the store's orders no narrower set tells everything: a payment and an edit are updates. Of
 * products `store/product/updated` also tells of every level that we write, so products wait longest. Levels of the
 * store are ours, and nobody needs to be told of them.
 */
export const hookPlans: readonly HookPlan[] = [
  ...['store/order/created', 'store/order/updated', 'store/order/archived'].map((of): HookPlan => ({
    side: 'bigcommerce',
    topic: 'orders',
    of,
  })),
  ...['product', 'sku'].flatMap((thing) =>
    ['created', 'updated', 'deleted'].map((what): HookPlan => ({
      side: 'bigcommerce',
      topic: 'products',
      of: `store/${thing}/${what}`,
    })),
  ),
  { side: 'myogo', topic: 'orders', of: 'OrderShipped' },
  { side: 'myogo', topic: 'stock', of: 'ProductStockLevelChanged' },
];

/** The source that a hook's deliveries hint at. */
export function sourceOf(side: Side, topic: HookTopic): ChangeSource | undefined {
  if (topic === 'orders') return side === 'bigcommerce' ? 'storeOrders' : 'myogoOrders';
  if (topic === 'products') return side === 'bigcommerce' ? 'storeProducts' : undefined;
  return side === 'myogo' ? 'myogoStock' : undefined;
}

/** What a delivery is taken for: that something may have changed. Nothing that it says is believed. */
export interface Hint {
  readonly source: ChangeSource;
  /** Orders of the store by number, of the warehouse by reference. Absent: the source's list is read. */
  readonly ids?: readonly (number | string)[];
  /** Milliseconds after which it is early enough: what a flood is put off to. Absent: as soon as possible. */
  readonly waitMs?: number;
}

export interface HintsInput {
  readonly storeHash: StoreHash;
}

/** What a run that gathers hints has done. */
export interface HintsReport {
  /** Those that reached it: doubled ones mostly do not. */
  readonly hints: number;
  readonly readings: number;
  /** Orders and products whose runs were told or started. */
  readonly passedOn: number;
  /** Why something was not read. */
  readonly notes: readonly string[];
}

/** What a run that read hints tells the integration: what webhooks told of, and how soon it was passed on. */
export interface HooksSeen {
  readonly source: ChangeSource;
  /** Those of which the read showed a real change. */
  readonly announced: number;
  /** What was told of, at most 50: a poll that finds one of them knows that it was announced. */
  readonly ids?: readonly (number | string)[];
  /** Seconds from changes until they were passed on. */
  readonly lags: readonly number[];
  /** ISO time of the first delivery of a list that was read: it may have waited for a worker. */
  readonly since?: string;
  /** More were told of than is read one by one: the source is polled as often as without webhooks. */
  readonly flooded?: true;
  /** What was told of could not be read: a poll finds it, as soon as without webhooks. */
  readonly unread?: true;
}

/** A change that a poll found. */
export interface FoundChange {
  readonly source: ChangeSource;
  readonly id?: number | string;
  /** ISO time of the change. */
  readonly at: string;
  /** No webhook tells of a change of this kind. */
  readonly silent?: true;
}

/** A hook as it was found or made at the latest check. */
export interface PlacedHook extends HookPlan {
  /** Its id at that side; absent where it could not be made. */
  readonly id?: string | number;
  /** True while the other side delivers. */
  readonly active: boolean;
}

/** What checking the hooks came to. */
export interface HooksChecked {
  /** The address and key that they were made for; absent where the worker has no public address. */
  readonly place?: string;
  readonly hooks: readonly PlacedHook[];
  /** The version whose secret they carry. */
  readonly version: number;
  /** How many were made, switched on again, or brought to the present address and secret. */
  readonly created: number;
  readonly reactivated: number;
  readonly updated: number;
  /** Why one is not there, or is switched off, a sentence each. */
  readonly problems: readonly string[];
  /** BigCommerce delivers nothing to this address for some minutes: one sentence. */
  readonly blocked?: string;
  /** Sides at which a hook may not carry the present secret. Absent where a worker that does not tell them apart has looked. */
  readonly outdated?: readonly Side[];
}

/** How far a source's hooks have proved themselves. */
export interface SourceTrust {
  /** Changes that a hook told of, since the latest that none told of. */
  readonly announced: number;
  /** ISO time of that, or of the first hint. */
  readonly since: string;
  /** What hooks told of lately, when it was read, and of which time on (ISO): by id, or `''` where a delivery names none. */
  readonly told: readonly (readonly [id: number | string, at: string, since?: string])[];
  /** ISO time. */
  readonly lastDelivery?: string;
  /** ISO time: until then silence was none of the store's, because it stood, or nothing was delivered. */
  readonly quietFrom?: string;
  /** The longest time between two deliveries, in milliseconds. */
  readonly longestQuietMs: number;
  /** Why it is polled as often as ever; absent while nothing speaks against its hooks. */
  readonly doubt?: string;
  /** ISO time of the latest change of a kind that no hook tells of. */
  readonly silentAt?: string;
  /** ISO time at which a flood's deliveries were last read as one list: the next ones wait an hour. */
  readonly floodedAt?: string;
  /** The latest changes: when (ISO), how many seconds until passed on, and whether a poll found it. */
  readonly lags: readonly (readonly [at: string, seconds: number, polled: boolean])[];
  /** Of the last day, by hour (ISO): changes that hooks told of, and those that a poll found. */
  readonly hours?: readonly (readonly [hour: string, announced: number, polled: number])[];
}

/** What the integration keeps of its webhooks. */
export interface HooksKept extends Omit<HooksChecked, 'created' | 'reactivated' | 'updated' | 'outdated'> {
  /** ISO time of the latest check. */
  readonly checkedAt: string;
  /** The oldest version whose secret a hook may still carry. */
  readonly oldestSecret: number;
  /** The same by side, where that is known. */
  readonly oldestSecrets?: { readonly [S in Side]?: number };
  /** A poll found what no webhook had told of since the latest check: one may have been switched off. */
  readonly isDoubted?: true;
  /** ISO time: what changed before it was told while the store stood, and is judged by no poll. */
  readonly heedsFrom?: string;
  readonly trust: { readonly [S in ChangeSource]?: SourceTrust };
}

/** A source as `status` shows it. */
export interface SourceSeen {
  readonly source: ChangeSource;
  /** Of the last day: changes that hooks told of, and those that a poll found. */
  readonly announced: number;
  readonly polled: number;
  /** Seconds from a change until it was passed on; absent without any. */
  readonly lagP50?: number;
  readonly lagP95?: number;
  readonly lastDelivery?: string;
  /** How many times its shortest interval it may wait for a poll. */
  readonly stretch: number;
  /** Why it is not polled more rarely. */
  readonly why?: string;
}

/** Webhooks as `status` shows them. */
export interface WebhooksStatus {
  /** One sentence. */
  readonly summary: string;
  /** Where the worker can have webhooks made to, as the integration knows; absent where it cannot. */
  readonly place?: string;
  readonly hooks: number;
  readonly active: number;
  readonly checkedAt?: string;
  readonly problems: readonly string[];
  /** The poll's interval is its shortest times this. */
  readonly stretch: number;
  readonly sources: readonly SourceSeen[];
}

/** A hint that is not read yet. Epoch milliseconds. */
export interface WaitingHint {
  readonly source: ChangeSource;
  readonly id?: number | string;
  /** It was passed on a moment ago: likely an echo of our own doing. */
  readonly isEcho: boolean;
  readonly first: number;
  readonly last: number;
}

/** What a run that gathers hints leaves to the one that goes on. */
export interface HintsCarried {
  readonly report: HintsReport;
  readonly waiting: readonly WaitingHint[];
  /** Put off by a flood: from when on a list is to be read, and when. */
  readonly putOff: readonly { readonly source: ChangeSource; readonly since: number; readonly at: number }[];
}
