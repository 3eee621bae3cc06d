import type { ChangeSource } from '../changes.ts';
import type { Side } from '../failures.ts';
import type { StoreHash } from '../ids.ts';

/** The header that carries our secret; both sides send a hook's own headers along. */
export const HOOK_HEADER = 'x-ogoship-webhook';

/** A part of a hook's address: what its deliveries are about, whatever they say themselves. */
export type HookTopic = 'orders' | 'products' | 'stock';

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
